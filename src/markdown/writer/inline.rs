//! Text, breaks, links and pictures.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::super::body::{Link, LinkUse};
use super::super::han;
use super::Writer;

/// A picture being written.
#[derive(Debug, Default)]
pub(super) struct Image {
    alt: String,
    title: String,
    /// Pictures that are open inside its brackets.
    nested: usize,
}

impl Writer<'_> {
    pub(super) fn text(&mut self, text: &str) {
        if let Some((_, code)) = &mut self.code {
            code.push_str(text);
            return;
        }
        self.body.push_text(text);
        self.read(text);
    }

    pub(super) fn inline_code(&mut self, code: &str) {
        self.body.push("<code>");
        self.body.push_text(code);
        self.body.push("</code>");
        self.read(code);
    }

    /// Adds text to the outline.
    fn read(&mut self, text: &str) {
        match (self.in_heading, self.in_footnote()) {
            (true, _) => {}
            (false, true) => self.outline.aside(text),
            (false, false) => self.outline.text(text),
        }
    }

    /// A line break in a paragraph: a space, nothing between Han characters, or a break
    /// where the site asks for it.
    pub(super) fn soft_break(&mut self) {
        if self.hard_breaks {
            return self.hard_break();
        }
        if han::joins(self.outline.last(), self.next_char()) {
            return;
        }
        self.read(" ");
        self.body.push("\n");
    }

    pub(super) fn hard_break(&mut self) {
        self.body.push("<br>\n");
        self.read(" ");
    }

    /// The character that follows the event at hand, if text follows.
    fn next_char(&self) -> Option<char> {
        let rest = self.events.get(self.at + 1..).unwrap_or_default();
        rest.iter().find_map(|(event, _)| match event {
            Event::Text(text) | Event::Code(text) => Some(text.chars().next()),
            Event::Start(_) => None,
            _ => Some(None),
        })?
    }

    pub(super) fn start_link(&mut self, target: &str, title: &str, range: Range<usize>) {
        self.body.push("<a ");
        self.push_address(target, LinkUse::Anchor, range);
        if !title.is_empty() {
            self.body.push(" title=\"");
            self.body.push_text(title);
            self.body.push("\"");
        }
        self.body.push(">");
    }

    pub(super) fn start_image(&mut self, target: &str, title: &str, range: Range<usize>) {
        self.body.push("<img ");
        self.push_address(target, LinkUse::Image, range);
        self.image = Some(Image { title: title.to_owned(), ..Image::default() });
    }

    /// What stands in a picture's brackets is its alternative: text without markup.
    pub(super) fn in_image(&mut self, event: &Event<'_>) {
        let Some(image) = &mut self.image else { return };
        let text = match event {
            Event::Text(text) | Event::Code(text) => text,
            Event::SoftBreak | Event::HardBreak => " ",
            Event::Start(Tag::Image { .. }) => {
                image.nested += 1;
                return;
            }
            Event::End(TagEnd::Image) if image.nested > 0 => {
                image.nested -= 1;
                return;
            }
            Event::End(TagEnd::Image) => return self.end_image(),
            _ => return,
        };
        image.alt.push_str(text);
        self.read(text);
    }

    fn end_image(&mut self) {
        let image = self.image.take().unwrap_or_default();
        self.body.push(" alt=\"");
        self.body.push_text(&image.alt);
        if !image.title.is_empty() {
            self.body.push("\" title=\"");
            self.body.push_text(&image.title);
        }
        self.body.push("\" loading=\"lazy\">");
    }

    fn push_address(&mut self, target: &str, usage: LinkUse, range: Range<usize>) {
        self.body.push_link(self.links.len());
        self.links.push(Link { target: target.to_owned(), usage, range });
    }
}
