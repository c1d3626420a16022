//! Files that other generators show in place: the lines that name them are kept as text, and
//! the author is told.

use super::super::lines::outside_code;
use super::rows::rows;
use super::{Findings, Rule};

/// What such a line begins with, or a part of it, and what ends it.
const SIGNS: [(&str, &str); 9] = [
    ("{{#include ", "}}"),
    ("{{#rustdoc_include ", "}}"),
    ("{{#playground ", "}}"),
    ("{{#playpen ", "}}"),
    ("<!--@include:", "-->"),
    ("<!-- @include:", "-->"),
    ("--8<-- \"", "\""),
    ("<<< @", ""),
    ("<<< ./", ""),
];

/// Finds them.
pub(super) fn find(text: &str, findings: &mut Findings) {
    if !SIGNS.iter().any(|(open, _)| text.contains(open)) {
        return;
    }
    for row in rows(text).filter(|row| !row.code) {
        let content = row.content();
        let Some((open, close)) = SIGNS.iter().find(|(open, _)| content.contains(open)) else { continue };
        for part in outside_code(row.line) {
            let start = row.range.start + part.start;
            let part = row.line.get(part).unwrap_or_default();
            let Some(at) = part.find(open).filter(|&at| !part.get(..at).unwrap_or_default().ends_with('\\'))
            else {
                continue;
            };
            let rest = part.get(at..).unwrap_or_default();
            let inner = rest.get(open.len()..).unwrap_or_default();
            let end = if close.is_empty() { Some(inner.len()) } else { inner.find(close) };
            let Some(end) = end.map(|end| open.len() + end + close.len()) else { continue };
            let shown = rest.get(..end).unwrap_or_default().trim();
            let shown = shown.get(..shown.floor_char_boundary(120)).unwrap_or_default();
            findings.add(Rule::Include, shown.to_owned(), start + at..start + at + end);
        }
    }
}
