//! Notes by year.

use serde::Serialize;

use super::super::views::ItemView;
use super::super::{RenderError, Renderer};
use crate::output::{Output, SitePath};

/// Height of the column of the year with most notes, and the distance of columns.
const HEIGHT: usize = 48;
const STEP: usize = 44;

#[derive(Serialize)]
struct Archives<'a> {
    heading: &'a str,
    years: Vec<YearView>,
    undated: Vec<ItemView>,
    /// Whether notes are of several kinds, so that it is worth saying of which.
    by_kind: bool,
    /// Columns from the first year to the last; none where there are fewer than three.
    chart: Option<Chart>,
}

#[derive(Serialize)]
struct YearView {
    year: i16,
    count: usize,
    notes: Vec<ItemView>,
}

#[derive(Serialize)]
struct Chart {
    width: usize,
    columns: Vec<Column>,
}

/// The notes of a year as a column; years without any have one of no height.
#[derive(Debug, PartialEq, Eq, Serialize)]
struct Column {
    year: i16,
    count: usize,
    x: usize,
    y: usize,
    height: usize,
}

/// Years that a chart can show.
const MOST: usize = 24;

impl Renderer<'_> {
    pub(in super::super) fn archives(&self, output: &mut Output) -> Result<(), RenderError> {
        let (dated, undated): (Vec<_>, Vec<_>) = self.site.years.iter().partition(|year| year.year.is_some());
        let year = |year: &&crate::site::Year| {
            let notes = self.items(&year.notes);
            year.year.map(|number| YearView { year: number, count: notes.len(), notes })
        };
        let heading = &self.theme.string("archives");
        let years: Vec<YearView> = dated.iter().filter_map(year).collect();
        let own = Archives {
            heading,
            chart: chart(&years.iter().map(|year| (year.year, year.count)).collect::<Vec<_>>()),
            years,
            by_kind: self.site.kinds.len() > 1,
            undated: undated.iter().flat_map(|year| self.items(&year.notes)).collect(),
        };
        let path = SitePath::parse("archives/")?;
        let page = self.page(&path, heading, "");
        let file = path.file();
        let content = self.html(&file, "archives.html", &page, &own)?;
        output.insert(file, content, "the archive");
        Ok(())
    }
}

/// Columns of years, oldest first.
fn chart(counts: &[(i16, usize)]) -> Option<Chart> {
    let first = counts.iter().map(|(year, _)| *year).min()?;
    let last = counts.iter().map(|(year, _)| *year).max()?;
    let most = counts.iter().map(|(_, count)| *count).max()?;
    let span = usize::try_from(i32::from(last) - i32::from(first)).ok()? + 1;
    if counts.len() < 3 || span > MOST {
        return None;
    }
    let column = |(at, year): (usize, i16)| {
        let count = counts.iter().find(|(other, _)| *other == year).map_or(0, |(_, count)| *count);
        // A year with one note among hundreds is still to be seen.
        let height = if count == 0 { 0 } else { (count * HEIGHT / most).max(2) };
        Column { year, count, x: at * STEP, y: HEIGHT - height, height }
    };
    Some(Chart { width: span * STEP, columns: (first..=last).enumerate().map(column).collect() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chart_leaves_room_for_years_without_notes() {
        let chart = chart(&[(2024, 400), (2023, 200), (2021, 1)]).unwrap();
        let heights: Vec<usize> = chart.columns.iter().map(|column| column.height).collect();
        assert_eq!(heights, [2, 0, 24, 48]);
        assert_eq!(chart.width, 4 * STEP);
    }

    #[test]
    fn few_or_far_years_make_no_chart() {
        assert!(chart(&[(2024, 4), (2023, 2)]).is_none());
        assert!(chart(&[(2024, 4), (2023, 2), (-9999, 1)]).is_none());
        assert!(chart(&[]).is_none());
    }
}
