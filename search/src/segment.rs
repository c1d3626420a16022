//! The one tantivy segment of an index, opened for reading.

use std::io;
use std::sync::Arc;

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::SegmentPostings;
use tantivy::schema::{Field, IndexRecordOption};
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
        let index = match clause.target {
            Target::Text => Arc::clone(&self.words),
            Target::Facet => Arc::clone(&self.facets),
            Target::Bigram => self.inverted_index(self.fields.bigram(&clause.text))?,
        };
        let info = index.terms().get(&clause.text)?;
        info.map(|info| index.read_postings_from_terminfo(&info, record)).transpose()
    }

    /// Reads a field's dictionary, which tantivy reads whole.
    pub(crate) fn inverted_index(&self, field: Field) -> io::Result<Arc<InvertedIndexReader>> {
        self.reader.inverted_index(field).map_err(io::Error::other)
    }
}
