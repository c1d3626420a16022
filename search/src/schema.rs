//! The fields of the tantivy index: one document a section.

use tantivy::TantivyError;
use tantivy::schema::{Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};

/// Name under which [`Lines`](crate::write) is registered; readers never tokenise.
pub(crate) const LINES: &str = "lines";

/// Bytes of text for which there is one field of bigrams.
#[cfg(feature = "index")]
const TEXT_PER_SHARD: usize = 16 << 10;

/// The fields of a section.
#[derive(Debug, Clone)]
pub(crate) struct Fields {
    /// Words of Han runs; identifiers whole and in parts. Its norms are the section's length.
    pub(crate) text: Field,
    /// What sections are filtered by: `kind:` and `tag:` followed by the folded name.
    pub(crate) facet: Field,
    /// Bigrams of Han runs: every substring is found, at a fraction of a word's weight.
    ///
    /// tantivy reads the dictionary of a field whole, and that of all bigrams is twice the
    /// words'. Spread over many fields, a query reads of each bigram only the small
    /// dictionary it would be in.
    shards: Vec<Field>,
}

impl Fields {
    /// The fields of an index's schema.
    pub(crate) fn of(schema: &Schema) -> Result<Fields, TantivyError> {
        let shards = (0..).map_while(|number| schema.get_field(&shard_name(number)).ok()).collect();
        Ok(Fields { text: schema.get_field("text")?, facet: schema.get_field("facet")?, shards })
    }

    /// The field that a bigram would be in.
    pub(crate) fn bigram(&self, bigram: &str) -> Field {
        self.shards.get(self.shard(bigram)).copied().unwrap_or(self.text)
    }

    /// Fields of bigrams.
    pub(crate) fn shards(&self) -> &[Field] {
        &self.shards
    }

    /// The number of the field that a bigram would be in.
    pub(crate) fn shard(&self, bigram: &str) -> usize {
        let mixed = bigram.chars().fold(0u32, |sum, ch| (sum ^ ch as u32).wrapping_mul(0x9e37_79b1));
        (mixed >> 16) as usize % self.shards.len().max(1)
    }
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
    let folded = crate::analysis::fold(value.trim());
    let value: String = folded.iter().map(|folded| folded.ch).collect();
    format!("{name}:{value}")
}
