//! What one page contributes to an index, as flat bytes.
//!
//! ```text
//! analysis := checksum (u32) sections lengths ends groups headings
//! lengths  := for each section the number of its words
//! ends     := for each group, those of words first, where its entries end in bytes (u32)
//! group    := entries: the distinct terms of the page that a share of the shards would hold
//! entry    := 2 · length of the term, term, section               once in one section
//!           | 2 · length of the term + 1, term, count, postings
//! posting  := difference to the section before, times
//! heading  := length, words of a Han run separated by spaces
//! ```
//!
//! All other numbers are in 7-bit bytes, as in posting lists; sections are numbered
//! from the page's first. A term of a page takes some ten bytes, and no allocation to write or
//! read. Groups are there so that a share of all pages' terms can be inverted by itself.

use crate::bundle::checksum;
use crate::postings::{number, push_number};

/// Fields: words, and what is sharded.
pub(super) const FIELDS: usize = 2;
pub(super) const WORDS: usize = 0;
pub(super) const SHARDED: usize = 1;

/// Groups of each field. What is sharded has many, so that an edited sentence leaves most of
/// them as they were.
pub(super) const GROUPS: [usize; FIELDS] = [16, 128];

/// Groups of all fields.
const ALL: usize = GROUPS[WORDS] + GROUPS[SHARDED];

/// One page's contribution to an index: which terms its sections hold and how often, and how
/// its headings are cut. It depends on the page's title, tags and sections, and on the
/// [`Analyzer`](crate::Analyzer) alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Analysis {
    bytes: Vec<u8>,
}

impl Analysis {
    /// The bytes to keep, from which [`Analysis::from_bytes`] makes the same again.
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Takes kept bytes back. `None` when they are damaged, or no analysis.
    ///
    /// Whether they are of another version, or of a page that has changed, cannot be seen in
    /// them: keep them under the page and under
    /// [`Analyzer::fingerprint`](crate::Analyzer::fingerprint).
    pub fn from_bytes(bytes: Vec<u8>) -> Option<Analysis> {
        let (sum, content) = bytes.split_first_chunk()?;
        let whole = u32::from_le_bytes(*sum) == checksum(content);
        (whole && View::of(content).is_some()).then_some(Analysis { bytes })
    }

    pub(super) fn new(parts: &Parts) -> Analysis {
        let mut bytes = vec![0; size_of::<u32>()];
        push_number(parts.lengths.len() as u32, &mut bytes);
        parts.lengths.iter().for_each(|&length| push_number(length, &mut bytes));
        parts.ends.iter().for_each(|end| bytes.extend_from_slice(&end.to_le_bytes()));
        bytes.extend_from_slice(&parts.entries);
        bytes.extend_from_slice(&parts.headings);
        if let Some((sum, content)) = bytes.split_first_chunk_mut() {
            *sum = checksum(content).to_le_bytes();
        }
        bytes.shrink_to_fit();
        Analysis { bytes }
    }

    /// The parts of the analysis; without anything when it is damaged, which is never so.
    pub(super) fn view(&self) -> View<'_> {
        self.bytes.get(size_of::<u32>()..).and_then(View::of).unwrap_or_default()
    }
}

/// What an analysis is put together from.
#[derive(Debug, Default)]
pub(super) struct Parts {
    /// Of each section the number of its words.
    pub(super) lengths: Vec<u32>,
    /// Where each group's entries end, field by field.
    pub(super) ends: Vec<u32>,
    pub(super) entries: Vec<u8>,
    pub(super) headings: Vec<u8>,
}

impl Parts {
    /// Adds the entry of a term which `postings` hold, at least one: each a section and how
    /// often.
    pub(super) fn push_entry(&mut self, term: &[u8], postings: &[(u32, u32)]) {
        let head = (term.len() as u32) << 1;
        if let [(section, 1)] = postings {
            push_number(head, &mut self.entries);
            self.entries.extend_from_slice(term);
            push_number(*section, &mut self.entries);
            return;
        }
        push_number(head | 1, &mut self.entries);
        self.entries.extend_from_slice(term);
        push_number(postings.len() as u32, &mut self.entries);
        let mut before = 0;
        for &(section, times) in postings {
            push_number(section - before, &mut self.entries);
            push_number(times, &mut self.entries);
            before = section;
        }
    }

    pub(super) fn push_heading(&mut self, words: &str) {
        push_number(words.len() as u32, &mut self.headings);
        self.headings.extend_from_slice(words.as_bytes());
    }
}

/// An analysis, read as far as its groups.
#[derive(Debug, Clone, Default)]
pub(super) struct View<'a> {
    /// Of each section the number of its words.
    pub(super) lengths: Vec<u32>,
    /// Where each group ends, in little-endian bytes.
    ends: &'a [[u8; 4]],
    entries: &'a [u8],
    headings: &'a [u8],
}

impl<'a> View<'a> {
    fn of(content: &'a [u8]) -> Option<View<'a>> {
        let mut rest = content;
        let sections = number(&mut rest)? as usize;
        // A length takes a byte at least, so no damaged count can ask for much.
        let mut view = View { lengths: Vec::with_capacity(sections.min(rest.len())), ..View::default() };
        for _ in 0..sections {
            view.lengths.push(number(&mut rest)?);
        }
        let (ends, rest) = rest.split_at_checked(ALL * size_of::<u32>())?;
        (view.ends, _) = ends.as_chunks();
        let end = view.ends.last().copied().map_or(0, u32::from_le_bytes);
        (view.entries, view.headings) = rest.split_at_checked(end as usize)?;
        view.ends.is_sorted_by_key(|end| u32::from_le_bytes(*end)).then_some(view)
    }

    /// The bytes of a group's entries.
    pub(super) fn group(&self, field: usize, group: usize) -> &'a [u8] {
        let number = GROUPS.iter().take(field).sum::<usize>() + group;
        let end = |number: usize| self.ends.get(number).map_or(0, |end| u32::from_le_bytes(*end) as usize);
        let start = number.checked_sub(1).map_or(0, end);
        self.entries.get(start..end(number)).unwrap_or_default()
    }

    /// The terms of a group.
    pub(super) fn entries(&self, field: usize, group: usize) -> Entries<'a> {
        Entries { rest: self.group(field, group), sections: self.lengths.len() as u32 }
    }

    /// The cut Han runs of title, headings and tags.
    pub(super) fn headings(&self) -> impl Iterator<Item = &'a str> {
        let mut rest = self.headings;
        std::iter::from_fn(move || {
            let length = number(&mut rest)? as usize;
            let (heading, after) = rest.split_at_checked(length)?;
            rest = after;
            std::str::from_utf8(heading).ok()
        })
    }
}

/// The entries of a group, one after the other.
#[derive(Debug, Clone)]
pub(super) struct Entries<'a> {
    rest: &'a [u8],
    /// Sections of the page: there is no posting in others.
    sections: u32,
}

impl<'a> Entries<'a> {
    /// How many bytes are left.
    pub(super) fn size(&self) -> usize {
        self.rest.len()
    }

    /// Reads the next entry: returns its term, after each of its postings was handed to
    /// `visit` as a section and how often that holds the term.
    pub(super) fn next(&mut self, mut visit: impl FnMut(u32, u32)) -> Option<&'a [u8]> {
        let head = number(&mut self.rest)?;
        let (term, rest) = self.rest.split_at_checked((head >> 1) as usize)?;
        self.rest = rest;
        let many = head & 1 == 1;
        let count = if many { number(&mut self.rest)? } else { 1 };
        let mut section = 0u32;
        for _ in 0..count {
            section = section.checked_add(number(&mut self.rest)?)?;
            let times = if many { number(&mut self.rest)? } else { 1 };
            if section >= self.sections {
                return None;
            }
            visit(section, times);
        }
        Some(term)
    }
}
