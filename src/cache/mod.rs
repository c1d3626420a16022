//! What earlier builds of a site leave for the next, in the user's cache folder.
//!
//! Whatever is kept here follows from the input and could be made again: a cache that is
//! missing, damaged, of another version of the program or in use by another build only
//! means more work. Nothing here is an error.

#![expect(clippy::disallowed_methods, reason = "this room keeps files of its own, outside of any site")]

mod folder;
mod pack;
mod stamp;

use std::path::{Path, PathBuf};

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::output::Digest;
pub use pack::Pack;
pub use stamp::Stamp;

/// The cache of one site as it is built into one place.
#[derive(Debug, Default)]
pub struct Cache {
    /// Its folder; none where nothing is to be kept.
    folder: Option<PathBuf>,
    /// Tells this program from any other: what another wrote is not read.
    program: Digest,
}

impl Cache {
    /// The cache of the site in the folder `root` that is built into `output`. With `anew`,
    /// nothing in it is read any more.
    pub fn open(root: &Path, output: &Path, anew: bool) -> Cache {
        let program = folder::program();
        let folder = program.and_then(|_| folder::of_site(root, output, anew));
        Cache { folder, program: program.unwrap_or_default() }
    }

    /// A cache in a folder of the caller's, which is there.
    pub fn in_folder(folder: &Path) -> Cache {
        Cache { folder: Some(folder.to_path_buf()), program: folder::program().unwrap_or_default() }
    }

    /// A cache that keeps nothing.
    pub fn none() -> Cache {
        Cache::default()
    }

    /// Reads a value that was kept under a name.
    pub fn read<T: DeserializeOwned>(&self, name: &str) -> Option<T> {
        let bytes = std::fs::read(self.folder.as_ref()?.join(name)).ok()?;
        let content = bytes.strip_prefix(self.program.as_bytes())?;
        let (digest, content) = content.split_at_checked(self.program.as_bytes().len())?;
        (Digest::of(content).as_bytes() == digest).then(|| rmp_serde::from_slice(content).ok()).flatten()
    }

    /// Keeps a value under a name, in place of the one before.
    pub fn write(&self, name: &str, value: &impl Serialize) {
        let Some(folder) = &self.folder else { return };
        let Ok(content) = rmp_serde::to_vec(value) else { return };
        let digest = Digest::of(&content);
        let bytes = [self.program.as_bytes(), digest.as_bytes(), &content].concat();
        // A reader sees the old or the new, and a reader of half of either sees neither.
        let new = folder.join(format!("{name}.new"));
        if std::fs::create_dir_all(folder).is_err() || std::fs::write(&new, bytes).is_err() {
            return;
        }
        let _ = std::fs::rename(&new, folder.join(name));
    }

    /// Forgets a value.
    pub fn remove(&self, name: &str) {
        if let Some(folder) = &self.folder {
            let _ = std::fs::remove_file(folder.join(name));
        }
    }

    /// Where something of another kind may be kept under a name.
    pub fn path(&self, name: &str) -> Option<PathBuf> {
        Some(self.folder.as_ref()?.join(name))
    }

    /// Opens the pack of a name.
    pub fn pack(&self, name: &str) -> Pack {
        match &self.folder {
            Some(folder) => Pack::open(&folder.join(name), self.program),
            None => Pack::default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_by_the_same_program_only() {
        let folder = tempfile::tempdir().unwrap();
        let cache =
            |program: &[u8]| Cache { folder: Some(folder.path().join("a")), program: Digest::of(program) };
        assert_eq!(cache(b"1").read::<String>("x"), None);
        cache(b"1").write("x", &"容器");
        assert_eq!(cache(b"1").read::<String>("x").as_deref(), Some("容器"));
        assert_eq!(cache(b"2").read::<String>("x"), None);
        Cache::none().write("x", &"内存");
        assert_eq!(Cache::none().read::<String>("x"), None);
    }

    #[test]
    fn damage_is_noticed() {
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache { folder: Some(folder.path().to_path_buf()), program: Digest::of(b"1") };
        cache.write("x", &"容器");
        let bytes = std::fs::read(folder.path().join("x")).unwrap();
        for at in 0..bytes.len() {
            let mut damaged = bytes.clone();
            damaged[at] ^= 1;
            std::fs::write(folder.path().join("x"), &damaged).unwrap();
            assert_eq!(cache.read::<String>("x"), None, "byte {at}");
            std::fs::write(folder.path().join("x"), &bytes[..at]).unwrap();
            assert_eq!(cache.read::<String>("x"), None, "{at} bytes");
        }
    }
}
