//! What is in a folder.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::Path;

use walkdir::{DirEntryExt, WalkDir};

use super::disk::{Failed, OnPath};

/// Everything below a folder, by its path with forward slashes.
#[derive(Debug, Default)]
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
        let mut tree = Tree::default();
        if std::fs::symlink_metadata(folder).is_err() {
            return Ok(tree);
        }
        for entry in WalkDir::new(folder).min_depth(1).follow_root_links(true) {
            let entry = entry.map_err(io::Error::from).on("read", folder)?;
            let parts = entry.path().strip_prefix(folder).unwrap_or(entry.path()).components();
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
}
