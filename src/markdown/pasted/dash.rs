//! Lone hyphens: the items of an outline whose text slid to the next line.

use super::super::lines::columns;
use super::super::rewrite::Edit;
use super::lines::{Line, Zone, item_margin};

/// Lone hyphens above text that make a note an outline.
const ENOUGH: usize = 2;

/// Whether a note is an outline of that kind.
pub(super) struct Outline {
    slid: bool,
}

impl Outline {
    pub(super) fn of(lines: &[Line<'_>]) -> Outline {
        let above_text =
            (0..lines.len()).filter(|&at| is_hyphen(lines, at) && zone(lines, at + 1) == Zone::Text);
        Outline { slid: above_text.take(ENOUGH).count() == ENOUGH }
    }

    /// Whether a line is a hyphen that the next line belongs to.
    pub(super) fn joins(&self, lines: &[Line<'_>], at: usize) -> bool {
        self.slid && is_hyphen(lines, at) && zone(lines, at + 1) == Zone::Text
    }

    /// Whether a line begins a list item, as it is or mended.
    pub(super) fn is_item(&self, lines: &[Line<'_>], at: usize) -> bool {
        zone(lines, at) == Zone::Item || self.joins(lines, at)
    }
}

fn zone(lines: &[Line<'_>], at: usize) -> Zone {
    lines.get(at).map_or(Zone::Blank, |line| line.zone)
}

fn is_hyphen(lines: &[Line<'_>], at: usize) -> bool {
    lines.get(at).is_some_and(|line| line.zone == Zone::Dash && line.text.trim() == "-")
}

/// Brings the text of an outline's items back behind their hyphens, leaves out those
/// without text, and keeps any other from making a heading of the text above it.
pub(super) fn mend(lines: &[Line<'_>], taken: &[bool], outline: &Outline, edits: &mut Vec<Edit>) {
    for (at, line) in lines.iter().enumerate() {
        if line.zone != Zone::Dash || taken.get(at).copied().unwrap_or(true) {
            continue;
        }
        let listed =
            at.checked_sub(1).and_then(|above| lines.get(above)).is_some_and(|line| line.item.is_some());
        let underlines = at.checked_sub(1).is_some_and(|above| is_under_text(lines, above, line));
        if let Some(next) = lines.get(at + 1).filter(|_| outline.joins(lines, at)) {
            let code = taken.get(at + 1).copied().unwrap_or(false);
            let end = if code { next.start } else { next.content_start() };
            edits.push(Edit::new(line.content_start()..end, "- "));
        } else if is_hyphen(lines, at) && (outline.slid || (underlines && listed)) {
            let end = lines.get(at + 1).map_or(line.end(), |next| next.start);
            edits.push(Edit::new(line.start..end, ""));
        } else if underlines {
            edits.push(Edit::insert(line.content_start(), "\\"));
        }
    }
}

/// Whether CommonMark would make a heading of the paragraph that ends in line `above`.
fn is_under_text(lines: &[Line<'_>], above: usize, line: &Line<'_>) -> bool {
    let Some(text) = lines.get(above) else { return false };
    let column = text.item.and_then(|item| lines.get(item)).map_or(0, |item| columns(&item_margin(item)));
    matches!(text.zone, Zone::Text | Zone::Item) && line.indent >= column
}
