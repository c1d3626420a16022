//! What every line of a note weighs, read once.

use super::bare::{bare, is_comment, is_numbered, is_prose};
use super::command::{self, Weight};
use super::lines::{Line, Zone};
use super::program::{self, Code};

/// The lines of a note and what they look like.
pub(super) struct Survey<'a> {
    pub(super) lines: &'a [Line<'a>],
    commands: Vec<Weight>,
    codes: Vec<Code>,
    /// For each line the first from there on that is no comment.
    after_comments: Vec<usize>,
    /// The first line with something on it: the title, if it is a heading.
    first: usize,
    habits: Habits,
    /// Whether the note as a whole looks pasted.
    pub(super) pasted: bool,
}

/// Whether the author uses headings of the first level for sections, which a comment
/// looks like.
#[derive(Default)]
struct Habits {
    /// Below a blank line.
    apart: bool,
    /// Below other text, too.
    close: bool,
}

/// A stretch of lines that is code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Listing {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) language: &'static str,
    /// What it looks like.
    pub(super) what: &'static str,
}

/// What came of looking for a listing.
pub(super) struct Looked {
    pub(super) listing: Option<Listing>,
    /// Where looking ended: no other of its kind begins before.
    pub(super) end: usize,
}

impl<'a> Survey<'a> {
    pub(super) fn new(lines: &'a [Line<'a>]) -> Survey<'a> {
        let weighed = |line: &Line<'_>| matches!(line.zone, Zone::Text | Zone::Indented);
        let of = |line: &Line<'_>| if weighed(line) { command::weigh(line.text) } else { Weight::None };
        let commands = lines.iter().map(of).collect();
        let of = |line: &Line<'_>| if weighed(line) { program::weigh(line.text) } else { Code::default() };
        let codes = lines.iter().map(of).collect();
        let after_comments = after_comments(lines);
        let first = lines.iter().position(|line| !line.is_blank()).unwrap_or(0);
        let habits = Habits::default();
        let mut survey = Survey { lines, commands, codes, after_comments, first, habits, pasted: false };
        survey.habits = survey.habits();
        survey
    }

    pub(super) fn line(&self, at: usize) -> Option<&Line<'a>> {
        self.lines.get(at)
    }

    pub(super) fn zone(&self, at: usize) -> Zone {
        self.lines.get(at).map_or(Zone::Blank, |line| line.zone)
    }

    pub(super) fn text(&self, at: usize) -> &'a str {
        self.lines.get(at).map_or("", |line| line.text)
    }

    pub(super) fn command(&self, at: usize) -> Weight {
        self.commands.get(at).copied().unwrap_or_default()
    }

    pub(super) fn code(&self, at: usize) -> Code {
        self.codes.get(at).copied().unwrap_or_default()
    }

    /// Whether a line may be a comment of code: not in a list, a quote or a fence.
    pub(super) fn is_comment(&self, at: usize) -> bool {
        self.lines.get(at).is_some_and(is_comment_line)
    }

    /// The first line from `at` on that is no comment.
    pub(super) fn after_comments(&self, at: usize) -> usize {
        self.after_comments.get(at).copied().unwrap_or(at)
    }

    /// Whether a line is what somebody said.
    pub(super) fn is_prose(&self, at: usize) -> bool {
        is_prose(&bare(self.text(at), '#'))
    }

    /// The first line from `at` on with something on it, not more than `gap` lines away.
    pub(super) fn next_written(&self, at: usize, gap: usize) -> Option<usize> {
        (at..at + gap + 1).find(|&next| self.line(next).is_some_and(|line| !line.is_blank()))
    }

    /// Whether the comment in a line could as well be a heading of its author's.
    pub(super) fn may_be_heading(&self, at: usize) -> bool {
        let above = at.checked_sub(1).map_or(Zone::Blank, |above| self.zone(above));
        let custom = if above == Zone::Blank { self.habits.apart } else { self.habits.close };
        let heading = self.zone(at) == Zone::Heading;
        heading && (custom || at == self.first || is_numbered(self.text(at)))
    }

    /// Compares how many headings of the first level stand above text with how many stand
    /// above or below code.
    fn habits(&self) -> Habits {
        // With deeper headings in the note one of the first level is less likely a section.
        let deeper = self.lines.iter().any(|line| line.zone == Zone::Heading && !is_comment(line.content()));
        let section = if deeper { 1 } else { 3 };
        let (mut apart, mut close) = (0_isize, 0_isize);
        let mut at = self.first + 1;
        while at < self.lines.len() {
            let next = self.after_comments(at).max(at + 1);
            if self.zone(at) == Zone::Heading && self.is_comment(at) {
                let vote = if self.is_code(at - 1) || self.is_code(next) { -1 } else { section };
                let below_blank = self.zone(at - 1) == Zone::Blank;
                *(if below_blank { &mut apart } else { &mut close }) += vote;
            }
            at = next;
        }
        Habits { apart: apart > 0, close: close > 0 }
    }

    /// Whether a line weighs anything.
    fn is_code(&self, at: usize) -> bool {
        self.command(at) > Weight::None || self.code(at).weight > Weight::None || is_bracket(self.text(at))
    }
}

/// Whether a line opens data and does nothing else.
pub(super) fn is_bracket(text: &str) -> bool {
    matches!(text.trim(), "{" | "[")
}

fn is_comment_line(line: &Line<'_>) -> bool {
    matches!(line.zone, Zone::Text | Zone::Heading | Zone::Indented) && is_comment(line.content())
}

fn after_comments(lines: &[Line<'_>]) -> Vec<usize> {
    let mut after: Vec<usize> = (0..lines.len()).collect();
    let mut next = lines.len();
    for (at, line) in lines.iter().enumerate().rev() {
        if !is_comment_line(line) {
            next = at;
        }
        if let Some(entry) = after.get_mut(at) {
            *entry = next;
        }
    }
    after
}
