//! Where caches are.

use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use crate::output::Digest;

/// Names the folder that a cache is for, so that it can be removed when that is gone.
const OF: &str = "root";

/// What tells this program from any other build of it.
pub(super) fn program() -> Option<Digest> {
    let file = std::env::current_exe().ok()?;
    let metadata = std::fs::metadata(&file).ok()?;
    let changed = metadata.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
    let told = format!("{} {} {}", env!("CARGO_PKG_VERSION"), metadata.len(), changed.as_nanos());
    Some(Digest::of(told.as_bytes()))
}

/// The folder for a site that is built into `output`, emptied where that is to be made `anew`;
/// none where the user has no folder for caches.
pub(super) fn of_site(root: &Path, output: &Path, anew: bool) -> Option<PathBuf> {
    let root = std::fs::canonicalize(root).ok()?;
    let output = std::path::absolute(output).ok()?;
    let sites = of_user()?.join("yunji");
    remove_orphans(&sites);
    let places = [root.as_os_str().as_encoded_bytes(), output.as_os_str().as_encoded_bytes()];
    let folder = sites.join(Digest::of_all(places).to_string());
    if anew {
        // What stays behind of it is overwritten.
        let _ = std::fs::remove_dir_all(&folder);
    }
    if !folder.is_dir() {
        std::fs::create_dir_all(&folder).ok()?;
        std::fs::write(folder.join(OF), root.as_os_str().as_encoded_bytes()).ok()?;
    }
    Some(folder)
}

/// Where a user's caches are, as the system has it.
fn of_user() -> Option<PathBuf> {
    let named = std::env::var_os("XDG_CACHE_HOME").map(PathBuf::from).filter(|path| path.is_absolute());
    let usual = if cfg!(target_os = "macos") { "Library/Caches" } else { ".cache" };
    named.or_else(|| Some(std::env::home_dir()?.join(usual)))
}

/// Removes the caches of sites that are no more.
fn remove_orphans(sites: &Path) {
    for entry in std::fs::read_dir(sites).into_iter().flatten().flatten() {
        let folder = entry.path();
        let root = std::fs::read_to_string(folder.join(OF)).unwrap_or_default();
        if !root.is_empty() && !Path::new(&root).exists() {
            let _ = std::fs::remove_dir_all(folder);
        }
    }
}
