//! Folding: characters that a reader takes for the same become the same.

use std::collections::HashMap;
use std::sync::OnceLock;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Traditional characters and their Simplified forms, one pair a line.
///
/// Made by `search/data/traditional.py`.
static TRADITIONAL: &str = include_str!("traditional.txt");

/// One character after folding, with the bytes of the original text it stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Folded {
    /// The character in its folded form.
    pub ch: char,
    /// Whether the original was an upper-case letter; splits `camelCase`.
    pub upper: bool,
    /// First byte in the original text.
    pub start: usize,
    /// First byte after it in the original text.
    pub end: usize,
}

/// Folds `text`: Unicode NFKC, lower case, Traditional Chinese to Simplified.
///
/// Kangxi radicals, full-width Latin and compatibility forms come out as the plain
/// characters. One original character may become several (`㎏` → `kg`) and several may
/// become one (`e` and a combining accent); each result points at all the bytes it came from.
///
/// ```
/// let folded: String = yunji_search::analysis::fold("ＣＰＵ 記憶體 ⽬录").iter().map(|f| f.ch).collect();
/// assert_eq!(folded, "cpu 记忆体 目录");
/// ```
pub fn fold(text: &str) -> Vec<Folded> {
    let mut folded = Vec::with_capacity(text.len() / 2);
    let mut chars = text.char_indices().peekable();
    while let Some((start, first)) = chars.next() {
        let mut end = start + first.len_utf8();
        if chars.peek().is_none_or(|&(_, next)| !is_combining_mark(next)) && is_stable(first) {
            push(&mut folded, first, start..end);
            continue;
        }
        while let Some((at, mark)) = chars.next_if(|&(_, next)| is_combining_mark(next)) {
            end = at + mark.len_utf8();
        }
        let cluster = text.get(start..end).unwrap_or_default();
        for ch in cluster.nfkc() {
            push(&mut folded, ch, start..end);
        }
    }
    folded
}

/// The text of folded characters.
pub fn plain(folded: &[Folded]) -> String {
    folded.iter().map(|folded| folded.ch).collect()
}

/// Whether NFKC leaves `ch` alone wherever it stands: ASCII and the common ideographs.
fn is_stable(ch: char) -> bool {
    ch.is_ascii() || ('\u{4e00}'..='\u{9fff}').contains(&ch)
}

fn push(folded: &mut Vec<Folded>, ch: char, origin: std::ops::Range<usize>) {
    let upper = ch.is_uppercase();
    for ch in ch.to_lowercase() {
        let ch = simplified(ch);
        folded.push(Folded { ch, upper, start: origin.start, end: origin.end });
    }
}

fn simplified(ch: char) -> char {
    static TABLE: OnceLock<HashMap<char, char>> = OnceLock::new();
    if ch < '\u{3400}' {
        return ch;
    }
    let table = TABLE.get_or_init(|| {
        let pair = |line: &str| {
            let mut chars = line.chars();
            Some((chars.next()?, chars.next()?))
        };
        TRADITIONAL.lines().filter_map(pair).collect()
    });
    table.get(&ch).copied().unwrap_or(ch)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(input: &str) -> String {
        fold(input).iter().map(|folded| folded.ch).collect()
    }

    #[test]
    fn one_form_for_what_reads_the_same() {
        assert_eq!(text("ＤＯＣＫＥＲ"), "docker");
        assert_eq!(text("項⽬"), "项目");
        assert_eq!(text("⼩红书"), "小红书");
        assert_eq!(text("回滾與復原"), "回滚与复原");
        assert_eq!(text("㎏"), "kg");
        assert_eq!(text("e\u{301}"), "é");
    }

    #[test]
    fn every_character_points_at_the_bytes_it_came_from() {
        let original = "A㎏記e\u{301}x";
        for folded in fold(original) {
            assert!(original.is_char_boundary(folded.start) && original.is_char_boundary(folded.end));
        }
        let last = fold(original).pop().unwrap();
        assert_eq!(&original[last.start..last.end], "x");
    }

    #[test]
    fn upper_case_is_remembered() {
        let upper: Vec<bool> = fold("aB").iter().map(|folded| folded.upper).collect();
        assert_eq!(upper, [false, true]);
    }
}
