//! Programs: the lines of a source file.

use super::bare::{bare, is_comment};
use super::command::Weight;
use super::lines::Zone;
use super::program::Code;
use super::survey::{Listing, Looked, Survey};

/// Blank lines in a row that a program may have.
const GAP: usize = 3;

/// What a program needs to be one: the points of its lines.
const ENOUGH: usize = 6;

/// The program that begins in a line, or in the comments above its first.
pub(super) fn source(survey: &Survey<'_>, start: usize) -> Looked {
    let first = survey.after_comments(start);
    let mut program = Program {
        survey,
        end: first,
        indent: survey.line(first).map_or(0, |line| line.indent),
        points: 0,
        strong: 0,
        lines: 0,
        depth: 0,
        quoted: false,
        language: None,
    };
    if survey.code(first).weight >= Weight::Fair {
        while program.extend() {}
    }
    let end = program.end.max(start + 1);
    let enough = program.strong > 0 && program.lines > 2 && program.points >= ENOUGH;
    let statements = program.strong > 1 && program.strong == program.lines;
    if !enough && !statements {
        return Looked { listing: None, end };
    }
    let start = if survey.may_be_heading(start) { first } else { start };
    let language = program.language.unwrap_or_default();
    Looked { listing: Some(Listing { start, end, language, what: "a program" }), end }
}

struct Program<'a> {
    survey: &'a Survey<'a>,
    end: usize,
    /// Columns that the first line is set in.
    indent: usize,
    points: usize,
    strong: usize,
    lines: usize,
    /// Open brackets.
    depth: isize,
    /// Whether a string in three quotation marks is open.
    quoted: bool,
    /// The language that the lines show; empty when they show two.
    language: Option<&'static str>,
}

impl Program<'_> {
    /// Takes what stands below; says whether there was anything.
    fn extend(&mut self) -> bool {
        let at = self.end;
        let Some(line) = self.survey.line(at) else { return false };
        if self.quoted && line.zone != Zone::Closed {
            return self.take(at);
        }
        match line.zone {
            Zone::Blank => self.cross(),
            Zone::Text | Zone::Heading | Zone::Indented if is_remark(line.content()) => self.remark(at),
            Zone::Text | Zone::Indented if self.belongs(at) => self.take(at),
            _ => false,
        }
    }

    /// Whether a line is code, or stands where only code does.
    fn belongs(&self, at: usize) -> bool {
        let Some(line) = self.survey.line(at) else { return false };
        let inside = self.depth > 0 || (line.indent > self.indent && self.lines > 0);
        self.survey.code(at).weight > Weight::None
            || (inside && !self.survey.is_prose(at) && !has_han(line.text))
    }

    fn take(&mut self, at: usize) -> bool {
        let code = self.survey.code(at);
        self.points += code.weight.points();
        self.strong += usize::from(code.weight == Weight::Strong);
        self.lines += 1;
        self.depth = (self.depth + code.depth).max(0);
        self.quoted ^= self.survey.text(at).matches("\"\"\"").count() % 2 == 1;
        if !code.language.is_empty() {
            let same = self.language.is_none_or(|language| language == code.language);
            self.language = Some(if same { code.language } else { "" });
        }
        self.end = at + 1;
        true
    }

    /// Takes comments above code, unless they may be headings.
    fn remark(&mut self, at: usize) -> bool {
        let hash = self.survey.is_comment(at);
        let next = if hash { self.survey.after_comments(at) } else { at + 1 };
        let inside = self.survey.line(at).is_some_and(|line| line.indent > self.indent);
        let above_code = !hash || inside || self.belongs(next);
        if !above_code || (self.survey.may_be_heading(at) && self.depth == 0) {
            return false;
        }
        self.end = next;
        true
    }

    /// Goes on below blank lines when code does.
    fn cross(&mut self) -> bool {
        let Some(next) = self.survey.next_written(self.end, GAP) else { return false };
        let Code { weight: code, language, .. } = self.survey.code(next);
        let own = self.language.filter(|own| !own.is_empty());
        if code == Weight::Strong && own.is_some_and(|own| !language.is_empty() && own != language) {
            return false;
        }
        let inner =
            self.survey.line(next).is_some_and(|line| line.indent > self.indent) && self.belongs(next);
        let remark = self.survey.line(next).is_some_and(|line| is_remark(line.content()));
        if self.lines == 0 || !matches!(self.survey.zone(next), Zone::Text | Zone::Heading | Zone::Indented) {
            return false;
        }
        if remark {
            return self.remark(next);
        }
        (code >= Weight::Fair || inner) && self.take(next)
    }
}

/// A comment of some language.
fn is_remark(content: &str) -> bool {
    is_comment(content) || ["//", "/*", "*/", "-- "].iter().any(|mark| content.starts_with(mark))
}

fn has_han(text: &str) -> bool {
    bare(text, '#').chars().any(yunji_search::analysis::is_han)
}
