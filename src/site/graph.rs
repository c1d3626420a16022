//! Which listed notes lead to which.

use super::{NoteId, Site};

/// Links between listed notes, each pair once however often it is linked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Graph {
    nodes: Vec<Node>,
}

/// Notes that a note is linked with, each list in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Node {
    to: Vec<NoteId>,
    from: Vec<NoteId>,
    /// Both.
    near: Vec<NoteId>,
}

impl Graph {
    /// The graph of a site whose links are resolved.
    pub(super) fn of(site: &Site) -> Graph {
        let mut is_listed = vec![false; site.notes.len()];
        for &id in &site.listed {
            is_listed.get_mut(id).into_iter().for_each(|listed| *listed = true);
        }
        let listed = |id: &NoteId| is_listed.get(*id).copied().unwrap_or_default();
        let links = site.listed.iter().flat_map(|&from| {
            let targets = site.notes.get(from).into_iter().flat_map(|note| &note.targets);
            let others = targets.filter_map(super::Target::note).filter(move |to| *to != from);
            others.filter(listed).map(move |to| (from, to))
        });
        Graph::linked(site.notes.len(), links)
    }

    /// The graph of so many notes and these links.
    fn linked(count: usize, links: impl Iterator<Item = (NoteId, NoteId)>) -> Graph {
        let mut nodes = vec![Node::default(); count];
        for (from, to) in links {
            nodes.get_mut(from).into_iter().for_each(|node| node.to.push(to));
            nodes.get_mut(to).into_iter().for_each(|node| node.from.push(from));
        }
        for node in &mut nodes {
            node.near = [node.to.as_slice(), &node.from].concat();
            for list in [&mut node.to, &mut node.from, &mut node.near] {
                list.sort_unstable();
                list.dedup();
            }
        }
        Graph { nodes }
    }

    /// Whether a note leads to another.
    pub fn leads(&self, from: NoteId, to: NoteId) -> bool {
        self.leads_to(from).binary_search(&to).is_ok()
    }

    /// The notes that a note leads to, in order.
    pub fn leads_to(&self, note: NoteId) -> &[NoteId] {
        self.nodes.get(note).map_or(&[], |node| &node.to)
    }

    /// The notes that lead to a note, in order.
    fn led_from(&self, note: NoteId) -> &[NoteId] {
        self.nodes.get(note).map_or(&[], |node| &node.from)
    }

    /// How many notes lead to a note.
    pub fn referrers(&self, note: NoteId) -> usize {
        self.led_from(note).len()
    }

    /// The notes one step away, in either direction, in order.
    pub fn neighbours(&self, note: NoteId) -> &[NoteId] {
        self.nodes.get(note).map_or(&[], |node| &node.near)
    }
}

#[cfg(test)]
impl Site {
    /// A site of so many listed notes, of which nothing is known but their links.
    pub(crate) fn linked(count: usize, links: &[(NoteId, NoteId)]) -> Site {
        let graph = Graph::linked(count, links.iter().copied());
        Site { listed: (0..count).collect(), graph, ..Site::default() }
    }
}
