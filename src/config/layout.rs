//! What laid a site's folder out.

/// The generator or editor whose folder a site is: it decides where the notes are, what
/// they are written in, and where their pages used to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Layout {
    /// None: `content/`, or a folder of notes.
    #[default]
    Plain,
    /// Hexo: posts in `source/_posts/`, pages beside it.
    Hexo,
    /// Hugo.
    Hugo,
    /// Zola.
    Zola,
    /// A Logseq graph: `pages/` and `journals/`.
    Logseq,
    /// An Obsidian vault.
    Obsidian,
    /// MkDocs.
    MkDocs,
    /// mdBook: chapters by `SUMMARY.md`.
    MdBook,
    /// A book with `SUMMARY.md` in its root, as GitBook has it.
    GitBook,
    /// VuePress.
    VuePress,
    /// VitePress.
    VitePress,
}

impl Layout {
    /// What such a folder is called in messages.
    pub fn name(self) -> &'static str {
        match self {
            Layout::Plain => "plain folder",
            Layout::Hexo => "Hexo site",
            Layout::Hugo => "Hugo site",
            Layout::Zola => "Zola site",
            Layout::Logseq => "Logseq graph",
            Layout::Obsidian => "Obsidian vault",
            Layout::MkDocs => "MkDocs site",
            Layout::MdBook => "mdBook",
            Layout::GitBook => "GitBook",
            Layout::VuePress => "VuePress site",
            Layout::VitePress => "VitePress site",
        }
    }

    /// Whether its reading order stands in a `SUMMARY.md` beside the notes.
    pub fn has_summary(self) -> bool {
        matches!(self, Layout::MdBook | Layout::GitBook)
    }

    /// Names of files and folders among the notes that are no notes.
    pub fn passed_over(self) -> &'static [&'static str] {
        match self {
            Layout::Hexo => &["_data"],
            Layout::Logseq => &["logseq", "whiteboards", "draws"],
            Layout::MdBook => &["SUMMARY.md"],
            Layout::GitBook => &["SUMMARY.md", "_book"],
            Layout::VitePress => &["public"],
            _ => &[],
        }
    }

    /// The path of a file among the notes as its address begins: without the folders that
    /// only sort the notes.
    pub fn published(self, path: &str) -> &str {
        let inside = |folder: &str| path.strip_prefix(folder).filter(|_| self == Layout::Hexo);
        inside(POSTS).or_else(|| inside(DRAFTS)).unwrap_or(path)
    }
}

/// Hexo's folder of posts.
pub const POSTS: &str = "_posts/";

/// Hexo's folder of posts that are not published yet.
pub const DRAFTS: &str = "_drafts/";
