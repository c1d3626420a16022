//! A query into a plan: what to look up, and how much each finding is worth.
//!
//! ```text
//! query ── parse ──▶ words, quoted phrases, exclusions, filters
//!       ── plan ───▶ Plan: concepts of alternatives of clauses
//! ```
//!
//! A *clause* is one term to look up. An *alternative* is some clauses that together stand
//! for one thing meant. A *concept* is a thing meant, by any of its alternatives: the word
//! as typed, its synonyms, what it may be misspelt from, or begin, or spell in pinyin.

mod concept;
mod draft;
mod guess;
mod lexicon;
mod near;
mod noise;
mod parse;
mod pinyin;
mod plan;
mod typo;
mod vocabulary;
mod weight;
mod widen;

pub use concept::Origin;
pub(crate) use concept::{Alternative, Clause, Concept, Plan, Target};
pub(crate) use lexicon::Lexicon;
pub use lexicon::{Closeness, Group};
pub(crate) use near::near;
pub use pinyin::Pinyin;
pub(crate) use pinyin::Speller;
pub(crate) use plan::{Planner, Quotes};
pub(crate) use vocabulary::{Entry, Vocabulary};
#[cfg(feature = "index")]
pub(crate) use widen::normalized;
