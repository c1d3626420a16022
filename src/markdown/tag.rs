//! Tags in a text: `#word` and `#[[some words]]`, as Logseq and Obsidian have them.

use pulldown_cmark::{CowStr, Event, LinkType, Tag, TagEnd};

use super::Events;

/// Makes links of the tags in a note's text. Their target begins with `##`.
pub(super) fn link(events: Events<'_>) -> Events<'_> {
    let mut linked = Vec::with_capacity(events.len());
    let mut plain = 0_usize;
    let mut events = events.into_iter().peekable();
    while let Some((event, range)) = events.next() {
        plain = match &event {
            Event::Start(tag) if is_opaque(tag) => plain + 1,
            Event::End(TagEnd::Link | TagEnd::Image | TagEnd::CodeBlock | TagEnd::HtmlBlock) => {
                plain.saturating_sub(1)
            }
            _ => plain,
        };
        match (event, events.peek_mut()) {
            // `#[[words]]`
            (
                Event::Text(text),
                Some((Event::Start(Tag::Link { link_type: LinkType::WikiLink { .. }, dest_url, .. }), _)),
            ) if text.ends_with('#') && plain == 0 => {
                *dest_url = CowStr::from(format!("##{dest_url}"));
                // The mark stays in front of the link; it is part of how a tag looks.
                split(text.trim_end_matches('#'), &range, &mut linked);
            }
            (Event::Text(text), _) if text.contains('#') && plain == 0 => split(&text, &range, &mut linked),
            (event, _) => linked.push((event, range)),
        }
    }
    linked
}

/// Whether text in it is no text of the note.
fn is_opaque(tag: &Tag<'_>) -> bool {
    matches!(tag, Tag::Link { .. } | Tag::Image { .. } | Tag::CodeBlock(_) | Tag::HtmlBlock)
}

fn split<'a>(text: &str, range: &std::ops::Range<usize>, events: &mut Events<'a>) {
    let mut done = 0;
    for (at, name) in tags(text) {
        push_text(text.get(done..at).unwrap_or_default(), range, events);
        done = at + 1 + name.len();
        let whole = text.get(at..done).unwrap_or_default().to_owned();
        let tag = Tag::Link {
            link_type: LinkType::WikiLink { has_pothole: true },
            dest_url: CowStr::from(format!("##{name}")),
            title: CowStr::Borrowed(""),
            id: CowStr::Borrowed(""),
        };
        events.push((Event::Start(tag), range.clone()));
        events.push((Event::Text(CowStr::from(whole)), range.clone()));
        events.push((Event::End(TagEnd::Link), range.clone()));
    }
    push_text(text.get(done..).unwrap_or_default(), range, events);
}

fn push_text<'a>(text: &str, range: &std::ops::Range<usize>, events: &mut Events<'a>) {
    if !text.is_empty() {
        events.push((Event::Text(CowStr::from(text.to_owned())), range.clone()));
    }
}

/// The tags of a text: where each mark stands, and the name behind it. A tag stands at the
/// beginning or behind a space, and is more than a number.
fn tags(text: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices('#') {
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        let free =
            before.is_none_or(|ch| ch.is_whitespace() || matches!(ch, '，' | '。' | '（' | '：' | '、'));
        let rest = text.get(at + 1..).unwrap_or_default();
        let length = rest.find(|ch: char| !is_tag_character(ch)).unwrap_or(rest.len());
        let name = rest.get(..length).unwrap_or_default().trim_end_matches(['/', '-', '.']);
        if free && name.chars().any(|ch| ch.is_alphabetic() || ch == '_') {
            found.push((at, name));
        }
    }
    found
}

fn is_tag_character(ch: char) -> bool {
    ch.is_alphanumeric() || matches!(ch, '_' | '-' | '/' | '.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_stand_apart() {
        let names = |text| tags(text).into_iter().map(|(_, name)| name).collect::<Vec<_>>();
        assert_eq!(names("整理 #interview 和 #CI/CD、#系统-设计。"), ["interview", "CI/CD", "系统-设计"]);
        assert_eq!(names("#WAL #a #a"), ["WAL", "a", "a"]);
        assert_eq!(names("C# a#b 第 #1 项 ## # #!/bin"), Vec::<&str>::new());
    }
}
