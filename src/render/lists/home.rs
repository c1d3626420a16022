//! The home page.

use std::cmp::Reverse;

use serde::Serialize;

use super::super::note::term_view;
use super::super::paginate::{ListPage, paginate};
use super::super::views::{ItemView, Pagination, TermView};
use super::super::{RenderError, Renderer};
use crate::output::{Output, SitePath};
use crate::site::NoteId;

/// Tags that the home page shows.
const TAGS: usize = 24;

/// Notes that it names as those which others mention most.
const MENTIONED: usize = 8;

/// How often a note has to be mentioned for that, and by how many notes it takes a list.
const MENTIONS: usize = 2;
const ENOUGH: usize = 3;

#[derive(Serialize)]
struct Home {
    notes: Vec<ItemView>,
    pagination: Pagination,
    kinds: Vec<TermView>,
    tags: Vec<TermView>,
    /// Notes that others mention most; their count is that of those.
    mentioned: Vec<TermView>,
    totals: Totals,
}

#[derive(Serialize, Clone, Copy)]
struct Totals {
    notes: usize,
    words: usize,
}

impl Renderer<'_> {
    pub(in super::super) fn home(&self, output: &mut Output) -> Result<(), RenderError> {
        let listed = self.site.listed.iter().filter_map(|&id| self.note(id));
        let words = listed.map(|note| note.page.length.total()).sum();
        let totals = Totals { notes: self.site.listed.len(), words };
        let title = &self.config.title;
        let (kinds, mentioned) = (self.kind_views(), self.mentioned());
        for ListPage { path, pagination, items } in
            paginate(&self.site.listed, self.config.page_size, &self.page_path(SitePath::root()))?
        {
            let mut page = self.page(&path, title, &self.config.description);
            page.structured_data = self.site_data();
            let own = Home {
                notes: self.items(items),
                pagination,
                kinds: kinds.clone(),
                tags: self.site.tags.iter().take(TAGS).map(term_view).collect(),
                mentioned: mentioned.clone(),
                totals,
            };
            let file = path.file();
            let content = self.html(&file, "home.html", &page, &own)?;
            output.insert(file, content, "the home page");
        }
        Ok(())
    }

    /// The notes that others mention most; none where few are mentioned.
    fn mentioned(&self) -> Vec<TermView> {
        let count = |&id: &NoteId| self.site.graph.referrers(id);
        let mut notes: Vec<NoteId> =
            self.site.listed.iter().copied().filter(|id| count(id) >= MENTIONS).collect();
        if notes.len() < ENOUGH {
            return Vec::new();
        }
        notes.sort_by_key(|id| Reverse(count(id)));
        notes.truncate(MENTIONED);
        let view = |id: NoteId| {
            let note = self.note(id)?;
            let title = note.page.title.clone();
            Some(TermView { name: title.clone(), title, url: note.path.href(), count: count(&id) })
        };
        notes.into_iter().filter_map(view).collect()
    }
}
