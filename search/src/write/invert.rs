//! Analyses by page into posting lists by term.
//!
//! One group of one field at a time, by itself: its terms get numbers, its postings are
//! counted and then put in their places, so that each term's list lies in one piece. A group
//! holds eight bytes for each of its postings, four for each term of a page, and the terms.

use std::collections::BTreeMap;
use std::io;

use rayon::prelude::*;

use super::WriteError;
use super::analysis::{GROUPS, SHARDED, View, WORDS};
use super::interner::Interner;
use crate::bundle::{Part, PartBuilder};
use crate::postings::{Norms, encode};
use crate::schema::shard;

/// The analyses of all pages, whose sections are numbered one after the other.
pub(super) struct Pages<'a> {
    /// Each with the number of its first section.
    views: Vec<(u32, View<'a>)>,
}

impl<'a> Pages<'a> {
    /// # Errors
    ///
    /// When there are more sections or entries than posting lists can name.
    pub(super) fn new(views: Vec<View<'a>>) -> Result<Pages<'a>, WriteError> {
        let mut next = 0u32;
        let numbered = |view: View<'a>| {
            let first = next;
            let sections = u32::try_from(view.lengths.len()).ok()?;
            // tantivy's numbers of documents have 31 bits.
            next = first.checked_add(sections).filter(|next| *next < 1 << 31)?;
            Some((first, view))
        };
        let views: Option<Vec<_>> = views.into_iter().map(numbered).collect();
        Ok(Pages { views: views.ok_or(WriteError::TooLarge)? })
    }

    /// How many words each section has.
    pub(super) fn lengths(&self) -> Vec<u32> {
        self.views.iter().flat_map(|(_, view)| view.lengths.iter().copied()).collect()
    }

    /// The cut Han runs of all titles, headings and tags, with how often each occurs.
    pub(super) fn headings(&self) -> BTreeMap<&'a str, u32> {
        let mut headings = BTreeMap::new();
        for heading in self.views.iter().flat_map(|(_, view)| view.headings()) {
            *headings.entry(heading).or_default() += 1;
        }
        headings
    }
}

/// The terms of a group with their posting lists.
struct Group {
    terms: Interner,
    /// Where each term's list ends; it begins where the one before it ends.
    ends: Vec<usize>,
    sections: Vec<u32>,
    times: Vec<u32>,
}

impl Group {
    /// The terms of some groups of a field as one.
    fn of(pages: &Pages<'_>, field: usize, groups: &[usize]) -> Result<Group, WriteError> {
        let of_page =
            |(first, view)| groups.iter().map(move |&group| (first, View::entries(view, field, group)));
        let entries = || pages.views.iter().map(|(first, view)| (*first, view)).flat_map(of_page);
        // A term, an entry, a posting take a byte at least each, so their numbers fit too.
        let size: usize = entries().map(|(_, entries)| entries.size()).sum();
        u32::try_from(size).map_err(|_| WriteError::TooLarge)?;
        let mut terms = Interner::default();
        let mut counts: Vec<usize> = Vec::new();
        // Of each entry the number of its term.
        let mut numbers: Vec<u32> = Vec::new();
        for (_, mut entries) in entries() {
            let mut count = 0;
            while let Some(term) = entries.next(|_, _| count += 1) {
                let number = terms.intern(term);
                counts.resize(terms.len(), 0);
                counts.get_mut(number as usize).into_iter().for_each(|all| *all += count);
                numbers.push(number);
                count = 0;
            }
        }
        let all: usize = counts.iter().sum();
        let mut group = Group { terms, ends: starts(&counts), sections: vec![0; all], times: vec![0; all] };
        let mut numbers = numbers.into_iter().peekable();
        for (first, mut entries) in entries() {
            while let Some(&number) = numbers.peek()
                && entries.next(|section, times| group.put(number, first + section, times)).is_some()
            {
                numbers.next();
            }
        }
        Ok(group)
    }

    /// Puts a posting at the end of a term's list, so far.
    fn put(&mut self, number: u32, section: u32, times: u32) {
        let Some(end) = self.ends.get_mut(number as usize) else { return };
        self.sections.get_mut(*end).into_iter().for_each(|to| *to = section);
        self.times.get_mut(*end).into_iter().for_each(|to| *to = times);
        *end += 1;
    }

    /// Appends the encoded list of a term to `out`; returns how many sections hold it.
    fn encode(&self, number: u32, norms: Option<&Norms>, out: &mut Vec<u8>) -> u32 {
        let number = number as usize;
        let start = number.checked_sub(1).and_then(|before| self.ends.get(before)).copied();
        let range = start.unwrap_or_default()..self.ends.get(number).copied().unwrap_or_default();
        let sections = self.sections.get(range.clone()).unwrap_or_default();
        encode(sections, self.times.get(range).unwrap_or_default(), norms, out);
        sections.len() as u32
    }

    /// The numbers of all terms with `key` of each, by that and then by the terms themselves.
    fn sorted(&self, key: impl Fn(&[u8]) -> usize) -> Vec<(usize, u32)> {
        let numbers = 0..self.terms.len() as u32;
        let mut order: Vec<(usize, u64, u32)> = numbers
            .map(|number| {
                let term = self.terms.get(number);
                (key(term), beginning(term), number)
            })
            .collect();
        order.sort_unstable_by(|a, b| {
            let terms = || self.terms.get(a.2).cmp(self.terms.get(b.2));
            (a.0, a.1).cmp(&(b.0, b.1)).then_with(terms)
        });
        order.into_iter().map(|(key, _, number)| (key, number)).collect()
    }
}

/// Where each of some lists begins that lie one after the other.
fn starts(counts: &[usize]) -> Vec<usize> {
    let mut next = 0;
    counts
        .iter()
        .map(|count| {
            let start = next;
            next += count;
            start
        })
        .collect()
}

/// The first bytes of a term as a number, which is in the order of the terms but for those that
/// begin alike.
fn beginning(term: &[u8]) -> u64 {
    let mut bytes = [0; 8];
    bytes.iter_mut().zip(term).for_each(|(to, from)| *to = *from);
    u64::from_be_bytes(bytes)
}

/// The words with their posting lists, and the words by themselves in order.
pub(super) fn words(pages: &Pages<'_>, norms: &Norms) -> Result<(Part, Vec<String>), WriteError> {
    let groups = (0..GROUPS[WORDS]).into_par_iter().map(|group| words_of(pages, group, norms));
    let groups: Vec<Words> = groups.collect::<Result<_, _>>()?;
    let mut order: Vec<(u64, &[u8], u32, &[u8])> = Vec::new();
    for group in &groups {
        let mut start = 0;
        for (number, &(end, count)) in (0..).zip(&group.lists) {
            let term = group.terms.get(number);
            order.push((beginning(term), term, count, group.bytes.get(start..end).unwrap_or_default()));
            start = end;
        }
    }
    order.par_sort_unstable_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1)));
    let mut part = PartBuilder::new()?;
    let mut words = Vec::with_capacity(order.len());
    for (_, term, count, list) in order {
        part.add(term, |out| {
            out.extend_from_slice(list);
            count
        })?;
        words.push(String::from_utf8_lossy(term).into_owned());
    }
    Ok((part.finish()?, words))
}

/// The words of a group, and their encoded lists in the order of the words' numbers.
struct Words {
    terms: Interner,
    /// Of each word where its list ends, and how many sections it has.
    lists: Vec<(usize, u32)>,
    bytes: Vec<u8>,
}

fn words_of(pages: &Pages<'_>, group: usize, norms: &Norms) -> Result<Words, WriteError> {
    let group = Group::of(pages, WORDS, &[group])?;
    let mut bytes = Vec::new();
    let lists = (0..group.terms.len() as u32).map(|number| {
        let count = group.encode(number, Some(norms), &mut bytes);
        (bytes.len(), count)
    });
    Ok(Words { lists: lists.collect(), terms: group.terms, bytes })
}

/// What can be inverted by itself of so many shards: some of them, which hold the terms of some
/// groups and no others.
#[derive(Debug, Clone, Copy)]
pub(super) struct Share {
    number: usize,
    shards: usize,
}

impl Share {
    /// All shares of so many shards, of which there is a power of two.
    pub(super) fn all(shards: usize) -> Vec<Share> {
        (0..shards.min(GROUPS[SHARDED])).map(|number| Share { number, shards }).collect()
    }

    /// How many shares there are. Shards and groups of one share are as many apart.
    fn step(self) -> usize {
        self.shards.min(GROUPS[SHARDED])
    }

    fn groups(self) -> Vec<usize> {
        (self.number..GROUPS[SHARDED]).step_by(self.step()).collect()
    }

    /// The numbers of its shards.
    pub(super) fn shards(self) -> impl Iterator<Item = usize> {
        (self.number..self.shards).step_by(self.step())
    }

    /// Tells it from a share with any other posting.
    pub(super) fn digest(self, pages: &Pages<'_>) -> [u8; 32] {
        let mut hasher = blake3::Hasher::new();
        hasher.update(&(self.shards as u64).to_le_bytes());
        let groups = self.groups();
        let mut bytes = Vec::new();
        for (first, view) in &pages.views {
            bytes.clear();
            bytes.extend_from_slice(&first.to_le_bytes());
            for &group in &groups {
                let entries = view.group(SHARDED, group);
                bytes.extend_from_slice(&(entries.len() as u32).to_le_bytes());
                bytes.extend_from_slice(entries);
            }
            hasher.update(&bytes);
        }
        *hasher.finalize().as_bytes()
    }

    /// Its shards with their numbers.
    pub(super) fn invert(self, pages: &Pages<'_>) -> Result<Vec<(usize, Part)>, WriteError> {
        let inverted = Group::of(pages, SHARDED, &self.groups())?;
        let shard_of = |term: &[u8]| shard(std::str::from_utf8(term).unwrap_or_default(), self.shards);
        let mut sorted = inverted.sorted(shard_of).into_iter().peekable();
        let part = |number: usize| -> io::Result<(usize, Part)> {
            let mut part = PartBuilder::new()?;
            while let Some((_, term)) = sorted.next_if(|(shard, _)| *shard == number) {
                part.add(inverted.terms.get(term), |out| inverted.encode(term, None, out))?;
            }
            Ok((number, part.finish()?))
        };
        Ok(self.shards().map(part).collect::<Result<_, _>>()?)
    }
}
