//! Every kind of page in both themes and at two widths: held against axe-core's rules of
//! WCAG 2.2 AA and its good practice, under a strict policy, with no other origin asked.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::{Value, json};

use super::driver::{Browser, Site};
use super::support::tree;
use super::{repository, search};

const WIDTHS: [u32; 2] = [1280, 390];
const THEMES: [&str; 2] = ["light", "dark"];

/// Seen where there is no network only; `offline.rs` has its turn of axe.
const OFFLINE: &str = "assets/offline/";

/// Runs axe and returns what it found, a line for each element.
const CHECK: &str = "const done = arguments[0];
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
    axe.run(document, { runOnly: tags, resultTypes: ['violations'] }).then(
        ({ violations }) => done(violations.flatMap(rule => rule.nodes.map(node =>
            `${rule.id}: ${node.target.join(' ')}: ${node.failureSummary.split('\\n').slice(1).join(' ').trim()}`))),
        error => done([String(error)]));";

/// axe-core's own program, which is run in the page.
pub(super) fn axe() -> String {
    let path = repository().join("tests/checkers/node_modules/axe-core/axe.min.js");
    let script = std::fs::read_to_string(path);
    script.expect("axe-core is not installed: use tests/run, or `npm ci` in tests/checkers")
}

/// What axe has against what is on the screen.
pub(super) async fn violations(browser: &Browser, axe: &str) -> Vec<String> {
    browser.run(axe).await;
    let found = browser.page.execute_async(CHECK, vec![]).await.unwrap();
    serde_json::from_value(found).unwrap()
}

/// A look at a site: the browser, what it found so far, and in which theme and how wide.
struct Visit<'a> {
    browser: &'a Browser,
    axe: &'a str,
    view: String,
    problems: Vec<String>,
    looked: usize,
}

impl Visit<'_> {
    /// Notes what is wrong with what is on the screen, which `place` names.
    async fn look(&mut self, place: &str) {
        let mut problems = violations(self.browser, self.axe).await;
        problems.extend(self.browser.troubles().await);
        self.problems.extend(problems.iter().map(|problem| format!("{place} ({}): {problem}", self.view)));
        self.looked += 1;
    }

    async fn open(&self, address: &str) {
        self.browser.page.goto(address).await.unwrap();
        self.browser.wait_for("return document.readyState === 'complete'").await;
    }
}

/// One page of each kind below a built folder, and every note if `all` are wanted. Kinds
/// are told apart by what the page's body is called, by the first part of its address, and
/// by whether there are more: pages that come to be are looked at without being listed.
fn kinds(public: &Path, all: bool) -> Vec<String> {
    let mut found = BTreeMap::new();
    for (path, html) in tree(public) {
        let html = String::from_utf8_lossy(&html);
        let unseen = html.contains("http-equiv=\"refresh\"") || path.starts_with(OFFLINE);
        if !path.ends_with(".html") || unseen {
            continue;
        }
        let body = html.split("<body class=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or("");
        let folders: Vec<&str> = path.split('/').collect();
        let kind = match all && body.contains("notepage") {
            true => path.clone(),
            false => format!("{body} {} {}", folders[0], folders.len().min(3)),
        };
        found.entry(kind).or_insert(path);
    }
    let address = |path: String| path.strip_suffix("index.html").map(str::to_owned).unwrap_or(path);
    found.into_values().map(address).collect()
}

async fn check(root: &Path, all: bool, query: &str) {
    let output = tempfile::tempdir().unwrap();
    let public = output.path().join("public");
    super::build(root, &["--drafts", "--output", public.to_str().unwrap()]);
    let kinds = kinds(&public, all);
    let site = Site::serve(root);
    let browser = Browser::start().await;
    let axe = axe();
    let mut visit = Visit { browser: &browser, axe: &axe, view: String::new(), problems: vec![], looked: 0 };
    for theme in THEMES {
        for width in WIDTHS {
            visit.view = format!("{theme}, {width}");
            browser.resize(width).await;
            visit.open(&site.url).await;
            browser.run(&format!("localStorage.setItem('yunji-theme', '{theme}')")).await;
            for path in &kinds {
                visit.open(&format!("{}{path}", site.url)).await;
                assert_eq!(browser.run("return document.documentElement.dataset.theme").await, json!(theme));
                visit.look(path).await;
            }
            searches(&mut visit, &site, query).await;
        }
    }
    let Visit { problems, looked, .. } = visit;
    assert!(problems.is_empty(), "\n{}\n", problems.join("\n"));
    println!("{}: {looked} looks at {} kinds of pages", root.display(), kinds.len());

    let requested = browser.requested(&site.url).await;
    assert!(requested.iter().any(|url| url.contains("/search/")), "the worker's requests were not seen");
    for url in requested {
        assert!(url.starts_with(&site.url), "{url} is another origin's");
    }
}

/// The search in all its states: with results, without any, in its dialog and on its page.
async fn searches(visit: &mut Visit<'_>, site: &Site, query: &str) {
    let browser = visit.browser;
    visit.open(&site.url).await;
    search(browser, query).await;
    visit.look("dialog with results").await;
    browser.run("document.querySelector('dialog input').select()").await;
    browser.keys("qqqqzzzz").await;
    browser.wait_for("return document.querySelector('dialog .search-message p') !== null").await;
    visit.look("dialog without results").await;
    visit.open(&format!("{}search/?q={query}", site.url)).await;
    browser.wait_for("return document.querySelector('[role=option] mark') !== null").await;
    visit.look("search page with results").await;
}

#[tokio::test]
async fn pages_of_the_projects_own_notes_are_accessible() {
    check(&repository(), false, "内存").await;
}

#[tokio::test]
async fn pages_with_every_construct_are_accessible() {
    check(&repository().join("tests/sites/constructs"), true, "写法").await;
}

#[tokio::test]
async fn pages_in_english_are_accessible() {
    check(&repository().join("tests/sites/english"), true, "inodes").await;
}

/// What the other tests here would not see, they would not find.
#[tokio::test]
async fn what_is_wrong_is_seen() {
    let note = "# 甲\n\n<p style=\"color:red\">红</p>\n\n<img src=\"https://elsewhere.example/a.png\" class=\"x\">\n";
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.md"), note).unwrap();
    let site = Site::serve(folder.path());
    let browser = Browser::start().await;
    let axe = axe();
    let mut visit =
        Visit { browser: &browser, axe: &axe, view: "as it is".into(), problems: vec![], looked: 0 };
    visit.open(&format!("{}a/", site.url)).await;
    visit.look("a note").await;
    let said = visit.problems.join("\n");
    for sign in ["image-alt", "style-src", "img-src forbids https://elsewhere.example/a.png"] {
        assert!(said.contains(sign), "{sign}: {said}");
    }
    let color = "return getComputedStyle(document.querySelector('article p')).color";
    assert_ne!(browser.run(color).await, Value::from("rgb(255, 0, 0)"));
}
