//! Pages of notes.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use serde::Serialize;

use super::body::{Edition, backlinks, body_html};
use super::views::{BacklinkView, ContextView, ItemView, LinkView, NoteView, TermView, TocItem};
use super::{RenderError, Renderer};
use crate::config::Kind;
use crate::markdown::{Heading, Link};
use crate::output::{Content, Output, SitePath};
use crate::site::{Note, NoteId, Term};

/// Levels of headings that a table of contents shows.
const TOC_DEPTH: usize = 3;

#[derive(Serialize)]
struct Own {
    note: NoteView,
}

impl Renderer<'_> {
    /// The pages of all notes, rendered on all cores.
    pub(super) fn notes(&self, output: &mut Output) -> Result<(), RenderError> {
        let pages: Result<Vec<(SitePath, Content, String)>, RenderError> =
            self.site.notes.par_iter().enumerate().map(|(id, note)| self.note_page(id, note)).collect();
        for (path, content, maker) in pages? {
            output.insert(path, content, maker);
        }
        Ok(())
    }

    fn note_page(&self, id: NoteId, note: &Note) -> Result<(SitePath, Content, String), RenderError> {
        let page = self.page(&note.path, &note.page.title, &note.page.summary);
        let own = Own { note: self.note_view(id, note) };
        Ok((note.path.file(), self.html("note.html", &page, &own)?, note.page.file.shown()))
    }

    fn note_view(&self, id: NoteId, note: &Note) -> NoteView {
        let page = &note.page;
        let link = |id: NoteId| {
            self.note(id).map(|note| LinkView { title: note.page.title.clone(), url: note.path.href() })
        };
        NoteView {
            item: self.item(note),
            html: body_html(self.site, note, Edition::Page(&note.path.to_root())),
            kind_url: self.kind_url(page.kind),
            updated: page.front.updated.map(|date| date.day.to_string()),
            author: page.front.author.clone(),
            categories: self.categories_of(note),
            words: page.length.total(),
            toc: if page.front.toc == Some(false) { Vec::new() } else { toc(&page.headings) },
            source: page.file.path.clone(),
            previous: note.previous.and_then(link),
            next: note.next.and_then(link),
            backlinks: self.backlinks(note),
            graph: self.note_graph(id),
            draft: page.front.draft,
            series: page.front.series.clone(),
            cover: page.front.cover.clone(),
            language: page.front.language.clone(),
            verified: page.front.verified.map(|date| date.day.to_string()),
            extra: page.front.extra.iter().cloned().collect(),
        }
    }

    /// A note's categories, those they are below first.
    fn categories_of(&self, note: &Note) -> Vec<TermView> {
        let branches = note.categories.iter().filter_map(|&number| self.site.categories.get(number));
        branches.map(|branch| term_view(&branch.term)).collect()
    }

    /// The notes that link to a note, with what they say around each link.
    fn backlinks(&self, note: &Note) -> Vec<BacklinkView> {
        let grouped = backlinks(self.site, note).into_iter();
        let view = |(from, links): (NoteId, Vec<&Link>)| {
            let from = self.note(from)?;
            let mut contexts: Vec<ContextView> =
                links.into_iter().filter_map(|link| context(from, link)).collect();
            // A sentence with two links to the note says what it says once.
            contexts.dedup();
            Some(BacklinkView { title: from.page.title.clone(), url: from.path.href(), contexts })
        };
        grouped.filter_map(view).collect()
    }

    /// A note as lists show it.
    pub(super) fn item(&self, note: &Note) -> ItemView {
        let page = &note.page;
        ItemView {
            title: page.title.clone(),
            url: note.path.href(),
            kind: page.kind.name(),
            kind_title: self.theme.kind_title(page.kind),
            date: page.date.map(|date| date.day.to_string()),
            summary: page.summary.clone(),
            tags: note_terms(&page.front.tags, &self.tags),
            minutes: page.length.minutes(),
        }
    }

    fn kind_url(&self, kind: Kind) -> String {
        let term = self.site.kinds.iter().find(|(other, _)| *other == kind);
        term.map(|(_, term)| term.path.href()).unwrap_or_default()
    }
}

/// What a note says around a link, and where; none when it says nothing.
pub(super) fn context(from: &Note, link: &Link) -> Option<ContextView> {
    let hash = if link.anchor.is_empty() { "" } else { "#" };
    let url = format!("{}{hash}{}", from.path.href(), link.anchor);
    (!link.context.is_empty()).then(|| ContextView { text: link.context.clone(), url })
}

/// Terms by their name in lower case.
pub(super) type Names<'a> = BTreeMap<String, &'a Term>;

pub(super) fn names(terms: &[Term]) -> Names<'_> {
    terms.iter().map(|term| (term.name.to_lowercase(), term)).collect()
}

/// The terms that a note names, each once, in the note's own order.
pub(super) fn note_terms(written: &[String], names: &Names<'_>) -> Vec<TermView> {
    let mut seen = BTreeSet::new();
    let terms = written.iter().filter_map(|name| names.get(&name.to_lowercase()));
    terms.filter(|term| seen.insert(&term.path)).map(|term| term_view(term)).collect()
}

pub(super) fn term_view(term: &Term) -> TermView {
    TermView {
        name: term.name.clone(),
        title: term.name.clone(),
        url: term.path.href(),
        count: term.notes.len(),
    }
}

/// The table of contents: headings by how deep they are nested, not by their level.
fn toc(headings: &[Heading]) -> Vec<TocItem> {
    let mut open: Vec<u8> = Vec::new();
    let mut items = Vec::new();
    for heading in headings {
        while open.last().is_some_and(|&level| level >= heading.level) {
            open.pop();
        }
        open.push(heading.level);
        if open.len() <= TOC_DEPTH {
            items.push(TocItem {
                level: heading.level,
                depth: open.len(),
                id: heading.id.clone(),
                text: heading.text.clone(),
            });
        }
    }
    items
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contents_nest_by_order_and_not_by_level() {
        let heading = |level: u8| Heading { level, id: String::new(), text: String::new(), at: 0 };
        let depths: Vec<usize> =
            toc(&[3, 6, 4, 2, 3, 4, 5].map(heading)).iter().map(|item| item.depth).collect();
        assert_eq!(depths, [1, 2, 2, 1, 2, 3]);
    }
}
