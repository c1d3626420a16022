//! Golden sites: a case is a folder below `tests/cases/`.
//!
//! A case holds the input of a site and `expected/`, every file that the site publishes
//! but for the theme's and the search index, and `report.txt`, what the build prints. The
//! pages are made by the plain templates in `tests/cases/templates/`, so that a case shows
//! what becomes of its content and not what the theme looks like.
//!
//! `UPDATE=1 cargo test --test golden` writes what is expected anew; read it before
//! committing it.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test fails by panicking, and looks at the disk"
)]

mod support;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use support::{Site, tree};

fn cases() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases")
}

#[test]
fn every_case_gives_what_is_expected() {
    let mut folders: Vec<PathBuf> =
        std::fs::read_dir(cases()).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.retain(|folder| !folder.ends_with("templates"));
    folders.sort();
    assert!(folders.len() >= 7, "the cases were not found");
    let problems: Vec<String> = folders.iter().flat_map(|folder| check(folder)).collect();
    assert!(problems.is_empty(), "\n{}", problems.join("\n"));
}

/// Builds a case and compares it. Returns what differs.
fn check(folder: &Path) -> Vec<String> {
    let actual = build(folder);
    let expected_folder = folder.join("expected");
    if std::env::var_os("UPDATE").is_some() {
        let _ = std::fs::remove_dir_all(&expected_folder);
        for (path, content) in &actual {
            let path = expected_folder.join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, content).unwrap();
        }
        return Vec::new();
    }
    compare(folder.file_name().unwrap().to_str().unwrap(), &tree(&expected_folder), &actual)
}

/// The files that a case publishes, and what the build prints.
fn build(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let site = Site::new(&[]);
    for (path, content) in tree(folder) {
        if !path.starts_with("expected/") {
            site.write(&path, content);
        }
    }
    for (path, content) in tree(&cases().join("templates")) {
        site.write(&format!("templates/{path}"), content);
    }
    let ran = site.yunji(&["build"]);
    let report: Vec<&str> = ran.err.lines().filter(|line| !line.contains(" s → ")).collect();
    let mut files = site.tree("public");
    files.retain(|path, _| {
        !path.starts_with("assets/") && !path.starts_with("search/") && path != ".yunji-files"
    });
    let report = format!("{}\nexit status {}\n", report.join("\n"), ran.status.unwrap());
    files.insert("report.txt".to_owned(), report.trim_start().into());
    files
}

fn compare(
    case: &str,
    expected: &BTreeMap<String, Vec<u8>>,
    actual: &BTreeMap<String, Vec<u8>>,
) -> Vec<String> {
    let mut problems = Vec::new();
    for (path, content) in expected {
        match actual.get(path) {
            None => problems.push(format!("{case}: {path} is expected and was not made")),
            Some(other) if other != content => problems.push(difference(case, path, content, other)),
            Some(_) => {}
        }
    }
    for path in actual.keys().filter(|path| !expected.contains_key(*path)) {
        problems.push(format!("{case}: {path} was made and is not expected"));
    }
    problems
}

fn difference(case: &str, path: &str, expected: &[u8], actual: &[u8]) -> String {
    let (expected, actual) = (String::from_utf8_lossy(expected), String::from_utf8_lossy(actual));
    let mut lines = expected.lines().zip(actual.lines()).enumerate();
    let first = lines.find(|(_, (expected, actual))| expected != actual);
    match first {
        Some((number, (expected, actual))) => {
            format!("{case}: {path}:{}\n  expected: {expected}\n  actual:   {actual}", number + 1)
        }
        None => format!("{case}: {path} is longer or shorter than expected"),
    }
}
