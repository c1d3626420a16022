//! What leads from every page to the lists: the navigation above, and the others below.

use super::theme::Theme;
use super::views::NavItem;
use crate::output::{PathError, SitePath};
use crate::site::Site;

/// A list and its title.
struct Entry {
    title: String,
    path: SitePath,
}

/// The lists of a site. One that would be where a note is does not exist.
pub(super) struct Menu {
    /// What readers begin with.
    header: Vec<Entry>,
    /// What they look for now and then.
    footer: Vec<Entry>,
}

impl Menu {
    /// The menu of a site, with every path as `form` makes it.
    pub(super) fn new(
        site: &Site,
        theme: &Theme,
        form: impl Fn(SitePath) -> SitePath,
    ) -> Result<Menu, PathError> {
        let entry = |name: &str| {
            Ok::<_, PathError>(Entry {
                title: theme.string(name),
                path: form(SitePath::parse(&format!("{name}/"))?),
            })
        };
        let mut header = vec![Entry { title: theme.string("home"), path: form(SitePath::root()) }];
        if site.kinds.len() > 1 {
            let kind = |(kind, term): &(_, crate::site::Term)| Entry {
                title: theme.kind_title(*kind),
                path: term.path.clone(),
            };
            header.extend(site.kinds.iter().map(kind));
        }
        let above = [
            ("tags", !site.tags.is_empty()),
            ("categories", !site.categories.is_empty()),
            ("folders", !site.folders.is_empty()),
            ("archives", true),
        ];
        let visible = site.notes.iter().filter(|note| !note.page.front.hidden);
        let has_task = visible.flat_map(|note| &note.page.tasks).any(|task| !task.text.is_empty());
        let below = [
            ("series", !site.series.is_empty()),
            ("identifiers", !site.identifiers.is_empty()),
            ("graph", super::graph::is_worth_a_page(site)),
            ("tasks", has_task),
            ("wanted", !site.wanted.is_empty()),
        ];
        for (name, _) in above.into_iter().filter(|(_, exists)| *exists) {
            header.push(entry(name)?);
        }
        let mut footer = Vec::new();
        for (name, _) in below.into_iter().filter(|(_, exists)| *exists) {
            let entry = entry(name)?;
            if site.notes.iter().all(|note| note.path != entry.path) {
                footer.push(entry);
            }
        }
        Ok(Menu { header, footer })
    }

    /// Whether the site has a list at an address.
    pub(super) fn leads_to(&self, path: &SitePath) -> bool {
        self.header.iter().chain(&self.footer).any(|entry| entry.path == *path)
    }

    /// The navigation, for a page at `path`.
    pub(super) fn header(&self, path: &SitePath) -> Vec<NavItem> {
        self.header.iter().map(|entry| item(entry, path)).collect()
    }

    /// The other lists, for a page at `path`.
    pub(super) fn footer(&self, path: &SitePath) -> Vec<NavItem> {
        self.footer.iter().map(|entry| item(entry, path)).collect()
    }
}

fn item(entry: &Entry, path: &SitePath) -> NavItem {
    let own = entry.path.folder();
    let below = !own.is_empty() && path.as_str().starts_with(own);
    let active = path.file() == entry.path.file() || below;
    NavItem { title: entry.title.clone(), url: entry.path.href(), active }
}
