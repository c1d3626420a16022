//! One note into a page: pure, and so done for all notes at once.
//!
//! ```text
//! text ── pulldown-cmark ──▶ events ── writer ──▶ body HTML, headings, sections, links
//! ```
//!
//! Links keep what the author wrote and a place in the HTML; where they lead is decided
//! when all pages are known.

mod alert;
mod attributes;
mod body;
mod han;
mod heading;
mod highlight;
mod html;
mod outline;
mod page;
mod pasted;
mod toc;
mod writer;

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, TextMergeWithOffset};

pub use body::{Body, Gap, Link, LinkUse, escape};
pub use han::Length;
pub use heading::slug;
pub use page::{Heading, Page};

use crate::config::Config;
use crate::source::Source;

/// Events of a note with the bytes of the file they come from.
type Events<'a> = Vec<(Event<'a>, Range<usize>)>;

/// Reads a note's Markdown: CommonMark with tables, task lists, strikethrough, footnotes,
/// alerts, definition lists and heading attributes. Quotes and dashes stay as written, and
/// `$` is no mathematics: both would change the commands that notes are full of.
pub fn parse(source: &Source, config: &Config) -> Page {
    let text = source.file.text.get(source.body.clone()).unwrap_or_default();
    // Places in mended notes are off by what the edits add until offsets are mapped back.
    let text = &pasted::apply(text, &pasted::mend(text).edits);
    let parser = Parser::new_ext(text, options()).into_offset_iter();
    let start = source.body.start;
    let events = TextMergeWithOffset::new(parser)
        .map(|(event, range)| (event, range.start + start..range.end + start));
    let mut events: Events<'_> = events.collect();
    attributes::take(&mut events);
    toc::remove(&mut events);
    page::page(source, config, events)
}

fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_GFM
        | Options::ENABLE_DEFINITION_LIST
}
