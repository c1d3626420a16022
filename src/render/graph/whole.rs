//! The graph of the site: its most linked notes on a circle, in groups.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::super::{RenderError, Renderer};
use super::drawing::{NodeView, Point, fit, line, mark, on_circle};
use crate::output::{Output, SitePath};
use crate::site::{NoteId, Site};

/// Notes that are drawn.
const MOST: usize = 120;

/// Notes that it takes to be worth a page.
const LEAST: usize = 4;

/// Lines that are drawn for each note, those to its most linked neighbours; more make a
/// ball of wool.
const LINES: usize = 6;

/// Pixels of the circle that a note takes, and height of its letters.
const ARC: i64 = 15;
const LETTER: i64 = 13;
/// Room for the circle and a label beside it, and for labels at most.
const REACH: i64 = 465;
const LABEL: i64 = 250;
/// Radius of the smallest circle.
const SMALLEST: i64 = 160;
/// From the circle to a label.
const GAP: i64 = 11;
/// Notes that would fit between two groups.
const BETWEEN: usize = 2;

#[derive(Serialize)]
struct Whole<'a> {
    heading: &'a str,
    size: i64,
    lines: String,
    groups: Vec<Group>,
    /// How many notes are shown, and how many that have links are not.
    count: usize,
    more: usize,
}

/// Notes that belong together.
#[derive(Serialize)]
struct Group {
    title: String,
    nodes: Vec<NodeView>,
}

/// A note's place on the circle.
struct Placed {
    id: NoteId,
    group: usize,
    at: Point,
    tenths: i64,
}

/// Room for a label beside a circle.
fn label_width(radius: i64) -> i64 {
    (REACH - radius).min(LABEL)
}

/// Whether enough notes are linked for a picture of the site.
pub(in super::super) fn is_worth_a_page(site: &Site) -> bool {
    linked(site).take(LEAST).count() >= LEAST
}

/// Listed notes that have links.
fn linked(site: &Site) -> impl Iterator<Item = NoteId> {
    site.listed.iter().copied().filter(|&id| !site.graph.neighbours(id).is_empty())
}

impl Renderer<'_> {
    pub(in super::super) fn graph(&self, output: &mut Output) -> Result<(), RenderError> {
        let path = self.page_path(SitePath::parse("graph/")?);
        if !self.menu.leads_to(&path) {
            return Ok(());
        }
        let shown = most_linked(self.site);
        let groups = self.groups(&shown);
        let order = in_order(self.site, &groups.iter().map(|(_, notes)| notes.clone()).collect::<Vec<_>>());
        let (radius, placed) = place(&order);
        let center = Point { x: radius + label_width(radius), y: radius + label_width(radius) };
        let lines = lines(self.site, &placed, center);
        let mut views: Vec<Group> =
            groups.into_iter().map(|(title, _)| Group { title, nodes: Vec::new() }).collect();
        for note in &placed {
            if let (Some(group), Some(node)) =
                (views.get_mut(note.group), self.placed(note, label_width(radius), &lines))
            {
                group.nodes.push(node);
            }
        }
        let heading = &self.theme.string("graph");
        let own = Whole {
            heading,
            size: 2 * center.x,
            lines: lines.values().map(String::as_str).collect(),
            groups: views,
            count: placed.len(),
            more: linked(self.site).count() - placed.len(),
        };
        let page = self.page(&path, heading, "");
        let file = path.file();
        let content = self.html(&file, "graph.html", &page, &own)?;
        output.insert(file, content, "the graph of notes");
        Ok(())
    }

    /// Notes by kind, or by the folder they are in where all are of one kind.
    fn groups(&self, notes: &[NoteId]) -> Vec<(String, Vec<NoteId>)> {
        let kinds: BTreeSet<_> =
            notes.iter().filter_map(|&id| self.note(id)).map(|note| note.page.kind).collect();
        let mut groups: BTreeMap<(usize, String), Vec<NoteId>> = BTreeMap::new();
        for &id in notes {
            let Some(note) = self.note(id) else { continue };
            let folder = note.page.file.path.split_once('/').map_or("", |(folder, _)| folder);
            // Generators mark some of their folders so.
            let folder = folder.trim_start_matches('_');
            let kind = kinds.iter().position(|kind| *kind == note.page.kind).unwrap_or(0);
            let name =
                if kinds.len() > 1 { self.theme.kind_title(note.page.kind) } else { folder.to_owned() };
            groups.entry((kind, name)).or_default().push(id);
        }
        groups.into_iter().map(|((_, name), notes)| (name, notes)).collect()
    }

    fn placed(
        &self,
        placed: &Placed,
        room: i64,
        lines: &BTreeMap<(NoteId, NoteId), String>,
    ) -> Option<NodeView> {
        let &Placed { id, at, tenths, .. } = placed;
        let note = self.note(id)?;
        let is_left = tenths > 1800;
        let turn = if is_left { tenths - 2700 } else { tenths - 900 };
        let own = lines.iter().filter(|((one, other), _)| *one == id || *other == id);
        let sign = if turn < 0 { "-" } else { "" };
        Some(NodeView {
            title: note.page.title.clone(),
            label: fit(&note.page.title, room - GAP - LETTER, LETTER),
            url: note.path.href(),
            kind: note.page.kind.name(),
            kind_title: self.theme.kind_title(note.page.kind),
            mark: mark(note.page.kind, at),
            lines: own.map(|(_, line)| line.as_str()).collect(),
            x: at.x,
            y: at.y,
            label_x: if is_left { at.x - GAP } else { at.x + GAP },
            is_left,
            turn: Some(format!("{sign}{}.{}", turn.abs() / 10, turn.abs() % 10)),
            from: self.site.graph.referrers(id),
            to: self.site.graph.leads_to(id).len(),
        })
    }
}

/// The notes with most neighbours, in the order of lists.
fn most_linked(site: &Site) -> Vec<NoteId> {
    let mut notes: Vec<(usize, NoteId)> = linked(site).enumerate().collect();
    notes.sort_by_key(|&(at, id)| (Reverse(site.graph.neighbours(id).len()), at));
    notes.truncate(MOST);
    notes.sort_unstable();
    notes.into_iter().map(|(_, id)| id).collect()
}

/// Notes of each group ordered by where on the circle their neighbours are, so that few
/// lines cross.
fn in_order(site: &Site, groups: &[Vec<NoteId>]) -> Vec<Vec<NoteId>> {
    let mut order = groups.to_vec();
    for number in (0..order.len()).cycle().take(4 * order.len()) {
        let places: BTreeMap<NoteId, i64> = order.iter().flatten().copied().zip(0..).collect();
        let Some(group) = order.get_mut(number) else { continue };
        let turn = |id: &NoteId| turn(site, *id, group, &places);
        let mut turned: Vec<(i64, NoteId)> = group.iter().map(|id| (turn(id), *id)).collect();
        turned.sort_by_key(|(turn, _)| *turn);
        *group = turned.into_iter().map(|(_, id)| id).collect();
    }
    order
}

/// Where a note of a group is drawn to, in hundredths of a note. Whoever is linked to what
/// comes soon after the group stands at its end; what is linked to nothing outside of it
/// stands in the middle. A group that is alone draws linked notes together.
fn turn(site: &Site, id: NoteId, group: &[NoteId], places: &BTreeMap<NoteId, i64>) -> i64 {
    let all = i64::try_from(places.len()).unwrap_or(i64::MAX);
    let alone = group.len() == places.len();
    let middle = group.get(group.len() / 2).and_then(|id| places.get(id)).copied().unwrap_or(0);
    let near = site.graph.neighbours(id).iter();
    let near = near.filter(|other| alone || !group.contains(other));
    let away = |place: &i64| if alone { *place } else { all - (place - middle).rem_euclid(all) };
    let away: Vec<i64> = near.filter_map(|other| places.get(other)).map(away).collect();
    match i64::try_from(away.len()) {
        Ok(count @ 1..) => away.iter().sum::<i64>() * 100 / count,
        _ => all * 50,
    }
}

/// Places notes on a circle that has room for them; returns its radius.
fn place(groups: &[Vec<NoteId>]) -> (i64, Vec<Placed>) {
    let between = if groups.len() > 1 { BETWEEN } else { 0 };
    let slots: usize = groups.iter().map(|group| group.len() + between).sum();
    let slots = i64::try_from(slots).unwrap_or(i64::MAX).max(1);
    // The circle is 6.28 times its radius.
    let radius = (slots * ARC * 100 / 628).max(SMALLEST);
    let center = Point { x: radius + label_width(radius), y: radius + label_width(radius) };
    let mut placed = Vec::new();
    let mut slot = 0;
    for (number, group) in groups.iter().enumerate() {
        for &id in group {
            let tenths = (2 * slot + 1) * 1800 / slots;
            placed.push(Placed { id, group: number, at: on_circle(center, radius, tenths), tenths });
            slot += 1;
        }
        slot += i64::try_from(between).unwrap_or(0);
    }
    (radius, placed)
}

/// Lines between the notes, each once: those to the neighbours that most link to.
fn lines(site: &Site, placed: &[Placed], center: Point) -> BTreeMap<(NoteId, NoteId), String> {
    let at: BTreeMap<NoteId, Point> = placed.iter().map(|note| (note.id, note.at)).collect();
    let mut lines = BTreeMap::new();
    for (&id, &from) in &at {
        let near = site.graph.neighbours(id).iter();
        let mut near: Vec<(NoteId, Point)> =
            near.filter_map(|other| Some((*other, *at.get(other)?))).collect();
        near.sort_by_key(|(other, _)| (Reverse(site.graph.referrers(*other)), *other));
        for (other, to) in near.into_iter().take(LINES) {
            // Near notes are joined by flat lines, far ones by lines through the middle.
            let middle = Point { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 };
            let bend = Point { x: (middle.x + center.x) / 2, y: (middle.y + center.y) / 2 };
            let (pair, ends) = if id < other { ((id, other), (from, to)) } else { ((other, id), (to, from)) };
            lines.entry(pair).or_insert_with(|| line(ends.0, bend, ends.1));
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_keep_apart_on_the_circle() {
        let (radius, placed) = place(&[(0..90).collect(), (90..MOST).collect()]);
        let gap = |one: &Placed, other: &Placed| {
            let (x, y) = (one.at.x - other.at.x, one.at.y - other.at.y);
            (x * x + y * y).isqrt()
        };
        assert!(placed.windows(2).all(|pair| gap(&pair[0], &pair[1]) >= ARC - 2));
        assert!(gap(&placed[0], &placed[MOST - 1]) > ARC, "groups stand apart");
        assert!(2 * (radius + label_width(radius)) < 1000, "wider than the page: {radius}");
    }

    #[test]
    fn linked_notes_come_near_each_other() {
        let site = Site::linked(8, &[(0, 4), (1, 6), (2, 5), (3, 7)]);
        let order = in_order(&site, &[(0..4).collect(), (4..8).collect()]);
        let (_, placed) = place(&order);
        let lines = lines(&site, &placed, Point { x: 0, y: 0 });
        assert_eq!(lines.len(), 4);
        let mates: Vec<usize> = order[0].iter().rev().map(|note| [4, 6, 5, 7][*note]).collect();
        assert_eq!(order[1], mates, "lines cross");
    }

    #[test]
    fn few_links_make_no_page() {
        assert!(!is_worth_a_page(&Site::linked(3, &[(0, 1), (1, 2)])));
        assert!(is_worth_a_page(&Site::linked(4, &[(0, 1), (2, 3)])));
    }
}
