//! Text rewritten before it is parsed, and where its bytes came from.

use std::borrow::Cow;
use std::ops::Range;

/// Bytes of a text and what takes their place; an empty range inserts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Edit {
    pub(super) range: Range<usize>,
    pub(super) with: String,
}

impl Edit {
    /// Puts text in place of a stretch.
    pub(super) fn new(range: Range<usize>, with: impl Into<String>) -> Edit {
        Edit { range, with: with.into() }
    }

    /// Puts text between two bytes.
    pub(super) fn insert(at: usize, with: impl Into<String>) -> Edit {
        Edit::new(at..at, with)
    }
}

/// A text after some passes over it. Knows of each byte where in the file it was written, so
/// that a message can point there.
#[derive(Debug)]
pub(super) struct Rewritten<'a> {
    text: Cow<'a, str>,
    /// Where the first text begins in its file.
    start: usize,
    /// One for each pass, the first first.
    maps: Vec<Map>,
}

/// Where the bytes of a new text stand in the old one.
#[derive(Debug, Default)]
struct Map {
    /// Stretches in order: where one begins in the new text and in the old one, and whether
    /// it was copied.
    stretches: Vec<(usize, usize, bool)>,
}

impl<'a> Rewritten<'a> {
    /// A text that begins at `start` of its file, as it stands there.
    pub(super) fn new(text: &'a str, start: usize) -> Rewritten<'a> {
        Rewritten { text: Cow::Borrowed(text), start, maps: Vec::new() }
    }

    /// The text as the passes so far left it.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Replaces what `edits` say, which are in order and apart from each other; one that is
    /// not is left out.
    pub(super) fn apply(&mut self, edits: &[Edit]) {
        if edits.is_empty() {
            return;
        }
        let mut builder = Builder::new(&self.text);
        let mut done = 0;
        for edit in edits.iter().filter(|edit| edit.range.start <= edit.range.end) {
            if edit.range.start < done {
                continue;
            }
            builder.copy(done..edit.range.start);
            builder.skip_to(edit.range.start);
            builder.insert(&edit.with);
            done = edit.range.end;
        }
        builder.copy(done..self.text.len());
        let built = builder.finish();
        self.replace(built);
    }

    /// Puts what a pass built in place of the text it was built from.
    pub(super) fn replace(&mut self, (text, map): (String, Origins)) {
        self.text = Cow::Owned(text);
        self.maps.push(map.0);
    }

    /// Where in the file a byte of the text was written; for what a pass put in, where it
    /// did so.
    pub(super) fn origin(&self, at: usize) -> usize {
        self.start + self.maps.iter().rev().fold(at, |at, map| map.origin(at))
    }
}

impl Map {
    fn origin(&self, at: usize) -> usize {
        let after = self.stretches.partition_point(|&(new, _, _)| new <= at);
        match after.checked_sub(1).and_then(|last| self.stretches.get(last)) {
            Some(&(new, old, true)) => old + (at - new),
            Some(&(_, old, false)) => old,
            None => at,
        }
    }
}

/// Where the bytes of a built text stand in the one it was built from.
#[derive(Debug)]
pub(super) struct Origins(Map);

/// A new text made of parts of an old one and of insertions.
#[derive(Debug)]
pub(super) struct Builder<'a> {
    old: &'a str,
    text: String,
    map: Map,
    /// Where in the old text the next insertion belongs.
    at: usize,
}

impl<'a> Builder<'a> {
    /// A builder of a text from `old`.
    pub(super) fn new(old: &'a str) -> Builder<'a> {
        Builder { old, text: String::with_capacity(old.len() + old.len() / 8), map: Map::default(), at: 0 }
    }

    /// Adds bytes of the old text.
    pub(super) fn copy(&mut self, range: Range<usize>) {
        let part = self.old.get(range.clone()).unwrap_or_default();
        if !part.is_empty() {
            self.map.stretches.push((self.text.len(), range.start, true));
            self.text.push_str(part);
        }
        self.at = range.end;
    }

    /// Adds something that is not in the old text.
    pub(super) fn insert(&mut self, text: &str) {
        if !text.is_empty() {
            self.map.stretches.push((self.text.len(), self.at, false));
            self.text.push_str(text);
        }
    }

    /// Says where in the old text what is inserted next belongs.
    pub(super) fn skip_to(&mut self, at: usize) {
        self.at = at;
    }

    /// The new text.
    pub(super) fn finish(self) -> (String, Origins) {
        (self.text, Origins(self.map))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edit(range: Range<usize>, with: &str) -> Edit {
        Edit { range, with: with.to_owned() }
    }

    #[test]
    fn bytes_know_where_they_were_written() {
        let mut text = Rewritten::new("abcdef", 100);
        text.apply(&[edit(1..3, "XYZ"), edit(5..5, "-")]);
        assert_eq!(text.text(), "aXYZde-f");
        let origins: Vec<usize> = (0..=8).map(|at| text.origin(at)).collect();
        assert_eq!(origins, [100, 101, 101, 101, 103, 104, 105, 105, 106]);
        text.apply(&[edit(0..4, "")]);
        assert_eq!(text.text(), "de-f");
        assert_eq!([0, 3].map(|at| text.origin(at)), [103, 105]);
    }

    #[test]
    fn edits_that_overlap_are_left_out() {
        let mut text = Rewritten::new("abcdef", 0);
        text.apply(&[edit(0..3, "1"), edit(2..4, "2"), edit(3..4, "3")]);
        assert_eq!(text.text(), "13ef");
    }

    #[test]
    fn a_text_without_edits_is_not_copied() {
        let mut text = Rewritten::new("abc", 7);
        text.apply(&[]);
        assert!(matches!(text.text, Cow::Borrowed("abc")));
        assert_eq!(text.origin(2), 9);
    }
}
