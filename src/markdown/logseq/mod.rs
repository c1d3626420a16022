//! Outlines of Logseq: bullets that are blocks, with what Logseq knows of each.
//!
//! An outline is rewritten as a Markdown list: indentation by two spaces, marks for what
//! blocks say of themselves, nothing for bullets without content.

mod block;
mod inline;
mod journal;
mod outline;
mod page;

use std::ops::Range;

pub use journal::journal_names;

use super::construct::Constructs;
use super::rewrite::Rewritten;

pub(super) use page::describe;

/// Properties that Logseq keeps for itself, which say nothing to a reader.
const HIDDEN: [&str; 22] = [
    "id",
    "collapsed",
    "background-color",
    "background_color",
    "heading",
    "created-at",
    "updated-at",
    "created_at",
    "updated_at",
    "last-modified-at",
    "logseq.order-list-type",
    "logseq.tldraw.page",
    "logseq.tldraw.shape",
    "hl-page",
    "hl-color",
    "hl-type",
    "hl-stamp",
    "ls-type",
    "query-table",
    "query-properties",
    "query-sort-by",
    "query-sort-desc",
];

/// Words at a block's beginning that say whether it is to be done.
const STATES: [&str; 10] =
    ["TODO", "DOING", "DONE", "NOW", "LATER", "WAITING", "WAIT", "CANCELED", "CANCELLED", "IN-PROGRESS"];

/// Rewrites a whole note. `hidden` are properties that the graph hides beside Logseq's own.
pub(super) fn rewrite(text: &mut Rewritten<'_>, constructs: &mut Constructs, hidden: &[String]) {
    let built = outline::write(text.text(), constructs, hidden);
    text.replace(built);
    let edits = inline::edits(text.text(), constructs);
    text.apply(&edits);
}

/// A path in which namespaces are folders, as Logseq writes them into names of files.
pub fn namespaced(path: &str) -> String {
    let path = path.replace("___", "/");
    crate::output::percent_decode(&path).unwrap_or(path)
}

/// Whether a text begins as an outline does, and whether with properties of its page.
pub(super) fn is_outline(text: &str) -> (bool, bool) {
    let properties = page::Properties::of(text);
    let blocks = text.get(properties.range.end..).unwrap_or_default().trim_start();
    let bullet = blocks.starts_with("- ") || blocks.starts_with("-\n") || blocks == "-";
    (bullet || (blocks.is_empty() && !properties.is_empty()), !properties.is_empty())
}

/// The state that a block's text begins with.
pub(super) fn state(text: &str) -> Option<&'static str> {
    let word = text.split(' ').next().unwrap_or_default();
    STATES.into_iter().find(|&state| state == word)
}

/// Whether a text is an id as Logseq gives them.
pub(super) fn is_uuid(text: &str) -> bool {
    let shape = |(at, byte): (usize, u8)| match at {
        8 | 13 | 18 | 23 => byte == b'-',
        _ => byte.is_ascii_hexdigit(),
    };
    text.len() == 36 && text.bytes().enumerate().all(shape)
}

/// A property line: its key, and where its value stands in the line.
pub(super) fn property(line: &str) -> Option<(&str, Range<usize>)> {
    let (key, value) = line.split_once("::")?;
    let bare = key.trim_start();
    let is_key = bare.starts_with(char::is_alphabetic)
        && bare.chars().all(|ch| ch.is_alphanumeric() || matches!(ch, '-' | '_' | '.' | '/' | '?'));
    let ends = value.is_empty() || value.starts_with(' ');
    (is_key && ends).then(|| (bare, key.len() + 2..line.len()))
}
