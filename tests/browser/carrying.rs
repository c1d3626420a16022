//! Taking text away, and looking at it before going there.

use std::path::Path;

use serde_json::json;

use super::driver::{Browser, Site};

const FIRST: &str = "# 甲\n\n见[乙](b.md)、[乙的一节](b.md#第二节)和脚注[^1]，不是[附件](x.zip)。\n\n\
    ## 标题\n\n[^1]: 脚注**在此**。\n";
const SECOND: &str = "# 乙\n\n开头一段。\n\n## 第一节\n\n一。\n\n## 第二节\n\n<p id=\"p\" onclick=\"x()\" style=\"color:red\">二。\
    <script>window.ran = true</script></p>\n\n## 第三节\n\n三。\n";

fn write(folder: &Path) {
    std::fs::write(folder.join("a.md"), FIRST).unwrap();
    std::fs::write(folder.join("b.md"), SECOND).unwrap();
    std::fs::write(folder.join("x.zip"), "PK").unwrap();
}

/// Opens the first note, with a clipboard that can be read.
async fn open(browser: &Browser, site: &Site) {
    browser.page.goto(&format!("{}a/", site.url)).await.unwrap();
    browser.wait_for("return document.querySelector('.twin button') !== null").await;
    browser
        .run("navigator.clipboard.writeText = text => { window.copied = text; return Promise.resolve(); }")
        .await;
}

#[tokio::test]
async fn a_note_and_the_address_of_a_heading_are_copied() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path());
    let (site, browser) = (Site::serve(folder.path()), Browser::start().await);
    open(&browser, &site).await;
    browser.run("document.querySelector('.twin button').click()").await;
    browser.wait_for("return window.copied").await;
    let copied = browser.run("return copied").await;
    assert!(copied.as_str().unwrap().starts_with("# 甲\n\n见[乙](http://127.0.0.1:"), "{copied}");
    browser.wait_for("return document.querySelector('[role=status].toast').textContent === '已复制'").await;
    browser.run("document.querySelector('.anchor').focus()").await;
    browser.keys("\u{e007}").await; // Enter
    browser.wait_for("return location.hash && copied === location.href").await;
    let label = browser.run("return document.querySelector('article h2').getAttribute('aria-label')").await;
    assert_eq!(label, "标题");
}

#[tokio::test]
async fn without_the_markdown_the_link_to_it_is_followed() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path());
    let (site, browser) = (Site::serve(folder.path()), Browser::start().await);
    open(&browser, &site).await;
    browser.run("window.fetch = () => Promise.reject(new Error('away'))").await;
    browser.run("document.querySelector('.twin button').click()").await;
    browser.wait_for("return location.pathname === '/a.md'").await;
}

const HOVER: &str = "const link = [...document.querySelectorAll('article a')].find(link => link.textContent === arguments[0]);
    link.dispatchEvent(new PointerEvent('pointerover', { bubbles: true, pointerType: arguments[1] }));";

#[tokio::test]
async fn links_show_what_they_lead_to() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path());
    let (site, browser) = (Site::serve(folder.path()), Browser::start().await);
    open(&browser, &site).await;
    let hover = async |link: &str, pointer: &str| {
        browser.page.execute(HOVER, vec![json!(link), json!(pointer)]).await.unwrap();
    };
    let card = "const card = document.querySelector('.preview'); return card && card.textContent.replace(/\\s+/g, '')";
    let fetched = "return performance.getEntriesByType('resource').filter(entry => /\\/(b\\/|x\\.zip)$/.test(entry.name)).length";
    hover("乙", "touch").await;
    hover("附件", "mouse").await;
    tokio::time::sleep(std::time::Duration::from_millis(600)).await;
    assert_eq!(browser.run(card).await, json!(null));
    assert_eq!(browser.run(fetched).await, json!(0));
    hover("乙", "mouse").await;
    assert_eq!(browser.wait_for(card).await, "乙开头一段。第一节一。第二节二。第三节三。");
    browser.keys("\u{e00c}").await; // Escape
    assert_eq!(browser.run(card).await, json!(null));
    hover("乙的一节", "mouse").await;
    assert_eq!(browser.wait_for(card).await, "乙第二节二。");
    let unsafe_parts = "return document.querySelector('.preview').querySelectorAll('[id],[style],[onclick],[href],script').length";
    assert_eq!(browser.run(unsafe_parts).await, json!(0));
    assert_eq!(browser.run("return window.ran === undefined").await, json!(true));
    assert_eq!(browser.run(fetched).await, json!(1));
    hover("1", "mouse").await;
    browser.wait_for("const card = document.querySelector('[role=tooltip].preview'); return card && card.textContent.includes('脚注在此')").await;
    let described = "return document.querySelector('.footnote-ref a').getAttribute('aria-describedby')";
    assert_eq!(browser.run(described).await, "yj-preview");
}

#[tokio::test]
async fn the_keyboard_shows_and_leaves_a_preview() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path());
    let (site, browser) = (Site::serve(folder.path()), Browser::start().await);
    open(&browser, &site).await;
    browser.run("document.querySelector('.twin a').focus()").await;
    browser.keys("\u{e004}").await; // Tab
    browser.wait_for("return document.querySelector('.preview')").await;
    assert_eq!(browser.run("return document.activeElement.textContent").await, "乙");
    browser.run("document.activeElement.blur()").await;
    assert_eq!(browser.run("return document.querySelector('.preview')").await, json!(null));
}
