//! The plan of a query as plain data.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::answer::Replaced;
use crate::facet::Filter;

/// Which dictionary a clause is looked up in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Target {
    /// Words and identifiers.
    Text,
    /// Pairs of neighbouring Han characters.
    Bigram,
}

/// How a term came to be looked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Origin {
    /// A word of the query.
    Word,
    /// Two neighbouring Han characters of the query.
    Bigram,
    /// All characters of a Han run, one after the other.
    Phrase,
    /// An identifier of several parts, whole.
    Whole,
    /// A part of an identifier.
    Part,
    /// Another word for one of the query.
    Synonym,
    /// A word that begins like one of the query.
    Prefix,
    /// A word that differs from one of the query by a letter or two.
    Typo,
    /// A Han word that one of the query spells.
    Pinyin,
    /// What a section must or must not hold.
    Filter,
}

/// One term to look up.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Clause {
    pub(crate) text: String,
    pub(crate) target: Target,
    /// Factor of the term's score; 1 for a word as asked.
    pub(crate) weight: f32,
    pub(crate) origin: Origin,
    /// Sections that the term is taken to occur in at least: what stands for a common word
    /// must not count as a rare one.
    pub(crate) frequency_floor: u32,
}

impl Clause {
    pub(crate) fn new(text: impl Into<String>, target: Target, weight: f32, origin: Origin) -> Clause {
        Clause { text: text.into(), target, weight, origin, frequency_floor: 0 }
    }

    /// A clause that sections have to match, or must not.
    pub(crate) fn filter(text: impl Into<String>, target: Target) -> Clause {
        Clause::new(text, target, 0.0, Origin::Filter)
    }
}

/// Terms that together stand for a thing meant.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Alternative {
    pub(crate) clauses: Vec<Clause>,
    /// Whether it counts only in sections that hold every one of the clauses.
    pub(crate) all: bool,
}

impl Alternative {
    /// An alternative that counts by each of its clauses.
    pub(crate) fn any(clauses: Vec<Clause>) -> Alternative {
        Alternative { clauses, all: false }
    }

    /// An alternative that counts whole or not at all.
    pub(crate) fn all(clauses: Vec<Clause>) -> Alternative {
        Alternative { clauses, all: true }
    }
}

/// A thing meant, by any of its alternatives.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Concept {
    /// Where it stands in the query, in bytes.
    pub(crate) source: Range<usize>,
    /// What stands for it; a section counts by the best of them.
    pub(crate) alternatives: Vec<Alternative>,
}

/// What a query asks for.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Plan {
    /// What to rank by.
    pub(crate) concepts: Vec<Concept>,
    /// What a section has to hold, each.
    pub(crate) required: Vec<Clause>,
    /// What a section must not hold, none: all clauses of a group together.
    pub(crate) excluded: Vec<Vec<Clause>>,
    /// Quoted phrases, folded, that a section's words have to hold as they are.
    pub(crate) phrases: Vec<String>,
    /// Words of the query that nothing was found for, as they were typed.
    pub(crate) missing_words: Vec<String>,
    /// Words of the query that others were looked up for.
    pub(crate) replaced: Vec<Replaced>,
    /// Kinds and tags that the query asks for.
    pub(crate) filters: Vec<Filter>,
    /// The query with all that is syntax blanked.
    pub(crate) text: String,
    /// Whether the query has no words at all; it may still ask for kinds and tags.
    pub(crate) is_blank: bool,
}

impl Plan {
    /// All clauses that findings are marked by.
    pub(crate) fn clauses(&self) -> impl Iterator<Item = &Clause> {
        let alternatives = self.concepts.iter().flat_map(|concept| &concept.alternatives);
        alternatives.flat_map(|alternative| &alternative.clauses)
    }
}
