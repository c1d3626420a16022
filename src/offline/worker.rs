//! The service worker: a script of the theme behind a line that says what this build is.

use std::collections::BTreeMap;

use serde::Serialize;

use super::OfflineError;
use crate::index;
use crate::output::{Content, Digest, Output, SitePath, Store};
use crate::render::{OFFLINE, Theme};
use crate::source;

/// Its address, which must stay the same for browsers to find a new one, and lie above all
/// pages it is for.
pub(super) const PATH: &str = crate::render::SERVICE_WORKER;

/// The list of all files that a reader keeps who saves the whole site.
const LIST: &str = "offline.json";

/// Pages that are kept before they are read, beside the files that all pages load.
const PAGES: [&str; 3] = ["index.html", "search/index.html", OFFLINE];

/// What the worker knows of its build.
#[derive(Serialize)]
struct Build<'a> {
    /// Of all files: another build, another version.
    version: &'a str,
    /// Bytes of all files.
    size: u64,
    /// What to keep from the beginning.
    shell: Vec<String>,
}

/// Everything that can be saved, by address.
#[derive(Serialize)]
struct List<'a> {
    version: &'a str,
    /// What tells a file from a former one at its address: a part of its hash, or for
    /// pictures its length.
    files: &'a BTreeMap<String, String>,
}

/// Adds the worker and the list of files to a site.
pub(super) fn with_worker(
    mut output: Output,
    theme: &Theme,
    store: &dyn Store,
) -> Result<Output, OfflineError> {
    let mut files = BTreeMap::new();
    let mut shell = Vec::new();
    let mut size = 0;
    for (path, content) in output.files().filter(|(path, _)| is_read(path.as_str())) {
        let (mark, length) = match content {
            Content::Stored(stored) => (mark(stored.digest), stored.length),
            Content::Copy(_) if !is_picture(path.as_str()) => continue,
            Content::Copy(file) => source::length(file).map(|length| (length.to_string(), length))?,
        };
        size += length;
        files.insert(address(path), mark);
        if is_shell(path.as_str(), theme) {
            shell.push(address(path));
        }
    }
    let version = mark(Digest::of(&serde_json::to_vec(&files)?));
    let build = serde_json::to_string(&Build { version: &version, size, shell })?;
    let script = [format!("self.yunji={build};\n").as_bytes(), theme.source(PATH)].concat();
    let list = serde_json::to_vec(&List { version: &version, files: &files })?;
    let mut add = |path: &str, bytes: Vec<u8>, maker: &str| {
        let path = SitePath::parse(path)?;
        let stored = store.put(&path, None, bytes);
        output.insert(path, Content::Stored(stored), maker);
        Ok::<_, OfflineError>(())
    };
    add(PATH, script, "the service worker")?;
    add(LIST, list, "the list of files for reading offline")?;
    Ok(output)
}

/// Whether people read a file or their pages load it: the compressed copies, the feed and
/// what only machines ask for would be kept for nothing.
fn is_read(path: &str) -> bool {
    let only_machines = matches!(path, "robots.txt" | "sitemap.xml" | "atom.xml" | "404.html");
    !only_machines && !path.ends_with(".br") && !path.ends_with(".gz")
}

/// Attachments may be large, and pages are whole without them.
fn is_picture(path: &str) -> bool {
    let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension).to_ascii_lowercase();
    matches!(extension.as_str(), "png" | "jpg" | "jpeg" | "gif" | "svg" | "webp" | "avif" | "bmp" | "ico")
}

/// Whether every visit needs a file: a few pages, what they load, and the search engine with
/// what every query reads.
fn is_shell(path: &str, theme: &Theme) -> bool {
    let search = path.strip_prefix(index::FOLDER);
    let opens_search = search
        .is_some_and(|name| ["index.json", "boot.", "engine."].iter().any(|begin| name.starts_with(begin)));
    let of_theme = theme.files().any(|(address, _)| address == path) && !path.ends_with(".png");
    PAGES.contains(&path) || opens_search || of_theme
}

/// The address at which pages ask for a file.
fn address(path: &SitePath) -> String {
    let href = path.href();
    match href.strip_suffix("index.html") {
        Some(folder) if folder.is_empty() || folder.ends_with('/') => folder.to_owned(),
        _ => href,
    }
}

fn mark(digest: Digest) -> String {
    digest.to_string().chars().take(8).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_kept_at_the_address_that_is_asked_for() {
        let address = |path: &str| address(&SitePath::parse(path).unwrap());
        assert_eq!(address("index.html"), "");
        assert_eq!(address("笔记/a b/index.html"), "笔记/a%20b/");
        assert_eq!(address("my-index.html"), "my-index.html");
    }

    #[test]
    fn what_only_machines_read_is_not_kept() {
        assert!(is_read("docker/index.html") && is_read("search/index.json"));
        assert!(!is_read("search/boot.1.bin.br") && !is_read("sitemap.xml"));
        assert!(is_picture("a/拓扑.PNG") && !is_picture("a/dump.tar"));
    }
}
