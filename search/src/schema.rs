//! The fields of the tantivy index, one document a section, and what its shards are.

#[cfg(feature = "index")]
use tantivy::schema::{Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};

/// Name under which [`Lines`](crate::write) is registered; readers never tokenise.
#[cfg(feature = "index")]
pub(crate) const LINES: &str = "lines";

/// Bytes of text for which there is one shard.
#[cfg(feature = "index")]
const TEXT_PER_SHARD: usize = 16 << 10;

/// The fields of a section.
#[cfg(feature = "index")]
#[derive(Debug, Clone)]
pub(crate) struct Fields {
    /// Words of Han runs; identifiers whole and in parts. Its norms are the section's length.
    pub(crate) text: Field,
    /// Bigrams of Han runs, by which every substring is found; and terms that begin with a
    /// digit, of which there are thousands that nobody will ever ask for.
    ///
    /// A dictionary is read whole, and that of all these is far larger than the words'.
    /// Spread over many shards, a query reads of each term only the small dictionary it
    /// would be in.
    pub(crate) sharded: Field,
}

/// The shard of so many that a term would be in.
pub(crate) fn shard(term: &str, shards: usize) -> usize {
    let mixed = term.chars().fold(0u32, |sum, ch| (sum ^ ch as u32).wrapping_mul(0x9e37_79b1));
    (mixed >> 16) as usize % shards.max(1)
}

/// How many shards an index over `bytes` of text has.
#[cfg(feature = "index")]
pub(crate) fn shards(bytes: usize) -> usize {
    (bytes / TEXT_PER_SHARD).next_power_of_two().clamp(16, 512)
}

/// Whether a word lies in a shard rather than in the dictionary of words.
pub(crate) fn is_sharded(word: &str) -> bool {
    word.starts_with(|ch: char| ch.is_ascii_digit())
}

/// The schema of an index.
#[cfg(feature = "index")]
pub(crate) fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let fields = Fields {
        text: builder.add_text_field("text", options(IndexRecordOption::WithFreqs, true)),
        sharded: builder.add_text_field("sharded", options(IndexRecordOption::WithFreqs, false)),
    };
    (builder.build(), fields)
}

#[cfg(feature = "index")]
fn options(record: IndexRecordOption, norms: bool) -> TextOptions {
    let indexing =
        TextFieldIndexing::default().set_tokenizer(LINES).set_index_option(record).set_fieldnorms(norms);
    TextOptions::default().set_indexing_options(indexing)
}
