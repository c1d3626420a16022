//! The built site in a real browser: what a reader does.
//!
//! Needs Chromium and ChromeDriver. The same comparison of browser and terminal runs on
//! any notes and any queries:
//!
//! ```text
//! YUNJI_PARITY_ROOT=~/notes YUNJI_PARITY_QUERIES=queries.txt \
//!     cargo test --test browser alike -- --nocapture
//! ```

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a test fails by panicking, and looks at the disk"
)]

mod driver;
mod host;
mod offline;

use std::path::{Path, PathBuf};
use std::process::Command;

use driver::{Browser, Site};
use serde_json::{Value, json};

fn repository() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Names of everything the page has fetched.
const FETCHED: &str = "return performance.getEntriesByType('resource').map(entry => entry.name).join('\\n')";

/// Opens the dialog with `/`, types, and waits for results of that query.
async fn search(browser: &Browser, query: &str) {
    browser.keys("/").await;
    browser.wait_for("return document.querySelector('dialog[open]') !== null").await;
    browser.keys(query).await;
    browser.wait_for("return document.querySelector('dialog [role=option] mark') !== null").await;
    browser
        .wait_for("return document.querySelector('dialog [role=listbox]').getAttribute('aria-busy') === null")
        .await;
}

#[tokio::test]
async fn a_reader_finds_the_section_and_lands_on_it() {
    let site = Site::serve(&repository());
    let browser = Browser::start().await;
    for query in ["容器内存限制", "cpu.cfs_quota_us"] {
        browser.page.goto(&site.url).await.unwrap();
        search(&browser, query).await;
        browser.keys("\u{e007}").await; // Enter
        browser.wait_for("return location.hash !== ''").await;
        let heading = "const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
            if (!target || document.readyState !== 'complete') return false;
            const top = target.getBoundingClientRect().top;
            return top >= 0 && top < innerHeight;";
        browser.wait_for(heading).await;
        let text = browser.run("return document.querySelector('article').textContent").await;
        assert!(
            text.as_str().unwrap().contains(query),
            "{query} led to {}",
            browser.page.current_url().await.unwrap()
        );
    }
}

#[tokio::test]
async fn neither_engine_nor_index_is_loaded_before_search_is_used() {
    let site = Site::serve(&repository());
    let browser = Browser::start().await;
    browser.page.goto(&site.url).await.unwrap();
    browser.wait_for("return document.readyState === 'complete'").await;
    let before = browser.run(FETCHED).await;
    let before = before.as_str().unwrap();
    assert!(!before.contains("engine") && !before.contains("boot"), "{before}");
    search(&browser, "回滚").await;
    let after = browser.run(FETCHED).await;
    assert!(after.as_str().unwrap().contains("index.json"), "{after}");
    for address in after.as_str().unwrap().lines() {
        assert!(address.starts_with(&site.url), "{address} is another host's");
    }
}

#[tokio::test]
async fn arrows_move_through_results_and_escape_gives_the_focus_back() {
    let site = Site::serve(&repository());
    let browser = Browser::start().await;
    browser.page.goto(&site.url).await.unwrap();
    browser.run("document.querySelector('[data-search-open]').focus()").await;
    search(&browser, "内存").await;
    let active = "const id = document.querySelector('dialog input').getAttribute('aria-activedescendant');
        return id && document.getElementById(id).getAttribute('aria-selected') === 'true' ? id : ''";
    let first = browser.wait_for(active).await;
    browser.keys("\u{e015}").await; // Down
    let second = browser.wait_for(active).await;
    assert_ne!(first, second);
    browser.keys("\u{e00c}").await; // Escape
    browser.wait_for("return document.querySelector('dialog[open]') === null").await;
    assert_eq!(browser.run("return document.activeElement.matches('[data-search-open]')").await, json!(true));
}

/// Two groups of the same tabs, and a heading in the second panel.
const TABS: &str = "# 安装

::: tabs
@tab apt
甲
@tab dnf
## 在里面
乙
:::

::: tabs
@tab apt
丙
@tab dnf
丁
:::
";

#[tokio::test]
async fn tabs_of_a_name_are_chosen_together_and_links_open_them() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.md"), TABS).unwrap();
    let site = Site::serve(folder.path());
    let browser = Browser::start().await;
    let shown = "return Array.from(document.querySelectorAll('[role=tabpanel]'))
        .filter(panel => panel.offsetParent).map(panel => panel.lastElementChild.textContent.trim()).join()";
    browser.page.goto(&format!("{}a/", site.url)).await.unwrap();
    browser.wait_for("return document.querySelector('[role=tab][aria-selected=true]') !== null").await;
    assert_eq!(browser.run(shown).await, "甲,丙");
    browser.run("document.querySelectorAll('[role=tab]')[1].click()").await;
    assert_eq!(browser.run(shown).await, "乙,丁");
    browser.run("document.querySelectorAll('[role=tab]')[1].focus()").await;
    browser.keys("\u{e012}").await; // left arrow
    assert_eq!(browser.run(shown).await, "甲,丁");
    browser.run("location.hash = '#在里面'").await;
    browser.wait_for("return document.getElementById('在里面').offsetParent !== null").await;
    assert_eq!(browser.run(shown).await, "乙,丁");
}

#[tokio::test]
async fn of_a_session_only_what_was_typed_is_copied() {
    let note =
        "# 会话\n\n```console\n$ df -h \\\n  /data\n/dev/sda1 100%\n$ exit\n```\n\n```bash\n# 注\nls\n```\n";
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.md"), note).unwrap();
    let site = Site::serve(folder.path());
    let browser = Browser::start().await;
    browser.page.goto(&format!("{}a/", site.url)).await.unwrap();
    browser.wait_for("return document.querySelectorAll('.copy').length === 2").await;
    browser.run("window.copied = []; navigator.clipboard.writeText = text => { copied.push(text); return Promise.resolve(); }").await;
    browser.run("document.querySelectorAll('.copy').forEach(button => button.click())").await;
    browser.wait_for("return copied.length === 2").await;
    assert_eq!(browser.run("return copied.join('|')").await, "df -h \\\n  /data\nexit|# 注\nls");
}

#[tokio::test]
async fn keys_belong_to_the_input_method_while_it_composes() {
    let site = Site::serve(&repository());
    let browser = Browser::start().await;
    browser.page.goto(&site.url).await.unwrap();
    search(&browser, "内存").await;
    let before = browser.page.current_url().await.unwrap();
    let compose = "const input = document.querySelector('dialog input');
        input.dispatchEvent(new CompositionEvent('compositionstart'));
        input.value = 'rongqi';
        input.dispatchEvent(new CompositionEvent('compositionupdate', { data: 'rongqi' }));
        input.dispatchEvent(new InputEvent('input', { isComposing: true, data: 'rongqi' }));
        const enter = new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true, cancelable: true });
        input.dispatchEvent(enter);
        return enter.defaultPrevented;";
    assert_eq!(browser.run(compose).await, json!(false));
    let settle = "const input = document.querySelector('dialog input');
        input.value = '容器';
        input.dispatchEvent(new CompositionEvent('compositionend', { data: '容器' }));
        return true;";
    browser.run(settle).await;
    let found = "return [...document.querySelectorAll('dialog mark')].some(mark => mark.textContent.includes('容器'))";
    browser.wait_for(found).await;
    assert_eq!(browser.page.current_url().await.unwrap(), before);
}

#[tokio::test]
async fn browser_and_terminal_answer_alike() {
    let root = std::env::var("YUNJI_PARITY_ROOT").map_or_else(|_| repository(), PathBuf::from);
    let queries = std::env::var("YUNJI_PARITY_QUERIES")
        .map_or_else(|_| repository().join("tests/browser/queries.txt"), PathBuf::from);
    let terminal = terminal_answers(&root, &queries);
    let site = Site::serve(&root);
    let browser = Browser::start().await;
    browser.page.goto(&site.url).await.unwrap();
    let text = std::fs::read_to_string(&queries).unwrap();
    let queries: Vec<&str> = text.lines().collect();
    for (queries, terminal) in queries.chunks(50).zip(terminal.chunks(50)) {
        let answers = worker_answers(&browser, queries).await;
        assert_eq!(answers.len(), terminal.len());
        for (browser, terminal) in answers.iter().zip(terminal) {
            assert_eq!(browser, terminal);
        }
    }
    println!("{} queries answered alike", queries.len());
}

/// What the search box's own worker answers.
async fn worker_answers(browser: &Browser, queries: &[&str]) -> Vec<Value> {
    let script = "const [queries, done] = arguments;
        const html = document.documentElement;
        const root = new URL(html.dataset.root, document.baseURI);
        const worker = window.testWorker || new Worker(new URL(html.dataset.worker, root));
        if (!window.testWorker) worker.postMessage({ type: 'open', base: new URL(html.dataset.searchBase, root).href });
        window.testWorker = worker;
        const answers = [];
        worker.onmessage = ({ data }) => {
            if (data.type === 'ready') return;
            answers.push(data.type === 'answer' ? data.answer : data);
            if (answers.length === queries.length) done(answers); else ask();
        };
        // One after the other: a query that another overtakes is dropped.
        const ask = () => worker.postMessage({ type: 'search', id: answers.length, query: queries[answers.length], limit: 20 });
        ask();";
    let answers = browser.page.execute_async(script, vec![json!(queries)]).await.unwrap();
    answers.as_array().unwrap().clone()
}

/// What `yunji search` answers.
fn terminal_answers(root: &Path, queries: &Path) -> Vec<Value> {
    let output = tempfile::tempdir().unwrap();
    let public = output.path().join("public");
    let yunji = || Command::new(env!("CARGO_BIN_EXE_yunji"));
    let built =
        yunji().arg("--root").arg(root).args(["--quiet", "build", "--output"]).arg(&public).status().unwrap();
    assert!(built.success());
    let asked = yunji()
        .args(["search", "--limit", "20", "--index"])
        .arg(public.join("search"))
        .arg("--queries")
        .arg(queries)
        .output()
        .unwrap();
    assert!(asked.status.success(), "{}", String::from_utf8_lossy(&asked.stderr));
    let lines = String::from_utf8(asked.stdout).unwrap();
    lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}
