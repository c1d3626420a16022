//! The shape of the source tree: which room may know which, and which crate belongs where.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test fails by panicking, and looks at the repository"
)]

use std::path::{Path, PathBuf};

/// Rooms in the order of the data. A room knows those before it and none after.
const ROOMS: [&str; 12] = [
    "diagnostic",
    "config",
    "output",
    "cache",
    "source",
    "markdown",
    "site",
    "render",
    "index",
    "offline",
    "publish",
    "serve",
];

/// Crates that one place alone may name, and that place below `src/` or `search/src/`.
const OWNERS: [(&str, &str); 27] = [
    ("pulldown_cmark", "src/markdown/"),
    ("pulldown_latex", "src/markdown/mathml.rs"),
    ("merman", "src/markdown/diagram/mermaid.rs"),
    ("roxmltree", "src/markdown/diagram/"),
    ("unicode_properties", "src/markdown/character.rs"),
    ("syntect", "src/markdown/highlight.rs"),
    ("two_face", "src/markdown/highlight.rs"),
    ("tera", "src/render/"),
    ("clap", "src/cli/"),
    ("anyhow", "src/cli/"),
    ("indicatif", "src/cli/progress.rs"),
    ("serde_yaml", "src/config/yaml.rs"),
    ("toml", "src/config/toml.rs"),
    ("sha1_smol", "src/site/permalink.rs"),
    ("encoding_rs", "src/source/decode.rs"),
    ("chardetng", "src/source/decode.rs"),
    ("imagesize", "src/source/picture.rs"),
    ("axum", "src/serve/"),
    ("tokio", "src/serve/"),
    ("rustix", "src/publish/"),
    ("zip", "src/publish/archive.rs"),
    ("base64", "src/offline/disk.rs"),
    ("brotli", "src/index/compress.rs"),
    ("flate2", "src/index/compress.rs"),
    ("pinyin", "search/src/"),
    ("tantivy", "search/src/"),
    ("tikv_jemallocator", "src/main.rs"),
];

/// Longest file of production code, in lines; a longer one asks for a better design.
const LONGEST_FILE: usize = 500;

struct File {
    path: String,
    /// Lines before the tests, without comments.
    code: Vec<String>,
}

fn repository() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn sources() -> Vec<File> {
    let mut files = Vec::new();
    for folder in ["src", "search/src", "search/client/src"] {
        collect(&repository().join(folder), &mut files);
    }
    assert!(files.len() > 40, "the source tree was not found");
    files
}

fn collect(folder: &Path, files: &mut Vec<File>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = std::fs::read_to_string(&path).unwrap();
            let production = text.split("#[cfg(test)]\nmod tests").next().unwrap();
            let code = production.lines().filter(|line| !line.trim_start().starts_with("//"));
            let path = path.strip_prefix(repository()).unwrap().to_str().unwrap().replace('\\', "/");
            files.push(File { path, code: code.map(str::to_owned).collect() });
        }
    }
}

/// The words that follow `prefix` in a line of code: `crate::site` gives `site`.
fn named_after<'a>(line: &'a str, prefix: &'a str) -> impl Iterator<Item = &'a str> {
    line.match_indices(prefix).map(|(at, found)| {
        let rest = line.get(at + found.len()..).unwrap();
        rest.split(|ch: char| !ch.is_alphanumeric() && ch != '_').next().unwrap()
    })
}

#[test]
fn no_room_knows_a_later_one() {
    for file in sources() {
        let Some(room) = file.path.strip_prefix("src/").and_then(|path| path.split('/').next()) else {
            continue;
        };
        let Some(own) = ROOMS.iter().position(|known| *known == room) else { continue };
        for line in &file.code {
            for used in named_after(line, "crate::").chain(named_after(line, "yunji::")) {
                if let Some(other) = ROOMS.iter().position(|known| *known == used) {
                    assert!(other <= own, "{}: {room} knows {used}: {line}", file.path);
                }
                assert_ne!(used, "cli", "{}: only main knows the command line", file.path);
            }
        }
    }
}

#[test]
fn every_room_is_in_the_order() {
    let folders = std::fs::read_dir(repository().join("src")).unwrap().map(Result::unwrap);
    for folder in folders.filter(|entry| entry.path().is_dir()) {
        let name = folder.file_name().to_str().unwrap().to_owned();
        assert!(name == "cli" || ROOMS.contains(&name.as_str()), "src/{name} has no place in the order");
    }
}

#[test]
fn crates_stay_in_their_rooms() {
    for file in sources() {
        for line in &file.code {
            for (name, owner) in OWNERS {
                let path = format!("{name}::");
                let named = line.match_indices(&path).any(|(at, _)| {
                    let before = line.get(..at).and_then(|before| before.chars().next_back());
                    !before.is_some_and(|ch| ch.is_alphanumeric() || ch == '_' || ch == ':')
                });
                assert!(
                    !named || file.path.starts_with(owner),
                    "{}: {name} belongs to {owner}: {line}",
                    file.path
                );
            }
        }
    }
}

#[test]
fn no_file_is_too_long() {
    for file in sources() {
        let lines = file.code.iter().filter(|line| !line.trim().is_empty()).count();
        assert!(lines <= LONGEST_FILE, "{} has {lines} lines of code", file.path);
    }
}
