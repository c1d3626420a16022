//! One note into a page: pure, and so done for all notes at once.
//!
//! ```text
//! text ── emphasis, pulldown-cmark, autolink ──▶ events ── writer ──▶ body HTML, headings, …
//! ```
//!
//! Links keep what the author wrote and a place in the HTML; where they lead is decided
//! when all pages are known.

mod alert;
mod attributes;
mod autolink;
mod body;
mod character;
#[cfg(test)]
mod conformance;
mod emphasis;
mod han;
mod heading;
mod highlight;
mod html;
mod mask;
mod outline;
mod page;
mod toc;
mod writer;

use std::ops::Range;

use pulldown_cmark::{Event, Options, TextMergeWithOffset};

pub use body::{Body, Gap, Link, LinkUse, escape};
pub use han::Length;
pub use heading::slug;
pub use page::{Heading, Page};

use crate::config::Config;
use crate::source::Source;

/// Events of a note with the bytes of the file they come from.
type Events<'a> = Vec<(Event<'a>, Range<usize>)>;

/// Reads a note's Markdown: CommonMark with tables, task lists, strikethrough, footnotes,
/// bare links, alerts, definition lists and heading attributes, and with emphasis that works
/// beside full-width punctuation. Quotes and dashes stay as written, and `$` is no
/// mathematics: both would change the commands that notes are full of.
pub fn parse(source: &Source, config: &Config) -> Page {
    let text = source.file.text.get(source.body.clone()).unwrap_or_default();
    page::page(source, config, events(text, source.body.start))
}

/// Events of a text that begins at byte `start` of its file.
fn events(text: &str, start: usize) -> Events<'_> {
    let mut events = emphasis::mask(text, &[]).parse(options());
    let addresses = autolink::find(text, &events);
    if autolink::is_cut(&events, &addresses) {
        let hidden: Vec<Range<usize>> = addresses.iter().map(|address| address.range.clone()).collect();
        events = emphasis::mask(text, &hidden).parse(options());
    }
    let events = autolink::link(text, events, &addresses);
    let events = TextMergeWithOffset::new(events.into_iter())
        .map(|(event, range)| (event, range.start + start..range.end + start));
    let mut events: Events<'_> = events.collect();
    attributes::take(&mut events);
    toc::remove(&mut events);
    events
}

fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_GFM
        | Options::ENABLE_DEFINITION_LIST
}
