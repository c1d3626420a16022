//! Which sections make up which page.

/// The sections of every page: consecutive documents of the index.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct PageTable {
    /// First section of each page, and at the end the number of all sections.
    bounds: Vec<u32>,
    /// Page of each section.
    of: Vec<u32>,
}

impl PageTable {
    /// The table of pages that have so many sections each.
    pub(crate) fn new(sections: impl IntoIterator<Item = u32>) -> PageTable {
        let mut table = PageTable { bounds: vec![0], of: Vec::new() };
        for (count, page) in sections.into_iter().zip(0..) {
            table.of.extend(std::iter::repeat_n(page, count as usize));
            table.bounds.push(table.of.len() as u32);
        }
        table
    }

    /// Number of pages.
    pub(crate) fn len(&self) -> usize {
        self.bounds.len() - 1
    }

    /// The page of a section, and the section's number on it.
    pub(crate) fn locate(&self, section: u32) -> Option<(usize, usize)> {
        let page = *self.of.get(section as usize)? as usize;
        let first = *self.bounds.get(page)?;
        Some((page, (section - first) as usize))
    }

    /// The pages that these sections are of, in order.
    pub(crate) fn pages_of(&self, sections: impl Iterator<Item = u32>) -> Vec<usize> {
        let mut seen = vec![false; self.len()];
        for section in sections {
            let page = self.of.get(section as usize).and_then(|&page| seen.get_mut(page as usize));
            page.into_iter().for_each(|seen| *seen = true);
        }
        seen.into_iter().zip(0..).filter_map(|(seen, page)| seen.then_some(page)).collect()
    }

    /// The first section of every page that has one.
    pub(crate) fn first_sections(&self) -> impl Iterator<Item = u32> {
        self.bounds.windows(2).filter_map(|bounds| match bounds {
            [first, next] if first < next => Some(*first),
            _ => None,
        })
    }

    /// The page of every section, in order.
    pub(crate) fn of_sections(&self) -> &[u32] {
        &self.of
    }
}
