//! The words the index holds: the only dictionary a query is cut by.

use std::io;
use std::ops::Range;

use tantivy::postings::TermInfo;
use tantivy::termdict::TermDictionary;

use crate::analysis::{Folded, Segmenter};

/// Characters of a Han word at most; longer compounds are rare and found by their parts.
const LONGEST_WORD: usize = 8;

/// Completions of an unfinished word that are looked up, the most frequent first.
const COMPLETIONS: usize = 8;

/// The dictionary of words of an open index.
pub(crate) struct Vocabulary<'a> {
    words: &'a TermDictionary,
}

impl<'a> Vocabulary<'a> {
    pub(crate) fn new(words: &'a TermDictionary) -> Vocabulary<'a> {
        Vocabulary { words }
    }

    /// Whether some section holds `word`.
    pub(crate) fn holds(&self, word: &str) -> bool {
        matches!(self.words.get(word), Ok(Some(_)))
    }

    /// The most frequent words that begin with `prefix`, in alphabetical order.
    pub(crate) fn completions(&self, prefix: &str) -> io::Result<Vec<String>> {
        let mut stream = self.words.range().ge(prefix).into_stream()?;
        let mut found: Vec<(u32, String)> = Vec::new();
        while let Some((word, TermInfo { doc_freq, .. })) = stream.next() {
            let Ok(word) = std::str::from_utf8(word) else { continue };
            if !word.starts_with(prefix) {
                break;
            }
            found.push((*doc_freq, word.to_owned()));
        }
        found.sort_by(|(a, first), (b, second)| b.cmp(a).then_with(|| first.cmp(second)));
        found.truncate(COMPLETIONS);
        let mut words: Vec<String> = found.into_iter().map(|(_, word)| word).collect();
        words.sort();
        Ok(words)
    }

    /// Length in characters of the longest word that `run` begins with, 1 if none does.
    fn longest(&self, run: &[Folded]) -> usize {
        let mut text = String::new();
        let mut longest = 1;
        for (at, folded) in run.iter().take(LONGEST_WORD).enumerate() {
            text.push(folded.ch);
            if at > 0 && self.holds(&text) {
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
}
