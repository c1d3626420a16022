//! Records: the text of some sections of a page, which is what a result is shown from.

use serde::{Deserialize, Serialize};

use crate::Section;

/// Some consecutive sections of a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Record {
    /// As in [`Page`](crate::Page).
    pub(crate) url: String,
    pub(crate) path: String,
    pub(crate) title: String,
    pub(crate) kind: String,
    /// The headings that the first section may stand below, outermost first, with their
    /// levels; they are in records before this one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) above: Vec<(u8, String)>,
    pub(crate) sections: Vec<Section>,
}

impl Record {
    /// The headings that a section stands below, outermost first.
    pub(crate) fn trail(&self, number: usize) -> Vec<String> {
        let mut open = self.above.clone();
        for section in self.sections.iter().take(number) {
            enter(&mut open, section);
        }
        let level = self.sections.get(number).map_or(0, |section| section.level);
        open.into_iter().filter(|(above, _)| *above < level).map(|(_, heading)| heading).collect()
    }
}

/// Adds a section's heading to those that are open, and closes what it ends.
fn enter(open: &mut Vec<(u8, String)>, section: &Section) {
    open.retain(|(level, _)| *level < section.level);
    if section.level > 0 {
        open.push((section.level, section.heading.clone()));
    }
}

/// Bytes of text of a record at most, when it holds more than one section.
#[cfg(feature = "index")]
const SIZE: usize = 6 << 10;

/// A [`Record`] as it is written, of a page in memory.
#[cfg(feature = "index")]
#[derive(Serialize)]
pub(crate) struct PageRecord<'a> {
    url: &'a str,
    path: &'a str,
    title: &'a str,
    kind: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    above: Vec<(u8, String)>,
    pub(crate) sections: &'a [Section],
}

/// The records of a page: as many sections each as fit into [`SIZE`] bytes of text, at
/// least one.
#[cfg(feature = "index")]
pub(crate) fn records<'a>(page: &'a crate::Page<'_>) -> Vec<PageRecord<'a>> {
    let mut records = Vec::new();
    let mut rest: &[Section] = page.sections;
    let mut above = Vec::new();
    while !rest.is_empty() {
        let mut size = 0;
        let fits = rest.iter().take_while(|section| {
            size += section.text.len() + section.heading.len();
            size <= SIZE
        });
        let (sections, after) = rest.split_at(fits.count().max(1));
        let (url, path, title, kind) = (page.url.as_ref(), page.path, page.title, page.kind);
        records.push(PageRecord { url, path, title, kind, above: above.clone(), sections });
        sections.iter().for_each(|section| enter(&mut above, section));
        rest = after;
    }
    records
}

#[cfg(all(test, feature = "index"))]
mod tests {
    use super::*;
    use crate::Page;

    #[test]
    fn a_section_knows_the_headings_above_it_in_whatever_record_it_is() {
        let section = |level: u8, heading: &str, length: usize| Section {
            anchor: heading.to_owned(),
            heading: heading.to_owned(),
            level,
            line: 1,
            text: "x".repeat(length),
        };
        let page = Page {
            url: "a/".into(),
            path: "a.md",
            title: "甲",
            kind: "note",
            tags: &[],
            sections: &crate::Sections::new(vec![
                section(0, "", 10),
                section(2, "安装", 10),
                section(4, "依赖", SIZE),
                section(3, "步骤", SIZE),
                section(2, "排错", 10),
            ]),
        };
        let written = records(&page).into_iter().map(|record| serde_json::to_vec(&record).unwrap());
        let records: Vec<Record> = written.map(|json| serde_json::from_slice(&json).unwrap()).collect();
        assert_eq!(records.len(), 4);
        let trails: Vec<Vec<String>> = records
            .iter()
            .flat_map(|record| (0..record.sections.len()).map(|number| record.trail(number)))
            .collect();
        assert_eq!(trails, [vec![], vec![], vec!["安装"], vec!["安装"], vec![]]);
    }
}
