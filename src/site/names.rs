//! Notes, blocks and files by the names that notes call them.

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization;

use super::{Note, NoteId, SiteAsset};
use crate::output::percent_decode;

/// What the site holds by name.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// Notes by each name they have, with how good a name it is: smaller is better.
    notes: BTreeMap<String, Vec<(Rank, NoteId)>>,
    /// The note and the number of each block.
    blocks: BTreeMap<String, (NoteId, usize)>,
    /// Addresses of other files by the last part of their path.
    files: BTreeMap<String, String>,
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
    pub(super) fn new(notes: &[Note], assets: &[SiteAsset]) -> Names {
        let mut names = Names::default();
        for (id, note) in notes.iter().enumerate() {
            names.add_note(id, note);
            for (number, block) in
                note.page.blocks.iter().enumerate().filter(|(_, block)| !block.id.is_empty())
            {
                names.blocks.entry(block.id.clone()).or_insert((id, number));
            }
        }
        for file in assets {
            let name = file.asset.path.rsplit('/').next().unwrap_or_default();
            names.files.entry(key(name)).or_insert(file.path.href());
        }
        names
    }

    fn add_note(&mut self, id: NoteId, note: &Note) {
        let page = &note.page;
        let path = page.file.path.rsplit_once('.').map_or(page.file.path.as_str(), |(path, _)| path);
        let path = namespaced(path);
        let ends = path.match_indices('/').filter_map(|(at, _)| path.get(at + 1..));
        for name in std::iter::once(path.as_str()).chain(ends) {
            self.add(Rank::Path, name, id);
        }
        self.add(Rank::Title, &page.title, id);
        // The page of a folder goes by the folder's name, a post by its name without its date.
        let folder = ["/index", "/_index", "/README"].iter().find_map(|index| path.strip_suffix(index));
        let folders =
            folder.map(|folder| folder.match_indices('/').filter_map(|(at, _)| folder.get(at + 1..)));
        for name in folder.into_iter().chain(folders.into_iter().flatten()).chain(undated(&path)) {
            self.add(Rank::Alias, name, id);
        }
        for alias in &page.front.aliases {
            self.add(Rank::Alias, alias, id);
        }
    }

    fn add(&mut self, rank: Rank, name: &str, id: NoteId) {
        let notes = self.notes.entry(key(name)).or_default();
        if !notes.iter().any(|(_, known)| *known == id) {
            notes.push((rank, id));
        }
    }

    /// The note that a name means in the note `from`: of several the one in the same folder,
    /// else the one nearest to the root.
    pub(super) fn note(&self, name: &str, from: &Note, notes: &[Note]) -> Option<NoteId> {
        let name = name.trim().trim_start_matches('/');
        let bare = name.strip_suffix(".md").unwrap_or(name);
        let found = self.notes.get(&key(bare)).or_else(|| self.notes.get(&key(name)))?;
        let folder = |note: &Note| note.page.file.path.rsplit_once('/').map(|(folder, _)| folder.to_owned());
        let here = folder(from);
        let distance = |&&(rank, id): &&(Rank, NoteId)| {
            let path =
                notes.get(id).map(|note| (folder(note) != here, note.page.file.path.matches('/').count()));
            (rank, path, id)
        };
        found.iter().min_by_key(distance).map(|&(_, id)| id)
    }

    /// The note and the number of a block.
    pub(super) fn block(&self, id: &str) -> Option<(NoteId, usize)> {
        self.blocks.get(id).copied()
    }

    /// The address of a file by its name, wherever it lies.
    pub(super) fn file(&self, path: &str) -> Option<&str> {
        let name = path.rsplit('/').next().unwrap_or(path);
        let decoded = percent_decode(name);
        let found = self.files.get(&key(name)).or_else(|| self.files.get(&key(decoded.as_deref()?)));
        found.map(String::as_str)
    }
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

/// A path in which namespaces are folders, as Logseq writes them into file names.
fn namespaced(path: &str) -> String {
    let path = path.replace("___", "/");
    percent_decode(&path).unwrap_or(path)
}

/// What names are compared by: case, width of letters and composition do not matter.
pub(super) fn key(name: &str) -> String {
    name.trim().nfkc().flat_map(char::to_lowercase).collect()
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
    fn namespaces_are_folders() {
        assert_eq!(namespaced("pages/网络___TCP"), "pages/网络/TCP");
        assert_eq!(namespaced("pages/I%2FO模型"), "pages/I/O模型");
    }
}
