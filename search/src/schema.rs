//! The two fields of the index, what is in which, and what shards are.
//!
//! A document of the index is a section. *Words* are words of Han runs, and identifiers whole
//! and in parts; their number is the section's length. *Sharded* are bigrams of Han runs, by
//! which every substring is found, and terms that begin with a digit, of which there are
//! thousands that nobody will ever ask for.
//!
//! A dictionary is read whole, and that of all the sharded terms is far larger than the words'.
//! Spread over many shards, a query reads of each term only the small dictionary it would be in.

/// Bytes of text for which there is one shard.
#[cfg(feature = "index")]
const TEXT_PER_SHARD: usize = 16 << 10;

/// The shard of so many that a term would be in.
pub(crate) fn shard(term: &str, shards: usize) -> usize {
    let mixed = term.chars().fold(0u32, |sum, ch| (sum ^ ch as u32).wrapping_mul(0x9e37_79b1));
    (mixed >> 16) as usize % shards.max(1)
}

/// How many shards an index has at least.
#[cfg(feature = "index")]
pub(crate) const FEWEST_SHARDS: usize = 16;

/// How many shards an index over `bytes` of text has: a power of two.
#[cfg(feature = "index")]
pub(crate) fn shards(bytes: usize) -> usize {
    (bytes / TEXT_PER_SHARD).next_power_of_two().clamp(FEWEST_SHARDS, 512)
}

/// Whether a word lies in a shard rather than in the dictionary of words.
pub(crate) fn is_sharded(word: &str) -> bool {
    word.starts_with(|ch: char| ch.is_ascii_digit())
}
