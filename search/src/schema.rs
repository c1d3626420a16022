//! The fields of the tantivy index: one document a section.

use crate::analysis::{fold, plain};
use crate::query::Target;
use tantivy::TantivyError;
use tantivy::schema::{Field, Schema};
#[cfg(feature = "index")]
use tantivy::schema::{IndexRecordOption, TextFieldIndexing, TextOptions};

/// Name under which [`Lines`](crate::write) is registered; readers never tokenise.
#[cfg(feature = "index")]
pub(crate) const LINES: &str = "lines";

/// Bytes of text for which there is one shard.
#[cfg(feature = "index")]
const TEXT_PER_SHARD: usize = 16 << 10;

/// The fields of a section.
#[derive(Debug, Clone)]
pub(crate) struct Fields {
    /// Words of Han runs; identifiers whole and in parts. Its norms are the section's length.
    pub(crate) text: Field,
    /// What sections are filtered by: `kind:` and `tag:` followed by the folded name.
    pub(crate) facet: Field,
    /// Bigrams of Han runs, by which every substring is found; and terms that begin with a
    /// digit, of which there are thousands that nobody will ever ask for.
    ///
    /// tantivy reads the dictionary of a field whole, and that of all these is far larger
    /// than the words'. Spread over many fields, a query reads of each term only the small
    /// dictionary it would be in.
    shards: Vec<Field>,
}

impl Fields {
    /// The fields of an index's schema.
    pub(crate) fn of(schema: &Schema) -> Result<Fields, TantivyError> {
        let shards = (0..).map_while(|number| schema.get_field(&shard_name(number)).ok()).collect();
        Ok(Fields { text: schema.get_field("text")?, facet: schema.get_field("facet")?, shards })
    }

    /// The field that a term would be in.
    pub(crate) fn of_term(&self, term: &str, target: Target) -> Field {
        match target {
            Target::Facet => self.facet,
            Target::Text if !is_sharded(term) => self.text,
            Target::Text | Target::Bigram => self.shards.get(self.shard(term)).copied().unwrap_or(self.text),
        }
    }

    /// Fields of bigrams and numbers.
    #[cfg(feature = "index")]
    pub(crate) fn shards(&self) -> &[Field] {
        &self.shards
    }

    /// The number of the shard that a term would be in.
    pub(crate) fn shard(&self, term: &str) -> usize {
        let mixed = term.chars().fold(0u32, |sum, ch| (sum ^ ch as u32).wrapping_mul(0x9e37_79b1));
        (mixed >> 16) as usize % self.shards.len().max(1)
    }
}

/// Whether a word lies in a shard rather than in the dictionary of words.
pub(crate) fn is_sharded(word: &str) -> bool {
    word.starts_with(|ch: char| ch.is_ascii_digit())
}

fn shard_name(number: usize) -> String {
    format!("b{number}")
}

/// The schema of an index over `bytes` of text.
#[cfg(feature = "index")]
pub(crate) fn schema(bytes: usize) -> Schema {
    let mut builder = Schema::builder();
    builder.add_text_field("text", options(IndexRecordOption::WithFreqs, true));
    builder.add_text_field("facet", options(IndexRecordOption::Basic, false));
    let shards = (bytes / TEXT_PER_SHARD).next_power_of_two().clamp(16, 512);
    for number in 0..shards {
        builder.add_text_field(&shard_name(number), options(IndexRecordOption::WithFreqs, false));
    }
    builder.build()
}

#[cfg(feature = "index")]
fn options(record: IndexRecordOption, norms: bool) -> TextOptions {
    let indexing =
        TextFieldIndexing::default().set_tokenizer(LINES).set_index_option(record).set_fieldnorms(norms);
    TextOptions::default().set_indexing_options(indexing)
}

/// The facet term of a kind.
pub(crate) fn kind_facet(kind: &str) -> String {
    facet("kind", kind)
}

/// The facet term of a tag.
pub(crate) fn tag_facet(tag: &str) -> String {
    facet("tag", tag)
}

pub(crate) fn facet(name: &str, value: &str) -> String {
    format!("{name}:{}", plain(&fold(value.trim())))
}
