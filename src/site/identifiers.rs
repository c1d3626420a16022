//! Identifiers of all notes: what each is, and the sections that name it.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use rayon::prelude::*;

use super::{Note, NoteId, Site};
use crate::config::Kind;
use crate::markdown::Class;

/// A name and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identifier {
    /// What it is the name of.
    pub class: Class,
    /// The name as it is written most often.
    pub name: String,
    /// The sections that name it: first those that are about it, then those of
    /// troubleshooting notes.
    pub places: Vec<Place>,
}

/// A section of a note.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The note.
    pub note: NoteId,
    /// The section's number in it.
    pub section: usize,
}

/// The uses of a name.
#[derive(Default)]
struct Uses<'a> {
    spellings: BTreeMap<&'a str, usize>,
    places: Vec<Place>,
    /// Whether it is one for certain somewhere.
    sure: bool,
}

/// The identifiers of listed notes, by class and then by name without regard to case. Names
/// that may be something else are left out unless they are certain somewhere.
pub(super) fn collect(site: &Site) -> Vec<Identifier> {
    let mut found: BTreeMap<(Class, String), Uses<'_>> = BTreeMap::new();
    for (note, identifier) in listed(site) {
        let uses = found.entry((identifier.class, identifier.name.to_lowercase())).or_default();
        *uses.spellings.entry(&identifier.name).or_default() += 1;
        uses.sure |= identifier.sure;
        let place = Place { note, section: identifier.section };
        // A note's places come one after the other.
        if !uses.places.iter().rev().take_while(|other| other.note == note).any(|other| *other == place) {
            uses.places.push(place);
        }
    }
    let certain: Vec<_> = found.into_iter().filter(|(_, uses)| uses.sure).collect();
    certain.into_par_iter().map(|((class, _), uses)| identifier(class, uses, site)).collect()
}

/// What listed notes name, in the order of lists.
fn listed(site: &Site) -> impl Iterator<Item = (NoteId, &crate::markdown::Identifier)> {
    let notes = site.listed.iter().filter_map(|&id| Some((id, site.notes.get(id)?)));
    notes.flat_map(|(id, note)| note.page.identifiers.iter().map(move |identifier| (id, identifier)))
}

fn identifier(class: Class, uses: Uses<'_>, site: &Site) -> Identifier {
    let Uses { spellings, mut places, .. } = uses;
    let most = spellings.iter().max_by_key(|&(name, count)| (*count, Reverse(*name)));
    let name = most.map_or("", |(name, _)| *name).to_owned();
    let lower = name.to_lowercase();
    places
        .sort_by_cached_key(|place| site.notes.get(place.note).map(|note| rank(note, place.section, &lower)));
    Identifier { class, name, places }
}

/// How soon a reader wants to see a section: whether its heading or title names it, and
/// whether the note is about something that went wrong.
fn rank(note: &Note, section: usize, name: &str) -> (bool, bool) {
    let heading = note.page.sections.get(section).map_or("", |section| section.heading.as_str());
    let named = [heading, &note.page.title].iter().any(|text| text.to_lowercase().contains(name));
    (!named, note.page.kind != Kind::Troubleshooting)
}
