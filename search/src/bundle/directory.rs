//! tantivy's files, put together from whatever pieces are there.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::io;
use std::ops::Range;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tantivy::HasLen;
use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    Directory, DirectoryLock, FileHandle, Lock, OwnedBytes, WatchCallback, WatchHandle, WritePtr,
};

use super::boot::{Boot, Place};

/// The files of a search folder that have been handed in, and the names of those that a
/// read found missing. As a tantivy directory it is read-only.
#[derive(Clone)]
pub(crate) struct Store {
    files: Arc<BTreeMap<String, StoredFile>>,
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    supplied: BTreeMap<String, OwnedBytes>,
    missing: BTreeSet<String>,
    #[cfg(feature = "index")]
    reads: Option<Vec<(String, Range<usize>)>>,
}

/// One of tantivy's files: its pieces by where they begin.
struct StoredFile {
    pieces: Vec<StoredPiece>,
    length: usize,
}

struct StoredPiece {
    range: Range<usize>,
    content: Content,
}

enum Content {
    Here(OwnedBytes),
    Chunk { path: String, offset: usize },
}

impl Store {
    /// A store of the boot file's pieces. `inlined` are the bytes after its table.
    pub(crate) fn new(boot: &Boot, inlined: &OwnedBytes) -> Store {
        let files = boot.files.iter().map(|file| {
            let mut end = 0;
            let pieces = file.pieces.iter().map(|piece| {
                let start = end;
                end += piece.length as usize;
                let content = match piece.place {
                    Place::Boot(offset) => {
                        let offset = offset as usize;
                        Content::Here(inlined.slice(offset..offset + piece.length as usize))
                    }
                    Place::Chunk { chunk, offset } => Content::Chunk {
                        path: boot
                            .chunks
                            .get(chunk as usize)
                            .map(|hash| hash.chunk_path())
                            .unwrap_or_default(),
                        offset: offset as usize,
                    },
                };
                StoredPiece { range: start..end, content }
            });
            let pieces = pieces.collect();
            (file.name.clone(), StoredFile { pieces, length: end })
        });
        Store { files: Arc::new(files.collect()), state: Arc::default() }
    }

    /// Hands in a file of the search folder.
    pub(crate) fn supply(&self, path: &str, bytes: Vec<u8>) {
        let mut state = self.state();
        state.missing.remove(path);
        state.supplied.insert(path.to_owned(), OwnedBytes::new(bytes));
    }

    /// The content of a file that was handed in; notes it as missing when it was not.
    pub(crate) fn get(&self, path: &str) -> Option<OwnedBytes> {
        let mut state = self.state();
        let found = state.supplied.get(path).cloned();
        if found.is_none() {
            state.missing.insert(path.to_owned());
        }
        found
    }

    /// The files that reads have missed since the last call, sorted.
    pub(crate) fn take_missing(&self) -> Vec<String> {
        std::mem::take(&mut self.state().missing).into_iter().collect()
    }

    /// Begins to note reads; returns those noted since the last call, names of tantivy's
    /// files with ranges.
    #[cfg(feature = "index")]
    pub(super) fn take_reads(&self) -> Vec<(String, Range<usize>)> {
        self.state().reads.replace(Vec::new()).unwrap_or_default()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Reads a range of a file, or notes every chunk of it that is missing.
    fn read(&self, name: &str, range: Range<usize>) -> io::Result<OwnedBytes> {
        let file = self.files.get(name).ok_or(io::ErrorKind::NotFound)?;
        #[cfg(feature = "index")]
        if let Some(reads) = &mut self.state().reads {
            reads.push((name.to_owned(), range.clone()));
        }
        if range.is_empty() {
            return Ok(OwnedBytes::empty());
        }
        let first = file.pieces.partition_point(|piece| piece.range.end <= range.start);
        let touched = file.pieces.iter().skip(first).take_while(|piece| piece.range.start < range.end);
        let mut parts = Vec::new();
        let mut complete = true;
        for piece in touched {
            let bytes = match &piece.content {
                Content::Here(bytes) => Some(bytes.clone()),
                Content::Chunk { path, offset } => self.get(path).and_then(|chunk| {
                    let end = offset + piece.range.len();
                    (end <= chunk.len()).then(|| chunk.slice(*offset..end))
                }),
            };
            match bytes {
                Some(bytes) => parts.push(within(piece, &bytes, &range)),
                None => complete = false,
            }
        }
        if !complete {
            return Err(io::Error::new(io::ErrorKind::WouldBlock, "not fetched yet"));
        }
        Ok(join(parts))
    }
}

/// The part of a piece's bytes that lies in `range` of the file.
fn within(piece: &StoredPiece, bytes: &OwnedBytes, range: &Range<usize>) -> OwnedBytes {
    let start = range.start.max(piece.range.start) - piece.range.start;
    let end = range.end.min(piece.range.end) - piece.range.start;
    bytes.slice(start..end)
}

fn join(mut parts: Vec<OwnedBytes>) -> OwnedBytes {
    if parts.len() == 1 {
        return parts.pop().unwrap_or_else(OwnedBytes::empty);
    }
    let slices: Vec<&[u8]> = parts.iter().map(OwnedBytes::as_slice).collect();
    OwnedBytes::new(slices.concat())
}

/// The name of one of tantivy's files without the segment's number: `term` for
/// `00000000000000000000000000000000.term`. Segment numbers are random; the content is not.
pub(super) fn canonical_name(path: &Path) -> String {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    match name.split_once('.') {
        Some((number, extension)) if number.len() == 32 => extension.to_owned(),
        _ => name.to_owned(),
    }
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Store({} files)", self.files.len())
    }
}

/// A file of a [`Store`] as tantivy reads it.
#[derive(Debug)]
struct Handle {
    store: Store,
    name: String,
    length: usize,
}

impl HasLen for Handle {
    fn len(&self) -> usize {
        self.length
    }
}

impl FileHandle for Handle {
    fn read_bytes(&self, range: Range<usize>) -> io::Result<OwnedBytes> {
        self.store.read(&self.name, range)
    }
}

impl Directory for Store {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        let name = canonical_name(path);
        match self.files.get(&name) {
            Some(file) => Ok(Arc::new(Handle { store: self.clone(), length: file.length, name })),
            None => Err(OpenReadError::FileDoesNotExist(path.to_path_buf())),
        }
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        Ok(self.files.contains_key(&canonical_name(path)))
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        let name = canonical_name(path);
        let length =
            self.files.get(&name).ok_or_else(|| OpenReadError::FileDoesNotExist(path.to_path_buf()))?.length;
        let bytes = self.read(&name, 0..length);
        bytes
            .map(|bytes| bytes.to_vec())
            .map_err(|error| OpenReadError::wrap_io_error(error, path.to_path_buf()))
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        Err(DeleteError::FileDoesNotExist(path.to_path_buf()))
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        Err(OpenWriteError::wrap_io_error(io::ErrorKind::ReadOnlyFilesystem.into(), path.to_path_buf()))
    }

    fn atomic_write(&self, _path: &Path, _data: &[u8]) -> io::Result<()> {
        Err(io::ErrorKind::ReadOnlyFilesystem.into())
    }

    fn sync_directory(&self) -> io::Result<()> {
        Ok(())
    }

    fn acquire_lock(&self, _lock: &Lock) -> Result<DirectoryLock, LockError> {
        Ok(DirectoryLock::from(Box::new(())))
    }

    fn watch(&self, _callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        Ok(WatchHandle::empty())
    }
}
