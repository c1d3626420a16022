//! Marks for a table of contents, which every page has anyway.

use pulldown_cmark::{Event, Tag, TagEnd};

use super::Events;

/// Removes paragraphs and headings that are nothing but `[toc]` in one of its spellings.
pub(super) fn remove(events: &mut Events<'_>) {
    let mut at = 0;
    while at + 2 < events.len() {
        let is_mark = match events.get(at..at + 3) {
            Some([(Event::Start(start), _), (Event::Text(text), _), (Event::End(end), _)]) => {
                is_block(start, end) && is_toc(text)
            }
            _ => false,
        };
        if is_mark {
            events.drain(at..at + 3);
        } else {
            at += 1;
        }
    }
}

fn is_block(start: &Tag<'_>, end: &TagEnd) -> bool {
    let paragraph = matches!((start, end), (Tag::Paragraph, TagEnd::Paragraph));
    paragraph || matches!((start, end), (Tag::Heading { .. }, TagEnd::Heading(_)))
}

fn is_toc(text: &str) -> bool {
    let mark = text.trim().to_ascii_lowercase();
    matches!(mark.as_str(), "[toc]" | "[[toc]]" | "@[toc]" | "{toc}" | "[[_toc_]]")
}
