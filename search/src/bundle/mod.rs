//! The files of a search folder, made to be read a little at a time from any static host.
//!
//! ```text
//! index.json               names the boot file and the engine; the only name that stays
//! boot.<hash>.bin          what opening an index reads, and the dictionary of words
//! chunks/<hash>.bin        posting lists in pieces of one size; shards of the other terms
//! pages/<hash>.json        the text of some sections of a page, for excerpts
//! pinyin.<hash>.bin        how the words are read
//! engine.<hash>.wasm       the code that reads all this in a browser
//! ```
//!
//! Dictionaries with their posting lists (`parts`) come from the writer: norms and the
//! dictionaries that every query needs go into the boot file, the posting lists of words into
//! chunks of one size, so that a list's place says which chunks it is in, and bigrams and
//! numbers into shards, each with a small dictionary of its own. What a reader looks for and does not have, its store
//! (`Store`) remembers the name of. All are plain bytes: a host may compress them or not,
//! and needs no `Range`.

mod boot;
#[cfg(feature = "index")]
mod cut;
#[cfg(feature = "index")]
mod parts;
mod record;
mod shard;
mod store;

pub(crate) use boot::CHUNK;
#[cfg(feature = "index")]
pub(crate) use boot::checksum;
pub use boot::{Boot, BootError, Entry, FieldEntry, Hash, PageEntry, RecordEntry};
#[cfg(feature = "index")]
pub use cut::BundleError;
#[cfg(feature = "index")]
pub(crate) use cut::{Folder, Hashed, length};
#[cfg(feature = "index")]
pub(crate) use parts::{Part, PartBuilder};
pub(crate) use record::Record;
#[cfg(feature = "index")]
pub(crate) use record::records;
pub(crate) use shard::shard_parts;
pub(crate) use store::Store;

/// The file that names the others.
pub const ENTRY: &str = "index.json";
