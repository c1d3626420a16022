//! Copies of a terminal: prompts, commands and what they printed.

use super::bare::is_prose;
use super::lines::Zone;
use super::prompt::{Prompt, prompt};
use super::survey::{Listing, Survey};

/// Lines of output that may stand between two prompts.
const OUTPUT: usize = 60;

/// The session that begins in a line.
pub(super) fn session(survey: &Survey<'_>, start: usize) -> Option<Listing> {
    let first = prompt_at(survey, start)?;
    let (mut sure, mut prompts, mut end) = (first.sure, 1, start + 1);
    while let Some((at, next)) = next_prompt(survey, end, sure) {
        sure |= next.sure;
        prompts += 1;
        end = at + 1;
    }
    end = after_output(survey, end);
    let dollar = survey.text(start).trim_start().starts_with('$');
    let enough = sure || dollar || prompts > 1;
    enough.then_some(Listing { start, end, language: first.language, what: "a terminal session" })
}

fn prompt_at(survey: &Survey<'_>, at: usize) -> Option<Prompt> {
    let line = survey.line(at).filter(|line| matches!(line.zone, Zone::Text | Zone::Heading))?;
    prompt(line.text)
}

/// The next prompt below output. Prompts that are not sure follow one another closely:
/// `# restart` below a blank line is a heading.
fn next_prompt(survey: &Survey<'_>, from: usize, sure: bool) -> Option<(usize, Prompt)> {
    let mut blank = false;
    for at in from..from + OUTPUT {
        let line = survey.line(at)?;
        if let Some(prompt) = prompt_at(survey, at)
            && (prompt.sure || !blank || survey.zone(at) == Zone::Text)
        {
            return Some((at, prompt));
        }
        let continued = at.checked_sub(1).is_some_and(|above| survey.text(above).ends_with('\\'));
        let fence = line.zone == Zone::Closed && line.content().starts_with(['`', '~']);
        let heading = line.zone == Zone::Heading && (blank || !survey.is_comment(at));
        let said = is_prose(line.text) && !survey.is_comment(at);
        if fence || heading || (said && !continued) || (line.is_blank() && (blank || !sure)) {
            return None;
        }
        blank |= line.is_blank();
    }
    None
}

/// Where the output of the last command ends.
fn after_output(survey: &Survey<'_>, from: usize) -> usize {
    let mut at = from;
    while let Some(line) = survey.line(at) {
        let continued = at.checked_sub(1).is_some_and(|above| survey.text(above).ends_with('\\'));
        let printed = line.zone == Zone::Text && !is_prose(line.text);
        if line.is_blank() || !(continued || printed) {
            break;
        }
        at += 1;
    }
    at
}
