//! Folding: characters that a reader takes for the same become the same.

use std::ops::RangeInclusive;
use std::sync::OnceLock;

/// What characters fold to, as [`Table::parse`] reads it: NFKC without accents, lower case.
///
/// Written by the test below from the tables of `unicode-normalization`, which are seven
/// times as large, and would be a third of all that a browser has to load.
pub(super) static FORMS: &str = include_str!("forms.txt");

/// Traditional characters and their Simplified forms, one pair a line.
///
/// Made by `search/data/traditional.py`.
pub(super) static TRADITIONAL: &str = include_str!("traditional.txt");

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

/// Folds `text`: Unicode NFKC, lower case, without accents, Traditional Chinese to Simplified.
///
/// Kangxi radicals, full-width Latin and compatibility forms come out as the plain
/// characters; what cannot be seen (soft hyphens, zero-width spaces) is left out. One
/// original character may become several (`㎏` → `kg`) and several may become one (`e` and a
/// combining accent); each result points at all the bytes it came from.
///
/// ```
/// let folded: String = yunji_search::analysis::fold("ＣＰＵ 記憶體 ⽬录").iter().map(|f| f.ch).collect();
/// assert_eq!(folded, "cpu 记忆体 目录");
/// ```
pub fn fold(text: &str) -> Vec<Folded> {
    let table = Table::get();
    let mut folded: Vec<Folded> = Vec::with_capacity(text.chars().count());
    for (start, ch) in text.char_indices() {
        let end = start + ch.len_utf8();
        let mut push = |ch, upper| folded.push(Folded { ch, upper, start, end });
        if ch.is_ascii() {
            push(ch.to_ascii_lowercase(), ch.is_ascii_uppercase());
        } else if is_accent(ch) {
            // It belongs to what it stands on.
            if let Some(base) = folded.last_mut() {
                base.end = end;
            }
        } else if !is_invisible(ch) {
            match table.form(ch) {
                Some(form) => form.chars().for_each(|ch| push(table.simplified(ch), false)),
                None => push(table.simplified(ch), false),
            }
        }
    }
    folded
}

/// The text of folded characters.
pub fn plain(folded: &[Folded]) -> String {
    let mut text = String::with_capacity(folded.iter().map(|folded| folded.ch.len_utf8()).sum());
    text.extend(folded.iter().map(|folded| folded.ch));
    text
}

/// Accents of Latin, Greek and Cyrillic letters; sound marks of kana.
fn is_accent(ch: char) -> bool {
    matches!(ch, '\u{300}'..='\u{36f}' | '\u{3099}' | '\u{309a}')
}

/// Characters that are there for layout only and come along when text is pasted.
fn is_invisible(ch: char) -> bool {
    matches!(ch, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{fe00}'..='\u{fe0f}')
}

/// Characters that fold to others.
struct Table {
    /// Sorted.
    forms: Vec<(char, &'static str)>,
    /// The simplified forms of all common ideographs, which most text is made of, in order.
    common: Vec<char>,
    /// Those of other characters that have one, sorted.
    others: Vec<(char, char)>,
}

/// The common ideographs.
const COMMON: RangeInclusive<char> = '\u{4e00}'..='\u{9fff}';

impl Table {
    fn get() -> &'static Table {
        static TABLE: OnceLock<Table> = OnceLock::new();
        TABLE.get_or_init(|| {
            let mut common: Vec<char> = COMMON.collect();
            let mut others = Vec::new();
            for (traditional, simplified) in pairs() {
                match common.get_mut(place(traditional)) {
                    Some(to) => *to = simplified,
                    None => others.push((traditional, simplified)),
                }
            }
            Table { forms: Table::parse(), common, others }
        })
    }

    /// Reads lines of a character's number in hexadecimal, a tab, and the forms of it and of
    /// those that follow it, with tabs between them.
    fn parse() -> Vec<(char, &'static str)> {
        let line = |line: &'static str| {
            let mut fields = line.split('\t');
            let first = u32::from_str_radix(fields.next()?, 16).ok()?;
            Some(fields.zip(first..).filter_map(|(form, ch)| Some((char::from_u32(ch)?, form))))
        };
        FORMS.lines().filter_map(line).flatten().collect()
    }

    fn form(&self, ch: char) -> Option<&'static str> {
        // The common ideographs have none.
        if COMMON.contains(&ch) {
            return None;
        }
        find(&self.forms, ch)
    }

    fn simplified(&self, ch: char) -> char {
        if ch < '\u{3400}' {
            return ch;
        }
        self.common.get(place(ch)).copied().or_else(|| find(&self.others, ch)).unwrap_or(ch)
    }
}

/// Where a character would be in [`Table::common`].
fn place(ch: char) -> usize {
    (ch as usize).wrapping_sub(*COMMON.start() as usize)
}

fn pairs() -> Vec<(char, char)> {
    let pair = |line: &str| {
        let mut chars = line.chars();
        Some((chars.next()?, chars.next()?))
    };
    TRADITIONAL.lines().filter_map(pair).collect()
}

fn find<T: Copy>(sorted: &[(char, T)], ch: char) -> Option<T> {
    let at = sorted.binary_search_by_key(&ch, |(from, _)| *from).ok()?;
    sorted.get(at).map(|(_, to)| *to)
}

#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test fails by panicking, and writes the table"
)]
mod tests {
    use std::fmt::Write;

    use unicode_normalization::UnicodeNormalization;

    use super::*;

    /// What `ch` should fold to but for Traditional characters.
    fn form(ch: char) -> String {
        // Made of letters, which composing them gives back.
        if ('\u{ac00}'..='\u{d7a3}').contains(&ch) {
            return ch.into();
        }
        let seen = |ch: &char| !is_accent(*ch) && !is_invisible(*ch);
        let plain: String = ch.nfkd().filter(seen).flat_map(char::to_lowercase).collect();
        plain.nfkd().filter(seen).nfc().collect()
    }

    #[test]
    fn the_table_says_what_unicode_says() {
        let mut table = String::new();
        let mut before = '\0';
        for ch in '\u{80}'..=char::MAX {
            let form = form(ch);
            if form == ch.to_string() || is_accent(ch) || is_invisible(ch) {
                continue;
            }
            assert!(!form.contains(['\t', '\n', '\r']), "{ch:?}");
            if u32::from(ch) != u32::from(before) + 1 {
                write!(table, "{}{:x}", if table.is_empty() { "" } else { "\n" }, u32::from(ch)).unwrap();
            }
            write!(table, "\t{form}").unwrap();
            before = ch;
        }
        table.push('\n');
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(concat!(env!("CARGO_MANIFEST_DIR"), "/src/analysis/forms.txt"), &table).unwrap();
        } else {
            assert!(table == FORMS, "run the test with UPDATE=1, and build the browser's engine again");
        }
    }

    #[test]
    fn folding_again_changes_nothing() {
        for ch in '\0'..=char::MAX {
            let once = text(&ch.to_string());
            assert_eq!(text(&once), once, "{ch:?}");
        }
    }

    fn text(input: &str) -> String {
        plain(&fold(input))
    }

    #[test]
    fn one_form_for_what_reads_the_same() {
        assert_eq!(text("ＤＯＣＫＥＲ"), "docker");
        assert_eq!(text("項⽬"), "项目");
        assert_eq!(text("⼩红书"), "小红书");
        assert_eq!(text("回滾與復原"), "回滚与复原");
        assert_eq!(text("㎏"), "kg");
        assert_eq!(text("e\u{301}"), "e");
        assert_eq!(text("Café"), text("cafe\u{301}"));
        assert_eq!(text("容\u{200b}器"), "容器");
        assert_eq!(text("ﾄﾞｯｶｰ"), text("ドッカー"));
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
