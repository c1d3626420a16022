//! All pages together: addresses, links, lists.
//!
//! Notes refer to each other by their number in [`Site::notes`].

mod address;
mod files;
mod graph;
mod identifiers;
mod links;
mod named;
mod names;
mod order;
mod permalink;
mod references;
mod related;
mod series;
mod terms;
mod trail;
mod tree;

use std::collections::BTreeMap;

use crate::config::{Config, Delivery, Kind, Layout};
use crate::diagnostic::{Checked, Diagnostic, Report};
use crate::markdown::Page;
use crate::output::SitePath;
use crate::source::{Asset, Size};

pub use graph::Graph;
pub use identifiers::{Identifier, Place};
pub use links::{Part, Target};
pub use references::{Backlink, Wanted};
pub use series::Part as SeriesPart;
pub use terms::{Term, Year};
pub use trail::Crumb;
pub use tree::Branch;

/// A note's number in [`Site::notes`].
pub type NoteId = usize;

/// The whole site, before it is rendered.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Site {
    /// All published notes, sorted by file.
    pub notes: Vec<Note>,
    /// The notes as lists show them, without hidden ones: newest first, those without a date
    /// last.
    pub listed: Vec<NoteId>,
    /// Kinds that have notes.
    pub kinds: Vec<(Kind, Term)>,
    /// Tags, those with most notes first.
    pub tags: Vec<Term>,
    /// Categories, those with most notes first, each before those below it.
    pub categories: Vec<Branch>,
    /// Folders in the same way, where no note has a category.
    pub folders: Vec<Branch>,
    /// Series, those with most notes first. Their notes are in the order they are read.
    pub series: Vec<Term>,
    /// Notes by year, newest first.
    pub years: Vec<Year>,
    /// Former addresses and the notes that moved away from them.
    pub redirects: Vec<(SitePath, NoteId)>,
    /// Notes that are linked to by name and are not there, by name.
    pub wanted: Vec<Wanted>,
    /// Address of their list.
    pub wanted_page: SitePath,
    /// Which notes lead to which.
    pub graph: Graph,
    /// What code in the notes names, by class and name.
    pub identifiers: Vec<Identifier>,
    /// Files that are published as they are.
    pub assets: Vec<SiteAsset>,
    /// Where the picture is that stands for pages without one.
    pub image: Option<Target>,
    /// How large the pictures among them are, by their address as links have it.
    pub pictures: BTreeMap<String, Size>,
}

/// A note and its place among the others.
#[derive(Debug, Clone, PartialEq)]
pub struct Note {
    /// The note itself.
    pub page: Page,
    /// Its address.
    pub path: SitePath,
    /// Its categories with those they are below, as numbers in [`Site::categories`].
    pub categories: Vec<usize>,
    /// Where each of the page's links leads.
    pub targets: Vec<Target>,
    /// What it is below, outermost first.
    pub trail: Vec<Crumb>,
    /// Its place in a series.
    pub part: Option<SeriesPart>,
    /// The note before it in its series, else in its folder.
    pub previous: Option<NoteId>,
    /// The note after it in its series, else in its folder.
    pub next: Option<NoteId>,
    /// Notes about the same, the nearest first.
    pub related: Vec<NoteId>,
    /// Links to it in other notes, and to its blocks in itself.
    pub backlinks: Vec<Backlink>,
}

/// A file with its address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteAsset {
    /// Its address.
    pub path: SitePath,
    /// The file.
    pub asset: Asset,
}

/// Puts all pages together. Drafts are left out unless the settings ask for them.
pub fn assemble(pages: Vec<Page>, assets: Vec<Asset>, config: &Config) -> Checked<Site> {
    let mut report = Report::default();
    let is_published = |page: &Page| config.drafts || !page.front.draft;
    let (pages, drafts): (Vec<Page>, Vec<Page>) = pages.into_iter().partition(is_published);
    let mut notes: Vec<Note> = pages.into_iter().map(|page| note(page, config, &mut report)).collect();
    let has_series = notes.iter().any(|note| note.page.front.series.is_some());
    let lists = links::LISTS.iter().filter(|list| has_series || **list != links::SERIES);
    let lists: Vec<&str> = lists.copied().collect();
    notes.retain(|note| config.layout == Layout::Plain || !is_list(note, &lists, &mut report));
    address::check_unique(&notes, &mut report);
    let redirects = address::redirects(&notes, &mut report);
    let assets: Vec<SiteAsset> =
        assets.into_iter().filter_map(|asset| site_asset(asset, config, &mut report)).collect();
    let pictures = assets.iter().filter_map(|asset| Some((asset.path.href(), asset.asset.size?))).collect();
    let wanted_page = SitePath::parse("wanted/").unwrap_or_default();
    let mut site = Site { notes, redirects, assets, pictures, wanted_page, ..Site::default() };
    order::order(&mut site, config);
    terms::collect(&mut site);
    series::collect(&mut site);
    tree::collect(&mut site, config);
    trail::collect(&mut site, config);
    links::resolve(&mut site, &drafts, config, &mut report);
    references::collect(&mut site);
    site.image = config.image.as_deref().and_then(|image| links::picture(&site.assets, image, &mut report));
    let (related, (graph, identifiers)) = rayon::join(
        || related::collect(&site),
        || rayon::join(|| Graph::of(&site), || identifiers::collect(&site)),
    );
    site.notes.iter_mut().zip(related).for_each(|(note, related)| note.related = related);
    (site.graph, site.identifiers) = (graph, identifiers);
    if config.delivery == Delivery::Disk {
        files::address_files(&mut site);
    }
    Checked { value: site, report }
}

/// Whether a page is one of another generator's lists, which this site makes itself. What
/// it has to say beside the list is reported as lost.
fn is_list(note: &Note, lists: &[&str], report: &mut Report) -> bool {
    if !lists.contains(&note.path.as_str()) {
        return false;
    }
    if note.page.sections.iter().any(|section| !section.text.trim().is_empty()) {
        let message = format!("/{} is a list of the site's own, and this page is left out", note.path);
        let finding = Diagnostic::warning("list-page", message).at(&note.page.file, 0..0);
        report.push(finding.help("give the note a permalink of its own"));
    }
    true
}

fn note(page: Page, config: &Config, report: &mut Report) -> Note {
    let path = address::address(&page, config).into_value(report);
    Note {
        page,
        path,
        categories: Vec::new(),
        targets: Vec::new(),
        trail: Vec::new(),
        part: None,
        previous: None,
        next: None,
        related: Vec::new(),
        backlinks: Vec::new(),
    }
}

fn site_asset(asset: Asset, config: &Config, report: &mut Report) -> Option<SiteAsset> {
    match SitePath::parse(config.layout.published(&asset.path)) {
        Ok(path) => Some(SiteAsset { path, asset }),
        Err(error) => {
            let message = format!("{} is not published: {error}", asset.shown());
            report.push(Diagnostic::warning("file-name", message).help("rename the file"));
            None
        }
    }
}
