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

mod accessibility;
mod carrying;
mod driver;
mod host;
mod keyboard;
mod offline;
mod search_box;
#[path = "../support/mod.rs"]
mod support;

use std::path::{Path, PathBuf};
use std::process::Command;

use driver::{Browser, Site};
use host::POLICY;
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

#[tokio::test]
async fn old_notes_say_so_by_the_readers_clock() {
    let folder = tempfile::tempdir().unwrap();
    let write = |note: &str, front: &str| {
        std::fs::write(folder.path().join(format!("{note}.md")), format!("---\n{front}\n---\n正文\n"))
            .unwrap();
    };
    write("old", "date: 2001-01-01");
    write("fresh", "date: 2001-01-01\nupdated: 2999-01-01");
    write("verified", "date: 2001-01-01\nverified: 2001-02-01");
    write("due", "date: 2999-01-01\nreview_after: 2001-02-01");
    let site = Site::serve(folder.path());
    let browser = Browser::start().await;
    let said = "const notice = document.querySelector('.stale');
        return notice.offsetParent ? notice.textContent : ''";
    for (note, expected) in
        [("old", "年没有更新"), ("fresh", ""), ("verified", "上次验证"), ("due", "2001-02-01")]
    {
        browser.page.goto(&format!("{}{note}/", site.url)).await.unwrap();
        browser.wait_for("return document.readyState === 'complete'").await;
        let said = browser.run(said).await;
        let said = said.as_str().unwrap();
        assert!(said.contains(expected) && said.is_empty() == expected.is_empty(), "{note}: {said}");
    }
}

#[tokio::test]
async fn an_index_is_narrowed_by_typing_and_linked_to_by_name() {
    let folder = tempfile::tempdir().unwrap();
    let note = "# 容器被杀\n\n状态是 `OOMKilled`，退出码 137。\n\n```bash\nkubectl describe pod web\n```\n";
    std::fs::write(folder.path().join("oom.md"), note).unwrap();
    let site = Site::serve(folder.path());
    let browser = Browser::start().await;
    browser.page.goto(&format!("{}identifiers/#OOMKilled", site.url)).await.unwrap();
    browser.wait_for("return document.querySelector(':target dt') !== null").await;
    browser.run("document.querySelector('[data-filter] input').focus()").await;
    browser.keys("oomk").await;
    let shown = "const shown = [...document.querySelectorAll('[data-filter-item]:not([hidden]) dt')];
        return shown.length < 5 && shown.some(name => name.textContent === 'OOMKilled')";
    browser.wait_for(shown).await;
    let empty = "return [...document.querySelectorAll('[data-filter-group]:not([hidden])')]
        .every(group => group.querySelector('[data-filter-item]:not([hidden])'))";
    assert_eq!(browser.run(empty).await, json!(true), "a class without names is shown");
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

/// A formula and a drawing.
const DRAWN: &str = "# 容量\n\n```math\n\\frac{1}{2} + x\n```\n\n```mermaid\ngraph LR\n  \
    A[请求] --> B[主库]\n```\n";

#[tokio::test]
async fn formulas_and_drawings_are_seen_under_a_strict_policy() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["content", "templates"] {
        std::fs::create_dir(folder.path().join(name)).unwrap();
    }
    std::fs::write(folder.path().join("content/a.md"), DRAWN).unwrap();
    let base = std::fs::read_to_string(repository().join("templates/base.html")).unwrap();
    let meta = format!("<head><meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">");
    std::fs::write(folder.path().join("templates/base.html"), base.replacen("<head>", &meta, 1)).unwrap();
    let site = Site::serve(folder.path());
    let browser = Browser::start().await;
    browser.page.goto(&format!("{}a/", site.url)).await.unwrap();
    browser.wait_for("return document.readyState === 'complete'").await;
    // The policy is at work.
    let blocked = "const style = document.createElement('style');
        style.textContent = 'body { outline: 3px solid red }';
        document.head.append(style);
        const outline = getComputedStyle(document.body).outlineStyle;
        style.remove();
        return outline === 'none'";
    assert_eq!(browser.run(blocked).await, json!(true));
    // The theme's colours reach the drawing, and each theme has its own.
    let fill = "return getComputedStyle(document.querySelector('.drawing rect')).fill";
    browser.run("document.documentElement.dataset.theme = 'light'").await;
    let light = browser.run(fill).await;
    browser.run("document.documentElement.dataset.theme = 'dark'").await;
    let dark = browser.run(fill).await;
    assert_ne!(light, dark);
    assert!(light.as_str().unwrap().starts_with("rgb") && light != json!("rgb(0, 0, 0)"), "{light}");
    let heights = "return ['math', '.drawing svg'].map(name =>
        document.querySelector(name).getBoundingClientRect().height > 20)";
    assert_eq!(browser.run(heights).await, json!([true, true]));
    let styled = "return document.querySelectorAll('[style], style').length";
    assert_eq!(browser.run(styled).await, json!(0));
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

/// Builds the site that [`Site::serve`] serves.
fn build(root: &Path, arguments: &[&str]) {
    let mut yunji = Command::new(support::program());
    yunji.arg("--root").arg(root).args(["--quiet", "build"]).args(arguments);
    assert!(yunji.status().unwrap().success());
}

/// What `yunji search` answers.
fn terminal_answers(root: &Path, queries: &Path) -> Vec<Value> {
    let output = tempfile::tempdir().unwrap();
    let public = output.path().join("public");
    build(root, &["--drafts", "--output", public.to_str().unwrap()]);
    let asked = Command::new(support::program())
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

/// A picture of 2000 by 1000 pixels.
const DRAWING: &str =
    "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 2000 1000\"><path d=\"M0 0h9v9\"/></svg>";

#[tokio::test]
async fn a_long_line_is_wrapped_when_asked_and_reachable_by_key() {
    let long = "upstream timed out ".repeat(40);
    let note = format!(
        "# 日志\n\n```log\n{long}\n```\n\n```yaml\na: 1 # [!code --]\na: 2 # [!code ++]\n```\n\n```console\n# reboot\n```\n"
    );
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.md"), &note).unwrap();
    std::fs::write(folder.path().join("b.md"), &note).unwrap();
    let site = Site::serve(folder.path());
    let browser = Browser::start().await;
    browser.page.goto(&format!("{}a/", site.url)).await.unwrap();
    browser.wait_for("return document.querySelector('.wrap') !== null").await;
    let regions = "return Array.from(document.querySelectorAll('.code pre')).map(pre => pre.getAttribute('role') + pre.tabIndex).join()";
    assert_eq!(browser.run(regions).await, "group0,-1,-1");
    browser.run("document.querySelector('.wrap').click()").await;
    browser.wait_for("return document.querySelector('.code pre').getAttribute('role') === null").await;
    assert_eq!(
        browser.run("return document.querySelector('.wrap').getAttribute('aria-pressed')").await,
        "true"
    );
    // Of a change what it comes to is copied, and of root's session the command.
    browser.run("window.copied = []; navigator.clipboard.writeText = text => { copied.push(text); return Promise.resolve(); }").await;
    browser.run("document.querySelectorAll('.copy').forEach((button, at) => at && button.click())").await;
    browser.wait_for("return copied.length === 2").await;
    assert_eq!(browser.run("return copied.join('|')").await, "a: 2|reboot");
    // The next page of the visit begins so.
    browser.page.goto(&format!("{}b/", site.url)).await.unwrap();
    browser.wait_for("return document.querySelector('.wrap[aria-pressed=true]') !== null").await;
    assert_eq!(browser.run("return document.querySelectorAll('.wrap').length").await, 1);
}

#[tokio::test]
async fn a_picture_leaves_its_room_and_is_enlarged_by_key() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("图.svg"), DRAWING).unwrap();
    let note = "# 拓扑\n\n![甲](图.svg)\n\n![乙](图.svg)\n\n[![链接](图.svg)](b.md)\n\n![小|90](图.svg)\n";
    std::fs::write(folder.path().join("a.md"), note).unwrap();
    let site = Site::serve(folder.path());
    let browser = Browser::start().await;
    browser.page.goto(&format!("{}a/", site.url)).await.unwrap();
    browser.wait_for("return document.querySelectorAll('.prose img.is-zoomable').length >= 2").await;
    let shape = "const img = document.querySelector('.prose img'); return [img.width, img.height, img.loading].join()";
    assert_eq!(browser.run(shape).await, "672,336,auto");
    assert_eq!(browser.run("return document.querySelector('a img').getAttribute('role')").await, Value::Null);
    browser.run("document.querySelector('.is-zoomable').focus()").await;
    browser.keys("\u{e007}").await; // Enter
    let caption = "return document.querySelector('.lightbox[open] figcaption').textContent";
    browser.wait_for("return document.querySelector('.lightbox[open]') !== null").await;
    assert_eq!(browser.run(caption).await, "甲");
    browser.keys("\u{e014}").await; // right arrow
    assert_eq!(browser.run(caption).await, "乙");
    browser.keys("\u{e00c}").await; // Escape
    browser.wait_for("return document.querySelector('.lightbox[open]') === null").await;
    assert_eq!(browser.run("return document.activeElement.alt").await, "乙");
}

#[tokio::test]
async fn folded_blocks_open_for_a_key_and_for_a_link() {
    let folder = tempfile::tempdir().unwrap();
    let note = "- 磁盘\n  collapsed:: true\n\t- 检查\n\t\t- 更深\n\t\t  id:: 64aa0000-0000-4000-8000-000000000001\n- 网络\n\t- 抓包\n";
    std::fs::create_dir_all(folder.path().join("logseq")).unwrap();
    std::fs::create_dir_all(folder.path().join("pages")).unwrap();
    std::fs::write(folder.path().join("logseq/config.edn"), "{}").unwrap();
    std::fs::write(folder.path().join("pages/a.md"), note).unwrap();
    let site = Site::serve(folder.path());
    let browser = Browser::start().await;
    browser.page.goto(&format!("{}pages/a/", site.url)).await.unwrap();
    let states = "return Array.from(document.querySelectorAll('.fold')).map(fold => fold.getAttribute('aria-expanded')).join()";
    browser.wait_for("return document.querySelectorAll('.fold').length === 3").await;
    assert_eq!(browser.run(states).await, "false,true,true");
    browser.run("document.querySelectorAll('.fold')[2].focus()").await;
    browser.keys("\u{e007}").await; // Enter
    assert_eq!(browser.run(states).await, "false,true,false");
    browser.run("location.hash = '#64aa0000-0000-4000-8000-000000000001'").await;
    browser.wait_for("return document.querySelector('.fold').getAttribute('aria-expanded') === 'true'").await;
    assert_eq!(browser.run(states).await, "true,true,false");
}
