//! Whose folder a site is, and where its notes are.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{ReadError, STATIC, TEMPLATES, decode, walk};
use crate::config::{FILE, Layout, content_folder, is_zola};
use crate::diagnostic::SourceFile;

/// A site's folder and where its notes are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Root {
    /// The site's folder.
    pub folder: PathBuf,
    /// The folder of the notes: the site's own, or one in it.
    pub content: PathBuf,
    /// How the notes' folder is called in messages, relative to the site's; empty for itself.
    pub content_name: String,
    /// Whose folder it is.
    pub layout: Layout,
    /// That generator's settings, as text; those that cannot be read are left out.
    pub settings: Vec<Arc<SourceFile>>,
    /// Whether `templates/` and `static/` hold files for Yunji's theme. Other generators
    /// and their users have folders of these names too.
    pub changes_theme: bool,
}

/// Finds whose folder a site is and where its notes are: by the settings of another
/// generator, by `content/`, or by folders that only one program lays out; else the notes
/// are in the folder itself.
///
/// # Errors
///
/// When `folder` is no folder that can be read.
pub fn find_root(folder: &Path) -> Result<Root, ReadError> {
    walk::require_folder(folder)?;
    let finder = Finder { folder };
    let has_settings = finder.has_file(FILE);
    let (layout, mut settings) = finder.find(has_settings);
    let content_name = finder.content(layout, &settings);
    let content = folder.join(&content_name);
    if layout.has_summary() {
        let shown = if content_name.is_empty() { String::new() } else { format!("{content_name}/") };
        settings.extend(finder.read(&format!("{shown}SUMMARY.md")));
    }
    let changes_theme = match layout {
        Layout::Plain => true,
        Layout::Zola => false,
        _ => has_settings || finder.has_templates(),
    };
    Ok(Root { folder: folder.to_path_buf(), content, content_name, layout, settings, changes_theme })
}

impl Root {
    /// What among the notes is none, and is not published either.
    pub(super) fn passed_over(&self) -> Vec<PathBuf> {
        let mut skip: Vec<PathBuf> =
            self.layout.passed_over().iter().map(|name| self.content.join(name)).collect();
        skip.extend(self.settings.iter().map(|file| self.folder.join(&file.path)));
        skip.push(self.folder.join(FILE));
        if self.changes_theme {
            skip.extend([TEMPLATES, STATIC].map(|own| self.folder.join(own)));
        }
        skip
    }

    /// The folder of files that are published at the root.
    pub(super) fn statics(&self) -> Option<String> {
        match self.layout {
            Layout::VitePress => Some(join(&self.content_name, "public")),
            Layout::VuePress => Some(join(&self.content_name, ".vuepress/public")),
            Layout::Hugo | Layout::Zola => Some(STATIC.to_owned()),
            _ => self.changes_theme.then(|| STATIC.to_owned()),
        }
    }
}

fn join(folder: &str, name: &str) -> String {
    if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
}

/// Settings files by the generator that reads them, the first that is there.
const HEXO: [&str; 3] = ["_config.yml", "_config.yaml", "_config.json"];
const HUGO: [&str; 8] = [
    "hugo.toml",
    "hugo.yaml",
    "hugo.yml",
    "hugo.json",
    "config.toml",
    "config.yaml",
    "config.yml",
    "config.json",
];
const MKDOCS: [&str; 2] = ["mkdocs.yml", "mkdocs.yaml"];
const OBSIDIAN: [&str; 3] =
    [".obsidian/app.json", ".obsidian/templates.json", ".obsidian/plugins/templater-obsidian/data.json"];
const CONFIG_JS: [&str; 4] = ["config.ts", "config.mts", "config.js", "config.mjs"];

type Found = (Layout, Vec<Arc<SourceFile>>);

struct Finder<'a> {
    folder: &'a Path,
}

impl Finder<'_> {
    fn find(&self, has_settings: bool) -> Found {
        let content = self.has_folder("content");
        let foreign = || {
            let explicit = [Finder::hexo, Finder::mkdocs, Finder::mdbook, Finder::vuepress];
            explicit.into_iter().find_map(|find| find(self))
        };
        // With settings of Yunji's own, `content/` is meant to be the notes.
        let found = match (content, has_settings) {
            (true, true) => self.hugo(),
            (true, false) => foreign().or_else(|| self.hugo()),
            (false, _) => foreign().or_else(|| self.hugo()).or_else(|| self.by_folders()),
        };
        found.unwrap_or_default()
    }

    /// What only the names of folders and files tell.
    fn by_folders(&self) -> Option<Found> {
        let is_graph = self.has_file("logseq/config.edn")
            || ["pages", "journals"].iter().all(|folder| self.has_folder(folder));
        if is_graph {
            return Some((Layout::Logseq, self.read("logseq/config.edn").into_iter().collect()));
        }
        if self.has_folder(".obsidian") {
            return Some((Layout::Obsidian, OBSIDIAN.iter().filter_map(|name| self.read(name)).collect()));
        }
        if self.has_folder("_posts") || self.has_folder("source/_posts") {
            return Some((Layout::Hexo, Vec::new()));
        }
        if self.has_file("src/SUMMARY.md") {
            return Some((Layout::MdBook, Vec::new()));
        }
        let is_book = self.has_file("SUMMARY.md");
        is_book.then(|| (Layout::GitBook, self.read("book.json").into_iter().collect()))
    }

    fn hexo(&self) -> Option<Found> {
        self.with_content(Layout::Hexo, self.first(&HEXO)?)
    }

    fn mkdocs(&self) -> Option<Found> {
        self.with_content(Layout::MkDocs, self.first(&MKDOCS)?)
    }

    fn mdbook(&self) -> Option<Found> {
        self.with_content(Layout::MdBook, self.read("book.toml")?)
    }

    fn vuepress(&self) -> Option<Found> {
        let layouts = [(Layout::VitePress, ".vitepress"), (Layout::VuePress, ".vuepress")];
        layouts.into_iter().find_map(|(layout, name)| {
            let folder = ["", "docs/"].map(|folder| format!("{folder}{name}"));
            let folder = folder.into_iter().find(|folder| self.has_folder(folder))?;
            let settings = CONFIG_JS.iter().find_map(|name| self.read(&format!("{folder}/{name}")));
            Some((layout, settings.into_iter().collect()))
        })
    }

    /// Hugo, or Zola, which may use the same name for its settings.
    fn hugo(&self) -> Option<Found> {
        if let Some(file) = self.read("zola.toml") {
            return Some((Layout::Zola, vec![file]));
        }
        let main = self.first(&HUGO);
        if main.as_ref().is_some_and(|file| file.path == "config.toml" && is_zola(&file.text)) {
            return Some((Layout::Zola, main.into_iter().collect()));
        }
        let folder = "config/_default";
        let names = walk::names(&self.folder.join(folder)).into_iter();
        let parts = names.filter_map(|name| self.read(&format!("{folder}/{name}")));
        let settings: Vec<_> = main.into_iter().chain(parts).collect();
        let has_content = self.has_folder(&self.content(Layout::Hugo, &settings));
        (!settings.is_empty() && has_content).then_some((Layout::Hugo, settings))
    }

    /// A generator whose settings are there and whose notes are too.
    fn with_content(&self, layout: Layout, file: Arc<SourceFile>) -> Option<Found> {
        let settings = vec![file];
        self.has_folder(&self.content(layout, &settings)).then_some((layout, settings))
    }

    /// The folder of the notes.
    fn content(&self, layout: Layout, settings: &[Arc<SourceFile>]) -> String {
        let named = content_folder(layout, settings).filter(|name| self.has_folder(name));
        let usual = match layout {
            Layout::Plain | Layout::Hugo | Layout::Zola => "content",
            Layout::Hexo => "source",
            Layout::MkDocs => "docs",
            Layout::MdBook => "src",
            Layout::VitePress if !self.has_folder(".vitepress") => "docs",
            Layout::VuePress if !self.has_folder(".vuepress") => "docs",
            _ => "",
        };
        let is_guess = matches!(layout, Layout::Plain) || settings.is_empty();
        let missing = is_guess && !self.has_folder(usual);
        named.unwrap_or_else(|| if missing { "" } else { usual }.to_owned())
    }

    /// Whether `templates/` holds templates of pages and not of notes.
    fn has_templates(&self) -> bool {
        walk::names(&self.folder.join(TEMPLATES)).iter().any(|name| name.ends_with(".html"))
    }

    fn first(&self, names: &[&str]) -> Option<Arc<SourceFile>> {
        names.iter().find_map(|name| self.read(name))
    }

    /// A settings file; none when it is not there or cannot be read.
    fn read(&self, name: &str) -> Option<Arc<SourceFile>> {
        let path = self.folder.join(name);
        if !walk::is_file(&path) {
            return None;
        }
        decode::read(&path, "", name).ok().map(|(file, _)| file)
    }

    fn has_folder(&self, name: &str) -> bool {
        walk::is_folder(&self.folder.join(name))
    }

    fn has_file(&self, name: &str) -> bool {
        walk::is_file(&self.folder.join(name))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::disallowed_methods, reason = "a test lays folders out")]

    use super::*;

    type Files<'a> = &'a [(&'a str, &'a str)];

    fn found(files: Files<'_>) -> (Layout, String) {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        let root = find_root(folder.path()).unwrap();
        (root.layout, root.content_name)
    }

    #[test]
    fn a_folder_is_known_by_its_settings() {
        let cases: [(Files<'_>, Layout, &str); 15] = [
            (&[("a.md", "")], Layout::Plain, ""),
            (&[("content/a.md", ""), ("templates/x", "")], Layout::Plain, "content"),
            (&[("_config.yml", ""), ("source/_posts/a.md", "")], Layout::Hexo, "source"),
            (&[("_config.yml", "source_dir: ./src/\n"), ("src/a.md", "")], Layout::Hexo, "src"),
            (&[("hugo.toml", ""), ("content/a.md", "")], Layout::Hugo, "content"),
            (
                &[
                    ("hugo.toml", "defaultContentLanguage = 'zh'\n"),
                    ("config/_default/languages.toml", "[zh]\ncontentDir = 'content/zh'\n"),
                    ("content/zh/a.md", ""),
                ],
                Layout::Hugo,
                "content/zh",
            ),
            (&[("config.toml", "base_url = ''\n"), ("content/a.md", "")], Layout::Zola, "content"),
            (&[("mkdocs.yml", "docs_dir: 文档\n"), ("文档/a.md", "")], Layout::MkDocs, "文档"),
            (&[("mkdocs.yml", "docs_dir: ../x\n"), ("docs/a.md", "")], Layout::MkDocs, "docs"),
            (&[("book.toml", "[book]\nsrc = \".\"\n"), ("a.md", "")], Layout::MdBook, ""),
            (&[("docs/.vitepress/config.ts", ""), ("docs/a.md", "")], Layout::VitePress, "docs"),
            (&[("pages/a.md", ""), ("journals/b.md", "")], Layout::Logseq, ""),
            (&[(".obsidian/app.json", "{}"), ("a.md", "")], Layout::Obsidian, ""),
            (&[("_posts/a.md", "")], Layout::Hexo, ""),
            (&[("SUMMARY.md", ""), ("a.md", "")], Layout::GitBook, ""),
        ];
        for (files, layout, content) in cases {
            assert_eq!(found(files), (layout, content.to_owned()), "{files:?}");
        }
    }

    #[test]
    fn settings_of_its_own_decide_for_content() {
        let files = [("site.yaml", ""), ("mkdocs.yml", ""), ("docs/a.md", ""), ("content/a.md", "")];
        assert_eq!(found(&files), (Layout::Plain, "content".to_owned()));
    }
}
