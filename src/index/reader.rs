//! A search folder on disk, opened for searching.

#![expect(clippy::disallowed_methods, reason = "reading back what was published is this file's purpose")]

use std::path::{Path, PathBuf};

use yunji_search::bundle::{ENTRY, Entry};
use yunji_search::{Answer, Engine, FORMAT, OpenError, Request, SearchError};

/// A search folder on disk.
pub struct Reader {
    folder: PathBuf,
    engine: Engine,
}

/// Why a search folder cannot be searched.
#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    /// There is none.
    #[error("no search index in {0}: build the site first with `yunji build`")]
    Missing(String),
    /// A file of it cannot be read.
    #[error("cannot read {path}: {error}")]
    Disk {
        /// Which.
        path: String,
        /// Why not.
        error: std::io::Error,
    },
    /// Its entry makes no sense.
    #[error("{path} is damaged: {error}")]
    Entry {
        /// Which.
        path: String,
        /// What is wrong.
        error: serde_json::Error,
    },
    /// Another version of Yunji made it.
    #[error("the search index has format {0}, this program reads format {FORMAT}: build the site again")]
    Format(u32),
    /// It cannot be opened.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// It cannot be searched.
    #[error(transparent)]
    Search(#[from] SearchError),
}

impl Reader {
    /// Opens the search folder of a built site.
    ///
    /// # Errors
    ///
    /// When there is none, or it is damaged or of another version.
    pub fn open(folder: &Path) -> Result<Reader, IndexError> {
        let path = folder.join(ENTRY);
        if !path.is_file() {
            return Err(IndexError::Missing(folder.display().to_string()));
        }
        let entry: Entry = serde_json::from_slice(&read(&path)?)
            .map_err(|error| IndexError::Entry { path: path.display().to_string(), error })?;
        if entry.format != FORMAT {
            return Err(IndexError::Format(entry.format));
        }
        let engine = Engine::open(read(&folder.join(&entry.boot))?)?;
        Ok(Reader { folder: folder.to_path_buf(), engine })
    }

    /// Answers a request with the same engine, files and results as the browser.
    ///
    /// # Errors
    ///
    /// When a file cannot be read or is damaged.
    pub fn search(&self, request: &Request) -> Result<Answer, IndexError> {
        self.engine.answer(request, |path| read(&self.folder.join(path)))
    }
}

fn read(path: &Path) -> Result<Vec<u8>, IndexError> {
    std::fs::read(path).map_err(|error| IndexError::Disk { path: path.display().to_string(), error })
}
