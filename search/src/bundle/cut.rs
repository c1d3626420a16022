//! Parts and pages, made the files of a search folder.

use std::collections::BTreeMap;

use super::ENTRY;
use super::boot::{Boot, BootError, CHUNK, Entry, FieldEntry, Hash, PageEntry, RecordEntry};
use super::parts::Part;
use super::record::PageRecord;
use super::shard::shard_file;
use crate::query::Pinyin;
use crate::write::fail;
use crate::{FORMAT, File, WriteError};

/// Why the files cannot be made.
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

/// A file with the hash of its content.
pub(crate) struct Hashed {
    /// None where the file is there already.
    bytes: Option<Vec<u8>>,
    hash: blake3::Hash,
}

impl Hashed {
    pub(crate) fn new(bytes: Vec<u8>) -> Hashed {
        Hashed { hash: blake3::hash(&bytes), bytes: Some(bytes) }
    }

    /// A file that is there already.
    pub(crate) fn known(hash: [u8; 32]) -> Hashed {
        Hashed { bytes: None, hash: hash.into() }
    }

    pub(crate) fn hash(&self) -> [u8; 32] {
        self.hash.into()
    }

    /// The file of a shard.
    pub(crate) fn shard(part: &Part) -> Result<Hashed, BundleError> {
        Ok(Hashed::new(shard_file(part)?))
    }

    /// The file of a page's record.
    pub(crate) fn record(record: &PageRecord<'_>) -> Result<Hashed, BundleError> {
        Ok(Hashed::new(serde_json::to_vec(record)?))
    }

    /// The file of the table of pinyin.
    pub(crate) fn encoded(pinyin: &Pinyin) -> Result<Hashed, BundleError> {
        Ok(Hashed::new(postcard::to_allocvec(pinyin).map_err(|_| BootError::Damaged)?))
    }

    fn name(&self) -> Hash {
        Hash(*self.hash.as_bytes().first_chunk().unwrap_or(&[0; 6]))
    }
}

/// The search folder while it is made: hands its files to `sink`, each once, and holds nothing
/// of them but their names and hashes.
pub(crate) struct Folder<S> {
    sink: S,
    hashes: BTreeMap<String, blake3::Hash>,
}

impl<S, E> Folder<S>
where
    S: FnMut(File) -> Result<(), E>,
    E: From<WriteError>,
{
    pub(crate) fn new(sink: S) -> Folder<S> {
        Folder { sink, hashes: BTreeMap::new() }
    }

    /// Adds a file under a name made of its content's hash.
    pub(crate) fn add(&mut self, path: fn(Hash) -> String, file: Hashed) -> Result<Hash, E> {
        let name = file.name();
        self.insert(path(name), file)?;
        Ok(name)
    }

    /// Adds the posting lists of a field, whose dictionary goes into the boot file.
    pub(crate) fn add_field(&mut self, part: &Part) -> Result<FieldEntry, E> {
        let chunks = part.postings.chunks(CHUNK);
        let chunks = chunks.map(|chunk| self.add(Hash::chunk_path, Hashed::new(chunk.to_vec())));
        Ok(FieldEntry {
            chunks: chunks.collect::<Result<_, _>>()?,
            dictionary: length(&part.dictionary).map_err(fail)?,
            postings: length(&part.postings).map_err(fail)?,
        })
    }

    /// Adds the files of a page's records, each with how many sections it has.
    pub(crate) fn add_page(&mut self, records: Vec<(Hashed, u32)>) -> Result<PageEntry, E> {
        let records = records.into_iter().map(|(file, sections)| {
            let hash = self.add(Hash::page_path, file)?;
            Ok(RecordEntry { hash, sections })
        });
        Ok(PageEntry { records: records.collect::<Result<_, E>>()? })
    }

    /// Adds what names all other files: the boot file, in which `inlined` follows the table, the
    /// engine, and the entry.
    pub(crate) fn finish(mut self, boot: &Boot, inlined: &[u8], engine: &[u8]) -> Result<(), E> {
        let boot =
            self.add_named("boot", "bin", boot.encode(inlined).map_err(BundleError::from).map_err(fail)?)?;
        let engine = self.add_named("engine", "wasm", engine.to_vec())?;
        let entry = Entry { format: FORMAT, boot, engine };
        let mut entry = serde_json::to_vec(&entry).map_err(BundleError::from).map_err(fail)?;
        entry.push(b'\n');
        self.insert(ENTRY.to_owned(), Hashed::new(entry))
    }

    fn add_named(&mut self, stem: &str, extension: &str, bytes: Vec<u8>) -> Result<String, E> {
        let file = Hashed::new(bytes);
        let path = format!("{stem}.{}.{extension}", file.name());
        self.insert(path.clone(), file)?;
        Ok(path)
    }

    fn insert(&mut self, path: String, file: Hashed) -> Result<(), E> {
        match self.hashes.get(&path) {
            Some(other) if *other == file.hash => Ok(()),
            Some(_) => Err(fail(BundleError::Collision(path))),
            None => {
                self.hashes.insert(path.clone(), file.hash);
                file.bytes.map_or(Ok(()), |bytes| (self.sink)(File { path, bytes }))
            }
        }
    }
}

/// How many there are.
pub(crate) fn length<T>(all: &[T]) -> Result<u32, BundleError> {
    u32::try_from(all.len()).map_err(|_| BundleError::TooLarge)
}
