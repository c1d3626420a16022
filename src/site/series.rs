//! Series: notes that belong together and are read one after the other.

use std::collections::BTreeMap;

use super::order::{follow, reading_order};
use super::{NoteId, Site, Term, terms};

/// The place of a note in a series.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// The number of the series in [`Site::series`].
    pub series: usize,
    /// The number of the note in it, from 0.
    pub at: usize,
}

/// Lists the series, their notes in the order they are read, and makes neighbours of those.
/// Outside a series a note keeps the neighbours that it has.
pub(super) fn collect(site: &mut Site) {
    let mut series = terms::terms(site, "series", |note| note.page.front.series.as_slice());
    for Term { notes, .. } in &mut series {
        // By their files first, which the order then keeps among equals.
        notes.sort_unstable();
        notes.sort_by_key(|&id| reading_order(&site.notes, id));
    }
    let places: BTreeMap<NoteId, (usize, usize)> = series
        .iter()
        .enumerate()
        .flat_map(|(number, term)| term.notes.iter().enumerate().map(move |(at, &id)| (id, (number, at))))
        .collect();
    for (&id, &(number, at)) in &places {
        let is_inside = |other: &NoteId| places.get(other).is_some_and(|(other, _)| *other == number);
        if let Some(note) = site.notes.get_mut(id) {
            note.part = Some(Part { series: number, at });
            note.previous = note.previous.filter(|other| !is_inside(other));
            note.next = note.next.filter(|other| !is_inside(other));
        }
    }
    for term in &series {
        follow(&mut site.notes, &term.notes);
    }
    site.series = series;
}
