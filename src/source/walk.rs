//! Walking a folder, in one order on every system.

#![expect(clippy::disallowed_methods, reason = "this room reads the content")]

use std::path::{Component, Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use super::{Asset, ReadError};
use crate::diagnostic::{Checked, Diagnostic, Report, SourceFile};
use crate::output::MANIFEST;

/// Folders that hold no notes: what tools keep beside them.
const FOREIGN: [&str; 4] = ["node_modules", "target", "__pycache__", "venv"];

/// All files below `folder`, which is `name` in the site's, sorted by path. Hidden files and
/// folders, what is in `skip`, and folders of other tools are passed over; symbolic links are
/// reported and passed over, since they may lead out of the folder or in circles.
pub(super) fn walk(folder: &Path, name: &str, skip: &[PathBuf]) -> Result<Checked<Vec<Asset>>, ReadError> {
    let mut report = Report::default();
    let mut found = Vec::new();
    let shown = if name.is_empty() { String::new() } else { format!("{name}/") };
    let skip: Vec<PathBuf> = skip.iter().filter_map(|path| path.canonicalize().ok()).collect();
    // Only a link lies elsewhere than its path says: the others need not be looked up.
    let real = folder.canonicalize().unwrap_or_else(|_| folder.to_path_buf());
    let below = skip.iter().filter_map(|path| path.strip_prefix(&real).ok());
    let below: Vec<PathBuf> = below.map(|path| folder.join(path)).collect();
    let is_skipped = |entry: &DirEntry| match entry.path_is_symlink() {
        true => entry.path().canonicalize().is_ok_and(|path| skip.contains(&path)),
        false => below.iter().any(|path| path == entry.path()),
    };
    let wanted = |entry: &DirEntry| entry.depth() == 0 || !(is_ignored(entry) || is_skipped(entry));
    for entry in WalkDir::new(folder).follow_root_links(true).into_iter().filter_entry(wanted) {
        let entry = entry.map_err(|error| disk(folder, error.into()))?;
        let path = relative(folder, entry.path());
        if entry.path_is_symlink() && entry.depth() > 0 {
            report.push(symlink(&shown, path));
        } else if entry.file_type().is_file() {
            found.push(Asset {
                folder: shown.clone(),
                path,
                file: entry.path().to_path_buf(),
                size: None,
                stamp: None,
            });
        }
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(Checked { value: found, report })
}

fn is_ignored(entry: &DirEntry) -> bool {
    let name = entry.file_name().to_string_lossy();
    // A site that was built earlier, into whatever folder.
    let is_built = entry.file_type().is_dir() && entry.path().join(MANIFEST).is_file();
    is_built || name.starts_with('.') || (entry.file_type().is_dir() && FOREIGN.contains(&name.as_ref()))
}

fn relative(folder: &Path, path: &Path) -> String {
    let parts = path.strip_prefix(folder).unwrap_or(path).components();
    let parts: Vec<_> = parts.map(|part| part.as_os_str().to_string_lossy()).collect();
    parts.join("/")
}

fn symlink(folder: &str, path: String) -> Diagnostic {
    let file = SourceFile::within(folder, path, String::new());
    Diagnostic::warning("symbolic-link", "a symbolic link is not followed")
        .at(&file, 0..0)
        .help("put the file itself here, or link to its address")
}

/// Fails when `folder` is no folder that can be read.
pub(super) fn require_folder(folder: &Path) -> Result<(), ReadError> {
    std::fs::read_dir(folder).map(drop).map_err(|error| disk(folder, error))
}

/// A path without symbolic links and `..`, of which the last parts need not exist.
pub fn real_path(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    let mut real = PathBuf::new();
    for part in absolute.components() {
        match part {
            Component::ParentDir => drop(real.pop()),
            part => real.push(part),
        }
        real = real.canonicalize().unwrap_or(real);
    }
    real
}

pub(super) fn is_folder(path: &Path) -> bool {
    path.is_dir()
}

/// The names of what lies in a folder, sorted; none when it cannot be read.
pub(super) fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut names: Vec<String> =
        entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

pub(super) fn is_file(path: &Path) -> bool {
    path.is_file()
}

pub(super) fn length(file: &Path) -> Result<u64, ReadError> {
    std::fs::metadata(file).map(|metadata| metadata.len()).map_err(|error| disk(file, error))
}

/// The name of a folder, whatever path leads to it.
pub(super) fn folder_name(folder: &Path) -> String {
    let path = folder.canonicalize().unwrap_or_else(|_| folder.to_path_buf());
    path.file_name().map_or_else(|| "Yunji".to_owned(), |name| name.to_string_lossy().into_owned())
}

pub(super) fn disk(path: &Path, error: std::io::Error) -> ReadError {
    ReadError::Disk { path: path.display().to_string(), error }
}
