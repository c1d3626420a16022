//! The site as files: typed views into templates. Nothing is written here.

mod body;
mod feed;
mod freshness;
mod graph;
mod lists;
mod llms;
mod manifest;
mod menu;
mod note;
mod paginate;
mod picture;
mod structured_data;
mod theme;
mod twin;
mod views;

use rayon::prelude::*;
use tera::Context;

use crate::config::{Config, Delivery};
use crate::output::{Content, Digest, Output, PathError, SitePath, Store};
use crate::site::{NoteId, Site};
use menu::Menu;
pub use theme::{OFFLINE, SERVICE_WORKER, Theme};
use views::{PageView, SearchView};

/// Why a site cannot be rendered.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    /// A template is wrong, or asks for what its page does not have.
    #[error("{0}")]
    Template(String),
    /// A file of the theme has an impossible name.
    #[error("templates or static: {0}")]
    Path(#[from] PathError),
    /// The cache had a text and does not have it any more.
    #[error("the cache was damaged while it was in use: build again")]
    Lost,
    /// What pages show cannot be told apart.
    #[error("a page has what cannot be written down: {0}")]
    View(#[from] rmp_serde::encode::Error),
}

impl From<tera::Error> for RenderError {
    /// Tera names the template in the outer error and the reason in the inner ones.
    fn from(error: tera::Error) -> RenderError {
        let mut message = error.to_string();
        let mut source = std::error::Error::source(&error);
        while let Some(inner) = source {
            message.push_str(&format!("\n  {inner}"));
            source = inner.source();
        }
        RenderError::Template(message)
    }
}

/// A part of the site that is rendered by itself.
type Part<'a> = fn(&Renderer<'a>, &mut Output) -> Result<(), RenderError>;

/// Renders every page, feed and list of `site`, and adds the files of the theme and those
/// that are published as they are. What is made goes to `store`, but for pages that it has
/// from the same views already: they are not rendered.
///
/// # Errors
///
/// When a template fails. The theme's own do not; a site may have put others in their place.
pub fn render(site: &Site, config: &Config, theme: &Theme, store: &dyn Store) -> Result<Output, RenderError> {
    let renderer = Renderer::new(site, config, theme, store)?;
    let parts: [Part<'_>; 18] = [
        Renderer::assets,
        Renderer::notes,
        Renderer::twins,
        Renderer::identifiers,
        Renderer::home,
        Renderer::kinds,
        Renderer::tags,
        Renderer::categories,
        Renderer::folders,
        Renderer::series,
        Renderer::archives,
        Renderer::wanted,
        Renderer::tasks,
        Renderer::graph,
        Renderer::single_pages,
        Renderer::redirects,
        Renderer::feeds,
        Renderer::llms,
    ];
    let rendered: Result<Vec<Output>, RenderError> = parts
        .par_iter()
        .map(|part| {
            let mut output = Output::default();
            part(&renderer, &mut output)?;
            Ok(output)
        })
        .collect();
    let mut output = Output::default();
    rendered?.into_iter().for_each(|part| output.append(part));
    Ok(output)
}

/// What a page is rendered from.
struct Views<'a, T> {
    template: &'a str,
    page: &'a PageView,
    own: &'a T,
}

/// What all pages share.
struct Renderer<'a> {
    site: &'a Site,
    config: &'a Config,
    theme: &'a Theme,
    store: &'a dyn Store,
    menu: Menu,
    tags: note::Names<'a>,
}

impl<'a> Renderer<'a> {
    fn new(
        site: &'a Site,
        config: &'a Config,
        theme: &'a Theme,
        store: &'a dyn Store,
    ) -> Result<Renderer<'a>, RenderError> {
        let menu = Menu::new(site, theme, |path| page_path(config, path))?;
        Ok(Renderer { site, config, theme, store, menu, tags: note::names(&site.tags) })
    }

    /// Files that are published as they are, and those of the theme.
    fn assets(&self, output: &mut Output) -> Result<(), RenderError> {
        for asset in &self.site.assets {
            let content = Content::Copy(asset.asset.file.clone());
            output.insert(asset.path.clone(), content, asset.asset.shown());
        }
        for (path, bytes) in self.theme.files() {
            let path = SitePath::parse(path)?;
            let content = self.content(&path, bytes.to_vec());
            output.insert(path, content, "the theme");
        }
        self.manifest(output)
    }

    /// Whether the site has a file of its own at an address, in whose place nothing is made.
    fn is_own(&self, path: &str) -> bool {
        self.site.assets.iter().any(|asset| asset.path.as_str() == path)
    }

    /// The address of a page in the form that its delivery needs.
    fn page_path(&self, path: SitePath) -> SitePath {
        page_path(self.config, path)
    }

    /// The view that every page has, for a page at `path`.
    fn page(&self, path: &SitePath, title: &str, description: &str) -> PageView {
        let feed = self.config.base.origin.as_ref().map(|_| feed::FEED.to_owned());
        PageView {
            root: path.to_root(),
            path: path.as_str().to_owned(),
            page_title: title.to_owned(),
            page_description: description.to_owned(),
            nav: self.menu.header(path),
            lists: self.menu.footer(path),
            search: SearchView { worker: self.theme.asset("search-worker.js"), base: "search/".to_owned() },
            canonical: self.config.base.absolute(&crate::output::encode_fully(path.as_str())),
            feed,
            image: self.site_picture(),
            structured_data: None,
        }
    }

    /// Renders the page that is the file at `path`: the shared view and its own.
    fn html(
        &self,
        path: &SitePath,
        template: &str,
        page: &PageView,
        own: &impl serde::Serialize,
    ) -> Result<Content, RenderError> {
        let made_from = self.made_from(template, page, own)?;
        match self.store.kept(path, made_from) {
            Some(stored) => Ok(Content::Stored(stored)),
            None => self.rendered(path, made_from, &Views { template, page, own }),
        }
    }

    /// What tells a page from any other that would not be the same file.
    fn made_from(
        &self,
        template: &str,
        page: &PageView,
        own: &impl serde::Serialize,
    ) -> Result<Digest, RenderError> {
        let views = rmp_serde::to_vec(&(template, page, own))?;
        Ok(Digest::of_all([self.theme.digest().as_bytes(), &views]))
    }

    /// Renders the page that is the file at `path`, whatever the store has of it.
    fn rendered(
        &self,
        path: &SitePath,
        made_from: Digest,
        views: &Views<'_, impl serde::Serialize>,
    ) -> Result<Content, RenderError> {
        let mut context = Context::from_serialize(views.page)?;
        context.extend(Context::from_serialize(views.own)?);
        let html = self.theme.render(views.template, &context)?;
        Ok(Content::Stored(self.store.put(path, Some(made_from), html.into_bytes())))
    }

    /// Hands the content of the file at `path` to the store.
    fn content(&self, path: &SitePath, bytes: Vec<u8>) -> Content {
        Content::Stored(self.store.put(path, None, bytes))
    }

    fn note(&self, id: NoteId) -> Option<&'a crate::site::Note> {
        self.site.notes.get(id)
    }

    fn single_pages(&self, output: &mut Output) -> Result<(), RenderError> {
        let nothing = std::collections::BTreeMap::<String, String>::new();
        let search = SitePath::parse("search/")?;
        let page = self.page(&search, &self.theme.string("search"), "");
        let file = search.file();
        let content = self.html(&file, "search.html", &page, &nothing)?;
        output.insert(file, content, "the search page");
        if self.config.delivery == Delivery::Web && self.config.offline {
            let offline = SitePath::parse(OFFLINE)?;
            let page = self.page(&offline, &self.theme.string("offline"), "");
            let content = self.html(&offline, "offline.html", &page, &nothing)?;
            output.insert(offline, content, "the page for reading offline");
        }
        let lost = SitePath::parse("404.html")?;
        // Served for any address at any depth, so its links cannot be relative.
        let page = PageView {
            root: self.config.base.path.clone(),
            canonical: None,
            ..self.page(&lost, &self.theme.string("lost"), "")
        };
        if !self.is_own(lost.as_str()) {
            let content = self.html(&lost, "404.html", &page, &nothing)?;
            output.insert(lost, content, "the page for missing addresses");
        }
        Ok(())
    }

    fn redirects(&self, output: &mut Output) -> Result<(), RenderError> {
        for (path, id) in &self.site.redirects {
            let Some(note) = self.note(*id) else { continue };
            let canonical = self.config.base.absolute(&crate::output::encode_fully(note.path.as_str()));
            let page = PageView { canonical, ..self.page(path, &note.page.title, "") };
            let own = std::collections::BTreeMap::from([("to", note.path.href())]);
            let maker = format!("an alias of {}", note.page.file.shown());
            let file = path.file();
            let content = self.html(&file, "redirect.html", &page, &own)?;
            output.insert(file, content, maker);
        }
        Ok(())
    }
}

/// The address of a page in the form that its delivery needs.
fn page_path(config: &Config, path: SitePath) -> SitePath {
    if config.delivery == Delivery::Disk { path.file() } else { path }
}
