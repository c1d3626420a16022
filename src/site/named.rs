//! Links that name what they mean: notes, tags, blocks, and what is shown in place.

use super::links::{Map, Part, Resolved, Target, broken, heading, in_page, note_target};
use super::{Note, NoteId, Site};
use crate::diagnostic::Diagnostic;
use crate::markdown::{Link, LinkUse};

/// Resolves a link of the note `from` that is no address.
pub(super) fn resolve(map: &Map, site: &Site, from: &Note, link: &Link) -> Resolved {
    match link.usage {
        LinkUse::Page { literal, .. } => page(map, site, from, link, literal),
        LinkUse::Note => required(map, site, from, link),
        LinkUse::Tag => tag(site, link),
        LinkUse::Block => block(map, link),
        LinkUse::Embed => embed(map, site, from, link),
        LinkUse::Anchor | LinkUse::Image => map.resolve(&site.notes, from, link),
    }
}

fn page(map: &Map, site: &Site, from: &Note, link: &Link, literal: bool) -> Resolved {
    let (name, fragment) = split(&link.target);
    if name.is_empty() {
        return in_page(from, fragment, Target::Here);
    }
    if let Some((id, note)) = note(map, site, from, name) {
        return in_page(note, fragment, |fragment| note_target(id, note, &fragment));
    }
    if let Some(href) = map.names.file(name) {
        return Target::Site(href.to_owned()).into();
    }
    let finding = Diagnostic::hint("page-wanted", format!("there is no note \"{name}\" yet"))
        .help("write one of that name, or give one an alias in its front matter");
    Resolved { target: Target::Wanted(name.to_owned()), finding: (!literal).then_some(finding) }
}

/// A note that has to be there. Blogs name their posts by parts of their address, of which
/// the first may be a language that the folders do not have.
fn required(map: &Map, site: &Site, from: &Note, link: &Link) -> Resolved {
    let (name, fragment) = split(&link.target);
    let name = name.split('?').next().unwrap_or_default();
    let bare = name.trim_end_matches('/');
    if bare.is_empty() {
        return map.resolve(&site.notes, from, &Link { target: link.target.clone(), ..link.clone() });
    }
    let inner = bare.trim_start_matches('/').split_once('/').map(|(_, inner)| inner);
    let names = [Some(bare), bare.strip_suffix(".html"), inner];
    match names.into_iter().flatten().find_map(|name| note(map, site, from, name)) {
        Some((id, note)) => in_page(note, fragment, |fragment| note_target(id, note, &fragment)),
        None => map.resolve(&site.notes, from, link),
    }
}

fn tag(site: &Site, link: &Link) -> Resolved {
    let name = link.target.to_lowercase();
    let term = site.tags.iter().find(|term| term.name.to_lowercase() == name);
    let target =
        term.map_or_else(|| Target::Broken(link.target.clone()), |term| Target::Site(term.path.href()));
    target.into()
}

fn block(map: &Map, link: &Link) -> Resolved {
    match map.names.block(&link.target) {
        Some((id, number)) => Target::Part(id, Part::Block(number)).into(),
        None => {
            let finding =
                Diagnostic::warning("block-missing", format!("no note has the block {}", link.target))
                    .help("the note that held it is not among these, or the block was deleted");
            Resolved { target: Target::Broken(link.target.clone()), finding: Some(finding) }
        }
    }
}

/// What is shown in place: `((block))`, `[[note]]`, `note#heading`, `note#^block`, a file.
fn embed(map: &Map, site: &Site, from: &Note, link: &Link) -> Resolved {
    let written = link.target.trim();
    if let Some(id) = written.strip_prefix("((").and_then(|rest| rest.strip_suffix("))")) {
        return block(map, &Link { target: id.to_owned(), ..link.clone() });
    }
    let bare = written.strip_prefix("[[").and_then(|rest| rest.strip_suffix("]]")).unwrap_or(written);
    let (name, fragment) = split(bare);
    let found = if name.is_empty() {
        site.notes.iter().position(|note| note.path == from.path).map(|id| (id, from))
    } else {
        note(map, site, from, name)
    };
    let Some((id, note)) = found else {
        let file = map.names.file(name).map(|href| Target::Site(href.to_owned()).into());
        return file.unwrap_or_else(|| broken(link));
    };
    let part = match fragment {
        "" => Some(Part::Whole),
        fragment => part(note, fragment),
    };
    part.map_or_else(|| broken(link), |part| Target::Part(id, part).into())
}

fn part(note: &Note, fragment: &str) -> Option<Part> {
    let block = note.page.blocks.iter().position(|block| block.id == fragment).map(Part::Block);
    block.or_else(|| heading(note, fragment).map(|(number, _)| Part::Section(number)))
}

fn note<'a>(map: &Map, site: &'a Site, from: &Note, name: &str) -> Option<(NoteId, &'a Note)> {
    let is_path = name.contains('/') || name.ends_with(".md");
    let by_path = if is_path { map.note_at(from, name) } else { None };
    let id = by_path.or_else(|| map.names.note(name, from, &site.notes))?;
    Some((id, site.notes.get(id)?))
}

/// A name and the last of the places in it: `note#heading#smaller heading`.
fn split(target: &str) -> (&str, &str) {
    let (name, places) = target.split_once('#').unwrap_or((target, ""));
    (name.trim(), places.rsplit('#').next().unwrap_or_default().trim())
}
