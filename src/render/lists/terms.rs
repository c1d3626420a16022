//! Kinds, tags and series.

use serde::Serialize;

use super::super::note::term_view;
use super::super::views::TermView;
use super::super::{RenderError, Renderer};
use super::Head;
use crate::output::Output;
use crate::site::Term;

/// How many tags make one list; more are put in groups.
const ONE_LIST: usize = 60;

/// The counts that groups of tags begin with.
const STEPS: [usize; 5] = [50, 20, 10, 5, 2];

#[derive(Serialize)]
struct Terms<'a> {
    heading: &'a str,
    terms: Vec<TermView>,
    /// The same terms by how many notes they have; empty where they are few.
    groups: Vec<Group>,
    style: &'a str,
}

/// Tags with about as many notes.
#[derive(Serialize)]
struct Group {
    /// From how many notes.
    from: usize,
    /// To how many, where there is a group above.
    to: Option<usize>,
    /// By name.
    terms: Vec<TermView>,
}

impl Renderer<'_> {
    pub(in super::super) fn kinds(&self, output: &mut Output) -> Result<(), RenderError> {
        self.term_list(("kinds", "list"), self.kind_views(), output)?;
        let kicker = &self.theme.string("kind");
        for (kind, term) in &self.site.kinds {
            let heading = &self.theme.kind_title(*kind);
            self.list(term, &Head { heading, kicker, trail: &[], children: &[] }, output)?;
        }
        Ok(())
    }

    pub(in super::super) fn tags(&self, output: &mut Output) -> Result<(), RenderError> {
        self.term_list(("tags", "cloud"), self.site.tags.iter().map(term_view).collect(), output)?;
        let kicker = &self.theme.string("tag");
        for term in &self.site.tags {
            self.list(term, &Head { heading: &term.name, kicker, trail: &[], children: &[] }, output)?;
        }
        Ok(())
    }

    /// Series, on a site that has some.
    pub(in super::super) fn series(&self, output: &mut Output) -> Result<(), RenderError> {
        if self.site.series.is_empty() {
            return Ok(());
        }
        self.term_list(("series", "list"), self.site.series.iter().map(term_view).collect(), output)?;
        let kicker = &self.theme.string("series");
        for term in &self.site.series {
            self.list(term, &Head { heading: &term.name, kicker, trail: &[], children: &[] }, output)?;
        }
        Ok(())
    }

    fn term_list(
        &self,
        (folder, style): (&str, &str),
        terms: Vec<TermView>,
        output: &mut Output,
    ) -> Result<(), RenderError> {
        let heading = &self.theme.string(folder);
        let path = crate::output::SitePath::parse(&format!("{folder}/"))?;
        let page = self.page(&path, heading, "");
        // A term's title is what its own page is headed by.
        let terms: Vec<TermView> =
            terms.into_iter().map(|term| TermView { name: term.title.clone(), ..term }).collect();
        let groups = if terms.len() > ONE_LIST { groups(&terms) } else { Vec::new() };
        let own = Terms { heading, terms, groups, style };
        let file = path.file();
        let content = self.html(&file, "terms.html", &page, &own)?;
        output.insert(file, content, format!("the list of {folder}"));
        Ok(())
    }

    pub(super) fn kind_views(&self) -> Vec<TermView> {
        let view = |(kind, term): &(crate::config::Kind, Term)| TermView {
            title: self.theme.kind_title(*kind),
            ..term_view(term)
        };
        self.site.kinds.iter().map(view).collect()
    }
}

/// Terms by the step that their count reaches, each group in the order of names.
fn groups(terms: &[TermView]) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let mut above = None;
    for from in STEPS.into_iter().chain([0]) {
        let here = |term: &&TermView| term.count >= from && above.is_none_or(|above| term.count < above);
        let mut terms: Vec<TermView> = terms.iter().filter(here).cloned().collect();
        terms.sort_by_cached_key(|term| term.name.to_lowercase());
        let to = groups.last().and(above).map(|above| above - 1);
        if !terms.is_empty() {
            groups.push(Group { from: from.max(1), to, terms });
        }
        above = Some(from);
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_are_by_count_and_then_by_name() {
        let term = |name: &str, count: usize| TermView {
            name: name.into(),
            title: name.into(),
            url: String::new(),
            count,
        };
        let terms = [term("b", 60), term("a", 25), term("d", 3), term("C", 2), term("e", 1)];
        let shown: Vec<(usize, Option<usize>, Vec<String>)> = groups(&terms)
            .into_iter()
            .map(|group| (group.from, group.to, group.terms.into_iter().map(|term| term.name).collect()))
            .collect();
        let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        assert_eq!(
            shown,
            [
                (50, None, names(&["b"])),
                (20, Some(49), names(&["a"])),
                (2, Some(4), names(&["C", "d"])),
                (1, Some(1), names(&["e"])),
            ]
        );
    }
}
