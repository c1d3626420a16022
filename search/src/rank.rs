//! Ranking: BM25 over tantivy's postings and norms.
//!
//! Sections are ranked by any of the clauses (OR): a question in plain words never matches
//! in full, and the rarest of its words decide. The formula is computed here and not by
//! tantivy's queries because its constants are fixed there, and because words and bigrams,
//! which live in two fields, have to share one measure of a section's length.

use std::io;
use std::sync::Arc;

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, InvertedIndexReader, SegmentReader, TERMINATED};

use crate::query::{Clause, Target};
use crate::schema::Fields;

/// How soon repeating a word stops counting.
const K1: f32 = 2.0;
/// How much a long section has to repeat a word to count as much as a short one.
const B: f32 = 0.75;

/// A section and its score.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Ranked {
    pub(crate) section: DocId,
    pub(crate) score: f32,
}

/// The parts of an open index that ranking reads.
pub(crate) struct Ranker<'a> {
    pub(crate) reader: &'a SegmentReader,
    pub(crate) fields: Fields,
    pub(crate) words: &'a Arc<InvertedIndexReader>,
    pub(crate) norms: &'a FieldNormReader,
}

impl Ranker<'_> {
    /// All sections that match a clause and every facet, best first; sections of equal
    /// score in the order of the site.
    ///
    /// # Errors
    ///
    /// When a posting list is not there yet. Every list is tried before this returns, so
    /// that the store knows all that is missing.
    pub(crate) fn rank(&self, clauses: &[Clause], facets: &[String]) -> io::Result<Vec<Ranked>> {
        let lists: Vec<_> = clauses.iter().map(|clause| self.postings(clause)).collect();
        let facets: Vec<_> = facets.iter().map(|facet| self.facet(facet)).collect();
        let mut scores = vec![0.0f32; self.reader.max_doc() as usize];
        for (clause, list) in clauses.iter().zip(lists) {
            if let Some(list) = list? {
                self.add(clause.weight, list, &mut scores);
            }
        }
        for facet in facets {
            keep(facet?, &mut scores);
        }
        let matched = scores.iter().zip(0..).filter(|&(&score, _)| score > 0.0);
        let mut ranked: Vec<Ranked> = matched.map(|(&score, section)| Ranked { section, score }).collect();
        ranked.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.section.cmp(&b.section)));
        Ok(ranked)
    }

    fn postings(&self, clause: &Clause) -> io::Result<Option<SegmentPostings>> {
        let index = match clause.target {
            Target::Text => Arc::clone(self.words),
            Target::Bigram => self.reader.inverted_index(self.fields.bigram).map_err(io::Error::other)?,
        };
        let info = index.terms().get(&clause.text)?;
        info.map(|info| index.read_postings_from_terminfo(&info, IndexRecordOption::WithFreqs)).transpose()
    }

    fn facet(&self, facet: &str) -> io::Result<Option<SegmentPostings>> {
        let index = self.reader.inverted_index(self.fields.facet).map_err(io::Error::other)?;
        let info = index.terms().get(facet)?;
        info.map(|info| index.read_postings_from_terminfo(&info, IndexRecordOption::Basic)).transpose()
    }

    /// Adds the BM25 score of one posting list.
    fn add(&self, weight: f32, mut list: SegmentPostings, scores: &mut [f32]) {
        let sections = self.reader.max_doc() as f32;
        let average = self.words.total_num_tokens() as f32 / sections;
        let frequency = list.doc_freq() as f32;
        // From libm rather than the platform, so that every platform agrees to the bit.
        let rarity = libm::logf(1.0 + (sections - frequency + 0.5) / (frequency + 0.5));
        while list.doc() != TERMINATED {
            let count = list.term_freq() as f32;
            let length = self.norms.fieldnorm(list.doc()) as f32;
            let saturation = count + K1 * (1.0 - B + B * length / average);
            if let Some(score) = scores.get_mut(list.doc() as usize) {
                *score += weight * rarity * count * (K1 + 1.0) / saturation;
            }
            list.advance();
        }
    }
}

/// Sets the scores of all sections that are not in `list` to zero.
fn keep(list: Option<SegmentPostings>, scores: &mut [f32]) {
    let mut next = 0;
    if let Some(mut list) = list {
        while list.doc() != TERMINATED {
            let doc = list.doc() as usize;
            scores.get_mut(next..doc).unwrap_or_default().fill(0.0);
            next = doc + 1;
            list.advance();
        }
    }
    scores.get_mut(next..).unwrap_or_default().fill(0.0);
}
