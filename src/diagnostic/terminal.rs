//! Diagnostics for people.

use unicode_width::UnicodeWidthStr;

use super::{Diagnostic, Place, Severity};

/// How the terminal is to be written to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// No escape sequences.
    Plain,
    /// Colours.
    Color,
}

/// Columns of a source line that are shown; longer lines are cut around the place.
const COLUMNS: usize = 100;

/// Writes a diagnostic as a few lines: what, where, the line with the place marked below
/// it, and what to do.
///
/// ```text
/// error[front-matter]: the value of "date" is no date
///   content/备份.md:3:7
///     | date: 昨天
///     |       ^^^^
///   = write it as 2026-01-31
/// ```
pub fn to_terminal(diagnostic: &Diagnostic, style: Style) -> String {
    let (name, color) = match diagnostic.severity {
        Severity::Error => ("error", "1;31"),
        Severity::Warning => ("warning", "1;33"),
        Severity::Hint => ("hint", "1;36"),
    };
    let head = paint(&format!("{name}[{}]", diagnostic.rule), color, style);
    let mut shown = format!("{head}: {}\n", printable(&diagnostic.message));
    if let Some(place) = &diagnostic.place {
        let position = place.position();
        let at = format!("{}:{}:{}", printable(&place.file.shown()), position.line, position.column);
        shown.push_str(&format!("  {}\n", paint(&at, "36", style)));
        shown.push_str(&snippet(place, color, style));
    }
    if let Some(help) = &diagnostic.help {
        shown.push_str(&format!("  = {help}\n"));
    }
    shown
}

fn snippet(place: &Place, color: &str, style: Style) -> String {
    let (line, covered) = place.line();
    let (line, covered) = shorten(line, covered);
    if line.trim().is_empty() {
        return String::new();
    }
    let before = line.get(..covered.start).unwrap_or_default();
    let marked = line.get(covered).unwrap_or_default();
    // Tabs keep their width in the line below; wide characters take two carets.
    let pad: String =
        before.chars().map(|ch| if ch == '\t' { '\t'.to_string() } else { " ".repeat(width(ch)) }).collect();
    let carets = "^".repeat(UnicodeWidthStr::width(marked).max(1));
    format!("    | {}\n    | {pad}{}\n", printable(&line), paint(&carets, color, style))
}

fn width(ch: char) -> usize {
    UnicodeWidthStr::width(ch.encode_utf8(&mut [0; 4]) as &str)
}

/// Cuts a long line down to what surrounds the covered bytes.
fn shorten(line: &str, covered: std::ops::Range<usize>) -> (String, std::ops::Range<usize>) {
    // Not all of it is looked at: a line may be the whole of a large file.
    let mut columns = 0;
    let is_long = line.chars().any(|ch| {
        columns += width(ch);
        columns > COLUMNS
    });
    if !is_long {
        return (line.to_owned(), covered);
    }
    let context = COLUMNS / 4;
    let before = line.get(..covered.start).unwrap_or_default();
    let start = before.char_indices().nth_back(context - 1).map_or(0, |(at, _)| at);
    let rest = line.get(start..).unwrap_or_default();
    let end = rest.char_indices().nth(COLUMNS / 2 + context).map_or(rest.len(), |(at, _)| at);
    let ellipsis = if start > 0 { "…" } else { "" };
    let shift = |at: usize| (at - start).min(end) + ellipsis.len();
    let tail = if end < rest.len() { "…" } else { "" };
    let text = format!("{ellipsis}{}{tail}", rest.get(..end).unwrap_or_default());
    (text, shift(covered.start)..shift(covered.end))
}

/// Replaces control characters, which would act on the terminal instead of being shown.
fn printable(line: &str) -> String {
    line.chars().map(|ch| if ch.is_control() && ch != '\t' { '\u{fffd}' } else { ch }).collect()
}

fn paint(text: &str, color: &str, style: Style) -> String {
    match style {
        Style::Plain => text.to_owned(),
        Style::Color => format!("\u{1b}[{color}m{text}\u{1b}[0m"),
    }
}

#[cfg(test)]
mod tests {
    use super::super::SourceFile;
    use super::*;

    fn shown(text: &str, marked: &str) -> String {
        let file = SourceFile::new("备份.md", text);
        let start = text.find(marked).unwrap();
        let diagnostic =
            Diagnostic::error("rule", "消息").at(&file, start..start + marked.len()).help("改一改");
        to_terminal(&diagnostic, Style::Plain)
    }

    #[test]
    fn the_caret_stands_under_wide_characters() {
        assert_eq!(
            shown("---\n标题: 昨天\n", "昨天"),
            "error[rule]: 消息\n  备份.md:2:5\n    | 标题: 昨天\n    |       ^^^^\n  = 改一改\n"
        );
    }

    #[test]
    fn a_long_line_is_cut_around_the_place() {
        let line = format!("{}here{}", "字".repeat(500), "尾".repeat(500));
        let shown = shown(&line, "here");
        assert!(shown.contains("…字"), "{shown}");
        assert!(shown.contains("here尾"));
        assert!(shown.lines().all(|line| UnicodeWidthStr::width(line) < 180));
    }
}
