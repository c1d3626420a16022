//! Marks for a table of contents, which every page has anyway.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use super::Events;

/// Removes paragraphs and headings that are nothing but `[toc]` in one of its spellings.
pub(super) fn remove(events: &mut Events<'_>) {
    let mut at = 0;
    while at + 2 < events.len() {
        match mark(events.get(at..).unwrap_or_default()) {
            Some(length) => drop(events.drain(at..at + length)),
            None => at += 1,
        }
    }
}

/// How many events the mark takes that these begin with.
fn mark(events: &[(Event<'_>, Range<usize>)]) -> Option<usize> {
    let mut events = events.iter().map(|(event, _)| event);
    let Event::Start(start) = events.next()? else { return None };
    let (length, is_mark) = match events.next()? {
        Event::Text(text) => (3, is_toc(text)),
        // Where names in double brackets are links, it is one.
        Event::Start(Tag::Link { link_type: LinkType::WikiLink { .. }, dest_url, .. }) => {
            (5, dest_url.eq_ignore_ascii_case("toc") && events.by_ref().take(2).count() == 2)
        }
        _ => return None,
    };
    let Event::End(end) = events.next()? else { return None };
    (is_mark && is_block(start, end)).then_some(length)
}

fn is_block(start: &Tag<'_>, end: &TagEnd) -> bool {
    let paragraph = matches!((start, end), (Tag::Paragraph, TagEnd::Paragraph));
    paragraph || matches!((start, end), (Tag::Heading { .. }, TagEnd::Heading(_)))
}

fn is_toc(text: &str) -> bool {
    let marks = ["[toc]", "[[toc]]", "@[toc]", "{toc}", "[[_toc_]]"];
    marks.iter().any(|mark| text.trim().eq_ignore_ascii_case(mark))
}
