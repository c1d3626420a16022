//! Links that name what they mean: notes, tags, blocks, and what is shown in place.

use super::links::{
    Map, Part, Resolved, Target, broken, heading, in_page, is_block, note_target, unpublished,
};
use super::{Note, NoteId, Site};
use crate::diagnostic::Diagnostic;
use crate::markdown::{Link, LinkUse};

/// Resolves a link of the note `from` that is no address.
pub(super) fn resolve(map: &Map, site: &Site, from: &Note, link: &Link) -> Resolved {
    match link.usage {
        LinkUse::Page { literal, .. } => page(map, site, from, link, literal),
        LinkUse::Note => required(map, site, from, link),
        LinkUse::Tag => tag(map, link),
        LinkUse::Block => block(map, link),
        LinkUse::Embed => embed(map, site, from, link),
        LinkUse::Anchor | LinkUse::Image => map.resolve(&site.notes, from, link),
    }
}

fn page(map: &Map, site: &Site, from: &Note, link: &Link, literal: bool) -> Resolved {
    let (name, fragment) = split(&link.target);
    if name.is_empty() {
        return in_page(from, place(from, fragment), Target::Here);
    }
    if let Some(Found { id, note, finding }) = note(map, site, from, name) {
        let resolved = in_page(note, place(note, fragment), |fragment| note_target(id, note, &fragment));
        return Resolved { finding: resolved.finding.or(finding), ..resolved };
    }
    if let Some(href) = map.names.file(name, from) {
        return Target::Site(place_in_file(href, fragment)).into();
    }
    if map.is_draft(name) {
        return unpublished(link);
    }
    // Nobody will write a note that is called like a file.
    if crate::markdown::is_document(name) {
        return broken(link);
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
        Some(Found { id, note, .. }) => in_page(note, fragment, |fragment| note_target(id, note, &fragment)),
        None => map.resolve(&site.notes, from, link),
    }
}

/// The address of a place in a file: `#page=3`, `#t=10`.
fn place_in_file(href: &str, fragment: &str) -> String {
    let is_place = fragment.starts_with("page=") || fragment.starts_with("t=");
    if is_place { format!("{href}#{fragment}") } else { href.to_owned() }
}

fn tag(map: &Map, link: &Link) -> Resolved {
    let href = map.tags.get(&link.target.to_lowercase());
    href.map_or_else(|| Target::Broken(link.target.clone()), |href| Target::Site(href.clone())).into()
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
        site.notes.iter().position(|note| note.path == from.path).map(|id| (id, from, None))
    } else {
        note(map, site, from, name).map(|found| (found.id, found.note, found.finding))
    };
    let Some((id, note, finding)) = found else {
        return embedded_file(map, from, link, (name, fragment));
    };
    let part = match fragment {
        "" => Some(Part::Whole),
        fragment => part(note, place(note, fragment)),
    };
    let target = part.map(|part| Target::Part(id, part));
    target.map_or_else(|| broken(link), |target| Resolved { target, finding })
}

/// Endings of files that only Obsidian can show.
const UNSHOWN: [&str; 2] = [".canvas", ".base"];

fn embedded_file(map: &Map, from: &Note, link: &Link, (name, fragment): (&str, &str)) -> Resolved {
    let Some(href) = map.names.file(name, from) else {
        return if map.is_draft(name) { unpublished(link) } else { broken(link) };
    };
    let unshown = UNSHOWN.iter().any(|ending| name.to_ascii_lowercase().ends_with(ending));
    let finding = Diagnostic::hint("embed-not-shown", format!("{name} is linked to and not shown"))
        .help("export it as a picture and show that");
    Resolved { target: Target::Site(place_in_file(href, fragment)), finding: unshown.then_some(finding) }
}

fn part(note: &Note, fragment: &str) -> Option<Part> {
    let block = note.page.blocks.iter().position(|block| is_block(&block.id, fragment)).map(Part::Block);
    block.or_else(|| heading(note, fragment).map(|(number, _)| Part::Section(number)))
}

/// A note that was found by name.
struct Found<'a> {
    id: NoteId,
    note: &'a Note,
    /// What is doubtful about it.
    finding: Option<Diagnostic>,
}

fn note<'a>(map: &Map, site: &'a Site, from: &Note, name: &str) -> Option<Found<'a>> {
    let is_path = name.contains('/') || name.ends_with(".md");
    let by_path = if is_path { map.note_at(from, name) } else { None };
    let found = match by_path {
        Some(id) => vec![id],
        None => map.names.notes(name, from, &site.notes),
    };
    let id = *found.first()?;
    let note = site.notes.get(id)?;
    let folder = |note: &Note| note.page.file.path.rsplit_once('/').map(|(folder, _)| folder.to_owned());
    let ambiguous = found.len() > 1 && folder(note) != folder(from);
    Some(Found { id, note, finding: ambiguous.then(|| several(name, &found, site)) })
}

fn several(name: &str, found: &[NoteId], site: &Site) -> Diagnostic {
    let paths = found.iter().filter_map(|&id| site.notes.get(id)).map(|note| note.page.file.path.as_str());
    let paths: Vec<&str> = paths.take(5).collect();
    Diagnostic::hint("name-ambiguous", format!("{} notes are called \"{name}\"", found.len()))
        .help(format!("the first of {} is taken; write its folder too to be sure", paths.join(", ")))
}

/// A name and the places in it: `note#heading#smaller heading`.
fn split(target: &str) -> (&str, &str) {
    let (name, places) = target.split_once('#').unwrap_or((target, ""));
    (name.trim(), places.trim())
}

/// The place that places in a note come to: each heading is looked for in the section of the
/// one before it, and a heading may hold the sign itself.
fn place<'a>(note: &'a Note, places: &'a str) -> &'a str {
    let last = places.rsplit('#').next().unwrap_or_default().trim();
    if !places.contains('#') || last.starts_with('^') {
        return last;
    }
    if let Some((_, heading)) = heading(note, places) {
        return &heading.id;
    }
    let mut section = note.page.headings.as_slice();
    for name in places.split('#') {
        let slug = crate::markdown::slug(name);
        let found = section.iter().position(|heading| crate::markdown::slug(&heading.text) == slug);
        let Some([heading, rest @ ..]) = found.and_then(|at| section.get(at..)) else { return last };
        let end = rest.iter().position(|next| next.level <= heading.level).unwrap_or(rest.len());
        section = rest.get(..end).unwrap_or_default();
        if name.trim() == last && places.ends_with(name) {
            return &heading.id;
        }
    }
    last
}
