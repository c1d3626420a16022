//! The boot file: the table of all that there is, and what opening reads.
//!
//! Layout: `MAGIC` with the format version, a checksum of all that follows, the length of
//! the table as a little-endian `u32`, the table ([`Boot`], encoded by postcard), then what is
//! inlined: the lengths of sections, the dictionary of words, the dictionary of facets. The
//! checksum is there because tantivy may panic on damaged bytes. Writer and reader share
//! these types, so there is one description of the format.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::FORMAT;
use crate::facet::FacetTable;
use crate::query::Group;

/// First bytes of a boot file; the format version follows as a little-endian `u32`.
const MAGIC: &[u8; 8] = b"YUNJIDX\0";

/// Bytes of a chunk of posting lists: large enough that a query touches few, small enough
/// that it fetches little beside what it reads.
pub(crate) const CHUNK: usize = 8 << 10;

/// What `index.json` holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// [`FORMAT`] of the files named here.
    pub format: u32,
    /// Path of the boot file, relative to the search folder.
    pub boot: String,
    /// Path of the engine, relative to the search folder.
    pub engine: String,
}

/// The table of a boot file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Boot {
    /// Length in bytes of the lengths of sections, which are inlined.
    pub norms: u32,
    /// Words and identifiers.
    pub words: FieldEntry,
    /// Kinds and tags, and which page has which.
    pub facets: FacetTable,
    /// Names the chunk of each shard, which holds the shard's dictionary and posting lists.
    pub shards: Vec<Hash>,
    /// Pages in the order of their sections in the index.
    pub pages: Vec<PageEntry>,
    /// Words that stand for one another.
    pub synonyms: Vec<Group>,
    /// Names the table that pinyin is read by.
    pub pinyin: Hash,
}

/// A field whose dictionary is inlined and whose posting lists are in chunks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldEntry {
    /// Length in bytes of its dictionary.
    pub dictionary: u32,
    /// Length in bytes of its posting lists, one after the other.
    pub postings: u32,
    /// Names the chunks they are cut into, each 8 KiB long but the last.
    pub chunks: Vec<Hash>,
}

/// A page, in records of some sections each, so that showing one section of a long page
/// does not fetch all of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageEntry {
    /// Its records in order.
    pub records: Vec<RecordEntry>,
}

/// Where the text of some sections of a page is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordEntry {
    /// Names its file below `pages/`.
    pub hash: Hash,
    /// How many sections it holds, which are that many documents of the index.
    pub sections: u32,
}

/// The first bytes of a content's BLAKE3 hash: its name. Six, because a boot file holds
/// thousands of them; a writer refuses two contents of one name.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Hash(pub [u8; 6]);

impl Hash {
    /// The path of the chunk with this content, relative to the search folder.
    pub fn chunk_path(self) -> String {
        format!("chunks/{self}.bin")
    }

    /// The path of the page record with this content, relative to the search folder.
    pub fn page_path(self) -> String {
        format!("pages/{self}.json")
    }

    /// The path of the table of pinyin with this content, relative to the search folder.
    pub fn pinyin_path(self) -> String {
        format!("pinyin.{self}.bin")
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// Why a boot file cannot be read.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum BootError {
    /// It does not begin as one.
    #[error("this is not a search index of Yunji")]
    NotABoot,
    /// Another version of Yunji made it.
    #[error("the search index has format {0}, this program reads format {FORMAT}: build the site again")]
    Format(u32),
    /// It ends early or its table makes no sense.
    #[error("the search index is damaged: build the site again")]
    Damaged,
}

impl Boot {
    /// Encodes the table and the bytes of its inlined pieces.
    ///
    /// # Errors
    ///
    /// [`BootError::Damaged`] when the table is larger than a boot file can say (4 GiB).
    #[cfg(feature = "index")]
    pub(crate) fn encode(&self, inlined: &[u8]) -> Result<Vec<u8>, BootError> {
        let table = postcard::to_allocvec(self).map_err(|_| BootError::Damaged)?;
        let length = u32::try_from(table.len()).map_err(|_| BootError::Damaged)?;
        let content = [&length.to_le_bytes(), table.as_slice(), inlined].concat();
        let checksum = checksum(&content).to_le_bytes();
        Ok([MAGIC, FORMAT.to_le_bytes().as_slice(), &checksum, &content].concat())
    }

    /// Decodes the table; the second value is where the inlined pieces begin in `bytes`.
    ///
    /// # Errors
    ///
    /// When `bytes` are no boot file, of another format, or cut short.
    pub fn decode(bytes: &[u8]) -> Result<(Boot, usize), BootError> {
        let rest = bytes.strip_prefix(MAGIC.as_slice()).ok_or(BootError::NotABoot)?;
        let (format, rest) = split_u32(rest)?;
        if format != FORMAT {
            return Err(BootError::Format(format));
        }
        let (sum, rest) = split_u32(rest)?;
        if sum != checksum(rest) {
            return Err(BootError::Damaged);
        }
        let (length, rest) = split_u32(rest)?;
        let table = rest.get(..length as usize).ok_or(BootError::Damaged)?;
        let boot: Boot = postcard::from_bytes(table).map_err(|_| BootError::Damaged)?;
        let inlined = bytes.len() - rest.len() + table.len();
        boot.check(bytes.len() - inlined)?;
        Ok((boot, inlined))
    }

    /// Checks that what is inlined is no more than the `available` bytes, and that the chunks
    /// are as many as the posting lists need.
    fn check(&self, available: usize) -> Result<(), BootError> {
        let length = self.norms as usize + self.words.dictionary as usize;
        let chunks = (self.words.postings as usize).div_ceil(CHUNK);
        let whole = length <= available && self.words.chunks.len() == chunks;
        if whole { Ok(()) } else { Err(BootError::Damaged) }
    }
}

/// FNV-1a over words of four bytes: fast enough for megabytes in a browser.
pub(crate) fn checksum(bytes: &[u8]) -> u32 {
    let (words, rest) = bytes.as_chunks::<4>();
    let words = words.iter().map(|word| u32::from_le_bytes(*word));
    let rest = rest.iter().map(|&byte| u32::from(byte));
    words.chain(rest).fold(0x811c_9dc5, |sum, word| (sum ^ word).wrapping_mul(0x0100_0193))
}

pub(crate) fn split_u32(bytes: &[u8]) -> Result<(u32, &[u8]), BootError> {
    let (number, rest) = bytes.split_first_chunk::<4>().ok_or(BootError::Damaged)?;
    Ok((u32::from_le_bytes(*number), rest))
}

#[cfg(all(test, feature = "index"))]
mod tests {
    use super::*;

    fn sample() -> Boot {
        let field = |dictionary| FieldEntry { dictionary, postings: 9, chunks: vec![Hash([1; 6])] };
        Boot {
            norms: 1,
            words: field(2),
            facets: FacetTable::default(),
            shards: vec![],
            pages: vec![],
            synonyms: vec![],
            pinyin: Hash([2; 6]),
        }
    }

    #[test]
    fn what_is_written_is_read() {
        let bytes = sample().encode(b"abc").unwrap();
        let (boot, inlined) = Boot::decode(&bytes).unwrap();
        assert_eq!(boot, sample());
        assert_eq!(&bytes[inlined..], b"abc");
    }

    #[test]
    fn other_files_and_other_formats_are_refused() {
        let mut bytes = sample().encode(b"abc").unwrap();
        assert_eq!(Boot::decode(b"<!doctype html>"), Err(BootError::NotABoot));
        bytes[8] = 99;
        assert_eq!(Boot::decode(&bytes), Err(BootError::Format(99)));
    }

    #[test]
    fn a_file_cut_short_anywhere_is_refused() {
        let bytes = sample().encode(b"abc").unwrap();
        for length in 0..bytes.len() {
            assert!(Boot::decode(&bytes[..length]).is_err(), "{length} bytes were accepted");
        }
    }
}
