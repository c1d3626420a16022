//! A finished tantivy segment, cut into the files of a search folder.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};

use tantivy::directory::{Directory, OwnedBytes, RamDirectory};
use tantivy::{Index, SegmentReader};

use super::ENTRY;
use super::boot::{Boot, BootError, Entry, Hash, PageEntry, Piece, Place, VirtualFile};
use super::directory::{Store, canonical_name};
use crate::schema::schema;
use crate::{FORMAT, File, Page};

/// Bytes of a chunk at most: large enough that a query touches few, small enough that it
/// fetches little beside what it reads.
const CHUNK: usize = 8 << 10;

/// Bytes of a chunk at most that is part of something read as a whole.
const LARGEST: usize = 256 << 10;

/// The number that stands for the segment in `meta.json`. tantivy draws a random one.
const SEGMENT: &str = "00000000-0000-0000-0000-000000000000";

/// Why a segment cannot be cut.
#[derive(Debug, thiserror::Error)]
pub enum BundleError {
    /// tantivy could not open or read what it had written.
    #[error(transparent)]
    Tantivy(#[from] tantivy::TantivyError),
    /// A file could not be read back.
    #[error(transparent)]
    Read(#[from] tantivy::directory::error::OpenReadError),
    /// tantivy's description of the index is not what this version expects.
    #[error("unexpected meta.json: {0}")]
    Meta(#[from] serde_json::Error),
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

/// Cuts `index`, whose files are in `directory`, into the files of a search folder.
pub(crate) fn cut(
    index: &Index,
    directory: &RamDirectory,
    pages: &[Page],
    engine: &[u8],
) -> Result<Vec<File>, BundleError> {
    let contents = contents(index, directory)?;
    let mut folder = Folder::default();
    let mut boot = Boot { files: Vec::new(), pages: Vec::new() };
    let watched = watch(&contents)?;
    let mut inlined = Vec::new();
    for (name, bytes) in &contents {
        let spans = watched.get(name).map(Vec::as_slice).unwrap_or_default();
        let pieces = pieces(bytes, spans, &mut inlined, &mut folder)?;
        boot.files.push(VirtualFile { name: name.clone(), pieces });
    }
    for page in pages {
        let record = folder.add(Hash::page_path, serde_json::to_vec(page)?)?;
        let sections = u32::try_from(page.sections.len()).map_err(|_| BundleError::TooLarge)?;
        boot.pages.push(PageEntry { record, sections });
    }
    let boot = folder.named("boot", "bin", boot.encode(&inlined)?)?;
    let engine = folder.named("engine", "wasm", engine.to_vec())?;
    let mut entry = serde_json::to_vec(&Entry { format: FORMAT, boot, engine })?;
    entry.push(b'\n');
    folder.files.insert(ENTRY.to_owned(), entry);
    Ok(folder.files.into_iter().map(|(path, bytes)| File { path, bytes }).collect())
}

/// tantivy's files by their names without the segment's number.
fn contents(index: &Index, directory: &RamDirectory) -> Result<BTreeMap<String, Vec<u8>>, BundleError> {
    let mut meta: serde_json::Value =
        serde_json::from_slice(&directory.atomic_read(Path::new("meta.json"))?)?;
    let mut contents = BTreeMap::new();
    let mut paths: Vec<PathBuf> = index.load_metas()?.list_segment_files().into_iter().collect();
    paths.sort();
    for path in paths {
        // Deletions and temporary files are listed but not made by a writer of one segment.
        if directory.exists(&path)? {
            let bytes = directory.open_read(&path)?.read_bytes().map_err(tantivy::TantivyError::from)?;
            contents.insert(canonical_name(&path), bytes.to_vec());
        }
    }
    if let Some(id) = meta.pointer_mut("/segments/0/segment_id") {
        *id = SEGMENT.into();
    }
    contents.insert("meta.json".to_owned(), serde_json::to_vec(&meta)?);
    Ok(contents)
}

/// Stretches of a file that are read as one, and whether opening reads them.
type Spans = BTreeMap<String, Vec<Span>>;

#[derive(Debug, Clone, PartialEq, Eq)]
struct Span {
    range: Range<usize>,
    eager: bool,
}

/// Finds out what is read together: opens the index through a store of tiny chunks, and
/// hands in only those that are asked for. What opening reads must be in the boot file;
/// the dictionary of bigrams is read whole or not at all.
fn watch(contents: &BTreeMap<String, Vec<u8>>) -> Result<Spans, BundleError> {
    const GRAIN: usize = 64;
    let mut chunks: BTreeMap<String, (&String, Range<usize>)> = BTreeMap::new();
    let mut files = Vec::new();
    for (name, bytes) in contents {
        let mut pieces = Vec::new();
        for start in (0..bytes.len()).step_by(GRAIN) {
            let range = start..bytes.len().min(start + GRAIN);
            let hash = Hash((chunks.len() as u64).to_be_bytes());
            pieces.push(Piece { length: range.len() as u32, place: Place::Chunk(hash) });
            chunks.insert(hash.chunk_path(), (name, range));
        }
        files.push(VirtualFile { name: name.clone(), pieces });
    }
    let store = Store::new(&Boot { files, pages: Vec::new() }, &OwnedBytes::empty());
    let mut spans = Spans::new();
    for (eager, open) in [(true, open as fn(&Store) -> _), (false, open_bigrams)] {
        while let Err(error) = open(&store) {
            let missing = store.take_missing();
            if missing.is_empty() {
                return Err(error.into());
            }
            for path in missing {
                let Some((name, range)) = chunks.get(&path) else { continue };
                let bytes = contents.get(*name).and_then(|bytes| bytes.get(range.clone()));
                store.supply(&path, bytes.unwrap_or_default().to_vec());
                spans.entry((*name).clone()).or_default().push(Span { range: range.clone(), eager });
            }
        }
    }
    for spans in spans.values_mut() {
        *spans = merged(std::mem::take(spans));
    }
    Ok(spans)
}

/// Reads what every search reads: the segment, the dictionary of words and their norms.
fn open(store: &Store) -> tantivy::Result<()> {
    let index = Index::open(store.clone())?;
    let (_, fields) = schema();
    for segment in index.searchable_segments()? {
        let reader = SegmentReader::open(&segment)?;
        reader.get_fieldnorms_reader(fields.text)?;
        reader.inverted_index(fields.text)?;
        reader.inverted_index(fields.facet)?;
    }
    Ok(())
}

/// Reads the dictionary of bigrams.
fn open_bigrams(store: &Store) -> tantivy::Result<()> {
    let index = Index::open(store.clone())?;
    let (_, fields) = schema();
    for segment in index.searchable_segments()? {
        SegmentReader::open(&segment)?.inverted_index(fields.bigram)?;
    }
    Ok(())
}

/// Joins neighbouring stretches, so that each is one piece and read without copying.
fn merged(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort_by_key(|span| span.range.start);
    let mut merged: Vec<Span> = Vec::new();
    for span in spans {
        match merged.last_mut() {
            Some(last) if last.range.end == span.range.start && last.eager == span.eager => {
                last.range.end = span.range.end;
            }
            _ => merged.push(span),
        }
    }
    merged
}

/// Cuts one file: eager stretches go to the boot file, others stay whole up to [`LARGEST`]
/// bytes, what lies between is cut into chunks.
fn pieces(
    bytes: &[u8],
    spans: &[Span],
    inlined: &mut Vec<u8>,
    folder: &mut Folder,
) -> Result<Vec<Piece>, BundleError> {
    let mut pieces = Vec::new();
    let mut at = 0;
    let mut chunk = |bytes: &[u8], size: usize, pieces: &mut Vec<Piece>| {
        for chunk in bytes.chunks(size) {
            let hash = folder.add(Hash::chunk_path, chunk.to_vec())?;
            pieces.push(Piece { length: length(chunk)?, place: Place::Chunk(hash) });
        }
        Ok::<(), BundleError>(())
    };
    for span in spans {
        chunk(bytes.get(at..span.range.start).unwrap_or_default(), CHUNK, &mut pieces)?;
        let here = bytes.get(span.range.clone()).unwrap_or_default();
        if span.eager {
            pieces.push(Piece { length: length(here)?, place: Place::Boot(length(inlined)?) });
            inlined.extend_from_slice(here);
        } else {
            chunk(here, LARGEST, &mut pieces)?;
        }
        at = span.range.end;
    }
    chunk(bytes.get(at..).unwrap_or_default(), CHUNK, &mut pieces)?;
    Ok(pieces)
}

fn length(bytes: &[u8]) -> Result<u32, BundleError> {
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
        let hash = u64::from_be_bytes(hash(&bytes).0);
        let path = format!("{stem}.{hash:016x}.{extension}");
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
    Hash(*hash.as_bytes().first_chunk().unwrap_or(&[0; 8]))
}
