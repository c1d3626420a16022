//! The search box: what narrows an answer, what is remembered, and what is said when there is none.

use std::fs;
use std::path::Path;

use serde_json::json;

use crate::driver::{Browser, Host, Site};
use crate::{repository, search};

const ENTER: &str = "\u{e007}";
const TAB: &str = "\u{e004}";
const DOWN: &str = "\u{e015}";
const RIGHT: &str = "\u{e014}";
const SPACE: &str = " ";

/// Kinds of all results in the list.
const KINDS: &str = "return [...new Set([...document.querySelectorAll('[role=option] .kind')]
    .map(kind => kind.className.replace('kind kind-', '')))].sort().join()";

const STATUS: &str = "return document.querySelector('.search-status').textContent";

/// The chips that are pressed.
const PRESSED: &str = "return [...document.querySelectorAll('.chip[aria-pressed=true]')].map(chip => chip.dataset.facet).join()";

async fn open(browser: &Browser) {
    browser.keys("/").await;
    browser.wait_for("return document.querySelector('dialog[open]') !== null").await;
}

/// Waits until the list shows pages, so many at least.
async fn pages(browser: &Browser, at_least: usize) {
    let script = format!("return document.querySelectorAll('.result-page').length >= {at_least}");
    browser.wait_for(&script).await;
}

fn write_note(folder: &Path, name: &str, text: &str) {
    fs::write(folder.join(name), text).unwrap();
}

#[tokio::test]
async fn chips_narrow_the_answer_and_so_does_what_is_typed() {
    let site = Site::serve(&repository());
    let browser = Browser::start().await;
    browser.page.goto(&site.url).await.unwrap();
    search(&browser, "内存").await;
    browser.wait_for("return document.querySelectorAll('.chip').length > 3").await;
    assert!(browser.run(KINDS).await.as_str().unwrap().contains(','), "results of several kinds");
    // From the field by Tab: past the button that closes to the chips, within them by arrows.
    browser.run("document.querySelector('[data-search-close]').focus()").await;
    browser.keys(TAB).await;
    browser.keys(RIGHT).await;
    let chosen = browser.run("return document.activeElement.dataset.facet").await;
    let kind = chosen.as_str().unwrap().strip_prefix("kinds:").unwrap().to_owned();
    let count = browser.run("return document.activeElement.querySelector('.count').textContent").await;
    browser.keys(SPACE).await;
    browser.wait_for(&format!("{PRESSED} === 'kinds:{kind}'")).await;
    assert_eq!(browser.run(KINDS).await, json!(kind));
    let status = browser.run(STATUS).await;
    assert!(
        status.as_str().unwrap().contains(&format!("{} 篇", count.as_str().unwrap())),
        "{status} of {count}"
    );
    assert_eq!(browser.run("return document.activeElement.dataset.facet").await, chosen, "the focus stays");
    browser.keys(SPACE).await;
    browser.wait_for(&format!("{PRESSED} === ''")).await;

    browser.run("const input = document.querySelector('dialog input'); input.focus(); input.select()").await;
    browser.keys("类型:故障排查 内存").await;
    browser.wait_for(&format!("{PRESSED} === 'kinds:troubleshooting'")).await;
    assert_eq!(browser.run(KINDS).await, "troubleshooting");
    browser.run("document.querySelector('.chip[aria-pressed=true]').click()").await;
    browser.wait_for("return document.querySelector('dialog input').value === '内存'").await;
    browser.wait_for(&format!("{PRESSED} === ''")).await;
}

#[tokio::test]
async fn searches_that_led_somewhere_are_offered_again() {
    let site = Site::serve(&repository());
    let browser = Browser::start().await;
    browser.page.goto(&site.url).await.unwrap();
    search(&browser, "容器内存限制").await;
    browser.keys(ENTER).await;
    browser.wait_for("return location.hash !== '' && document.readyState === 'complete'").await;
    // The words are marked there, and stepped through.
    browser.wait_for("return !document.querySelector('.marks').hidden").await;
    let count = "return document.querySelector('.marks-count').textContent";
    let before = browser.run(count).await;
    browser.run("document.body.focus()").await;
    browser
        .run("document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'n', bubbles: true }))")
        .await;
    assert_ne!(browser.run(count).await, before);

    browser.page.goto(&site.url).await.unwrap();
    browser.run("sessionStorage.clear()").await;
    open(&browser).await;
    let recent = "return [...document.querySelectorAll('.recent-again')].filter(one => one.offsetParent).map(one => one.textContent).join()";
    browser.wait_for(&format!("{recent} === '容器内存限制'")).await;
    browser.keys(DOWN).await;
    browser.keys(ENTER).await;
    pages(&browser, 1).await;
    assert_eq!(browser.run("return document.querySelector('dialog input').value").await, "容器内存限制");
    browser.run("const input = document.querySelector('dialog input'); input.value = ''; input.dispatchEvent(new InputEvent('input'))").await;
    browser.wait_for(&format!("{recent} === '容器内存限制'")).await;
    browser.run("document.querySelector('.recent-remove').click()").await;
    assert_eq!(browser.run(recent).await, "");
}

#[tokio::test]
async fn words_near_those_that_find_nothing_are_offered_and_found() {
    let folder = tempfile::tempdir().unwrap();
    write_note(folder.path(), "a.md", "# 重启\n\n容器重启之后恢复。\n");
    let site = Site::serve(folder.path());
    let browser = Browser::start().await;
    browser.page.goto(&site.url).await.unwrap();
    open(&browser).await;
    browser.keys("重器").await;
    browser.wait_for("return document.querySelector('.search-near button')").await;
    let offered = "return document.querySelector('.search-near button').textContent";
    assert_eq!(browser.run(offered).await, "重启");
    browser.keys(DOWN).await;
    browser.keys(ENTER).await;
    pages(&browser, 1).await;
    assert_eq!(browser.run("return document.querySelector('dialog input').value").await, "重启");
}

#[tokio::test]
async fn back_leads_to_the_results_that_were_left() {
    let site = Site::serve(&repository());
    let browser = Browser::start().await;
    browser.page.goto(&format!("{}search/?q=内存&kind=troubleshooting", site.url)).await.unwrap();
    pages(&browser, 1).await;
    assert_eq!(browser.run(KINDS).await, "troubleshooting");
    assert!(browser.run("return document.title").await.as_str().unwrap().starts_with("内存"));
    let status = browser.run(STATUS).await;
    // A query of its own becomes an entry of its own.
    browser.run("document.querySelector('.search-input').select()").await;
    browser.keys("磁盘").await;
    browser.wait_for("return document.title.startsWith('磁盘') && document.querySelector('mark')").await;
    assert_eq!(browser.run("return new URL(location).searchParams.get('kind')").await, "troubleshooting");
    browser.page.back().await.unwrap();
    browser.wait_for("return document.title.startsWith('内存')").await;
    browser.wait_for(&format!("{STATUS} === '{}'", status.as_str().unwrap())).await;
    // And from a page that was opened.
    browser.run("document.querySelector('[role=option]').click()").await;
    browser.wait_for("return document.querySelector('article') !== null").await;
    browser.page.back().await.unwrap();
    browser.wait_for(&format!("{STATUS} === '{}'", status.as_str().unwrap())).await;
    assert_eq!(browser.run(PRESSED).await, "kinds:troubleshooting");
}

#[tokio::test]
async fn back_opens_the_dialog_that_was_left() {
    let site = Site::serve(&repository());
    let browser = Browser::start().await;
    browser.page.goto(&site.url).await.unwrap();
    search(&browser, "回滚").await;
    browser.keys(ENTER).await;
    browser.wait_for("return document.querySelector('article') !== null").await;
    browser.page.back().await.unwrap();
    browser.wait_for("return document.querySelector('dialog[open] mark') !== null").await;
    assert_eq!(browser.run("return document.querySelector('dialog input').value").await, "回滚");
}

#[tokio::test]
async fn more_results_are_added_to_those_that_stand() {
    let site = Site::serve(&repository());
    let browser = Browser::start().await;
    browser.page.goto(&site.url).await.unwrap();
    search(&browser, "容器 内存").await;
    pages(&browser, 10).await;
    browser.wait_for("return document.querySelector('.search-more').offsetParent !== null").await;
    browser.run("window.first = document.querySelector('.result-page'); document.querySelector('.search-more').click()").await;
    pages(&browser, 11).await;
    assert_eq!(browser.run("return first === document.querySelector('.result-page')").await, json!(true));
    let ids = browser.run("const ids = [...document.querySelectorAll('[role=option]')].map(option => option.id); return ids.length === new Set(ids).size").await;
    assert_eq!(ids, json!(true));
}

#[tokio::test]
async fn a_browser_that_cannot_search_says_why() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("site");
    fs::create_dir_all(root.join("static")).unwrap();
    write_note(&root, "a.md", "# 重启\n\n容器重启之后恢复。\n");
    let public = folder.path().join("blocked");
    super::build(&root, &["--output", public.to_str().unwrap()]);
    let blocked = Host::start(public, "script-src 'self'");
    let worker = fs::read_to_string(repository().join("static/search-worker.js")).unwrap();
    fs::write(root.join("static/search-worker.js"), format!("self.WebAssembly = undefined;\n{worker}"))
        .unwrap();
    let public = folder.path().join("old");
    super::build(&root, &["--output", public.to_str().unwrap()]);
    let old = Host::start(public, "script-src 'self' 'wasm-unsafe-eval'");
    let browser = Browser::start().await;
    for (host, said) in [(&blocked, "wasm-unsafe-eval"), (&old, "版本太旧")] {
        browser.page.goto(&host.url).await.unwrap();
        open(&browser).await;
        browser.keys("重启").await;
        browser.wait_for("return !document.querySelector('.search-message').hidden").await;
        let message = browser.run("return document.querySelector('.search-message').textContent").await;
        assert!(message.as_str().unwrap().contains(said), "{message}");
        assert_eq!(
            browser.run("return document.querySelector('.search-hint a').offsetParent !== null").await,
            json!(true)
        );
    }
}
