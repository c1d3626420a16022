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

use tera::Context;

use crate::config::{Config, Delivery};
use crate::output::{Content, Output, PathError, SitePath};
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

/// Renders every page, feed and list of `site`, and adds the files of the theme and those
/// that are published as they are.
///
/// # Errors
///
/// When a template fails. The theme's own do not; a site may have put others in their place.
pub fn render(site: &Site, config: &Config, theme: &Theme) -> Result<Output, RenderError> {
    let renderer = Renderer::new(site, config, theme)?;
    let mut output = Output::default();
    // First, so that a site's own `robots.txt` or `404.html` keeps the theme's out.
    for asset in &site.assets {
        let content = Content::Copy(asset.asset.file.clone());
        output.insert(asset.path.clone(), content, asset.asset.shown());
    }
    renderer.notes(&mut output)?;
    renderer.home(&mut output)?;
    renderer.kinds(&mut output)?;
    renderer.tags(&mut output)?;
    renderer.categories(&mut output)?;
    renderer.folders(&mut output)?;
    renderer.series(&mut output)?;
    renderer.archives(&mut output)?;
    renderer.wanted(&mut output)?;
    renderer.tasks(&mut output)?;
    renderer.graph(&mut output)?;
    renderer.identifiers(&mut output)?;
    renderer.single_pages(&mut output)?;
    renderer.redirects(&mut output)?;
    renderer.feeds(&mut output)?;
    renderer.twins(&mut output);
    renderer.llms(&mut output)?;
    renderer.manifest(&mut output)?;
    for (path, bytes) in theme.files() {
        output.insert(SitePath::parse(path)?, Content::Bytes(bytes.to_vec()), "the theme");
    }
    Ok(output)
}

/// What all pages share.
struct Renderer<'a> {
    site: &'a Site,
    config: &'a Config,
    theme: &'a Theme,
    menu: Menu,
    tags: note::Names<'a>,
}

impl<'a> Renderer<'a> {
    fn new(site: &'a Site, config: &'a Config, theme: &'a Theme) -> Result<Renderer<'a>, RenderError> {
        let menu = Menu::new(site, theme, |path| page_path(config, path))?;
        Ok(Renderer { site, config, theme, menu, tags: note::names(&site.tags) })
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

    /// Renders one page: the shared view and its own.
    fn html(
        &self,
        template: &str,
        page: &PageView,
        own: &impl serde::Serialize,
    ) -> Result<Content, RenderError> {
        let mut context = Context::from_serialize(page)?;
        context.extend(Context::from_serialize(own)?);
        Ok(Content::Bytes(self.theme.render(template, &context)?.into_bytes()))
    }

    fn note(&self, id: NoteId) -> Option<&'a crate::site::Note> {
        self.site.notes.get(id)
    }

    fn single_pages(&self, output: &mut Output) -> Result<(), RenderError> {
        let nothing = std::collections::BTreeMap::<String, String>::new();
        let search = SitePath::parse("search/")?;
        let page = self.page(&search, &self.theme.string("search"), "");
        output.insert(search.file(), self.html("search.html", &page, &nothing)?, "the search page");
        if self.config.delivery == Delivery::Web && self.config.offline {
            let offline = SitePath::parse(OFFLINE)?;
            let page = self.page(&offline, &self.theme.string("offline"), "");
            output.insert(
                offline,
                self.html("offline.html", &page, &nothing)?,
                "the page for reading offline",
            );
        }
        let lost = SitePath::parse("404.html")?;
        // Served for any address at any depth, so its links cannot be relative.
        let page = PageView {
            root: self.config.base.path.clone(),
            canonical: None,
            ..self.page(&lost, &self.theme.string("lost"), "")
        };
        if output.get(lost.as_str()).is_none() {
            output.insert(lost, self.html("404.html", &page, &nothing)?, "the page for missing addresses");
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
            output.insert(path.file(), self.html("redirect.html", &page, &own)?, maker);
        }
        Ok(())
    }
}

/// The address of a page in the form that its delivery needs.
fn page_path(config: &Config, path: SitePath) -> SitePath {
    if config.delivery == Delivery::Disk { path.file() } else { path }
}
