//! What unknown and unfinished words may stand for.

use std::io;

use super::concept::{Alternative, Clause, Concept, Origin, Target};
use super::draft::Draft;
use super::pinyin::may_be_pinyin;
use super::{typo, weight};
use crate::analysis::{Form, Term, terms};
use crate::answer::Replaced;

impl Draft<'_, '_> {
    /// What an unknown identifier may stand for: the beginning of a word, a word misspelt,
    /// Han words in pinyin; for want of these, its parts misspelt.
    pub(super) fn add_guesses(
        &mut self,
        whole: &Term,
        parts: &[Term],
        alternatives: &mut Vec<Alternative>,
    ) -> io::Result<()> {
        let vocabulary = &self.planner.vocabulary;
        let before = alternatives.len();
        let mut instead: Vec<String> = Vec::new();
        for entry in vocabulary.completions(&whole.text)? {
            let longer = Clause::new(entry.word, Target::Text, weight::PREFIX, Origin::Prefix);
            alternatives.push(Alternative::any(vec![longer]));
        }
        let speller = (may_be_pinyin(&whole.text) && alternatives.len() == before)
            .then(|| (self.planner.speller)())
            .flatten();
        for text in speller.map(|speller| speller.read(&whole.text)).unwrap_or_default() {
            alternatives.push(Alternative::any(self.spelt(&text)));
            instead.push(text);
        }
        if alternatives.len() == before {
            for entry in typo::corrections(&whole.text, vocabulary.entries()) {
                instead.push(entry.word.clone());
                let meant = Clause::new(&entry.word, Target::Text, weight::TYPO, Origin::Typo);
                alternatives.push(Alternative::any(vec![meant]));
            }
        }
        if alternatives.len() == before {
            let meant = parts.iter().filter_map(|part| self.corrected(part));
            if let Some(typed) = alternatives.first_mut() {
                typed.clauses.extend(meant);
            }
        }
        if !instead.is_empty() {
            let typed = self.query.get(whole.source.clone()).unwrap_or(&whole.text).to_owned();
            self.plan.replaced.push(Replaced { typed, by: instead });
        }
        Ok(())
    }

    /// The likeliest correction of a part that is no word.
    fn corrected(&self, part: &Term) -> Option<Clause> {
        let vocabulary = &self.planner.vocabulary;
        if vocabulary.holds(&part.text) {
            return None;
        }
        let meant = typo::corrections(&part.text, vocabulary.entries());
        let weight = weight::PART_ALONE * weight::TYPO;
        meant.first().map(|entry| Clause::new(&entry.word, Target::Text, weight, Origin::Typo))
    }

    /// Clauses of a Han text that pinyin spells.
    fn spelt(&self, text: &str) -> Vec<Clause> {
        let vocabulary = &self.planner.vocabulary;
        let terms = terms(text, vocabulary);
        let clause = |term: &Term| match term.form {
            Form::Word if vocabulary.holds(&term.text) => {
                Some(Clause::new(&term.text, Target::Text, weight::PINYIN, Origin::Pinyin))
            }
            Form::Bigram => Some(Clause::new(&term.text, Target::Bigram, weight::BIGRAM, Origin::Pinyin)),
            _ => None,
        };
        terms.iter().filter_map(clause).collect()
    }

    /// The end of a query may be the beginning of a Han word: 健康检 of 健康检查.
    pub(super) fn add_unfinished(&mut self, text: &str, terms: &[Term]) -> io::Result<()> {
        let Some(last) = terms.iter().rfind(|term| term.form == Form::Word) else { return Ok(()) };
        let at_end = text.get(last.source.end..).is_some_and(str::is_empty);
        if !at_end || self.pasted || last.text.chars().count() > 1 {
            return Ok(());
        }
        let mut alternatives = Vec::new();
        for entry in self.planner.vocabulary.completions(&last.text)? {
            let longer = Clause::new(entry.word, Target::Text, weight::CHARACTER, Origin::Prefix);
            alternatives.push(Alternative::any(vec![longer]));
        }
        if !alternatives.is_empty() {
            self.plan.concepts.push(Concept { source: last.source.clone(), alternatives });
        }
        Ok(())
    }
}
