//! Scores of sections.

use std::cmp::Reverse;
use std::io;

use super::bm25::{Collection, Measure, PAGES, SECTIONS};
use super::pages::PageTable;
use crate::answer::Contribution;
use crate::postings::Postings;
use crate::query::{Alternative, Clause, Concept, Origin, Plan};
use crate::segment::Segment;

/// What a term in the rest of a page counts beside one in the section itself.
const PAGE_WEIGHT: f32 = 1.0;

/// Terms that a section of half substance has.
const SUBSTANCE: f32 = 3.0;

/// A section and its score.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Ranked {
    pub(crate) section: u32,
    pub(crate) score: f32,
}

/// What ranking knows of an open index: lengths of sections and pages.
pub(crate) struct Ranker {
    table: PageTable,
    lengths: Vec<f32>,
    page_lengths: Vec<f32>,
    sections: Collection,
    pages: Collection,
}

/// Scores of everything, of sections and of pages.
#[derive(Clone)]
struct Scores {
    sections: Vec<f32>,
    pages: Vec<f32>,
}

impl Ranker {
    /// Measures the sections of an index once.
    pub(crate) fn new(lengths: impl Iterator<Item = u32>, table: PageTable) -> Ranker {
        let lengths: Vec<f32> = lengths.map(|length| length as f32).collect();
        let mut page_lengths = vec![0.0; table.len()];
        for (length, &page) in lengths.iter().zip(table.of_sections()) {
            if let Some(sum) = page_lengths.get_mut(page as usize) {
                *sum += length;
            }
        }
        let total: f32 = lengths.iter().sum();
        let collection = |count: usize, measure: Measure| Collection {
            count: count as f32,
            average: total / count.max(1) as f32,
            measure,
        };
        Ranker {
            sections: collection(lengths.len(), SECTIONS),
            pages: collection(table.len(), PAGES),
            table,
            lengths,
            page_lengths,
        }
    }

    /// Which sections make up which page.
    pub(crate) fn table(&self) -> &PageTable {
        &self.table
    }

    /// All sections that match a concept of `plan` and hold what they have to, best first;
    /// sections of equal score in the order of the site. Of a plan without words the first
    /// section of every page.
    ///
    /// # Errors
    ///
    /// When a posting list is not there yet. Every list is tried before this returns, so
    /// that the store knows all that is missing.
    pub(crate) fn rank(&self, plan: &Plan, segment: &Segment) -> io::Result<Vec<Ranked>> {
        let lists = self.lists(plan, segment);
        let mut masks = Vec::new();
        let open = |clause: &Clause| segment.postings(clause);
        for clause in &plan.required {
            masks.push((vec![open(clause)], true));
        }
        for clauses in &plan.excluded {
            masks.push((clauses.iter().map(open).collect(), false));
        }
        let mut total = self.zero();
        for (concept, lists) in plan.concepts.iter().zip(lists) {
            self.add_concept(concept, lists?, &mut total);
        }
        let mut scores = if plan.is_blank { self.first_sections() } else { self.combined(total) };
        for (lists, keep) in masks {
            mask(&lists.into_iter().collect::<io::Result<Vec<_>>>()?, keep, &mut scores);
        }
        Ok(sorted(&scores))
    }

    /// The scores of sections with those of their pages, by their substance.
    fn combined(&self, total: Scores) -> Vec<f32> {
        let mut scores = total.sections;
        for ((score, &page), length) in scores.iter_mut().zip(self.table.of_sections()).zip(&self.lengths) {
            if *score > 0.0 {
                *score += PAGE_WEIGHT * total.pages.get(page as usize).copied().unwrap_or_default();
                *score *= substance(*length);
            }
        }
        scores
    }

    /// The first section of every page, each as good as the other.
    fn first_sections(&self) -> Vec<f32> {
        let mut scores = self.zero().sections;
        for section in self.table.first_sections() {
            scores.get_mut(section as usize).into_iter().for_each(|score| *score = 1.0);
        }
        scores
    }

    /// What each term added to the score of `section`: for every concept, the terms of the
    /// alternative that counted.
    pub(crate) fn explain(&self, plan: &Plan, segment: &Segment, section: u32) -> Vec<Contribution> {
        let mut because = Vec::new();
        for concept in &plan.concepts {
            let alternatives = concept.alternatives.iter().map(|alternative| {
                let added: Vec<Contribution> = alternative
                    .clauses
                    .iter()
                    .filter_map(|clause| self.contribution(alternative, clause, segment, section))
                    .collect();
                // All or nothing, where all of it has to be there.
                if alternative.all && added.len() < alternative.clauses.len() { Vec::new() } else { added }
            });
            let worth =
                |added: &Vec<Contribution>| added.iter().map(|one| one.section + one.page).sum::<f32>();
            because.extend(alternatives.max_by(|a, b| worth(a).total_cmp(&worth(b))).unwrap_or_default());
        }
        because
    }

    fn contribution(
        &self,
        alternative: &Alternative,
        clause: &Clause,
        segment: &Segment,
        section: u32,
    ) -> Option<Contribution> {
        let list = segment.postings(clause).ok()?;
        let mut scores = self.zero();
        self.add_clause(clause, &list, &mut scores);
        let (page, _) = self.table.locate(section)?;
        let in_section = scores.sections.get(section as usize).copied()?;
        let in_page = scores.pages.get(page).copied().filter(|_| !alternative.all).unwrap_or_default();
        let added = Contribution {
            term: clause.text.clone(),
            origin: clause.origin,
            section: in_section,
            page: PAGE_WEIGHT * in_page,
        };
        (added.section > 0.0 || added.page > 0.0).then_some(added)
    }

    fn zero(&self) -> Scores {
        Scores { sections: vec![0.0; self.lengths.len()], pages: vec![0.0; self.page_lengths.len()] }
    }

    /// Opens every list of every concept, or fails after all have been tried.
    fn lists(&self, plan: &Plan, segment: &Segment) -> Vec<io::Result<Lists>> {
        let open = |clause: &Clause| segment.postings(clause);
        let all = |concept: &Concept| -> Vec<Vec<io::Result<_>>> {
            concept.alternatives.iter().map(|one| one.clauses.iter().map(open).collect()).collect()
        };
        let tried: Vec<_> = plan.concepts.iter().map(all).collect();
        tried
            .into_iter()
            .map(|concept| concept.into_iter().map(|list| list.into_iter().collect()).collect())
            .collect()
    }

    /// Adds, for each text, what the best alternative of a concept is worth in it.
    fn add_concept(&self, concept: &Concept, lists: Lists, total: &mut Scores) {
        if let [alternative] = concept.alternatives.as_slice()
            && !alternative.all
        {
            lists.into_iter().for_each(|lists| self.add_alternative(alternative, lists, total));
            return;
        }
        let mut best = self.zero();
        for (alternative, lists) in concept.alternatives.iter().zip(lists) {
            let mut scores = self.zero();
            let all = alternative.all.then(|| common(&lists));
            self.add_alternative(alternative, lists, &mut scores);
            if let Some(all) = all {
                only(&all, &mut scores.sections);
                scores.pages.fill(0.0);
            }
            merge(&mut best.sections, &scores.sections, f32::max);
            merge(&mut best.pages, &scores.pages, f32::max);
        }
        merge(&mut total.sections, &best.sections, |a, b| a + b);
        merge(&mut total.pages, &best.pages, |a, b| a + b);
    }

    fn add_alternative(&self, alternative: &Alternative, lists: Vec<Postings>, scores: &mut Scores) {
        for (clause, list) in alternative.clauses.iter().zip(lists) {
            self.add_clause(clause, &list, scores);
        }
    }

    /// Adds the scores of one posting list. Sections of a page stand next to each other, so
    /// its occurrences add up while the list is read.
    fn add_clause(&self, clause: &Clause, list: &Postings, scores: &mut Scores) {
        let floor = clause.frequency_floor as f32;
        let rarity = self.sections.rarity(floor.max(list.sections.len() as f32));
        let mut in_pages: Vec<(usize, f32)> = Vec::new();
        for (section, times) in list.iter() {
            let (section, times) = (section as usize, times as f32);
            let length = self.lengths.get(section).copied().unwrap_or_default();
            if let Some(score) = scores.sections.get_mut(section) {
                *score += clause.weight * rarity * self.sections.saturation(times, length);
            }
            let page = self.table.of_sections().get(section).copied().unwrap_or_default() as usize;
            match in_pages.last_mut() {
                Some((last, sum)) if *last == page => *sum += times,
                _ => in_pages.push((page, times)),
            }
        }
        if !counts_on_pages(clause) {
            return;
        }
        let floor = floor * self.pages.count / self.sections.count;
        let rarity = self.pages.rarity(floor.max(in_pages.len() as f32));
        for (page, times) in in_pages {
            let length = self.page_lengths.get(page).copied().unwrap_or_default();
            if let Some(score) = scores.pages.get_mut(page) {
                *score += clause.weight * rarity * self.pages.saturation(times, length);
            }
        }
    }
}

/// Posting lists of a concept: for each alternative, for each clause.
type Lists = Vec<Vec<Postings>>;

/// Whether a clause says what a page is about. Identifiers do not: a page that lists a
/// hundred settings holds the parts of any.
fn counts_on_pages(clause: &Clause) -> bool {
    clause.origin != Origin::Part && clause.text.chars().all(char::is_alphanumeric)
}

/// A section of a few words names a thing rather than speaks of it: a list of links, a
/// heading with nothing below.
fn substance(length: f32) -> f32 {
    length / (length + SUBSTANCE)
}

fn merge(into: &mut [f32], from: &[f32], combine: fn(f32, f32) -> f32) {
    for (into, from) in into.iter_mut().zip(from) {
        *into = combine(*into, *from);
    }
}

/// Sets scores to zero: with `keep` of all sections that are not in every one of `lists`,
/// without it of those that are.
fn mask(lists: &[Postings], keep: bool, scores: &mut [f32]) {
    let listed = common(lists);
    match keep {
        true => only(&listed, scores),
        false => {
            for section in listed {
                if let Some(score) = scores.get_mut(section as usize) {
                    *score = 0.0;
                }
            }
        }
    }
}

/// The sections that are in every one of `lists`, in order; none when there is no list.
fn common(lists: &[Postings]) -> Vec<u32> {
    let Some((first, others)) = lists.split_first() else { return Vec::new() };
    let in_others = |section: &u32| others.iter().all(|list| list.sections.binary_search(section).is_ok());
    first.sections.iter().copied().filter(in_others).collect()
}

/// Sets the scores of all but the `kept` sections, which are in order, to zero.
fn only(kept: &[u32], scores: &mut [f32]) {
    let mut next = 0;
    for &section in kept {
        scores.get_mut(next..section as usize).unwrap_or_default().fill(0.0);
        next = section as usize + 1;
    }
    scores.get_mut(next..).unwrap_or_default().fill(0.0);
}

fn sorted(scores: &[f32]) -> Vec<Ranked> {
    let matched = scores.iter().zip(0..).filter(|&(&score, _)| score > 0.0);
    let mut ranked: Vec<Ranked> = matched.map(|(&score, section)| Ranked { section, score }).collect();
    // The bits of positive numbers are in the order of the numbers.
    ranked.sort_unstable_by_key(|ranked| (Reverse(ranked.score.to_bits()), ranked.section));
    ranked
}
