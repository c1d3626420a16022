//! The search folder: made from a site, and read back to answer on the command line.

mod compress;
mod known;
mod reader;

use yunji_search::{Earlier, Options, Page, WriteError};

use crate::cache::Pack;
use crate::config::{Config, Kind};
use crate::markdown;
use crate::output::{Content, Output, PathError, SitePath, Store};
use crate::site::{Note, Site};
use compress::Compressor;
use known::KnownFiles;
pub use reader::{IndexError, Reader};
pub use yunji_search::{Analysis, Analyzer};

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
}

/// Makes the files of the search folder of `analyses`, one for each [`visible`] note in order,
/// and hands them to the store. Files that `pack` knows and the store has are not made again.
///
/// # Errors
///
/// When the analyses are not those of the notes, or the index cannot be made, which for any site
/// that fits into memory is a bug.
pub fn index(
    site: &Site,
    analyses: &[Analysis],
    config: &Config,
    (store, pack): (&dyn Store, &Pack),
) -> Result<Output, MakeError> {
    let pages: Vec<Page<'_>> = visible(site).map(|note| searched(&note.page, note.path.href())).collect();
    let kinds = Kind::ALL.map(Kind::names);
    let options = Options { engine: ENGINE, synonyms: &config.search_synonyms, kinds: &kinds };
    let mut output = Output::default();
    let earlier = KnownFiles::new(pack, store);
    // Compressed copies are made of all files, and so all are made.
    let used: &dyn Earlier = if config.precompress { &() } else { &earlier };
    let mut compressor = Compressor::new(config.precompress, |path: SitePath, bytes| {
        let stored = store.put(&path, None, bytes);
        output.insert(path, Content::Stored(stored), "the search index");
    });
    yunji_search::write(&pages, analyses, &options, used, |file| {
        let path = SitePath::parse(&format!("{FOLDER}{}", file.path))?;
        Ok::<_, MakeError>(compressor.push(path, file.bytes)?)
    })?;
    compressor.finish()?;
    earlier.add_to(&mut output);
    Ok(output)
}

/// The notes that search finds, in the order of the index.
pub fn visible(site: &Site) -> impl Iterator<Item = &Note> {
    site.notes.iter().filter(|note| !note.page.front.hidden)
}

/// What analyses the notes of a site with these settings.
pub fn analyzer(config: &Config) -> Analyzer {
    Analyzer::new(&config.search_words)
}

/// What a page contributes to the index. It depends on the page's title, tags and sections, and
/// on the analyzer's fingerprint alone, so whoever keeps it under these need not ask again.
pub fn analyze(page: &markdown::Page, analyzer: &Analyzer) -> Analysis {
    analyzer.analyze(&searched(page, String::new()))
}

/// A page as search knows it, at an address.
fn searched(page: &markdown::Page, url: String) -> Page<'_> {
    Page {
        url: url.into(),
        path: &page.file.path,
        title: &page.title,
        kind: page.kind.name(),
        tags: &page.front.tags,
        sections: &page.sections,
    }
}
