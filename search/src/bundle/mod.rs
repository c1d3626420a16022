//! The files of a search folder, made to be read a little at a time from any static host.
//!
//! ```text
//! index.json               names the boot file and the engine; the only name that stays
//! boot.<hash>.bin          what opening an index reads, and the dictionary of words
//! chunks/<hash>.bin        everything else of the tantivy segment, in bounded pieces
//! pages/<hash>.json        one page's text each, for excerpts
//! engine.<hash>.wasm       the code that reads all this in a browser
//! ```
//!
//! A tantivy segment is a handful of files that are read here and there. `cut` watches
//! what opening reads, puts those pieces into the boot file, and cuts the rest into chunks
//! named by their content. A reader sees tantivy's files whole again through a directory
//! (`Store`) whose reads fail when they touch a chunk that is not there yet, and remember
//! its name. Chunks are plain bytes: a host may compress them or not, and needs no `Range`.

mod boot;
#[cfg(feature = "index")]
mod cut;
mod directory;
#[cfg(feature = "index")]
mod watch;

pub use boot::{Boot, BootError, Entry, PageEntry, Place};
#[cfg(feature = "index")]
pub use cut::BundleError;
#[cfg(feature = "index")]
pub(crate) use cut::{Tables, cut};
pub(crate) use directory::Store;

/// The file that names the others.
pub const ENTRY: &str = "index.json";
