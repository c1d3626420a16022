//! Notes that are linked to and not there.

use serde::Serialize;

use super::super::note::context;
use super::super::views::BacklinkView;
use super::super::{RenderError, Renderer};
use crate::output::Output;
use crate::site::{Backlink, Wanted};

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

impl Renderer<'_> {
    /// Notes that are linked to and not there, each with the notes that link to it.
    pub(in super::super) fn wanted(&self, output: &mut Output) -> Result<(), RenderError> {
        let Some((path, page)) = self.list_page("wanted")? else { return Ok(()) };
        let view = |wanted: &Wanted| {
            let mut links: Vec<_> = wanted.links.iter().filter_map(|link| self.mention(link)).collect();
            // A sentence that names it twice says what it says once.
            links.dedup_by(|next, kept| next.url == kept.url && next.contexts == kept.contexts);
            WantedView { id: crate::markdown::slug(&wanted.name), name: wanted.name.clone(), links }
        };
        let wanted = self.site.wanted.iter().map(view).collect();
        let own = WantedPage { heading: &page.page_title, wanted };
        let file = path.file();
        let content = self.html(&file, "wanted.html", &page, &own)?;
        output.insert(file, content, "the list of wanted notes");
        Ok(())
    }

    fn mention(&self, backlink: &Backlink) -> Option<BacklinkView> {
        let from = self.note(backlink.from)?;
        let contexts = context(from, from.page.links.get(backlink.link)?).into_iter().collect();
        Some(BacklinkView { title: from.page.title.clone(), url: from.path.href(), contexts })
    }
}
