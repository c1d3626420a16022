//! Pages into the files of a search folder.
//!
//! ```text
//! Page ── Analyzer::analyze ──▶ Analysis   pure, for each page by itself, in parallel
//! Analysis of every page ── write ──▶ File after File
//!          ── invert ──▶ posting lists by term, a share of the terms at a time
//!          ── bundle ──▶ dictionaries and lists in files for a static host
//! ```
//!
//! What is held at once: the pages, which borrow their texts; the analyses, some ten bytes for
//! each term of a page; the words' posting lists, a few hundredths of the texts; and of the
//! rest what the cores are at: a share of the sharded terms each, or the records of some pages.
//! Files are handed on as they are made.

mod analysis;
mod analyzer;
mod interner;
mod invert;

use rayon::prelude::*;

pub use analysis::Analysis;
pub use analyzer::Analyzer;

use crate::bundle::{self, Boot, BundleError, Folder, Hash, Hashed, PageEntry, Part};
use crate::facet::FacetTable;
use crate::postings::Norms;
use crate::query::Group;
use crate::{Page, lexicon, schema};
use invert::{Pages, Share};

/// Pages whose records are made at once.
const BATCH: usize = 64;

/// What an index is made with, beside the pages.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options<'a> {
    /// The compiled engine of the browser, stored beside the index that it reads.
    pub engine: &'a [u8],
    /// Groups of words of the site's own that stand for one another.
    pub synonyms: &'a [Vec<String>],
    /// For each kind what pages call it, and after that what else a reader may call it.
    pub kinds: &'a [&'a [&'a str]],
}

/// One file of the search folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Path below the search folder, with forward slashes.
    pub path: String,
    /// Content.
    pub bytes: Vec<u8>,
}

/// The shards of an earlier index, which need not be made again as long as nothing in them
/// changed. Everything else is made every time: a change of any page reaches it.
pub trait Earlier: Sync {
    /// The hashes of the shards that were made from what has this digest, if all their files
    /// are still there. They are not handed to the sink then.
    fn shards(&self, made_from: &[u8; 32]) -> Option<Vec<[u8; 32]>>;

    /// Takes down what was made of it.
    fn keep(&self, made_from: &[u8; 32], hashes: &[[u8; 32]]);
}

/// No earlier index.
impl Earlier for () {
    fn shards(&self, _made_from: &[u8; 32]) -> Option<Vec<[u8; 32]>> {
        None
    }

    fn keep(&self, _made_from: &[u8; 32], _hashes: &[[u8; 32]]) {}
}

/// What can go wrong while an index is made.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// An analysis is missing, or is of another page.
    #[error("the analysis of {0} is not of this page")]
    Analysis(String),
    /// There are more analyses than pages.
    #[error("there are more analyses than pages")]
    TooMany,
    /// There are more sections or terms than posting lists can name.
    #[error("there is more text than a search index can hold")]
    TooLarge,
    /// A dictionary could not be made.
    #[error("the dictionary of the search index could not be made: {0}")]
    Dictionary(#[from] std::io::Error),
    /// It could not be cut into files.
    #[error("the search index could not be cut into files: {0}")]
    Bundle(#[from] BundleError),
}

/// Indexes `pages`, of each of which there is the analysis in `analyses`, and hands the files of
/// the search folder to `sink`, each path once, the entry last, but for shards that are there
/// from an `earlier` index.
///
/// The same pages, analyses and options give the same files in the same order.
///
/// # Errors
///
/// When an analysis is not of its page, when there is more than the format can say (4 GiB of
/// posting lists, 2³¹ sections), and what `sink` returns.
pub fn write<E: From<WriteError> + Send>(
    pages: &[Page<'_>],
    analyses: &[Analysis],
    options: &Options<'_>,
    earlier: &dyn Earlier,
    sink: impl FnMut(File) -> Result<(), E> + Send,
) -> Result<(), E> {
    let analysed = matched(pages, analyses)?;
    let norms = Norms::new(&analysed.lengths());
    let mut folder = Folder::new(sink);
    // The one dictionary of all words keeps one core busy, and the rest the others.
    let (words, added) = rayon::join(
        || Words::of(&analysed, &norms, options),
        || Ok::<_, E>((add_shards(&mut folder, pages, &analysed, earlier)?, add_pages(&mut folder, pages)?)),
    );
    let (words, (shards, page_entries)) = (words?, added?);
    let boot = Boot {
        norms: bundle::length(norms.bytes()).map_err(fail)?,
        words: folder.add_field(&words.part)?,
        facets: FacetTable::new(pages, options.kinds),
        shards,
        pages: page_entries,
        synonyms: words.synonyms,
        pinyin: folder.add(Hash::pinyin_path, words.pinyin)?,
    };
    folder.finish(&boot, &[norms.bytes(), &words.part.dictionary].concat(), options.engine)
}

/// An error as the sink's.
pub(crate) fn fail<E: From<WriteError>>(error: impl Into<WriteError>) -> E {
    E::from(error.into())
}

/// The analyses, each of which has as many sections as its page.
fn matched<'a>(pages: &[Page<'_>], analyses: &'a [Analysis]) -> Result<Pages<'a>, WriteError> {
    let views: Vec<_> = analyses.par_iter().map(Analysis::view).collect();
    for (number, page) in pages.iter().enumerate() {
        let view = views.get(number).filter(|view| view.lengths.len() == page.sections.len());
        view.ok_or_else(|| WriteError::Analysis(page.path.to_owned()))?;
    }
    if views.len() > pages.len() {
        return Err(WriteError::TooMany);
    }
    Pages::new(views)
}

/// The words of an index, and what is made of them.
struct Words {
    part: Part,
    synonyms: Vec<Group>,
    pinyin: Hashed,
}

impl Words {
    fn of(analysed: &Pages<'_>, norms: &Norms, options: &Options<'_>) -> Result<Words, WriteError> {
        let (part, words) = invert::words(analysed, norms)?;
        let pinyin = lexicon::pinyin(&words, analysed.headings());
        Ok(Words {
            part,
            synonyms: lexicon::synonyms(&words, options.synonyms),
            pinyin: Hashed::encoded(&pinyin)?,
        })
    }
}

/// Shares of the shards that are made at once on each core.
const SHARES: usize = 4;

/// Adds the shards. There are none without a section.
fn add_shards<E: From<WriteError>>(
    folder: &mut Folder<impl FnMut(File) -> Result<(), E>>,
    pages: &[Page<'_>],
    analysed: &Pages<'_>,
    earlier: &dyn Earlier,
) -> Result<Vec<Hash>, E> {
    if pages.iter().all(|page| page.sections.is_empty()) {
        return Ok(Vec::new());
    }
    let text = pages.iter().flat_map(|page| page.sections).map(|section| section.text.len()).sum();
    let mut names = vec![Hash::default(); schema::shards(text)];
    for shares in Share::all(names.len()).chunks(SHARES * rayon::current_num_threads()) {
        let files = shares.par_iter().map(|share| Ok((share, shard_files(*share, analysed, earlier)?)));
        for (share, files) in files.collect::<Result<Vec<_>, WriteError>>()? {
            for (number, file) in share.shards().zip(files) {
                let name = folder.add(Hash::chunk_path, file)?;
                names.get_mut(number).into_iter().for_each(|to| *to = name);
            }
        }
    }
    Ok(names)
}

/// The files of a share's shards.
fn shard_files(share: Share, analysed: &Pages<'_>, earlier: &dyn Earlier) -> Result<Vec<Hashed>, WriteError> {
    let made_from = share.digest(analysed);
    if let Some(hashes) = earlier.shards(&made_from).filter(|hashes| hashes.len() == share.shards().count()) {
        return Ok(hashes.into_iter().map(Hashed::known).collect());
    }
    let files = share.invert(analysed)?.into_iter().map(|(_, part)| Hashed::shard(&part));
    let files: Vec<Hashed> = files.collect::<Result<_, _>>()?;
    earlier.keep(&made_from, &files.iter().map(Hashed::hash).collect::<Vec<_>>());
    Ok(files)
}

/// Adds the records of all pages.
fn add_pages<E: From<WriteError>>(
    folder: &mut Folder<impl FnMut(File) -> Result<(), E>>,
    pages: &[Page<'_>],
) -> Result<Vec<PageEntry>, E> {
    let mut entries = Vec::with_capacity(pages.len());
    for pages in pages.chunks(BATCH) {
        entries.extend(folder.add_pages(pages)?);
    }
    Ok(entries)
}
