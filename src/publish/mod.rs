//! The site onto the disk: all of it or nothing, and only what changed.
//!
//! A new tree is put together beside the published one: what changed is written there as it
//! is made, what did not is a hard link to the published file. Then the two folders change
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
mod record;
mod staging;
mod switch;
mod tree;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::output::{MANIFEST, Output, folders};
pub use archive::archive;
use disk::{Failed, OnPath};
use manifest::Manifest;
pub use staging::Staging;
use tree::Tree;

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
    /// All that is there.
    tree: Tree,
}

impl Old {
    fn read(folder: &Path) -> Result<Old, Failed> {
        let (own, tree) = rayon::join(|| Manifest::read(folder), || Tree::read_on_all_cores(folder));
        let (own, tree) = (own?, tree?);
        let foreign = tree.files.keys().filter(|path| !own.contains(path) && *path != MANIFEST);
        Ok(Old { foreign: foreign.cloned().collect(), own, tree })
    }

    fn check(&self, output: &Output, folder: &Path) -> Result<(), PublishError> {
        if self.foreign.is_empty() {
            return Ok(());
        }
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
