//! Marked text: `==what matters==`, across markup but not across paragraphs.

use std::collections::BTreeMap;

use pulldown_cmark::{CowStr, Event, Tag};

use super::super::Events;

/// Where a mark stands: the event, and the byte of its text.
type Place = (usize, usize);

/// Makes elements of the text between two `marks`.
pub(super) fn mark<'a>(events: Events<'a>, marks: &[&str]) -> Events<'a> {
    let mut found = BTreeMap::new();
    for mark in marks {
        found.extend(pairs(&events, mark));
    }
    if found.is_empty() {
        return events;
    }
    let mut marked = Vec::with_capacity(events.len() + 2 * found.len());
    for (at, (event, range)) in events.into_iter().enumerate() {
        let Event::Text(text) = &event else {
            marked.push((event, range));
            continue;
        };
        let mut done = 0;
        for (&(_, place), tag) in found.range((at, 0)..(at + 1, 0)) {
            push_text(text.get(done..place), &range, &mut marked);
            marked.push((Event::InlineHtml(CowStr::Borrowed(tag)), range.clone()));
            // Every mark is two bytes long.
            done = place + 2;
        }
        if done == 0 {
            marked.push((event, range));
        } else {
            push_text(text.get(done..), &range, &mut marked);
        }
    }
    marked
}

fn push_text(text: Option<&str>, range: &std::ops::Range<usize>, events: &mut Events<'_>) {
    if let Some(text) = text.filter(|text| !text.is_empty()) {
        events.push((Event::Text(CowStr::from(text.to_owned())), range.clone()));
    }
}

/// The marks that have a partner in the same element, with the tags they stand for.
fn pairs(events: &Events<'_>, mark: &str) -> Vec<(Place, &'static str)> {
    let mut found = Vec::new();
    // The mark that is open in each element, the innermost last; none where text is no text.
    let mut open: Vec<Option<Place>> = vec![None];
    let mut opaque = 0_usize;
    for (at, (event, _)) in events.iter().enumerate() {
        match event {
            Event::Start(tag) => {
                opaque += usize::from(opaque > 0 || is_opaque(tag));
                open.push(None);
            }
            Event::End(_) => {
                opaque = opaque.saturating_sub(1);
                open.pop();
            }
            Event::Text(text) if opaque == 0 && text.contains(mark) => {
                for (place, opens, closes) in marks_of(text, mark, is_space(events, at)) {
                    let Some(slot) = open.last_mut() else { continue };
                    match *slot {
                        Some(start) if closes && start != (at, place) => {
                            found.extend([(start, "<mark>"), ((at, place), "</mark>")]);
                            *slot = None;
                        }
                        _ if opens => *slot = Some((at, place)),
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }
    found
}

fn is_opaque(tag: &Tag<'_>) -> bool {
    matches!(tag, Tag::Image { .. } | Tag::CodeBlock(_) | Tag::HtmlBlock)
}

/// Whether what stands before and after an event is as good as a space.
fn is_space(events: &Events<'_>, at: usize) -> (bool, bool) {
    let solid = |event: Option<&(Event<'_>, _)>, ends: bool| match event.map(|(event, _)| event) {
        Some(Event::Text(_) | Event::Code(_) | Event::InlineHtml(_) | Event::FootnoteReference(_)) => true,
        Some(Event::End(tag)) => ends && is_inline(*tag),
        Some(Event::Start(tag)) => !ends && is_inline(tag.to_end()),
        _ => false,
    };
    let before = at.checked_sub(1).and_then(|before| events.get(before));
    (!solid(before, true), !solid(events.get(at + 1), false))
}

fn is_inline(tag: pulldown_cmark::TagEnd) -> bool {
    use pulldown_cmark::TagEnd;
    matches!(tag, TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image)
}

/// The marks of a text: where each stands, whether it may open and whether it may close.
/// Runs of more characters are no marks, and between two letters of code it is an operator.
fn marks_of<'t>(
    text: &'t str,
    mark: &'t str,
    space: (bool, bool),
) -> impl Iterator<Item = (usize, bool, bool)> + 't {
    let of = mark.chars().next();
    text.match_indices(mark).filter_map(move |(at, _)| {
        let before = text.get(..at)?.chars().next_back();
        let after = text.get(at + mark.len()..)?.chars().next();
        let is_word = |ch: Option<char>| ch.is_some_and(|ch| ch.is_ascii_alphanumeric());
        if before == of || after == of || (is_word(before) && is_word(after)) {
            return None;
        }
        let is_blank = |ch: Option<char>, edge: bool| ch.map_or(edge, char::is_whitespace);
        Some((at, !is_blank(after, space.1), !is_blank(before, space.0)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(text: &str) -> String {
        let parser = pulldown_cmark::Parser::new(text).into_offset_iter();
        let events = pulldown_cmark::TextMergeWithOffset::new(parser).collect();
        let shown = mark(events, &["==", "^^"]).into_iter().map(|(event, _)| match event {
            Event::Text(text) | Event::InlineHtml(text) => text.to_string(),
            Event::Code(code) => format!("`{code}`"),
            Event::Start(Tag::Strong) | Event::End(pulldown_cmark::TagEnd::Strong) => "**".to_owned(),
            Event::SoftBreak => "\n".to_owned(),
            _ => String::new(),
        });
        shown.collect()
    }

    #[test]
    fn text_between_marks_is_marked() {
        assert_eq!(marked("一==二==三"), "一<mark>二</mark>三");
        assert_eq!(
            marked("==一 **二** `三`\n四==，^^五^^"),
            "<mark>一 **二** `三`\n四</mark>，<mark>五</mark>"
        );
        assert_eq!(marked("**==一==** ==**二**=="), "**<mark>一</mark>** <mark>**二**</mark>");
    }

    #[test]
    fn operators_and_code_are_not() {
        for text in [
            "a == b == c",
            "if a==b or c==d",
            "`==a==`",
            "==一",
            "一====二",
            "==一\n\n二==",
            "=== 一 ===",
            "==一**二==**",
        ] {
            assert!(!marked(text).contains("<mark>"), "{text}");
        }
    }
}
