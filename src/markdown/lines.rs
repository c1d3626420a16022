//! Lines of a note, and which of them are code.

use std::ops::Range;

/// A line of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line<'a> {
    /// The line without its end.
    pub(super) text: &'a str,
    /// Its bytes in the text, its end included.
    pub(super) range: Range<usize>,
    /// Whether it is a fence or between two: nothing in it has a meaning.
    pub(super) code: bool,
}

/// The lines of a text. Fences are recognised wherever they stand, in lists and quotes too.
pub(super) fn lines(text: &str) -> impl Iterator<Item = Line<'_>> {
    let mut at = 0;
    let mut fence = Fence::default();
    text.split_inclusive('\n').map(move |whole| {
        let range = at..at + whole.len();
        at = range.end;
        let text = whole.strip_suffix('\n').unwrap_or(whole);
        Line { text, range, code: fence.line(text) }
    })
}

/// Whether lines are between the fences of a code block.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Fence {
    /// The mark of the open fence, how long it is, and the column it stands in.
    open: Option<(char, usize, usize)>,
}

impl Fence {
    /// Takes the next line: whether it is a fence, or code between two.
    pub(super) fn line(&mut self, line: &str) -> bool {
        let bare = line.trim_start_matches([' ', '\t', '>']);
        let bare = ["- ", "* ", "+ "].iter().find_map(|bullet| bare.strip_prefix(bullet)).unwrap_or(bare);
        let bare = bare.trim_start();
        let mark = bare.chars().next().filter(|ch| matches!(ch, '`' | '~'));
        let length = mark.map_or(0, |mark| bare.chars().take_while(|&ch| ch == mark).count());
        let info = bare.get(length..).unwrap_or_default();
        let before = line.get(..line.len() - bare.len()).unwrap_or_default();
        let column: usize = before.chars().map(|ch| if ch == '\t' { 4 } else { 1 }).sum();
        match (self.open, mark) {
            (None, Some(mark)) if length >= 3 && !(mark == '`' && info.contains('`')) => {
                self.open = Some((mark, length, column));
                true
            }
            // One that is indented further is part of the code.
            (Some((open, least, began)), Some(mark))
                if mark == open && length >= least && column < began + 4 && info.trim().is_empty() =>
            {
                self.open = None;
                true
            }
            (open, _) => open.is_some(),
        }
    }

    /// Whether a fence is open.
    pub(super) fn is_open(self) -> bool {
        self.open.is_some()
    }
}

/// Columns that text takes which holds tabs at most, from the beginning of a line.
pub(super) fn columns(margin: &str) -> usize {
    margin.chars().fold(0, |column, ch| if ch == '\t' { (column / 4 + 1) * 4 } else { column + 1 })
}

/// The parts of a piece of text that are no code spans, as bytes of it.
pub(super) fn outside_code(text: &str) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut start = 0;
    let mut at = 0;
    let ticks = runs_of_ticks(text);
    let mut next = 0;
    while let Some(&(open, length)) = ticks.get(next) {
        next += 1;
        if open < at {
            continue;
        }
        let close = ticks.get(next..).unwrap_or_default().iter().find(|run| run.1 == length);
        if let Some(&(close, _)) = close {
            parts.push(start..open);
            at = close + length;
            start = at;
        }
    }
    parts.push(start..text.len());
    parts.retain(|part| !part.is_empty());
    parts
}

/// Where runs of backticks begin, and how long they are. One after a backslash is none.
fn runs_of_ticks(text: &str) -> Vec<(usize, usize)> {
    let bytes = text.as_bytes();
    let mut runs = Vec::new();
    let mut at = 0;
    while let Some(found) = text.get(at..).and_then(|rest| rest.find('`')) {
        let start = at + found;
        let length = bytes.iter().skip(start).take_while(|&&byte| byte == b'`').count();
        let escaped = start > 0 && bytes.get(start - 1) == Some(&b'\\');
        if !escaped {
            runs.push((start, length));
        }
        at = start + length;
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fences_make_code() {
        let text = "a\n```sh\nb\n~~~\n````\nc\n- ```\n  d\n  ```\n> ~~~\n> e\n> ~~~\nf";
        let code: Vec<&str> = lines(text).filter(|line| !line.code).map(|line| line.text).collect();
        assert_eq!(code, ["a", "c", "f"]);
        assert!(lines("``` a`b ```").all(|line| !line.code));
        assert!(lines("```\na\n    ```\nb\n  ```").all(|line| line.code));
    }

    #[test]
    fn code_spans_are_passed_over() {
        let outside = |text: &'static str| -> Vec<&str> {
            outside_code(text).into_iter().map(|range| &text[range]).collect()
        };
        assert_eq!(outside("a `b` c ``d ` e`` f"), ["a ", " c ", " f"]);
        assert_eq!(outside("a ` b"), ["a ` b"]);
        assert_eq!(outside(r"a \`b` c"), [r"a \`b` c"]);
        assert_eq!(outside("`a`"), Vec::<&str>::new());
    }
}
