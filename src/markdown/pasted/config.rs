//! Settings and data: JSON, YAML, INI, Dockerfiles.

use yunji_search::analysis::is_han;

use super::bare::{bare, has_prose, is_wide_mark};
use super::lines::{Line, Zone};
use super::survey::{Listing, Survey};
use crate::markdown::html;

/// Lines that one value may have.
const LONGEST: usize = 300;

/// Values inside values.
const DEEPEST: usize = 40;

/// The settings or data that begin in a line.
pub(super) fn config(survey: &Survey<'_>, start: usize) -> Option<Listing> {
    json(survey, start)
        .or_else(|| ini(survey, start))
        .or_else(|| properties(survey, start))
        .or_else(|| dockerfile(survey, start))
        .or_else(|| statement(survey, start))
}

fn listing(start: usize, end: usize, language: &'static str) -> Listing {
    let what = match language {
        "json" => "JSON",
        "dockerfile" => "a Dockerfile",
        "sql" => "SQL",
        "xml" => "XML",
        _ => "settings",
    };
    Listing { start, end, language, what }
}

/// An object or a list on lines of its own, from bracket to bracket.
pub(super) fn json(survey: &Survey<'_>, start: usize) -> Option<Listing> {
    let first = survey.line(start).filter(|line| line.zone == Zone::Text)?;
    if !matches!(first.text.trim(), "{" | "[" | "[{" | "{[") {
        return None;
    }
    let (mut depth, mut keys) = (0, 0);
    for at in start..start + LONGEST {
        let line =
            survey.line(at).filter(|line| !matches!(line.zone, Zone::Closed | Zone::Tag | Zone::Heading))?;
        depth = deeper(line.text, depth)?;
        keys += usize::from(line.content().starts_with('"') && line.text.contains("\":"));
        if depth == 0 {
            let data = keys > 0 || line.text.trim() == "]";
            return (data && at > start).then(|| listing(start, at + 1, "json"));
        }
    }
    None
}

/// Open brackets after a line; nothing when too many are open or a closing one is not.
fn deeper(line: &str, depth: usize) -> Option<usize> {
    let (mut depth, mut quoted, mut escaped) = (depth, false, false);
    for ch in line.chars() {
        match ch {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            '{' | '[' if !quoted => depth += 1,
            '}' | ']' if !quoted => depth = depth.checked_sub(1)?,
            _ => {}
        }
    }
    (depth <= DEEPEST).then_some(depth)
}

/// `[section]` and the settings below it.
fn ini(survey: &Survey<'_>, start: usize) -> Option<Listing> {
    let is_section = |at: usize| {
        let name = survey.text(at).trim().strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
        let word =
            |ch: char| ch.is_ascii_alphanumeric() || matches!(ch, '_' | '-' | '.' | ' ' | ':' | '/' | '@');
        survey.zone(at) == Zone::Text && name.is_some_and(|name| !name.is_empty() && name.chars().all(word))
    };
    if !is_section(start) {
        return None;
    }
    let (mut end, mut settings) = (start + 1, 0);
    loop {
        let next = survey.next_written(end, 1)?;
        let apart = next > end;
        let remark = survey.text(next).trim_start().starts_with(['#', ';']) && is_setting(survey, next + 1);
        let setting = is_setting(survey, next) && (!apart || settings > 0);
        if (is_section(next) && settings > 0) || setting || (remark && !apart) {
            settings += usize::from(is_setting(survey, next));
            end = next + 1;
        } else {
            break;
        }
        if survey.line(end).is_none() {
            break;
        }
    }
    (settings > 1).then(|| listing(start, end, "ini"))
}

/// `key = value`.
fn is_setting(survey: &Survey<'_>, at: usize) -> bool {
    survey.zone(at) == Zone::Text
        && key_of(survey.text(at)).is_some_and(|key| key.chars().all(|ch| ch.is_ascii_graphic()))
}

fn key_of(text: &str) -> Option<&str> {
    let (key, value) = text.trim().split_once('=')?;
    let key = key.trim_end();
    let word = |ch: char| ch.is_ascii_alphanumeric() || matches!(ch, '_' | '-' | '.' | '/');
    (!key.is_empty() && key.chars().all(word) && !value.contains(is_wide_mark)).then_some(key)
}

/// Lines of `some.dotted.key = value`.
fn properties(survey: &Survey<'_>, start: usize) -> Option<Listing> {
    let is_dotted = |at: usize| {
        let key = key_of(survey.text(at)).filter(|key| key.starts_with(|ch: char| ch.is_ascii_lowercase()));
        survey.zone(at) == Zone::Text && key.is_some_and(|key| key.contains('.'))
    };
    let end = (start..survey.lines.len()).find(|&at| !is_dotted(at)).unwrap_or(survey.lines.len());
    (end > start + 1).then(|| listing(start, end, ""))
}

/// Words that begin lines of a Dockerfile.
const INSTRUCTIONS: [&str; 16] = [
    "FROM",
    "RUN",
    "COPY",
    "ADD",
    "ENV",
    "ARG",
    "CMD",
    "ENTRYPOINT",
    "EXPOSE",
    "WORKDIR",
    "USER",
    "VOLUME",
    "LABEL",
    "HEALTHCHECK",
    "MAINTAINER",
    "SHELL",
];

/// A Dockerfile.
fn dockerfile(survey: &Survey<'_>, start: usize) -> Option<Listing> {
    let first = |at: usize| survey.text(at).split_whitespace().next().unwrap_or_default();
    if first(start) != "FROM" || survey.zone(start) != Zone::Text {
        return None;
    }
    let (mut end, mut known) = (start, 0);
    while let Some(next) = survey.next_written(end, 1).filter(|_| end < start + LONGEST) {
        let continued = end > start && next == end && survey.text(end - 1).trim_end().ends_with('\\');
        let after = survey.after_comments(next);
        if continued {
            end += 1;
        } else if INSTRUCTIONS.contains(&first(after))
            && survey.zone(after) == Zone::Text
            && (next == after || next == end)
        {
            known += 1;
            end = after + 1;
        } else {
            break;
        }
    }
    (known > 2).then(|| listing(start, end, "dockerfile"))
}

/// A statement of SQL on several lines, in capitals and up to its semicolon.
fn statement(survey: &Survey<'_>, start: usize) -> Option<Listing> {
    let verbs = ["SELECT", "INSERT", "UPDATE", "DELETE", "CREATE", "ALTER", "WITH"];
    let first = survey.text(start).split_whitespace().next()?;
    if survey.zone(start) != Zone::Text || !verbs.contains(&first) {
        return None;
    }
    let is_part =
        |at: &usize| survey.zone(*at) == Zone::Text && !bare(survey.text(*at), '#').contains(is_wide_mark);
    let ends = |at: &usize| survey.text(*at).trim_end().ends_with(';');
    let end = (start..start + STATEMENT).take_while(is_part).find(ends)?;
    (end > start).then(|| listing(start, end + 1, "sql"))
}

/// Lines that a statement may have.
const STATEMENT: usize = 60;

/// An element that HTML has not, up to its end on a line of its own. Components of a page,
/// which have Markdown in them, are none.
pub(super) fn xml(survey: &Survey<'_>, start: usize) -> Option<Listing> {
    let line = survey.line(start)?;
    let name = line.content().strip_prefix('<')?.split([' ', '>']).next()?;
    let word = |ch: char| ch.is_ascii_alphanumeric() || matches!(ch, ':' | '.' | '_');
    let named = name.starts_with(|ch: char| ch.is_ascii_lowercase()) || APACHE.contains(&name);
    let tag = line.text.trim();
    if !named || !name.chars().all(word) || !tag.ends_with('>') || html::is_block_markup(tag) {
        return None;
    }
    let closing = format!("</{name}>");
    let is_part = |at: &usize| {
        let content = survey.line(*at).map_or("", Line::content);
        let said = !content.starts_with('<') && content.chars().any(is_han);
        !content.is_empty() && !said && !content.starts_with(['`', '~', '#', '|']) && !content.contains("](")
    };
    let ends = |at: &usize| survey.text(*at).trim() == closing;
    let end = (start..start + LONGEST).take_while(is_part).find(ends)?;
    (end > start + 1).then(|| listing(start, end + 1, "xml"))
}

/// Sections of Apache's settings.
const APACHE: [&str; 7] =
    ["VirtualHost", "Directory", "Location", "Files", "IfModule", "Proxy", "FilesMatch"];

/// YAML with values inside values, and where looking for it ended.
pub(super) fn yaml(survey: &Survey<'_>, start: usize) -> (Option<Listing>, usize) {
    let (mut end, mut keys, mut nested) = (start, 0, 0);
    let mut above = (0, false);
    let lower = survey.text(start).starts_with(|ch: char| ch.is_ascii_lowercase());
    if !lower || survey.zone(start) != Zone::Text {
        return (None, start + 1);
    }
    while let Some(at) = survey.next_written(end, 1) {
        if survey.text(at).trim_end() == "---" && entry(survey, at + 1).is_some_and(|entry| entry.key) {
            above = (0, false);
            end = at + 1;
            continue;
        }
        let Some(entry) = entry(survey, at).filter(|entry| at == end || entry.indent > 0) else { break };
        keys += usize::from(entry.key);
        nested += usize::from(entry.key && above.1 && entry.indent > above.0);
        above = (entry.indent, entry.opens);
        end = at + 1;
    }
    let found = keys > 2 && nested > 0;
    (found.then(|| listing(start, end, "yaml")), end.max(start + 1))
}

struct Entry {
    indent: usize,
    /// `key: value`.
    key: bool,
    /// `key:` with its value below.
    opens: bool,
}

fn entry(survey: &Survey<'_>, at: usize) -> Option<Entry> {
    let line = survey
        .line(at)
        .filter(|line| !matches!(line.zone, Zone::Closed | Zone::Tag | Zone::Heading | Zone::Dash))?;
    let value = line.content().trim_start_matches("- ").trim_end();
    let listed = line.content().starts_with("- ");
    let (key, rest) = value.split_once(':').unwrap_or(("", value));
    let word = |ch: char| ch.is_ascii_alphanumeric() || matches!(ch, '_' | '-' | '.' | '/' | '"');
    let is_key = !key.is_empty() && key.chars().all(word) && (rest.is_empty() || rest.starts_with(' '));
    let scalar = listed && !has_prose(value) && !value.chars().any(is_han);
    let plain = !rest.contains(is_wide_mark);
    ((is_key || scalar) && plain).then_some(Entry {
        indent: line.indent + if listed { 2 } else { 0 },
        key: is_key,
        opens: is_key && rest.is_empty(),
    })
}
