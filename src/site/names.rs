//! Notes, blocks and files by the names that notes call them.

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization;

use super::{Note, NoteId, SiteAsset};
use crate::config::Config;
use crate::markdown::{Page, journal_names, namespaced};
use crate::output::percent_decode;
use crate::source::Date;

/// What the site holds by name.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// Notes by each name they have, with how good a name it is: smaller is better.
    notes: BTreeMap<String, Vec<(Rank, NoteId)>>,
    /// The note and the number of each block.
    blocks: BTreeMap<String, (NoteId, usize)>,
    /// Other files by the last part of their path: their paths and addresses.
    files: BTreeMap<String, Vec<(String, String)>>,
}

/// How a name came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    /// It is the path of the file, or the end of it.
    Path,
    /// The note says so itself.
    Title,
    /// Another name that the note gives itself.
    Alias,
}

impl Names {
    pub(super) fn new(notes: &[Note], assets: &[SiteAsset], config: &Config) -> Names {
        let mut names = Names::default();
        for (id, note) in notes.iter().enumerate() {
            names.add_note(id, note, config);
            for (number, block) in
                note.page.blocks.iter().enumerate().filter(|(_, block)| !block.id.is_empty())
            {
                names.blocks.entry(block.id.clone()).or_insert((id, number));
            }
        }
        for file in assets {
            let name = file.asset.path.rsplit('/').next().unwrap_or_default();
            let known = (key(&file.asset.path), file.path.href());
            names.files.entry(key(name)).or_default().push(known);
        }
        names
    }

    fn add_note(&mut self, id: NoteId, note: &Note, config: &Config) {
        let page = &note.page;
        for name in path_names(page) {
            self.add(Rank::Path, &name, id);
        }
        self.add(Rank::Title, &page.title, id);
        let aliases = page.front.aliases.iter().cloned();
        for name in folder_names(page).into_iter().chain(day_names(page, config)).chain(aliases) {
            self.add(Rank::Alias, &name, id);
        }
    }

    fn add(&mut self, rank: Rank, name: &str, id: NoteId) {
        let notes = self.notes.entry(key(name)).or_default();
        if !notes.iter().any(|(_, known)| *known == id) {
            notes.push((rank, id));
        }
    }

    /// The notes that a name may mean in the note `from`, the likeliest first: the one that
    /// shares most folders with it, else the one nearest to the root.
    pub(super) fn notes(&self, name: &str, from: &Note, notes: &[Note]) -> Vec<NoteId> {
        let name = name.trim().trim_start_matches('/');
        let bare = name.strip_suffix(".md").unwrap_or(name);
        let found = self.notes.get(&key(bare)).or_else(|| self.notes.get(&key(name)));
        let mut found = found.cloned().unwrap_or_default();
        let Some(best) = found.iter().map(|(rank, _)| *rank).min() else { return Vec::new() };
        found.retain(|(rank, _)| *rank == best);
        let path = |id: NoteId| notes.get(id).map_or("", |note| note.page.file.path.as_str());
        found.sort_by_cached_key(|&(_, id)| (distance(path(id), &from.page.file.path), id));
        found.into_iter().map(|(_, id)| id).collect()
    }

    /// The note and the number of a block.
    pub(super) fn block(&self, id: &str) -> Option<(NoteId, usize)> {
        self.blocks.get(id).copied()
    }

    /// The address of a file by its name or the end of its path, wherever it lies: of
    /// several the likeliest in the note `from`.
    pub(super) fn file(&self, path: &str, from: &Note) -> Option<&str> {
        let decoded = percent_decode(path);
        [Some(path), decoded.as_deref()].into_iter().flatten().find_map(|path| {
            let path = key(path.trim_start_matches("../").trim_start_matches("./").trim_start_matches('/'));
            let found = self.files.get(path.rsplit('/').next()?)?;
            let ends = |known: &str| {
                known.strip_suffix(path.as_str()).is_some_and(|rest| rest.is_empty() || rest.ends_with('/'))
            };
            let distance =
                |(known, _): &&(String, String)| (!ends(known), distance(known, &from.page.file.path));
            found.iter().min_by_key(distance).map(|(_, href)| href.as_str())
        })
    }
}

/// How far a file is from a note, for choosing between files of one name: how many of the
/// note's folders it does not share, and how many folders it lies in.
fn distance(path: &str, from: &str) -> (usize, usize) {
    let folders = |path: &str| path.matches('/').count();
    let shared = path.split('/').zip(from.split('/')).take_while(|(one, other)| one == other).count();
    (folders(from).saturating_sub(shared), folders(path))
}

/// All names of a page.
pub(super) fn page_names(page: &Page) -> impl Iterator<Item = String> {
    let aliases = page.front.aliases.iter().cloned();
    path_names(page).into_iter().chain(std::iter::once(page.title.clone())).chain(aliases)
}

/// The path of a page's file without the extension, and all ends of it.
fn path_names(page: &Page) -> Vec<String> {
    let path = page.file.path.rsplit_once('.').map_or(page.file.path.as_str(), |(path, _)| path);
    let path = namespaced(path);
    let ends = path.match_indices('/').filter_map(|(at, _)| path.get(at + 1..).map(str::to_owned));
    std::iter::once(path.clone()).chain(ends).collect()
}

/// Other names of a note whose file is called after a day, as Logseq and Obsidian do.
fn day_names(page: &Page, config: &Config) -> Vec<String> {
    let name = page.file.path.rsplit('/').next().unwrap_or_default();
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let day = Date::of_journal(stem, &config.time_zone);
    day.map(|date| journal_names(date.day, config.journal_title_format.as_deref())).unwrap_or_default()
}

/// The page of a folder goes by the folder's name, a post by its name without its date.
fn folder_names(page: &Page) -> Vec<String> {
    let path = page.file.path.rsplit_once('.').map_or(page.file.path.as_str(), |(path, _)| path);
    let folder = ["/index", "/_index", "/README"].iter().find_map(|index| path.strip_suffix(index));
    let ends = folder.into_iter().flat_map(|folder| {
        std::iter::once(folder).chain(folder.match_indices('/').filter_map(|(at, _)| folder.get(at + 1..)))
    });
    ends.chain(undated(path)).map(str::to_owned).collect()
}

/// The name of a post whose file is called by its date first: `2024-05-01-name`.
fn undated(path: &str) -> Option<&str> {
    let name = path.rsplit('/').next()?;
    let (date, name) = name.split_at_checked(11)?;
    let is_date = date.bytes().enumerate().all(|(at, byte)| match at {
        4 | 7 | 10 => byte == b'-',
        _ => byte.is_ascii_digit(),
    });
    (is_date && !name.is_empty()).then_some(name)
}

/// What names are compared by: case, width of letters and composition do not matter.
pub(super) fn key(name: &str) -> String {
    let name = name.trim();
    if name.is_ascii() {
        return name.to_ascii_lowercase();
    }
    name.nfkc().flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_compared_without_case_and_form() {
        assert_eq!(key(" Redis 数据类型 "), key("REDIS 数据类型"));
        assert_eq!(key("Cafe\u{301}"), key("Café"));
    }

    #[test]
    fn the_nearest_file_is_meant() {
        let near = |paths: [&'static str; 2], from| paths.into_iter().min_by_key(|path| distance(path, from));
        assert_eq!(near(["x.md", "a/b/x.md"], "a/b/c.md"), Some("a/b/x.md"));
        assert_eq!(near(["d/x.md", "a/x.md"], "a/b/c.md"), Some("a/x.md"));
        assert_eq!(near(["d/e/x.md", "d/x.md"], "a/c.md"), Some("d/x.md"));
    }

    #[test]
    fn namespaces_are_folders() {
        assert_eq!(namespaced("pages/网络___TCP"), "pages/网络/TCP");
        assert_eq!(namespaced("pages/I%2FO模型"), "pages/I/O模型");
    }
}
