//! The index of identifiers: what code in the notes names, and where.

use std::collections::BTreeSet;

use serde::Serialize;

use super::super::{RenderError, Renderer};
use crate::markdown::Class;
use crate::output::{Output, SitePath};
use crate::site::{Identifier, Place};

/// Sections that are named for one identifier; search finds the others.
const PLACES: usize = 8;

/// Bytes of a page at most, about: what does not fit begins another.
const PAGE: usize = 180_000;

/// Identifiers of a class that the first page names where each class has pages of its own.
const LEADING: usize = 40;

/// Bytes that one entry and one section take beside their texts.
const ENTRY: usize = 160;
const SECTION: usize = 60;

#[derive(Serialize)]
struct Index<'a> {
    heading: &'a str,
    /// Whether the classes have pages of their own, and this one leads to them.
    divided: bool,
    classes: Vec<ClassView>,
    /// Pages of the class that this one is a part of.
    parts: Vec<Part>,
}

#[derive(Serialize)]
struct ClassView {
    name: &'static str,
    title: String,
    url: String,
    count: usize,
    entries: Vec<EntryView>,
}

#[derive(Serialize)]
struct EntryView {
    id: String,
    name: String,
    url: String,
    count: usize,
    places: Vec<PlaceView>,
    /// Sections that are not named.
    more: usize,
}

#[derive(Serialize)]
struct PlaceView {
    title: String,
    heading: String,
    url: String,
}

/// A page of a class: from which name to which.
#[derive(Clone, Serialize)]
struct Part {
    first: String,
    last: String,
    url: String,
    current: bool,
}

impl Renderer<'_> {
    pub(in super::super) fn identifiers(&self, output: &mut Output) -> Result<(), RenderError> {
        let Some((path, page)) = self.list_page("identifiers")? else { return Ok(()) };
        let pages: Vec<(Class, Vec<&[Identifier]>)> =
            self.classes().into_iter().map(|(class, of)| (class, self.cut(of))).collect();
        let total: usize = self.site.identifiers.iter().map(|identifier| self.weight(identifier)).sum();
        let divided = total > PAGE;
        let mut ids = Ids::default();
        let mut classes = Vec::new();
        for (class, cuts) in &pages {
            let url = if divided { path.join(&format!("{}/", class.name()))? } else { path.clone() };
            let mut view = self.class_view(*class, &url);
            view.count = cuts.iter().map(|cut| cut.len()).sum();
            let all = cuts.iter().copied().flatten();
            view.entries = match divided {
                false => all.map(|identifier| self.identifier_entry(identifier, &url, &mut ids)).collect(),
                true => {
                    let mut leading = self.class_pages(*class, &url, cuts, output)?;
                    for entry in &mut leading {
                        entry.id = ids.unique(&entry.name);
                    }
                    leading
                }
            };
            classes.push(view);
        }
        let own = Index { heading: &page.page_title, divided, classes, parts: Vec::new() };
        let file = path.file();
        let content = self.html(&file, "identifiers.html", &page, &own)?;
        output.insert(file, content, "the index of identifiers");
        Ok(())
    }

    /// Identifiers by class.
    fn classes(&self) -> Vec<(Class, &[Identifier])> {
        let all = self.site.identifiers.chunk_by(|one, next| one.class == next.class);
        all.filter_map(|of| Some((of.first()?.class, of))).collect()
    }

    /// Cuts a class into what fits on a page.
    fn cut<'a>(&self, mut rest: &'a [Identifier]) -> Vec<&'a [Identifier]> {
        let mut cuts = Vec::new();
        while !rest.is_empty() {
            let mut size = 0;
            let fits = rest.iter().take_while(|identifier| {
                size += self.weight(identifier);
                size <= PAGE
            });
            let (cut, after) = rest.split_at(fits.count().max(1));
            cuts.push(cut);
            rest = after;
        }
        cuts
    }

    /// Makes the pages of a class; returns those of its entries that stand most often.
    fn class_pages(
        &self,
        class: Class,
        base: &SitePath,
        cuts: &[&[Identifier]],
        output: &mut Output,
    ) -> Result<Vec<EntryView>, RenderError> {
        let path =
            |at: usize| if at == 0 { Ok(base.clone()) } else { base.join(&format!("page/{}/", at + 1)) };
        let paths = (0..cuts.len()).map(path).collect::<Result<Vec<SitePath>, _>>()?;
        let part = |(cut, path): (&&[Identifier], &SitePath)| Part {
            first: cut.first().map_or_else(String::new, |first| first.name.clone()),
            last: cut.last().map_or_else(String::new, |last| last.name.clone()),
            url: path.href(),
            current: false,
        };
        let parts: Vec<Part> =
            if cuts.len() > 1 { cuts.iter().zip(&paths).map(part).collect() } else { Vec::new() };
        let mut ids = Ids::default();
        let mut entries = Vec::new();
        for (cut, path) in cuts.iter().zip(&paths) {
            let mut view = self.class_view(class, base);
            view.count = cuts.iter().map(|cut| cut.len()).sum();
            view.entries =
                cut.iter().map(|identifier| self.identifier_entry(identifier, path, &mut ids)).collect();
            entries.extend(view.entries.iter().map(EntryView::brief));
            let parts = parts.iter().map(|part| Part { current: part.url == path.href(), ..part.clone() });
            let heading = view.title.clone();
            let page = self.page(path, &heading, "");
            let own =
                Index { heading: &heading, divided: false, parts: parts.collect(), classes: vec![view] };
            let file = path.file();
            let content = self.html(&file, "identifiers.html", &page, &own)?;
            output.insert(file, content, format!("the index of {}", class.name()));
        }
        entries.sort_by_key(|entry| std::cmp::Reverse(entry.count));
        entries.truncate(LEADING);
        entries.sort_by_cached_key(|entry| entry.name.to_lowercase());
        Ok(entries)
    }

    fn class_view(&self, class: Class, path: &SitePath) -> ClassView {
        let title = self.theme.string(&format!("class_{}", class.name()));
        ClassView { name: class.name(), title, url: path.href(), count: 0, entries: Vec::new() }
    }

    fn identifier_entry(&self, identifier: &Identifier, page: &SitePath, ids: &mut Ids) -> EntryView {
        let id = ids.unique(&identifier.name);
        let url = format!("{}#{}", page.href(), crate::output::encode_fully(&id));
        let shown = identifier.places.iter().take(PLACES);
        EntryView {
            id,
            name: identifier.name.clone(),
            url,
            count: identifier.places.len(),
            places: shown.filter_map(|place| self.place(place)).collect(),
            more: identifier.places.len().saturating_sub(PLACES),
        }
    }

    fn place(&self, place: &Place) -> Option<PlaceView> {
        let note = self.note(place.note)?;
        let section = note.page.sections.get(place.section)?;
        let hash = if section.anchor.is_empty() { "" } else { "#" };
        let url = format!("{}{hash}{}", note.path.href(), section.anchor);
        Some(PlaceView { title: note.page.title.clone(), heading: section.heading.clone(), url })
    }

    /// About how many bytes of a page an entry takes.
    fn weight(&self, identifier: &Identifier) -> usize {
        let place = |place: &Place| {
            let note = self.note(place.note);
            let texts = note.map_or(0, |note| {
                let section = note.page.sections.get(place.section);
                let heading = section.map_or(0, |section| section.heading.len() + section.anchor.len());
                note.page.title.len() + note.path.as_str().len() + heading
            });
            texts + SECTION
        };
        let places: usize = identifier.places.iter().take(PLACES).map(place).sum();
        ENTRY + 3 * identifier.name.len() + places
    }
}

impl EntryView {
    /// The entry without its sections.
    fn brief(&self) -> EntryView {
        EntryView {
            id: String::new(),
            name: self.name.clone(),
            url: self.url.clone(),
            count: self.count,
            places: Vec::new(),
            more: 0,
        }
    }
}

/// Ids of a page: names as they are written, so that they can be linked to by heart.
#[derive(Default)]
struct Ids(BTreeSet<String>);

impl Ids {
    fn unique(&mut self, name: &str) -> String {
        let base = name.split_whitespace().collect::<Vec<_>>().join("-");
        // Ids that begin so are the theme's.
        let base = if base.starts_with("yj-") { format!("-{base}") } else { base };
        let mut id = base.clone();
        let mut number = 1;
        while !self.0.insert(id.clone()) {
            number += 1;
            id = format!("{base}-{number}");
        }
        id
    }
}

#[cfg(test)]
mod tests {
    use super::Ids;

    #[test]
    fn ids_are_the_names() {
        let mut ids = Ids::default();
        let names = ["ENOSPC", "docker run", "docker-run", "yj-main", "/proc/meminfo"];
        let ids: Vec<String> = names.iter().map(|name| ids.unique(name)).collect();
        assert_eq!(ids, ["ENOSPC", "docker-run", "docker-run-2", "-yj-main", "/proc/meminfo"]);
    }
}
