//! Who refers to whom, and to what is not there.

use std::collections::BTreeMap;

use super::links::Target;
use super::names::key;
use super::{NoteId, Site};

/// A link that leads to a note.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Backlink {
    /// The note that it stands in.
    pub from: NoteId,
    /// Its number there.
    pub link: usize,
}

/// A note that is linked to by name and is not there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// Its name, as it was written first.
    pub name: String,
    /// The links to it.
    pub links: Vec<Backlink>,
}

/// Gives every note the links to it, and lists what is linked to and not there.
pub(super) fn collect(site: &mut Site) {
    let mut backlinks: Vec<Vec<Backlink>> = vec![Vec::new(); site.notes.len()];
    let mut wanted: BTreeMap<String, Wanted> = BTreeMap::new();
    for (from, note) in site.notes.iter().enumerate() {
        for (link, target) in note.targets.iter().enumerate() {
            let backlink = Backlink { from, link };
            let is_own = target.note() == Some(from);
            match target {
                // A hidden note is not found by way of those it links to.
                _ if note.page.front.hidden && !is_own => {}
                Target::Wanted(name) => {
                    let new = || Wanted { name: name.clone(), links: Vec::new() };
                    wanted.entry(key(name)).or_insert_with(new).links.push(backlink);
                }
                target => {
                    let to = target.note().filter(|&to| to != from || target.block().is_some());
                    if let Some(links) = to.and_then(|to| backlinks.get_mut(to)) {
                        links.push(backlink);
                    }
                }
            }
        }
    }
    for (note, links) in site.notes.iter_mut().zip(backlinks) {
        note.backlinks = links;
    }
    site.wanted = wanted.into_values().collect();
}
