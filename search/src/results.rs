//! From ranked sections to what is shown of them.

use crate::answer::{Answer, FacetCounts, Hit, TermInfo};
use crate::bundle::Record;
use crate::engine::{PER_PAGE, Request};
use crate::excerpt::excerpt;
use crate::query::{Clause, Plan};
use crate::rank::Ranked;
use crate::segment::Segment;

/// What a further section of a page has to be worth beside the best, to be shown below it.
const SHARE: f32 = 0.6;

/// What was looked up for `query`, with the part of it that each term stands for.
pub(crate) fn terms(query: &str, plan: &Plan, segment: &Segment) -> Vec<TermInfo> {
    let mut terms = Vec::new();
    for concept in &plan.concepts {
        let typed = query.get(concept.source.clone()).unwrap_or_default();
        for clause in concept.alternatives.iter().flat_map(|alternative| &alternative.clauses) {
            terms.push(TermInfo {
                typed: typed.to_owned(),
                term: clause.text.clone(),
                origin: clause.origin,
                weight: clause.weight,
                sections: segment.frequency(&clause.text, clause.target).unwrap_or_default(),
            });
        }
    }
    terms
}

/// The sections to show, while they are chosen in the order of their rank.
pub(crate) struct Chosen {
    limit: usize,
    group: bool,
    pages: Vec<usize>,
    hits: Vec<(usize, Ranked, Option<Hit>)>,
}

impl Chosen {
    pub(crate) fn new(request: &Request) -> Chosen {
        Chosen { limit: request.limit, group: request.group, pages: Vec::new(), hits: Vec::new() }
    }

    /// Whether no section of this score or less is shown any more.
    pub(crate) fn is_full(&self, score: f32) -> bool {
        match self.group {
            false => self.hits.len() >= self.limit,
            true => {
                self.pages.len() >= self.limit
                    && !self.hits.iter().any(|(_, best, _)| score >= SHARE * best.score)
            }
        }
    }

    /// Whether a section of this page and score is shown.
    pub(crate) fn takes(&self, page: usize, score: f32) -> bool {
        let mut of_page = self.hits.iter().filter(|(other, ..)| *other == page);
        match of_page.next() {
            _ if !self.group => true,
            None => self.pages.len() < self.limit,
            Some((_, best, _)) => of_page.count() + 1 < PER_PAGE && score >= SHARE * best.score,
        }
    }

    pub(crate) fn push(&mut self, page: usize, ranked: Ranked, hit: Option<Hit>) {
        if !self.pages.contains(&page) {
            self.pages.push(page);
        }
        self.hits.push((page, ranked, hit));
    }

    /// The hits in their order: by rank, or page by page in the order of each page's best.
    pub(crate) fn hits(mut self, mut finish: impl FnMut(Ranked, &mut Hit)) -> Vec<Hit> {
        if self.group {
            let pages = std::mem::take(&mut self.pages);
            self.hits.sort_by_key(|(page, ..)| pages.iter().position(|other| other == page));
        }
        let finished = self.hits.into_iter().filter_map(|(_, ranked, hit)| {
            let mut hit = hit?;
            finish(ranked, &mut hit);
            Some(hit)
        });
        finished.collect()
    }
}

/// The answer of a plan that found nothing.
pub(crate) fn empty(request: &Request, plan: &Plan) -> Answer {
    Answer {
        query: request.query.clone(),
        total: 0,
        pages: 0,
        missing_words: plan.missing_words.clone(),
        replaced: plan.replaced.clone(),
        near: Vec::new(),
        facets: FacetCounts::default(),
        terms: Vec::new(),
        results: Vec::new(),
    }
}

/// One section as it is shown.
pub(crate) fn hit(page: &Record, number: usize, clauses: &[Clause], score: f32) -> Option<Hit> {
    let section = page.sections.get(number)?;
    let fragment = if section.anchor.is_empty() { String::new() } else { format!("#{}", section.anchor) };
    let mut trail = page.trail(number);
    trail.retain(|heading| *heading != page.title);
    Some(Hit {
        url: format!("{}{fragment}", page.url),
        path: page.path.clone(),
        line: section.line,
        title: page.title.clone(),
        trail,
        heading: section.heading.clone(),
        anchor: section.anchor.clone(),
        kind: page.kind.clone(),
        score,
        because: Vec::new(),
        excerpt: match section.text.is_empty() {
            true => excerpt(&headings_below(page, number), clauses),
            false => excerpt(&section.text, clauses),
        },
    })
}

/// What to show of a section that has no text of its own: the headings below it.
fn headings_below(page: &Record, number: usize) -> String {
    let level = page.sections.get(number).map_or(0, |section| section.level);
    let below = page.sections.iter().skip(number + 1).take_while(|section| section.level > level);
    let headings: Vec<&str> = below.map(|section| section.heading.as_str()).collect();
    headings.join(" · ")
}
