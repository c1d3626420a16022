//! The parts of a segment, made the files of a search folder.

use std::collections::BTreeMap;

use super::ENTRY;
use super::boot::{Boot, BootError, CHUNK, Entry, FieldEntry, Hash, PageEntry, RecordEntry};
use super::parts::{Part, Parts};
use super::record::records;
use super::shard::shard_file;
use crate::facet::FacetTable;
use crate::query::{Group, Pinyin};
use crate::{FORMAT, File, Page};

/// Why a segment cannot be cut.
#[derive(Debug, thiserror::Error)]
pub enum BundleError {
    /// A page's text cannot be written.
    #[error("a page cannot be written as JSON: {0}")]
    Page(#[from] serde_json::Error),
    /// The table of pieces cannot be encoded.
    #[error(transparent)]
    Boot(#[from] BootError),
    /// The index is larger than its table can say.
    #[error("the index is larger than 4 GiB")]
    TooLarge,
    /// Two different contents have one name.
    #[error("two files have the hash {0}")]
    Collision(String),
}

/// Cuts a segment into the files of a search folder.
pub(crate) fn cut(
    parts: &Parts,
    pages: &[Page],
    tables: Tables,
    engine: &[u8],
) -> Result<Vec<File>, BundleError> {
    let mut folder = Folder::default();
    let mut boot = Boot {
        norms: length(&parts.norms)?,
        words: field(&mut folder, &parts.words)?,
        facets: tables.facets,
        shards: Vec::new(),
        pages: Vec::new(),
        synonyms: tables.synonyms,
        pinyin: folder.add(Hash::pinyin_path, encoded(&tables.pinyin)?)?,
    };
    for part in &parts.shards {
        boot.shards.push(folder.add(Hash::chunk_path, shard_file(part)?)?);
    }
    for page in pages {
        let mut entry = PageEntry { records: Vec::new() };
        for record in records(page) {
            let sections = u32::try_from(record.sections.len()).map_err(|_| BundleError::TooLarge)?;
            let hash = folder.add(Hash::page_path, serde_json::to_vec(&record)?)?;
            entry.records.push(RecordEntry { hash, sections });
        }
        boot.pages.push(entry);
    }
    let inlined = [parts.norms.as_slice(), &parts.words.dictionary].concat();
    let boot = folder.named("boot", "bin", boot.encode(&inlined)?)?;
    let engine = folder.named("engine", "wasm", engine.to_vec())?;
    let mut entry = serde_json::to_vec(&Entry { format: FORMAT, boot, engine })?;
    entry.push(b'\n');
    folder.files.insert(ENTRY.to_owned(), entry);
    Ok(folder.files.into_iter().map(|(path, bytes)| File { path, bytes }).collect())
}

/// Adds the posting lists of a field, whose dictionary goes into the boot file.
fn field(folder: &mut Folder, part: &Part) -> Result<FieldEntry, BundleError> {
    let chunks = part.postings.chunks(CHUNK).map(|chunk| folder.add(Hash::chunk_path, chunk.to_vec()));
    Ok(FieldEntry {
        dictionary: length(&part.dictionary)?,
        postings: length(&part.postings)?,
        chunks: chunks.collect::<Result<_, _>>()?,
    })
}

/// What an index holds beside tantivy's files.
pub(crate) struct Tables {
    pub(crate) facets: FacetTable,
    pub(crate) synonyms: Vec<Group>,
    pub(crate) pinyin: Pinyin,
}

fn encoded(pinyin: &Pinyin) -> Result<Vec<u8>, BundleError> {
    Ok(postcard::to_allocvec(pinyin).map_err(|_| BootError::Damaged)?)
}

pub(super) fn length(bytes: &[u8]) -> Result<u32, BundleError> {
    u32::try_from(bytes.len()).map_err(|_| BundleError::TooLarge)
}

/// The search folder while it is made.
#[derive(Default)]
struct Folder {
    files: BTreeMap<String, Vec<u8>>,
}

impl Folder {
    /// Adds a file under a name made of its content's hash.
    fn add(&mut self, path: fn(Hash) -> String, bytes: Vec<u8>) -> Result<Hash, BundleError> {
        let hash = hash(&bytes);
        self.insert(path(hash), bytes)?;
        Ok(hash)
    }

    fn named(&mut self, stem: &str, extension: &str, bytes: Vec<u8>) -> Result<String, BundleError> {
        let path = format!("{stem}.{}.{extension}", hash(&bytes));
        self.insert(path.clone(), bytes)?;
        Ok(path)
    }

    fn insert(&mut self, path: String, bytes: Vec<u8>) -> Result<(), BundleError> {
        match self.files.get(&path) {
            Some(other) if *other != bytes => Err(BundleError::Collision(path)),
            _ => {
                self.files.insert(path, bytes);
                Ok(())
            }
        }
    }
}

fn hash(bytes: &[u8]) -> Hash {
    let hash = blake3::hash(bytes);
    Hash(*hash.as_bytes().first_chunk().unwrap_or(&[0; 6]))
}
