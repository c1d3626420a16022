//! The new site while it is made: files go to the disk as they are made, beside the published
//! ones, so that a site need not fit into memory.

#![expect(clippy::disallowed_methods, reason = "this room writes the site")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io;
use std::ops::Bound;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use rayon::prelude::*;

use super::disk::{self, Failed};
use super::manifest::Manifest;
use super::record::{self, Record};
use super::tree::Tree;
use super::{Old, Places, PublishError, Published, switch};
use crate::cache::{Cache, Stamp};
use crate::output::{Content, Digest, MANIFEST, Output, SitePath, Store, Stored, folders};

/// Under which name the cache has the record of the published site.
const RECORD: &str = "published";

/// Where the cache has the site before the published one. Its files are those of the
/// published site, but for the few that changed: the next build need not make some thousand
/// links to change one file.
const SPARE: &str = "spare";

/// A store beside the folder that a site is published in. Nothing of it is published before
/// [`Staging::publish`], and what is not published is removed when it is dropped.
pub struct Staging<'a> {
    places: Places,
    cache: &'a Cache,
    /// The published files that are as the last build left them.
    record: Record,
    /// Whether those are all that it published.
    is_whole: bool,
    made: Mutex<BTreeMap<SitePath, Made>>,
    /// What the new tree began as.
    begun: OnceLock<Tree>,
    /// Why a file could not be written; the first of them.
    failed: OnceLock<Failed>,
    /// Keeps other builds out until all is done.
    _lock: File,
}

/// A file of the new site.
#[derive(Clone, Copy)]
struct Made {
    stored: Stored,
    made_from: Option<Digest>,
    /// Whether it was written; else the published one is the same.
    is_staged: bool,
}

impl<'a> Staging<'a> {
    /// Prepares for building into `folder`, of which `cache` knows what the last build left
    /// there. A build that is under way is waited for.
    ///
    /// # Errors
    ///
    /// When the disk refuses.
    pub fn open(folder: &Path, cache: &'a Cache) -> Result<Staging<'a>, PublishError> {
        let places = Places::new(folder)?;
        let lock = switch::lock(&places)?;
        switch::recover(&places)?;
        let (record, is_whole) = cache.read::<Record>(RECORD).unwrap_or_default().checked(&places.folder);
        Ok(Staging {
            places,
            cache,
            record,
            is_whole,
            made: Mutex::default(),
            begun: OnceLock::new(),
            failed: OnceLock::new(),
            _lock: lock,
        })
    }

    /// Makes the folder hold exactly the files of `output`, which were made from `inputs`,
    /// beside those that were put there by others.
    ///
    /// # Errors
    ///
    /// When the disk refuses, or when files that others made would have to be overwritten.
    /// The folder is then as it was.
    pub fn publish(mut self, output: &Output, inputs: Digest) -> Result<Published, PublishError> {
        if let Some(failed) = self.failed.take() {
            return Err(failed.into());
        }
        let old = Old::read(&self.places.folder)?;
        old.check(output, &self.places.folder)?;
        let copies = self.copies(output)?;
        let mut made = std::mem::take(&mut *self.made());
        made.retain(|path, _| output.get(path.as_str()).is_some());
        made.extend(copies);
        let changed = made.values().filter(|made| made.is_staged).count();
        let removed = old.own.files().filter(|path| output.get(path).is_none()).count();
        let published = Published { files: output.len(), changed, removed };
        if changed > 0 || removed > 0 || old.own.len() != output.len() {
            self.cache.remove(RECORD);
            self.complete(output, &made, &old)?;
            switch::switch(&self.places)?;
            self.retire();
        }
        self.remember(made, inputs);
        Ok(published)
    }

    /// The files that are published as they are, those that changed put into the new tree.
    fn copies(&self, output: &Output) -> Result<Vec<(SitePath, Made)>, Failed> {
        let copies: Vec<(&SitePath, &Path)> = output
            .files()
            .filter_map(|(path, content)| match content {
                Content::Copy(source) => Some((path, source.as_path())),
                Content::Stored(_) => None,
            })
            .collect();
        copies.into_par_iter().map(|(path, source)| Ok((path.clone(), self.copy(path, source)?))).collect()
    }

    fn copy(&self, path: &SitePath, source: &Path) -> Result<Made, Failed> {
        let made_from = Stamp::of(source).map(|stamp| Digest::of(format!("{source:?} {stamp:?}").as_bytes()));
        if let Some(stored) = made_from.and_then(|made_from| self.unchanged(path, made_from)) {
            return Ok(Made { stored, made_from, is_staged: false });
        }
        let is_staged = !disk::same(&self.places.folder.join(path.as_str()), source)?;
        if is_staged {
            self.begun();
            disk::copy(source, &self.places.staging.join(path.as_str()))?;
        }
        // What it holds is of no interest: it is told by the file that it comes from.
        Ok(Made { stored: Stored::of(&[]), made_from, is_staged })
    }

    /// The new tree as it was when this build began to put files there: empty, or the site
    /// before the published one, of which it has more or less every file.
    fn begun(&self) -> &Tree {
        self.begun.get_or_init(|| {
            let spare = self.cache.path(SPARE).and_then(|spare| Some((Tree::read(&spare).ok()?, spare)));
            match spare {
                // A link may lead anywhere, and files will be written below folders of any name.
                Some((tree, spare)) if !tree.has_links => {
                    let moved = std::fs::rename(&spare, &self.places.staging);
                    moved.map(|()| tree).unwrap_or_default()
                }
                _ => Tree::default(),
            }
        })
    }

    /// Completes the new tree with the files that did not change and those of others, and
    /// takes away what is left of a former site.
    fn complete(&self, output: &Output, made: &BTreeMap<SitePath, Made>, old: &Old) -> Result<(), Failed> {
        let Places { folder, staging, .. } = &self.places;
        let begun = self.begun();
        disk::copy_folder(folder, staging)?;
        let unchanged = made.iter().filter(|(_, made)| !made.is_staged).map(|(path, _)| path.as_str());
        let wanted: BTreeSet<&str> = unchanged.chain(old.foreign.iter().map(String::as_str)).collect();
        let is_new = |path: &str| made.get(path).is_some_and(|made| made.is_staged);
        let gone = begun.files.keys().filter(|path| !wanted.contains(path.as_str()) && !is_new(path));
        gone.filter(|path| *path != MANIFEST).try_for_each(|path| disk::remove_file(&staging.join(path)))?;
        // A page may be where a folder was.
        let is_file = |path: &str| made.contains_key(path);
        let stays = |path: &&String| !is_file(path) && !folders(path).any(is_file);
        let folders: Vec<&String> = old.tree.folders.iter().filter(stays).collect();
        folders.par_iter().try_for_each(|path| disk::copy_folder(&folder.join(path), &staging.join(path)))?;
        wanted.par_iter().try_for_each(|path| match begun.files.get(*path) {
            Some(inode) if old.tree.files.get(*path) == Some(inode) => Ok(()),
            _ => disk::link(&folder.join(path), &staging.join(path)),
        })?;
        Manifest::write(output, staging)?;
        let folders: BTreeSet<&str> =
            old.own.folders().chain(begun.folders.iter().map(String::as_str)).collect();
        // There are thousands of folders, and few that nothing is in.
        let is_empty = |folder: &&str| {
            let inside = format!("{folder}/");
            let after = (Bound::Included(inside.as_str()), Bound::Unbounded);
            let first = [
                wanted.range::<str, _>(after).next().copied(),
                made.range::<str, _>(after).next().map(|(path, _)| path.as_str()),
            ];
            !first.into_iter().flatten().any(|path| path.starts_with(&inside))
        };
        disk::remove_empty(staging, &folders.into_iter().filter(is_empty).collect())
    }

    /// Keeps the site that was published until now for the next build to begin with, where the
    /// cache is on the same disk.
    fn retire(&self) {
        if let Some(spare) = self.cache.path(SPARE) {
            let _ = disk::remove_tree(&spare);
            let _ = std::fs::rename(&self.places.staging, spare);
        }
    }

    /// Writes down what is published now.
    fn remember(&self, made: BTreeMap<SitePath, Made>, inputs: Digest) {
        let looked_at = |(path, made): (SitePath, Made)| {
            let known = self.record.files.get(path.as_str()).filter(|_| !made.is_staged);
            let stamp = known.map(|known| known.stamp);
            let stamp = stamp.or_else(|| Stamp::of(&self.places.folder.join(path.as_str())))?;
            let Made { stored, made_from, .. } = made;
            Some((path.as_str().to_owned(), record::Published { stored, made_from, stamp }))
        };
        let made: Vec<(SitePath, Made)> = made.into_iter().collect();
        let files: Option<BTreeMap<_, _>> = made.into_par_iter().map(looked_at).collect();
        let manifest = Stamp::of(&self.places.folder.join(MANIFEST)).map(|stamp| {
            let stored = Stored::of(&[]);
            (MANIFEST.to_owned(), record::Published { stored, made_from: None, stamp })
        });
        if let (Some(mut files), Some(manifest)) = (files, manifest) {
            files.extend([manifest]);
            self.cache.write(RECORD, &Record { inputs, files });
        }
    }

    /// The published file at `path`, if it was made from the same.
    fn unchanged(&self, path: &SitePath, made_from: Digest) -> Option<Stored> {
        let published = self.record.files.get(path.as_str())?;
        (published.made_from == Some(made_from)).then_some(published.stored)
    }

    /// Writes a file, unless the published one is the same. Returns whether it was written.
    fn write_changed(&self, path: &SitePath, stored: Stored, bytes: &[u8]) -> Result<bool, Failed> {
        let is_changed = self.failed.get().is_none() && !self.holds(path, stored, bytes)?;
        if is_changed {
            self.begun();
            disk::write(&self.places.staging.join(path.as_str()), bytes)?;
        }
        Ok(is_changed)
    }

    /// Whether the published file at `path` holds these bytes.
    fn holds(&self, path: &SitePath, stored: Stored, bytes: &[u8]) -> Result<bool, Failed> {
        match self.record.files.get(path.as_str()) {
            Some(published) => Ok(published.stored == stored),
            None => disk::holds(&self.places.folder.join(path.as_str()), bytes),
        }
    }

    fn made(&self) -> MutexGuard<'_, BTreeMap<SitePath, Made>> {
        // A thread that panicked while it held the lock had not begun to change anything.
        self.made.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Store for Staging<'_> {
    fn is_published(&self, inputs: Digest) -> bool {
        self.is_whole && self.record.inputs == inputs
    }

    fn put(&self, path: &SitePath, made_from: Option<Digest>, bytes: Vec<u8>) -> Stored {
        let stored = Stored::of(&bytes);
        let is_staged = self.write_changed(path, stored, &bytes).unwrap_or_else(|failed| {
            // Kept for later: whoever makes the site finds better words for what is wrong with
            // it, such as one name for a file and a folder.
            let _ = self.failed.set(failed);
            false
        });
        self.made().insert(path.clone(), Made { stored, made_from, is_staged });
        stored
    }

    fn kept(&self, path: &SitePath, made_from: Digest) -> Option<Stored> {
        let stored = self.unchanged(path, made_from)?;
        self.made().insert(path.clone(), Made { stored, made_from: Some(made_from), is_staged: false });
        Some(stored)
    }

    fn holding(&self, path: &SitePath, content: Digest) -> Option<Stored> {
        let record::Published { stored, made_from, .. } = *self.record.files.get(path.as_str())?;
        if stored.digest != content {
            return None;
        }
        self.made().insert(path.clone(), Made { stored, made_from, is_staged: false });
        Some(stored)
    }

    fn read(&self, path: &SitePath) -> io::Result<Vec<u8>> {
        let made = self.made().get(path).copied().ok_or(io::ErrorKind::NotFound)?;
        let folder = if made.is_staged { &self.places.staging } else { &self.places.folder };
        std::fs::read(folder.join(path.as_str()))
    }
}

impl Drop for Staging<'_> {
    fn drop(&mut self) {
        // After publishing there is nothing; else a later build would remove it.
        let _ = disk::remove_tree(&self.places.staging);
    }
}
