//! Ids that authors give to headings: `## 现象 {#symptoms}`.
//!
//! pulldown-cmark's own extension takes any braces at the end of a heading for attributes,
//! and `## 使用 ${HOME}` loses its end. Only what begins with `#` or `.` is one.

use pulldown_cmark::{CowStr, Event, Tag, TagEnd};

use super::Events;

/// Moves the attributes at the end of each heading's text to the heading.
pub(super) fn take(events: &mut Events<'_>) {
    let mut open = None;
    for at in 0..events.len() {
        match events.get(at) {
            Some((Event::Start(Tag::Heading { .. }), _)) => open = Some(at),
            Some((Event::End(TagEnd::Heading(_)), _)) => {
                if let (Some(start), Some(last)) = (open.take(), at.checked_sub(1)) {
                    take_from(events, start, last);
                }
            }
            _ => {}
        }
    }
}

fn take_from(events: &mut Events<'_>, start: usize, last: usize) {
    let Some((Event::Text(text), _)) = events.get_mut(last) else { return };
    let Some((before, wanted)) = split(text) else { return };
    let (before, wanted) = (before.to_owned(), wanted.map(str::to_owned));
    *text = CowStr::from(before);
    if let (Some((Event::Start(Tag::Heading { id, .. }), _)), Some(wanted)) = (events.get_mut(start), wanted)
    {
        *id = Some(CowStr::from(wanted));
    }
}

/// The text before the attributes, and the id among them.
fn split(text: &str) -> Option<(&str, Option<&str>)> {
    let (before, attributes) = text.trim_end().strip_suffix('}')?.rsplit_once('{')?;
    let words: Vec<&str> = attributes.split_whitespace().collect();
    let is_attribute =
        |word: &&str| word.len() > 1 && word.starts_with(['#', '.']) && !word.contains(['{', '"', '\'']);
    let follows_space = before.is_empty() || before.ends_with(char::is_whitespace);
    if words.is_empty() || !words.iter().all(is_attribute) || !follows_space {
        return None;
    }
    Some((before.trim_end(), words.iter().find_map(|word| word.strip_prefix('#'))))
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn only_ids_and_classes_are_attributes() {
        assert_eq!(split("现象 {#symptoms}"), Some(("现象", Some("symptoms"))));
        assert_eq!(split("现象 {.wide #a}"), Some(("现象", Some("a"))));
        assert_eq!(split("现象 {.wide}"), Some(("现象", None)));
        for text in
            ["使用 ${HOME}", "JSON {\"a\":1}", "nginx {1,3}", "map[string]interface{}", "宏 #{x}", "{}"]
        {
            assert_eq!(split(text), None, "{text}");
        }
    }
}
