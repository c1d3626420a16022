//! Where things go: addresses of pages, paths of files, and the finished site as a value.
//! What its files hold is handed to a store as it is made.
//!
//! Front matter, file names and links all end up as paths. They are checked here and
//! nowhere else: a [`SitePath`] cannot point outside the site, whatever it was made from,
//! and [`Output`] holds nothing but such paths.

mod digest;
mod path;
mod store;

use std::collections::BTreeMap;
use std::path::PathBuf;

pub use digest::Digest;
pub use path::{
    PathError, SitePath, encode_fully, encode_url, encode_url_fully, file_address, percent_decode,
};
pub use store::{Memory, Store, Stored};

/// Name of the list of files that Yunji made, kept in the published folder. A leading dot
/// keeps most hosts from serving it.
pub const MANIFEST: &str = ".yunji-files";

/// What a file of the site consists of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// Bytes that the site's store has.
    Stored(Stored),
    /// The content of this file, unchanged.
    Copy(PathBuf),
}

/// The finished site: every file by its path. The bytes of those that were made are in a
/// [`Store`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Output {
    files: BTreeMap<SitePath, Entry>,
    conflicts: Vec<Conflict>,
}

/// A file and who made it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Entry {
    content: Content,
    maker: String,
}

/// One path, two files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// The path.
    pub path: SitePath,
    /// Who made the file that is kept.
    pub first: String,
    /// Who made the one that is not.
    pub second: String,
}

impl Output {
    /// Adds a file. `maker` says in a message where it comes from: a note's path, or what
    /// the page is. A second file at a path is kept out and remembered as a conflict.
    pub fn insert(&mut self, path: SitePath, content: Content, maker: impl Into<String>) {
        let maker = maker.into();
        if let Some(entry) = self.files.get(&path) {
            let first = entry.maker.clone();
            self.conflicts.push(Conflict { path, first, second: maker });
        } else {
            self.files.insert(path, Entry { content, maker });
        }
    }

    /// Adds all files of another output.
    pub fn append(&mut self, other: Output) {
        for (path, entry) in other.files {
            self.insert(path, entry.content, entry.maker);
        }
        self.conflicts.extend(other.conflicts);
    }

    /// The same files with another path or content, or without some of them.
    ///
    /// # Errors
    ///
    /// The first that `change` gives.
    pub fn try_map<E>(
        self,
        mut change: impl FnMut(SitePath, Content) -> Result<Option<(SitePath, Content)>, E>,
    ) -> Result<Output, E> {
        let mut output = Output { files: BTreeMap::new(), conflicts: self.conflicts };
        for (path, Entry { content, maker }) in self.files {
            if let Some((path, content)) = change(path, content)? {
                output.insert(path, content, maker);
            }
        }
        Ok(output)
    }

    /// The files, sorted by path.
    pub fn files(&self) -> impl Iterator<Item = (&SitePath, &Content)> {
        self.files.iter().map(|(path, entry)| (path, &entry.content))
    }

    /// How many files there are.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// The file at `path`.
    pub fn get(&self, path: &str) -> Option<&Content> {
        self.files.get(path).map(|entry| &entry.content)
    }

    /// The file at `path`, with its path.
    pub fn find(&self, path: &str) -> Option<(&SitePath, &Content)> {
        self.files.get_key_value(path).map(|(path, entry)| (path, &entry.content))
    }

    /// Paths that more than one maker claimed, and files where others need a folder.
    pub fn conflicts(&self) -> Vec<Conflict> {
        let mut conflicts = self.conflicts.clone();
        for (path, entry) in &self.files {
            for (above, file) in folders(path.as_str()).filter_map(|folder| self.files.get_key_value(folder))
            {
                let (first, second) = (file.maker.clone(), entry.maker.clone());
                conflicts.push(Conflict { path: above.clone(), first, second });
            }
        }
        conflicts
    }
}

/// The folders that a path lies in: `a` and `a/b` for `a/b/c`.
pub fn folders(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').filter_map(|(at, _)| path.get(..at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_cannot_be_a_folder() {
        let mut output = Output::default();
        for path in ["Dockerfile", "Dockerfile/index.html", "a/b"] {
            output.insert(SitePath::parse(path).unwrap(), Content::Stored(Stored::of(b"")), path);
        }
        output.insert(SitePath::parse("a/b").unwrap(), Content::Stored(Stored::of(b"")), "again");
        let paths: Vec<String> =
            output.conflicts().iter().map(|conflict| conflict.path.to_string()).collect();
        assert_eq!(paths, ["a/b", "Dockerfile"]);
    }
}
