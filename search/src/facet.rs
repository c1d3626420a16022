//! Kinds and tags: what an answer is narrowed by, and how many pages each of them would leave.
//!
//! They belong to pages and are few, so the boot file says of every page which it has: an
//! answer is narrowed and counted without reading anything else.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

#[cfg(feature = "index")]
use crate::Page;
use crate::analysis::{fold, plain};
use crate::answer::{FacetCount, FacetCounts};

/// Tags that are counted in an answer at most, beside those that narrow it.
const TAGS: usize = 12;

/// What pages are told apart by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Facet {
    /// The kind, one to a page. Of several asked for, a page has one.
    Kind,
    /// The tags, any number to a page. Of several asked for, a page has all.
    Tag,
}

/// What an answer is narrowed to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Filter {
    pub(crate) facet: Facet,
    /// Name of the kind or tag as it was asked for.
    pub(crate) name: String,
    /// The part of the query that says so; empty when it was asked for beside the query.
    pub(crate) typed: String,
}

/// The kinds and tags of an index. The most used come first, so that their numbers are short.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct FacetTable {
    /// Kinds: what pages call each, and after that what else it is called.
    pub kinds: Vec<Vec<String>>,
    /// Tags as most pages write them.
    pub tags: Vec<String>,
    /// For each page the number of its kind and the numbers of its tags.
    pub pages: Vec<(u32, Vec<u32>)>,
}

/// The folded form of a name, by which it is compared.
fn key(name: &str) -> String {
    plain(&fold(name.trim()))
}

#[cfg(feature = "index")]
impl FacetTable {
    /// The table of `pages`, whose kinds may be called by any of their `names`.
    pub(crate) fn new(pages: &[Page<'_>], names: &[&[&str]]) -> FacetTable {
        let kinds = Numbered::of(pages.iter().map(|page| vec![page.kind]));
        let tags = Numbered::of(pages.iter().map(|page| page.tags.iter().map(String::as_str).collect()));
        let named = |kind: &String| {
            let known = names.iter().find(|names| names.first() == Some(&kind.as_str()));
            known.map_or_else(
                || vec![kind.clone()],
                |names| names.iter().map(|&name| name.to_owned()).collect(),
            )
        };
        let of_kind = kinds.of_pages.into_iter().map(|numbers| numbers.first().copied().unwrap_or_default());
        FacetTable {
            kinds: kinds.names.iter().map(named).collect(),
            tags: tags.names,
            pages: of_kind.zip(tags.of_pages).collect(),
        }
    }
}

/// Names without regard to their spelling, the most used first, and which page has which.
#[cfg(feature = "index")]
struct Numbered {
    names: Vec<String>,
    of_pages: Vec<Vec<u32>>,
}

#[cfg(feature = "index")]
impl Numbered {
    fn of<'a>(pages: impl Iterator<Item = Vec<&'a str>> + Clone) -> Numbered {
        let mut spellings: BTreeMap<String, BTreeMap<&str, usize>> = BTreeMap::new();
        for name in pages.clone().flatten() {
            *spellings.entry(key(name)).or_default().entry(name.trim()).or_default() += 1;
        }
        spellings.remove("");
        let mut keys: Vec<(&String, usize)> =
            spellings.iter().map(|(key, uses)| (key, uses.values().sum())).collect();
        keys.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
        let numbers: BTreeMap<&String, u32> = keys.iter().map(|(key, _)| *key).zip(0..).collect();
        let usual = |(key, _): &(&String, usize)| {
            let uses = spellings.get(*key)?.iter();
            let (name, _) = uses.max_by(|a, b| a.1.cmp(b.1).then_with(|| b.0.cmp(a.0)))?;
            Some((*name).to_owned())
        };
        let of_page = |names: Vec<&str>| {
            let mut of_page: Vec<u32> =
                names.into_iter().filter_map(|name| numbers.get(&key(name)).copied()).collect();
            of_page.sort_unstable();
            of_page.dedup();
            of_page
        };
        Numbered { names: keys.iter().filter_map(usual).collect(), of_pages: pages.map(of_page).collect() }
    }
}

/// The kinds and tags of an open index, found by name.
pub(crate) struct Facets {
    table: FacetTable,
    numbers: BTreeMap<(Facet, String), u32>,
}

impl Facets {
    pub(crate) fn new(table: &FacetTable) -> Facets {
        let mut numbers = BTreeMap::new();
        for (number, names) in (0..).zip(&table.kinds) {
            for name in names {
                numbers.entry((Facet::Kind, key(name))).or_insert(number);
            }
        }
        for (number, name) in (0..).zip(&table.tags) {
            numbers.entry((Facet::Tag, key(name))).or_insert(number);
        }
        Facets { table: table.clone(), numbers }
    }

    /// Whether some page has this kind or tag.
    pub(crate) fn holds(&self, facet: Facet, name: &str) -> bool {
        self.number(facet, name).is_some()
    }

    fn number(&self, facet: Facet, name: &str) -> Option<u32> {
        self.numbers.get(&(facet, key(name))).copied()
    }

    /// What `filters` ask for, by number.
    pub(crate) fn narrowed<'a>(&'a self, filters: &'a [Filter]) -> Narrowed<'a> {
        let of = |facet: Facet| {
            let mut wanted: Vec<Wanted<'_>> = Vec::new();
            for filter in filters.iter().filter(|filter| filter.facet == facet) {
                let number = self.number(facet, &filter.name);
                // Asked for twice is asked for once.
                if !wanted.iter().any(|one| one.number == number && number.is_some()) {
                    wanted.push(Wanted { number, filter });
                }
            }
            wanted
        };
        Narrowed { facets: self, kinds: of(Facet::Kind), tags: of(Facet::Tag) }
    }

    fn of_page(&self, page: usize) -> (u32, &[u32]) {
        self.table.pages.get(page).map_or((u32::MAX, &[]), |(kind, tags)| (*kind, tags))
    }
}

/// A kind or tag that is asked for; without a number no page has it.
struct Wanted<'a> {
    number: Option<u32>,
    filter: &'a Filter,
}

/// An index narrowed to some kinds and tags.
pub(crate) struct Narrowed<'a> {
    facets: &'a Facets,
    kinds: Vec<Wanted<'a>>,
    tags: Vec<Wanted<'a>>,
}

impl Narrowed<'_> {
    /// Whether anything is asked for at all.
    pub(crate) fn is_everything(&self) -> bool {
        self.kinds.is_empty() && self.tags.is_empty()
    }

    /// Whether a page has one of the kinds and all of the tags.
    pub(crate) fn admits(&self, page: usize) -> bool {
        let (kind, tags) = self.facets.of_page(page);
        self.admits_kind(kind) && self.admits_tags(tags)
    }

    fn admits_kind(&self, kind: u32) -> bool {
        self.kinds.is_empty() || self.kinds.iter().any(|wanted| wanted.number == Some(kind))
    }

    fn admits_tags(&self, tags: &[u32]) -> bool {
        let has = |number: u32| tags.binary_search(&number).is_ok();
        self.tags.iter().all(|wanted| wanted.number.is_some_and(has))
    }

    /// Counts the kinds and tags of `pages`, which are what the words alone find: of a kind
    /// the pages that the tags leave, whatever kinds are asked for; of a tag those that have it
    /// beside all that is asked for.
    pub(crate) fn count(&self, pages: &[usize]) -> FacetCounts {
        let mut kinds = vec![0; self.facets.table.kinds.len()];
        let mut tags = vec![0; self.facets.table.tags.len()];
        let one = |counts: &mut Vec<usize>, number: u32| {
            counts.get_mut(number as usize).into_iter().for_each(|count| *count += 1);
        };
        for &page in pages {
            let (kind, of_page) = self.facets.of_page(page);
            if !self.admits_tags(of_page) {
                continue;
            }
            one(&mut kinds, kind);
            if self.admits_kind(kind) {
                of_page.iter().for_each(|&tag| one(&mut tags, tag));
            }
        }
        let kind_name = |number: usize| self.facets.table.kinds.get(number)?.first();
        let tag_name = |number: usize| self.facets.table.tags.get(number);
        let mut tags = counted(&self.tags, &tags, tag_name);
        // The sort is stable: of equal counts the more used tag comes first.
        tags.sort_by_key(|tag| (!tag.chosen, std::cmp::Reverse(tag.pages)));
        tags.truncate(TAGS + self.tags.len());
        FacetCounts { all: pages.len(), kinds: counted(&self.kinds, &kinds, kind_name), tags }
    }
}

/// The counts of what is found or asked for, in the order of the table.
fn counted<'a>(
    wanted: &[Wanted<'_>],
    counts: &[usize],
    name: impl Fn(usize) -> Option<&'a String>,
) -> Vec<FacetCount> {
    let count = |(number, &pages): (usize, &usize)| {
        let asked = wanted.iter().find(|wanted| wanted.number.is_some_and(|own| own as usize == number));
        (pages > 0 || asked.is_some()).then_some(())?;
        Some(FacetCount {
            name: name(number)?.clone(),
            pages,
            chosen: asked.is_some(),
            typed: asked.map(|asked| asked.filter.typed.clone()).unwrap_or_default(),
        })
    };
    let unknown = wanted.iter().filter(|wanted| wanted.number.is_none()).map(|wanted| FacetCount {
        name: wanted.filter.name.clone(),
        pages: 0,
        chosen: true,
        typed: wanted.filter.typed.clone(),
    });
    counts.iter().enumerate().filter_map(count).chain(unknown).collect()
}
