//! Before the parser: what a note's dialect has beyond Markdown is taken out of its text.

use super::construct::Constructs;
use super::dialect::Dialect;
use super::rewrite::Rewritten;
use super::{logseq, math, obsidian, pasted, picture, shortcode, typecho};
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Report};
use crate::source::Source;

/// A text that is ready for the parser.
pub(super) struct Prepared<'a> {
    pub(super) dialect: Dialect,
    pub(super) text: Rewritten<'a>,
    /// What the marks in it stand for.
    pub(super) constructs: Constructs,
    /// Whether it was pasted from somewhere, so that its line breaks carry meaning.
    pub(super) pasted: bool,
    pub(super) report: Report,
}

/// Prepares the text of a note.
pub(super) fn prepare<'a>(source: &'a Source, config: &Config) -> Prepared<'a> {
    let text = source.file.text.get(source.body.clone()).unwrap_or_default();
    let dialect = Dialect::of(source, text, config.layout);
    let mut prepared = Prepared {
        dialect,
        text: Rewritten::new(text, source.body.start),
        constructs: Constructs::new(text),
        pasted: false,
        report: Report::default(),
    };
    let Prepared { text, constructs, .. } = &mut prepared;
    let sizes = picture::edits(text.text());
    text.apply(&sizes);
    match dialect {
        Dialect::Logseq => logseq::rewrite(text, constructs, &config.hidden_properties),
        Dialect::Obsidian => obsidian::rewrite(text, source),
        Dialect::Typecho => {
            let edits = typecho::edits(text.text(), constructs);
            text.apply(&edits);
        }
        Dialect::Plain | Dialect::Hexo | Dialect::Hugo => {}
    }
    let Prepared { text, constructs, report, .. } = &mut prepared;
    if !dialect.has_wikilinks() {
        shortcode::rewrite(source, text, constructs, report);
    }
    if dialect != Dialect::Logseq {
        mend(source, &mut prepared);
    }
    let Prepared { text, constructs, .. } = &mut prepared;
    let edits = math::edits(text.text(), (source, config, dialect), constructs);
    text.apply(&edits);
    prepared
}

/// Mends what lost its markup when it was pasted.
fn mend(source: &Source, prepared: &mut Prepared<'_>) {
    let mended = pasted::mend(prepared.text.text());
    for hint in mended.hints {
        let origin = |at: usize| prepared.text.origin(at);
        let finding = Diagnostic::hint(hint.rule, hint.message).help(hint.help);
        prepared.report.push(finding.at(&source.file, origin(hint.range.start)..origin(hint.range.end)));
    }
    prepared.text.apply(&mended.edits);
    prepared.pasted = mended.pasted;
}
