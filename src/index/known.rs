//! Files of the index that an earlier build made and published.

use std::sync::{Mutex, PoisonError};

use yunji_search::Earlier;
use yunji_search::bundle::Hash;

use super::FOLDER;
use crate::cache::Pack;
use crate::output::{Content, Digest, Output, SitePath, Store, Stored};

/// Remembers which files were made of what, and finds those that are there still.
pub(super) struct KnownFiles<'a> {
    pack: &'a Pack,
    store: &'a dyn Store,
    found: Mutex<Vec<(SitePath, Stored)>>,
}

impl<'a> KnownFiles<'a> {
    pub(super) fn new(pack: &'a Pack, store: &'a dyn Store) -> KnownFiles<'a> {
        KnownFiles { pack, store, found: Mutex::default() }
    }

    /// Adds the files that were found.
    pub(super) fn add_to(self, output: &mut Output) {
        for (path, stored) in self.found.into_inner().unwrap_or_else(PoisonError::into_inner) {
            // Files of the same content, such as shards without a term, are one.
            if output.get(path.as_str()).is_none() {
                output.insert(path, Content::Stored(stored), "the search index");
            }
        }
    }

    /// The file with this hash, if it is there.
    fn file(&self, hash: &[u8; 32], path: fn(Hash) -> String) -> Option<(SitePath, Stored)> {
        let name = Hash(*hash.first_chunk()?);
        let path = SitePath::parse(&format!("{FOLDER}{}", path(name))).ok()?;
        let stored = self.store.holding(&path, digest(hash)?)?;
        Some((path, stored))
    }
}

/// The beginning of a hash.
fn digest(hash: &[u8; 32]) -> Option<Digest> {
    hash.first_chunk().copied().map(Digest::from_bytes)
}

impl Earlier for KnownFiles<'_> {
    fn files(&self, made_from: &[u8; 32], path: fn(Hash) -> String) -> Option<Vec<[u8; 32]>> {
        let kept = self.pack.get(digest(made_from)?)?;
        let (hashes, _) = kept.as_chunks::<32>();
        let files: Vec<_> = hashes.iter().map(|hash| self.file(hash, path)).collect::<Option<_>>()?;
        self.found.lock().unwrap_or_else(PoisonError::into_inner).extend(files);
        Some(hashes.to_vec())
    }

    fn keep(&self, made_from: &[u8; 32], hashes: &[[u8; 32]]) {
        if let Some(key) = digest(made_from) {
            self.pack.put(key, hashes.as_flattened());
        }
    }
}
