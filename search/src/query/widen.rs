//! Other words for what a query says.

use std::ops::Range;

use super::concept::{Alternative, Clause, Concept, Origin, Target};
use super::draft::{Draft, contains};
use super::lexicon::{Closeness, Synonym};
use super::{noise, weight};
use crate::analysis::{Form, Term, fold, runs, terms};

impl Draft<'_, '_> {
    /// Adds to each concept, or beside them, what else may be meant. Of keys that stand in
    /// each other the longest counts: 索引 is not meant in 搜索引擎.
    pub(super) fn add_synonyms(&mut self, text: &str) {
        let (normal, origins) = normalized(text);
        let found: Vec<(Range<usize>, &Synonym)> = self
            .planner
            .lexicon
            .find(&normal)
            .map(|(at, synonym)| (at..at + synonym.key.len(), synonym))
            .collect();
        for (place, synonym) in &found {
            let inside = |(other, _): &(Range<usize>, _)| other.len() > place.len() && contains(other, place);
            if found.iter().any(inside) {
                continue;
            }
            let origin = |at: usize| origins.get(at).cloned().unwrap_or_default();
            self.add_synonym(origin(place.start).start..origin(place.end - 1).end, synonym);
        }
    }

    fn add_synonym(&mut self, source: Range<usize>, synonym: &Synonym) {
        let typed = |concept: &Concept| concept.alternatives.first().is_some_and(|first| !first.all);
        let whole = self.plan.concepts.iter().position(|concept| concept.source == source && typed(concept));
        // What stands for a word is not worth more than the word.
        let floor = whole.map_or(0, |_| self.planner.vocabulary.frequency(&synonym.key));
        let weight = noise::weight(&synonym.key);
        let others = synonym
            .others
            .iter()
            .filter_map(|(other, closeness)| self.instead(other, *closeness, weight, floor));
        let others: Vec<Alternative> = others.collect();
        if others.is_empty() {
            return;
        }
        match whole.and_then(|at| self.plan.concepts.get_mut(at)) {
            Some(concept) => concept.alternatives.extend(others),
            None => self.plan.concepts.push(Concept { source, alternatives: others }),
        }
    }

    /// The words of a synonym, all of them together; none when the index lacks one.
    fn instead(&self, other: &str, closeness: Closeness, weight: f32, floor: u32) -> Option<Alternative> {
        let weight = weight
            * match closeness {
                Closeness::Same => weight::SAME,
                Closeness::Near => weight::NEAR,
                Closeness::Leads => weight::LEADS,
            };
        let terms = terms(other, &self.planner.vocabulary);
        let words = terms.iter().filter(|term| matches!(term.form, Form::Word | Form::Whole));
        let words: Vec<&Term> = words.collect();
        let share = weight / libm::sqrtf(words.len().max(1) as f32);
        let clause = |term: &&Term| {
            let mut clause = Clause::new(&term.text, Target::Text, share, Origin::Synonym);
            clause.frequency_floor = if closeness == Closeness::Leads { 0 } else { floor };
            self.planner.vocabulary.holds(&term.text).then_some(clause)
        };
        Some(Alternative { clauses: words.iter().map(clause).collect::<Option<_>>()?, all: words.len() > 1 })
    }
}

/// `text` as queries and keys of synonyms are compared: its runs folded, separated by single
/// spaces; beside it, for each byte, the bytes of `text` it came from.
pub(crate) fn normalized(text: &str) -> (String, Vec<Range<usize>>) {
    let folded = fold(text);
    let mut normal = String::new();
    let mut origins = Vec::new();
    for run in runs(&folded) {
        if !normal.is_empty() {
            normal.push(' ');
            origins.push(0..0);
        }
        for folded in folded.get(run.range).unwrap_or_default() {
            normal.push(folded.ch);
            origins.extend(std::iter::repeat_n(folded.start..folded.end, folded.ch.len_utf8()));
        }
    }
    (normal, origins)
}
