//! The list of files that Yunji made, kept in the published folder.

#![expect(clippy::disallowed_methods, reason = "this room writes the site")]

use std::collections::BTreeSet;
use std::io::ErrorKind;
use std::path::Path;

use super::disk::{self, Failed, OnPath};
use crate::output::{MANIFEST, Output, folders};

/// First line of the list.
const HEAD: &str = "# Files of this folder that Yunji made and may replace or remove.";

/// Files that Yunji made.
#[derive(Debug, Default)]
pub(super) struct Manifest {
    files: BTreeSet<String>,
}

impl Manifest {
    /// Reads the list of a folder; empty where there is none.
    pub(super) fn read(folder: &Path) -> Result<Manifest, Failed> {
        let path = folder.join(MANIFEST);
        let text = match std::fs::read_to_string(&path) {
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
                String::new()
            }
            text => text.on("read", &path)?,
        };
        Ok(Manifest { files: text.lines().skip(1).map(str::to_owned).collect() })
    }

    /// Writes the list of an output's files.
    pub(super) fn write(output: &Output, folder: &Path) -> Result<(), Failed> {
        let mut text = format!("{HEAD}\n");
        for (path, _) in output.files() {
            text.push_str(path.as_str());
            text.push('\n');
        }
        disk::write(&folder.join(MANIFEST), text.as_bytes())
    }

    pub(super) fn contains(&self, path: &str) -> bool {
        self.files.contains(path)
    }

    pub(super) fn files(&self) -> impl Iterator<Item = &str> {
        self.files.iter().map(String::as_str)
    }

    /// The folders that these files are in.
    pub(super) fn folders(&self) -> impl Iterator<Item = &str> {
        self.files().flat_map(folders)
    }

    pub(super) fn len(&self) -> usize {
        self.files.len()
    }
}
