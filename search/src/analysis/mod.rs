//! Text into terms, one implementation for the index and for queries.
//!
//! ```text
//! text ── fold ──▶ characters in one form (NFKC, lower case, Simplified), each with its origin
//!      ── runs ──▶ Han runs and Latin runs
//!      ── terms ─▶ words and bigrams of Han runs, identifiers whole and in parts
//! ```
//!
//! Only the cutting of Han runs into words differs between the two sides, because a query
//! is cut without a dictionary: the index uses jieba, a query the longest words that the
//! index itself holds. Both stand behind [`Segmenter`].

mod fold;
mod identifier;
#[cfg(feature = "index")]
mod jieba;
mod run;
mod terms;

pub use fold::{Folded, fold, plain};
#[cfg(feature = "index")]
pub use jieba::Jieba;
pub use run::{Run, Script, is_han, runs};
#[cfg(feature = "index")]
pub(crate) use terms::each_term;
pub use terms::{Form, Segmenter, Term, terms};

/// The tables that decide, beside the code and jieba's dictionary, what a text's terms are.
#[cfg(feature = "index")]
pub(crate) fn rules() -> [&'static str; 3] {
    [jieba::OPS_WORDS, fold::FORMS, fold::TRADITIONAL]
}
