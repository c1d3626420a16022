//! Operations on files whose errors say which file.

#![expect(clippy::disallowed_methods, reason = "this room writes the site")]

use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

/// The disk refused something.
#[derive(Debug, thiserror::Error)]
#[error("cannot {action} {path}: {error}")]
pub struct Failed {
    /// What was tried.
    pub action: &'static str,
    /// On what.
    pub path: String,
    /// What the system said.
    pub error: io::Error,
}

/// Adds to an error what was tried on what.
pub(super) trait OnPath<T> {
    fn on(self, action: &'static str, path: &Path) -> Result<T, Failed>;
}

impl<T> OnPath<T> for io::Result<T> {
    fn on(self, action: &'static str, path: &Path) -> Result<T, Failed> {
        self.map_err(|error| Failed { action, path: path.display().to_string(), error })
    }
}

/// All files below a folder by their path with forward slashes, sorted; none when there is
/// no such folder. Symbolic links are files.
pub(super) fn files(folder: &Path) -> Result<Vec<String>, Failed> {
    let mut found = Vec::new();
    if !folder.is_dir() {
        return Ok(found);
    }
    for entry in walkdir::WalkDir::new(folder).follow_root_links(true) {
        let entry = entry.map_err(io::Error::from).on("read", folder)?;
        if !entry.file_type().is_dir() {
            let parts = entry.path().strip_prefix(folder).unwrap_or(entry.path()).components();
            let parts: Vec<_> = parts.map(|part| part.as_os_str().to_string_lossy()).collect();
            found.push(parts.join("/"));
        }
    }
    found.sort();
    Ok(found)
}

/// Whether a file exists and holds these bytes.
pub(super) fn holds(path: &Path, bytes: &[u8]) -> Result<bool, Failed> {
    if length(path)? != Some(bytes.len() as u64) {
        return Ok(false);
    }
    Ok(std::fs::read(path).on("read", path)? == bytes)
}

/// Whether both files exist and hold the same.
pub(super) fn same(path: &Path, other: &Path) -> Result<bool, Failed> {
    if length(path)?.is_none() || length(path)? != length(other)? {
        return Ok(false);
    }
    Ok(std::fs::read(path).on("read", path)? == std::fs::read(other).on("read", other)?)
}

/// The length of a regular file; none when there is no such.
fn length(path: &Path) -> Result<Option<u64>, Failed> {
    match std::fs::symlink_metadata(path) {
        Ok(metadata) => Ok(metadata.is_file().then_some(metadata.len())),
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => Ok(None),
        error => error.map(|_| None).on("read", path),
    }
}

pub(super) fn write(path: &Path, bytes: &[u8]) -> Result<(), Failed> {
    create_parent(path)?;
    std::fs::write(path, bytes).on("write", path)
}

pub(super) fn copy(source: &Path, path: &Path) -> Result<(), Failed> {
    create_parent(path)?;
    std::fs::copy(source, path).map(drop).on("copy", source)
}

/// Makes `path` the same file as `existing`, or a copy of it where links are impossible.
pub(super) fn link(existing: &Path, path: &Path) -> Result<(), Failed> {
    create_parent(path)?;
    match std::fs::hard_link(existing, path) {
        Ok(()) => Ok(()),
        Err(_) => std::fs::copy(existing, path).map(drop).on("copy", existing),
    }
}

fn create_parent(path: &Path) -> Result<(), Failed> {
    let parent: PathBuf = path.parent().unwrap_or(path).to_path_buf();
    std::fs::create_dir_all(&parent).on("create", &parent)
}

/// Makes the folders of `existing` in `new` with their permissions. Others may have put
/// empty ones there, such as those of a git repository.
pub(super) fn copy_folders(existing: &Path, new: &Path) -> Result<(), Failed> {
    if !existing.is_dir() {
        return Ok(());
    }
    for entry in walkdir::WalkDir::new(existing).follow_root_links(true) {
        let entry = entry.map_err(io::Error::from).on("read", existing)?;
        if entry.file_type().is_dir() {
            let folder = new.join(entry.path().strip_prefix(existing).unwrap_or(entry.path()));
            std::fs::create_dir_all(&folder).on("create", &folder)?;
            let permissions = std::fs::metadata(entry.path()).on("read", entry.path())?.permissions();
            std::fs::set_permissions(&folder, permissions).on("create", &folder)?;
        }
    }
    Ok(())
}

/// Removes those of `folders` below `root` that are empty, the deepest first.
pub(super) fn remove_empty(root: &Path, folders: &std::collections::BTreeSet<String>) -> Result<(), Failed> {
    for folder in folders.iter().rev() {
        match std::fs::remove_dir(root.join(folder)) {
            Err(error) if !matches!(error.kind(), ErrorKind::NotFound | ErrorKind::DirectoryNotEmpty) => {
                Err(error).on("remove", &root.join(folder))?;
            }
            _ => {}
        }
    }
    Ok(())
}

/// Removes a folder and all in it; it is no error when there is none.
pub(super) fn remove_tree(path: &Path) -> Result<(), Failed> {
    match std::fs::remove_dir_all(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error).on("remove", path),
        _ => Ok(()),
    }
}
