//! Pages of notes.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use serde::Serialize;

use super::body::{Edition, Text, address, backlinks};
use super::freshness::freshness;
use super::picture::cover;
use super::views::{BacklinkView, ContextView, CrumbView, ItemView, LinkView, NoteView, SeriesView};
use super::views::{TermView, TocItem};
use super::{RenderError, Renderer, Views};
use crate::config::Kind;
use crate::markdown::{Heading, Link};
use crate::output::{Content, Output, SitePath, encode_fully};
use crate::site::{Crumb, Note, NoteId, Term};

/// Levels of headings that a table of contents shows.
const TOC_DEPTH: usize = 3;

/// Notes of a series that the page of one names at most: of a long one those around it, so
/// that pages do not grow with the square of their number.
const SERIES_NOTES: usize = 25;

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
        let mut page = self.page(&note.path, &note.page.title, &note.page.summary);
        page.image = self.note_picture(note).or(page.image);
        page.structured_data = self.article_data(note, &page);
        let mut own = Own { note: self.note_view(id, note) };
        let file = note.path.file();
        // Without its text, which need not be put together to see that it is the same.
        let text = Text::of(self.site, note, Edition::Page(&note.path.to_root()));
        let made_from = self.made_from("note.html", &page, &(&own, text.digest()))?;
        let kept = self.store.kept(&file, made_from).map(Content::Stored);
        let content = kept.map_or_else(
            || {
                own.note.html = text.html()?;
                self.rendered(&file, made_from, &Views { template: "note.html", page: &page, own: &own })
            },
            Ok,
        )?;
        Ok((file, content, note.page.file.shown()))
    }

    fn note_view(&self, id: NoteId, note: &Note) -> NoteView {
        let page = &note.page;
        let link = |id: NoteId| self.link(id);
        let is_foreign = |language: &&String| !language.eq_ignore_ascii_case(&self.config.language);
        let categories = self.categories_of(note);
        let in_trail = |term: &TermView| note.trail.iter().any(|crumb| crumb.title == term.title);
        NoteView {
            item: self.item(note),
            html: String::new(),
            kind_url: self.kind_url(page.kind),
            trail: note.trail.iter().map(crumb_view).collect(),
            updated: page.updated.map(|date| date.day.to_string()),
            author: page.front.author.clone(),
            other_categories: categories.iter().filter(|term| !in_trail(term)).cloned().collect(),
            categories,
            words: page.length.total(),
            toc: if page.front.toc == Some(false) { Vec::new() } else { toc(&page.headings) },
            source: page.file.path.clone(),
            markdown: self.twin_path(note).map(|path| path.href()),
            edit_url: self.config.edit_url.as_ref().map(|url| url.of(&encode_fully(&page.file.path))),
            previous: note.previous.and_then(link),
            next: note.next.and_then(link),
            backlinks: self.backlinks(note),
            related: note.related.iter().copied().filter_map(link).collect(),
            graph: self.note_graph(id),
            draft: page.front.draft,
            cover: cover(note).and_then(|target| address(self.site, note, &note.path.to_root(), target)),
            hidden: page.front.hidden,
            series: self.series_view(note),
            language: page.front.language.as_ref().filter(is_foreign).cloned(),
            verified: page.front.verified.map(|date| date.day.to_string()),
            freshness: freshness(page, self.config),
            extra: page.front.extra.iter().cloned().collect(),
        }
    }

    fn link(&self, id: NoteId) -> Option<LinkView> {
        self.note(id).map(|note| LinkView { title: note.page.title.clone(), url: note.path.href() })
    }

    /// The series of a note; none for one that stands alone in it.
    fn series_view(&self, note: &Note) -> Option<SeriesView> {
        let part = note.part?;
        let series = self.site.series.get(part.series).filter(|series| series.notes.len() > 1)?;
        let total = series.notes.len();
        let first = part.at.saturating_sub(SERIES_NOTES / 2).min(total.saturating_sub(SERIES_NOTES));
        let around = series.notes.iter().skip(first).take(SERIES_NOTES);
        Some(SeriesView {
            name: series.name.clone(),
            url: series.path.href(),
            number: part.at + 1,
            total,
            notes: around.filter_map(|&id| self.link(id)).collect(),
            first: first + 1,
        })
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
        let kinds = Some(&self.site.kinds).filter(|kinds| kinds.len() > 1);
        let term = kinds.and_then(|kinds| kinds.iter().find(|(other, _)| *other == kind));
        term.map(|(_, term)| term.path.href()).unwrap_or_default()
    }
}

fn crumb_view(crumb: &Crumb) -> CrumbView {
    CrumbView { title: crumb.title.clone(), url: crumb.path.as_ref().map(SitePath::href) }
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

/// The table of contents: headings by how deep they are nested, not by their level. One
/// without a word is nothing to choose.
fn toc(headings: &[Heading]) -> Vec<TocItem> {
    let mut open: Vec<u8> = Vec::new();
    let mut items = Vec::new();
    for heading in headings.iter().filter(|heading| !heading.text.trim().is_empty()) {
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

    fn heading(level: u8, text: &str) -> Heading {
        Heading { level, id: String::new(), text: text.into(), at: crate::markdown::Place::default() }
    }

    #[test]
    fn contents_nest_by_order_and_not_by_level() {
        let headings = [3, 6, 4, 2, 3, 4, 5].map(|level| heading(level, "节"));
        let depths: Vec<usize> = toc(&headings).iter().map(|item| item.depth).collect();
        assert_eq!(depths, [1, 2, 2, 1, 2, 3]);
    }

    #[test]
    fn a_heading_without_a_word_is_not_in_the_contents() {
        assert_eq!(toc(&[heading(2, "现象"), heading(3, " ")]).len(), 1);
    }
}
