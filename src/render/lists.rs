//! Lists: home, kinds, tags, categories, archives, wanted notes, tasks.

use serde::Serialize;

use super::note::{context, term_view};
use super::paginate::{ListPage, paginate};
use super::views::{BacklinkView, ItemView, Pagination, TermView};
use super::{RenderError, Renderer};
use crate::output::{Output, SitePath};
use crate::site::{Backlink, NoteId, Term, Wanted};

/// Tags that the home page shows.
const HOME_TAGS: usize = 24;

/// Tags that a note shows in a list. Its own page shows all.
const ITEM_TAGS: usize = 12;

#[derive(Serialize)]
struct Home {
    notes: Vec<ItemView>,
    pagination: Pagination,
    kinds: Vec<TermView>,
    tags: Vec<TermView>,
    totals: Totals,
}

#[derive(Serialize, Clone, Copy)]
struct Totals {
    notes: usize,
    words: usize,
}

#[derive(Serialize)]
struct List<'a> {
    heading: &'a str,
    kicker: &'a str,
    notes: Vec<ItemView>,
    pagination: Pagination,
}

#[derive(Serialize)]
struct Terms<'a> {
    heading: &'a str,
    terms: Vec<TermView>,
    style: &'a str,
}

#[derive(Serialize)]
struct Archives<'a> {
    heading: &'a str,
    years: Vec<YearView>,
    undated: Vec<ItemView>,
}

#[derive(Serialize)]
struct YearView {
    year: i16,
    count: usize,
    notes: Vec<ItemView>,
}

#[derive(Serialize)]
struct WantedPage<'a> {
    heading: &'a str,
    wanted: Vec<WantedView>,
}

#[derive(Serialize)]
struct WantedView {
    id: String,
    name: String,
    links: Vec<BacklinkView>,
}

#[derive(Serialize)]
struct Tasks<'a> {
    heading: &'a str,
    open: Vec<TaskView>,
    done: Vec<TaskView>,
}

#[derive(Serialize)]
struct TaskView {
    state: String,
    text: String,
    url: String,
    /// Title of the note it stands in.
    title: String,
}

impl Renderer<'_> {
    pub(super) fn home(&self, output: &mut Output) -> Result<(), RenderError> {
        let words = self.site.notes.iter().map(|note| note.page.length.total()).sum();
        let totals = Totals { notes: self.site.notes.len(), words };
        let title = &self.config.title;
        for ListPage { path, pagination, items } in
            paginate(&self.site.listed, self.config.page_size, &self.page_path(SitePath::root()))?
        {
            let page = self.page(&path, title, &self.config.description);
            let own = Home {
                notes: self.items(items),
                pagination,
                kinds: self.kind_views(),
                tags: self.site.tags.iter().take(HOME_TAGS).map(term_view).collect(),
                totals,
            };
            output.insert(path.file(), self.html("home.html", &page, &own)?, "the home page");
        }
        Ok(())
    }

    pub(super) fn kinds(&self, output: &mut Output) -> Result<(), RenderError> {
        self.term_list(("kinds", "list"), self.kind_views(), output)?;
        let kicker = self.theme.string("kind");
        for (kind, term) in &self.site.kinds {
            self.list(term, &self.theme.kind_title(*kind), &kicker, output)?;
        }
        Ok(())
    }

    pub(super) fn tags(&self, output: &mut Output) -> Result<(), RenderError> {
        self.terms(&self.site.tags, "tag", ("tags", "cloud"), output)
    }

    pub(super) fn categories(&self, output: &mut Output) -> Result<(), RenderError> {
        self.terms(&self.site.categories, "category", ("categories", "list"), output)
    }

    pub(super) fn archives(&self, output: &mut Output) -> Result<(), RenderError> {
        let (dated, undated): (Vec<_>, Vec<_>) = self.site.years.iter().partition(|year| year.year.is_some());
        let year = |year: &&crate::site::Year| {
            let notes = self.items(&year.notes);
            year.year.map(|number| YearView { year: number, count: notes.len(), notes })
        };
        let heading = self.theme.string("archives");
        let own = Archives {
            heading: &heading,
            years: dated.iter().filter_map(year).collect(),
            undated: undated.iter().flat_map(|year| self.items(&year.notes)).collect(),
        };
        let path = SitePath::parse("archives/")?;
        let page = self.page(&path, &heading, "");
        output.insert(path.file(), self.html("archives.html", &page, &own)?, "the archive");
        Ok(())
    }

    /// Notes that are linked to and not there, each with the notes that link to it.
    pub(super) fn wanted(&self, output: &mut Output) -> Result<(), RenderError> {
        if self.site.wanted.is_empty() {
            return Ok(());
        }
        let heading = self.theme.string("wanted");
        let view = |wanted: &Wanted| {
            let mut links: Vec<_> = wanted.links.iter().filter_map(|link| self.mention(link)).collect();
            // A sentence that names it twice says what it says once.
            links.dedup_by(|next, kept| next.url == kept.url && next.contexts == kept.contexts);
            WantedView { id: crate::markdown::slug(&wanted.name), name: wanted.name.clone(), links }
        };
        let own = WantedPage { heading: &heading, wanted: self.site.wanted.iter().map(view).collect() };
        let path = &self.site.wanted_page;
        let page = self.page(path, &heading, "");
        output.insert(path.file(), self.html("wanted.html", &page, &own)?, "the list of wanted notes");
        Ok(())
    }

    fn mention(&self, backlink: &Backlink) -> Option<BacklinkView> {
        let from = self.note(backlink.from)?;
        let contexts = context(from, from.page.links.get(backlink.link)?).into_iter().collect();
        Some(BacklinkView { title: from.page.title.clone(), url: from.path.href(), contexts })
    }

    /// What is to be done and what was, over all notes.
    pub(super) fn tasks(&self, output: &mut Output) -> Result<(), RenderError> {
        let all = self.site.notes.iter().flat_map(|note| {
            // A template's empty box is nothing to do.
            let tasks = note.page.tasks.iter().filter(|task| !task.text.is_empty());
            tasks.map(move |task| TaskView {
                state: task.state.clone(),
                text: task.text.clone(),
                url: format!("{}#{}", note.path.href(), task.id),
                title: note.page.title.clone(),
            })
        });
        let (done, open): (Vec<_>, Vec<_>) = all.partition(|task| crate::markdown::is_done(&task.state));
        if done.is_empty() && open.is_empty() {
            return Ok(());
        }
        let heading = self.theme.string("tasks");
        let path = SitePath::parse("tasks/")?;
        let page = self.page(&path, &heading, "");
        let own = Tasks { heading: &heading, open, done };
        output.insert(path.file(), self.html("tasks.html", &page, &own)?, "the list of tasks");
        Ok(())
    }

    /// The list of all terms, and the list of each term's notes.
    fn terms(
        &self,
        terms: &[Term],
        kicker: &str,
        (folder, style): (&str, &str),
        output: &mut Output,
    ) -> Result<(), RenderError> {
        self.term_list((folder, style), terms.iter().map(term_view).collect(), output)?;
        let kicker = self.theme.string(kicker);
        for term in terms {
            self.list(term, &term.name, &kicker, output)?;
        }
        Ok(())
    }

    fn term_list(
        &self,
        (folder, style): (&str, &str),
        terms: Vec<TermView>,
        output: &mut Output,
    ) -> Result<(), RenderError> {
        let heading = self.theme.string(folder);
        let path = SitePath::parse(&format!("{folder}/"))?;
        let page = self.page(&path, &heading, "");
        // A term's title is what its own page is headed by.
        let terms = terms.into_iter().map(|term| TermView { name: term.title.clone(), ..term }).collect();
        let own = Terms { heading: &heading, terms, style };
        output.insert(path.file(), self.html("terms.html", &page, &own)?, format!("the list of {folder}"));
        Ok(())
    }

    fn list(&self, term: &Term, heading: &str, kicker: &str, output: &mut Output) -> Result<(), RenderError> {
        for ListPage { path, pagination, items } in paginate(&term.notes, self.config.page_size, &term.path)?
        {
            let page = self.page(&path, heading, "");
            let own = List { heading, kicker, notes: self.items(items), pagination };
            let maker = format!("the list of {kicker} {heading}");
            output.insert(path.file(), self.html("list.html", &page, &own)?, maker);
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

    fn kind_views(&self) -> Vec<TermView> {
        let view = |(kind, term): &(crate::config::Kind, Term)| TermView {
            title: self.theme.kind_title(*kind),
            ..term_view(term)
        };
        self.site.kinds.iter().map(view).collect()
    }
}
