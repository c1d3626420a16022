//! Finds the code of a note that no fence is around, and fences it.

use super::super::lines::columns;
use super::super::rewrite::Edit;
use super::Hint;
use super::config::{config, xml, yaml};
use super::dash::Outline;
use super::lines::{Line, Zone, item_margin};
use super::log::log;
use super::session::session;
use super::shell::shell;
use super::source::source;
use super::survey::{Listing, Looked, Survey};

/// The listings of a note, in order.
pub(super) fn find(survey: &Survey<'_>) -> Vec<Listing> {
    let mut finder = Finder { survey, source: 0, shell: 0, yaml: 0 };
    let mut found = Vec::new();
    let mut at = 0;
    while at < survey.lines.len() {
        match finder.at(at) {
            Some(listing) => {
                at = listing.end.max(at + 1);
                found.push(listing);
            }
            None => at += 1,
        }
    }
    found
}

/// Looks for listings, each kind only beyond where it was looked for before.
struct Finder<'a> {
    survey: &'a Survey<'a>,
    source: usize,
    shell: usize,
    yaml: usize,
}

impl Finder<'_> {
    fn at(&mut self, at: usize) -> Option<Listing> {
        let line = self.survey.line(at)?;
        if line.zone == Zone::Tag {
            return xml(self.survey, at);
        }
        if !matches!(line.zone, Zone::Text | Zone::Heading) || line.content().is_empty() {
            return None;
        }
        session(self.survey, at)
            .or_else(|| config(self.survey, at))
            .or_else(|| log(self.survey, at))
            .or_else(|| self.run(at))
    }

    fn run(&mut self, at: usize) -> Option<Listing> {
        let survey = self.survey;
        let comment = survey.zone(at) != Zone::Heading || survey.is_comment(at);
        if self.shell <= at && comment {
            let Looked { listing, end } = shell(survey, at);
            self.shell = end;
            if listing.is_some() {
                return listing;
            }
        }
        if self.source <= at && comment {
            let Looked { listing, end } = source(survey, at);
            self.source = end;
            if listing.is_some() {
                return listing;
            }
        }
        if self.yaml > at {
            return None;
        }
        let (listing, end) = yaml(survey, at);
        self.yaml = end;
        listing
    }
}

/// Puts fences around listings. In a list item the code becomes part of the item, and so
/// does what followed it there.
pub(super) fn fence(lines: &[Line<'_>], listings: &[Listing], outline: &Outline, edits: &mut Vec<Edit>) {
    let mut taken = listings.iter().map(|listing| listing.start).skip(1);
    for listing in listings {
        let Some(body) = lines.get(listing.start..listing.end) else { continue };
        let (Some(first), Some(last)) = (body.first(), body.last()) else { continue };
        let item = first.item.filter(|&item| outline.is_item(lines, item)).and_then(|item| lines.get(item));
        let base = item.map(item_margin).unwrap_or_default();
        let (margin, moved) = margins(body, &base);
        let marks = fence_marks(body);
        let joined = listing.start.checked_sub(1).is_some_and(|above| outline.joins(lines, above));
        let opening = if joined { "" } else { margin };
        edits.push(Edit::insert(first.start, format!("{opening}{marks}{}\n", listing.language)));
        if moved {
            indent(body, &base, edits);
        }
        edits.push(Edit::insert(last.end(), format!("\n{margin}{marks}")));
        let next = taken.next().unwrap_or(lines.len());
        if item.is_some() {
            let below = lines.get(listing.end..next).unwrap_or_default();
            // A comment among the code ended the item for CommonMark.
            let ended = body.iter().any(|line| line.zone == Zone::Heading);
            let lazy = |line: &&Line<'_>| {
                let inside = line.item == first.item || (ended && line.item.is_none());
                line.zone == Zone::Text && inside && line.indent < columns(&base)
            };
            let below: Vec<Line<'_>> = below.iter().take_while(lazy).copied().collect();
            indent(&below, &base, edits);
        }
    }
}

/// The margin of the fences, and whether the lines have to be moved into the list item.
fn margins<'a>(body: &[Line<'a>], base: &'a str) -> (&'a str, bool) {
    let own = body.first().map_or("", Line::margin);
    let written = || body.iter().filter(|line| !line.is_blank() && !line.content().is_empty());
    let beyond = columns(own).checked_sub(columns(base));
    if beyond.is_some_and(|beyond| beyond < 4) && written().all(|line| line.text.starts_with(own)) {
        return (own, false);
    }
    (base, !written().all(|line| line.indent >= columns(base)))
}

fn indent(lines: &[Line<'_>], base: &str, edits: &mut Vec<Edit>) {
    let written = lines.iter().filter(|line| !line.content().is_empty());
    edits.extend(written.map(|line| Edit::insert(line.start, base)));
}

/// Backticks that no line of the code closes.
fn fence_marks(body: &[Line<'_>]) -> String {
    let run = |line: &Line<'_>| line.content().chars().take_while(|&ch| ch == '`').count();
    let longest = body.iter().map(run).max().unwrap_or(0);
    "`".repeat((longest + 1).max(3))
}

/// Says what was taken for code.
pub(super) fn hints(survey: &Survey<'_>, listing: &Listing) -> Vec<Hint> {
    let (Some(first), Some(last)) = (survey.line(listing.start), survey.line(listing.end - 1)) else {
        return Vec::new();
    };
    let count = listing.end - listing.start;
    let message = match count {
        1 => format!("this line looks like {} and is shown as code", listing.what),
        _ => format!("these {count} lines look like {} and are shown as code", listing.what),
    };
    let help = "put a line of ``` before and after them";
    let mut hints = vec![Hint { rule: "pasted-code", range: first.start..last.end(), message, help }];
    let is_comment = |at: &usize| survey.zone(*at) == Zone::Heading;
    if let Some(line) = (listing.start..listing.end).find(is_comment).and_then(|at| survey.line(at)) {
        hints.push(Hint {
            rule: "pasted-comment",
            range: line.start..line.end(),
            message: "this line is taken for a comment of the code around it, not for a heading".to_owned(),
            help: "put a blank line before and after a heading",
        });
    }
    hints
}
