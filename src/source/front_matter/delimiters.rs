//! Where front matter begins and ends.

use std::ops::Range;

use crate::config::{json, yaml};
use crate::diagnostic::Diagnostic;

/// What a text begins with.
pub(super) enum Split {
    /// Its first line is its own.
    None,
    /// Front matter that never ends.
    Open(Diagnostic),
    /// Front matter.
    Closed(Block),
}

/// Front matter in a text.
pub(super) struct Block {
    pub(super) syntax: Syntax,
    /// Its bytes, without the lines around it.
    pub(super) text: Range<usize>,
    /// The byte behind it.
    pub(super) body: usize,
}

/// What front matter is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Syntax {
    Yaml,
    Toml,
    Json,
    /// The members of an object without its brackets, as Hexo writes them.
    JsonMembers,
}

/// Finds the front matter of a text by its first line.
pub(super) fn split(text: &str) -> Split {
    let first = text.split_inclusive('\n').next().unwrap_or_default();
    let split = match first.trim_end() {
        "---" => fenced(text, "---", Syntax::Yaml),
        "+++" => fenced(text, "+++", Syntax::Toml),
        ";;;" => fenced(text, ";;;", Syntax::JsonMembers),
        "{" => object(text).map_or(Split::None, Split::Closed),
        line if line.starts_with("{\"") => object(text).map_or(Split::None, Split::Closed),
        _ => headed(text).map_or(Split::None, Split::Closed),
    };
    match split {
        Split::Closed(block) if is_between_rules(text.get(block.text.clone()).unwrap_or_default()) => {
            Split::None
        }
        split => split,
    }
}

/// Front matter between two lines that are `fence`.
fn fenced(text: &str, fence: &str, syntax: Syntax) -> Split {
    let start = text.split_inclusive('\n').next().map_or(0, str::len);
    let mut at = start;
    for line in text.get(start..).unwrap_or_default().split_inclusive('\n') {
        let end = line.trim_end();
        if end == fence || (end == "..." && syntax == Syntax::Yaml) {
            return Split::Closed(Block { syntax, text: start..at, body: at + line.len() });
        }
        at += line.len();
    }
    // A rule at the top of a plain note is no front matter.
    let second = text.lines().nth(1).unwrap_or_default();
    let sign = if syntax == Syntax::Toml { '=' } else { ':' };
    if !second.contains(sign) {
        return Split::None;
    }
    let what = match syntax {
        Syntax::Toml => "three plus signs",
        Syntax::JsonMembers => "three semicolons",
        _ => "three hyphens, or put a blank line before the first line if it is a rule",
    };
    let finding = super::front_matter_error("the front matter is never closed");
    Split::Open(finding.help(format!("end it with a line of {what}")))
}

/// Whether what stands between two lines of hyphens is a part of the text: it does not
/// begin with a field. Behind a blank line only a plain name makes a field; a heading there
/// would be a comment for YAML, and a sentence with a colon a mapping.
fn is_between_rules(text: &str) -> bool {
    let mut lines = text.lines().filter(|line| !line.trim().is_empty());
    if text.starts_with('\n') {
        return lines.next().is_some_and(|line| key(line).is_none() && !line.contains('='));
    }
    let first = lines.find(|line| !line.starts_with('#'));
    first.is_some_and(|line| !line.contains([':', '：', '=', '{', '[']))
}

/// Fields that front matter without a beginning must have one of: prose may be a mapping
/// too.
const KNOWN: [&str; 5] = ["title", "date", "tags", "categories", "layout"];

/// Lines that are looked at for the end of front matter without a beginning.
const LINES: usize = 100;

/// Hexo's form, which begins at once and ends in three hyphens, or semicolons for JSON.
/// Each line before must be part of a mapping, and a field one that notes have.
fn headed(text: &str) -> Option<Block> {
    let is_json = text.starts_with('"');
    let (fence, syntax) = if is_json { (";;;", Syntax::JsonMembers) } else { ("---", Syntax::Yaml) };
    let (mut at, mut known) = (0, 0);
    for line in text.split_inclusive('\n').take(LINES) {
        if line.trim_end() == fence {
            let block = Block { syntax, text: 0..at, body: at + line.len() };
            return (known > 0 && (known > 1 || is_mapping(text.get(..at)?, syntax))).then_some(block);
        }
        let key = key(line);
        let continues =
            at > 0 && line.starts_with([' ', '\t', '-', '#', ']', '}']) && !line.trim().is_empty();
        if key.is_none() && !continues {
            return None;
        }
        known += usize::from(key.is_some_and(|key| KNOWN.contains(&key)));
        at += line.len();
    }
    None
}

/// The key that a line begins with.
fn key(line: &str) -> Option<&str> {
    let (key, value) = line.split_once(':')?;
    let bare = key.trim_matches('"');
    let is_name = |ch: char| ch.is_ascii_alphanumeric() || matches!(ch, '_' | '-');
    let ends = value.is_empty() || value.starts_with([' ', '\t', '\n']) || key.len() > bare.len();
    (ends && bare.starts_with(|ch: char| ch.is_ascii_alphabetic()) && bare.chars().all(is_name))
        .then_some(bare)
}

fn is_mapping(text: &str, syntax: Syntax) -> bool {
    match syntax {
        Syntax::JsonMembers => json::parse_members(text).is_ok(),
        _ => yaml::parse_mapping(text).is_ok(),
    }
}

/// A JSON object with a field that notes have, on lines of its own.
fn object(text: &str) -> Option<Block> {
    let end = json::object_length(text)?;
    let rest = text.get(end..)?;
    let line = rest.split_inclusive('\n').next().unwrap_or_default();
    let object = text.get(..end)?;
    let has_known = KNOWN.iter().any(|known| object.contains(&format!("\"{known}\"")));
    let block = Block { syntax: Syntax::Json, text: 0..end, body: end + line.len() };
    (line.trim().is_empty() && has_known).then_some(block)
}
