//! The fields of the tantivy index: one document a section.

use tantivy::schema::{Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};

/// Name under which [`Lines`](crate::write) is registered; readers never tokenise.
pub(crate) const LINES: &str = "lines";

/// The fields of a section.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fields {
    /// Words of Han runs; identifiers whole and in parts. Its norms are the section's length.
    pub(crate) text: Field,
    /// Bigrams of Han runs: every substring is found, at a fraction of a word's weight.
    /// A field of its own, so that its dictionary, twice the words', can stay away until
    /// it is needed.
    pub(crate) bigram: Field,
    /// What sections are filtered by: `kind:` and `tag:` followed by the folded name.
    pub(crate) facet: Field,
}

/// The schema and its fields.
pub(crate) fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let fields = Fields {
        text: builder.add_text_field("text", options(IndexRecordOption::WithFreqs, true)),
        bigram: builder.add_text_field("bigram", options(IndexRecordOption::WithFreqs, false)),
        facet: builder.add_text_field("facet", options(IndexRecordOption::Basic, false)),
    };
    (builder.build(), fields)
}

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

fn facet(name: &str, value: &str) -> String {
    let folded = crate::analysis::fold(value.trim());
    let value: String = folded.iter().map(|folded| folded.ch).collect();
    format!("{name}:{value}")
}
