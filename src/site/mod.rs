//! All pages together: addresses, links, lists.
//!
//! Notes refer to each other by their number in [`Site::notes`].

mod address;
mod files;
mod links;
mod named;
mod names;
mod order;
mod permalink;
mod references;
mod terms;

use crate::config::{Config, Delivery, Kind, Layout};
use crate::diagnostic::{Checked, Diagnostic, Report};
use crate::markdown::Page;
use crate::output::SitePath;
use crate::source::Asset;

pub use links::{Part, Target};
pub use references::{Backlink, Wanted};
pub use terms::{Term, Year};

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
    /// Categories, those with most notes first.
    pub categories: Vec<Term>,
    /// Notes by year, newest first.
    pub years: Vec<Year>,
    /// Former addresses and the notes that moved away from them.
    pub redirects: Vec<(SitePath, NoteId)>,
    /// Notes that are linked to by name and are not there, by name.
    pub wanted: Vec<Wanted>,
    /// Address of their list.
    pub wanted_page: SitePath,
    /// Files that are published as they are.
    pub assets: Vec<SiteAsset>,
}

/// A note and its place among the others.
#[derive(Debug, Clone, PartialEq)]
pub struct Note {
    /// The note itself.
    pub page: Page,
    /// Its address.
    pub path: SitePath,
    /// Where each of the page's links leads.
    pub targets: Vec<Target>,
    /// The note before it in its folder.
    pub previous: Option<NoteId>,
    /// The note after it in its folder.
    pub next: Option<NoteId>,
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
    notes.retain(|note| !is_list(note, config, &mut report));
    address::check_unique(&notes, &mut report);
    let redirects = address::redirects(&notes, &mut report);
    let assets = assets.into_iter().filter_map(|asset| site_asset(asset, config, &mut report)).collect();
    let wanted_page = SitePath::parse("wanted/").unwrap_or_default();
    let mut site = Site { notes, redirects, assets, wanted_page, ..Site::default() };
    order::order(&mut site, config);
    terms::collect(&mut site);
    links::resolve(&mut site, &drafts, config, &mut report);
    references::collect(&mut site);
    if config.delivery == Delivery::Disk {
        files::address_files(&mut site);
    }
    Checked { value: site, report }
}

/// Whether a page is one of another generator's lists, which this site makes itself. What
/// it has to say beside the list is reported as lost.
fn is_list(note: &Note, config: &Config, report: &mut Report) -> bool {
    if config.layout == Layout::Plain || !links::LISTS.contains(&note.path.as_str()) {
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
    Note { page, path, targets: Vec::new(), previous: None, next: None, backlinks: Vec::new() }
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
