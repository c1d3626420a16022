//! Remarks: a quotation that begins with `[!kind]`, as GitHub, Obsidian and Quartz have them.

use pulldown_cmark::{CowStr, Event, Tag, TagEnd};

use super::super::Events;
use super::super::construct::{Construct, Constructs, Container};
use super::super::lines::lines;
use super::super::page::plain_text;

/// Characters of a kind at most. A longer word in these brackets is something else.
const LONGEST_KIND: usize = 40;

/// What stands at the beginning of a remark.
#[derive(Debug, PartialEq, Eq)]
struct Head<'a> {
    kind: &'a str,
    /// Whether it is unfolded, if it can be folded.
    open: Option<bool>,
    /// Bytes of the text that say so.
    length: usize,
}

/// Makes boxes of the quotations that are remarks.
pub(super) fn mark<'a>(events: Events<'a>, constructs: &mut Constructs) -> Events<'a> {
    if !events.windows(3).any(|window| begins(window).is_some()) {
        return events;
    }
    let mut marked = Vec::with_capacity(events.len());
    let mut quotes = Vec::new();
    let mut at = 0;
    while let Some((event, range)) = events.get(at) {
        let rest = events.get(at..).unwrap_or_default();
        at += 1;
        match event {
            Event::Start(Tag::BlockQuote(_)) => {
                let head = begins(rest);
                quotes.push(head.is_some());
                let Some(head) = head else {
                    marked.push((event.clone(), range.clone()));
                    continue;
                };
                let (title, taken, ended) = title(rest, head.length);
                let container = Container::Callout { kind: head.kind.to_owned(), title, open: head.open };
                let mark = constructs.line(Construct::Start(container));
                marked.push((Event::InlineHtml(mark.into()), range.clone()));
                if !ended {
                    marked.push((Event::Start(Tag::Paragraph), range.clone()));
                }
                at += taken;
            }
            Event::End(TagEnd::BlockQuote(_)) if quotes.pop() == Some(true) => {
                let mark = constructs.line(Construct::End);
                marked.push((Event::InlineHtml(mark.into()), range.clone()));
            }
            event => marked.push((event.clone(), range.clone())),
        }
    }
    marked
}

/// What the quotation that begins these events says of itself, if it is a remark.
fn begins<'e>(events: &'e [(Event<'_>, std::ops::Range<usize>)]) -> Option<Head<'e>> {
    match events {
        [
            (Event::Start(Tag::BlockQuote(None)), _),
            (Event::Start(Tag::Paragraph), _),
            (Event::Text(text), _),
            ..,
        ] => head(text),
        _ => None,
    }
}

fn head(text: &str) -> Option<Head<'_>> {
    let (written, rest) = text.strip_prefix("[!")?.split_once(']')?;
    // What stands behind a bar is for Obsidian's themes.
    let kind = written.split('|').next().unwrap_or_default().trim();
    let is_kind = |ch: char| ch.is_alphanumeric() || matches!(ch, '-' | '_' | ' ');
    if kind.is_empty() || kind.chars().count() > LONGEST_KIND || !kind.chars().all(is_kind) {
        return None;
    }
    let open = match rest.chars().next() {
        Some('+') => Some(true),
        Some('-') => Some(false),
        _ => None,
    };
    let length = "[!]".len() + written.len() + usize::from(open.is_some());
    Some(Head { kind, open, length })
}

/// The rest of a remark's first line, how many events it and what is before it take after
/// the quotation's beginning, and whether the paragraph ends there.
fn title(events: &[(Event<'_>, std::ops::Range<usize>)], head: usize) -> (Option<String>, usize, bool) {
    let mut depth = 0_usize;
    let end = events.iter().skip(2).position(|(event, _)| {
        match event {
            Event::Start(_) => depth += 1,
            Event::End(TagEnd::Paragraph) => return true,
            Event::End(_) => depth = depth.saturating_sub(1),
            Event::SoftBreak | Event::HardBreak => return depth == 0,
            _ => {}
        }
        false
    });
    let end = 2 + end.unwrap_or(0);
    let mut line = events.get(2..end).unwrap_or_default().to_vec();
    if let Some((Event::Text(text), _)) = line.first_mut() {
        *text = CowStr::from(text.get(head..).unwrap_or_default().to_owned());
    }
    let text = plain_text(&line);
    let ended = matches!(events.get(end), Some((Event::End(_), _)));
    ((!text.is_empty()).then_some(text), end, ended)
}

/// Whether a text has a remark that can be folded, which only wikis write.
pub(super) fn is_foldable_in(text: &str) -> bool {
    text.contains("[!")
        && lines(text).filter(|line| !line.code).any(|line| {
            let bare =
                line.text.trim_start().strip_prefix('>').map(|rest| rest.trim_start_matches(['>', ' ']));
            bare.and_then(head).is_some_and(|head| head.open.is_some())
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_remark_says_its_kind_and_whether_it_is_folded() {
        let read = |text| head(text).map(|head| (head.kind, head.open, head.length));
        assert_eq!(read("[!tip]- 标题"), Some(("tip", Some(false), 7)));
        assert_eq!(read("[!WARNING]+"), Some(("WARNING", Some(true), 11)));
        assert_eq!(read("[!经验|wide] 标题"), Some(("经验", None, "[!经验|wide]".len())));
        for text in ["[!]", "[!a.b] x", "[tip]", "[!tip"] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn only_what_can_be_folded_is_a_sign() {
        assert!(is_foldable_in("一\n> > [!note]- 二"));
        assert!(!is_foldable_in("> [!NOTE]\n> 一\n\n```\n> [!note]- 二\n```"));
    }
}
