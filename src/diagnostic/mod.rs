//! What can be wrong with content, and how it is shown.
//!
//! A mistake in a note is a value, not a failure: every pass returns what it made beside a
//! [`Report`] of what it found, and goes on. One run lists everything. This room knows
//! nothing of Markdown or sites; the text of a message stands where the check is.

mod json;
mod kept;
mod terminal;

use std::borrow::Cow;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use serde::{Deserialize, Serialize};

pub use json::to_json;
pub use kept::KeptReport;
pub use terminal::{Style, to_terminal};

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Severity {
    /// The site cannot be made right: nothing is published.
    Error,
    /// A reader will run into it: published, and worth mending.
    Warning,
    /// Nothing is wrong, but the author may want to know.
    Hint,
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Stable name of the check, such as `link-missing`.
    pub rule: Cow<'static, str>,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// Where.
    pub place: Option<Place>,
    /// What to do about it.
    pub help: Option<String>,
}

/// A file that was read: what diagnostics point into.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct SourceFile {
    /// Path relative to the folder it was read from, with forward slashes.
    pub path: String,
    /// That folder as a user would type it, ending in a slash; empty for the site's own.
    pub folder: String,
    /// Its text, decoded, with line feeds only.
    pub text: String,
    /// Where each line begins; found when the first place is shown.
    lines: OnceLock<Vec<usize>>,
}

impl SourceFile {
    /// A file in the site's own folder.
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> Arc<SourceFile> {
        SourceFile::within("", path, text)
    }

    /// A file in a folder of the site.
    pub fn within(folder: &str, path: impl Into<String>, text: impl Into<String>) -> Arc<SourceFile> {
        let (folder, path, text) = (folder.to_owned(), path.into(), text.into());
        Arc::new(SourceFile { path, folder, text, lines: OnceLock::new() })
    }

    /// Its path as a user would type it in the site's folder.
    pub fn shown(&self) -> String {
        format!("{}{}", self.folder, self.path)
    }

    /// The number of the line that a byte is in, from 0, and where that line begins.
    fn line_at(&self, byte: usize) -> (usize, usize) {
        let lines = self.lines.get_or_init(|| {
            let after = self.text.match_indices('\n').map(|(at, _)| at + 1);
            std::iter::once(0).chain(after).collect()
        });
        let number = lines.partition_point(|&start| start <= byte).saturating_sub(1);
        (number, lines.get(number).copied().unwrap_or(0))
    }
}

/// A stretch of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The file.
    pub file: Arc<SourceFile>,
    /// Bytes of its text.
    pub range: Range<usize>,
}

/// A place as people and editors count it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

impl Diagnostic {
    /// An error.
    pub fn error(rule: &'static str, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(Severity::Error, rule, message.into())
    }

    /// A warning.
    pub fn warning(rule: &'static str, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(Severity::Warning, rule, message.into())
    }

    /// A hint.
    pub fn hint(rule: &'static str, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(Severity::Hint, rule, message.into())
    }

    fn new(severity: Severity, rule: &'static str, message: String) -> Diagnostic {
        Diagnostic { rule: Cow::Borrowed(rule), severity, message, place: None, help: None }
    }

    /// Says where it is.
    #[must_use]
    pub fn at(mut self, file: &Arc<SourceFile>, range: Range<usize>) -> Diagnostic {
        self.place = Some(Place { file: Arc::clone(file), range });
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Diagnostic {
        self.help = Some(help.into());
        self
    }
}

impl Place {
    /// Where the stretch begins.
    pub fn position(&self) -> Position {
        let start = self.range.start.min(self.file.text.len());
        let (number, line_start) = self.file.line_at(start);
        let before = self.file.text.get(line_start..start).unwrap_or_default();
        Position { line: number + 1, column: before.chars().count() + 1 }
    }

    /// The line it begins in, and the bytes of that line it covers.
    fn line(&self) -> (&str, Range<usize>) {
        let text = &self.file.text;
        let start = self.range.start.min(text.len());
        let (_, line_start) = self.file.line_at(start);
        let rest = text.get(line_start..).unwrap_or_default();
        let line = rest.split('\n').next().unwrap_or_default();
        let covered = start - line_start..self.range.end.clamp(start, line_start + line.len()) - line_start;
        (line, covered)
    }
}

/// What a pass found wrong.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    diagnostics: Vec<Diagnostic>,
}

impl Report {
    /// Adds one finding.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Adds all findings of another pass.
    pub fn append(&mut self, other: Report) {
        self.diagnostics.extend(other.diagnostics);
    }

    /// Number of findings of a severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count()
    }

    /// Whether anything forbids publishing.
    pub fn has_errors(&self) -> bool {
        self.count(Severity::Error) > 0
    }

    /// All findings by file and place; what has no place comes first.
    pub fn sorted(&self) -> Vec<&Diagnostic> {
        let mut sorted: Vec<&Diagnostic> = self.diagnostics.iter().collect();
        sorted.sort_by_key(|diagnostic| {
            let place = diagnostic.place.as_ref();
            place.map(|place| (&place.file.folder, &place.file.path, place.range.start))
        });
        sorted
    }
}

/// What a pass made, beside what it found wrong.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Checked<T> {
    /// What it made, complete as far as the input allowed.
    pub value: T,
    /// What was wrong.
    pub report: Report,
}

impl<T> Checked<T> {
    /// The value, its findings moved into `report`.
    pub fn into_value(self, report: &mut Report) -> T {
        report.append(self.report);
        self.value
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(text: &str) -> Arc<SourceFile> {
        SourceFile::new("运维/备份.md", text)
    }

    #[test]
    fn columns_are_characters_and_lines_count_from_one() {
        let file = file("标题\n链接到[这里](x.md)。\n");
        let start = file.text.find("x.md").unwrap();
        let place = Place { file, range: start..start + 4 };
        assert_eq!(place.position(), Position { line: 2, column: 9 });
    }

    #[test]
    fn a_place_after_the_last_line_is_shown_there() {
        let file = file("一\n");
        let place = Place { file, range: 4..4 };
        assert_eq!(place.position(), Position { line: 2, column: 1 });
        assert_eq!(place.line(), ("", 0..0));
    }

    #[test]
    fn findings_are_sorted_by_place() {
        let file = file("abc");
        let mut report = Report::default();
        report.push(Diagnostic::error("b", "b").at(&file, 2..3));
        report.push(Diagnostic::warning("a", "a").at(&file, 0..1));
        report.push(Diagnostic::error("c", "c"));
        let rules: Vec<&str> = report.sorted().iter().map(|diagnostic| diagnostic.rule.as_ref()).collect();
        assert_eq!(rules, ["c", "a", "b"]);
        assert_eq!(report.count(Severity::Error), 2);
    }
}
