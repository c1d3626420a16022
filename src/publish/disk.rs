//! Operations on files whose errors say which file.

#![expect(clippy::disallowed_methods, reason = "this room writes the site")]

use std::collections::BTreeSet;
use std::fs::{File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::Path;

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

/// Writes a new file. One that is there is not written into but replaced: it may be the same
/// file as a published one.
pub(super) fn write(path: &Path, bytes: &[u8]) -> Result<(), Failed> {
    let create = || OpenOptions::new().write(true).create_new(true).open(path);
    making_way(path, create).and_then(|mut file| file.write_all(bytes)).on("write", path)
}

/// Makes a copy in a new file.
pub(super) fn copy(source: &Path, path: &Path) -> Result<(), Failed> {
    let create = || OpenOptions::new().write(true).create_new(true).open(path);
    let mut file = making_way(path, create).on("write", path)?;
    let copied = File::open(source).and_then(|mut source| {
        io::copy(&mut source, &mut file)?;
        file.set_permissions(source.metadata()?.permissions())
    });
    copied.on("copy", source)
}

/// Makes `path` the same file as `existing`, or a copy of it where links are impossible.
pub(super) fn link(existing: &Path, path: &Path) -> Result<(), Failed> {
    match making_way(path, || std::fs::hard_link(existing, path)) {
        Ok(()) => Ok(()),
        Err(_) => copy(existing, path),
    }
}

/// Puts something at `path` with what it needs there: folders above it, and nothing of
/// another kind in its place.
fn making_way<T>(path: &Path, put: impl Fn() -> io::Result<T>) -> io::Result<T> {
    match put() {
        Err(error) if error.kind() == ErrorKind::NotFound => create_parent(path)?,
        Err(error) if error.kind() == ErrorKind::AlreadyExists => remove(path)?,
        Err(error) if error.kind() == ErrorKind::NotADirectory => {
            if let Some(file) = path.ancestors().skip(1).find(|above| above.is_file()) {
                std::fs::remove_file(file)?;
            }
            create_parent(path)?;
        }
        done => return done,
    }
    put()
}

fn create_parent(path: &Path) -> io::Result<()> {
    std::fs::create_dir_all(path.parent().unwrap_or(path))
}

/// Removes a file, or a folder and all in it.
fn remove(path: &Path) -> io::Result<()> {
    match std::fs::symlink_metadata(path)?.is_dir() {
        true => std::fs::remove_dir_all(path),
        false => std::fs::remove_file(path),
    }
}

/// Removes a file; it is no error when there is none, nor one above it, nor a folder in its
/// place.
pub(super) fn remove_file(path: &Path) -> Result<(), Failed> {
    let gone = [ErrorKind::NotFound, ErrorKind::NotADirectory, ErrorKind::IsADirectory];
    match std::fs::remove_file(path) {
        Err(error) if !gone.contains(&error.kind()) => Err(error).on("remove", path),
        _ => Ok(()),
    }
}

/// Makes the folder `new`, if it is not there, with the permissions of `existing`, if that is
/// there.
pub(super) fn copy_folder(existing: &Path, new: &Path) -> Result<(), Failed> {
    let permissions = match std::fs::metadata(existing) {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            return std::fs::create_dir_all(new).on("create", new);
        }
        metadata => metadata.on("read", existing)?.permissions(),
    };
    let has = std::fs::symlink_metadata(new).map(|metadata| metadata.permissions());
    if has.is_err() {
        making_way(new, || std::fs::create_dir_all(new)).on("create", new)?;
    }
    if has.is_ok_and(|has| has == permissions) {
        return Ok(());
    }
    std::fs::set_permissions(new, permissions).on("create", new)
}

/// Removes those of `folders` below `root` that are empty, the deepest first.
pub(super) fn remove_empty(root: &Path, folders: &BTreeSet<&str>) -> Result<(), Failed> {
    let stays = [ErrorKind::NotFound, ErrorKind::NotADirectory, ErrorKind::DirectoryNotEmpty];
    for folder in folders.iter().rev() {
        match std::fs::remove_dir(root.join(folder)) {
            Err(error) if !stays.contains(&error.kind()) => {
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
