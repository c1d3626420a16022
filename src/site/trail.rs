//! Where a note stands: what it is below, outermost first.

use std::collections::BTreeMap;

use super::{Branch, Note, Site};
use crate::config::{Config, Kind, Layout};
use crate::markdown::namespaced;
use crate::output::{SitePath, folders};

/// Something that a note is below.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Crumb {
    /// What it is called.
    pub title: String,
    /// Its page, where it has one.
    pub path: Option<SitePath>,
}

/// Gives every note its trail: of its first category, else of the table of contents that the
/// author wrote, else of the folders that its file is in.
pub(super) fn collect(site: &mut Site, config: &Config) {
    let guide = Guide::new(site, config);
    let trails: Vec<Vec<Crumb>> = site.notes.iter().map(|note| guide.trail(note)).collect();
    for (note, trail) in site.notes.iter_mut().zip(trails) {
        note.trail = trail;
    }
}

/// What trails are made of.
struct Guide<'a> {
    config: &'a Config,
    /// Notes by the path of their file as trails see it.
    files: BTreeMap<String, &'a Note>,
    /// Notes that are the pages of folders, by the folder.
    indexes: BTreeMap<String, &'a Note>,
    categories: &'a [Branch],
}

impl<'a> Guide<'a> {
    fn new(site: &'a Site, config: &'a Config) -> Guide<'a> {
        let visible = || site.notes.iter().filter(|note| !note.page.front.hidden);
        let placed = |note: &'a Note| (place(&note.page.file.path, config), note);
        let index = |note: &'a Note| Some((index_of(&note.page.file.path)?.to_owned(), note));
        Guide {
            config,
            files: visible().map(placed).collect(),
            indexes: visible().filter_map(index).collect(),
            categories: &site.categories,
        }
    }

    fn trail(&self, note: &Note) -> Vec<Crumb> {
        let trail = self.of_category(note).or_else(|| self.of_book(note));
        let mut trail = trail.unwrap_or_else(|| self.of_folders(note));
        trail.retain(|crumb| crumb.path.as_ref() != Some(&note.path));
        trail.dedup_by(|next, kept| next.title == kept.title);
        trail
    }

    /// The branches of its first category.
    fn of_category(&self, note: &Note) -> Option<Vec<Crumb>> {
        let mut above = None;
        let mut crumbs = Vec::new();
        for &number in &note.categories {
            let branch = self.categories.get(number)?;
            if branch.parent != above {
                break;
            }
            above = Some(number);
            crumbs.push(Crumb { title: branch.term.name.clone(), path: Some(branch.term.path.clone()) });
        }
        (!crumbs.is_empty()).then_some(crumbs)
    }

    /// The entries of the table of contents that the note's is nested in.
    fn of_book(&self, note: &Note) -> Option<Vec<Crumb>> {
        let entries = &self.config.navigation;
        let at = entries.iter().position(|entry| entry.path.as_deref() == Some(&note.page.file.path))?;
        let mut depth = entries.get(at)?.depth;
        let mut crumbs = Vec::new();
        for entry in entries.get(..at)?.iter().rev().filter(|entry| !entry.title.is_empty()) {
            if entry.depth < depth {
                depth = entry.depth;
                let page = entry.path.as_ref().and_then(|path| self.files.get(&place(path, self.config)));
                crumbs.push(Crumb { title: entry.title.clone(), path: page.map(|note| note.path.clone()) });
            }
        }
        crumbs.reverse();
        Some(crumbs)
    }

    fn of_folders(&self, note: &Note) -> Vec<Crumb> {
        let path = place(&note.page.file.path, self.config);
        folders(&path).filter_map(|folder| self.of_folder(folder, note.page.kind)).collect()
    }

    /// A folder by its page. One without is left out when its name says no more than the
    /// note's kind, or is meant for programs.
    fn of_folder(&self, folder: &str, kind: Kind) -> Option<Crumb> {
        let page = self.indexes.get(folder).or_else(|| self.files.get(&format!("{folder}.md")));
        if let Some(page) = page {
            return Some(Crumb { title: page.page.title.clone(), path: Some(page.path.clone()) });
        }
        let says_kind = self.config.kind_of_folder(folder) == Some(kind);
        let name = folder.rsplit('/').next().unwrap_or(folder);
        (!says_kind && !name.starts_with('_')).then(|| Crumb { title: name.to_owned(), path: None })
    }
}

/// The path of a file without the folders that only one program wants, and with the
/// namespaces that Logseq writes into names as folders.
fn place(path: &str, config: &Config) -> String {
    let path = config.layout.published(path);
    if config.layout != Layout::Logseq {
        return path.to_owned();
    }
    namespaced(path.strip_prefix("pages/").or_else(|| path.strip_prefix("journals/")).unwrap_or(path))
}

/// The folder that a file is the page of.
fn index_of(path: &str) -> Option<&str> {
    let (folder, name) = path.rsplit_once('/')?;
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    ["index", "_index", "readme"].iter().any(|index| stem.eq_ignore_ascii_case(index)).then_some(folder)
}
