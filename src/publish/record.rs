//! What the last build published, for telling what the next one need not write or even make.
//!
//! Files are taken to be as they were written when a look at them shows so. Others are
//! compared byte by byte.

use std::collections::BTreeMap;
use std::path::Path;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::cache::Stamp;
use crate::output::{Digest, Stored};

/// The files of a published site.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Record {
    /// What the site was built from.
    pub(super) inputs: Digest,
    /// By their path.
    pub(super) files: BTreeMap<String, Published>,
}

/// A published file.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(super) struct Published {
    pub(super) stored: Stored,
    /// What all of it follows from, if that is known.
    pub(super) made_from: Option<Digest>,
    pub(super) stamp: Stamp,
}

impl Record {
    /// The record without files of the published folder that are gone or not as they were;
    /// whether it lost none.
    pub(super) fn checked(self, folder: &Path) -> (Record, bool) {
        let count = self.files.len();
        let is_there = |path: &str, file: &Published| Stamp::of(&folder.join(path)) == Some(file.stamp);
        let files: Vec<(String, Published)> = self.files.into_iter().collect();
        let files: Vec<_> = files.into_par_iter().filter(|(path, file)| is_there(path, file)).collect();
        let is_whole = count > 0 && files.len() == count;
        (Record { files: files.into_iter().collect(), ..self }, is_whole)
    }
}
