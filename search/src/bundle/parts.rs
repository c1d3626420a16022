//! Dictionaries with the posting lists of their terms, as tantivy writes them.

use std::io;

use tantivy::postings::TermInfo;
use tantivy::termdict::TermDictionaryBuilder;

/// A dictionary with the posting lists of its terms, one after the other.
pub(crate) struct Part {
    pub(crate) dictionary: Vec<u8>,
    pub(crate) postings: Vec<u8>,
}

/// A part while terms are added to it.
pub(crate) struct PartBuilder {
    dictionary: TermDictionaryBuilder<Vec<u8>>,
    postings: Vec<u8>,
}

impl PartBuilder {
    pub(crate) fn new() -> io::Result<PartBuilder> {
        Ok(PartBuilder { dictionary: TermDictionaryBuilder::create(Vec::new())?, postings: Vec::new() })
    }

    /// Adds a term, which has to come after the one before it. `encode` appends its posting
    /// list and says how many sections hold it.
    pub(crate) fn add(&mut self, term: &[u8], encode: impl FnOnce(&mut Vec<u8>) -> u32) -> io::Result<()> {
        let start = self.postings.len();
        let doc_freq = encode(&mut self.postings);
        let postings_range = start..self.postings.len();
        self.dictionary.insert(term, &TermInfo { doc_freq, postings_range, positions_range: 0..0 })
    }

    pub(crate) fn finish(self) -> io::Result<Part> {
        Ok(Part { dictionary: self.dictionary.finish()?, postings: self.postings })
    }
}
