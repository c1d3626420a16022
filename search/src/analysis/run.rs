//! Runs: stretches of one script, the largest piece a term can be cut from.

use std::ops::Range;

use super::Folded;

/// What a run is made of, and so how it is cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Script {
    /// Characters written without spaces: Han and kana. Cut into words and bigrams.
    Han,
    /// Letters and digits of every other script, with the punctuation that identifiers
    /// hold inside. Cut into the whole and its parts.
    Latin,
}

/// A run of one script.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// What it is made of.
    pub script: Script,
    /// Its characters, as indices into the folded text.
    pub range: Range<usize>,
}

/// Whether `ch` is written without spaces between words.
pub fn is_han(ch: char) -> bool {
    matches!(ch,
        '\u{3005}'..='\u{3007}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Punctuation that joins the parts of an identifier, a path or a version. What stands on the
/// two sides of `=`, `:` and `@` is two things: a setting and its value, a host and its port.
pub(super) fn is_joiner(ch: char) -> bool {
    matches!(ch, '_' | '-' | '.' | '/' | '+' | '#')
}

/// Cuts folded text into runs. What is in no run (spaces, punctuation) separates them.
///
/// A Latin run begins with a letter or digit and ends with one, or with `+` or `#`, so that
/// `C++` stays whole and a full stop stays outside. The dash of a short flag belongs to it:
/// `-name` is more than a word.
pub fn runs(text: &[Folded]) -> Vec<Run> {
    let mut runs = Vec::new();
    let mut at = 0;
    while let Some(folded) = text.get(at) {
        let rest = text.get(at..).unwrap_or_default();
        let before = at.checked_sub(1).and_then(|before| text.get(before));
        let (script, length) = if is_han(folded.ch) {
            (Script::Han, count(rest, is_han))
        } else if is_flag(before, rest) {
            (Script::Latin, 1 + latin_length(rest.get(1..).unwrap_or_default()))
        } else if folded.ch.is_alphanumeric() {
            (Script::Latin, latin_length(rest))
        } else {
            at += 1;
            continue;
        };
        runs.push(Run { script, range: at..at + length });
        at += length;
    }
    runs
}

/// Whether `rest` begins with the dash of a short flag: after a space or the like, before a
/// letter. Long flags are told from words by nothing but their dashes and need them not.
fn is_flag(before: Option<&Folded>, rest: &[Folded]) -> bool {
    let opens = |ch: char| ch.is_whitespace() || matches!(ch, '`' | '(' | '[' | '"' | '\'' | ',' | '|');
    let dashes = count(rest, |ch| ch == '-');
    let letter = rest.get(dashes).is_some_and(|folded| folded.ch.is_ascii_alphabetic());
    dashes == 1 && letter && before.is_none_or(|folded| opens(folded.ch))
}

fn count(text: &[Folded], belongs: fn(char) -> bool) -> usize {
    text.iter().take_while(|folded| belongs(folded.ch)).count()
}

fn latin_length(text: &[Folded]) -> usize {
    let inside = |ch: char| !is_han(ch) && (ch.is_alphanumeric() || is_joiner(ch));
    let length = count(text, inside);
    let run = text.get(..length).unwrap_or_default();
    let last = run.iter().rposition(|folded| !is_joiner(folded.ch)).unwrap_or(0);
    let tail = run.get(last + 1..).unwrap_or_default();
    last + 1 + count(tail, |ch| matches!(ch, '+' | '#'))
}

#[cfg(test)]
mod tests {
    use super::super::fold;
    use super::*;

    fn cut(input: &str) -> Vec<String> {
        let folded = fold(input);
        let text = |run: Run| folded[run.range].iter().map(|folded| folded.ch).collect();
        runs(&folded).into_iter().map(text).collect()
    }

    #[test]
    fn scripts_part_without_spaces() {
        assert_eq!(cut("设置cpu.cfs_quota_us为-1。"), ["设置", "cpu.cfs_quota_us", "为", "1"]);
        assert_eq!(cut("用C++写，not C."), ["用", "c++", "写", "not", "c"]);
        assert_eq!(cut("/proc/sys/net/ipv4"), ["proc/sys/net/ipv4"]);
    }

    #[test]
    fn flags_keep_their_dashes() {
        assert_eq!(
            cut("docker run --cap-drop ALL -it（-d）"),
            ["docker", "run", "cap-drop", "all", "-it", "-d"]
        );
        assert_eq!(cut("- item --- a-b 内存-swap x -1"), ["item", "a-b", "内存", "swap", "x", "1"]);
    }

    #[test]
    fn nothing_gives_nothing() {
        assert!(cut("").is_empty());
        assert!(cut("。，！ -- …").is_empty());
    }
}
