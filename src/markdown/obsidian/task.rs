//! States of tasks beyond open and done: `- [/] half done`.

use pulldown_cmark::{CowStr, Event, Tag};

use super::super::Events;
use super::super::construct::{Block, Construct, Constructs};

/// What stands in the brackets, and the state it means.
const STATES: [(&str, &str); 6] = [
    ("[/] ", "DOING"),
    ("[-] ", "CANCELED"),
    ("[>] ", "LATER"),
    ("[<] ", "LATER"),
    ("[!] ", "IMPORTANT"),
    ("[?] ", "QUESTION"),
];

/// Gives items their states, as outlines have them.
pub(super) fn take<'a>(events: Events<'a>, constructs: &mut Constructs) -> Events<'a> {
    let mut taken: Events<'a> = Vec::with_capacity(events.len());
    for (event, range) in events {
        let found = match &event {
            Event::Text(text) => state(text).and_then(|found| Some((found, item(&taken, constructs)?))),
            _ => None,
        };
        let Some(((state, rest), (block, has_mark))) = found else {
            taken.push((event, range));
            continue;
        };
        if has_mark {
            taken.pop();
        }
        let block = Block { state: Some(state.to_owned()), ..block };
        let mark = constructs.line(Construct::Block(block));
        taken.push((Event::InlineHtml(mark.into()), range.clone()));
        taken.push((Event::Text(CowStr::from(rest)), range));
    }
    taken
}

/// The state that a text begins with, and the text without it.
fn state(text: &str) -> Option<(&'static str, String)> {
    let of = |(written, state): &(&str, &'static str)| Some((*state, text.strip_prefix(written)?.to_owned()));
    STATES.iter().find_map(of)
}

/// What is known of the item whose text comes next after these events, if one's does, and
/// whether its mark is the last of them.
fn item(before: &Events<'_>, constructs: &Constructs) -> Option<(Block, bool)> {
    let mut before = before.iter().rev().map(|(event, _)| event).peekable();
    let mut known = None;
    if let Some(Event::InlineHtml(html)) = before.peek() {
        let Some(Construct::Block(block)) = constructs.get(html) else { return None };
        known = Some(block.clone());
        before.next();
    }
    if matches!(before.peek(), Some(Event::Start(Tag::Paragraph))) {
        before.next();
    }
    let has_mark = known.is_some();
    matches!(before.next(), Some(Event::Start(Tag::Item))).then(|| (known.unwrap_or_default(), has_mark))
}

#[cfg(test)]
mod tests {
    use super::state;

    #[test]
    fn a_state_stands_in_brackets_before_a_text() {
        assert_eq!(state("[/] 扩容"), Some(("DOING", "扩容".to_owned())));
        for text in ["[/]扩容", "[x] 扩容", "扩容 [/] ", "[k] 钥匙"] {
            assert_eq!(state(text), None, "{text}");
        }
    }
}
