//! Orders of notes: in lists, and among the notes of a folder.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::{Note, NoteId, Site};
use crate::config::Config;

/// Orders the list of all notes, and gives every note its neighbours.
pub(super) fn order(site: &mut Site, config: &Config) {
    let is_listed = |id: &NoteId| site.notes.get(*id).is_some_and(|note| !note.page.front.hidden);
    let mut listed: Vec<NoteId> = (0..site.notes.len()).filter(is_listed).collect();
    listed.sort_by_key(|&id| site.notes.get(id).map(|note| Reverse(note.page.date.map(|date| date.moment))));
    site.listed = listed;
    let book = book(&site.notes, config);
    for sequence in folders(&site.notes, &book).into_iter().chain([book]) {
        follow(&mut site.notes, &sequence);
    }
}

/// Makes neighbours of notes that are read one after the other.
pub(super) fn follow(notes: &mut [Note], sequence: &[NoteId]) {
    for (&before, &after) in sequence.iter().zip(sequence.iter().skip(1)) {
        if let Some(note) = notes.get_mut(before) {
            note.next = Some(after);
        }
        if let Some(note) = notes.get_mut(after) {
            note.previous = Some(before);
        }
    }
}

/// The notes of the table of contents that the author wrote, in its order.
fn book(notes: &[Note], config: &Config) -> Vec<NoteId> {
    let by_path: BTreeMap<&str, NoteId> =
        notes.iter().enumerate().map(|(id, note)| (note.page.file.path.as_str(), id)).collect();
    let paths = config.navigation.iter().filter_map(|entry| entry.path.as_deref());
    let mut seen = BTreeSet::new();
    paths.filter_map(|path| by_path.get(path).copied()).filter(|&id| seen.insert(id)).collect()
}

/// The notes of each folder in the order they are read: by weight, then date, then file;
/// those without a date last, as in lists. Without hidden ones and those that are in a `book`.
fn folders(notes: &[Note], book: &[NoteId]) -> Vec<Vec<NoteId>> {
    let mut folders: BTreeMap<&str, Vec<NoteId>> = BTreeMap::new();
    let book: BTreeSet<NoteId> = book.iter().copied().collect();
    let is_here = |(id, note): &(NoteId, &Note)| !book.contains(id) && !note.page.front.hidden;
    for (id, note) in notes.iter().enumerate().filter(is_here) {
        let folder = note.page.file.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        folders.entry(folder).or_default().push(id);
    }
    let ordered = folders.into_values().map(|mut folder| {
        folder.sort_by_key(|&id| reading_order(notes, id));
        folder
    });
    ordered.collect()
}

/// What notes are sorted by where they are read in order.
pub(super) fn reading_order(notes: &[Note], id: NoteId) -> impl Ord + use<> {
    let page = notes.get(id).map(|note| &note.page);
    page.map(|page| {
        let moment = page.date.map(|date| date.moment);
        (page.front.weight.unwrap_or(i64::MAX), moment.is_none(), moment)
    })
}
