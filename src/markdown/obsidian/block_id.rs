//! Names that authors give to blocks: `text ^name`, or `^name` below a table or list.

use std::collections::{BTreeMap, BTreeSet};

use pulldown_cmark::{CowStr, Event, Tag, TagEnd};

use super::super::Events;
use super::super::construct::{Block, Construct, Constructs, Container};
use super::super::lines::lines;
use super::super::rewrite::Edit;

/// The edits that keep a name on a line of its own out of the table or quotation above it.
pub(super) fn edits(text: &str) -> Vec<Edit> {
    let mut edits = Vec::new();
    let mut above = "";
    for line in lines(text).filter(|line| !line.code) {
        let is_name = line.text.trim_start().starts_with('^') && id(line.text).is_some_and(|(at, _)| at == 0);
        if is_name && above.trim_start().starts_with(['|', '>']) {
            edits.push(Edit { range: line.range.start..line.range.start, with: "\n".to_owned() });
        }
        above = line.text;
    }
    edits
}

/// The name at the end of a text, and how long the text is without it.
fn id(text: &str) -> Option<(usize, &str)> {
    let (before, id) = text.trim_end().rsplit_once('^')?;
    let is_id = !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    let stands_apart = before.is_empty() || before.ends_with([' ', '\t']);
    (is_id && stands_apart).then(|| (before.trim_end().len(), id))
}

/// An element that is open: where it began, and the last one that ended in it.
#[derive(Debug, Default)]
struct Element {
    start: usize,
    last: Option<usize>,
}

/// What becomes of the events, by their number.
#[derive(Debug, Default)]
struct Changes {
    /// What goes before an event.
    before: BTreeMap<usize, Construct>,
    /// The text that is left of an event; nothing, of one that goes.
    left: BTreeMap<usize, Option<usize>>,
    seen: BTreeSet<String>,
}

/// Takes the names out of a note's text and marks the blocks that have them.
pub(super) fn take<'a>(events: Events<'a>, constructs: &mut Constructs) -> Events<'a> {
    let changes = changes(&events);
    if changes.before.is_empty() && changes.left.is_empty() {
        return events;
    }
    let mut taken = Vec::with_capacity(events.len() + changes.before.len());
    for (at, (event, range)) in events.into_iter().enumerate() {
        if let Some(construct) = changes.before.get(&at) {
            let mark = constructs.line(construct.clone());
            taken.push((Event::InlineHtml(mark.into()), range.clone()));
        }
        match (changes.left.get(&at), event) {
            (None, event) => taken.push((event, range)),
            (Some(Some(length)), Event::Text(text)) => {
                let left = text.get(..*length).unwrap_or_default().to_owned();
                taken.push((Event::Text(CowStr::from(left)), range));
            }
            _ => {}
        }
    }
    taken
}

fn changes(events: &Events<'_>) -> Changes {
    let mut changes = Changes::default();
    let mut open = vec![Element::default()];
    for (at, (event, _)) in events.iter().enumerate() {
        match event {
            Event::Start(tag) if !is_inline(&tag.to_end()) => {
                changes.item(events, at, open.last());
                open.push(Element { start: at, last: None });
            }
            Event::End(tag) if !is_inline(tag) => {
                let element = open.last().filter(|_| *tag == TagEnd::Item);
                changes.item(events, at, element);
                let Some(element) = open.pop() else { continue };
                let parent = open.last_mut();
                let is_text = matches!(tag, TagEnd::Paragraph | TagEnd::Heading(_));
                let wrapped = is_text && changes.text(events, element.start..at, parent.as_deref());
                if let Some(parent) = parent {
                    parent.last = (!wrapped).then_some(element.start);
                }
            }
            _ => {}
        }
    }
    changes
}

impl Changes {
    /// The text of a list's item that stands in no paragraph ends before event `at`.
    fn item(&mut self, events: &Events<'_>, at: usize, element: Option<&Element>) {
        let Some(element) = element.filter(|element| element.last.is_none()) else { return };
        if matches!(events.get(element.start), Some((Event::Start(Tag::Item), _))) {
            self.named(events, element.start, at);
        }
    }

    /// A paragraph or heading. Whether it was but the name of the block before it.
    fn text(&mut self, events: &Events<'_>, range: std::ops::Range<usize>, parent: Option<&Element>) -> bool {
        if self.named(events, range.start, range.end) {
            return false;
        }
        let alone = range.start + 2 == range.end;
        let (Some((Event::Text(text), _)), Some(before), true) =
            (events.get(range.start + 1), parent.and_then(|parent| parent.last), alone)
        else {
            return false;
        };
        let Some((0, id)) = id(text) else { return false };
        if self.seen.insert(id.to_ascii_lowercase()) {
            self.before.insert(before, Construct::Start(Container::Block(format!("^{id}"))));
            self.before.insert(range.start, Construct::End);
        }
        self.left.extend((range.start..=range.end).map(|at| (at, None)));
        true
    }

    /// Takes the name at the end of what began at event `start` and ends before `end`, if it
    /// has one and a text besides.
    fn named(&mut self, events: &Events<'_>, start: usize, end: usize) -> bool {
        let last = end - 1;
        let Some((Event::Text(text), _)) = events.get(last) else { return false };
        let Some((left, id)) = id(text) else { return false };
        if left == 0 {
            // On the last line of a text.
            let before = events.get(last - 1).map(|(event, _)| event);
            if !matches!(before, Some(Event::SoftBreak | Event::HardBreak)) {
                return false;
            }
            self.left.insert(last - 1, None);
        }
        self.left.insert(last, Some(left).filter(|&left| left > 0));
        if self.seen.insert(id.to_ascii_lowercase()) {
            let block = Block { id: Some(format!("^{id}")), ..Block::default() };
            self.before.insert(start + 1, Construct::Block(block));
        }
        true
    }
}

fn is_inline(tag: &TagEnd) -> bool {
    matches!(
        tag,
        TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::Link
            | TagEnd::Image
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_stands_apart_at_the_end() {
        assert_eq!(id("一 二 ^a-1 "), Some(("一 二".len(), "a-1")));
        assert_eq!(id("^a"), Some((0, "a")));
        for text in ["x^2", "一 ^", "一 ^二", "^a b", "[^1]"] {
            assert_eq!(id(text), None, "{text}");
        }
    }

    #[test]
    fn a_name_below_a_table_is_no_row() {
        let places = |text| edits(text).iter().map(|edit| edit.range.start).collect::<Vec<_>>();
        assert_eq!(places("|a|\n|-|\n^t\n> 一\n^q\n\n^x"), [8, 17]);
        assert_eq!(places("一\n^p"), Vec::<usize>::new());
    }
}
