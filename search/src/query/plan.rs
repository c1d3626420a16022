//! The plan of a query.

use std::io;

use super::Vocabulary;
use crate::analysis::{Form, Term, terms};

/// Clauses of a plan at most. A pasted page is cut down to its first words; more would not
/// find better, only slower.
const CLAUSES: usize = 128;

/// Bytes of a query at most; the rest of a longer one is not looked at.
const LONGEST: usize = 8 << 10;

/// What a bigram is worth beside a word: enough to find any substring, too little to
/// outweigh the words themselves.
const BIGRAM_WEIGHT: f32 = 0.25;
/// What an identifier of several parts is worth when it is found whole: someone who typed
/// or pasted all of it means no other.
const WHOLE_WEIGHT: f32 = 2.0;
/// What each of its parts is worth beside it.
const PART_WEIGHT: f32 = 0.3;
/// What a word that only begins like the one asked for is worth.
const COMPLETION_WEIGHT: f32 = 0.5;

/// Which dictionary a clause is looked up in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Target {
    Text,
    Bigram,
}

/// One term to look up.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Clause {
    pub(crate) text: String,
    pub(crate) target: Target,
    /// Factor of the term's score; 1 for a word as asked.
    pub(crate) weight: f32,
}

/// What a query asks for.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Plan {
    /// Terms to look up, each once, in the order of the query.
    pub(crate) clauses: Vec<Clause>,
    /// Words of the query that the index does not hold, as they were typed.
    pub(crate) missing_words: Vec<String>,
}

/// Plans `query` with the words of the index.
///
/// # Errors
///
/// When the dictionary cannot be read.
pub(crate) fn plan(query: &str, vocabulary: &Vocabulary<'_>) -> io::Result<Plan> {
    let mut plan = Plan::default();
    let query = query.get(..query.floor_char_boundary(LONGEST)).unwrap_or(query);
    let terms = terms(query, vocabulary);
    let mut rest = terms.as_slice();
    while let Some((term, after)) = rest.split_first().filter(|_| plan.clauses.len() < CLAUSES) {
        rest = after;
        match term.form {
            Form::Bigram => plan.add(term, Target::Bigram, BIGRAM_WEIGHT),
            Form::Word => plan.add_word(term, query, vocabulary),
            Form::Whole | Form::Part => {
                let parts = after.iter().take_while(|term| term.form == Form::Part).count();
                let (parts, after) = after.split_at(parts);
                plan.add_identifier(term, parts, query, vocabulary)?;
                rest = after;
            }
        }
    }
    plan.clauses.truncate(CLAUSES);
    Ok(plan)
}

impl Plan {
    fn add_word(&mut self, term: &Term, query: &str, vocabulary: &Vocabulary<'_>) {
        if vocabulary.holds(&term.text) {
            self.add(term, Target::Text, 1.0);
        } else {
            self.miss(term, query);
        }
    }

    /// An identifier counts most whole, less by its parts; one that is unknown is looked
    /// up by its parts alone, or as the beginning of a word.
    fn add_identifier(
        &mut self,
        whole: &Term,
        parts: &[Term],
        query: &str,
        vocabulary: &Vocabulary<'_>,
    ) -> io::Result<()> {
        let known = vocabulary.holds(&whole.text);
        if known {
            let weight = if parts.is_empty() { 1.0 } else { WHOLE_WEIGHT };
            self.add(whole, Target::Text, weight);
        }
        let weight = if known { PART_WEIGHT } else { 1.0 };
        let mut found = known;
        for part in parts {
            if vocabulary.holds(&part.text) {
                self.add(part, Target::Text, weight);
                found = true;
            }
        }
        if !known {
            for word in vocabulary.completions(&whole.text)? {
                self.push(Clause { text: word, target: Target::Text, weight: COMPLETION_WEIGHT });
                found = true;
            }
        }
        if !found {
            self.miss(whole, query);
        }
        Ok(())
    }

    fn add(&mut self, term: &Term, target: Target, weight: f32) {
        self.push(Clause { text: term.text.clone(), target, weight });
    }

    fn push(&mut self, clause: Clause) {
        let same = |other: &Clause| other.target == clause.target && other.text == clause.text;
        if !self.clauses.iter().any(same) {
            self.clauses.push(clause);
        }
    }

    fn miss(&mut self, term: &Term, query: &str) {
        let word = query.get(term.source.clone()).unwrap_or(&term.text).to_owned();
        if self.missing_words.len() < CLAUSES && !self.missing_words.contains(&word) {
            self.missing_words.push(word);
        }
    }
}
