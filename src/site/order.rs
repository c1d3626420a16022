//! Orders of notes: in lists, and among the notes of a folder.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::{Note, NoteId, Site};

/// Orders the list of all notes, and gives every note its neighbours.
pub(super) fn order(site: &mut Site) {
    let mut listed: Vec<NoteId> = (0..site.notes.len()).collect();
    listed.sort_by_key(|&id| site.notes.get(id).map(|note| Reverse(note.page.date.map(|date| date.moment))));
    site.listed = listed;
    for folder in folders(&site.notes) {
        let pairs = folder.iter().zip(folder.iter().skip(1));
        for (&before, &after) in pairs {
            if let Some(note) = site.notes.get_mut(before) {
                note.next = Some(after);
            }
            if let Some(note) = site.notes.get_mut(after) {
                note.previous = Some(before);
            }
        }
    }
}

/// The notes of each folder in the order they are read: by weight, then date, then file;
/// those without a date last, as in lists.
fn folders(notes: &[Note]) -> Vec<Vec<NoteId>> {
    let mut folders: BTreeMap<&str, Vec<NoteId>> = BTreeMap::new();
    for (id, note) in notes.iter().enumerate() {
        let folder = note.page.file.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        folders.entry(folder).or_default().push(id);
    }
    let key = |&id: &NoteId| {
        let page = notes.get(id).map(|note| &note.page);
        page.map(|page| {
            let moment = page.date.map(|date| date.moment);
            (page.front.weight.unwrap_or(i64::MAX), moment.is_none(), moment)
        })
    };
    let ordered = folders.into_values().map(|mut folder| {
        folder.sort_by_key(key);
        folder
    });
    ordered.collect()
}
