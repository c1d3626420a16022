//! The search folder: made from a site, and read back to answer on the command line.

mod compress;
mod reader;

use yunji_search::{Options, Page, WriteError};

use crate::config::{Config, Kind};
use crate::output::{Content, Output, PathError, SitePath, Store};
use crate::site::{Note, Site};
pub use reader::{IndexError, Reader};

/// The search folder's path below the site's root.
pub const FOLDER: &str = "search/";

/// The engine that searches in the browser: `search/client` compiled by its `build.sh`.
/// Committed, so that building Yunji needs no second compiler target.
static ENGINE: &[u8] = include_bytes!("engine.wasm");

/// Why a site cannot be indexed.
#[derive(Debug, thiserror::Error)]
pub enum MakeError {
    /// The search crate refused.
    #[error(transparent)]
    Write(#[from] WriteError),
    /// It named a file impossibly.
    #[error(transparent)]
    Path(#[from] PathError),
    /// A file of it cannot be read back.
    #[error("cannot read back a file of the search index: {0}")]
    Store(#[from] std::io::Error),
}

/// Makes the files of the search folder, in which hidden notes are not found, and hands them
/// to `store`.
///
/// # Errors
///
/// When the index cannot be made, which for any site that fits into memory is a bug.
pub fn index(site: &Site, config: &Config, store: &dyn Store) -> Result<Output, MakeError> {
    let visible = site.notes.iter().filter(|note| !note.page.front.hidden);
    let pages: Vec<Page> = visible.map(page).collect();
    let kinds = Kind::ALL.map(Kind::names);
    let options = Options {
        engine: ENGINE,
        words: &config.search_words,
        synonyms: &config.search_synonyms,
        kinds: &kinds,
    };
    let mut output = Output::default();
    for file in yunji_search::write(&pages, &options)? {
        let path = SitePath::parse(&format!("{FOLDER}{}", file.path))?;
        let stored = store.put(&path, None, file.bytes);
        output.insert(path, Content::Stored(stored), "the search index");
    }
    if config.precompress {
        compress::precompress(&mut output, store)?;
    }
    Ok(output)
}

fn page(note: &Note) -> Page {
    let page = &note.page;
    Page {
        url: note.path.href(),
        path: page.file.path.clone(),
        title: page.title.clone(),
        kind: page.kind.name().to_owned(),
        tags: page.front.tags.clone(),
        sections: page.sections.clone(),
    }
}
