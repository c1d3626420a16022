//! The one tantivy segment of an index, opened for reading.

use std::io;
use std::sync::Arc;

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::SegmentPostings;
use tantivy::schema::IndexRecordOption;
use tantivy::termdict::TermDictionary;
use tantivy::{InvertedIndexReader, SegmentReader};

use crate::query::{Clause, Target};
use crate::schema::Fields;

/// What is read of a segment once.
pub(crate) struct Segment {
    reader: SegmentReader,
    fields: Fields,
    words: Arc<InvertedIndexReader>,
    facets: Arc<InvertedIndexReader>,
}

impl Segment {
    /// Opens the segment: its dictionary of words and that of facets.
    pub(crate) fn open(segment: &tantivy::Segment) -> tantivy::Result<Segment> {
        let reader = SegmentReader::open(segment)?;
        let fields = Fields::of(reader.schema())?;
        let words = reader.inverted_index(fields.text)?;
        let facets = reader.inverted_index(fields.facet)?;
        Ok(Segment { reader, fields, words, facets })
    }

    /// The dictionary of words.
    pub(crate) fn words(&self) -> &TermDictionary {
        self.words.terms()
    }

    /// The dictionary of facets.
    pub(crate) fn facets(&self) -> &TermDictionary {
        self.facets.terms()
    }

    /// The lengths of sections.
    pub(crate) fn norms(&self) -> tantivy::Result<FieldNormReader> {
        self.reader.get_fieldnorms_reader(self.fields.text)
    }

    /// The sections that hold a clause's term.
    ///
    /// # Errors
    ///
    /// When what has to be read is not there yet.
    pub(crate) fn postings(
        &self,
        clause: &Clause,
        record: IndexRecordOption,
    ) -> io::Result<Option<SegmentPostings>> {
        let index = self.dictionary(&clause.text, clause.target)?;
        let info = index.terms().get(&clause.text)?;
        info.map(|info| index.read_postings_from_terminfo(&info, record)).transpose()
    }

    /// How many sections hold a word.
    ///
    /// # Errors
    ///
    /// When what has to be read is not there yet.
    pub(crate) fn frequency(&self, word: &str) -> io::Result<u32> {
        let index = self.dictionary(word, Target::Text)?;
        Ok(index.terms().get(word)?.map_or(0, |info| info.doc_freq))
    }

    /// The dictionary that a term would be in.
    fn dictionary(&self, term: &str, target: Target) -> io::Result<Arc<InvertedIndexReader>> {
        let field = self.fields.of_term(term, target);
        match field {
            _ if field == self.fields.text => Ok(Arc::clone(&self.words)),
            _ if field == self.fields.facet => Ok(Arc::clone(&self.facets)),
            // Kept by tantivy once it has been read.
            _ => self.reader.inverted_index(field).map_err(io::Error::other),
        }
    }
}
