//! Pages into the files of a search folder.

use std::collections::BTreeSet;
use std::sync::mpsc;

use rayon::prelude::*;
use tantivy::schema::document::TantivyDocument;
use tantivy::tokenizer::{TextAnalyzer, Token, TokenStream, Tokenizer};
use tantivy::{Index, directory::RamDirectory};

use crate::analysis::{Form, Jieba, Segmenter, terms};
use crate::bundle::{self, BundleError, Parts, Tables};
use crate::facet::FacetTable;
use crate::lexicon;
use crate::schema::{Fields, LINES, is_sharded, schema, shards};
use crate::{Page, Section};

/// How often the words of a title count in each section of its page.
const TITLE_WEIGHT: usize = 2;
/// How often the words of a heading count in its section.
const HEADING_WEIGHT: usize = 4;
/// Bytes that tantivy may hold before it would start a second segment. There is room for
/// some 100,000 sections; more is refused with [`WriteError::Tantivy`], not split silently.
const MEMORY: usize = 2 << 30;

/// Pages that are analysed at once, and batches of them that may wait to be added.
const BATCH: usize = 64;
const AHEAD: usize = 2;

/// What an index is made with, beside the pages.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options<'a> {
    /// The compiled engine of the browser, stored beside the index that it reads.
    pub engine: &'a [u8],
    /// Words of the site's own that a general dictionary would cut apart.
    pub words: &'a [String],
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

/// What can go wrong while an index is made.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// tantivy refused a document or could not finish the segment.
    #[error("the search index could not be made: {0}")]
    Tantivy(#[from] tantivy::TantivyError),
    /// The segment could not be cut into files.
    #[error("the search index could not be cut into files: {0}")]
    Bundle(#[from] BundleError),
}

/// Indexes `pages` and returns the files of the search folder, sorted by path.
///
/// The same pages and options give the same bytes.
///
/// # Errors
///
/// When tantivy fails, which for valid pages means that there are too many of them.
pub fn write(pages: &[Page], options: &Options<'_>) -> Result<Vec<File>, WriteError> {
    let (schema, fields) = schema();
    let mut writer = Index::builder()
        .schema(schema)
        .tokenizers(tokenizers())
        .single_segment_index_writer(RamDirectory::create(), MEMORY)?;
    let jieba = Jieba::new(options.words);
    let analysed = |page: &Page| documents(page, &fields, &jieba);
    in_order(pages, analysed, |document| writer.add_document(document).map(drop))?;
    let text = pages.iter().flat_map(|page| &page.sections).map(|section| section.text.len()).sum();
    let parts = Parts::of(&writer.finalize()?, &fields, shards(text))?;
    let tables = tables(&parts, pages, options, &jieba)?;
    Ok(bundle::cut(&parts, pages, tables, options.engine)?)
}

/// Analyses pages on all cores while what was analysed is added in order, so that the numbers
/// of documents follow from the pages alone.
fn in_order(
    pages: &[Page],
    analysed: impl Fn(&Page) -> Vec<TantivyDocument> + Sync,
    mut add: impl FnMut(TantivyDocument) -> tantivy::Result<()>,
) -> tantivy::Result<()> {
    let (sender, receiver) = mpsc::sync_channel(AHEAD);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for batch in pages.chunks(BATCH) {
                let documents: Vec<Vec<TantivyDocument>> = batch.par_iter().map(&analysed).collect();
                // Nobody listens any more when a document was refused.
                if sender.send(documents).is_err() {
                    break;
                }
            }
            drop(sender);
        });
        // Consumed, so that an error here lets the sender know.
        receiver.into_iter().flatten().flatten().try_for_each(&mut add)
    })
}

/// The tables beside tantivy's: kinds and tags, synonyms whose words the index holds, and how its Han words
/// are read.
fn tables(parts: &Parts, pages: &[Page], options: &Options<'_>, jieba: &Jieba) -> Result<Tables, WriteError> {
    let terms = parts.words.terms().map_err(tantivy::TantivyError::from)?;
    let words: BTreeSet<String> = terms.into_iter().map(|(term, _)| term).collect();
    Ok(Tables {
        facets: FacetTable::new(pages, options.kinds),
        synonyms: lexicon::synonyms(&words, options.synonyms),
        pinyin: lexicon::pinyin(&words, pages, jieba),
    })
}

fn tokenizers() -> tantivy::tokenizer::TokenizerManager {
    let manager = tantivy::tokenizer::TokenizerManager::new();
    manager.register(LINES, TextAnalyzer::from(Lines));
    manager
}

fn documents(page: &Page, fields: &Fields, segmenter: &dyn Segmenter) -> Vec<TantivyDocument> {
    page.sections.iter().map(|section| document(page, section, fields, segmenter)).collect()
}

fn document(page: &Page, section: &Section, fields: &Fields, segmenter: &dyn Segmenter) -> TantivyDocument {
    let mut text = String::new();
    let mut sharded = String::new();
    let sources = [(&page.title, TITLE_WEIGHT), (&section.heading, HEADING_WEIGHT), (&section.text, 1)];
    for (source, weight) in sources {
        let terms = terms(source, segmenter);
        for term in terms.iter().flat_map(|term| std::iter::repeat_n(term, weight)) {
            let field = match term.form {
                Form::Bigram => &mut sharded,
                _ if is_sharded(&term.text) => &mut sharded,
                _ => &mut text,
            };
            field.push_str(&term.text);
            field.push('\n');
        }
    }
    let mut document = TantivyDocument::new();
    document.add_text(fields.text, text);
    document.add_text(fields.sharded, sharded);
    document
}

/// A tokenizer for text that is already cut: one token a line. Analysis happens before,
/// on all cores; tantivy's writer has only one.
#[derive(Clone)]
struct Lines;

impl Tokenizer for Lines {
    type TokenStream<'a> = LineStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> LineStream<'a> {
        LineStream { lines: text.lines(), token: Token::default() }
    }
}

struct LineStream<'a> {
    lines: std::str::Lines<'a>,
    token: Token,
}

impl TokenStream for LineStream<'_> {
    fn advance(&mut self) -> bool {
        let Some(line) = self.lines.next() else { return false };
        self.token.text.clear();
        self.token.text.push_str(line);
        self.token.position = self.token.position.wrapping_add(1);
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refused_document_ends_the_analysis() {
        let page = Page {
            url: String::new(),
            path: String::new(),
            title: String::new(),
            kind: String::new(),
            tags: Vec::new(),
            sections: Vec::new(),
        };
        let pages = vec![page; BATCH * (AHEAD + 3)];
        let refused = |_| Err(tantivy::TantivyError::SystemError("full".to_owned()));
        assert!(in_order(&pages, |_| vec![TantivyDocument::new()], refused).is_err());
    }
}
