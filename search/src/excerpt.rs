//! Excerpts: the part of a section that shows best why it was found.

use std::ops::Range;

use crate::analysis::{Folded, fold, is_han};
use crate::query::Clause;

/// Columns of an excerpt, a Han character taking two.
const COLUMNS: usize = 160;
/// Columns shown before the first word found.
const LEAD: usize = 40;

/// Returns the part of `text` that holds most of what `clauses` look for, as HTML: escaped,
/// what was found inside `<mark>`, `…` where text was left out. Without a finding, the
/// beginning of the text.
pub(crate) fn excerpt(text: &str, clauses: &[Clause]) -> String {
    let folded = fold(text);
    let matches = matches(&folded, clauses);
    let window = window(&folded, densest(&folded, &matches, clauses));
    render(text, &folded, window, &matches)
}

/// A place where a clause's text stands, as indices into the folded text.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Match {
    range: Range<usize>,
    clause: usize,
}

/// All places of all clauses, in order: of those that begin at one place the shorter first,
/// as [`Needles`] has them. A single Han character is passed over when other
/// clauses exist: it would mark half the text.
fn matches(folded: &[Folded], clauses: &[Clause]) -> Vec<Match> {
    let needles = Needles::of(clauses);
    let mut matches = Vec::new();
    for (at, first) in folded.iter().enumerate() {
        for (needle, clause) in needles.beginning_with(first.ch) {
            if stands_at(folded, at, needle) {
                matches.push(Match { range: at..at + needle.len(), clause: *clause });
            }
        }
    }
    matches
}

/// What is looked for, with the number of its clause, by its first character.
struct Needles {
    sorted: Vec<(Vec<char>, usize)>,
    /// The last bits of the first characters: most characters of a text begin none.
    firsts: u64,
}

impl Needles {
    fn of(clauses: &[Clause]) -> Needles {
        let lonely = |needle: &[char]| matches!(needle, [ch] if is_han(*ch)) && clauses.len() > 1;
        let needle = |clause: &Clause| clause.text.chars().collect::<Vec<char>>();
        let mut sorted: Vec<(Vec<char>, usize)> = clauses.iter().map(needle).zip(0..).collect();
        sorted.retain(|(needle, _)| !lonely(needle));
        sorted.retain(|(needle, _)| !needle.is_empty());
        sorted.sort();
        let bit = |needle: &Vec<char>| needle.first().map_or(0, |&first| Needles::bit(first));
        let firsts = sorted.iter().fold(0, |firsts, (needle, _)| firsts | bit(needle));
        Needles { sorted, firsts }
    }

    fn bit(ch: char) -> u64 {
        1 << (ch as u32 % 64)
    }

    fn beginning_with(&self, ch: char) -> &[(Vec<char>, usize)] {
        if self.firsts & Needles::bit(ch) == 0 {
            return &[];
        }
        let start = self.sorted.partition_point(|(needle, _)| needle.first() < Some(&ch));
        let end = self.sorted.partition_point(|(needle, _)| needle.first() <= Some(&ch));
        self.sorted.get(start..end).unwrap_or_default()
    }
}

/// Whether `needle` stands at a place of a text. Letters other than Han have to stand at the
/// bounds of a word or of a part, so that `go` is not marked in `mongo`.
fn stands_at(text: &[Folded], at: usize, needle: &[char]) -> bool {
    let end = at + needle.len();
    let Some(window) = text.get(at..end) else { return false };
    window.iter().map(|folded| folded.ch).eq(needle.iter().copied())
        && is_bound(text, at)
        && is_bound(text, end)
}

/// Whether a word or a part of an identifier may begin or end before this place.
fn is_bound(text: &[Folded], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|before| text.get(before));
    let (Some(before), Some(after)) = (before, text.get(at)) else { return true };
    let letter = |folded: &Folded| folded.ch.is_alphanumeric() && !is_han(folded.ch);
    !letter(before) || !letter(after) || (after.upper && !before.upper)
}

/// The stretch between two matches that holds the most different clauses by weight within
/// the length of an excerpt; the first of several.
fn densest(folded: &[Folded], matches: &[Match], clauses: &[Clause]) -> Range<usize> {
    let mut best = (0.0f32, 0..0);
    for (number, first) in matches.iter().enumerate() {
        let mut seen = vec![false; clauses.len()];
        let mut worth = 0.0;
        let mut width = 0;
        let mut end = first.range.start;
        for found in matches.get(number..).unwrap_or_default() {
            width += columns(folded.get(end..found.range.end).unwrap_or_default());
            if width > COLUMNS - LEAD {
                break;
            }
            end = end.max(found.range.end);
            let new = seen.get_mut(found.clause).map(|seen| !std::mem::replace(seen, true));
            if new == Some(true) {
                let letters = found.range.len() as f32;
                worth += clauses.get(found.clause).map_or(0.0, |clause| clause.weight * letters);
            }
        }
        if worth > best.0 {
            best = (worth, first.range.start..end);
        }
    }
    best.1
}

/// Widens `core` to the length of an excerpt: a little before it, the rest after it, from
/// the beginning of a sentence where one is near, never inside an identifier.
fn window(folded: &[Folded], core: Range<usize>) -> Range<usize> {
    let mut start = core.start;
    let mut lead = 0;
    while let Some(before) = start.checked_sub(1).and_then(|at| folded.get(at)) {
        lead += width(before.ch);
        if lead > LEAD || matches!(before.ch, '\n' | '。' | '!' | '?' | ';') {
            break;
        }
        start -= 1;
    }
    let mut end = start;
    let mut used = 0;
    while let Some(next) = folded.get(end) {
        used += width(next.ch);
        if used > COLUMNS && end >= core.end {
            break;
        }
        end += 1;
    }
    unbroken(folded, start..end, &core)
}

/// Moves the ends of a window out of the middle of identifiers, inwards.
fn unbroken(folded: &[Folded], window: Range<usize>, core: &Range<usize>) -> Range<usize> {
    let inside = |at: usize| {
        let letter = |at: usize| folded.get(at).is_some_and(|folded| folded.ch.is_ascii_alphanumeric());
        at > 0 && letter(at - 1) && letter(at)
    };
    let start = (window.start..=core.start).find(|&at| !inside(at)).unwrap_or(window.start);
    let end = (core.end..=window.end).rev().find(|&at| !inside(at)).unwrap_or(window.end);
    start..end
}

fn render(text: &str, folded: &[Folded], window: Range<usize>, matches: &[Match]) -> String {
    let mut html = String::new();
    if window.start > 0 {
        html.push('…');
    }
    let mut marked_until = 0;
    let mut next = matches.iter().peekable();
    let mut open = false;
    let mut last_end = 0;
    for (at, place) in folded.iter().enumerate().take(window.end).skip(window.start) {
        while let Some(found) = next.next_if(|found| found.range.start <= at) {
            marked_until = marked_until.max(found.range.end);
        }
        let marked = at < marked_until;
        if marked != open && place.start >= last_end {
            html.push_str(if marked { "<mark>" } else { "</mark>" });
            open = marked;
        }
        // Several folded characters can come from one original; it is shown once.
        if place.start >= last_end {
            escape(text.get(place.start..place.end).unwrap_or_default(), &mut html);
            last_end = place.end;
        }
    }
    if open {
        html.push_str("</mark>");
    }
    if window.end < folded.len() {
        html.push('…');
    }
    html
}

fn escape(text: &str, html: &mut String) {
    for ch in text.chars() {
        match ch {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            ch if ch.is_whitespace() => {
                if !html.ends_with(' ') {
                    html.push(' ');
                }
            }
            ch => html.push(ch),
        }
    }
}

fn columns(text: &[Folded]) -> usize {
    text.iter().map(|folded| width(folded.ch)).sum()
}

fn width(ch: char) -> usize {
    if ch >= '\u{1100}' { 2 } else { 1 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::{Origin, Target};

    fn clauses(words: &[&str]) -> Vec<Clause> {
        let clause = |word: &&str| Clause::new(*word, Target::Text, 1.0, Origin::Word);
        words.iter().map(clause).collect()
    }

    #[test]
    fn what_was_found_is_marked_as_it_was_written() {
        let html = excerpt("設定 CPU.Max 与 <内存>", &clauses(&["设定", "cpu.max", "内存"]));
        assert_eq!(html, "<mark>設定</mark> <mark>CPU.Max</mark> 与 &lt;<mark>内存</mark>&gt;");
    }

    #[test]
    fn latin_words_are_marked_at_bounds_only() {
        assert_eq!(excerpt("mongo go-lang", &clauses(&["go"])), "mongo <mark>go</mark>-lang");
    }

    #[test]
    fn the_densest_part_of_a_long_text_is_shown() {
        let filler = "无关的文字。".repeat(60);
        let text = format!("{filler}内存。{filler}容器的内存限制是多少。{filler}");
        let html = excerpt(&text, &clauses(&["容器", "内存", "限制"]));
        assert!(html.starts_with("…<mark>容器</mark>的<mark>内存限制</mark>是多少。"), "{html}");
        assert!(html.ends_with('…'));
        let plain = html.replace("<mark>", "").replace("</mark>", "");
        assert!(plain.chars().count() <= COLUMNS / 2 + LEAD / 2 + 2);
    }

    #[test]
    fn without_a_finding_the_beginning_is_shown() {
        assert_eq!(excerpt("开头\n第二行", &clauses(&["没有"])), "开头 第二行");
        assert_eq!(excerpt("", &clauses(&["没有"])), "");
    }

    #[test]
    fn a_window_does_not_break_identifiers() {
        let text = format!("{}cgroup.subtree_control {}", "字".repeat(79), "字".repeat(200));
        let html = excerpt(&text, &clauses(&["没有"]));
        assert!(!html.contains("cgrou") || html.contains("cgroup"), "{html}");
    }
}
