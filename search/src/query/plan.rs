//! From the words of a query to what is looked up.

use std::io;

use super::concept::{Clause, Plan, Target};
use super::draft::Draft;
use super::lexicon::Lexicon;
use super::parse::{Parsed, parse};
use super::pinyin::Speller;
use super::{Vocabulary, noise};
use crate::analysis::{Form, Script, fold, plain, runs, terms};
use crate::facet::{Facet, Facets};

/// Bytes of a query at most; the rest of a longer one is not looked at.
const LONGEST: usize = 8 << 10;

/// What quotes are taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Quotes {
    /// Texts that a section has to hold as they are.
    Exact,
    /// Words like others, for a query whose texts no section holds: these are missing then.
    Words,
}

/// Plans queries with what an index knows.
pub(crate) struct Planner<'a> {
    pub(crate) vocabulary: Vocabulary<'a>,
    pub(crate) facets: &'a Facets,
    pub(crate) lexicon: &'a Lexicon,
    /// Reads pinyin, or `None` when the table is not there yet.
    pub(crate) speller: &'a dyn Fn() -> Option<&'a Speller>,
}

impl Planner<'_> {
    /// Plans `query`.
    ///
    /// # Errors
    ///
    /// When the dictionary cannot be read.
    pub(crate) fn plan(&self, query: &str, quotes: Quotes) -> io::Result<Plan> {
        let query = query.get(..query.floor_char_boundary(LONGEST)).unwrap_or(query);
        let pasted = is_pasted(query);
        let parsed = if pasted { Parsed::text(query) } else { self.parse(query) };
        let mut plan = Draft::new(self, query, pasted, false).plan(&parsed.text)?;
        if plan.concepts.is_empty() {
            // A query of nothing but question words is about them.
            plan = Draft::new(self, query, pasted, true).plan(&parsed.text)?;
        }
        self.add_syntax(&parsed, quotes, &mut plan);
        plan.is_blank = parsed.phrases.is_empty() && runs(&fold(&parsed.text)).is_empty();
        plan.text = parsed.text;
        Ok(plan)
    }

    fn parse(&self, query: &str) -> Parsed {
        let is_flag = |word: &str| self.vocabulary.holds(&plain(&fold(&format!("-{word}"))));
        let is_exclusion = |word: &str| word.starts_with(char::is_alphanumeric) && !is_flag(word);
        let has_facet = |facet: Facet, name: &str| self.facets.holds(facet, name);
        parse(query, is_exclusion, has_facet)
    }

    /// Adds what a section has to hold, or must not.
    fn add_syntax(&self, parsed: &Parsed, quotes: Quotes, plan: &mut Plan) {
        match quotes {
            Quotes::Exact => {
                plan.phrases.extend(parsed.phrases.iter().map(|phrase| plain(&fold(phrase))));
                plan.required.extend(parsed.phrases.iter().flat_map(|phrase| self.every_term(phrase)));
            }
            Quotes::Words => {
                plan.missing_words.extend(parsed.phrases.iter().map(|phrase| format!("“{phrase}”")));
            }
        }
        for word in &parsed.excluded {
            plan.excluded.push(self.every_term(word));
        }
        plan.filters.clone_from(&parsed.filters);
    }

    /// What every section that contains `text` holds: its bigrams, and the smallest parts of
    /// its identifiers, which may themselves be parts of longer ones.
    fn every_term(&self, text: &str) -> Vec<Clause> {
        let terms = terms(text, &self.vocabulary);
        let mut clauses = Vec::new();
        for (at, term) in terms.iter().enumerate() {
            let has_parts = terms.get(at + 1).is_some_and(|next| next.form == Form::Part);
            let target = match term.form {
                Form::Bigram => Target::Bigram,
                Form::Whole if !has_parts => Target::Text,
                Form::Part if term.text.chars().all(char::is_alphanumeric) => Target::Text,
                Form::Word if terms.len() == 1 => Target::Text,
                _ => continue,
            };
            clauses.push(Clause::filter(term.text.clone(), target));
        }
        clauses
    }
}

fn is_pasted(query: &str) -> bool {
    let latin = runs(&fold(query)).into_iter().filter(|run| run.script == Script::Latin).count();
    noise::is_pasted(query, latin)
}
