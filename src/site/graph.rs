//! Which listed notes lead to which.

use std::collections::BTreeSet;

use super::{NoteId, Site};

/// Links between listed notes, each pair once however often it is linked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Graph {
    /// The notes that each note leads to.
    to: Vec<BTreeSet<NoteId>>,
    /// The notes that lead to each note.
    from: Vec<BTreeSet<NoteId>>,
}

impl Graph {
    /// The graph of a site whose links are resolved.
    pub(super) fn of(site: &Site) -> Graph {
        let count = site.notes.len();
        let mut graph = Graph { to: vec![BTreeSet::new(); count], from: vec![BTreeSet::new(); count] };
        let listed: BTreeSet<NoteId> = site.listed.iter().copied().collect();
        for &from in &listed {
            let targets = site.notes.get(from).into_iter().flat_map(|note| &note.targets);
            let others = targets.filter_map(super::Target::note).filter(|to| *to != from);
            for to in others.filter(|to| listed.contains(to)) {
                graph.add(from, to);
            }
        }
        graph
    }

    fn add(&mut self, from: NoteId, to: NoteId) {
        if let (Some(out), Some(into)) = (self.to.get_mut(from), self.from.get_mut(to)) {
            out.insert(to);
            into.insert(from);
        }
    }

    /// Whether a note leads to another.
    pub fn leads(&self, from: NoteId, to: NoteId) -> bool {
        self.to.get(from).is_some_and(|notes| notes.contains(&to))
    }

    /// The notes that a note leads to.
    pub fn leads_to(&self, note: NoteId) -> impl Iterator<Item = NoteId> {
        self.to.get(note).into_iter().flatten().copied()
    }

    /// The notes that lead to a note.
    pub fn led_from(&self, note: NoteId) -> impl Iterator<Item = NoteId> {
        self.from.get(note).into_iter().flatten().copied()
    }

    /// How many notes lead to a note.
    pub fn referrers(&self, note: NoteId) -> usize {
        self.from.get(note).map_or(0, BTreeSet::len)
    }

    /// The notes one step away, in either direction.
    pub fn neighbours(&self, note: NoteId) -> BTreeSet<NoteId> {
        self.leads_to(note).chain(self.led_from(note)).collect()
    }
}

#[cfg(test)]
impl Site {
    /// A site of so many listed notes, of which nothing is known but their links.
    pub(crate) fn linked(count: usize, links: &[(NoteId, NoteId)]) -> Site {
        let none = vec![BTreeSet::new(); count];
        let mut graph = Graph { to: none.clone(), from: none };
        for &(from, to) in links {
            graph.add(from, to);
        }
        Site { listed: (0..count).collect(), graph, ..Site::default() }
    }
}
