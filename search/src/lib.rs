//! Full-text search for Chinese notes, the same in the terminal and in the browser.
//!
//! Indexing (feature `index`, native only):
//!
//! ```text
//! Page ── Analyzer::analyze ──▶ Analysis     each page by itself: its text cut and counted
//! Analysis of every page ── write ──▶ File…  inverted, posting lists encoded as tantivy does,
//!                                            cut into the files for a static host
//! ```
//!
//! An [`Analysis`] is flat bytes, which a caller may keep: only pages that changed have to be
//! analysed again, and the files are the same.
//!
//! Searching (native and `wasm32-unknown-unknown`):
//!
//! ```text
//! boot file ── Engine::open ──▶ Engine
//! Request ──── Engine::search ──▶ Outcome::Answer, or Outcome::Missing: the files to fetch first
//! ```
//!
//! The engine does no input or output of its own. Whoever holds it fetches what is named
//! missing (from a folder, over HTTP), hands the bytes in with [`Engine::supply`], and asks
//! again; the second run of the same synchronous search finds them there. Nothing here
//! depends on where it runs: no clock, no threads, no hash order, and logarithms from one
//! implementation, so that scores are equal to the last bit.

pub mod analysis;
pub mod answer;
pub mod bundle;
#[cfg(feature = "index")]
mod digest;
mod engine;
mod excerpt;
mod facet;
#[cfg(feature = "index")]
mod lexicon;
mod page;
mod phrase;
mod postings;
pub mod query;
mod rank;
mod results;
mod schema;
mod segment;
#[cfg(feature = "index")]
mod write;

pub use answer::{Answer, Contribution, FacetCount, FacetCounts, Hit, Origin, Replaced, TermInfo};
pub use engine::{Engine, OpenError, Outcome, Request, SearchError};
pub use page::Section;
#[cfg(feature = "index")]
pub use page::{Page, Sections};
#[cfg(feature = "index")]
pub use write::{Analysis, Analyzer, Earlier, File, Options, WriteError, write};

/// The version of the files that [`write()`](fn@write) makes and [`Engine::open`] reads.
///
/// A reader refuses any other version: both come from one build of Yunji, and guessing
/// at another's layout would give wrong answers instead of none.
pub const FORMAT: u32 = 4;
