//! Where the content of files is while the site is made: in memory, or where it will be
//! published from. A site need not fit into memory.

use std::collections::BTreeMap;
use std::io;
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};

use super::{Digest, SitePath};

/// What is known of content that a store has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stored {
    /// Which content it is.
    pub digest: Digest,
    /// How many bytes.
    pub length: u64,
}

impl Stored {
    /// What is known of these bytes.
    pub fn of(bytes: &[u8]) -> Stored {
        Stored { digest: Digest::of(bytes), length: bytes.len() as u64 }
    }
}

/// Takes the content of files as they are made, from many threads at once.
pub trait Store: Sync {
    /// Whether the site is published already as a build from `inputs` would make it.
    fn is_published(&self, inputs: Digest) -> bool;

    /// Takes the content of the file at `path`. `made_from` says what all of it follows from,
    /// if that is known, for [`Store::kept`] of a later build. Whether there was room for it is
    /// said when the site is published.
    fn put(&self, path: &SitePath, made_from: Option<Digest>, bytes: Vec<u8>) -> Stored;

    /// The content of the file at `path` as the last build made it, if that made it from the same.
    fn kept(&self, path: &SitePath, made_from: Digest) -> Option<Stored>;

    /// The published file at `path`, if it holds this content: it is kept then.
    fn holding(&self, path: &SitePath, content: Digest) -> Option<Stored>;

    /// The content of a file that was put here or kept.
    ///
    /// # Errors
    ///
    /// When it cannot be read, or was never here.
    fn read(&self, path: &SitePath) -> io::Result<Vec<u8>>;
}

/// A store in memory, which knows nothing of earlier builds.
#[derive(Debug, Default)]
pub struct Memory {
    files: Mutex<BTreeMap<SitePath, Vec<u8>>>,
}

impl Memory {
    fn files(&self) -> std::sync::MutexGuard<'_, BTreeMap<SitePath, Vec<u8>>> {
        // A thread that panicked while it held the lock had not begun to change anything.
        self.files.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Store for Memory {
    fn is_published(&self, _inputs: Digest) -> bool {
        false
    }

    fn put(&self, path: &SitePath, _made_from: Option<Digest>, bytes: Vec<u8>) -> Stored {
        let stored = Stored::of(&bytes);
        self.files().insert(path.clone(), bytes);
        stored
    }

    fn kept(&self, _path: &SitePath, _made_from: Digest) -> Option<Stored> {
        None
    }

    fn holding(&self, _path: &SitePath, _content: Digest) -> Option<Stored> {
        None
    }

    fn read(&self, path: &SitePath) -> io::Result<Vec<u8>> {
        self.files().get(path).cloned().ok_or_else(|| io::ErrorKind::NotFound.into())
    }
}
