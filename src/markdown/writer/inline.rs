//! Text, breaks, links and pictures.

use std::ops::Range;

use pulldown_cmark::Event;

use super::super::body::{Link, LinkUse};
use super::super::han;
use super::Writer;

impl Writer<'_> {
    pub(super) fn text(&mut self, text: &str) {
        if let Some((_, code)) = &mut self.code {
            code.push_str(text);
            return;
        }
        if let Some(alt) = &mut self.alt {
            alt.push_str(text);
        } else {
            self.body.push_text(text);
        }
        self.read(text);
    }

    pub(super) fn inline_code(&mut self, code: &str) {
        if let Some(alt) = &mut self.alt {
            alt.push_str(code);
        } else {
            self.body.push("<code>");
            self.body.push_text(code);
            self.body.push("</code>");
        }
        self.read(code);
    }

    /// Adds text to the outline.
    fn read(&mut self, text: &str) {
        if !self.in_heading {
            self.outline.text(text);
        }
    }

    /// A line break in a paragraph: a space, nothing between Han characters, or a break
    /// where the site asks for it.
    pub(super) fn soft_break(&mut self) {
        if self.hard_breaks {
            return self.hard_break();
        }
        let joined = han::joins(self.outline.last(), self.next_char());
        if !joined {
            self.read(" ");
        }
        match &mut self.alt {
            Some(alt) if !joined => alt.push(' '),
            Some(_) => {}
            None if joined => {}
            None => self.body.push("\n"),
        }
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

    pub(super) fn start_image(&mut self, target: &str, range: Range<usize>) {
        self.body.push("<img ");
        self.push_address(target, LinkUse::Image, range);
        self.alt = Some(String::new());
    }

    pub(super) fn end_image(&mut self) {
        self.body.push(" alt=\"");
        let alt = self.alt.take().unwrap_or_default();
        self.body.push_text(&alt);
        self.body.push("\" loading=\"lazy\">");
    }

    fn push_address(&mut self, target: &str, usage: LinkUse, range: Range<usize>) {
        self.body.push_link(self.links.len());
        self.links.push(Link { target: target.to_owned(), usage, range });
    }
}
