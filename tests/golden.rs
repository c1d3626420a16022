//! Golden sites: a case is a folder below `tests/cases/`.
//!
//! A case holds the input of a site, `expected/`, which is every file that the site
//! publishes but for the theme's and the search index, and `report.txt`, what the build
//! prints. The pages are made by the plain templates in `tests/cases/templates/`, so that a
//! case shows what becomes of its content and not what the theme looks like. A case that
//! publishes nothing has no `expected/`.
//!
//! `UPDATE=1 cargo test --test golden` writes what is expected anew; read it before
//! committing it.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a test fails by panicking, and looks at the disk"
)]

mod support;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use support::{Site, tree};

/// What the build of a case came to.
struct Built {
    files: BTreeMap<String, Vec<u8>>,
    report: String,
}

fn cases() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases")
}

#[test]
fn every_case_gives_what_is_expected() {
    let entries = std::fs::read_dir(cases()).unwrap().map(|entry| entry.unwrap().path());
    let mut folders: Vec<PathBuf> =
        entries.filter(|path| path.is_dir() && !path.ends_with("templates")).collect();
    folders.sort();
    assert!(folders.len() >= 7, "the cases were not found");
    let problems: Vec<String> = folders.iter().flat_map(|folder| check(folder)).collect();
    assert!(
        problems.is_empty(),
        "\n{}\n\nUPDATE=1 cargo test --test golden accepts what was made",
        problems.join("\n")
    );
}

/// Builds a case and compares it, or with `UPDATE` takes it for what is expected. Returns
/// what differs.
fn check(folder: &Path) -> Vec<String> {
    let actual = build(folder);
    let (expected, report) = (folder.join("expected"), folder.join("report.txt"));
    if std::env::var_os("UPDATE").is_some() {
        if expected.is_dir() {
            std::fs::remove_dir_all(&expected).unwrap();
        }
        for (path, content) in &actual.files {
            let path = expected.join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, content).unwrap();
        }
        std::fs::write(report, actual.report).unwrap();
        return Vec::new();
    }
    let case = folder.file_name().unwrap().to_str().unwrap();
    let mut problems = compare(case, &tree(&expected), &actual.files);
    let report = std::fs::read(report).unwrap_or_default();
    if report != actual.report.as_bytes() {
        problems.push(difference(case, "report.txt", &report, actual.report.as_bytes()));
    }
    problems
}

/// Builds the site of a case in a folder of its own.
fn build(folder: &Path) -> Built {
    let site = Site::new(&[]);
    for (path, content) in tree(folder) {
        if !path.starts_with("expected/") && path != "report.txt" {
            site.write(&path, content);
        }
    }
    add_templates(&site);
    let ran = site.yunji(&["build"]);
    assert_eq!(ran.out, "", "a build has nothing to say on standard output");
    let report: String = ran.err.lines().map(|line| format!("{}\n", lasting(line))).collect();
    let mut files = site.tree("public");
    let of_theme = ["sw.js", "offline.json", "manifest.webmanifest", ".yunji-files"];
    files.retain(|path, _| {
        !path.starts_with("assets/") && !path.starts_with("search/") && !of_theme.contains(&path.as_str())
    });
    Built { files, report: format!("{report}exit status {}\n", ran.status.unwrap()) }
}

fn add_templates(site: &Site) {
    for (path, content) in tree(&cases().join("templates")) {
        site.write(&format!("templates/{path}"), content);
    }
}

/// What stays the same from run to run in a line of the report: the closing line goes on
/// with the number of files, which is the theme's affair, the time and the folder.
fn lasting(line: &str) -> &str {
    match line.find(" indexed, ") {
        Some(at) if line.contains(" s → ") => line.get(..at + " indexed".len()).unwrap(),
        _ => line,
    }
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

/// Lines of either text that a difference shows.
const SHOWN: usize = 20;

/// Shows what is left of two texts without the lines they begin and end with in common.
fn difference(case: &str, path: &str, expected: &[u8], actual: &[u8]) -> String {
    let (expected, actual) = (String::from_utf8_lossy(expected), String::from_utf8_lossy(actual));
    let (expected, actual): (Vec<&str>, Vec<&str>) =
        (expected.split('\n').collect(), actual.split('\n').collect());
    let equal = |(one, other): &(&&str, &&str)| one == other;
    let before = expected.iter().zip(&actual).take_while(equal).count();
    let (expected, actual) = (&expected[before..], &actual[before..]);
    let after = expected.iter().rev().zip(actual.iter().rev()).take_while(equal).count();
    let shown = |lines: &[&str], sign: &str| {
        let lines = &lines[..lines.len() - after];
        let more = if lines.len() > SHOWN { "\n  …" } else { "" };
        let lines = lines.iter().take(SHOWN).map(|line| format!("\n  {sign} {line}"));
        lines.collect::<String>() + more
    };
    format!("{case}: {path}:{}{}{}", before + 1, shown(expected, "-"), shown(actual, "+"))
}

#[test]
fn of_tags_with_one_address_the_most_used_has_it() {
    let site = Site::new(&[]);
    add_templates(&site);
    for (note, tags) in [("a", "CI-CD, A-B"), ("b", "CI/CD, A/B"), ("c", "CI/CD")] {
        site.write(&format!("content/{note}.md"), format!("---\ntags: [{tags}]\n---\n正文\n"));
    }
    site.yunji(&["build"]);
    let files = site.tree("public");
    let heading = |path: &str| String::from_utf8_lossy(&files[path]).lines().next().unwrap().to_owned();
    assert!(heading("tags/CI-CD/index.html").contains("CI/CD"));
    assert!(heading("tags/CI-CD-2/index.html").contains("CI-CD"));
    assert!(heading("tags/A-B/index.html").contains("A-B"));
    assert!(heading("tags/A-B-2/index.html").contains("A/B"));
}

/// The page of a note, and what the build printed.
fn page(note: impl AsRef<[u8]>) -> (String, String) {
    let site = Site::new(&[]);
    add_templates(&site);
    site.write("content/a.md", note);
    let ran = site.yunji(&["build"]);
    let page = std::fs::read_to_string(site.path("public/a/index.html")).unwrap_or_default();
    (page, ran.err)
}

#[test]
fn english_lines_keep_the_space_beside_curly_quotes() {
    let (page, _) = page("It said “oom killed”\nand died…\nthen stopped.\n");
    assert!(page.contains("killed”\nand died…\nthen"), "{page}");
}

#[test]
fn a_marked_summary_goes_up_to_its_mark() {
    let paragraph = "字".repeat(130);
    let (page, _) = page(format!("{paragraph}\n\n第二段也要。\n\n<!-- more -->\n\n不要。\n"));
    assert!(page.contains(&format!("summary: {paragraph} 第二段也要。\n")), "{page}");
}

#[test]
fn a_summary_keeps_the_cells_of_a_table_apart() {
    let (page, _) = page("| 命令 | 说明 |\n|---|---|\n| free | 看内存 |\n");
    assert!(page.contains("summary: 命令 说明 free 看内存\n"), "{page}");
}

#[test]
fn a_summary_has_no_footnotes() {
    let (page, _) = page("先停写[^1]。\n\n[^1]: 见**手册**。\n\n再回滚[^1]。\n");
    assert!(page.contains("summary: 先停写。 再回滚。\n"), "{page}");
}

#[test]
fn notes_without_a_date_are_read_last() {
    let site = Site::new(&[]);
    add_templates(&site);
    let fronts = [("a", ""), ("b", "date: 2024-01-02\n"), ("c", "date: 2024-01-01\n"), ("d", "weight: 1\n")];
    for (note, front) in fronts {
        site.write(&format!("content/{note}.md"), format!("---\ntitle: {note}\n{front}---\n正文\n"));
    }
    site.yunji(&["build"]);
    let files = site.tree("public");
    let previous = |note: &str| {
        let page = String::from_utf8_lossy(&files[&format!("{note}/index.html")]).into_owned();
        page.lines().find_map(|line| line.strip_prefix("previous: ").map(str::to_owned)).unwrap()
    };
    assert_eq!(["d", "c", "b", "a"].map(previous), ["", "d", "c", "b"]);
}

#[test]
fn a_tag_that_a_note_names_twice_is_shown_once() {
    let (page, _) = page("---\ntags: [Docker, docker]\n---\n正文\n");
    assert_eq!(page.matches("tags/Docker/").count(), 1, "{page}");
}

#[test]
fn a_short_note_in_an_old_encoding_is_read() {
    // "# 内存\n\n内存不足。\n" in GB18030.
    let (page, report) = page(b"# \xc4\xda\xb4\xe6\n\n\xc4\xda\xb4\xe6\xb2\xbb\xd7\xe3\xa1\xa3\n");
    assert!(page.contains("title: 内存\n"), "{report}");
}

#[test]
fn a_wrong_address_is_reported_where_it_was_written() {
    for field in ["permalink", "url", "slug", "aliases", "alias", "redirect_from", "Redirect_From"] {
        let (_, report) = page(format!("---\ntitle: 甲\n{field}: ../../x\n---\n正文\n"));
        assert!(report.contains("content/a.md:3:1"), "{report}");
    }
}
