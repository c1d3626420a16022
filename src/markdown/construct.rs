//! What notes hold beyond Markdown. A pass before the parser puts a mark in its place, a
//! comment that no note contains; the parser carries it along; the writer looks up what it
//! stands for.

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
                    split.extend(parts.map(|(number, part)| (self.part(number, part), range.clone())));
                }
                event => split.push((event, range)),
            }
        }
        split
    }

    /// Every second part of a text between limits is the number of a mark.
    fn part<'a>(&self, number: usize, part: &str) -> Event<'a> {
        match part.parse().ok().filter(|_| number % 2 == 1) {
            Some(number) => Event::InlineHtml(self.html(number).into()),
            None => Event::Text(part.to_owned().into()),
        }
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
