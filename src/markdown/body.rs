//! A page's HTML with gaps for what depends on where it is read.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::cache::Pack;
use crate::output::{Digest, Stored};

/// HTML whose links are not resolved yet, and which may be read on the note's page or in a
/// feed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Body {
    /// The HTML, where it is not kept elsewhere.
    #[serde(skip)]
    html: String,
    #[serde(skip)]
    kept: Option<Kept>,
    /// The gaps: offset in `html`, and what belongs there.
    gaps: Vec<(usize, Gap)>,
}

/// Where the HTML of a body is when it is not in memory.
#[derive(Debug, Clone)]
struct Kept {
    pack: Arc<Pack>,
    key: Digest,
    stored: Stored,
}

impl PartialEq for Kept {
    fn eq(&self, other: &Kept) -> bool {
        self.stored == other.stored
    }
}

impl Eq for Kept {}

/// A place in a body. Gaps have no length, so that bytes alone do not tell what of several
/// things is before it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// Bytes of HTML before it.
    html: usize,
    /// Gaps before it.
    gaps: usize,
}

impl Place {
    /// How many bytes of HTML there are from another place up to this.
    pub fn bytes_from(self, start: Place) -> usize {
        self.html.saturating_sub(start.html)
    }
}

/// What a gap in HTML is for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Gap {
    /// The attributes of the link of this number.
    Link(usize),
    /// The attribute of this name in raw HTML, with the address of the link of this number.
    Address(usize, String),
    /// What the link of this number begins with: it may lead nowhere, and be none.
    Open(usize),
    /// What it ends with.
    Close(usize),
    /// The title of the note that the link of this number leads to.
    Title(usize),
    /// The text that the link of this number refers to, as a link to it.
    Reference(usize),
    /// The picture that the link of this number names, with these attributes besides its
    /// address and dimensions.
    Picture(usize, String, Dimensions),
    /// The attributes for the dimensions of the picture that the link of this number names, but
    /// for those that the raw HTML around has.
    Dimensions(usize, Dimensions),
    /// What the link of this number names, in full.
    Embed(usize),
    /// An `id` attribute with this value, where the HTML has its page for itself.
    Id(String),
    /// The `href` attribute that leads to this id in the note itself.
    Place(String),
    /// How many refer to the block of this name.
    Referrers(String),
    /// This drawing, where the theme gives it its colours.
    Drawing(String),
    /// This HTML, which is of use on the note's own page only.
    OnPage(String),
}

/// Width and height of a picture in pixels, as far as the author gives them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dimensions {
    /// The width.
    pub width: Option<u32>,
    /// The height.
    pub height: Option<u32>,
}

/// What uses an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum LinkUse {
    /// A link: `href` of an `a`.
    Anchor,
    /// A picture: `src` of an `img`.
    Image,
    /// A link to a note by its name: `[[name]]`. Where there is no such note, it is shown
    /// as marked, or as it was written when the dialect has no such links.
    Page {
        /// Whether the dialect has no such links.
        literal: bool,
        /// Whether it has a text beside the name: `[[name|text]]`.
        piped: bool,
    },
    /// A link to a note by its file, address or title. The note has to be there.
    Note,
    /// A tag in the text.
    Tag,
    /// A block whose text is shown.
    Block,
    /// A note, a part of one, or a file that is shown.
    Embed,
}

/// An address as the author wrote it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// The address.
    pub target: String,
    /// What uses it.
    pub usage: LinkUse,
    /// The bytes of the note's file that the link stands in.
    pub range: Range<usize>,
    /// The text around it, plain.
    pub context: String,
    /// Id of the nearest place before it that can be linked to; empty for the page.
    pub anchor: String,
}

impl Body {
    /// Adds HTML.
    pub fn push(&mut self, html: &str) {
        self.html.push_str(html);
    }

    /// Adds text, escaped.
    pub fn push_text(&mut self, text: &str) {
        escape(text, &mut self.html);
    }

    /// Leaves the place of a link's attributes open.
    pub fn push_link(&mut self, number: usize) {
        self.gaps.push((self.html.len(), Gap::Link(number)));
    }

    /// Leaves a place open.
    pub fn push_gap(&mut self, gap: Gap) {
        self.gaps.push((self.html.len(), gap));
    }

    /// Adds HTML that is of use on the note's own page only.
    pub fn push_on_page(&mut self, html: String) {
        self.gaps.push((self.html.len(), Gap::OnPage(html)));
    }

    /// Adds another body.
    pub fn append(&mut self, other: &Body) {
        let start = self.html.len();
        self.html.push_str(&other.html);
        self.gaps.extend(other.gaps.iter().map(|(at, gap)| (start + at, gap.clone())));
    }

    /// The place after all that is there so far.
    pub fn end(&self) -> Place {
        let length = self.kept.as_ref().map_or(self.html.len(), |kept| kept.stored.length as usize);
        Place { html: length, gaps: self.gaps.len() }
    }

    /// Keeps the HTML in `pack` and no longer in memory, where that is possible: most pages of
    /// a site are not looked into again.
    pub(super) fn keep(&mut self, pack: &Arc<Pack>, key: Digest) {
        if pack.put(key, self.html.as_bytes()) && self.take_from(pack, key) {
            self.html = String::new();
        }
    }

    /// Takes the HTML from where it was kept; returns whether it is there.
    pub(super) fn take_from(&mut self, pack: &Arc<Pack>, key: Digest) -> bool {
        self.kept = pack.look(key).map(|stored| Kept { pack: Arc::clone(pack), key, stored });
        self.kept.is_some()
    }

    /// The HTML without what belongs into its gaps. None when it was kept and is lost.
    fn html(&self) -> Option<Cow<'_, str>> {
        let Some(kept) = &self.kept else { return Some(Cow::Borrowed(&self.html)) };
        Some(Cow::Owned(String::from_utf8(kept.pack.get(kept.key)?).ok()?))
    }

    /// Tells the HTML, without what belongs into its gaps, from any other.
    pub fn digest(&self) -> Digest {
        let of_html = || Digest::of(self.html.as_bytes());
        self.kept.as_ref().map_or_else(of_html, |kept| kept.stored.digest)
    }

    /// A stretch of it as a body of its own. None when it was kept and is lost.
    #[must_use]
    pub fn part(&self, range: &Range<Place>) -> Option<Body> {
        let Range { start, end } = *range;
        let html = self.html()?.get(start.html..end.html).unwrap_or_default().to_owned();
        let gaps = self.gaps.get(start.gaps..end.gaps).unwrap_or_default().iter();
        let gaps = gaps.map(|(at, gap)| (at.saturating_sub(start.html), gap.clone())).collect();
        Some(Body { html, kept: None, gaps })
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.end().html == 0
    }

    /// What is left open, in order.
    pub fn gaps(&self) -> impl Iterator<Item = &Gap> {
        self.gaps.iter().map(|(_, gap)| gap)
    }

    /// The HTML with each gap filled by its part of `contents`. None when it was kept and is
    /// lost.
    pub fn filled(&self, contents: &[String]) -> Option<String> {
        let inner = self.html()?;
        let mut html = String::with_capacity(inner.len() + contents.iter().map(String::len).sum::<usize>());
        let mut done = 0;
        for ((at, _), content) in self.gaps.iter().zip(contents) {
            html.push_str(inner.get(done..*at).unwrap_or_default());
            html.push_str(content);
            done = *at;
        }
        html.push_str(inner.get(done..).unwrap_or_default());
        Some(html)
    }
}

/// Appends `text` to `html`, safe both as text and inside a quoted attribute. Control
/// characters, which HTML cannot hold, become U+FFFD.
pub fn escape(text: &str, html: &mut String) {
    let mut done = 0;
    for (at, byte) in text.bytes().enumerate() {
        let entity = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            b'\n' | b'\t' => continue,
            0..0x20 | 0x7f => "\u{fffd}",
            _ => continue,
        };
        html.push_str(text.get(done..at).unwrap_or_default());
        html.push_str(entity);
        done = at + 1;
    }
    html.push_str(text.get(done..).unwrap_or_default());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_are_filled_in_wherever_a_body_ends_up() {
        let mut inner = Body::default();
        inner.push("<a ");
        inner.push_link(1);
        inner.push(">一 &amp; 二</a>");
        inner.push_on_page("#".into());
        let mut body = Body::default();
        body.push("<p>");
        body.append(&inner);
        body.push_text("<&\">");
        let contents: Vec<String> = body
            .gaps()
            .map(|gap| match gap {
                Gap::Link(number) => format!("href=\"{number}\""),
                Gap::OnPage(html) => html.clone(),
                other => format!("{other:?}"),
            })
            .collect();
        let filled = body.filled(&contents).unwrap();
        assert_eq!(filled, "<p><a href=\"1\">一 &amp; 二</a>#&lt;&amp;&quot;&gt;");
    }

    #[test]
    fn a_part_has_the_gaps_that_were_left_in_it() {
        let mut body = Body::default();
        body.push_gap(Gap::Close(0));
        let start = body.end();
        body.push_gap(Gap::Open(1));
        body.push("一");
        body.push_gap(Gap::Close(1));
        let end = body.end();
        body.push_gap(Gap::Open(2));
        let part = body.part(&(start..end)).unwrap();
        let contents: Vec<String> = part.gaps().map(|gap| format!("{gap:?}")).collect();
        assert_eq!(part.filled(&contents).unwrap(), "Open(1)一Close(1)");
    }
}
