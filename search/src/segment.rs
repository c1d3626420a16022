//! An index opened for reading: dictionaries and posting lists, as far as they are there.

use std::cell::OnceCell;
use std::io;
use std::ops::Range;
use std::sync::Arc;

use tantivy::directory::{FileSlice, OwnedBytes};
use tantivy::fieldnorm::FieldNormReader;
use tantivy::termdict::TermDictionary;

use crate::bundle::{Boot, CHUNK, FieldEntry, Hash, Store, shard_parts};
use crate::postings::Postings;
use crate::query::{Clause, Target};
use crate::schema::{is_sharded, shard};

/// The dictionaries of an index, and where its posting lists are.
pub(crate) struct Segment {
    store: Store,
    norms: OwnedBytes,
    words: Field,
    shards: Vec<LazyShard>,
}

/// A dictionary and the posting lists of its terms.
struct Field {
    dictionary: TermDictionary,
    lists: Lists,
}

/// Where posting lists are, one after the other.
enum Lists {
    /// In chunks of one size, so many bytes in all.
    Chunks { chunks: Vec<Hash>, length: usize },
    /// In memory.
    Here(OwnedBytes),
}

/// Terms whose dictionary and posting lists are in one chunk, read when one is asked for.
struct LazyShard {
    chunk: Hash,
    open: OnceCell<Field>,
}

impl Segment {
    /// Opens what is in the boot file: `inlined` are the bytes after its table.
    ///
    /// # Errors
    ///
    /// When the dictionaries are damaged.
    pub(crate) fn open(boot: &Boot, inlined: &OwnedBytes) -> io::Result<Segment> {
        let mut rest = inlined.clone();
        let mut take = |length: u32| {
            let (taken, after) = rest.clone().split((length as usize).min(rest.len()));
            rest = after;
            taken
        };
        let norms = take(boot.norms);
        let mut field = |entry: &FieldEntry| {
            let dictionary = dictionary(take(entry.dictionary))?;
            let lists = Lists::Chunks { chunks: entry.chunks.clone(), length: entry.postings as usize };
            Ok::<_, io::Error>(Field { dictionary, lists })
        };
        Ok(Segment {
            norms,
            words: field(&boot.words)?,
            shards: boot.shards.iter().map(|&chunk| LazyShard { chunk, open: OnceCell::new() }).collect(),
            store: Store::default(),
        })
    }

    /// The files that are there so far.
    pub(crate) fn store(&self) -> &Store {
        &self.store
    }

    /// The dictionary of words.
    pub(crate) fn words(&self) -> &TermDictionary {
        &self.words.dictionary
    }

    /// The length of every section in terms, to some 6 %.
    pub(crate) fn lengths(&self) -> impl Iterator<Item = u32> {
        self.norms.iter().map(|&norm| FieldNormReader::id_to_fieldnorm(norm))
    }

    /// The sections that hold a clause's term; none when no section does.
    ///
    /// # Errors
    ///
    /// When what has to be read is not there yet, which the store has noted then, or
    /// damaged.
    pub(crate) fn postings(&self, clause: &Clause) -> io::Result<Postings> {
        let Some(field) = self.field(&clause.text, clause.target)? else { return Ok(Postings::default()) };
        let Some(info) = field.dictionary.get(&clause.text)? else { return Ok(Postings::default()) };
        let bytes = field.lists.read(&self.store, &info.postings_range)?;
        Postings::decode(&bytes, info.doc_freq).ok_or_else(damaged)
    }

    /// How many sections hold a term.
    ///
    /// # Errors
    ///
    /// When what has to be read is not there yet, which the store has noted then.
    pub(crate) fn frequency(&self, term: &str, target: Target) -> io::Result<u32> {
        let Some(field) = self.field(term, target)? else { return Ok(0) };
        Ok(field.dictionary.get(term)?.map_or(0, |info| info.doc_freq))
    }

    /// The field or shard that a term would be in; `None` when there are no shards.
    fn field(&self, term: &str, target: Target) -> io::Result<Option<&Field>> {
        match target {
            Target::Text if !is_sharded(term) => Ok(Some(&self.words)),
            Target::Text | Target::Bigram => self.shard(term),
        }
    }

    fn shard(&self, term: &str) -> io::Result<Option<&Field>> {
        let Some(lazy) = self.shards.get(shard(term, self.shards.len())) else { return Ok(None) };
        if lazy.open.get().is_none() {
            let bytes = self.store.get(&lazy.chunk.chunk_path()).ok_or_else(missing)?;
            let (terms, lists) = shard_parts(&bytes).ok_or_else(damaged)?;
            let _ = lazy.open.set(Field { dictionary: dictionary(terms)?, lists: Lists::Here(lists) });
        }
        Ok(lazy.open.get())
    }
}

impl Lists {
    /// Reads a range of the posting lists, or notes every chunk of it that is missing.
    fn read(&self, store: &Store, range: &Range<usize>) -> io::Result<OwnedBytes> {
        let length = match self {
            Lists::Chunks { length, .. } => *length,
            Lists::Here(bytes) => bytes.len(),
        };
        if range.start >= range.end || range.end > length {
            return Err(damaged());
        }
        match self {
            Lists::Chunks { chunks, .. } => read_chunks(chunks, store, range),
            Lists::Here(bytes) => Ok(bytes.slice(range.clone())),
        }
    }
}

fn read_chunks(chunks: &[Hash], store: &Store, range: &Range<usize>) -> io::Result<OwnedBytes> {
    let first = range.start / CHUNK;
    let touched = chunks.get(first..=(range.end - 1) / CHUNK).unwrap_or_default();
    let parts: Vec<Option<OwnedBytes>> = touched.iter().map(|chunk| store.get(&chunk.chunk_path())).collect();
    let parts = parts.into_iter().collect::<Option<Vec<_>>>().ok_or_else(missing)?;
    let bytes = match parts.as_slice() {
        [one] => one.clone(),
        many => OwnedBytes::new(many.iter().flat_map(|part| part.iter().copied()).collect::<Vec<u8>>()),
    };
    let start = range.start - first * CHUNK;
    let end = start + range.len();
    if end <= bytes.len() { Ok(bytes.slice(start..end)) } else { Err(damaged()) }
}

fn dictionary(bytes: OwnedBytes) -> io::Result<TermDictionary> {
    TermDictionary::open(FileSlice::new(Arc::new(bytes)))
}

fn missing() -> io::Error {
    io::ErrorKind::WouldBlock.into()
}

fn damaged() -> io::Error {
    io::ErrorKind::InvalidData.into()
}
