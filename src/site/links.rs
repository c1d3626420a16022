//! Where links lead.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use super::address::address;
use super::names::{Names, key, page_names};
use super::{Note, NoteId, Site, SiteAsset, named};
use crate::config::{Config, Layout};
use crate::diagnostic::{Checked, Diagnostic, Report};
use crate::markdown::{Heading, Link, LinkUse, Page};
use crate::output::percent_decode;

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// Out of the site, or as written: an address with a scheme.
    External(String),
    /// A place on the note's own page.
    Here(String),
    /// A note: its address below the root, encoded, with the fragment.
    Note(NoteId, String),
    /// A file or list of the site: its address below the root, encoded.
    Site(String),
    /// A part of a note that is shown where the link stands.
    Part(NoteId, Part),
    /// A note of this name, which is not there.
    Wanted(String),
    /// Nowhere. What the author wrote.
    Broken(String),
}

/// A part of a note.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// All of it.
    Whole,
    /// The section of the heading of this number.
    Section(usize),
    /// The block of this number.
    Block(usize),
}

impl Target {
    /// The note it leads to, if that is another than where the link stands or a part of it.
    pub fn note(&self) -> Option<NoteId> {
        match self {
            Target::Note(id, _) | Target::Part(id, _) => Some(*id),
            _ => None,
        }
    }

    /// The number of the block it shows.
    pub fn block(&self) -> Option<usize> {
        match self {
            Target::Part(_, Part::Block(number)) => Some(*number),
            _ => None,
        }
    }
}

/// Resolves all links of all notes. `drafts` are notes that are not published.
pub(super) fn resolve(site: &mut Site, drafts: &[Page], config: &Config, report: &mut Report) {
    let map = Map::new(site, drafts, config);
    let all: Vec<Checked<Vec<Target>>> =
        site.notes.par_iter().map(|note| targets(&map, site, note)).collect();
    for (note, targets) in site.notes.iter_mut().zip(all) {
        note.targets = targets.into_value(report);
    }
}

/// Where the links of a note lead.
fn targets(map: &Map, site: &Site, note: &Note) -> Checked<Vec<Target>> {
    let mut report = Report::default();
    let target = |link: &Link| {
        let resolved = named::resolve(map, site, note, link);
        if let Some(finding) = resolved.finding {
            report.push(finding.at(&note.page.file, link.range.clone()));
        }
        resolved.target
    };
    Checked { value: note.page.links.iter().map(target).collect(), report }
}

/// A resolved link.
pub(super) struct Resolved {
    pub(super) target: Target,
    pub(super) finding: Option<Diagnostic>,
}

impl From<Target> for Resolved {
    fn from(target: Target) -> Resolved {
        Resolved { target, finding: None }
    }
}

/// What the site holds, by the names a link may use for it.
pub(super) struct Map {
    pub(super) names: Names,
    /// Notes by file, and by address.
    notes: BTreeMap<String, NoteId>,
    /// Addresses of files by their path in the content, and of lists by their own.
    others: BTreeMap<String, String>,
    /// Notes that are not published, by file and by the address they would have.
    drafts: BTreeSet<String>,
    /// The same by their names.
    draft_names: BTreeSet<String>,
    /// Addresses of the lists of tags, by the tag in lower case.
    pub(super) tags: BTreeMap<String, String>,
    /// The path that the site is published below, which links of other generators begin with.
    below: String,
    layout: Layout,
}

/// Addresses of pages that every site has.
pub(super) const LISTS: [&str; 10] =
    ["", "archives/", "atom.xml", "categories/", "kinds/", "search/", SERIES, "tags/", "tasks/", "wanted/"];

/// The address of the list of series.
pub(super) const SERIES: &str = "series/";

/// Addresses of lists that a site may have, unless a note is there.
const MAY_HAVE: [&str; 3] = ["folders/", "graph/", "identifiers/"];

impl Map {
    fn new(site: &Site, drafts: &[Page], config: &Config) -> Map {
        let mut notes = BTreeMap::new();
        for (id, note) in site.notes.iter().enumerate() {
            notes.insert(bare(note.path.as_str()).to_owned(), id);
        }
        for (path, id) in &site.redirects {
            notes.entry(bare(path.as_str()).to_owned()).or_insert(*id);
        }
        for (id, note) in site.notes.iter().enumerate() {
            notes.insert(file_name(&note.page), id);
        }
        let asset = |asset: &SiteAsset| (composed(asset.asset.path.clone()), asset.path.href());
        let mut others: BTreeMap<String, String> = site.assets.iter().map(asset).collect();
        let branches = site.categories.iter().chain(&site.folders).map(|branch| &branch.term);
        let terms =
            site.kinds.iter().map(|(_, term)| term).chain(&site.tags).chain(&site.series).chain(branches);
        for asset in &site.assets {
            others.entry(bare(asset.path.as_str()).to_owned()).or_insert_with(|| asset.path.href());
        }
        let lists = LISTS.iter().chain(&MAY_HAVE).map(|list| ((*list).to_owned(), (*list).to_owned()));
        for (path, href) in terms.map(|term| (term.path.to_string(), term.path.href())).chain(lists) {
            others.entry(bare(&path).to_owned()).or_insert(href);
        }
        let known_as = |page: &Page| [file_name(page), bare(address(page, config).value.as_str()).to_owned()];
        Map {
            names: Names::new(&site.notes, &site.assets, config),
            notes,
            others,
            draft_names: drafts.iter().flat_map(page_names).map(|name| key(&name)).collect(),
            drafts: drafts.iter().flat_map(known_as).collect(),
            tags: site.tags.iter().map(|term| (term.name.to_lowercase(), term.path.href())).collect(),
            below: config.base.path.clone(),
            layout: config.layout,
        }
    }

    /// Whether a name is that of a note that is not published.
    pub(super) fn is_draft(&self, name: &str) -> bool {
        self.draft_names.contains(&key(name.strip_suffix(".md").unwrap_or(name)))
    }

    pub(super) fn resolve(&self, notes: &[Note], from: &Note, link: &Link) -> Resolved {
        let written = link.target.trim();
        if is_external(written) {
            return Target::External(written.to_owned()).into();
        }
        let (path, fragment) = written.split_once('#').unwrap_or((written, ""));
        let path = path.split('?').next().unwrap_or_default();
        if path.is_empty() {
            return in_page(from, fragment, Target::Here);
        }
        let Some(path) = self.locate(&from.page.file.path, path) else { return broken(link) };
        if let Some((id, note)) = self.find_note(&path).and_then(|id| Some((id, notes.get(id)?))) {
            return in_page(note, fragment, |fragment| note_target(id, note, &fragment));
        }
        match self.others.get(path.trim_end_matches('/')) {
            Some(href) => Target::Site(href.clone()).into(),
            None if names(&path).any(|name| self.drafts.contains(name.as_ref())) => unpublished(link),
            // Pictures of pasted and imported notes lie somewhere else more often than not.
            None if link.usage == LinkUse::Image => {
                let found = self.names.file(&path, from).map(|href| Target::Site(href.to_owned()).into());
                found.unwrap_or_else(|| broken(link))
            }
            None => broken(link),
        }
    }

    /// The note that a path, written in the note `from`, means.
    pub(super) fn note_at(&self, from: &Note, path: &str) -> Option<NoteId> {
        self.find_note(&self.locate(&from.page.file.path, path)?)
    }

    /// The path in the content that a link means: of those that it may mean the first that
    /// leads somewhere.
    fn locate(&self, from: &str, path: &str) -> Option<String> {
        let plain = locate(from, path);
        let found = |path: &String| self.find_note(path).is_some() || self.others.contains_key(bare(path));
        let below = path.strip_prefix(self.below.as_str()).filter(|_| self.below != "/");
        let below = || locate(from, &format!("/{}", below?));
        // Hexo keeps the pictures of a post in a folder of its name.
        let beside = || {
            let folder = from.rsplit_once('.').map_or(from, |(stem, _)| stem);
            let is_post = self.layout == Layout::Hexo && !path.starts_with('/');
            is_post.then(|| locate(&format!("{folder}/index.md"), path)).flatten()
        };
        // Hugo looks for a page by its path from the root too.
        let from_root = || (self.layout == Layout::Hugo).then(|| locate("", path)).flatten();
        let known = plain.clone().filter(found).or_else(|| below().filter(found));
        let known = known.or_else(|| beside().filter(found)).or_else(|| from_root().filter(found));
        known.or(plain)
    }

    fn find_note(&self, path: &str) -> Option<NoteId> {
        names(path).find_map(|name| self.notes.get(name.as_ref()).copied())
    }
}

/// The picture that the settings name; none and a warning when there is none.
pub(super) fn picture(assets: &[SiteAsset], written: &str, report: &mut Report) -> Option<Target> {
    if is_external(written) {
        return Some(Target::External(written.to_owned()));
    }
    let path = locate("", written);
    let found = path.and_then(|path| assets.iter().find(|asset| asset.path.as_str() == path));
    if found.is_none() {
        let message = format!("image in site.yaml: {written}: no such picture");
        let help = "give its path from the content folder, or a whole URL";
        report.push(Diagnostic::warning("image-missing", message).help(help));
    }
    found.map(|asset| Target::Site(asset.path.href()))
}

/// The names of the note that a path means: its file with or without the extension, its
/// folder, its address, or its address as generators with `.html` pages write it.
fn names(path: &str) -> impl Iterator<Item = Cow<'_, str>> {
    let bare = bare(path);
    let file = move || Cow::Owned(format!("{bare}.md"));
    let html = bare.strip_suffix(".html").map(|bare| Cow::Borrowed(bare.trim_end_matches("/index")));
    let names = std::iter::once(Cow::Borrowed(path)).chain(std::iter::once_with(file));
    names.chain([Cow::Borrowed(bare)]).chain(html).filter(|name| !name.is_empty())
}

/// An address without the slash that it ends in when it is a folder's.
fn bare(address: &str) -> &str {
    address.trim_end_matches('/')
}

/// A note's file as links are compared to it.
fn file_name(page: &Page) -> String {
    composed(page.file.path.clone())
}

/// A text with its letters and their marks composed, as it nearly always is.
fn composed(text: String) -> String {
    match is_nfc_quick(text.chars()) {
        IsNormalized::Yes => text,
        _ => text.nfc().collect(),
    }
}

fn is_external(target: &str) -> bool {
    let scheme = target.split([':', '/', '?', '#']).next().unwrap_or_default();
    let has_scheme = target.get(scheme.len()..).is_some_and(|rest| rest.starts_with(':'))
        && scheme.starts_with(|ch: char| ch.is_ascii_alphabetic())
        && scheme.chars().all(|ch| ch.is_ascii_alphanumeric() || matches!(ch, '+' | '-' | '.'));
    has_scheme || target.starts_with("//")
}

/// The path in the content that `path`, written in the note `from`, means. None when it
/// leads out of the content.
fn locate(from: &str, path: &str) -> Option<String> {
    let decoded = decoded(path);
    let mut parts: Vec<&str> = match decoded.starts_with('/') {
        true => Vec::new(),
        false => from.split('/').rev().skip(1).collect::<Vec<_>>().into_iter().rev().collect(),
    };
    for part in decoded.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    Some(composed(parts.join("/")))
}

/// What escapes stand for; text whose escapes are broken stays as written.
fn decoded(text: &str) -> String {
    percent_decode(text).unwrap_or_else(|| text.to_owned())
}

/// The id that the theme gives to a page's title, which is not part of its text.
const TITLE: &str = "yj-title";

/// A link to a place in a note that has its own page.
pub(super) fn note_target(id: NoteId, note: &Note, fragment: &str) -> Target {
    let hash = if fragment.is_empty() { "" } else { "#" };
    Target::Note(id, format!("{}{hash}{fragment}", note.path.href()))
}

/// A link to a heading: found as written, or as other generators would have made its id.
pub(super) fn in_page(note: &Note, fragment: &str, target: impl Fn(String) -> Target) -> Resolved {
    let wanted = decoded(fragment);
    if wanted.is_empty() {
        return target(String::new()).into();
    }
    let block = note.page.blocks.iter().find(|block| is_block(&block.id, &wanted));
    if let Some(block) = block {
        return target(block.id.clone()).into();
    }
    match heading(note, &wanted) {
        Some((_, heading)) => target(heading.id.clone()).into(),
        None if wanted.starts_with('^') => {
            let message = format!("{} has no block {wanted}", note.page.file.shown());
            let finding = Diagnostic::warning("block-missing", message)
                .help("give the block that name at its end, or remove the name from the link");
            Resolved { target: target(String::new()), finding: Some(finding) }
        }
        None if crate::markdown::slug(&wanted) == crate::markdown::slug(&note.page.title) => {
            target(TITLE.to_owned()).into()
        }
        // A place that raw HTML or a script may provide: the link stays.
        None => {
            let message = format!("{} has no heading #{wanted}", note.page.file.shown());
            let finding = Diagnostic::warning("link-heading", message).help(nearest(&wanted, note));
            Resolved { target: target(wanted), finding: Some(finding) }
        }
    }
}

/// Whether a block has this name. Obsidian's begin with `^` and are the same in any case.
pub(super) fn is_block(id: &str, wanted: &str) -> bool {
    id == wanted || (id.starts_with('^') && id.eq_ignore_ascii_case(wanted))
}

/// The number of a heading, and itself, by its id or its text.
pub(super) fn heading<'a>(note: &'a Note, wanted: &str) -> Option<(usize, &'a Heading)> {
    let called = |id: &str| note.page.headings.iter().enumerate().find(|(_, heading)| heading.id == id);
    called(wanted).or_else(|| called(&crate::markdown::slug(wanted)))
}

fn nearest(wanted: &str, note: &Note) -> String {
    let headings: Vec<&str> = note.page.headings.iter().map(|heading| heading.id.as_str()).collect();
    let alike = headings.iter().find(|id| id.contains(wanted) || wanted.contains(**id));
    match (alike, headings.first()) {
        (Some(alike), _) => format!("did you mean #{alike}?"),
        (None, Some(_)) => {
            format!("its headings are #{}", headings.iter().take(5).copied().collect::<Vec<_>>().join(", #"))
        }
        (None, None) => "it has no headings".to_owned(),
    }
}

pub(super) fn broken(link: &Link) -> Resolved {
    let (rule, what) = match link.usage {
        LinkUse::Anchor | LinkUse::Note => ("link-missing", "no note or file"),
        LinkUse::Image => ("image-missing", "no such picture"),
        _ => ("embed-missing", "nothing of that name"),
    };
    let finding = Diagnostic::warning(rule, format!("{}: {what} there", link.target))
        .help("paths are relative to the note's own file; a leading / means the content folder");
    nowhere(link, finding)
}

pub(super) fn unpublished(link: &Link) -> Resolved {
    let finding = Diagnostic::warning("link-draft", format!("{} is a draft and not published", link.target))
        .help("publish that note too, or build with --drafts");
    nowhere(link, finding)
}

fn nowhere(link: &Link, finding: Diagnostic) -> Resolved {
    Resolved { target: Target::Broken(link.target.clone()), finding: Some(finding) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_relative_to_the_note_or_the_content() {
        assert_eq!(locate("a/b.md", "c.md").unwrap(), "a/c.md");
        assert_eq!(locate("a/b.md", "../c.md").unwrap(), "c.md");
        assert_eq!(locate("a/b.md", "/c/d.md").unwrap(), "c/d.md");
        assert_eq!(locate("a/b.md", "./%E7%AC%94%E8%AE%B0.md").unwrap(), "a/笔记.md");
        assert_eq!(locate("b.md", "../c.md"), None);
    }

    #[test]
    fn schemes_lead_out() {
        for out in ["https://x", "mailto:a@b", "//cdn/x", "tel:1"] {
            assert!(is_external(out), "{out}");
        }
        for inside in ["a.md", "/a", "#x", "a/b:c.md", "笔记:一.md", "?q=1"] {
            assert!(!is_external(inside), "{inside}");
        }
    }
}
