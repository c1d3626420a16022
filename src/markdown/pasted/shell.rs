//! Runs of commands and scripts of a shell.

use yunji_search::analysis::is_han;

use super::command::Weight;
use super::config;
use super::lines::Zone;
use super::survey::{Listing, Looked, Survey, is_bracket};

/// Lines that the text of a here-document may have.
const DOCUMENT: usize = 300;

/// Lines of a block in braces.
const BLOCK: usize = 100;

/// What a run needs to be one: the points of its commands.
const ENOUGH: usize = 4;

/// The run of commands that begins in a line, or in the comments above its first command.
pub(super) fn shell(survey: &Survey<'_>, start: usize) -> Looked {
    let script = survey.text(start).trim_start().starts_with("#!");
    let first = if script { start } else { survey.after_comments(start) };
    let mut run = Run {
        survey,
        script,
        end: first,
        commands: 0,
        points: 0,
        printed: 0,
        best: Weight::None,
        comments: 0,
    };
    while run.extend() {}
    let long = survey.text(first).len() > 60 || run.end > first + 1;
    let several = run.commands > 1 && run.points >= ENOUGH && run.best >= Weight::Fair;
    let printed = run.printed > 1 && run.best >= Weight::Fair;
    let enough = several || printed || (run.best == Weight::Strong && long);
    let end = run.end.max(start + 1);
    if !enough {
        return Looked { listing: None, end };
    }
    let start = if first > start && !run.owns_comments(start) { first } else { start };
    Looked { listing: Some(Listing { start, end, language: "bash", what: "commands" }), end }
}

struct Run<'a> {
    survey: &'a Survey<'a>,
    /// Whether it begins with `#!`, and so goes on below blank lines.
    script: bool,
    end: usize,
    commands: usize,
    points: usize,
    /// Lines of output.
    printed: usize,
    /// Of one line.
    best: Weight,
    comments: usize,
}

impl Run<'_> {
    /// Takes what stands below; says whether there was anything.
    fn extend(&mut self) -> bool {
        let (survey, at) = (self.survey, self.end);
        let zone = survey.zone(at);
        let above = at.checked_sub(1).filter(|_| self.commands > 0);
        if above.is_some_and(|above| survey.text(above).ends_with('\\')) && zone != Zone::Blank {
            self.end += 1;
            return true;
        }
        match zone {
            Zone::Blank => self.cross(),
            Zone::Text | Zone::Indented if survey.command(at) > Weight::None => self.command(),
            Zone::Text if self.commands > 0 && is_bracket(survey.text(at)) => self.data(),
            Zone::Text | Zone::Heading if self.commands > 0 && survey.is_comment(at) => self.comment(),
            Zone::Text if self.commands > 0 && is_columns(survey.text(at)) => self.output(),
            _ => false,
        }
    }

    /// Takes a line of a table that a command printed.
    fn output(&mut self) -> bool {
        self.printed += 1;
        self.end += 1;
        true
    }

    fn command(&mut self) -> bool {
        let weight = self.survey.command(self.end);
        let text = self.survey.text(self.end);
        self.commands += 1;
        self.points += weight.points();
        self.best = self.best.max(weight);
        self.end += 1;
        if let Some(end) = document(self.survey, text, self.end) {
            self.best = Weight::Strong;
            self.end = end;
        } else if let Some(end) = block(self.survey, text, self.end) {
            self.end = end;
        }
        true
    }

    /// Takes the text that was pasted into a file between two commands.
    fn data(&mut self) -> bool {
        let Some(listing) = config::json(self.survey, self.end) else { return false };
        self.end = listing.end;
        true
    }

    /// Takes comments between commands. One that could be a heading is none where the
    /// author uses such headings.
    fn comment(&mut self) -> bool {
        let next = self.survey.after_comments(self.end);
        let heading = (self.end..next).any(|at| self.survey.may_be_heading(at));
        let above_code = self.survey.command(next) > Weight::None || is_bracket(self.survey.text(next));
        let ends =
            self.survey.pasted && matches!(self.survey.zone(next), Zone::Blank | Zone::Item | Zone::Dash);
        if !(above_code || ends) || (heading && !self.script) {
            return false;
        }
        self.comments += 1;
        self.end = next;
        true
    }

    /// A script goes on below a blank line.
    fn cross(&mut self) -> bool {
        let next = self.survey.next_written(self.end, 2).filter(|_| self.script);
        let Some(next) = next else { return false };
        let code = self.survey.after_comments(next);
        if self.survey.command(code) == Weight::None {
            return false;
        }
        self.end = code;
        true
    }

    /// Whether comments above the first command are part of the run: where others stand
    /// between its commands, or when they cannot be headings.
    fn owns_comments(&self, start: usize) -> bool {
        let zone = |at: Option<usize>| at.map_or(Zone::Blank, |at| self.survey.zone(at));
        let below_text = zone(start.checked_sub(1)) != Zone::Blank;
        let sure =
            self.survey.pasted || self.comments > 0 || below_text || self.survey.zone(start) != Zone::Heading;
        sure && !self.survey.may_be_heading(start)
    }
}

/// Whether a line has columns, as tables of a terminal have.
fn is_columns(text: &str) -> bool {
    let gaps = text.trim().split("  ").filter(|part| !part.trim().is_empty()).count();
    gaps > 2 && !text.chars().any(is_han)
}

/// The end of the here-document that a command opens.
fn document(survey: &Survey<'_>, command: &str, from: usize) -> Option<usize> {
    let (_, opened) = command.split_once("<<")?;
    let word = opened
        .trim_start_matches('-')
        .trim_start()
        .split(|ch: char| ch.is_whitespace() || ch == '>')
        .next()?;
    let word = word.trim_matches(['"', '\'']);
    let named = !word.is_empty() && word.chars().all(|ch| ch.is_ascii_alphanumeric() || ch == '_');
    let ends = |at: &usize| survey.line(*at).is_some_and(|line| line.content().trim_end() == word);
    (from..from + DOCUMENT).find(ends).filter(|_| named).map(|at| at + 1)
}

/// The end of the block in braces that a line opens.
fn block(survey: &Survey<'_>, command: &str, from: usize) -> Option<usize> {
    if !command.trim_end().ends_with('{') {
        return None;
    }
    let indent = from.checked_sub(1).and_then(|at| survey.line(at)).map_or(0, |line| line.indent);
    let closes = |at: usize| {
        survey.line(at).is_some_and(|line| line.content().starts_with('}') && line.indent <= indent)
    };
    let opens = |at: usize| {
        survey.line(at).is_some_and(|line| line.indent <= indent && line.text.trim_end().ends_with('{'))
    };
    for at in from..from + BLOCK {
        if closes(at) {
            return Some(at + 1);
        }
        if opens(at) {
            return None;
        }
        if survey.zone(at) == Zone::Closed || survey.line(at).is_none() || survey.is_prose(at) {
            return None;
        }
    }
    None
}
