//! Comments in code that say something of its lines, and are no part of it.
//!
//! ```text
//! memory: 512Mi  # [!code ++]           added; also --, highlight, hl, focus, error, warning
//! // [!code focus:3]                    three lines from here
//! # highlight-next-line                 and highlight-start, highlight-end
//! ```

use std::borrow::Cow;
use std::ops::RangeInclusive;

use super::{LineMark, Marks};

/// What begins a comment in one language or another, the longer before what it ends with.
const OPENERS: [&str; 10] = ["{/*", "<!--", "/*", "//", "--", "##", "#", ";", "%", "\""];

/// What ends a comment.
const CLOSERS: [&str; 3] = ["*/}", "*/", "-->"];

/// Takes the comments out of code; returns it without them, and what they say.
pub(super) fn take(code: &str) -> (Cow<'_, str>, Marks) {
    if !["[!code ", "[!!code ", "highlight-"].iter().any(|sign| code.contains(sign)) {
        return (Cow::Borrowed(code), Marks::new());
    }
    let mut taker = Taker::default();
    code.split_inclusive('\n').for_each(|line| taker.line(line));
    (Cow::Owned(taker.text), taker.marks)
}

#[derive(Default)]
struct Taker {
    text: String,
    /// How many lines the text has.
    number: usize,
    marks: Marks,
    /// The line that a stretch of highlighted ones begins with.
    start: Option<usize>,
}

impl Taker {
    fn line(&mut self, line: &str) {
        let next = self.number + 1;
        match comment(line.trim()) {
            Some("highlight-next-line") => return self.mark(next..=next, LineMark::Highlighted),
            Some("highlight-start") => return self.start = Some(next),
            Some("highlight-end") => {
                if let Some(start) = self.start.take() {
                    self.mark(start..=self.number, LineMark::Highlighted);
                }
                return;
            }
            _ => {}
        }
        let mut text = line.trim_end_matches(['\n', '\r']);
        let mut notes = Vec::new();
        while let Some((before, mark, count)) = note(text) {
            notes.push((mark, count));
            text = before;
        }
        for (mark, count) in &notes {
            self.mark(next..=next + count - 1, *mark);
        }
        // A comment alone in its line was there for the lines that follow.
        if notes.is_empty() || !text.trim().is_empty() {
            self.number = next;
            self.text.push_str(&text.replace("[!!code ", "[!code "));
            self.text.push_str(if line.ends_with('\n') { "\n" } else { "" });
        }
    }

    fn mark(&mut self, range: RangeInclusive<usize>, mark: LineMark) {
        self.marks.push((range, mark));
    }
}

/// What a line that is all comment says.
fn comment(line: &str) -> Option<&str> {
    let inner = OPENERS.iter().find_map(|opener| line.strip_prefix(opener))?;
    Some(without_closer(inner).trim())
}

fn without_closer(text: &str) -> &str {
    CLOSERS.iter().find_map(|closer| text.strip_suffix(closer)).unwrap_or(text)
}

/// The comment at the end of a line: what stands before it, what it says, of how many lines.
fn note(line: &str) -> Option<(&str, LineMark, usize)> {
    let (before, inner) =
        without_closer(line.trim_end()).trim_end().strip_suffix(']')?.rsplit_once("[!code ")?;
    let before = before.trim_end();
    let before = OPENERS.iter().find_map(|opener| before.strip_suffix(opener))?;
    let (name, count) = inner.split_once(':').unwrap_or((inner, "1"));
    let mark = match name.trim() {
        "++" => LineMark::Added,
        "--" => LineMark::Removed,
        "highlight" | "hl" => LineMark::Highlighted,
        "focus" => LineMark::Focused,
        "error" => LineMark::Error,
        "warning" => LineMark::Warning,
        _ => return None,
    };
    let count = count.trim().parse::<u16>().ok().filter(|count| *count > 0)?;
    Some((before.trim_end(), mark, usize::from(count)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taken(code: &str) -> (String, Marks) {
        let (text, marks) = take(code);
        (text.into_owned(), marks)
    }

    #[test]
    fn comments_at_the_end_of_a_line_speak_of_it() {
        let code = "a: 1 # [!code --]\na: 2 # [!code ++] # [!code focus]\n<b> <!-- [!code error] -->\nc /* [!code hl] */";
        let (text, marks) = taken(code);
        assert_eq!(text, "a: 1\na: 2\n<b>\nc");
        use LineMark::*;
        assert_eq!(
            marks,
            [(1..=1, Removed), (2..=2, Focused), (2..=2, Added), (3..=3, Error), (4..=4, Highlighted)]
        );
    }

    #[test]
    fn comments_of_their_own_speak_of_what_follows() {
        let code = "// [!code warning:2]\na\nb\n// highlight-next-line\nc\n# highlight-start\nd\ne\n# highlight-end\nf\n";
        let (text, marks) = taken(code);
        assert_eq!(text, "a\nb\nc\nd\ne\nf\n");
        use LineMark::*;
        assert_eq!(marks, [(1..=2, Warning), (3..=3, Highlighted), (4..=5, Highlighted)]);
    }

    #[test]
    fn everything_else_is_code() {
        for code in
            ["x [!code ++]\n", "# [!code word:x]\n", "# [!code focus:0]\n", "echo highlight-next-line\n"]
        {
            assert_eq!(taken(code), (code.to_owned(), Marks::new()));
        }
        assert_eq!(taken("// [!!code ++]\n").0, "// [!code ++]\n");
    }
}
