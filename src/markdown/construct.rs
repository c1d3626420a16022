//! What notes hold beyond Markdown. A pass before the parser puts a mark in its place, a
//! comment that no note contains; the parser carries it along; the writer looks up what it
//! stands for.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::Event;

use super::Events;

/// Something that Markdown has no syntax for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Construct {
    /// The beginning of a box; what follows is in it until its [`Construct::End`].
    Start(Container),
    /// The end of the box opened last.
    End,
    /// What an outline says of the list item that the mark begins.
    Block(Block),
    /// Lines that a program keeps in a note for itself, under their name.
    Drawer(String, String),
    /// A reference to a block by its id: its text is shown.
    Reference(String),
    /// A page, section, block or file that is shown in place.
    Embed(String),
    /// A query to a program that is not there: shown as it was written.
    Query(String),
    /// A picture with a caption.
    Figure(Figure),
    /// A link to a note by its file, address or title, which is shown.
    Note(String),
    /// A formula in TeX; `display` is one that stands apart.
    Formula { tex: String, display: bool },
    /// A drawing, and the words it was made of.
    Diagram { svg: String, source: String },
    /// The end of the summary.
    More,
}

/// What a box is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Container {
    /// A remark of a kind (`note`, `tip`, …). `open` is none where it cannot be folded.
    Callout { kind: String, title: Option<String>, open: Option<bool> },
    /// Something to unfold.
    Details { summary: String, open: bool },
    /// Boxes of which one is shown at a time.
    Tabs,
    /// One of these.
    Tab(String),
    /// A named value.
    Property(String),
    /// A quotation.
    Quote,
    /// A table, list or the like that others refer to by this name.
    Block(String),
    /// Something with a caption, such as a table.
    Captioned(String),
}

/// What an outline knows of one of its blocks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Block {
    /// The name by which others refer to it.
    pub(super) id: Option<String>,
    /// Whether its children are folded away.
    pub(super) collapsed: bool,
    /// Whether it is to be done, as written: `TODO`.
    pub(super) state: Option<String>,
}

/// A picture with what belongs to it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Figure {
    pub(super) source: String,
    pub(super) alt: String,
    pub(super) title: String,
    pub(super) caption: String,
    pub(super) link: String,
    /// In pixels.
    pub(super) width: Option<u32>,
}

/// The constructs of a note, by their marks.
#[derive(Debug)]
pub(super) struct Constructs {
    /// What a mark on a line of its own begins with; not in the note's text.
    prefix: String,
    /// What a mark in a line begins and ends with; not in the note's text.
    limit: char,
    list: Vec<Construct>,
}

impl Constructs {
    /// None yet, for a note of this text.
    pub(super) fn new(text: &str) -> Constructs {
        let mut prefix = "<!--yj:".to_owned();
        while text.contains(&prefix) {
            prefix.push(':');
        }
        let limit = ('\u{f0000}'..'\u{ffffd}').find(|&ch| !text.contains(ch)).unwrap_or('\u{ffffd}');
        Constructs { prefix, limit, list: Vec::new() }
    }

    /// The mark for a construct that has a line of its own, whatever is around it.
    pub(super) fn line(&mut self, construct: Construct) -> String {
        self.list.push(construct);
        self.html(self.list.len() - 1)
    }

    /// The mark for a construct in a line. To the parser it is a letter.
    pub(super) fn inline(&mut self, construct: Construct) -> String {
        self.list.push(construct);
        format!("{}{}{}", self.limit, self.list.len() - 1, self.limit)
    }

    /// What a piece of raw HTML stands for if it is a mark.
    pub(super) fn get(&self, html: &str) -> Option<&Construct> {
        let number = html.trim().strip_prefix(self.prefix.as_str())?.strip_suffix("-->")?;
        self.list.get(number.parse::<usize>().ok()?)
    }

    /// The note that the address of a link names by a mark, and what stands behind the mark.
    pub(super) fn address<'a>(&self, address: &'a str) -> Option<(&str, &'a str)> {
        let (number, rest) = address.strip_prefix(self.limit)?.split_once(self.limit)?;
        match self.list.get(number.parse::<usize>().ok()?)? {
            Construct::Note(name) => Some((name, rest)),
            _ => None,
        }
    }

    /// A block of raw HTML in pieces: what it is but for marks, and what those stand for.
    pub(super) fn pieces<'a>(&'a self, html: &'a str) -> Vec<(&'a str, Option<&'a Construct>)> {
        let mut pieces = Vec::new();
        let mut done = 0;
        let mut at = 0;
        while let Some(found) = html.get(at..).and_then(|rest| rest.find(['<', self.limit])) {
            let start = at + found;
            let rest = html.get(start..).unwrap_or_default();
            let mark = self.mark(rest).filter(|_| !self.list.is_empty());
            match mark {
                Some((length, construct)) => {
                    pieces.push((html.get(done..start).unwrap_or_default(), Some(construct)));
                    at = start + length;
                    done = at;
                }
                None => at = start + rest.chars().next().map_or(1, char::len_utf8),
            }
        }
        pieces.push((html.get(done..).unwrap_or_default(), None));
        pieces
    }

    /// Code without the marks that a fence without an end took in.
    pub(super) fn without_marks<'a>(&self, code: &'a str) -> Cow<'a, str> {
        if self.list.is_empty() || !(code.contains(&self.prefix) || code.contains(self.limit)) {
            return Cow::Borrowed(code);
        }
        Cow::Owned(self.pieces(code).into_iter().map(|(text, _)| text).collect())
    }

    /// The mark that a text begins with: its bytes, and what it stands for.
    fn mark(&self, text: &str) -> Option<(usize, &Construct)> {
        let (open, close) = match text.strip_prefix(self.limit) {
            Some(_) => (self.limit.len_utf8(), self.limit.to_string()),
            None => (text.strip_prefix(self.prefix.as_str()).map(|_| self.prefix.len())?, "-->".to_owned()),
        };
        let inner = text.get(open..)?;
        let digits = inner.bytes().take_while(u8::is_ascii_digit).count();
        let number = inner.get(..digits)?.parse::<usize>().ok()?;
        inner.get(digits..)?.starts_with(&close).then_some(())?;
        Some((open + digits + close.len(), self.list.get(number)?))
    }

    fn html(&self, number: usize) -> String {
        format!("{}{number}-->", self.prefix)
    }

    /// Takes the marks in lines out of the text around them.
    pub(super) fn split<'a>(&self, events: Events<'a>) -> Events<'a> {
        let has_mark = |event: &Event<'_>| matches!(event, Event::Text(text) if text.contains(self.limit));
        if !events.iter().any(|(event, _)| has_mark(event)) {
            return events;
        }
        let mut split = Vec::with_capacity(events.len() + self.list.len());
        for (event, range) in events {
            match event {
                Event::Text(text) if text.contains(self.limit) => {
                    let parts = text.split(self.limit).enumerate().filter(|(_, part)| !part.is_empty());
                    split.extend(parts.map(|(number, part)| {
                        (self.part(number, part), self.place(&text, part, number, &range))
                    }));
                }
                event => split.push((event, range)),
            }
        }
        split
    }

    /// Every second part of a text between limits is the number of a mark.
    fn part<'a>(&self, number: usize, part: &str) -> Event<'a> {
        match part.parse().ok().filter(|_| number % 2 == 1) {
            Some(number) => match self.list.get(number) {
                Some(Construct::Formula { tex, display: false }) => Event::InlineMath(tex.clone().into()),
                Some(Construct::Formula { tex, display: true }) => Event::DisplayMath(tex.clone().into()),
                _ => Event::InlineHtml(self.html(number).into()),
            },
            None => Event::Text(part.to_owned().into()),
        }
    }

    /// The bytes of one part of a text between limits, where every byte of the text is one
    /// of the note; a mark's include its limits.
    fn place(&self, text: &str, part: &str, number: usize, range: &Range<usize>) -> Range<usize> {
        if text.len() != range.len() {
            return range.clone();
        }
        let limit = if number % 2 == 1 { self.limit.len_utf8() } else { 0 };
        let start = range.start + (part.as_ptr().addr() - text.as_ptr().addr());
        start - limit..start + part.len() + limit
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_never_in_the_text() {
        let mut constructs = Constructs::new("<!--yj:0--> <!--yj::");
        let mark = constructs.line(Construct::More);
        assert_eq!(constructs.get(&format!("  {mark}\n")), Some(&Construct::More));
        assert_eq!(constructs.get("<!--yj:0-->"), None);
        assert_eq!(constructs.get("<!--yj:::1-->"), None);
    }

    #[test]
    fn marks_in_a_line_become_events() {
        let mut constructs = Constructs::new("见");
        let text = format!("见{}。", constructs.inline(Construct::More));
        let events = constructs.split(vec![(Event::Text(text.into()), 3..9)]);
        assert_eq!(events.len(), 3);
        assert_eq!(events[0], (Event::Text("见".into()), 3..9));
        assert!(matches!(&events[1].0, Event::InlineHtml(html) if constructs.get(html).is_some()));
    }
}
