//! Text, breaks, links and pictures.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use super::super::body::{Dimensions, Gap, Link, LinkUse, Place, escape};
use super::super::{han, mathml};
use super::Writer;

/// A picture being written.
#[derive(Debug, Default)]
pub(super) struct Image {
    alt: String,
    title: String,
    /// Pictures that are open inside its brackets.
    nested: usize,
    /// The number of its link.
    link: usize,
    /// Whether it is named and not addressed: `![[name|width]]`.
    by_name: bool,
    dimensions: Dimensions,
    /// Whether it is no picture, but something that is shown in place.
    embed: bool,
}

/// The attributes of a picture that is loaded when a reader comes near it, behind the value
/// of another.
const LATER: &str = "\" loading=\"lazy\" decoding=\"async\"";

/// Bytes of HTML that may fill a screen.
const TOP: usize = 3000;

impl Writer<'_> {
    pub(super) fn text(&mut self, text: &str) {
        if let Some((_, code)) = &mut self.code {
            code.push_str(text);
            return;
        }
        self.body.push_text(text);
        self.identifiers.prose(text);
        self.read(text);
    }

    pub(super) fn inline_code(&mut self, code: &str) {
        self.body.push("<code>");
        self.body.push_text(code);
        self.body.push("</code>");
        self.identifiers.inline(code);
        self.read(code);
    }

    /// A formula in a line. Its source is read as text: a sentence with a hole says nothing.
    pub(super) fn inline_formula(&mut self, tex: &str) {
        match mathml::render(tex, false) {
            Ok(math) => {
                self.body.push(&math);
                self.read(tex);
            }
            Err(_) => self.inline_code(tex),
        }
    }

    /// A formula that stands apart. It can be searched for like code, and no summary shows it.
    pub(super) fn display_formula(&mut self, tex: &str) {
        match mathml::render(tex, true) {
            Ok(math) => {
                self.body.push("<span class=\"formula\" tabindex=\"0\">");
                self.body.push(&math);
                self.body.push("</span>");
            }
            Err(_) => {
                self.body.push("<code>");
                self.body.push_text(tex);
                self.body.push("</code>");
            }
        }
        self.outline.code(tex);
    }

    /// Adds text to the outline.
    fn read(&mut self, text: &str) {
        self.blocks.read(text);
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
        if let Some((name, place)) = self.note.constructs.address(target) {
            let target = format!("{name}{place}");
            let number = self.push_reference(&target, LinkUse::Note, range);
            return self.open_link(number);
        }
        if let Some(usage) = named(target) {
            let number = self.push_reference(target.trim_matches(['(', ')', '[', ']']), usage, range);
            return self.open_link(number);
        }
        self.body.push("<a ");
        let number = self.push_reference(target, LinkUse::Anchor, range);
        self.body.push_link(number);
        if !title.is_empty() {
            self.body.push(" title=\"");
            self.body.push_text(title);
            self.body.push("\"");
        }
        self.body.push(">");
        self.open_links.push(None);
    }

    /// A link to a note, which shows the note's title.
    pub(super) fn note_by_title(&mut self, name: &str, range: Range<usize>) {
        let number = self.push_reference(name, LinkUse::Note, range);
        self.body.push_gap(Gap::Open(number));
        self.body.push_gap(Gap::Title(number));
        self.body.push_gap(Gap::Close(number));
        self.read(name);
    }

    /// `[[name]]`, or a tag that was made one.
    pub(super) fn start_wikilink(&mut self, target: &str, piped: bool, range: Range<usize>) {
        let number = match target.strip_prefix('#').filter(|_| self.note.dialect.has_inline_tags()) {
            // `[[#heading]]` is a place on the page; a tag has its mark twice.
            Some(tag) if tag.starts_with('#') => {
                self.push_reference(tag.trim_start_matches('#'), LinkUse::Tag, range)
            }
            _ => {
                let literal = !self.note.dialect.has_wikilinks();
                self.push_reference(target, LinkUse::Page { literal, piped }, range)
            }
        };
        self.open_link(number);
    }

    /// Begins a link that may turn out to lead nowhere.
    fn open_link(&mut self, number: usize) {
        self.body.push_gap(Gap::Open(number));
        self.open_links.push(Some(number));
    }

    pub(super) fn end_link(&mut self) {
        match self.open_links.pop().flatten() {
            Some(number) => self.body.push_gap(Gap::Close(number)),
            None => self.body.push("</a>"),
        }
    }

    pub(super) fn start_image(&mut self, kind: LinkType, target: &str, title: &str, range: Range<usize>) {
        let by_name = matches!(kind, LinkType::WikiLink { .. });
        let image = Image { title: title.to_owned(), by_name, ..Image::default() };
        if is_shown_in_place(by_name, target) {
            self.embed(target, range);
            self.image = Some(Image { embed: true, ..image });
            return;
        }
        let link = self.push_reference(target, LinkUse::Image, range);
        self.image = Some(Image { link, ..image });
    }

    /// Gives the picture at hand its width in pixels.
    pub(super) fn size_image(&mut self, width: Option<u32>) {
        if let Some(image) = &mut self.image {
            image.dimensions.width = width;
        }
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
    }

    fn end_image(&mut self) {
        let image = self.image.take().unwrap_or_default();
        if image.embed {
            return;
        }
        let (alt, dimensions) = with_dimensions(&image.alt, image.by_name);
        let dimensions = dimensions.unwrap_or(image.dimensions);
        if !image.by_name {
            self.read(alt);
        }
        let mut attributes = " alt=\"".to_owned();
        escape(alt, &mut attributes);
        if !image.title.is_empty() {
            attributes.push_str("\" title=\"");
            escape(&image.title, &mut attributes);
        }
        attributes.push_str(if self.is_seen_at_once(image.link) { "\"" } else { LATER });
        self.body.push_gap(Gap::Picture(image.link, attributes, dimensions));
    }

    /// Whether the picture of a link is seen when the page opens: it is the first and stands
    /// near the top. To load that one later would be to load it late.
    fn is_seen_at_once(&self, link: usize) -> bool {
        let earlier = self.links.iter().take(link).any(|link| link.usage == LinkUse::Image);
        !earlier && self.body.end().bytes_from(Place::default()) < TOP
    }

    /// Notes a link and returns its number.
    pub(super) fn push_reference(&mut self, target: &str, usage: LinkUse, range: Range<usize>) -> usize {
        let anchor = self.anchor();
        self.waiting.push((self.links.len(), self.outline.place()));
        self.links.push(Link { target: target.to_owned(), usage, range, context: String::new(), anchor });
        self.links.len() - 1
    }
}

/// What a link's address names if it is no address: `[text](((uuid)))`, `[text]([[name]])`.
fn named(target: &str) -> Option<LinkUse> {
    let inside = |open: &str, close: &str| target.starts_with(open) && target.ends_with(close);
    if inside("[[", "]]") {
        Some(LinkUse::Page { literal: false, piped: true })
    } else {
        inside("((", "))").then_some(LinkUse::Block)
    }
}

/// The text of a picture, and the dimensions that it ends with: `text|300x200`. Where a
/// picture has a `name`, the text may be only them.
fn with_dimensions(text: &str, by_name: bool) -> (&str, Option<Dimensions>) {
    let (before, last) = match text.rsplit_once('|') {
        Some(parts) => parts,
        None if by_name => ("", text),
        None => return (text, None),
    };
    let (width, height) =
        last.split_once(['x', '×']).map_or((last, None), |(width, height)| (width, Some(height)));
    let number = |text: &str| text.trim().parse::<u32>().ok().filter(|number| *number > 0);
    match (number(width), height.map(number)) {
        (width @ Some(_), None) => (before, Some(Dimensions { width, height: None })),
        (width @ Some(_), Some(height @ Some(_))) => (before, Some(Dimensions { width, height })),
        _ => (text, None),
    }
}

/// Whether what is written as a picture is something else to show in place.
pub(super) fn is_shown_in_place(by_name: bool, target: &str) -> bool {
    (by_name && !is_picture(target)) || is_document(target)
}

/// Whether what is written as a picture or a name is a file of the site of another kind.
pub fn is_document(target: &str) -> bool {
    let path = target.split(['#', '?']).next().unwrap_or_default();
    let extension = path.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase());
    let documents = ["pdf", "mp4", "webm", "mov", "mkv", "mp3", "m4a", "ogg", "wav", "flac"];
    extension.is_some_and(|extension| documents.contains(&extension.as_str())) && !target.contains("://")
}

/// Whether a name is a picture's.
fn is_picture(name: &str) -> bool {
    let extension = name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase());
    let pictures = ["png", "jpg", "jpeg", "gif", "svg", "webp", "avif", "bmp", "ico"];
    extension.is_some_and(|extension| pictures.contains(&extension.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dimensions_may_follow_the_text() {
        let known = |width, height| Some(Dimensions { width: Some(width), height });
        assert_eq!(with_dimensions("300", true), ("", known(300, None)));
        assert_eq!(with_dimensions("300", false), ("300", None));
        assert_eq!(with_dimensions("拓扑|300x200", false), ("拓扑", known(300, Some(200))));
        assert_eq!(with_dimensions("拓扑|图", true), ("拓扑|图", None));
        assert_eq!(with_dimensions("x86", true), ("x86", None));
        assert_eq!(with_dimensions("a|0", true), ("a|0", None));
    }
}
