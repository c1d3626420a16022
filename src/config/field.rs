//! A field of a mapping and where it stands, in whatever language it is written.

use std::ops::Range;

use serde_json::Value;

/// A top-level field of a mapping.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// The key, as text.
    pub key: String,
    /// The value as plain data. Dates and the like are strings.
    pub value: Value,
    /// Bytes of the line the key stands on, from the key to the line's end.
    pub range: Range<usize>,
}

/// Why a text is no mapping.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyntaxError {
    /// What is wrong, as the parser says it, without its own idea of the place.
    pub message: String,
    /// Bytes of the text.
    pub range: Range<usize>,
    /// What to do about it, where the mistake is a usual one.
    pub help: Option<String>,
}

/// Bytes of a mapping at most. Front matter has a few hundred; the parsers need seconds for
/// some hostile inputs of a few times this size.
const LARGEST: usize = 128 << 10;

/// Brackets that may be open at once. The parsers have limits of their own, but one takes
/// time that grows with the square of the depth before it looks at it.
const DEEPEST: usize = 100;

/// Refuses a text that may take its parser too long.
pub(super) fn check_size(text: &str) -> Result<(), SyntaxError> {
    let mut depth = 0usize;
    let deepest = text.bytes().map(|byte| {
        match byte {
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth
    });
    let message = match (text.len() > LARGEST, deepest.max().unwrap_or(0) > DEEPEST) {
        (true, _) => format!("this is larger than {} KiB", LARGEST >> 10),
        (_, true) => format!("brackets are nested more than {DEEPEST} deep"),
        _ => return Ok(()),
    };
    Err(SyntaxError {
        message,
        range: first_line(text),
        help: Some("move the data into a file of its own".into()),
    })
}

/// The first line that says something.
pub(super) fn first_line(text: &str) -> Range<usize> {
    let start = text.len() - text.trim_start().len();
    start..line_end(text, start)
}

/// Bytes of a line that a place covers at most: a file of one line may have a field for
/// every few bytes.
const LONGEST_LINE: usize = 1 << 10;

/// Where the line ends that a byte is in, without the space it ends in.
pub(super) fn line_end(text: &str, start: usize) -> usize {
    let rest = text.get(start..floor(text, start.saturating_add(LONGEST_LINE))).unwrap_or_default();
    start + rest.lines().next().map_or(0, |line| line.trim_end().len())
}

/// The beginning of the character that a byte is in.
pub(super) fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}
