//! The file of a shard: its dictionary and its posting lists together, so that looking a term
//! up there is one request.
//!
//! Layout: a checksum of all that follows, because tantivy may panic on a damaged
//! dictionary; the dictionary's length as a little-endian `u32`; the dictionary; the lists.

use tantivy::directory::OwnedBytes;

use super::boot::{checksum, split_u32};
#[cfg(feature = "index")]
use super::cut::{BundleError, length};
#[cfg(feature = "index")]
use super::parts::Part;

/// The file of a shard.
#[cfg(feature = "index")]
pub(super) fn shard_file(part: &Part) -> Result<Vec<u8>, BundleError> {
    let dictionary_length = length(&part.dictionary)?.to_le_bytes();
    let content = [dictionary_length.as_slice(), &part.dictionary, &part.postings].concat();
    Ok([checksum(&content).to_le_bytes().as_slice(), &content].concat())
}

/// The dictionary and the posting lists of a shard's file. `None` when it is damaged.
pub(crate) fn shard_parts(file: &OwnedBytes) -> Option<(OwnedBytes, OwnedBytes)> {
    let (sum, content) = split_u32(file).ok()?;
    let (length, rest) = split_u32(content).ok()?;
    if sum != checksum(content) || rest.len() < length as usize {
        return None;
    }
    let start = file.len() - rest.len();
    Some(file.slice(start..file.len()).split(length as usize))
}
