//! The engine: an open index that answers, or says what it has to be given first.

use std::cell::{OnceCell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use serde::{Deserialize, Serialize};
use tantivy::directory::OwnedBytes;

use crate::answer::{Answer, FacetCounts};
use crate::bundle::{Boot, BootError, PageEntry, Record};
use crate::facet::{Facet, Facets, Filter};
use crate::phrase::holds_all;
use crate::query::{Clause, Entry, Lexicon, Pinyin, Plan, Planner, Quotes, Speller, Vocabulary, near};
use crate::rank::{PageTable, Ranked, Ranker};
use crate::results::{Chosen, empty, hit, terms};
use crate::segment::Segment;

/// A search request.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Request {
    /// What was typed.
    pub query: String,
    /// How many results at most.
    pub limit: usize,
    /// Only sections of notes of one of these kinds.
    pub kinds: Vec<String>,
    /// Only sections of notes with all of these tags.
    pub tags: Vec<String>,
    /// Whether sections of a page stand together, two at most; `limit` then counts
    /// pages.
    pub group: bool,
    /// Whether to say what was looked up, and what made each score.
    pub explain: bool,
}

/// Sections of one page at most when results are grouped.
pub(crate) const PER_PAGE: usize = 2;

/// What a search came to.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// It is answered.
    Answer(Answer),
    /// These files of the search folder have to be supplied first. Sorted, never empty.
    Missing(Vec<String>),
}

/// Why an index cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The boot file cannot be read.
    #[error(transparent)]
    Boot(#[from] BootError),
    /// A dictionary in it makes no sense.
    #[error("the search index is damaged: {0}")]
    Dictionary(#[from] std::io::Error),
}

/// Why a search has no answer.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// A dictionary or a posting list makes no sense.
    #[error("the search index is damaged: {0}")]
    Index(#[from] std::io::Error),
    /// A page's text is not what it should be.
    #[error("the search index is damaged: {path}: {error}")]
    Page {
        /// The file of the search folder.
        path: String,
        /// What is wrong with it.
        error: serde_json::Error,
    },
}

/// An open index.
pub struct Engine {
    boot: Boot,
    facets: Facets,
    lexicon: Lexicon,
    segment: Segment,
    ranker: Ranker,
    /// Records of pages that have been shown, by their path.
    records: RefCell<BTreeMap<String, Rc<Record>>>,
    /// All words; read when one is looked for that is not spelt like any.
    entries: OnceCell<Vec<Entry>>,
    /// Reads pinyin; made when its table is there.
    speller: OnceCell<Speller>,
}

/// What a request finds, before any of it is read.
struct Found {
    plan: Plan,
    /// Sections, best first.
    ranked: Vec<Ranked>,
    facets: FacetCounts,
}

impl Engine {
    /// Opens an index from the content of its boot file.
    ///
    /// # Errors
    ///
    /// When it is no boot file, of another format version, or damaged.
    pub fn open(boot_file: Vec<u8>) -> Result<Engine, OpenError> {
        let (boot, inlined) = Boot::decode(&boot_file)?;
        let bytes = OwnedBytes::new(boot_file);
        let segment = Segment::open(&boot, &bytes.slice(inlined..bytes.len()))?;
        let sections = |page: &PageEntry| page.records.iter().map(|record| record.sections).sum();
        let table = PageTable::new(boot.pages.iter().map(sections));
        let ranker = Ranker::new(segment.lengths(), table);
        let lexicon = Lexicon::new(&boot.synonyms);
        Ok(Engine {
            facets: Facets::new(&boot.facets),
            boot,
            lexicon,
            segment,
            ranker,
            records: RefCell::default(),
            entries: OnceCell::new(),
            speller: OnceCell::new(),
        })
    }

    /// Hands in a file that [`Outcome::Missing`] named. It is kept for later searches.
    pub fn supply(&self, path: &str, bytes: Vec<u8>) {
        self.segment.store().supply(path, bytes);
    }

    /// Searches with what is there.
    ///
    /// # Errors
    ///
    /// When the index is damaged. A query is never an error: one that asks for nothing has
    /// an empty answer.
    pub fn search(&self, request: &Request) -> Result<Outcome, SearchError> {
        match self.search_with(request, Quotes::Exact)? {
            // What is quoted stands nowhere: better its words than nothing.
            (true, Outcome::Answer(answer)) if answer.results.is_empty() && request.limit > 0 => {
                Ok(self.search_with(request, Quotes::Words)?.1)
            }
            (_, outcome) => Ok(outcome),
        }
    }

    /// Searches, and says whether quotations narrowed what was found.
    fn search_with(&self, request: &Request, quotes: Quotes) -> Result<(bool, Outcome), SearchError> {
        let found = self.find(request, quotes);
        let missing = self.segment.store().take_missing();
        if !missing.is_empty() {
            return Ok((false, Outcome::Missing(missing)));
        }
        let found = found?;
        Ok((!found.plan.phrases.is_empty(), self.results(request, &found)?))
    }

    fn find(&self, request: &Request, quotes: Quotes) -> std::io::Result<Found> {
        let planner = Planner {
            vocabulary: self.vocabulary(),
            facets: &self.facets,
            lexicon: &self.lexicon,
            speller: &|| self.speller(),
        };
        let mut plan = planner.plan(&request.query, quotes)?;
        let asked = |facet: Facet, names: &[String]| {
            let filter = |name: &String| Filter { facet, name: name.clone(), typed: String::new() };
            names.iter().map(filter).collect::<Vec<Filter>>()
        };
        plan.filters.extend(asked(Facet::Kind, &request.kinds));
        plan.filters.extend(asked(Facet::Tag, &request.tags));
        let mut ranked = self.ranker.rank(&plan, &self.segment)?;
        let narrowed = self.facets.narrowed(&plan.filters);
        let facets = narrowed.count(&self.pages_of(&ranked));
        match plan.is_blank && narrowed.is_everything() {
            true => ranked.clear(),
            false => ranked.retain(|ranked| {
                self.ranker.table().locate(ranked.section).is_some_and(|(page, _)| narrowed.admits(page))
            }),
        }
        Ok(Found { plan, ranked, facets })
    }

    fn pages_of(&self, ranked: &[Ranked]) -> Vec<usize> {
        self.ranker.table().pages_of(ranked.iter().map(|ranked| ranked.section))
    }

    fn vocabulary(&self) -> Vocabulary<'_> {
        Vocabulary::new(&self.segment, &self.entries)
    }

    /// The reader of pinyin, or `None` when its table is missing or damaged.
    fn speller(&self) -> Option<&Speller> {
        if self.speller.get().is_none() {
            let table: Pinyin =
                postcard::from_bytes(&self.segment.store().get(&self.boot.pinyin.pinyin_path())?).ok()?;
            let _ = self.speller.set(Speller::new(&table, self.vocabulary().entries()));
        }
        self.speller.get()
    }

    /// Searches, fetching what is missing: calls `fetch` with the path of each file that
    /// the search needs, relative to the search folder.
    ///
    /// # Errors
    ///
    /// What `fetch` returns, or a [`SearchError`] when the index is damaged.
    pub fn answer<E: From<SearchError>>(
        &self,
        request: &Request,
        mut fetch: impl FnMut(&str) -> Result<Vec<u8>, E>,
    ) -> Result<Answer, E> {
        loop {
            match self.search(request)? {
                Outcome::Answer(answer) => return Ok(answer),
                Outcome::Missing(paths) => {
                    for path in paths {
                        self.supply(&path, fetch(&path)?);
                    }
                }
            }
        }
    }

    /// Reads the best sections, passing over those that do not hold the quoted phrases.
    fn results(&self, request: &Request, found: &Found) -> Result<Outcome, SearchError> {
        let Found { plan, ranked, .. } = found;
        let clauses: Vec<Clause> = plan.clauses().cloned().collect();
        let mut chosen = Chosen::new(request);
        for ranked in ranked {
            let located =
                self.ranker.table().locate(ranked.section).filter(|_| !chosen.is_full(ranked.score));
            let Some((page, number)) = located else { break };
            if !chosen.takes(page, ranked.score) {
                continue;
            }
            let Some((path, number)) = self.locate(page, number) else { continue };
            // While a record is missing its section is taken to hold the phrases, so that
            // no more are asked for than may be shown.
            let hit = match self.record(path)? {
                None => None,
                Some(record) => match record.sections.get(number) {
                    Some(section) if holds_all(&record.title, section, &plan.phrases) => {
                        hit(&record, number, &clauses, ranked.score)
                    }
                    _ => continue,
                },
            };
            chosen.push(page, *ranked, hit);
        }
        let mut answer = empty(request, plan);
        if found.facets.all == 0 && request.limit > 0 {
            answer.near = near(&plan.text, &self.vocabulary(), &|| self.speller());
        }
        let missing = self.segment.store().take_missing();
        if !missing.is_empty() {
            return Ok(Outcome::Missing(missing));
        }
        answer.facets = found.facets.clone();
        answer.total = ranked.len();
        answer.pages = self.pages_of(ranked).len();
        answer.results = chosen.hits(|ranked, hit| {
            if request.explain {
                hit.because = self.ranker.explain(plan, &self.segment, ranked.section);
            }
        });
        if request.explain {
            answer.terms = terms(&request.query, plan, &self.segment);
        }
        Ok(Outcome::Answer(answer))
    }

    /// The record at `path`, or `None` when it is missing.
    fn record(&self, path: String) -> Result<Option<Rc<Record>>, SearchError> {
        if let Some(record) = self.records.borrow().get(&path) {
            return Ok(Some(Rc::clone(record)));
        }
        let Some(bytes) = self.segment.store().get(&path) else { return Ok(None) };
        let record: Rc<Record> = match serde_json::from_slice(&bytes) {
            Ok(record) => Rc::new(record),
            Err(error) => return Err(SearchError::Page { path, error }),
        };
        self.records.borrow_mut().insert(path, Rc::clone(&record));
        Ok(Some(record))
    }

    /// The record that holds a section of a page, and the section's number in it.
    fn locate(&self, page: usize, number: usize) -> Option<(String, usize)> {
        let mut first = 0;
        for record in &self.boot.pages.get(page)?.records {
            let next = first + record.sections as usize;
            if number < next {
                return Some((record.hash.page_path(), number - first));
            }
            first = next;
        }
        None
    }
}
