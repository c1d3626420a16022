//! What templates see. Addresses are relative to the site's root; `null` stands for none.

use serde::Serialize;

use super::freshness::Freshness;
use super::graph::NoteGraph;
use crate::config::Delivery;
use crate::output::file_address;

/// The same on every page of a site.
#[derive(Debug, Clone, Serialize)]
pub(super) struct SiteView {
    pub(super) title: String,
    pub(super) description: String,
    pub(super) language: String,
    pub(super) author: Option<String>,
    pub(super) base_url: Option<String>,
    /// Language and country as Open Graph writes them; none where no country is known.
    pub(super) locale: Option<String>,
    pub(super) link_previews: bool,
}

/// Addresses of pages that every site has.
#[derive(Debug, Clone, Serialize)]
pub(super) struct PagesView {
    pub(super) home: String,
    pub(super) tags: String,
    pub(super) identifiers: String,
}

impl PagesView {
    pub(super) fn new(delivery: Delivery) -> PagesView {
        let page = |address: &str| match delivery {
            Delivery::Disk => file_address(address),
            Delivery::Web | Delivery::Preview => address.to_owned(),
        };
        PagesView { home: page(""), tags: page("tags/"), identifiers: page("identifiers/") }
    }
}

/// What pages load for how they are delivered.
#[derive(Debug, Clone, Serialize)]
pub(super) struct DeliveryView {
    pub(super) service_worker: Option<&'static str>,
    pub(super) manifest: Option<&'static str>,
    /// Whether they are files of a disk.
    pub(super) disk: bool,
}

/// What every page has.
#[derive(Debug, Clone, Serialize)]
pub(super) struct PageView {
    /// What leads from the page to the site's root; goes before every address.
    pub(super) root: String,
    pub(super) path: String,
    pub(super) page_title: String,
    pub(super) page_description: String,
    pub(super) nav: Vec<NavItem>,
    /// Lists that the navigation does not lead to.
    pub(super) lists: Vec<NavItem>,
    pub(super) search: SearchView,
    pub(super) canonical: Option<String>,
    pub(super) feed: Option<String>,
    /// The picture to show where others link to the page, as a whole URL.
    pub(super) image: Option<String>,
    /// What the page is to machines: JSON-LD, safe inside a `script` element.
    pub(super) structured_data: Option<String>,
}

#[derive(Debug, Clone, Serialize)]
pub(super) struct NavItem {
    pub(super) title: String,
    pub(super) url: String,
    pub(super) active: bool,
}

/// Where the search box finds its parts.
#[derive(Debug, Clone, Serialize)]
pub(super) struct SearchView {
    pub(super) worker: String,
    pub(super) base: String,
}

/// A link with its text.
#[derive(Debug, Clone, Serialize)]
pub(super) struct LinkView {
    pub(super) title: String,
    pub(super) url: String,
}

/// A note that links to another.
#[derive(Debug, Clone, Serialize)]
pub(super) struct BacklinkView {
    pub(super) title: String,
    pub(super) url: String,
    /// What stands around each link.
    pub(super) contexts: Vec<ContextView>,
}

/// The text around a link, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct ContextView {
    pub(super) text: String,
    pub(super) url: String,
}

/// A tag, category or kind.
#[derive(Debug, Clone, Serialize)]
pub(super) struct TermView {
    pub(super) name: String,
    pub(super) title: String,
    pub(super) url: String,
    pub(super) count: usize,
}

/// A note in a list.
#[derive(Debug, Clone, Serialize)]
pub(super) struct ItemView {
    pub(super) title: String,
    pub(super) url: String,
    pub(super) kind: &'static str,
    pub(super) kind_title: String,
    pub(super) date: Option<String>,
    pub(super) summary: String,
    pub(super) tags: Vec<TermView>,
    pub(super) minutes: usize,
}

/// A note on its own page.
#[derive(Debug, Clone, Serialize)]
pub(super) struct NoteView {
    #[serde(flatten)]
    pub(super) item: ItemView,
    pub(super) html: String,
    /// Address of the list of its kind; empty where all notes are of one kind.
    pub(super) kind_url: String,
    /// What it is below, outermost first.
    pub(super) trail: Vec<CrumbView>,
    pub(super) updated: Option<String>,
    pub(super) author: Option<String>,
    pub(super) categories: Vec<TermView>,
    /// Those that are not in the trail.
    pub(super) other_categories: Vec<TermView>,
    pub(super) words: usize,
    pub(super) toc: Vec<TocItem>,
    pub(super) source: String,
    /// Where the note is read as Markdown.
    pub(super) markdown: Option<String>,
    /// Where it is edited.
    pub(super) edit_url: Option<String>,
    pub(super) previous: Option<LinkView>,
    pub(super) next: Option<LinkView>,
    pub(super) backlinks: Vec<BacklinkView>,
    pub(super) related: Vec<LinkView>,
    /// The notes around it, where there are several.
    pub(super) graph: Option<NoteGraph>,
    pub(super) draft: bool,
    pub(super) hidden: bool,
    pub(super) series: Option<SeriesView>,
    /// Address of its picture, as the page may load it.
    pub(super) cover: Option<String>,
    /// Its language, where it is not the site's.
    pub(super) language: Option<String>,
    pub(super) verified: Option<String>,
    pub(super) freshness: Option<Freshness>,
    /// Fields of the front matter that Yunji gives no meaning to.
    pub(super) extra: serde_json::Map<String, serde_json::Value>,
}

/// Something that a note is below; some folders have no page.
#[derive(Debug, Clone, Serialize)]
pub(super) struct CrumbView {
    pub(super) title: String,
    pub(super) url: Option<String>,
}

/// The series that a note is part of.
#[derive(Debug, Clone, Serialize)]
pub(super) struct SeriesView {
    pub(super) name: String,
    pub(super) url: String,
    /// The number of the note in it, from 1.
    pub(super) number: usize,
    pub(super) total: usize,
    /// The notes of it around this one; all of them unless they are many.
    pub(super) notes: Vec<LinkView>,
    /// The number of the first of those.
    pub(super) first: usize,
}

/// A heading in the table of contents.
#[derive(Debug, Clone, Serialize)]
pub(super) struct TocItem {
    pub(super) level: u8,
    /// How deep it is nested, from 1, whatever the levels are.
    pub(super) depth: usize,
    pub(super) id: String,
    pub(super) text: String,
}

/// Where one page of a list stands among the others.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Pagination {
    pub(super) current: usize,
    pub(super) total: usize,
    pub(super) first_url: String,
    pub(super) previous_url: Option<String>,
    pub(super) next_url: Option<String>,
    pub(super) pages: Vec<PageNumber>,
}

#[derive(Debug, Clone, Serialize)]
pub(super) struct PageNumber {
    pub(super) number: usize,
    pub(super) url: String,
    pub(super) current: bool,
}
