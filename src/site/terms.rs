//! Kinds, tags and years: lists of notes under a name.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::{Note, NoteId, Site};
use crate::config::Kind;
use crate::output::SitePath;

/// A name and the notes under it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// The name as most notes write it.
    pub name: String,
    /// Address of its list.
    pub path: SitePath,
    /// Its notes, newest first.
    pub notes: Vec<NoteId>,
}

/// The notes of a year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Year {
    /// The year; none for notes without a date.
    pub year: Option<i16>,
    /// Its notes, newest first.
    pub notes: Vec<NoteId>,
}

/// Fills the lists of a site whose notes are ordered.
pub(super) fn collect(site: &mut Site) {
    site.tags = terms(site, "tags", |note| &note.page.front.tags);
    site.kinds = Kind::ALL.into_iter().filter_map(|kind| kind_term(site, kind)).collect();
    site.years = years(site);
}

/// How often each spelling of a name is used, and the notes that use any of them.
type Uses<'a> = (BTreeMap<&'a str, usize>, Vec<NoteId>);

/// Terms by name without regard to case: the most used first, then by their characters.
pub(super) fn terms(site: &Site, folder: &str, names: fn(&Note) -> &[String]) -> Vec<Term> {
    let mut found: Vec<Uses<'_>> = uses(site, names).into_values().collect();
    if found.is_empty() {
        return Vec::new();
    }
    found.sort_by_key(|(_, notes)| Reverse(notes.len()));
    let mut taken: BTreeSet<String> = site.notes.iter().map(|note| note.path.collision_key()).collect();
    // The list of all terms is a file of this name, so no term's folder can be.
    taken.insert(format!("{folder}/index.html/"));
    // In this order, so that of names that make the same address the most used has it.
    let term = |(spellings, notes): Uses<'_>| {
        let name = spellings
            .iter()
            .max_by_key(|&(name, count)| (*count, Reverse(*name)))
            .map_or("", |(name, _)| *name);
        Term { name: name.to_owned(), path: term_path(folder, name, &mut taken), notes }
    };
    found.into_iter().map(term).collect()
}

/// The uses of all names, by the name in lower case.
fn uses(site: &Site, names: fn(&Note) -> &[String]) -> BTreeMap<String, Uses<'_>> {
    let mut found: BTreeMap<String, Uses<'_>> = BTreeMap::new();
    for &id in &site.listed {
        let Some(note) = site.notes.get(id) else { continue };
        let mut seen = BTreeSet::new();
        for name in names(note) {
            let key = name.to_lowercase();
            let (spellings, notes) = found.entry(key.clone()).or_default();
            *spellings.entry(name).or_default() += 1;
            if seen.insert(key) {
                notes.push(id);
            }
        }
    }
    found
}

/// The address of a term's list; names that make the same address are numbered as they come.
pub(super) fn term_path(folder: &str, name: &str, taken: &mut BTreeSet<String>) -> SitePath {
    let part = SitePath::part_from_name(name);
    let mut number = 1;
    loop {
        let part = if number == 1 { part.clone() } else { format!("{part}-{number}") };
        let path = SitePath::parse(&format!("{folder}/{part}/")).unwrap_or_else(|_| SitePath::root());
        if taken.insert(path.collision_key()) {
            return path;
        }
        number += 1;
    }
}

fn kind_term(site: &Site, kind: Kind) -> Option<(Kind, Term)> {
    let of_kind = |id: &&NoteId| site.notes.get(**id).is_some_and(|note| note.page.kind == kind);
    let notes: Vec<NoteId> = site.listed.iter().filter(of_kind).copied().collect();
    let path = SitePath::parse(&format!("kinds/{}/", kind.name())).ok()?;
    (!notes.is_empty()).then(|| (kind, Term { name: kind.name().to_owned(), path, notes }))
}

fn years(site: &Site) -> Vec<Year> {
    let mut years: Vec<Year> = Vec::new();
    for &id in &site.listed {
        let date = site.notes.get(id).and_then(|note| note.page.date);
        let year = date.map(|date| date.day.year());
        match years.iter_mut().find(|known| known.year == year) {
            Some(known) => known.notes.push(id),
            None => years.push(Year { year, notes: vec![id] }),
        }
    }
    years.sort_by_key(|year| (year.year.is_none(), Reverse(year.year)));
    years
}
