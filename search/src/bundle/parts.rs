//! What tantivy wrote, taken apart: a dictionary and posting lists for each field and shard.

use std::io;

use rayon::prelude::*;
use tantivy::directory::CompositeFile;
use tantivy::index::SegmentComponent;
use tantivy::postings::TermInfo;
use tantivy::schema::Field;
use tantivy::termdict::{TermDictionary, TermDictionaryBuilder};
use tantivy::{Index, TantivyError};

use crate::schema::{Fields, shard};

/// What every posting file begins with: the number of all tokens, which is not needed.
const HEADER: usize = 8;

/// The parts of a segment.
pub(crate) struct Parts {
    /// The lengths of sections, a byte each in tantivy's code.
    pub(crate) norms: Vec<u8>,
    pub(crate) words: Part,
    pub(crate) shards: Vec<Part>,
}

/// A dictionary with the posting lists of its terms.
pub(crate) struct Part {
    pub(crate) dictionary: Vec<u8>,
    pub(crate) postings: Vec<u8>,
}

impl Parts {
    /// Takes apart the one segment of `index`, with the sharded terms spread over `shards`
    /// parts. An index without segments, which one without sections is, has empty parts.
    pub(crate) fn of(index: &Index, fields: &Fields, shards: usize) -> Result<Parts, TantivyError> {
        if index.searchable_segments()?.is_empty() {
            return Ok(Parts { norms: Vec::new(), words: Part::empty()?, shards: Vec::new() });
        }
        let part = |field| Part::of(index, field);
        Ok(Parts {
            norms: component(index, &SegmentComponent::FieldNorms, fields.text)?,
            words: part(fields.text)?,
            shards: part(fields.sharded)?.spread(shards)?,
        })
    }
}

impl Part {
    fn empty() -> io::Result<Part> {
        let dictionary = TermDictionaryBuilder::create(Vec::new())?.finish()?;
        Ok(Part { dictionary, postings: Vec::new() })
    }

    fn of(index: &Index, field: Field) -> Result<Part, TantivyError> {
        let dictionary = component(index, &SegmentComponent::Terms, field)?;
        // A field without a term is not written at all.
        if dictionary.is_empty() {
            return Ok(Part::empty()?);
        }
        Ok(Part { dictionary, postings: postings_of(index, field)? })
    }

    /// The terms of the part, in order.
    ///
    /// # Errors
    ///
    /// When the dictionary is not tantivy's.
    pub(crate) fn terms(&self) -> io::Result<Vec<(String, TermInfo)>> {
        let dictionary = TermDictionary::open(self.dictionary.clone().into())?;
        let mut stream = dictionary.stream()?;
        let mut terms = Vec::with_capacity(dictionary.num_terms());
        while let Some((term, info)) = stream.next() {
            terms.push((String::from_utf8_lossy(term).into_owned(), info.clone()));
        }
        Ok(terms)
    }

    /// Spreads the terms over so many parts.
    fn spread(&self, parts: usize) -> io::Result<Vec<Part>> {
        let mut spread: Vec<Vec<(String, TermInfo)>> = vec![Vec::new(); parts];
        for (term, info) in self.terms()? {
            if let Some(terms) = spread.get_mut(shard(&term, parts)) {
                terms.push((term, info));
            }
        }
        spread.par_iter().map(|terms| self.of_terms(terms)).collect()
    }

    /// A part of some of the terms.
    fn of_terms(&self, terms: &[(String, TermInfo)]) -> io::Result<Part> {
        let mut dictionary = TermDictionaryBuilder::create(Vec::new())?;
        let mut postings = Vec::new();
        for (term, info) in terms {
            let bytes = self.postings.get(info.postings_range.clone()).unwrap_or_default();
            let postings_range = postings.len()..postings.len() + bytes.len();
            postings.extend_from_slice(bytes);
            dictionary.insert(term, &TermInfo { postings_range, ..info.clone() })?;
        }
        Ok(Part { dictionary: dictionary.finish()?, postings })
    }
}

/// The posting lists of a field.
///
/// # Errors
///
/// When the segment cannot be read.
pub(crate) fn postings_of(index: &Index, field: Field) -> Result<Vec<u8>, TantivyError> {
    Ok(component(index, &SegmentComponent::Postings, field)?.split_off(HEADER))
}

/// What a file of the segment holds of a field; nothing when that is not in it.
fn component(index: &Index, component: &SegmentComponent, field: Field) -> Result<Vec<u8>, TantivyError> {
    let mut bytes = Vec::new();
    for segment in index.searchable_segments()? {
        let file = CompositeFile::open(&segment.open_read(component.clone())?)?;
        if let Some(slice) = file.open_read(field) {
            bytes.extend_from_slice(&slice.read_bytes()?);
        }
    }
    Ok(bytes)
}
