//! The one step that makes a new site the published one.

#![expect(clippy::disallowed_methods, reason = "this room writes the site")]

use std::fs::File;
use std::io;

use rustix::fs::{FlockOperation, RenameFlags, flock, renameat_with};

use super::Places;
use super::disk::{self, Failed, OnPath};

/// Waits until no other build publishes beside, and keeps others waiting until the lock is
/// dropped or the process ends in any way.
///
/// The folder that holds the site's is locked, so that no lock file stays behind.
pub(super) fn lock(places: &Places) -> Result<File, Failed> {
    let parent = File::open(&places.parent).on("open", &places.parent)?;
    // A file system without locks is no reason not to publish.
    let _ = flock(&parent, FlockOperation::LockExclusive);
    Ok(parent)
}

/// Puts back the old site where a run was killed between the two steps that file systems
/// need which cannot exchange folders, and removes the trees that killed runs left over.
pub(super) fn recover(places: &Places) -> Result<(), Failed> {
    if places.retired.is_dir() && !places.folder.exists() {
        std::fs::rename(&places.retired, &places.folder).on("restore", &places.folder)?;
    }
    disk::remove_tree(&places.retired)?;
    disk::remove_tree(&places.staging)
}

/// Makes the staged tree the published one. The old is where that was, unless the file system
/// cannot exchange folders.
pub(super) fn switch(places: &Places) -> Result<(), Failed> {
    if !places.folder.exists() {
        std::fs::rename(&places.staging, &places.folder).on("publish", &places.folder)?;
        return Ok(());
    }
    match exchange(places) {
        Ok(()) => {}
        Err(error)
            if error.kind() == io::ErrorKind::Unsupported || error.kind() == io::ErrorKind::InvalidInput =>
        {
            std::fs::rename(&places.folder, &places.retired).on("retire", &places.folder)?;
            std::fs::rename(&places.staging, &places.folder).on("publish", &places.folder)?;
            disk::remove_tree(&places.retired)?;
        }
        error => error.on("publish", &places.folder)?,
    }
    // From here on the new site is published. What is left of the old one does no harm.
    Ok(())
}

fn exchange(places: &Places) -> io::Result<()> {
    let here = rustix::fs::CWD;
    Ok(renameat_with(here, &places.staging, here, &places.folder, RenameFlags::EXCHANGE)?)
}
