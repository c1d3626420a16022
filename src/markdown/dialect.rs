//! Which program's Markdown a note is written in.

use crate::config::Layout;
use crate::source::Source;

/// A way of writing notes. What is written the same in all of them is understood in all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Dialect {
    /// Markdown.
    Plain,
    /// Posts of a Hexo blog.
    Hexo,
    /// Pages of a Hugo site.
    Hugo,
    /// Outlines of a Logseq graph.
    Logseq,
    /// Notes of an Obsidian vault.
    Obsidian,
    /// Text copied from a Typecho blog.
    Typecho,
}

impl Dialect {
    /// The dialect of a note: by what only one program writes, else by whose folder it is in.
    pub(super) fn of(source: &Source, text: &str, layout: Layout) -> Dialect {
        let path = &source.file.path;
        let is_post = path.contains("_posts/") && text.contains("{% ");
        let is_hugo = text.contains("{{< ") || text.contains("{{% ");
        match layout {
            _ if is_logseq(path, text) => Dialect::Logseq,
            _ if super::typecho::is_copy(text) => Dialect::Typecho,
            Layout::Logseq => Dialect::Logseq,
            Layout::Obsidian => Dialect::Obsidian,
            Layout::Hexo => Dialect::Hexo,
            Layout::Hugo | Layout::Zola => Dialect::Hugo,
            _ if super::obsidian::is_written_in(source, text) => Dialect::Obsidian,
            _ if is_post => Dialect::Hexo,
            _ if is_hugo => Dialect::Hugo,
            _ => Dialect::Plain,
        }
    }

    /// Whether programs of this dialect show a line break where the author made one.
    pub(super) fn breaks_lines(self) -> bool {
        matches!(self, Dialect::Hexo | Dialect::Logseq | Dialect::Obsidian | Dialect::Typecho)
    }

    /// Whether `[[name]]` is a link even when there is no note of that name.
    pub(super) fn has_wikilinks(self) -> bool {
        matches!(self, Dialect::Logseq | Dialect::Obsidian)
    }

    /// Whether programs of this dialect read `$x$` as mathematics without being told to.
    pub(super) fn has_math(self) -> bool {
        matches!(self, Dialect::Logseq | Dialect::Obsidian)
    }

    /// Whether `#word` in a text is a tag.
    pub(super) fn has_inline_tags(self) -> bool {
        matches!(self, Dialect::Logseq | Dialect::Obsidian)
    }
}

/// What only Logseq writes.
const LOGSEQ: [&str; 10] = [
    "\n:LOGBOOK:",
    " :LOGBOOK:",
    "collapsed:: true",
    "\tid:: ",
    " id:: ",
    "background-color:: ",
    "logseq.order-list-type:: ",
    "query-table:: ",
    "{{embed ",
    "{{query ",
];

/// An outline that begins with a bullet or with properties of its page, and holds something
/// only Logseq writes.
fn is_logseq(path: &str, text: &str) -> bool {
    let (outline, described) = super::logseq::is_outline(text);
    let written = || LOGSEQ.iter().any(|sign| text.contains(sign)) || has_task(text) || has_reference(text);
    outline && (described || is_journal(path) || written())
}

/// Whether a file is a day's, as Logseq names them: `journals/2024_03_05.md`.
fn is_journal(path: &str) -> bool {
    let Some((day, extension)) = path.rsplit_once("journals/").and_then(|(_, name)| name.split_once('.'))
    else {
        return false;
    };
    let digits = day.bytes().filter(u8::is_ascii_digit).count();
    extension == "md" && day.len() == 10 && digits == 8 && day.matches('_').count() == 2
}

fn has_task(text: &str) -> bool {
    let bullets = text.lines().filter_map(|line| line.trim_start().strip_prefix("- "));
    bullets.into_iter().any(|item| super::logseq::state(item).is_some())
}

fn has_reference(text: &str) -> bool {
    text.match_indices("((").any(|(at, _)| {
        let inner = text.get(at + 2..at + 38).unwrap_or_default();
        super::logseq::is_uuid(inner)
    })
}
