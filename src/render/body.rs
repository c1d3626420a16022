//! A note's text as HTML: links filled in, what it refers to shown.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::ops::Range;

use super::RenderError;
use crate::markdown::{Body, Dimensions, Gap, LinkUse, Place, escape};
use crate::output::Digest;
use crate::site::{Note, NoteId, Part, Site, Target};

/// How deep notes may show one another in place.
const DEEPEST: usize = 4;

/// Bytes of other notes that a page may show. Notes that show others many times over would
/// fill a disk.
const MOST: usize = 1_000_000;

/// Where a note's text is read, and what goes before addresses of the site there.
#[derive(Debug, Clone, Copy)]
pub(super) enum Edition<'a> {
    /// On the note's own page.
    Page(&'a str),
    /// In the feed, whose readers show it among their own things.
    Feed(&'a str),
}

impl<'a> Edition<'a> {
    fn root(self) -> &'a str {
        let (Edition::Page(root) | Edition::Feed(root)) = self;
        root
    }

    fn is_page(self) -> bool {
        matches!(self, Edition::Page(_))
    }
}

/// The address that leads to a target of a note's link from anywhere, with `root` before
/// those of the site; none when it leads nowhere.
pub(super) fn address(site: &Site, note: &Note, root: &str, target: &Target) -> Option<String> {
    Some(match target {
        Target::External(url) => crate::output::encode_url(url),
        Target::Here(id) => format!("{root}{}#{id}", note.path.href()),
        Target::Note(_, path) | Target::Site(path) => format!("{root}{path}"),
        Target::Part(id, part) => {
            let note = site.notes.get(*id)?;
            format!("{root}{}{}", note.path.href(), fragment(note, *part))
        }
        Target::Wanted(wanted) => {
            format!("{root}{}#{}", site.wanted_page.href(), crate::markdown::slug(wanted))
        }
        Target::Broken(_) => return None,
    })
}

/// A note's text with what belongs into its gaps, before it is put together.
pub(super) struct Text<'a> {
    body: &'a Body,
    /// None when a text that is shown inside is lost.
    contents: Option<Vec<String>>,
}

impl<'a> Text<'a> {
    pub(super) fn of(site: &Site, note: &'a Note, edition: Edition<'_>) -> Text<'a> {
        let counts = referrers(site, note);
        let (left, lost) = (Cell::new(MOST), Cell::new(false));
        let budget = Budget { left: &left, lost: &lost };
        let reading =
            Reading { site, note, edition, part: Part::Whole, outer: None, counts: &counts, budget };
        let contents = note.page.body.gaps().map(|gap| reading.gap(gap)).collect();
        Text { body: &note.page.body, contents: Some(contents).filter(|_| !lost.get()) }
    }

    /// Tells the text from any other.
    pub(super) fn digest(&self) -> Digest {
        let contents = self.contents.iter().flatten().map(String::as_bytes);
        let body = self.body.digest();
        Digest::of_all(std::iter::once(body.as_bytes()).chain(contents))
    }

    /// Its HTML.
    pub(super) fn html(&self) -> Result<String, RenderError> {
        let html = self.contents.as_ref().and_then(|contents| self.body.filled(contents));
        html.ok_or(RenderError::Lost)
    }
}

/// How many links refer to each block of a note.
fn referrers<'a>(site: &Site, note: &'a Note) -> BTreeMap<&'a str, usize> {
    let mut counts = BTreeMap::new();
    for backlink in &note.backlinks {
        let target = site.notes.get(backlink.from).and_then(|from| from.targets.get(backlink.link));
        let block = target.and_then(Target::block).and_then(|number| note.page.blocks.get(number));
        if let Some(block) = block {
            *counts.entry(block.id.as_str()).or_default() += 1;
        }
    }
    counts
}

/// The body of a note being read, perhaps inside another's.
#[derive(Clone, Copy)]
struct Reading<'a> {
    site: &'a Site,
    /// The note whose body it is.
    note: &'a Note,
    /// What of it is read.
    part: Part,
    edition: Edition<'a>,
    /// What it is shown inside of.
    outer: Option<&'a Reading<'a>>,
    counts: &'a BTreeMap<&'a str, usize>,
    budget: Budget<'a>,
}

/// What all that is shown on a page shares.
#[derive(Clone, Copy)]
struct Budget<'a> {
    /// How many bytes of other notes may still be shown.
    left: &'a Cell<usize>,
    /// Whether the text of one is lost.
    lost: &'a Cell<bool>,
}

impl Reading<'_> {
    /// Whether it is read on its own page.
    fn is_own(&self) -> bool {
        self.outer.is_none()
    }

    /// Whether a part of a note may be shown inside: not inside itself, and not too deep.
    fn may_show(&self, note: &Note, part: Part) -> bool {
        let chain: Vec<&Reading<'_>> = std::iter::successors(Some(self), |reading| reading.outer).collect();
        let inside = chain.iter().any(|outer| outer.note.path == note.path && outer.part == part);
        !inside && chain.len() <= DEEPEST
    }

    /// A part of the note's text.
    fn text(&self, range: &Range<Place>) -> Option<String> {
        let body = self.note.page.body.part(range)?;
        body.filled(&body.gaps().map(|gap| self.gap(gap)).collect::<Vec<_>>())
    }

    fn gap(&self, gap: &Gap) -> String {
        let own = self.is_own();
        let on_page = own && self.edition.is_page();
        match gap {
            Gap::Link(number) => self.attributes(*number),
            Gap::Address(number, name) => {
                let address = self.target(*number).and_then(|target| self.address(name, target));
                address.unwrap_or_else(|| attribute(name, &crate::output::encode_url(self.written(*number))))
            }
            Gap::Open(number) => self.open(*number),
            Gap::Close(number) => self.close(*number),
            Gap::Title(number) => self.title(*number),
            Gap::Reference(number) => self.reference(*number),
            Gap::Picture(number, attributes, given) => self.picture(*number, attributes, *given),
            Gap::Dimensions(number, given) => self.missing_dimensions(*number, *given),
            Gap::Embed(number) => self.embed(*number),
            Gap::Place(id) => self.place(id),
            Gap::Id(id) if own => attribute(" id", id),
            Gap::Drawing(svg) if self.edition.is_page() => svg.clone(),
            Gap::OnPage(html) if on_page => html.clone(),
            Gap::Referrers(id) if on_page => self.referrers(id),
            Gap::Id(_) | Gap::Drawing(_) | Gap::OnPage(_) | Gap::Referrers(_) => String::new(),
        }
    }

    fn target(&self, number: usize) -> Option<&Target> {
        self.note.targets.get(number)
    }

    /// The attributes of a link that has an address.
    fn attributes(&self, number: usize) -> String {
        match self.target(number) {
            Some(Target::Broken(written)) => {
                format!("class=\"broken\" {}", attribute("data-target", written))
            }
            Some(target) => self.address("href", target).unwrap_or_default(),
            None => String::new(),
        }
    }

    /// The attribute that leads to a target; none when it leads nowhere.
    fn address(&self, name: &str, target: &Target) -> Option<String> {
        let here = self.place_here(target).filter(|_| self.is_own() && self.edition.is_page());
        let elsewhere = || address(self.site, self.note, self.edition.root(), target);
        Some(attribute(name, &here.or_else(elsewhere)?))
    }

    /// What leads to a place in the note's own text, from its own page.
    fn place_here(&self, target: &Target) -> Option<String> {
        match target {
            Target::Here(id) => Some(format!("#{id}")),
            Target::Part(id, part) if *part != Part::Whole => {
                let note = self.site.notes.get(*id).filter(|note| note.path == self.note.path)?;
                Some(fragment(note, *part))
            }
            _ => None,
        }
    }

    /// The attribute that leads to a place in the note: in another note's page or in the feed,
    /// of the note's own page.
    fn place(&self, id: &str) -> String {
        self.address("href", &Target::Here(id.to_owned())).unwrap_or_default()
    }

    /// What a link by name begins with.
    fn open(&self, number: usize) -> String {
        let Some(link) = self.note.page.links.get(number) else { return String::new() };
        let Some(target) = self.target(number) else { return String::new() };
        let class = match (link.usage, target) {
            (LinkUse::Page { literal: true, piped }, Target::Wanted(_)) => {
                return literal(&link.target, piped);
            }
            (_, Target::Wanted(_)) => "wanted",
            (LinkUse::Tag, _) => "tag",
            _ => "named",
        };
        match self.address("href", target) {
            Some(address) => format!("<a class=\"{class}\" {address}>"),
            None => "<span class=\"broken\">".to_owned(),
        }
    }

    fn close(&self, number: usize) -> String {
        let usage = self.note.page.links.get(number).map(|link| link.usage);
        let end = match (usage, self.target(number)) {
            (Some(LinkUse::Page { literal: true, .. }), Some(Target::Wanted(_))) => "]]",
            (_, Some(Target::Broken(_))) => "</span>",
            (_, Some(_)) => "</a>",
            (_, None) => "",
        };
        end.to_owned()
    }

    /// The title of the note that a link leads to, or what it was called there.
    fn title(&self, number: usize) -> String {
        let note = self.target(number).and_then(Target::note).and_then(|id| self.site.notes.get(id));
        let written = || self.note.page.links.get(number).map_or("", |link| link.target.as_str());
        let mut html = String::new();
        escape(note.map_or_else(written, |note| note.page.title.as_str()), &mut html);
        html
    }

    /// A block's text, which leads to the block.
    fn reference(&self, number: usize) -> String {
        let target = self.target(number);
        let block = target.and_then(|target| {
            let Target::Part(id, Part::Block(block)) = target else { return None };
            self.site.notes.get(*id)?.page.blocks.get(*block)
        });
        match (block, target.and_then(|target| self.address("href", target))) {
            (Some(block), Some(address)) => {
                let mut html = format!("<a class=\"block-reference\" {address}>");
                escape(if block.text.is_empty() { "…" } else { &block.text }, &mut html);
                html.push_str("</a>");
                html
            }
            _ => {
                let written = self.note.page.links.get(number).map_or("", |link| link.target.as_str());
                let mut html = "<span class=\"broken\">((".to_owned();
                escape(written, &mut html);
                html.push_str("))</span>");
                html
            }
        }
    }

    /// A note or a part of one, in full; deep inside others only a link to it.
    fn embed(&self, number: usize) -> String {
        let Some(target) = self.target(number) else { return String::new() };
        let (id, part) = match target {
            Target::Part(id, part) => (*id, *part),
            target => return self.embedded_file(number, target),
        };
        let Some(note) = self.site.notes.get(id) else { return String::new() };
        let address = self.address("href", target).unwrap_or_default();
        let mut html = format!("<div class=\"embed\"><p class=\"embed-title\"><a {address}>");
        escape(&title(note, part), &mut html);
        html.push_str("</a></p>\n");
        let range = range_of(note, part);
        let left = self.budget.left.get().checked_sub(range.end.bytes_from(range.start));
        if let Some(left) = left.filter(|_| self.may_show(note, part)) {
            self.budget.left.set(left);
            match (Reading { note, part, outer: Some(self), ..*self }).text(&range) {
                Some(text) => html.push_str(&text),
                None => self.budget.lost.set(true),
            }
        }
        html.push_str("</div>\n");
        html
    }

    /// A picture, or the name of one that is not there.
    fn picture(&self, number: usize, attributes: &str, given: Dimensions) -> String {
        let Some(address) = self.target(number).and_then(|target| self.address("src", target)) else {
            return self.missing(number);
        };
        let known = self.dimensions(number, given);
        format!("<img {address}{attributes}{}>", dimension_attributes(known))
    }

    /// The dimensions that the raw HTML of a picture lacks.
    fn missing_dimensions(&self, number: usize, given: Dimensions) -> String {
        let Dimensions { width, height } = self.dimensions(number, given);
        dimension_attributes(Dimensions {
            width: width.filter(|_| given.width.is_none()),
            height: height.filter(|_| given.height.is_none()),
        })
    }

    /// How large a picture is shown: what is not given follows from its file, so that a
    /// browser can leave room for it before it is loaded.
    fn dimensions(&self, number: usize, given: Dimensions) -> Dimensions {
        let size = match self.target(number) {
            Some(Target::Site(path)) => self.site.pictures.get(path),
            _ => None,
        };
        let Some(&(width, height)) = size else { return given };
        match given {
            Dimensions { width: None, height: None } => {
                Dimensions { width: Some(width), height: Some(height) }
            }
            Dimensions { width: Some(shown), height: None } => {
                Dimensions { height: Some(scaled(height, shown, width)), ..given }
            }
            Dimensions { width: None, height: Some(shown) } => {
                Dimensions { width: Some(scaled(width, shown, height)), ..given }
            }
            given => given,
        }
    }

    /// Something that is no note: a recording, a link to another file, or the name of what
    /// is not there.
    fn embedded_file(&self, number: usize, target: &Target) -> String {
        let recording = match target {
            Target::Site(path) | Target::External(path) => recording(path),
            _ => None,
        };
        if let (Some(element), Some(address)) = (recording, self.address("src", target)) {
            return format!("<{element} {address} controls preload=\"none\"></{element}>\n");
        }
        let content = match self.address("href", target) {
            Some(address) => {
                let mut link = format!("<a class=\"named\" {address}>");
                escape(self.written(number), &mut link);
                link + "</a>"
            }
            None => self.missing(number),
        };
        format!("<p class=\"embed-file\">{content}</p>\n")
    }

    /// The name of what is not there.
    fn missing(&self, number: usize) -> String {
        let mut html = "<span class=\"broken\">".to_owned();
        escape(self.written(number), &mut html);
        html + "</span>"
    }

    /// What a link leads to, as its author wrote it.
    fn written(&self, number: usize) -> &str {
        self.note.page.links.get(number).map_or("", |link| link.target.as_str())
    }

    fn referrers(&self, id: &str) -> String {
        match self.counts.get(id) {
            Some(count) => format!("<a class=\"referrers\" href=\"#yj-backlinks\">{count}</a> "),
            None => String::new(),
        }
    }
}

/// A length, made longer or shorter as `from` is to become `to`.
fn scaled(length: u32, to: u32, from: u32) -> u32 {
    let exact = (u64::from(length) * u64::from(to) + u64::from(from) / 2) / u64::from(from).max(1);
    u32::try_from(exact).unwrap_or(u32::MAX).max(1)
}

fn dimension_attributes(Dimensions { width, height }: Dimensions) -> String {
    let attribute = |name: &str, length: Option<u32>| length.map(|length| format!(" {name}=\"{length}\""));
    attribute("width", width).into_iter().chain(attribute("height", height)).collect()
}

/// The element that plays a file, by what its name ends in.
fn recording(path: &str) -> Option<&'static str> {
    let path = path.split(['#', '?']).next().unwrap_or_default();
    let extension = path.rsplit_once('.')?.1.to_ascii_lowercase();
    match extension.as_str() {
        "mp3" | "wav" | "m4a" | "ogg" | "oga" | "flac" | "opus" => Some("audio"),
        "mp4" | "webm" | "ogv" | "mov" | "mkv" | "m4v" => Some("video"),
        _ => None,
    }
}

/// The stretch of a note's body that a part of it is.
fn range_of(note: &Note, part: Part) -> Range<Place> {
    let page = &note.page;
    let nothing = || Place::default()..Place::default();
    match part {
        Part::Whole => Place::default()..page.body.end(),
        Part::Block(number) => page.blocks.get(number).map_or_else(nothing, |block| block.range.clone()),
        Part::Section(number) => {
            let Some(heading) = page.headings.get(number) else { return nothing() };
            let rest = page.headings.iter().skip(number + 1);
            let end = rest.into_iter().find(|next| next.level <= heading.level).map(|next| next.at);
            heading.at..end.unwrap_or(page.body.end())
        }
    }
}

/// What a part of a note is called.
fn title(note: &Note, part: Part) -> String {
    let heading = match part {
        Part::Section(number) => note.page.headings.get(number),
        Part::Whole | Part::Block(_) => None,
    };
    heading
        .map_or_else(|| note.page.title.clone(), |heading| format!("{} › {}", note.page.title, heading.text))
}

/// The fragment that leads to a part of a note.
fn fragment(note: &Note, part: Part) -> String {
    let id = match part {
        Part::Whole => None,
        Part::Section(number) => note.page.headings.get(number).map(|heading| &heading.id),
        Part::Block(number) => note.page.blocks.get(number).map(|block| &block.id),
    };
    id.map(|id| format!("#{id}")).unwrap_or_default()
}

/// The beginning of brackets that are no link, up to the text in them.
fn literal(target: &str, piped: bool) -> String {
    let mut html = "[[".to_owned();
    if piped {
        escape(target, &mut html);
        html.push('|');
    }
    html
}

fn attribute(name: &str, value: &str) -> String {
    let mut html = format!("{name}=\"");
    escape(value, &mut html);
    html.push('"');
    html
}

/// The links to a note, by the notes they stand in.
pub(super) fn backlinks<'a>(site: &'a Site, note: &Note) -> Vec<(NoteId, Vec<&'a crate::markdown::Link>)> {
    let mut grouped: Vec<(NoteId, Vec<&crate::markdown::Link>)> = Vec::new();
    for backlink in &note.backlinks {
        let link = site.notes.get(backlink.from).and_then(|from| from.page.links.get(backlink.link));
        let Some(link) = link else { continue };
        match grouped.last_mut().filter(|(from, _)| *from == backlink.from) {
            Some((_, links)) => links.push(link),
            None => grouped.push((backlink.from, vec![link])),
        }
    }
    grouped
}
