//! The words the index holds: the only dictionary a query is cut by.

use std::cell::OnceCell;
use std::io;
use std::ops::Range;

use tantivy::postings::TermInfo;
use tantivy::termdict::TermDictionary;

use super::concept::Target;
use super::noise;
use super::typo::Letters;
use crate::analysis::{Folded, Segmenter};
use crate::segment::Segment;

/// Characters of a Han word at most; longer compounds are rare and found by their parts.
const LONGEST_WORD: usize = 8;

/// Completions of an unfinished word that are looked up, the most frequent first.
const COMPLETIONS: usize = 8;

/// A word of the index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) word: String,
    /// Sections that hold it.
    pub(crate) frequency: u32,
    /// Which letters and digits it has, a bit each; tells at a glance how far from another
    /// word it is at least.
    pub(crate) letters: Letters,
}

impl Entry {
    pub(crate) fn new(word: impl Into<String>, frequency: u32) -> Entry {
        let word = word.into();
        Entry { letters: Letters::of(&word), word, frequency }
    }
}

/// The dictionary of words of an open index.
pub(crate) struct Vocabulary<'a> {
    segment: &'a Segment,
    words: &'a TermDictionary,
    /// All of them, read when a word is looked for that is not spelt like any.
    entries: &'a OnceCell<Vec<Entry>>,
}

impl<'a> Vocabulary<'a> {
    pub(crate) fn new(segment: &'a Segment, entries: &'a OnceCell<Vec<Entry>>) -> Vocabulary<'a> {
        Vocabulary { segment, words: segment.words(), entries }
    }

    /// Number of sections that hold `word`; 0 also while its dictionary is not there yet, which
    /// the store has noted then.
    pub(crate) fn frequency(&self, word: &str) -> u32 {
        self.segment.frequency(word, Target::Text).unwrap_or_default()
    }

    /// Whether some section holds `word`.
    pub(crate) fn holds(&self, word: &str) -> bool {
        self.frequency(word) > 0
    }

    /// The most frequent words that begin with `prefix` and are longer, the most frequent first.
    pub(crate) fn completions(&self, prefix: &str) -> io::Result<Vec<Entry>> {
        let mut stream = self.words.range().gt(prefix).into_stream()?;
        let mut found: Vec<Entry> = Vec::new();
        while let Some((word, TermInfo { doc_freq, .. })) = stream.next() {
            let Ok(word) = std::str::from_utf8(word) else { continue };
            if !word.starts_with(prefix) {
                break;
            }
            found.push(Entry::new(word, *doc_freq));
        }
        found.sort_by(|a, b| b.frequency.cmp(&a.frequency).then_with(|| a.word.cmp(&b.word)));
        found.truncate(COMPLETIONS);
        Ok(found)
    }

    /// All words in alphabetical order.
    pub(crate) fn entries(&self) -> &'a [Entry] {
        self.entries.get_or_init(|| {
            let mut entries = Vec::with_capacity(self.words.num_terms());
            let mut stream = self.words.stream().ok();
            while let Some((word, info)) = stream.as_mut().and_then(|stream| stream.next()) {
                entries.push(Entry::new(String::from_utf8_lossy(word), info.doc_freq));
            }
            entries
        })
    }

    /// Length in characters of the longest word that `run` begins with, 1 if none does.
    fn longest(&self, run: &[Folded]) -> usize {
        let mut text = String::new();
        let mut longest = 1;
        for (at, folded) in run.iter().take(LONGEST_WORD).enumerate() {
            text.push(folded.ch);
            if at > 0 && (self.holds(&text) || noise::is_filler(&text)) {
                longest = at + 1;
            }
        }
        longest
    }
}

impl Segmenter for Vocabulary<'_> {
    /// Takes the longest known word again and again from the left. Measured on judged
    /// queries this finds as well as the full dictionary the index was cut by.
    fn cut(&self, run: &[Folded]) -> Vec<Range<usize>> {
        let mut words = Vec::new();
        let mut start = 0;
        while let Some(rest) = run.get(start..).filter(|rest| !rest.is_empty()) {
            let end = start + self.longest(rest);
            words.push(start..end);
            start = end;
        }
        words
    }

    fn is_word(&self, text: &str) -> bool {
        self.holds(text)
    }
}
