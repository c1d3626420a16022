//! What is in a folder.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::Path;

use rayon::prelude::*;
use walkdir::{DirEntryExt, WalkDir};

use super::disk::{Failed, OnPath};

/// Everything below a folder, by its path with forward slashes.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Tree {
    /// Everything that is no folder, with its inode: the same where two paths lead to one file.
    pub(super) files: BTreeMap<String, u64>,
    /// The folders, each before those in it.
    pub(super) folders: BTreeSet<String>,
    /// Whether a symbolic link is among the files.
    pub(super) has_links: bool,
}

impl Tree {
    /// Reads a folder; one that is not there is empty.
    pub(super) fn read(folder: &Path) -> Result<Tree, Failed> {
        Tree::below(folder, "", usize::MAX)
    }

    /// The same on all cores. Not for where others wait for what is read: a thread that waits for
    /// its part does something else meanwhile, and may come to wait for itself.
    pub(super) fn read_on_all_cores(folder: &Path) -> Result<Tree, Failed> {
        fn read(root: &Path, below: &str) -> Result<Tree, Failed> {
            let mut tree = Tree::below(root, below, 1)?;
            let inner: Vec<Tree> =
                tree.folders.par_iter().map(|below| read(root, below)).collect::<Result<_, _>>()?;
            inner.into_iter().for_each(|inner| tree.append(inner));
            Ok(tree)
        }
        read(folder, "")
    }

    /// What is in the folder `below` a root, so many folders deep. One that is not there is empty.
    fn below(root: &Path, below: &str, depth: usize) -> Result<Tree, Failed> {
        let mut tree = Tree::default();
        let folder = root.join(below);
        if std::fs::symlink_metadata(&folder).is_err() {
            return Ok(tree);
        }
        for entry in WalkDir::new(&folder).min_depth(1).max_depth(depth).follow_root_links(below.is_empty()) {
            let entry = entry.map_err(io::Error::from).on("read", &folder)?;
            let parts = entry.path().strip_prefix(root).unwrap_or(entry.path()).components();
            let parts: Vec<_> = parts.map(|part| part.as_os_str().to_string_lossy()).collect();
            let path = parts.join("/");
            if entry.file_type().is_dir() {
                tree.folders.insert(path);
            } else {
                tree.has_links |= entry.path_is_symlink();
                tree.files.insert(path, entry.ino());
            }
        }
        Ok(tree)
    }

    fn append(&mut self, mut other: Tree) {
        self.files.append(&mut other.files);
        self.folders.append(&mut other.folders);
        self.has_links |= other.has_links;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_read_alike_on_one_core_and_on_all() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(Tree::read_on_all_cores(&folder.path().join("none")).unwrap(), Tree::default());
        for path in ["a", "b/c", "b/d/e", "b/d/f/g"] {
            let path = folder.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, "").unwrap();
        }
        std::fs::create_dir(folder.path().join("empty")).unwrap();
        std::os::unix::fs::symlink(folder.path().join("b"), folder.path().join("b/d/link")).unwrap();
        let tree = Tree::read(folder.path()).unwrap();
        assert_eq!(tree.files.keys().collect::<Vec<_>>(), ["a", "b/c", "b/d/e", "b/d/f/g", "b/d/link"]);
        assert_eq!(tree.folders.iter().collect::<Vec<_>>(), ["b", "b/d", "b/d/f", "empty"]);
        assert!(tree.has_links);
        assert_eq!(Tree::read_on_all_cores(folder.path()).unwrap(), tree);
    }
}
