//! What is in a folder.

#![expect(clippy::disallowed_methods, reason = "this room writes the site")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs::DirEntry;
use std::io;
use std::os::unix::fs::DirEntryExt;
use std::path::Path;

use rayon::prelude::*;

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

/// What is at a path that is in a folder: none for a folder, else its inode and whether it is a
/// symbolic link.
type Entry = (String, Option<(u64, bool)>);

impl Tree {
    /// Reads a folder; one that is not there is empty.
    pub(super) fn read(folder: &Path) -> Result<Tree, Failed> {
        let mut all = Vec::new();
        let mut inner = vec![String::new()];
        while let Some(below) = inner.pop() {
            let found = entries(folder, &below)?;
            inner.extend(found.iter().filter(|(_, file)| file.is_none()).map(|(path, _)| path.clone()));
            all.extend(found);
        }
        Ok(Tree::of(all))
    }

    /// The same on all cores. Not for where others wait for what is read: a thread that waits for
    /// its part does something else meanwhile, and may come to wait for itself.
    pub(super) fn read_on_all_cores(folder: &Path) -> Result<Tree, Failed> {
        fn read(root: &Path, below: &str) -> Result<Vec<Entry>, Failed> {
            let mut all = entries(root, below)?;
            let folders = all.par_iter().filter(|(_, file)| file.is_none());
            let inner: Vec<_> = folders.map(|(path, _)| read(root, path)).collect::<Result<_, _>>()?;
            all.extend(inner.into_iter().flatten());
            Ok(all)
        }
        Ok(Tree::of(read(folder, "")?))
    }

    fn of(entries: Vec<Entry>) -> Tree {
        let has_links = entries.iter().any(|(_, file)| file.is_some_and(|(_, is_link)| is_link));
        let (folders, files): (Vec<Entry>, Vec<Entry>) =
            entries.into_iter().partition(|(_, file)| file.is_none());
        let files = files.into_iter().filter_map(|(path, file)| Some((path, file?.0)));
        Tree {
            files: files.collect(),
            folders: folders.into_iter().map(|(path, _)| path).collect(),
            has_links,
        }
    }
}

/// What is right in the folder `below` a root. The root may be a link to a folder, or not there.
fn entries(root: &Path, below: &str) -> Result<Vec<Entry>, Failed> {
    let folder = root.join(below);
    let found = match std::fs::read_dir(&folder) {
        Err(error) if below.is_empty() && error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        found => found.on("read", &folder)?,
    };
    let entry = |entry: io::Result<DirEntry>| {
        let entry = entry?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let path = if below.is_empty() { name.into_owned() } else { format!("{below}/{name}") };
        let kind = entry.file_type()?;
        Ok((path, (!kind.is_dir()).then(|| (entry.ino(), kind.is_symlink()))))
    };
    found.map(entry).collect::<io::Result<_>>().on("read", &folder)
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
