//! The site onto the disk: all of it or nothing, and only what changed.
//!
//! A new tree is put together beside the published one: files that did not change are
//! hard links to the published ones, the rest is written. Then the two folders change
//! places in one step of the file system. Whatever happens before that step leaves the old
//! site, whatever happens after it the new one; a tree left over by a killed run is removed
//! by the next.
//!
//! Files in the folder that Yunji did not make are carried over. It knows its own by the
//! list that it keeps in the folder.

#![expect(clippy::disallowed_methods, reason = "this room writes the site")]

mod archive;
mod disk;
mod manifest;
mod switch;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::output::{Content, MANIFEST, Output, folders};
pub use archive::archive;
use disk::{Failed, OnPath};
use manifest::Manifest;

/// What publishing did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Published {
    /// Files of the site.
    pub files: usize,
    /// Files that are new or different.
    pub changed: usize,
    /// Files that are gone.
    pub removed: usize,
}

/// Why a site could not be published. The folder is as it was.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// The disk refused.
    #[error(transparent)]
    Disk(#[from] Failed),
    /// Files that Yunji did not make are where the site's have to be.
    #[error("{folder} holds files that Yunji did not make: {}\nbuild into another folder with --output, or remove them", shown(.files))]
    Foreign {
        /// The folder.
        folder: String,
        /// Files in it.
        files: Vec<String>,
    },
}

fn shown(files: &[String]) -> String {
    let more = if files.len() > 3 { ", …" } else { "" };
    format!("{}{more}", files.iter().take(3).cloned().collect::<Vec<_>>().join(", "))
}

/// Makes `folder` hold exactly the files of `output`, beside those that were put there by
/// others.
///
/// # Errors
///
/// When the disk refuses, or when files that others made would have to be overwritten. The
/// folder is then as it was. A build that is publishing beside is waited for.
pub fn publish(output: &Output, folder: &Path) -> Result<Published, PublishError> {
    let places = Places::new(folder)?;
    let _lock = switch::lock(&places)?;
    switch::recover(&places)?;
    let old = Old::read(&places.folder)?;
    old.check(output, folder)?;
    let changed = changed(output, &places.folder)?;
    let removed = old.own.files().filter(|path| output.get(path).is_none()).count();
    let published = Published { files: output.len(), changed: changed.len(), removed };
    if changed.is_empty() && removed == 0 && old.own.len() == output.len() {
        return Ok(published);
    }
    let staged = stage(output, &changed, &old, &places).and_then(|()| switch::switch(&places));
    if staged.is_err() {
        // The error matters, not whether tidying up after it worked too.
        let _ = std::fs::remove_dir_all(&places.staging);
    }
    staged?;
    Ok(published)
}

/// The content of a file that is published as it is, for showing a site that is not
/// published yet.
///
/// # Errors
///
/// When it cannot be read.
pub fn read_source(file: &Path) -> std::io::Result<Vec<u8>> {
    std::fs::read(file)
}

/// The folder and the names beside it that publishing uses.
struct Places {
    folder: PathBuf,
    parent: PathBuf,
    /// The new tree while it is put together.
    staging: PathBuf,
    /// The old tree on file systems that cannot exchange two folders.
    retired: PathBuf,
}

/// Where a folder really is, through symbolic links; it need not exist.
fn real_folder(folder: &Path) -> Result<PathBuf, Failed> {
    match std::fs::canonicalize(folder) {
        Ok(real) if real.is_dir() => Ok(real),
        Ok(_) => Err(std::io::Error::other("it is a file, not a folder")).on("publish to", folder),
        Err(_) if folder.is_symlink() => {
            Err(std::io::Error::other("it is a symbolic link to nothing")).on("publish to", folder)
        }
        Err(_) => std::path::absolute(folder).on("find", folder),
    }
}

impl Places {
    fn new(folder: &Path) -> Result<Places, Failed> {
        let folder = real_folder(folder)?;
        let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let parent = folder.parent().unwrap_or(&folder).to_path_buf();
        std::fs::create_dir_all(&parent).on("create", &parent)?;
        Ok(Places {
            staging: parent.join(format!(".{name}.yunji-new")),
            retired: parent.join(format!(".{name}.yunji-old")),
            folder,
            parent,
        })
    }
}

/// What is published now.
struct Old {
    /// Files that Yunji made.
    own: Manifest,
    /// Files that others put there.
    foreign: Vec<String>,
}

impl Old {
    fn read(folder: &Path) -> Result<Old, Failed> {
        let own = Manifest::read(folder)?;
        let mut foreign = disk::files(folder)?;
        foreign.retain(|path| !own.contains(path) && path != MANIFEST);
        Ok(Old { own, foreign })
    }

    fn check(&self, output: &Output, folder: &Path) -> Result<(), PublishError> {
        let needed: BTreeSet<&str> = output.files().flat_map(|(path, _)| folders(path.as_str())).collect();
        let in_the_way = |path: &&String| {
            let is_file =
                output.get(path).is_some() || folders(path).any(|folder| output.get(folder).is_some());
            is_file || needed.contains(path.as_str())
        };
        let files: Vec<String> = self.foreign.iter().filter(in_the_way).cloned().collect();
        match files.is_empty() {
            true => Ok(()),
            false => Err(PublishError::Foreign { folder: folder.display().to_string(), files }),
        }
    }
}

/// The files of `output` that the published folder does not hold in the same form.
fn changed<'a>(output: &'a Output, folder: &Path) -> Result<BTreeSet<&'a str>, Failed> {
    let mut changed = BTreeSet::new();
    for (path, content) in output.files() {
        let published = folder.join(path.as_str());
        let same = match content {
            Content::Bytes(bytes) => disk::holds(&published, bytes)?,
            Content::Copy(source) => disk::same(&published, source)?,
        };
        if !same {
            changed.insert(path.as_str());
        }
    }
    Ok(changed)
}

/// Puts the new tree together.
fn stage(output: &Output, changed: &BTreeSet<&str>, old: &Old, places: &Places) -> Result<(), Failed> {
    std::fs::create_dir(&places.staging).on("create", &places.staging)?;
    disk::copy_folders(&places.folder, &places.staging)?;
    for path in &old.foreign {
        disk::link(&places.folder.join(path), &places.staging.join(path))?;
    }
    for (path, content) in output.files() {
        let target = places.staging.join(path.as_str());
        match content {
            _ if !changed.contains(path.as_str()) => disk::link(&places.folder.join(path.as_str()), &target)?,
            Content::Bytes(bytes) => disk::write(&target, bytes)?,
            Content::Copy(source) => disk::copy(source, &target)?,
        }
    }
    Manifest::write(output, &places.staging)?;
    disk::remove_empty(&places.staging, &old.own.folders())?;
    Ok(())
}
