//! What content is told apart by.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The first half of a BLAKE3 hash: the same for the same content, and for no two that anybody
/// will ever see.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Digest([u8; 16]);

impl Digest {
    /// That of some bytes.
    pub fn of(bytes: &[u8]) -> Digest {
        Digest::of_hash(&blake3::hash(bytes))
    }

    /// That of several things, each told apart from the next.
    pub fn of_all<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> Digest {
        let mut hasher = blake3::Hasher::new();
        for part in parts {
            hasher.update(&(part.len() as u64).to_le_bytes());
            hasher.update(part);
        }
        Digest::of_hash(&hasher.finalize())
    }

    fn of_hash(hash: &blake3::Hash) -> Digest {
        Digest(*hash.as_bytes().first_chunk().unwrap_or(&[0; 16]))
    }

    /// One that was written down.
    pub fn from_bytes(bytes: [u8; 16]) -> Digest {
        Digest(bytes)
    }

    /// Its bytes.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", u128::from_be_bytes(self.0))
    }
}
