//! What has to hold for every page: of the project's own notes, of sites that hold
//! everything one can write, and of the golden cases with the theme's templates.
//!
//! No browser is needed. The rules of valid HTML are html-validate's, which `tests/run`
//! installs (`npm ci` in `tests/checkers`).

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a test fails by panicking, and looks at the disk"
)]

mod html;
#[path = "../support/mod.rs"]
mod support;

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use html::Page;
use support::{Site, tree};

/// A case about HTML as authors write it, which need not be valid.
const AUTHORS_HTML: &str = "pictures";

/// What a page loads before its reader searches, compressed: style, theme and page script.
const BUDGET: usize = 30_000;

/// A site and what was built of it.
struct Built {
    name: String,
    site: Site,
    files: BTreeMap<String, Vec<u8>>,
    pages: BTreeMap<String, Page>,
    /// The path of its base address.
    base: String,
    /// What the build said of it.
    report: String,
    /// Whether it is a golden case, which may hold anything.
    is_case: bool,
}

static SITES: LazyLock<Vec<Built>> = LazyLock::new(|| {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let mut folders = vec![tests.join("..")];
    folders.extend(subfolders(&tests.join("sites")));
    folders.extend(subfolders(&tests.join("cases")).into_iter().filter(|path| !path.ends_with("templates")));
    folders.iter().filter_map(|folder| build(folder)).collect()
});

fn subfolders(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut folders: Vec<PathBuf> = entries.filter(|path| path.is_dir()).collect();
    folders.sort();
    folders
}

/// Builds a copy of a site, with drafts; nothing of one that is meant to have errors.
fn build(folder: &Path) -> Option<Built> {
    let folder = folder.canonicalize().unwrap();
    let site = Site::new(&[]);
    let is_own = folder == Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = if is_own { own_files(&folder) } else { tree(&folder) };
    files.retain(|path, _| !path.starts_with("expected/") && path != "report.txt");
    for (path, content) in files {
        site.write(&path, content);
    }
    let ran = site.yunji(&["build", "--drafts"]);
    let files = site.tree("public");
    if ran.status != Some(0) {
        assert!(ran.err.contains("error["), "{}: {}", folder.display(), ran.err);
        return None;
    }
    let html = files.iter().filter(|(path, _)| path.ends_with(".html"));
    let pages: BTreeMap<String, Page> =
        html.map(|(path, content)| (path.clone(), Page::read(content))).collect();
    let base = base_path(pages.get("404.html"));
    let is_case = folder.parent().unwrap().ends_with("tests/cases");
    let name = folder.file_name().unwrap().to_str().unwrap().to_owned();
    Some(Built { name, site, files, pages, base, report: ran.err, is_case })
}

/// The files of the project that are its site: the rest is large.
fn own_files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let notes = tree(&folder.join("content")).into_iter();
    let mut files: BTreeMap<_, _> = notes.map(|(path, bytes)| (format!("content/{path}"), bytes)).collect();
    files.insert("site.yaml".into(), std::fs::read(folder.join("site.yaml")).unwrap());
    files
}

/// The path that a site is published below: the page for missing addresses, which may be
/// shown anywhere, loads its style from there.
fn base_path(lost: Option<&Page>) -> String {
    let style = lost.and_then(|page| page.loaded.first()).unwrap();
    style.split_once("assets/").unwrap().0.to_owned()
}

/// Every page of every site that readers stay on.
fn pages() -> impl Iterator<Item = (String, &'static Page)> {
    SITES.iter().flat_map(|built| {
        let pages = built.pages.iter().filter(|(_, page)| !page.redirects);
        pages.map(|(path, page)| (format!("{}: {path}", built.name), page))
    })
}

fn assert_none(problems: &[String]) {
    assert!(problems.is_empty(), "\n{}\n", problems.join("\n"));
}

#[test]
fn every_page_is_valid_html() {
    let checkers = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/checkers");
    let program = checkers.join("node_modules/html-validate/bin/html-validate.mjs");
    assert!(
        program.is_file(),
        "html-validate is not installed: use tests/run, or `npm ci` in tests/checkers"
    );
    let said = tempfile::NamedTempFile::new().unwrap();
    let own = SITES.iter().filter(|built| built.name != AUTHORS_HTML);
    let folders = own.map(|built| built.site.path("public"));
    let ran = Command::new("node")
        .arg(program)
        .args(["--formatter", "text", "--config"])
        .arg(checkers.join("html-validate.json"))
        .args(folders.map(|folder| format!("{}/**/*.html", folder.display())))
        // A file: what is left in a pipe when Node.js ends is lost.
        .stdout(said.reopen().unwrap())
        .status()
        .expect("Node.js is installed");
    let said = std::fs::read_to_string(said.path()).unwrap();
    assert!(ran.success(), "\n{said}");
}

#[test]
fn every_address_leads_somewhere() {
    let mut problems = Vec::new();
    let mut followed = 0;
    for built in SITES.iter() {
        for (path, page) in &built.pages {
            for address in &page.addresses {
                let Some((file, fragment)) = target(built, path, address) else { continue };
                followed += 1;
                let missing = !built.files.contains_key(&file);
                let lost = built
                    .pages
                    .get(&file)
                    .is_some_and(|page| !fragment.is_empty() && !page.ids.contains(&fragment));
                let name = if fragment.is_empty() { file.rsplit('/').next().unwrap() } else { &fragment };
                // What the author has been told of stays as it was written.
                if (missing || lost) && !built.report.contains(name) {
                    problems.push(format!("{}: {path} leads to {address}", built.name));
                }
            }
        }
    }
    assert!(followed > 1000, "only {followed} addresses were found");
    assert_none(&problems);
}

/// The file and the place in it that an address on a page means; none when it is of another
/// site.
fn target(built: &Built, path: &str, address: &str) -> Option<(String, String)> {
    let mut here = url::Url::parse("http://site.test").unwrap();
    here.set_path(&format!("{}{path}", built.base));
    let url = here.join(address).ok().filter(|url| url.host_str() == Some("site.test"))?;
    let decode = |text: &str| yunji::output::percent_decode(text).unwrap();
    let path = decode(url.path());
    let file = path.strip_prefix(built.base.as_str()).unwrap_or(&path);
    let index = if file.is_empty() || file.ends_with('/') { "index.html" } else { "" };
    Some((format!("{file}{index}"), decode(url.fragment().unwrap_or_default())))
}

#[test]
fn every_page_has_one_title_one_heading_one_main_part_and_a_language() {
    let mut problems = Vec::new();
    for (path, page) in pages() {
        let titled = page.titles.len() == 1 && !page.titles[0].trim().is_empty();
        for (holds, what) in [
            (titled, "no title, or several"),
            (page.h1s == 1, "no h1, or several"),
            (page.mains == 1, "no main, or several"),
            (!page.language.is_empty(), "no language"),
            (page.twice.is_empty(), "an id that is there twice"),
        ] {
            if !holds {
                problems.push(format!("{path}: {what}"));
            }
        }
    }
    assert_none(&problems);
}

/// What an author writes as HTML is the author's; Yunji adds no style and no script to it.
#[test]
fn no_page_has_styles_or_scripts_in_it() {
    let samples = SITES.iter().filter(|built| !built.is_case);
    let inline = samples.flat_map(|built| {
        let pages = built.pages.iter();
        pages.flat_map(move |(path, page)| {
            page.inline.iter().map(move |tag| format!("{}: {path}: {tag}", built.name))
        })
    });
    assert_none(&inline.collect::<Vec<_>>());
}

#[test]
fn what_a_page_loads_is_small() {
    let own = &SITES[0];
    let (path, page) = own.pages.iter().find(|(path, _)| path.starts_with("handbook/")).unwrap();
    let mut total = 0;
    for address in page.loaded.iter().filter(|address| !address.contains("/search.")) {
        let (file, _) = target(own, path, address).unwrap();
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        gzip.write_all(&own.files[&file]).unwrap();
        let size = gzip.finish().unwrap().len();
        println!("{size:6}  {file}");
        total += size;
    }
    println!("{total:6}  of {BUDGET}");
    assert!(total > 5_000, "the files were not found");
    assert!(total <= BUDGET, "{total} bytes with gzip, more than {BUDGET}");
}
