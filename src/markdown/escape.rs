//! Marks that an author escaped and that mean something to no parser but ours: `\#no-tag`.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event};

use super::Events;

/// What a backslash takes the meaning of.
const MARKS: [char; 3] = ['#', '=', '^'];

/// Keeps escaped marks apart from the text around them, by events without content. `text` is
/// what the events were read from.
pub(super) fn keep_apart<'a>(
    events: impl Iterator<Item = (Event<'a>, Range<usize>)>,
    text: &str,
) -> impl Iterator<Item = (Event<'a>, Range<usize>)> {
    events.flat_map(move |(event, range)| {
        let escaped =
            range.start.checked_sub(1).and_then(|before| text.as_bytes().get(before)) == Some(&b'\\');
        let split = match &event {
            Event::Text(content) if escaped && content.starts_with(MARKS) => {
                Some((content.get(..1).unwrap_or_default(), content.get(1..).unwrap_or_default()))
            }
            _ => None,
        };
        let parts = match split {
            None => [Some((event, range)), None, None, None],
            Some((mark, rest)) => {
                let wall = || Some((Event::InlineHtml(CowStr::Borrowed("")), range.clone()));
                let part = |part: &str| Some((Event::Text(CowStr::from(part.to_owned())), range.clone()));
                [wall(), part(mark), wall(), part(rest)]
            }
        };
        parts.into_iter().flatten()
    })
}

/// Takes away what kept them apart.
pub(super) fn join(events: &mut Events<'_>) {
    events.retain(|(event, _)| !matches!(event, Event::InlineHtml(html) if html.is_empty()));
}
