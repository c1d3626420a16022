//! A page: what one note comes to on its own.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use pulldown_cmark::{Event, HeadingLevel, Tag, TagEnd};
use yunji_search::Sections;

use super::body::{Body, Link, LinkUse, Place};
use super::dialect::Dialect;
use super::han::Length;
use super::identifier::Identifier;
use super::logseq::{describe, journal_names, namespaced};
use super::writer::{Written, write};
use super::{Events, Note};
use crate::config::{Config, Kind};
use crate::diagnostic::SourceFile;
use crate::source::{Date, FrontMatter};

/// A note that was read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Page {
    /// The note's file; its path is relative to the content folder.
    #[serde(skip)]
    pub file: Arc<SourceFile>,
    /// What it says about itself.
    pub front: FrontMatter,
    /// From the front matter, else the heading it begins with, else the file's name.
    pub title: String,
    /// From the front matter, else its folder.
    pub kind: Kind,
    /// From the front matter, else the file's name, else the first commit.
    pub date: Option<Date>,
    /// The bytes of its file that are its Markdown.
    pub text: Range<usize>,
    /// Those of them that are the heading which gives the title; none of them where no heading does.
    pub title_heading: Range<usize>,
    /// The date that the note gives itself, which its address may be made from: one that
    /// changed with the clone at hand would be no address.
    pub written: Option<Date>,
    /// From the front matter, else the last commit if that was on a later day than `date`.
    pub updated: Option<Date>,
    /// Its text as HTML. The title is not part of it.
    pub body: Body,
    /// Links and pictures, by the numbers that `body` leaves open.
    pub links: Vec<Link>,
    /// The number of the link in the front matter to the picture for it.
    pub cover: Option<usize>,
    /// Headings in order.
    pub headings: Vec<Heading>,
    /// Parts that others may refer to by a name.
    pub blocks: Vec<Block>,
    /// What is to be done, or was.
    pub tasks: Vec<Task>,
    /// What its code names exactly, by class and name.
    pub identifiers: Vec<Identifier>,
    /// Its text for search.
    pub sections: Sections,
    /// A few sentences, as plain text; may be empty.
    pub summary: String,
    /// How long it is to read.
    pub length: Length,
}

/// A heading of a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heading {
    /// 2 to 6: the title is the page's only heading of level 1.
    pub level: u8,
    /// Its id on the page.
    pub id: String,
    /// Its text, plain.
    pub text: String,
    /// Where it begins in the page's body.
    pub at: Place,
}

/// A part of a page that has a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// The name, which is its id on the page as well.
    pub id: String,
    /// Its own text, plain, without that of the parts in it.
    pub text: String,
    /// The stretch of the body that it is.
    pub range: Range<Place>,
}

/// Something to do, or done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Task {
    /// As it was written: `TODO`, `DONE` and the like.
    pub state: String,
    /// What, as plain text.
    pub text: String,
    /// Its id on the page.
    pub id: String,
}

/// Makes the page of a note from its events.
pub(super) fn page(note: &Note<'_>, mut events: Events<'_>) -> Page {
    let Note { source, config, .. } = *note;
    let mut front = source.front.clone();
    // In Logseq a page is called what its file is called, whatever it begins with.
    let is_outline = note.dialect == Dialect::Logseq;
    if is_outline {
        describe(&mut front, source.file.text.get(source.body.clone()).unwrap_or_default());
    }
    let heading = if is_outline { None } else { take_title(&mut events, front.title.as_deref()) };
    let (heading, title_heading) = heading.unzip();
    let shift = u8::from(events.iter().any(|(event, _)| is_top_heading(event)));
    let Written { body, mut links, headings, blocks, tasks, identifiers, text } = write(note, &events, shift);
    let stem = stem(&source.file.path);
    let dated = Date::from_file_name(stem, &config.time_zone);
    let named = dated.map_or(stem, |(_, rest)| if rest.is_empty() { stem } else { rest });
    let written = front.date.or(dated.map(|(date, _)| date));
    let committed = source.committed;
    let date = written.or(committed.map(|committed| committed.first));
    let changed = committed.map(|committed| committed.last);
    let changed = changed.filter(|last| date.is_none_or(|date| last.day > date.day));
    let named = if is_outline { outline_name(stem, config) } else { named.to_owned() };
    add_tags(&mut front.tags, &links);
    let cover = cover(&front, &mut links);
    Page {
        file: Arc::clone(&source.file),
        title: front
            .title
            .clone()
            .or(heading)
            .unwrap_or_else(|| config.navigation_title(&source.file.path).map_or(named, str::to_owned)),
        kind: front.kind.unwrap_or_else(|| config.kind_of(&source.file.path)),
        date,
        text: source.body.clone(),
        title_heading: title_heading.unwrap_or(source.body.start..source.body.start),
        written,
        updated: front.updated.or(changed),
        body,
        links,
        cover,
        headings,
        blocks,
        tasks,
        identifiers,
        summary: front.summary.clone().unwrap_or(text.summary),
        sections: Sections::new(text.sections),
        length: text.length,
        front,
    }
}

/// What Logseq calls a page: its day, or its file's name with the namespaces in it.
fn outline_name(stem: &str, config: &Config) -> String {
    let day = Date::of_journal(stem, &config.time_zone);
    let names = day.map(|date| journal_names(date.day, config.journal_title_format.as_deref()));
    names.and_then(|names| names.into_iter().next()).unwrap_or_else(|| namespaced(stem))
}

/// Adds the link to the picture that the front matter names, so that it is found as those in
/// the text are.
fn cover(front: &FrontMatter, links: &mut Vec<Link>) -> Option<usize> {
    let target = front.cover.clone()?;
    let range = front.places.get("cover").cloned().unwrap_or(0..0);
    let (context, anchor) = (String::new(), String::new());
    links.push(Link { target, usage: LinkUse::Image, range, context, anchor });
    Some(links.len() - 1)
}

/// Adds the tags in the text to those of the front matter.
fn add_tags(tags: &mut Vec<String>, links: &[Link]) {
    let mut known: BTreeSet<String> = tags.iter().map(|tag| tag.to_lowercase()).collect();
    let found = links.iter().filter(|link| link.usage == LinkUse::Tag);
    tags.extend(found.map(|link| &link.target).filter(|tag| known.insert(tag.to_lowercase())).cloned());
}

/// Takes away the heading that a note begins with when it is the title: always without a
/// title in the front matter, else when it says the same. Returns its text and where it stands.
fn take_title(events: &mut Events<'_>, title: Option<&str>) -> Option<(String, Range<usize>)> {
    let first = events.iter().position(|(event, _)| {
        !matches!(event, Event::Html(_) | Event::SoftBreak) && !is_html_block(event)
    })?;
    let (Event::Start(Tag::Heading { .. }), range) = events.get(first)? else { return None };
    let range = range.clone();
    let end =
        events.iter().skip(first).position(|(event, _)| matches!(event, Event::End(TagEnd::Heading(_))))?;
    let text = plain_text(events.get(first..first + end)?);
    if text.is_empty() || title.is_some_and(|title| title.trim() != text) {
        return None;
    }
    events.drain(first..=first + end);
    Some((text, range))
}

fn is_html_block(event: &Event<'_>) -> bool {
    matches!(event, Event::Start(Tag::HtmlBlock) | Event::End(TagEnd::HtmlBlock))
}

fn is_top_heading(event: &Event<'_>) -> bool {
    matches!(event, Event::Start(Tag::Heading { level: HeadingLevel::H1, .. }))
}

/// The text of events, without markup.
pub(super) fn plain_text(events: &[(Event<'_>, Range<usize>)]) -> String {
    let mut text = String::new();
    for (event, _) in events {
        match event {
            Event::Text(part) | Event::Code(part) | Event::InlineMath(part) => text.push_str(part),
            Event::SoftBreak | Event::HardBreak => text.push(' '),
            Event::InlineHtml(html) if !super::html::is_inline_markup(html) => text.push_str(html),
            _ => {}
        }
    }
    text.trim().to_owned()
}

/// A file's name without folder and extension; for the page of a folder, the folder's.
fn stem(path: &str) -> &str {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let parent = folder.rsplit('/').next().unwrap_or_default();
    let is_index = ["index", "_index", "readme"].iter().any(|index| stem.eq_ignore_ascii_case(index));
    if is_index && !parent.is_empty() { parent } else { stem }
}
