//! Many small values in one file, by the digest of what they were made from.
//!
//! Layout: the program that wrote it, then entries one after the other: key, length of the
//! value as a little-endian `u64`, digest of the value, the value. Entries are only ever added at
//! the end, so that one edited note costs one entry; when those that no build asks for any more
//! outweigh the rest, the rest moves up.

use std::collections::{BTreeMap, HashMap};
use std::fs::{File, OpenOptions};
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use crate::output::{Digest, Stored};

const DIGEST: usize = 16;
/// Bytes of an entry before its value.
const HEAD: u64 = 2 * DIGEST as u64 + 8;

/// A file of values that builds add to.
#[derive(Debug, Default)]
pub struct Pack {
    file: Option<File>,
    /// Whether this build may write: only one at a time does.
    is_mine: bool,
    program: Digest,
    state: Mutex<State>,
}

#[derive(Debug, Clone, Copy)]
struct Entry {
    at: u64,
    length: u64,
    digest: Digest,
}

#[derive(Debug, Default)]
struct State {
    /// The values that are there.
    entries: HashMap<Digest, Entry>,
    /// Where the next entry goes.
    end: u64,
    /// Entries that this build read or added: where they begin, and their bytes.
    used: BTreeMap<u64, u64>,
}

impl Pack {
    /// Opens a file, or begins it. What another program wrote is dropped.
    pub(super) fn open(path: &Path, program: Digest) -> Pack {
        let options = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path);
        let Ok(file) = options else { return Pack::default() };
        let is_mine = file.try_lock().is_ok();
        let mut pack = Pack { file: Some(file), is_mine, program, ..Pack::default() };
        match pack.read_entries() {
            Some(state) => pack.state = Mutex::new(state),
            None => pack.begin(),
        }
        pack
    }

    /// Finds the entries up to the last whole one. None when the file is not this program's.
    fn read_entries(&self) -> Option<State> {
        let file = self.file.as_ref()?;
        let length = file.metadata().ok()?.len();
        let mut program = [0; DIGEST];
        file.read_exact_at(&mut program, 0).ok()?;
        if program != self.program.as_bytes() {
            return None;
        }
        let mut state = State { end: DIGEST as u64, ..State::default() };
        let mut head = [0; HEAD as usize];
        while file.read_exact_at(&mut head, state.end).is_ok() {
            let (key, rest) = head.split_first_chunk::<DIGEST>()?;
            let (value_length, digest) = rest.split_first_chunk::<8>()?;
            let value_length = u64::from_le_bytes(*value_length);
            let end = state.end.checked_add(HEAD)?.checked_add(value_length)?;
            if end > length {
                break;
            }
            let digest = Digest::from_bytes(*digest.first_chunk()?);
            let entry = Entry { at: state.end + HEAD, length: value_length, digest };
            state.entries.insert(Digest::from_bytes(*key), entry);
            state.end = end;
        }
        Some(state)
    }

    /// Begins the file anew.
    fn begin(&mut self) {
        let written = self.file.as_ref().filter(|_| self.is_mine).is_some_and(|file| {
            file.set_len(0).is_ok() && file.write_all_at(self.program.as_bytes(), 0).is_ok()
        });
        self.is_mine = written;
        self.state = Mutex::new(State { end: DIGEST as u64, ..State::default() });
    }

    /// Whether there is a value under a key.
    pub fn has(&self, key: Digest) -> bool {
        self.state().entries.contains_key(&key)
    }

    /// What is known of the value under a key without reading it. It counts as asked for.
    pub fn look(&self, key: Digest) -> Option<Stored> {
        let entry = self.state().find(key)?;
        Some(Stored { digest: entry.digest, length: entry.length })
    }

    /// The value under a key; none where there is none, or not as it was put there.
    pub fn get(&self, key: Digest) -> Option<Vec<u8>> {
        let entry = self.state().find(key)?;
        let mut value = vec![0; usize::try_from(entry.length).ok()?];
        self.file.as_ref()?.read_exact_at(&mut value, entry.at).ok()?;
        (Digest::of(&value) == entry.digest).then_some(value)
    }

    /// Whether what is put here is here later.
    pub fn keeps(&self) -> bool {
        self.is_mine
    }

    /// The text under a key, which `make` makes and this keeps where there is none.
    ///
    /// # Errors
    ///
    /// What `make` returns.
    pub fn text<E>(&self, key: Digest, make: impl FnOnce() -> Result<String, E>) -> Result<String, E> {
        if let Some(known) = self.get(key).and_then(|text| String::from_utf8(text).ok()) {
            return Ok(known);
        }
        let text = make()?;
        self.put(key, text.as_bytes());
        Ok(text)
    }

    /// Adds a value; returns whether it is there now.
    pub fn put(&self, key: Digest, value: &[u8]) -> bool {
        let Some(file) = self.file.as_ref().filter(|_| self.is_mine) else { return false };
        let length = value.len() as u64;
        let digest = Digest::of(value);
        let bytes = [key.as_bytes(), &length.to_le_bytes(), digest.as_bytes(), value].concat();
        let at = {
            let mut state = self.state();
            let at = state.end;
            state.end += bytes.len() as u64;
            at
        };
        // What is not written whole does not have its digest.
        if file.write_all_at(&bytes, at).is_err() {
            return false;
        }
        let mut state = self.state();
        state.entries.insert(key, Entry { at: at + HEAD, length, digest });
        state.used.insert(at, bytes.len() as u64);
        true
    }

    /// Drops the values that this build did not ask for, if they are the larger part.
    /// None can be read any more after this.
    pub fn tidy(&self) {
        let mut state = self.state();
        state.entries.clear();
        let State { end, used, .. } = &*state;
        let (Some(file), true) = (&self.file, used.values().sum::<u64>() * 2 < *end) else { return };
        let mut done = DIGEST as u64;
        for (&at, &length) in used.iter().filter(|_| self.is_mine) {
            let mut entry = vec![0; usize::try_from(length).unwrap_or_default()];
            // Up, and so over nothing that is still to be moved. Whatever a run that is killed
            // leaves half moved does not have its digest.
            if file.read_exact_at(&mut entry, at).is_err() || file.write_all_at(&entry, done).is_err() {
                break;
            }
            done += length;
        }
        if self.is_mine {
            let _ = file.set_len(done);
        }
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        // Numbers are whole whatever happened to who held the lock.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Finds an entry, which is used then.
    fn find(&mut self, key: Digest) -> Option<Entry> {
        let entry = *self.entries.get(&key)?;
        self.used.insert(entry.at - HEAD, HEAD + entry.length);
        Some(entry)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(name: &str) -> Digest {
        Digest::of(name.as_bytes())
    }

    fn open(folder: &Path) -> Pack {
        Pack::open(&folder.join("pack"), key("program"))
    }

    #[test]
    fn values_are_there_for_the_next_build() {
        let folder = tempfile::tempdir().unwrap();
        let pack = open(folder.path());
        pack.put(key("a"), "容器".as_bytes());
        pack.put(key("b"), b"");
        drop(pack);
        let pack = open(folder.path());
        assert_eq!(pack.get(key("a")).unwrap(), "容器".as_bytes());
        assert_eq!(pack.get(key("b")).unwrap(), b"");
        assert_eq!(pack.get(key("c")), None);
        drop(pack);
        let other = Pack::open(&folder.path().join("pack"), key("another program"));
        assert_eq!(other.get(key("a")), None);
    }

    #[test]
    fn a_file_cut_short_or_damaged_has_the_values_that_are_whole() {
        let folder = tempfile::tempdir().unwrap();
        let pack = open(folder.path());
        pack.put(key("a"), b"first");
        pack.put(key("b"), b"second");
        drop(pack);
        let path = folder.path().join("pack");
        let bytes = std::fs::read(&path).unwrap();
        for length in 0..bytes.len() {
            std::fs::write(&path, &bytes[..length]).unwrap();
            let pack = open(folder.path());
            assert!(pack.get(key("a")).is_none_or(|value| value == b"first"), "{length}");
            assert_eq!(pack.get(key("b")), None, "{length}");
            pack.put(key("c"), b"third");
            drop(pack);
            assert_eq!(open(folder.path()).get(key("c")).unwrap(), b"third", "{length}");
        }
        for at in 0..bytes.len() {
            let mut damaged = bytes.clone();
            damaged[at] ^= 0x80;
            std::fs::write(&path, damaged).unwrap();
            let pack = open(folder.path());
            assert!(pack.get(key("a")).is_none_or(|value| value == b"first"), "{at}");
            assert!(pack.get(key("b")).is_none_or(|value| value == b"second"), "{at}");
        }
    }

    #[test]
    fn one_build_writes_at_a_time() {
        let folder = tempfile::tempdir().unwrap();
        let first = open(folder.path());
        let second = open(folder.path());
        second.put(key("b"), b"lost");
        first.put(key("a"), b"kept");
        drop((first, second));
        let pack = open(folder.path());
        assert_eq!((pack.get(key("a")), pack.get(key("b"))), (Some(b"kept".to_vec()), None));
    }

    #[test]
    fn what_nobody_asks_for_goes() {
        let folder = tempfile::tempdir().unwrap();
        let pack = open(folder.path());
        pack.put(key("a"), b"first");
        pack.put(key("b"), &[1; 1000]);
        pack.put(key("c"), b"last");
        pack.tidy();
        drop(pack);
        let pack = open(folder.path());
        for name in ["a", "b", "c"] {
            assert!(pack.get(key(name)).is_some(), "all of it was of use to the build that made it");
        }
        drop(pack);
        let pack = open(folder.path());
        assert!(pack.get(key("c")).is_some() && pack.get(key("a")).is_some());
        pack.put(key("d"), b"new");
        pack.tidy();
        drop(pack);
        let pack = open(folder.path());
        let values = ["a", "b", "c", "d"].map(|name| pack.get(key(name)));
        let kept = |value: &[u8]| Some(value.to_vec());
        assert_eq!(values, [kept(b"first"), None, kept(b"last"), kept(b"new")]);
    }
}
