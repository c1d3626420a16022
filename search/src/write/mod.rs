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

/// Files of an earlier index, which need not be made again as long as what they are made from
/// does not change.
pub trait Earlier: Sync {
    /// The hashes of the files that were made from what has this digest, if all of them are still
    /// there, each at the `path` of its hash. They are not handed to the sink then.
    fn files(&self, made_from: &[u8; 32], path: fn(Hash) -> String) -> Option<Vec<[u8; 32]>>;

    /// Takes down what was made of it.
    fn keep(&self, made_from: &[u8; 32], hashes: &[[u8; 32]]);
}

/// No earlier index.
impl Earlier for () {
    fn files(&self, _made_from: &[u8; 32], _path: fn(Hash) -> String) -> Option<Vec<[u8; 32]>> {
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
/// the search folder to `sink`, each path once, the entry last, but for files that are there
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
        || {
            Ok::<_, E>((
                add_shards(&mut folder, pages, &analysed, earlier)?,
                add_pages(&mut folder, pages, earlier)?,
            ))
        },
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
    let text = pages.iter().flat_map(|page| page.sections.iter()).map(|section| section.text.len()).sum();
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
    let made = || {
        let files = share.invert(analysed)?.into_iter().map(|(_, part)| Hashed::shard(&part));
        Ok(files.collect::<Result<_, _>>()?)
    };
    known_or_made(earlier, (&made_from, Hash::chunk_path, share.shards().count()), made)
}

/// Adds the records of all pages.
fn add_pages<E: From<WriteError>>(
    folder: &mut Folder<impl FnMut(File) -> Result<(), E>>,
    pages: &[Page<'_>],
    earlier: &dyn Earlier,
) -> Result<Vec<PageEntry>, E> {
    let mut entries = Vec::with_capacity(pages.len());
    for pages in pages.chunks(BATCH) {
        let files: Vec<_> = pages.par_iter().map(|page| record_files(page, earlier)).collect();
        for files in files {
            entries.push(folder.add_page(files.map_err(fail)?)?);
        }
    }
    Ok(entries)
}

/// The files of a page's records, and how many sections each has.
fn record_files(page: &Page<'_>, earlier: &dyn Earlier) -> Result<Vec<(Hashed, u32)>, WriteError> {
    let records = bundle::records(page);
    let made = || Ok(records.iter().map(Hashed::record).collect::<Result<_, _>>()?);
    let files = known_or_made(earlier, (&page.digest(), Hash::page_path, records.len()), made)?;
    let counts = records.iter().map(|record| bundle::length(record.sections));
    files.into_iter().zip(counts).map(|(file, count)| Ok((file, count?))).collect()
}

/// So many files at a path that were made from what has a digest: those of an earlier index, or
/// what `made` makes.
fn known_or_made(
    earlier: &dyn Earlier,
    (made_from, path, count): (&[u8; 32], fn(Hash) -> String, usize),
    made: impl FnOnce() -> Result<Vec<Hashed>, WriteError>,
) -> Result<Vec<Hashed>, WriteError> {
    if let Some(hashes) = earlier.files(made_from, path).filter(|hashes| hashes.len() == count) {
        return Ok(hashes.into_iter().map(Hashed::known).collect());
    }
    let files = made()?;
    earlier.keep(made_from, &files.iter().map(Hashed::hash).collect::<Vec<_>>());
    Ok(files)
}
