//! What one page contributes to an index, as flat bytes.
//!
//! ```text
//! analysis := checksum (u32) sections lengths sizes groups headings
//! lengths  := for each section the number of its words
//! sizes    := for each field and group the length of its entries in bytes
//! group    := entries: the distinct terms of the page that a share of the shards would hold
//! entry    := 2 · length of the term, term, section               once in one section
//!           | 2 · length of the term + 1, term, count, postings
//! posting  := difference to the section before, times
//! heading  := length, words of a Han run separated by spaces
//! ```
//!
//! All numbers but the checksum are in 7-bit bytes, as in posting lists; sections are numbered
//! from the page's first. A term of a page takes some ten bytes, and no allocation to write or
//! read. Groups are there so that a share of all pages' terms can be inverted by itself.

use crate::bundle::checksum;
use crate::postings::{number, push_number};
use crate::schema::FEWEST_SHARDS;

/// Groups of each field: a shard's terms are all in one, however many shards there are.
pub(super) const GROUPS: usize = FEWEST_SHARDS;

/// Fields: words, and what is sharded.
pub(super) const FIELDS: usize = 2;
pub(super) const WORDS: usize = 0;
pub(super) const SHARDED: usize = 1;

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
        parts.sizes.iter().flatten().for_each(|&size| push_number(size, &mut bytes));
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
    /// How many bytes of `entries` are each group's, field by field.
    pub(super) sizes: [[u32; GROUPS]; FIELDS],
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
    groups: [[&'a [u8]; GROUPS]; FIELDS],
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
        let mut sizes = [[0; GROUPS]; FIELDS];
        for size in sizes.iter_mut().flatten() {
            *size = number(&mut rest)? as usize;
        }
        for (group, size) in view.groups.iter_mut().flatten().zip(sizes.iter().flatten()) {
            (*group, rest) = rest.split_at_checked(*size)?;
        }
        view.headings = rest;
        Some(view)
    }

    /// The terms of a group.
    pub(super) fn entries(&self, field: usize, group: usize) -> Entries<'a> {
        let rest = self.groups.get(field).and_then(|groups| groups.get(group));
        Entries { rest: rest.copied().unwrap_or_default(), sections: self.lengths.len() as u32 }
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
