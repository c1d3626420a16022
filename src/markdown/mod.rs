//! One note into a page: pure, and so done for all notes at once.
//!
//! ```text
//! text ── prepare ──▶ Markdown and marks ── pulldown-cmark ──▶ events ── writer ──▶ page
//! ```
//!
//! Notes come in dialects. What one has beyond Markdown is taken out of its text before the
//! parser sees it, with a mark in its place; see [`construct`] and the dialects' own files.
//!
//! Links keep what the author wrote and a place in the HTML; where they lead is decided
//! when all pages are known.

mod alert;
mod attributes;
mod body;
mod construct;
mod dialect;
mod han;
mod heading;
mod highlight;
mod html;
mod lines;
mod logseq;
mod outline;
mod page;
mod prepare;
mod rewrite;
mod shortcode;
mod tag;
mod toc;
mod writer;

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, TextMergeWithOffset};

pub use body::{Body, Gap, Link, LinkUse, escape};
pub use han::Length;
pub use heading::slug;
pub use page::{Block, Task};
pub use page::{Heading, Page};
pub use writer::construct::is_done;

use construct::Constructs;
use dialect::Dialect;
use prepare::{Prepared, prepare};

use crate::config::Config;
use crate::diagnostic::Checked;
use crate::source::Source;

/// Events of a note with the bytes of the file they come from.
type Events<'a> = Vec<(Event<'a>, Range<usize>)>;

/// Reads a note's Markdown: CommonMark with tables, task lists, strikethrough, footnotes,
/// alerts, definition lists and heading attributes. Quotes and dashes stay as written, and
/// `$` is no mathematics: both would change the commands that notes are full of.
pub fn parse(source: &Source, config: &Config) -> Checked<Page> {
    let Prepared { dialect, text, constructs, report } = prepare(source);
    let parser = Parser::new_ext(text.text(), options(dialect, text.text())).into_offset_iter();
    let origin = |range: Range<usize>| text.origin(range.start)..text.origin(range.end);
    let events = TextMergeWithOffset::new(parser).map(|(event, range)| (event, origin(range)));
    let mut events: Events<'_> = constructs.split(events.collect());
    attributes::take(&mut events);
    toc::remove(&mut events);
    if dialect.has_inline_tags() {
        events = tag::link(events);
    }
    let note = Note { source, config, dialect, constructs: &constructs };
    Checked { value: page::page(&note, events), report }
}

/// A note that is being read.
#[derive(Clone, Copy)]
struct Note<'a> {
    source: &'a Source,
    config: &'a Config,
    dialect: Dialect,
    constructs: &'a Constructs,
}

fn options(dialect: Dialect, text: &str) -> Options {
    // In Markdown, `[[a]]` is brackets around a link wherever `[a]: …` is defined.
    let wikilinks = dialect.has_wikilinks() || (text.contains("[[") && !text.contains("]:"));
    let wikilinks = if wikilinks { Options::ENABLE_WIKILINKS } else { Options::empty() };
    wikilinks
        | Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_GFM
        | Options::ENABLE_DEFINITION_LIST
}
