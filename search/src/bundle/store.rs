//! The files of a search folder that are there so far.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use tantivy::directory::OwnedBytes;

/// The files of a search folder that have been handed in, and the names of those that were
/// looked for and not there.
#[derive(Debug, Default)]
pub(crate) struct Store {
    supplied: RefCell<BTreeMap<String, OwnedBytes>>,
    missing: RefCell<BTreeSet<String>>,
}

impl Store {
    /// Hands in a file of the search folder.
    pub(crate) fn supply(&self, path: &str, bytes: Vec<u8>) {
        self.missing.borrow_mut().remove(path);
        self.supplied.borrow_mut().insert(path.to_owned(), OwnedBytes::new(bytes));
    }

    /// The content of a file that was handed in; notes it as missing when it was not.
    pub(crate) fn get(&self, path: &str) -> Option<OwnedBytes> {
        let found = self.supplied.borrow().get(path).cloned();
        if found.is_none() {
            self.missing.borrow_mut().insert(path.to_owned());
        }
        found
    }

    /// The files that were looked for and not there since the last call, sorted.
    pub(crate) fn take_missing(&self) -> Vec<String> {
        std::mem::take(&mut *self.missing.borrow_mut()).into_iter().collect()
    }
}
