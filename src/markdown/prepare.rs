//! Before the parser: what a note's dialect has beyond Markdown is taken out of its text.

use super::construct::Constructs;
use super::dialect::Dialect;
use super::logseq;
use super::rewrite::Rewritten;
use super::shortcode;
use crate::diagnostic::Report;
use crate::source::Source;

/// A text that is ready for the parser.
pub(super) struct Prepared<'a> {
    pub(super) dialect: Dialect,
    pub(super) text: Rewritten<'a>,
    /// What the marks in it stand for.
    pub(super) constructs: Constructs,
    pub(super) report: Report,
}

/// Prepares the text of a note.
pub(super) fn prepare(source: &Source) -> Prepared<'_> {
    let text = source.file.text.get(source.body.clone()).unwrap_or_default();
    let dialect = Dialect::of(source, text);
    let mut prepared = Prepared {
        dialect,
        text: Rewritten::new(text, source.body.start),
        constructs: Constructs::new(text),
        report: Report::default(),
    };
    let Prepared { text, constructs, report, .. } = &mut prepared;
    match dialect {
        Dialect::Logseq => logseq::rewrite(text, constructs),
        Dialect::Obsidian => {}
        _ => shortcode::rewrite(source, text, constructs, report),
    }
    prepared
}
