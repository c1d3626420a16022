//! The concepts of a query's words.

use std::io;
use std::ops::Range;

use super::concept::{Alternative, Clause, Concept, Origin, Plan, Target};
use super::plan::Planner;
use super::{noise, weight};
use crate::analysis::{Form, Term, terms};

/// Concepts of a plan at most. A pasted page is cut down to its first words; more would not
/// find better, only slower.
const CONCEPTS: usize = 128;

/// A plan while it is made.
pub(super) struct Draft<'d, 'a> {
    pub(super) planner: &'d Planner<'a>,
    /// The query as typed.
    pub(super) query: &'d str,
    /// Whether it is a pasted message.
    pub(super) pasted: bool,
    /// Whether question words count.
    pub(super) fillers: bool,
    /// Terms of the whole query.
    terms: usize,
    pub(super) plan: Plan,
}

impl<'d, 'a> Draft<'d, 'a> {
    pub(super) fn new(planner: &'d Planner<'a>, query: &'d str, pasted: bool, fillers: bool) -> Self {
        Draft { planner, query, pasted, fillers, terms: 0, plan: Plan::default() }
    }

    /// The plan of `text`: the query, or as much of it as is words.
    pub(super) fn plan(mut self, text: &str) -> io::Result<Plan> {
        let terms = terms(text, &self.planner.vocabulary);
        self.terms = terms.len();
        let mut rest = terms.as_slice();
        while let Some(first) = rest.first().filter(|_| self.plan.concepts.len() < CONCEPTS) {
            let han = !matches!(first.form, Form::Whole | Form::Part);
            let belongs = |term: &&Term, at: usize| match han {
                true => !matches!(term.form, Form::Whole | Form::Part),
                false => at == 0 || term.form == Form::Part,
            };
            let mut count = 0;
            let mut bigrams = false;
            while let Some(term) = rest.get(count).filter(|term| belongs(term, count)) {
                // Words after bigrams are another run's.
                if bigrams && matches!(term.form, Form::Word | Form::Inner) {
                    break;
                }
                bigrams |= term.form == Form::Bigram;
                count += 1;
            }
            let (run, after) = rest.split_at(count);
            rest = after;
            match han {
                true => self.add_han(run),
                false => self.add_latin(run, after.is_empty())?,
            }
        }
        self.add_unfinished(text, &terms)?;
        self.add_synonyms(text);
        self.plan.concepts.truncate(CONCEPTS);
        Ok(self.plan)
    }

    /// A run of Han characters: its words, its bigrams, and all of it.
    fn add_han(&mut self, run: &[Term]) {
        let of = |form: Form| run.iter().filter(move |term| term.form == form).collect::<Vec<&Term>>();
        let (words, inner, bigrams) = (of(Form::Word), of(Form::Inner), of(Form::Bigram));
        let filler = |word: &&&Term| !self.fillers && noise::is_filler(&word.text);
        let fillers: Vec<Range<usize>> =
            words.iter().filter(filler).map(|word| word.source.clone()).collect();
        let in_filler = |term: &Term| fillers.iter().any(|filler| contains(filler, &term.source));
        for word in words.iter().filter(|word| !in_filler(word)) {
            self.add_word(word, &bigrams);
        }
        let known = |word: &&&Term| self.planner.vocabulary.holds(&word.text);
        for word in inner.iter().filter(|word| !in_filler(word)).filter(known).collect::<Vec<_>>() {
            let weight = weight::INNER * noise::weight(&word.text);
            self.push_one(word.source.clone(), Clause::new(&word.text, Target::Text, weight, Origin::Part));
        }
        for bigram in bigrams.iter().filter(|bigram| !in_filler(bigram)) {
            let clause = Clause::new(&bigram.text, Target::Bigram, weight::BIGRAM, Origin::Bigram);
            self.push_one(bigram.source.clone(), clause);
        }
        self.add_phrase(&bigrams, run.len() == self.terms);
    }

    /// All characters of a run in a row. Someone who types one short run and nothing else
    /// may quote a text: whatever holds it comes first.
    fn add_phrase(&mut self, bigrams: &[&Term], alone: bool) {
        let (Some(first), Some(last)) = (bigrams.first(), bigrams.last()) else { return };
        let weight = match bigrams.len() {
            1..8 if alone => weight::QUOTATION,
            2..=12 => weight::PHRASE,
            _ => return,
        };
        let clause = |term: &&Term| Clause::new(&term.text, Target::Bigram, weight, Origin::Phrase);
        let all = Alternative::all(bigrams.iter().map(clause).collect());
        let source = first.source.start..last.source.end;
        self.plan.concepts.push(Concept { source, alternatives: vec![all] });
    }

    fn add_word(&mut self, word: &Term, bigrams: &[&Term]) {
        let single = word.text.chars().count() == 1;
        if self.planner.vocabulary.holds(&word.text) {
            let alone = if single && !bigrams.is_empty() { weight::CHARACTER } else { 1.0 };
            let weight = noise::weight(&word.text).min(alone);
            let clause = Clause::new(&word.text, Target::Text, weight, Origin::Word);
            self.push_one(word.source.clone(), clause);
        } else if !single || bigrams.is_empty() {
            self.miss(word);
        }
    }

    /// An identifier counts most whole, less by its parts; one that is unknown is looked
    /// up by its parts, and as what may have been meant.
    fn add_latin(&mut self, run: &[Term], last: bool) -> io::Result<()> {
        let Some((whole, parts)) = run.split_first() else { return Ok(()) };
        let vocabulary = &self.planner.vocabulary;
        let known = vocabulary.holds(&whole.text);
        let boilerplate = self.pasted && noise::is_boilerplate(&whole.text);
        let meaning = if boilerplate { weight::BOILERPLATE } else { noise::weight(&whole.text) };
        if !known && noise::is_incidental(&whole.text) {
            if !self.pasted {
                self.miss(whole);
            }
            return Ok(());
        }
        let mut typed = Vec::new();
        if known {
            let simple = parts.len() == usize::from(whole.text.starts_with('-'));
            let (weight, origin) = if simple { (1.0, Origin::Word) } else { (weight::WHOLE, Origin::Whole) };
            typed.push(Clause::new(&whole.text, Target::Text, meaning * weight, origin));
        }
        let weight = if known { weight::PART } else { weight::PART_ALONE };
        for part in parts.iter().filter(|part| vocabulary.holds(&part.text)) {
            typed.push(Clause::new(&part.text, Target::Text, weight, Origin::Part));
        }
        let mut alternatives = vec![Alternative::any(typed)];
        if !known && !self.pasted {
            self.add_guesses(whole, parts, &mut alternatives)?;
        } else if known && last && !self.pasted && whole.text.len() > 2 {
            for entry in vocabulary.completions(&whole.text)? {
                let longer = Clause::new(entry.word, Target::Text, weight::LONGER, Origin::Prefix);
                alternatives.push(Alternative::any(vec![longer]));
            }
        }
        alternatives.retain(|alternative| !alternative.clauses.is_empty());
        match alternatives.is_empty() {
            true => self.miss(whole),
            false => self.push(whole.source.clone(), alternatives),
        }
        Ok(())
    }

    fn push_one(&mut self, source: Range<usize>, clause: Clause) {
        self.push(source, vec![Alternative::any(vec![clause])]);
    }

    /// Adds a concept unless what it looks up first is looked up already.
    fn push(&mut self, source: Range<usize>, alternatives: Vec<Alternative>) {
        let first = |concept: &Concept| {
            let alternative = concept.alternatives.first().filter(|alternative| !alternative.all)?;
            alternative.clauses.first().map(|clause| (clause.target, clause.text.clone()))
        };
        let concept = Concept { source, alternatives };
        let this = first(&concept);
        if !self.plan.concepts.iter().any(|other| first(other) == this) {
            self.plan.concepts.push(concept);
        }
    }

    fn miss(&mut self, term: &Term) {
        let word = self.query.get(term.source.clone()).unwrap_or(&term.text).to_owned();
        if self.plan.missing_words.len() < CONCEPTS && !self.plan.missing_words.contains(&word) {
            self.plan.missing_words.push(word);
        }
    }
}

pub(super) fn contains(outer: &Range<usize>, inner: &Range<usize>) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}
