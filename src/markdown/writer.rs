//! Events into a page: HTML, headings, links and text in one pass.

pub(super) mod blocks;
pub(super) mod construct;
pub(super) mod inline;
mod table;

use std::collections::BTreeMap;
use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use super::alert::Words;
use super::body::{Body, Gap, Link, LinkUse};
use super::code::CodeOptions;
use super::heading::Ids;
use super::html;
use super::identifier::{Finder, Identifier};
use super::outline::{self, Outline, Text};
use super::page::{Block, Heading, Task};
use super::{Events, Note};

/// What a note's text comes to.
pub(super) struct Written {
    pub(super) body: Body,
    pub(super) links: Vec<Link>,
    pub(super) headings: Vec<Heading>,
    pub(super) blocks: Vec<Block>,
    pub(super) tasks: Vec<Task>,
    pub(super) identifiers: Vec<Identifier>,
    pub(super) text: Text,
}

/// Writes the page of `events`, all headings `shift` levels lower.
pub(super) fn write(note: &Note<'_>, events: &Events<'_>, shift: u8) -> Written {
    let mut writer = Writer::new(note, events, shift);
    for at in 0..events.len() {
        writer.at = at;
        writer.event();
    }
    writer.close_containers(0);
    writer.footnotes();
    let text = writer.outline.finish();
    Written {
        body: writer.body,
        links: writer.links,
        headings: writer.headings,
        blocks: writer.blocks.done,
        tasks: writer.blocks.tasks,
        identifiers: writer.identifiers.finish(text.skipped),
        text,
    }
}

/// The pass. One method an event, in the files below by what the event makes.
struct Writer<'a> {
    note: Note<'a>,
    hard_breaks: bool,
    words: Words<'a>,
    events: &'a Events<'a>,
    /// Number of the event at hand.
    at: usize,
    shift: u8,
    body: Body,
    links: Vec<Link>,
    headings: Vec<Heading>,
    /// Whether a heading is at hand, whose text is known already.
    in_heading: bool,
    ids: Ids,
    outline: Outline,
    /// Columns of the table at hand, and how many cells of its row are written.
    table: table::State,
    /// The picture at hand, whose text alternative is being collected.
    image: Option<inline::Image>,
    /// The block of raw HTML at hand.
    html: Option<(String, Range<usize>)>,
    /// A place in the file and its line, so that the next is counted from there.
    counted: (usize, u32),
    /// The code block at hand: what its fence asks for, and its code.
    code: Option<(CodeOptions, String)>,
    notes: Notes,
    /// How many lists, items, quotes and the like are open.
    depth: usize,
    /// Containers that are open: how deep each began, and what ends it.
    containers: Vec<(usize, &'static str)>,
    blocks: construct::Blocks,
    identifiers: Finder,
    paragraph: Paragraph,
    /// Links that are open: the number of one that may turn out to lead nowhere.
    open_links: Vec<Option<usize>>,
    /// Links of the block at hand, and where in its text they stand.
    waiting: Vec<(usize, outline::Place)>,
}

/// The paragraph at hand.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Paragraph {
    /// There is none.
    #[default]
    None,
    /// It is an element.
    Open,
    /// Its content stands without an element.
    Bare,
}

/// Footnotes: numbered as they are referred to, written at the end.
#[derive(Default)]
struct Notes {
    /// Number of each label.
    numbers: BTreeMap<String, usize>,
    /// How often each number was referred to.
    references: BTreeMap<usize, usize>,
    /// Text of each label.
    texts: BTreeMap<String, Body>,
    /// The label of the footnote being written, and the body it interrupts.
    open: Option<(String, Body)>,
}

impl<'a> Writer<'a> {
    fn new(note: &Note<'a>, events: &'a Events<'a>, shift: u8) -> Writer<'a> {
        let Note { source, .. } = *note;
        let line = line_of(&source.file.text, source.body.start);
        Writer {
            note: *note,
            hard_breaks: note.hard_breaks,
            words: note.words,
            events,
            at: 0,
            shift,
            body: Body::default(),
            links: Vec::new(),
            headings: Vec::new(),
            in_heading: false,
            ids: Ids::default(),
            outline: Outline::new(line),
            table: table::State::default(),
            image: None,
            html: None,
            counted: (source.body.start, line),
            code: None,
            notes: Notes::default(),
            depth: 0,
            containers: Vec::new(),
            blocks: construct::Blocks::default(),
            identifiers: Finder::default(),
            paragraph: Paragraph::None,
            open_links: Vec::new(),
            waiting: Vec::new(),
        }
    }

    fn event(&mut self) {
        let events = self.events;
        let Some((event, range)) = events.get(self.at) else { return };
        if self.image.is_some() {
            return self.in_image(event);
        }
        match event {
            Event::Start(tag) => self.start(tag, range.clone()),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.text(text),
            Event::Code(code) => self.inline_code(code),
            Event::SoftBreak => self.soft_break(),
            Event::HardBreak => self.hard_break(),
            Event::Html(html) => {
                self.html.get_or_insert_with(|| (String::new(), range.clone())).0.push_str(html);
            }
            Event::InlineHtml(html) => self.inline_html(html),
            Event::Rule => self.body.push("<hr>\n"),
            Event::FootnoteReference(label) => self.footnote_reference(label),
            Event::TaskListMarker(done) => self.task(*done),
            Event::InlineMath(tex) => self.inline_formula(tex),
            Event::DisplayMath(tex) => self.display_formula(tex),
        }
    }

    fn start(&mut self, tag: &Tag<'a>, range: Range<usize>) {
        self.depth += usize::from(construct::is_nesting(&tag.to_end()));
        match tag {
            Tag::Paragraph => self.start_paragraph(),
            Tag::Heading { level, id, .. } => self.start_heading(*level, id.as_deref(), range.start),
            Tag::BlockQuote(kind) => self.start_quote(*kind),
            Tag::CodeBlock(kind) => self.start_code(kind),
            Tag::List(start) => self.start_list(*start),
            Tag::Item => self.start_item(),
            Tag::FootnoteDefinition(label) => self.start_footnote(label),
            Tag::Table(columns) => self.start_table(columns),
            Tag::TableHead => self.start_row(true),
            Tag::TableRow => self.start_row(false),
            Tag::TableCell => self.start_cell(),
            Tag::Emphasis => self.body.push("<em>"),
            Tag::Strong => self.body.push("<strong>"),
            Tag::Strikethrough => self.body.push("<del>"),
            Tag::Superscript => self.body.push("<sup>"),
            Tag::Subscript => self.body.push("<sub>"),
            Tag::Link { link_type: LinkType::Email, dest_url, title, .. } => {
                self.start_link(&format!("mailto:{dest_url}"), title, range);
            }
            Tag::Link { link_type: LinkType::WikiLink { has_pothole }, dest_url, .. } => {
                self.start_wikilink(dest_url, *has_pothole, range);
            }
            Tag::Link { dest_url, title, .. } => self.start_link(dest_url, title, range),
            Tag::Image { link_type, dest_url, title, .. } => {
                self.start_image(*link_type, dest_url, title, range);
            }
            Tag::DefinitionList => self.body.push("<dl>\n"),
            Tag::DefinitionListTitle => self.body.push("<dt>"),
            Tag::DefinitionListDefinition => self.body.push("<dd>"),
            Tag::HtmlBlock | Tag::MetadataBlock(_) => {}
        }
    }

    fn end(&mut self, tag: &TagEnd) {
        self.end_nesting(tag);
        match tag {
            TagEnd::Paragraph => self.end_paragraph(),
            TagEnd::Heading(_) => self.end_heading(),
            TagEnd::BlockQuote(kind) => self.end_quote(*kind),
            TagEnd::CodeBlock => self.end_code(),
            TagEnd::List(ordered) => self.body.push(if *ordered { "</ol>\n" } else { "</ul>\n" }),
            TagEnd::Item => self.end_block("</li>\n"),
            TagEnd::FootnoteDefinition => self.end_footnote(),
            TagEnd::Table => self.end_table(),
            TagEnd::TableHead => self.end_row(true),
            TagEnd::TableRow => self.end_row(false),
            TagEnd::TableCell => self.end_cell(),
            TagEnd::Emphasis => self.body.push("</em>"),
            TagEnd::Strong => self.body.push("</strong>"),
            TagEnd::Strikethrough => self.body.push("</del>"),
            TagEnd::Superscript => self.body.push("</sup>"),
            TagEnd::Subscript => self.body.push("</sub>"),
            TagEnd::Link => self.end_link(),
            TagEnd::DefinitionList => self.body.push("</dl>\n"),
            TagEnd::DefinitionListTitle => self.end_block("</dt>\n"),
            TagEnd::DefinitionListDefinition => self.end_block("</dd>\n"),
            TagEnd::HtmlBlock => self.end_html_block(),
            TagEnd::Image | TagEnd::MetadataBlock(_) => {}
        }
    }

    /// What is shown in place is blocks itself, and needs none around it.
    fn start_paragraph(&mut self) {
        self.paragraph = match self.is_embed_alone() {
            true => Paragraph::Bare,
            false => Paragraph::Open,
        };
        if self.paragraph == Paragraph::Open {
            self.body.push("<p>");
        }
    }

    fn end_paragraph(&mut self) {
        let paragraph = std::mem::take(&mut self.paragraph);
        self.end_block(if paragraph == Paragraph::Bare { "" } else { "</p>\n" });
    }

    fn end_block(&mut self, html: &str) {
        self.body.push(html);
        self.outline.end_block();
        self.give_context();
    }

    /// Raw HTML is the author's own and kept, but for what only looks like it: a block is
    /// judged as a whole, since its lines come one by one.
    fn end_html_block(&mut self) {
        let (raw, range) = self.html.take().unwrap_or_default();
        if let Some(construct) = self.note.constructs.get(&raw) {
            return self.construct(construct);
        }
        if html::is_more(&raw) {
            self.outline.end_summary();
        } else if html::is_block_markup(raw.trim()) {
            for (html, construct) in self.note.constructs.pieces(&raw) {
                self.raw_html(html, &range);
                self.outline.code(&html::text(html));
                if let Some(construct) = construct {
                    self.construct(construct);
                }
            }
        } else {
            self.body.push("<p>");
            self.text(raw.trim());
            self.body.push("</p>\n");
        }
        self.outline.end_block();
    }

    /// Markup of the author's own, but for addresses, which are relative to the note's file.
    fn raw_html(&mut self, html: &str, range: &Range<usize>) {
        let mut done = 0;
        for address in html::addresses(html) {
            self.body.push(html.get(done..address.range.start).unwrap_or_default());
            let usage = if address.shown { LinkUse::Image } else { LinkUse::Anchor };
            let number = self.push_reference(&address.value, usage, range.clone());
            self.body.push_gap(Gap::Address(number, address.name.to_owned()));
            if let Some(dimensions) = address.dimensions {
                self.body.push_gap(Gap::Dimensions(number, dimensions));
            }
            if address.waits {
                self.body.push(" loading=\"lazy\" decoding=\"async\"");
            }
            done = address.range.end;
        }
        self.body.push(html.get(done..).unwrap_or_default());
    }

    fn inline_html(&mut self, raw: &str) {
        if let Some(construct) = self.note.constructs.get(raw) {
            self.construct(construct);
        } else if html::is_more(raw) {
            self.outline.end_summary();
        } else if html::is_inline_markup(raw) {
            let range = self.events.get(self.at).map_or(0..0, |(_, range)| range.clone());
            self.raw_html(raw, &range);
        } else {
            self.text(raw);
        }
    }

    /// The line of the note's file that a byte is in, from 1. Cheap when asked in order.
    fn line(&mut self, at: usize) -> u32 {
        let (counted, line) = self.counted;
        if at >= counted {
            let between = self.note.source.file.text.get(counted..at).unwrap_or_default();
            let lines = u32::try_from(between.matches('\n').count()).unwrap_or(u32::MAX);
            self.counted = (at, line.saturating_add(lines));
        } else {
            self.counted = (at, line_of(&self.note.source.file.text, at));
        }
        self.counted.1
    }
}

fn line_of(text: &str, at: usize) -> u32 {
    let before = text.get(..at).unwrap_or(text);
    u32::try_from(before.matches('\n').count() + 1).unwrap_or(u32::MAX)
}
