//! The engine: an open index that answers, or says what it has to be given first.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use tantivy::directory::OwnedBytes;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::{Index, InvertedIndexReader, SegmentReader};

use crate::Page;
use crate::answer::{Answer, Hit};
use crate::bundle::{Boot, BootError, Store};
use crate::excerpt::excerpt;
use crate::query::{Clause, Plan, Vocabulary, plan};
use crate::rank::{Ranked, Ranker};
use crate::schema::{Fields, kind_facet, schema, tag_facet};

/// A search request.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Request {
    /// What was typed.
    pub query: String,
    /// How many results at most.
    pub limit: usize,
    /// Only sections of notes of this kind.
    pub kind: Option<String>,
    /// Only sections of notes with this tag.
    pub tag: Option<String>,
}

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
    /// tantivy does not accept what is in it.
    #[error("the search index is damaged: {0}")]
    Tantivy(#[from] tantivy::TantivyError),
}

/// Why a search has no answer.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// tantivy could not read the index.
    #[error("the search index is damaged: {0}")]
    Index(#[from] tantivy::TantivyError),
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
    store: Store,
    boot: Boot,
    segment: Option<Segment>,
}

/// What is read of a segment once.
struct Segment {
    reader: SegmentReader,
    fields: Fields,
    words: Arc<InvertedIndexReader>,
    norms: FieldNormReader,
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
        let store = Store::new(&boot, &bytes.slice(inlined..bytes.len()));
        let (_, fields) = schema();
        let segments = Index::open(store.clone())?.searchable_segments()?;
        let segment = segments.first().map(|segment| Segment::open(segment, fields)).transpose()?;
        Ok(Engine { store, boot, segment })
    }

    /// Hands in a file that [`Outcome::Missing`] named. It is kept for later searches.
    pub fn supply(&self, path: &str, bytes: Vec<u8>) {
        self.store.supply(path, bytes);
    }

    /// Searches with what is there.
    ///
    /// # Errors
    ///
    /// When the index is damaged. A query is never an error: one that asks for nothing has
    /// an empty answer.
    pub fn search(&self, request: &Request) -> Result<Outcome, SearchError> {
        let Some(segment) = &self.segment else {
            return Ok(Outcome::Answer(empty(request, Plan::default())));
        };
        let found = segment.find(request);
        let missing = self.store.take_missing();
        if !missing.is_empty() {
            return Ok(Outcome::Missing(missing));
        }
        let (plan, ranked) = found?;
        self.results(request, plan, &ranked)
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

    fn results(&self, request: &Request, plan: Plan, ranked: &[Ranked]) -> Result<Outcome, SearchError> {
        let best: Vec<(Ranked, String, usize)> =
            ranked.iter().take(request.limit).filter_map(|&ranked| self.locate(ranked)).collect();
        let mut hits = Vec::with_capacity(best.len());
        for (ranked, path, number) in best {
            let Some(bytes) = self.store.get(&path) else { continue };
            let page: Page = serde_json::from_slice(&bytes)
                .map_err(|error| SearchError::Page { path: path.clone(), error })?;
            hits.extend(hit(&page, number, &plan.clauses, ranked.score));
        }
        let missing = self.store.take_missing();
        if !missing.is_empty() {
            return Ok(Outcome::Missing(missing));
        }
        Ok(Outcome::Answer(Answer { total: ranked.len(), results: hits, ..empty(request, plan) }))
    }

    /// The record of a section's page, and the section's number on it.
    fn locate(&self, ranked: Ranked) -> Option<(Ranked, String, usize)> {
        let mut first = 0;
        for page in &self.boot.pages {
            let next = first + page.sections;
            if ranked.section < next {
                return Some((ranked, page.record.page_path(), (ranked.section - first) as usize));
            }
            first = next;
        }
        None
    }
}

impl Segment {
    fn open(segment: &tantivy::Segment, fields: Fields) -> tantivy::Result<Segment> {
        let reader = SegmentReader::open(segment)?;
        let words = reader.inverted_index(fields.text)?;
        let norms = reader.get_fieldnorms_reader(fields.text)?;
        Ok(Segment { reader, fields, words, norms })
    }

    fn find(&self, request: &Request) -> tantivy::Result<(Plan, Vec<Ranked>)> {
        let plan = plan(&request.query, &Vocabulary::new(self.words.terms()))?;
        let kind = request.kind.as_deref().map(kind_facet);
        let tag = request.tag.as_deref().map(tag_facet);
        let facets: Vec<String> = kind.into_iter().chain(tag).collect();
        let ranker =
            Ranker { reader: &self.reader, fields: self.fields, words: &self.words, norms: &self.norms };
        let ranked = ranker.rank(&plan.clauses, &facets)?;
        Ok((plan, ranked))
    }
}

fn empty(request: &Request, plan: Plan) -> Answer {
    Answer { query: request.query.clone(), total: 0, missing_words: plan.missing_words, results: Vec::new() }
}

fn hit(page: &Page, number: usize, clauses: &[Clause], score: f32) -> Option<Hit> {
    let section = page.sections.get(number)?;
    let fragment = if section.anchor.is_empty() { String::new() } else { format!("#{}", section.anchor) };
    Some(Hit {
        url: format!("{}{fragment}", page.url),
        path: page.path.clone(),
        line: section.line,
        title: page.title.clone(),
        heading: section.heading.clone(),
        anchor: section.anchor.clone(),
        kind: page.kind.clone(),
        score,
        excerpt: match section.text.is_empty() {
            true => excerpt(&headings_below(page, number), clauses),
            false => excerpt(&section.text, clauses),
        },
    })
}

/// What to show of a section that has no text of its own: the headings below it.
fn headings_below(page: &Page, number: usize) -> String {
    let level = page.sections.get(number).map_or(0, |section| section.level);
    let below = page.sections.iter().skip(number + 1).take_while(|section| section.level > level);
    let headings: Vec<&str> = below.map(|section| section.heading.as_str()).collect();
    headings.join(" · ")
}
