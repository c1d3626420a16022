//! Blocks of code: what stands behind their fence and in their comments, and their HTML.
//!
//! Lines are elements of their own only where something is said of them: most blocks are
//! short and plain, and stay so.

mod info;
mod lines;
mod notation;

use std::collections::BTreeSet;
use std::convert::Infallible;
use std::ops::RangeInclusive;

use pulldown_cmark::{CodeBlockKind, Event, Tag};

use super::Events;
use super::highlight::highlight;
use crate::cache::Pack;
use crate::diagnostic::{Diagnostic, Report};
use crate::output::Digest;
use crate::source::Source;
pub(super) use info::CodeOptions;

/// What is said of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum LineMark {
    Highlighted,
    Added,
    Removed,
    Focused,
    Error,
    Warning,
}

/// Lines of a block by their number, from 1, and what is said of them.
type Marks = Vec<(RangeInclusive<usize>, LineMark)>;

/// A block of code, ready to be written.
#[derive(Debug)]
pub(super) struct CodeBlock {
    pub(super) options: CodeOptions,
    /// The code, without the comments that say something of its lines.
    pub(super) text: String,
    marks: Marks,
    numbered: bool,
}

impl CodeBlock {
    /// The block of `code` behind a fence with `options`. Lines are numbered where neither
    /// the fence nor this says otherwise: `numbered`, and there are several.
    pub(super) fn new(options: CodeOptions, code: &str, numbered: bool) -> CodeBlock {
        let (text, mut marks) = notation::take(code);
        marks.extend(options.marks.iter().cloned());
        if is_diff(&options.language) {
            marks.extend(changes(&text));
        }
        let numbered = options.numbered.unwrap_or(numbered && text.trim_end().contains('\n'));
        CodeBlock { options, text: text.into_owned(), marks, numbered }
    }

    /// Its code as HTML, the colours of which are kept in `drawn`.
    pub(super) fn html(&self, drawn: &Pack) -> String {
        let language = if is_diff(&self.options.language) { "diff" } else { &self.options.language };
        let html = remembered(&self.text, language, drawn);
        if self.marks.is_empty() && !self.numbered {
            return html;
        }
        let mut marks: Vec<BTreeSet<LineMark>> =
            vec![BTreeSet::new(); self.text.split_inclusive('\n').count()];
        for (range, mark) in &self.marks {
            for line in marks.iter_mut().take(*range.end()).skip(range.start().saturating_sub(1)) {
                line.insert(*mark);
            }
        }
        lines::split(&html, &marks, self.numbered.then_some(self.options.first))
    }

    /// The classes of its element.
    pub(super) fn classes(&self) -> String {
        let has_focus = self.marks.iter().any(|(_, mark)| *mark == LineMark::Focused);
        let classes =
            [(self.numbered, " numbered"), (has_focus, " has-focus"), (self.options.wrap, " is-wrapped")];
        classes.iter().filter(|(wanted, _)| *wanted).map(|(_, class)| *class).collect()
    }
}

/// Bytes of a block that are coloured sooner than looked up.
const SHORT: usize = 200;

/// Code as HTML. Each distinct block is coloured once, in whatever note and build it stands: the
/// result follows from code, language and the grammars, which are the program's.
fn remembered(code: &str, language: &str, drawn: &Pack) -> String {
    let color = || {
        let mut html = String::new();
        highlight(code, language, &mut html);
        html
    };
    if code.len() <= SHORT {
        return color();
    }
    let key = Digest::of_all([language, code].map(str::as_bytes));
    let Ok(html) = drawn.text(key, || Ok::<_, Infallible>(color()));
    html
}

/// Whether a fence holds the difference between two texts, perhaps of a language: `diff-yaml`.
fn is_diff(language: &str) -> bool {
    matches!(language.split('-').next(), Some("diff" | "patch" | "udiff"))
}

/// The lines that a difference adds and removes.
fn changes(text: &str) -> Marks {
    let of = |line: &str| match line.as_bytes() {
        [b'+', b'+', b'+', ..] | [b'-', b'-', b'-', ..] => None,
        [b'+', ..] => Some(LineMark::Added),
        [b'-', ..] => Some(LineMark::Removed),
        _ => None,
    };
    let lines = text.lines().zip(1..);
    lines.filter_map(|(line, number)| Some((number..=number, of(line)?))).collect()
}

/// Reports what stands behind fences and means nothing here.
pub(super) fn check(source: &Source, events: &Events<'_>) -> Report {
    let mut report = Report::default();
    for (event, range) in events {
        let Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) = event else { continue };
        let unknown = CodeOptions::read(info).unknown;
        let Some(first) = unknown.first() else { continue };
        let text = source.file.text.get(range.clone()).unwrap_or_default();
        let line = text.lines().next().unwrap_or_default();
        // A tag of another generator may have said it in other words.
        let place = line.find(first.as_str()).map_or(0..line.len(), |at| at..at + first.len());
        let message = format!("behind a fence, {} is not understood and left out", unknown.join(", "));
        report.push(
            Diagnostic::hint("code-option", message)
                .at(&source.file, range.start + place.start..range.start + place.end)
                .help("lines are marked by {1,3-5}, numbered by linenos, and titled by title=\"…\""),
        );
    }
    report
}
