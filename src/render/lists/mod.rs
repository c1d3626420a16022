//! Lists: of notes, and of what notes have in common.

mod archives;
mod home;
mod identifiers;
mod tasks;
mod terms;
mod tree;
mod wanted;

use serde::Serialize;

use super::paginate::{ListPage, paginate};
use super::views::{ItemView, LinkView, PageView, Pagination, TermView};
use super::{RenderError, Renderer};
use crate::output::{Output, SitePath};
use crate::site::{NoteId, Term};

/// Tags that a note shows in a list. Its own page shows all.
const ITEM_TAGS: usize = 12;

#[derive(Serialize)]
struct List<'a> {
    heading: &'a str,
    kicker: &'a str,
    /// What the list is below, outermost first.
    trail: &'a [LinkView],
    /// Lists below it.
    children: &'a [TermView],
    notes: Vec<ItemView>,
    pagination: Pagination,
}

/// What a list of notes is headed by.
struct Head<'a> {
    heading: &'a str,
    kicker: &'a str,
    trail: &'a [LinkView],
    children: &'a [TermView],
}

impl Renderer<'_> {
    /// The address of a list and what its page shares with others; none where the site does
    /// not have the list.
    fn list_page(&self, name: &str) -> Result<Option<(SitePath, PageView)>, RenderError> {
        let path = self.page_path(SitePath::parse(&format!("{name}/"))?);
        if !self.menu.leads_to(&path) {
            return Ok(None);
        }
        let page = self.page(&path, &self.theme.string(name), "");
        Ok(Some((path, page)))
    }

    /// The pages of a list of notes.
    fn list(&self, term: &Term, head: &Head<'_>, output: &mut Output) -> Result<(), RenderError> {
        for ListPage { path, pagination, items } in paginate(&term.notes, self.config.page_size, &term.path)?
        {
            let &Head { heading, kicker, trail, children } = head;
            let page = self.page(&path, heading, "");
            let own = List { heading, kicker, trail, children, notes: self.items(items), pagination };
            let maker = format!("the list of {kicker} {heading}");
            let file = path.file();
            let content = self.html(&file, "list.html", &page, &own)?;
            output.insert(file, content, maker);
        }
        Ok(())
    }

    fn items(&self, ids: &[NoteId]) -> Vec<ItemView> {
        let notes = ids.iter().filter_map(|&id| self.note(id));
        let brief = |mut item: ItemView| {
            item.tags.truncate(ITEM_TAGS);
            item
        };
        notes.map(|note| brief(self.item(note))).collect()
    }
}
