//! A copy of a text in which some characters have stand-ins, of the same length in bytes.
//!
//! pulldown-cmark decides by the characters around it whether an asterisk is a delimiter,
//! and cannot be told otherwise. It can be shown others: a stand-in is a character which
//! counts as wanted and occurs nowhere in the text. Every range in the copy is one in the
//! text, and in what is read each stand-in is replaced by what it stands for.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

use pulldown_cmark::{CodeBlockKind, CowStr, Event, Options, Parser, Tag};

use super::Events;
use super::character::is_punctuation;

/// What a character counts as beside a delimiter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Class {
    Letter,
    Punctuation,
}

impl Class {
    /// What a character counts as by itself.
    pub(super) fn of(ch: char) -> Class {
        if is_punctuation(ch) { Class::Punctuation } else { Class::Letter }
    }
}

/// What a stand-in counts as to what is left of it, and to what is right of it.
type Classes = (Class, Class);

/// The letter of a stand-in that counts differently to either side: it is two characters,
/// this one and a mark that occurs nowhere else.
const LETTER: char = 'x';

/// A text as pulldown-cmark gets to see it.
#[derive(Debug)]
pub(super) struct Masked<'a> {
    text: Cow<'a, str>,
    /// What each mark stands for.
    originals: BTreeMap<char, (char, Classes)>,
}

impl<'a> Masked<'a> {
    /// Parses the text. What is found speaks of the text without stand-ins.
    pub(super) fn parse(&self, options: Options) -> Events<'a> {
        match &self.text {
            Cow::Borrowed(text) => Parser::new_ext(text, options).into_offset_iter().collect(),
            Cow::Owned(text) => Parser::new_ext(text, options)
                .into_offset_iter()
                .map(|(event, range)| (self.restore(event.into_static()), range))
                .collect(),
        }
    }

    /// Whether anything has a stand-in.
    #[cfg(test)]
    pub(super) fn is_copy(&self) -> bool {
        matches!(self.text, Cow::Owned(_))
    }

    fn restore<'e>(&self, mut event: Event<'e>) -> Event<'e> {
        match &mut event {
            Event::Text(text)
            | Event::Code(text)
            | Event::Html(text)
            | Event::InlineHtml(text)
            | Event::FootnoteReference(text)
            | Event::InlineMath(text)
            | Event::DisplayMath(text) => self.restore_string(text),
            Event::Start(tag) => self.restore_tag(tag),
            Event::End(_) | Event::SoftBreak | Event::HardBreak | Event::Rule | Event::TaskListMarker(_) => {}
        }
        event
    }

    fn restore_tag(&self, tag: &mut Tag<'_>) {
        match tag {
            Tag::Link { dest_url, title, id, .. } | Tag::Image { dest_url, title, id, .. } => {
                [dest_url, title, id].into_iter().for_each(|text| self.restore_string(text));
            }
            Tag::CodeBlock(CodeBlockKind::Fenced(text)) | Tag::FootnoteDefinition(text) => {
                self.restore_string(text);
            }
            _ => {}
        }
    }

    fn restore_string(&self, text: &mut CowStr<'_>) {
        if !text.contains(|ch| self.originals.contains_key(&ch)) {
            return;
        }
        let mut restored = String::with_capacity(text.len());
        let mut chars = text.chars();
        while let Some(ch) = chars.next() {
            let Some(&(original, classes)) = self.originals.get(&ch) else {
                restored.push(ch);
                continue;
            };
            match classes {
                (Class::Letter, Class::Punctuation) => _ = restored.pop(),
                (Class::Punctuation, Class::Letter) => _ = chars.next(),
                _ => {}
            }
            restored.push(original);
        }
        *text = CowStr::from(restored);
    }
}

/// Puts stand-ins into a text, from its beginning to its end.
#[derive(Debug)]
pub(super) struct Masker<'a> {
    text: &'a str,
    masked: String,
    /// Bytes of `text` that are in `masked`.
    done: usize,
    pools: Vec<Pool>,
    marks: BTreeMap<(char, Classes), char>,
}

impl<'a> Masker<'a> {
    pub(super) fn new(text: &'a str) -> Masker<'a> {
        Masker { text, masked: String::new(), done: 0, pools: Vec::new(), marks: BTreeMap::new() }
    }

    /// Puts a stand-in for the character at `at`. In a text that uses up all there are the
    /// character is left as it is.
    pub(super) fn replace(&mut self, at: usize, original: char, classes: Classes) {
        let Some(mark) = self.mark(original, classes) else { return };
        self.masked.push_str(self.text.get(self.done..at).unwrap_or_default());
        let letter = Some(LETTER);
        let (before, after) = match classes {
            (Class::Letter, Class::Punctuation) => (letter, None),
            (Class::Punctuation, Class::Letter) => (None, letter),
            _ => (None, None),
        };
        self.masked.extend(before.into_iter().chain([mark]).chain(after));
        self.done = at + original.len_utf8();
    }

    /// The mark of the stand-in for a character: the same wherever it stands, so that equal
    /// labels of links stay equal.
    fn mark(&mut self, original: char, classes: Classes) -> Option<char> {
        if let Some(mark) = self.marks.get(&(original, classes)) {
            return Some(*mark);
        }
        if self.pools.is_empty() {
            self.pools = Pool::all(self.text);
        }
        let (class, length) = match classes {
            (one, other) if one == other => (one, original.len_utf8()),
            _ => (Class::Punctuation, original.len_utf8() - LETTER.len_utf8()),
        };
        let mark = self.pools.iter_mut().find_map(|pool| pool.take(class, length))?;
        self.marks.insert((original, classes), mark);
        Some(mark)
    }

    /// The text with its stand-ins; without any it is the text itself.
    pub(super) fn finish(mut self) -> Masked<'a> {
        if self.marks.is_empty() {
            return Masked { text: Cow::Borrowed(self.text), originals: BTreeMap::new() };
        }
        self.masked.push_str(self.text.get(self.done..).unwrap_or_default());
        let originals = self.marks.into_iter().map(|((ch, classes), mark)| (mark, (ch, classes)));
        Masked { text: Cow::Owned(self.masked), originals: originals.collect() }
    }
}

/// Characters of one class and length, for marks.
#[derive(Debug)]
struct Pool {
    class: Class,
    length: usize,
    free: RangeInclusive<char>,
    used: BTreeSet<char>,
}

impl Pool {
    /// All there are, without what the text uses itself. Letters are characters without a
    /// meaning of their own; punctuation is symbols that no entity names, and older than the
    /// tables of pulldown-cmark.
    fn all(text: &str) -> Vec<Pool> {
        let ranges = [
            (Class::Letter, '\u{e}'..='\u{1f}'),
            (Class::Letter, '\u{e000}'..='\u{f8ff}'),
            (Class::Letter, '\u{f0000}'..='\u{ffffd}'),
            (Class::Punctuation, '\u{2e5}'..='\u{37e}'),
            (Class::Punctuation, '\u{2e80}'..='\u{31e3}'),
            (Class::Punctuation, '\u{3200}'..='\u{33ff}'),
            (Class::Punctuation, '\u{1d000}'..='\u{1d0f5}'),
        ];
        let mut pools = ranges.map(|(class, free)| {
            let length = free.start().len_utf8();
            Pool { class, length, free, used: BTreeSet::new() }
        });
        for ch in text.chars().chain(numeric_entities(text)) {
            if let Some(pool) = pools.iter_mut().find(|pool| pool.free.contains(&ch)) {
                pool.used.insert(ch);
            }
        }
        pools.into()
    }

    /// Takes one, if this is the pool to take it from.
    fn take(&mut self, class: Class, length: usize) -> Option<char> {
        if (class, length) != (self.class, self.length) {
            return None;
        }
        let Pool { free, used, .. } = self;
        free.find(|ch| !used.contains(ch) && Class::of(*ch) == class)
    }
}

/// Characters that a text names by their numbers, as `&#12354;` and `&#x3042;` do.
fn numeric_entities(text: &str) -> impl Iterator<Item = char> {
    text.split("&#").skip(1).filter_map(|rest| {
        let (radix, rest) = match rest.strip_prefix(['x', 'X']) {
            Some(rest) => (16, rest),
            None => (10, rest),
        };
        let end = rest.find(|ch: char| !ch.is_digit(radix)).unwrap_or(rest.len());
        char::from_u32(u32::from_str_radix(rest.get(..end)?, radix).ok()?)
    })
}
