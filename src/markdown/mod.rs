//! One note into a page: pure, and so done for all notes at once.
//!
//! ```text
//! text ── prepare ──▶ Markdown and marks ── emphasis, pulldown-cmark, autolink ──▶ events ── writer ──▶ page
//! ```
//!
//! Notes come in dialects. What one has beyond Markdown is taken out of its text before the
//! parser sees it, with a mark in its place; see `construct` and the dialects' own files.
//!
//! Links keep what the author wrote and a place in the HTML; where they lead is decided
//! when all pages are known.

mod alert;
mod attributes;
mod autolink;
mod body;
mod character;
mod code;
#[cfg(test)]
mod conformance;
mod construct;
mod diagram;
mod dialect;
mod emphasis;
mod escape;
mod figure;
mod han;
mod heading;
mod highlight;
mod html;
mod identifier;
mod kept;
mod lines;
mod logseq;
mod mask;
mod math;
mod mathml;
mod obsidian;
mod outline;
mod page;
mod pasted;
mod picture;
mod prepare;
mod rewrite;
mod shortcode;
mod tag;
mod toc;
mod twin;
mod typecho;
mod wikilink;
mod writer;

use std::ops::Range;

use pulldown_cmark::{Event, Options, TextMergeWithOffset};

pub use body::{Body, Dimensions, Gap, Link, LinkUse, Place, escape};
pub use han::Length;
pub use heading::slug;
pub use identifier::{Class, Identifier};
pub use kept::{keep, restore};
pub use logseq::{journal_names, namespaced};
pub use page::{Block, Task};
pub use page::{Heading, Page};
pub use twin::{Destination, twin};
pub use writer::construct::is_done;
pub use writer::inline::is_document;

use construct::Constructs;
use dialect::Dialect;
use prepare::{Prepared, prepare};

use crate::cache::Pack;
use crate::config::{Config, Strings};
use crate::diagnostic::Checked;
use crate::source::Source;
use alert::Words;

/// Events of a note with the bytes of the file they come from.
type Events<'a> = Vec<(Event<'a>, Range<usize>)>;

/// Reads a note's Markdown: CommonMark with tables, task lists, strikethrough, footnotes,
/// bare links, alerts, definition lists and heading attributes, and with emphasis that works
/// beside full-width punctuation. Quotes and dashes stay as written, and `$` is
/// mathematics only where a note says so and by strict rules: both would change the commands
/// that notes are full of.
pub fn parse(source: &Source, config: &Config, strings: &Strings) -> Checked<Page> {
    parse_with(source, config, strings, &Pack::default())
}

/// Reads a note's Markdown as [`parse`] does. Code that was coloured and diagrams that were drawn
/// before are taken from `drawn`; the result is the same.
pub fn parse_with(source: &Source, config: &Config, strings: &Strings, drawn: &Pack) -> Checked<Page> {
    let Prepared { dialect, text, mut constructs, pasted, mut report } = prepare(source, config);
    let events = constructs.split(events(text.text(), dialect));
    let mut events = obsidian::read(wikilink::check(events, dialect), dialect, &mut constructs);
    escape::join(&mut events);
    for (_, range) in &mut events {
        *range = text.origin(range.start)..text.origin(range.end);
    }
    let events = figure::draw(events, &mut constructs, source, (Words(strings), drawn), &mut report);
    report.append(math::check(source, &events));
    report.append(code::check(source, &events));
    let hard_breaks = config.hard_breaks.unwrap_or(pasted || dialect.breaks_lines());
    let note =
        Note { source, config, words: Words(strings), dialect, hard_breaks, constructs: &constructs, drawn };
    let mut page = page::page(&note, events);
    report.append(obsidian::check(source, &mut page));
    Checked { value: page, report }
}

/// Events of a text.
fn events(text: &str, dialect: Dialect) -> Events<'_> {
    let options = options(dialect, text);
    let mut events = emphasis::mask(text, &[]).parse(options);
    let addresses = autolink::find(text, &events);
    if autolink::is_cut(&events, &addresses) {
        let hidden: Vec<Range<usize>> = addresses.iter().map(|address| address.range.clone()).collect();
        events = emphasis::mask(text, &hidden).parse(options);
    }
    let mut events = autolink::link(text, events, &addresses);
    if dialect.has_inline_tags() {
        events = escape::keep_apart(events.into_iter(), text).collect();
    }
    let mut events: Events<'_> = TextMergeWithOffset::new(events.into_iter()).collect();
    attributes::take(&mut events);
    toc::remove(&mut events);
    events
}

/// A note that is being read.
#[derive(Clone, Copy)]
struct Note<'a> {
    source: &'a Source,
    config: &'a Config,
    words: Words<'a>,
    dialect: Dialect,
    hard_breaks: bool,
    constructs: &'a Constructs,
    drawn: &'a Pack,
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
