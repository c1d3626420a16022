//! The notes around one note: those that mention it to the left, those that it mentions to
//! the right, and the links among them.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use serde::Serialize;

use super::super::Renderer;
use super::drawing::{NodeView, Point, fit, line, mark};
use crate::site::{Graph, NoteId};

/// Notes around a note that are drawn.
const MOST: usize = 19;

/// Fewer make no picture: a link says the same.
const LEAST: usize = 2;

const WIDTH: i64 = 680;
const ROW: i64 = 34;
/// Room above for what the sides are called, and below.
const TOP: i64 = 34;
const BOTTOM: i64 = 26;
/// How far from the note in the middle the others stand, and how much the sides bow.
const NEAR: i64 = 64;
const BOW: i64 = 62;
/// From a note's mark to its label.
const GAP: i64 = 12;
/// Height of letters.
const LETTER: i64 = 14;

/// A note and those one step away.
#[derive(Debug, Clone, Serialize)]
pub(in super::super) struct NoteGraph {
    width: i64,
    height: i64,
    /// Outline of the note's own mark, in the middle.
    mark: String,
    x: i64,
    y: i64,
    /// Its title, or as much of it as there is room for.
    label: String,
    /// All lines.
    lines: String,
    /// The notes around it: those on the left come first.
    nodes: Vec<NodeView>,
    /// Whether there are any on either side.
    has_left: bool,
    has_right: bool,
    /// How many more there are.
    more: usize,
}

/// Where everything stands.
#[derive(Debug, PartialEq, Eq)]
struct Layout {
    height: i64,
    center: Point,
    left: Vec<(NoteId, Point)>,
    right: Vec<(NoteId, Point)>,
}

impl Renderer<'_> {
    /// The picture for a note's own page; none for a note that few have to do with.
    pub(in super::super) fn note_graph(&self, id: NoteId) -> Option<NoteGraph> {
        let graph = &self.site.graph;
        let note = self.note(id)?;
        let chosen = chosen(graph, id);
        let more = graph.neighbours(id).len() - chosen.len();
        let layout = lay_out(graph, id, &chosen);
        let lines = lines(graph, &layout);
        let all = layout.left.iter().map(|placed| (placed, true));
        let all = all.chain(layout.right.iter().map(|placed| (placed, false)));
        let nodes: Vec<NodeView> =
            all.filter_map(|(placed, is_left)| self.node(*placed, is_left, &lines)).collect();
        (nodes.len() >= LEAST).then(|| NoteGraph {
            width: WIDTH,
            height: layout.height,
            mark: mark(note.page.kind, layout.center),
            x: layout.center.x,
            y: layout.center.y,
            label: fit(&note.page.title, 2 * NEAR, LETTER),
            lines: lines.iter().map(|(_, _, line)| line.as_str()).collect(),
            nodes,
            has_left: !layout.left.is_empty(),
            has_right: !layout.right.is_empty(),
            more,
        })
    }

    fn node(&self, (id, at): (NoteId, Point), is_left: bool, lines: &[Line]) -> Option<NodeView> {
        let note = self.note(id)?;
        let room = if is_left { at.x - GAP } else { WIDTH - at.x - GAP };
        let own = lines.iter().filter(|(one, other, _)| [one, other].contains(&&Some(id)));
        Some(NodeView {
            title: note.page.title.clone(),
            label: fit(&note.page.title, room, LETTER),
            url: note.path.href(),
            kind: note.page.kind.name(),
            kind_title: self.theme.kind_title(note.page.kind),
            mark: mark(note.page.kind, at),
            lines: own.map(|(_, _, line)| line.as_str()).collect(),
            x: at.x,
            y: at.y,
            label_x: if is_left { at.x - GAP } else { at.x + GAP },
            is_left,
            turn: None,
            from: self.site.graph.referrers(id),
            to: self.site.graph.leads_to(id).len(),
        })
    }
}

/// The neighbours that are drawn: first those linked both ways, then those that most link to.
fn chosen(graph: &Graph, id: NoteId) -> BTreeSet<NoteId> {
    let mut notes: Vec<NoteId> = graph.neighbours(id).to_vec();
    let both = |other: NoteId| graph.leads(id, other) && graph.leads(other, id);
    notes.sort_by_cached_key(|&other| (!both(other), Reverse(graph.referrers(other)), other));
    notes.into_iter().take(MOST).collect()
}

fn lay_out(graph: &Graph, id: NoteId, chosen: &BTreeSet<NoteId>) -> Layout {
    let (right, left): (Vec<NoteId>, Vec<NoteId>) = chosen.iter().partition(|&&other| graph.leads(id, other));
    let rows = i64::try_from(left.len().max(right.len()).max(3)).unwrap_or(i64::MAX);
    let center_x = match (left.is_empty(), right.is_empty()) {
        (true, false) => NEAR + LETTER,
        (false, true) => WIDTH - NEAR - LETTER,
        _ => WIDTH / 2,
    };
    let center = Point { x: center_x, y: TOP + rows * ROW / 2 };
    let side = |notes: Vec<NoteId>, sign: i64| {
        let notes = in_chains(graph, notes);
        let last = i64::try_from(notes.len()).unwrap_or(0) - 1;
        let place = |(row, note): (i64, NoteId)| {
            let rise = (2 * row - last) * ROW / 2;
            (note, Point { x: center.x + sign * (NEAR + bow(rise, rows)), y: center.y + rise })
        };
        (0..).zip(notes).map(place).collect()
    };
    Layout { height: TOP + rows * ROW + BOTTOM, center, left: side(left, -1), right: side(right, 1) }
}

/// How far a row bows away from the middle: as an ellipse does that holds all rows.
fn bow(rise: i64, rows: i64) -> i64 {
    let half = rows * ROW / 2 + ROW;
    BOW * (half * half - rise * rise).max(0).isqrt() / half
}

/// Puts notes that are linked with each other next to each other.
fn in_chains(graph: &Graph, mut rest: Vec<NoteId>) -> Vec<NoteId> {
    let linked = |one: NoteId, other: NoteId| graph.leads(one, other) || graph.leads(other, one);
    let mut chain: Vec<NoteId> = Vec::new();
    while !rest.is_empty() {
        let next = chain.last().and_then(|&last| rest.iter().position(|&note| linked(last, note)));
        chain.push(rest.remove(next.unwrap_or(0)));
    }
    chain
}

/// A line between two notes, of which none is the one in the middle.
type Line = (Option<NoteId>, Option<NoteId>, String);

fn lines(graph: &Graph, layout: &Layout) -> Vec<Line> {
    let Layout { center, left, right, .. } = layout;
    let mut lines: Vec<Line> = Vec::new();
    for &(id, at) in left.iter().chain(right) {
        let bend = Point { x: (at.x + center.x) / 2, y: at.y };
        lines.push((None, Some(id), line(*center, bend, at)));
    }
    let all: Vec<(NoteId, Point)> = left.iter().chain(right).copied().collect();
    for (number, &(one, from)) in all.iter().enumerate() {
        for &(other, to) in all.iter().skip(number + 1) {
            if graph.leads(one, other) || graph.leads(other, one) {
                let middle = Point { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 };
                // Towards the middle, so that it does not cross labels.
                let bend = Point { x: (middle.x + 2 * center.x) / 3, y: middle.y };
                lines.push((Some(one), Some(other), line(from, bend, to)));
            }
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::Site;

    fn graph(count: usize, links: &[(usize, usize)]) -> Graph {
        Site::linked(count, links).graph
    }

    #[test]
    fn those_that_mention_it_stand_to_the_left() {
        let graph = graph(5, &[(1, 0), (0, 2), (3, 0), (0, 3), (4, 1)]);
        let chosen = chosen(&graph, 0);
        assert_eq!(chosen, BTreeSet::from([1, 2, 3]));
        let layout = lay_out(&graph, 0, &chosen);
        let ids = |side: &[(NoteId, Point)]| side.iter().map(|(id, _)| *id).collect::<Vec<_>>();
        assert_eq!((ids(&layout.left), ids(&layout.right)), (vec![1], vec![2, 3]));
        assert!(layout.left.iter().all(|(_, at)| at.x < layout.center.x));
        assert!(layout.right.iter().all(|(_, at)| at.x > layout.center.x));
    }

    #[test]
    fn many_neighbours_stay_apart_and_in_the_picture() {
        let links: Vec<(usize, usize)> = (1..60).map(|other| (0, other)).collect();
        let graph = graph(60, &links);
        let chosen = chosen(&graph, 0);
        assert_eq!(chosen.len(), MOST);
        let layout = lay_out(&graph, 0, &chosen);
        let rows: Vec<i64> = layout.right.iter().map(|(_, at)| at.y).collect();
        assert!(rows.windows(2).all(|pair| pair[1] - pair[0] >= 24), "targets are too near: {rows:?}");
        assert!(rows.iter().all(|&y| y > 0 && y < layout.height));
        assert!(layout.right.iter().all(|(_, at)| at.x > 0 && at.x < WIDTH / 2));
    }

    #[test]
    fn linked_neighbours_stand_together() {
        let graph = graph(6, &[(0, 1), (0, 2), (0, 3), (0, 4), (1, 4)]);
        assert_eq!(in_chains(&graph, vec![1, 2, 3, 4]), [1, 4, 2, 3]);
    }
}
