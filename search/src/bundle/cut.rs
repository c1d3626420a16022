//! A finished tantivy segment, cut into the files of a search folder.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use tantivy::Index;
use tantivy::directory::{Directory, RamDirectory};

use super::ENTRY;
use super::boot::{Boot, BootError, Entry, Hash, PageEntry, Piece, Place, RecordEntry, VirtualFile};
use super::directory::canonical_name;
use super::watch::{Spans, Use, watch};
use crate::query::{Group, Pinyin};
use crate::{FORMAT, File, Page};

/// Bytes of a chunk at most: large enough that a query touches few, small enough that it
/// fetches little beside what it reads.
const CHUNK: usize = 8 << 10;

/// Bytes of text of a page's record at most, when it holds more than one section.
const RECORD: usize = 6 << 10;

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
    tables: Tables,
    engine: &[u8],
) -> Result<Vec<File>, BundleError> {
    let contents = contents(index, directory)?;
    let mut folder = Folder::default();
    let pinyin = folder.add(Hash::pinyin_path, encoded(&tables.pinyin)?)?;
    let mut boot =
        Boot { files: Vec::new(), chunks: Vec::new(), pages: Vec::new(), synonyms: tables.synonyms, pinyin };
    let watched = watch(&contents)?;
    let mut cutter = Cutter {
        folder: &mut folder,
        boot: &mut boot,
        inlined: Vec::new(),
        shards: BTreeMap::new(),
        open: Vec::new(),
    };
    for (name, bytes) in &contents {
        cutter.cut(name, bytes, watched.get(name).unwrap_or(&Spans::new()))?;
    }
    let inlined = cutter.finish()?;
    for page in pages {
        let mut entry = PageEntry { records: Vec::new() };
        for record in records(page) {
            let sections = u32::try_from(record.sections.len()).map_err(|_| BundleError::TooLarge)?;
            let hash = folder.add(Hash::page_path, serde_json::to_vec(&record)?)?;
            entry.records.push(RecordEntry { hash, sections });
        }
        boot.pages.push(entry);
    }
    let boot = folder.named("boot", "bin", boot.encode(&inlined)?)?;
    let engine = folder.named("engine", "wasm", engine.to_vec())?;
    let mut entry = serde_json::to_vec(&Entry { format: FORMAT, boot, engine })?;
    entry.push(b'\n');
    folder.files.insert(ENTRY.to_owned(), entry);
    Ok(folder.files.into_iter().map(|(path, bytes)| File { path, bytes }).collect())
}

/// What an index holds beside tantivy's files.
pub(crate) struct Tables {
    pub(crate) synonyms: Vec<Group>,
    pub(crate) pinyin: Pinyin,
}

fn encoded(pinyin: &Pinyin) -> Result<Vec<u8>, BundleError> {
    Ok(postcard::to_allocvec(pinyin).map_err(|_| BootError::Damaged)?)
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

/// The files of tantivy, cut into pieces.
struct Cutter<'a> {
    folder: &'a mut Folder,
    boot: &'a mut Boot,
    /// What goes into the boot file.
    inlined: Vec<u8>,
    /// The chunks of bigrams that are being put together.
    shards: BTreeMap<usize, Vec<u8>>,
    /// Pieces of these chunks: file, piece and shard.
    open: Vec<(usize, usize, usize)>,
}

impl Cutter<'_> {
    /// Cuts one file: what opening reads goes to the boot file, what belongs to a shard of
    /// bigrams to the shard's one chunk, the rest into chunks of equal size.
    fn cut(&mut self, name: &str, bytes: &[u8], spans: &Spans) -> Result<(), BundleError> {
        let file = self.boot.files.len();
        self.boot.files.push(VirtualFile { name: name.to_owned(), pieces: Vec::new() });
        let mut at = 0;
        for (range, used) in spans {
            self.rest(file, bytes.get(at..range.start).unwrap_or_default())?;
            let here = bytes.get(range.clone()).unwrap_or_default();
            match used {
                Use::Boot => {
                    let place = Place::Boot(length(&self.inlined)?);
                    self.inlined.extend_from_slice(here);
                    self.piece(file, here, place)?;
                }
                Use::Shard(shard) => {
                    let chunk = self.shards.entry(*shard).or_default();
                    let place = Place::Chunk { chunk: 0, offset: length(chunk)? };
                    chunk.extend_from_slice(here);
                    let piece = self.piece(file, here, place)?;
                    self.open.push((file, piece, *shard));
                }
            }
            at = range.end;
        }
        self.rest(file, bytes.get(at..).unwrap_or_default())
    }

    fn rest(&mut self, file: usize, bytes: &[u8]) -> Result<(), BundleError> {
        for chunk in bytes.chunks(CHUNK) {
            let place = Place::Chunk { chunk: self.chunk(chunk.to_vec())?, offset: 0 };
            self.piece(file, chunk, place)?;
        }
        Ok(())
    }

    fn chunk(&mut self, bytes: Vec<u8>) -> Result<u32, BundleError> {
        let number = u32::try_from(self.boot.chunks.len()).map_err(|_| BundleError::TooLarge)?;
        self.boot.chunks.push(self.folder.add(Hash::chunk_path, bytes)?);
        Ok(number)
    }

    /// Adds a piece to a file and returns its number.
    fn piece(&mut self, file: usize, bytes: &[u8], place: Place) -> Result<usize, BundleError> {
        let Some(file) = self.boot.files.get_mut(file) else { return Ok(0) };
        file.pieces.push(Piece { length: length(bytes)?, place });
        Ok(file.pieces.len() - 1)
    }

    /// Adds the chunks of the shards, whose pieces come from several files.
    fn finish(mut self) -> Result<Vec<u8>, BundleError> {
        let mut numbers = BTreeMap::new();
        for (shard, bytes) in std::mem::take(&mut self.shards) {
            numbers.insert(shard, self.chunk(bytes)?);
        }
        for (file, piece, shard) in std::mem::take(&mut self.open) {
            let piece = self.boot.files.get_mut(file).and_then(|file| file.pieces.get_mut(piece));
            if let (Some(Piece { place: Place::Chunk { chunk, .. }, .. }), Some(&number)) =
                (piece, numbers.get(&shard))
            {
                *chunk = number;
            }
        }
        Ok(self.inlined)
    }
}

/// The records of a page: as many sections each as fit into [`RECORD`] bytes of text, at
/// least one.
fn records(page: &Page) -> Vec<Page> {
    let mut records: Vec<Page> = Vec::new();
    let mut size = RECORD;
    for section in &page.sections {
        let length = section.text.len() + section.heading.len();
        if size + length > RECORD {
            records.push(Page { sections: Vec::new(), ..page.clone() });
            size = 0;
        }
        size += length;
        if let Some(record) = records.last_mut() {
            record.sections.push(section.clone());
        }
    }
    records
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
