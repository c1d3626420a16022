//! Ranking: BM25 over tantivy's postings and norms, for sections and for whole pages.
//!
//! ```text
//! score(section) = Σ over concepts of best alternative of Σ over its clauses
//!                  of weight · (BM25 in the section + PAGE_WEIGHT · BM25 in its page)
//! ```
//!
//! Sections are ranked by any of the concepts (OR): a question in plain words never matches
//! in full, and the rarest of its words decide. A page that speaks of all of them, each in
//! another section, is worth more than a section that repeats one, so the page counts too.
//! The formula is computed here and not by tantivy's queries because its constants are fixed
//! there, and because words and bigrams, which live in two fields, have to share one
//! measure of a section's length.

mod bm25;
mod pages;
mod score;

pub(crate) use pages::PageTable;
pub(crate) use score::{Ranked, Ranker};
