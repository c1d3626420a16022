//! What a reader does without a mouse.

use serde_json::{Value, json};

use super::driver::{Browser, Site};
use super::{repository, search};

const TAB: &str = "\u{e004}";
const SHIFT: &str = "\u{e008}";
const ENTER: &str = "\u{e007}";
const ESCAPE: &str = "\u{e00c}";

/// Everything that is on the screen for the eye and can be used, and is not left to arrows.
const USABLE: &str = "const usable = window.usable = () =>
    [...document.querySelectorAll('a[href], button, input, summary, pre[tabindex]')].filter(element => {
        const own = element.closest('dialog');
        return element.checkVisibility() && !element.disabled && element.tabIndex >= 0 && (!own || own.open);
    });
    return usable().length";

/// What has the focus: a number for what is usable, and how one sees it.
const FOCUSED: &str = "const element = document.activeElement;
    const style = getComputedStyle(element);
    const box = element.getBoundingClientRect();
    return [
        usable().indexOf(element),
        style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
        box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
        element.outerHTML.slice(0, 120),
    ]";

async fn open(browser: &Browser, address: &str) {
    browser.page.goto(address).await.unwrap();
    browser.wait_for("return document.readyState === 'complete'").await;
}

#[tokio::test]
async fn tab_leads_to_the_skip_link_and_then_to_all_that_can_be_used() {
    let site = Site::serve(&repository().join("tests/sites/constructs"));
    let browser = Browser::start().await;
    for (page, width) in
        [("", 1280), ("handbook/markdown/", 1280), ("handbook/blocks/", 390), ("search/", 1280)]
    {
        browser.resize(width).await;
        open(&browser, &format!("{}{page}", site.url)).await;
        // The search page puts the caret into its box; a reader then goes on from there.
        browser.run("document.activeElement.blur(); getSelection().removeAllRanges(); scrollTo(0, 0)").await;
        let count = browser.run(USABLE).await.as_u64().unwrap();
        let mut reached = std::collections::BTreeSet::new();
        // The browser lets Tab stop at what scrolls as well.
        for number in 0..count + 20 {
            if (0..count).all(|at| reached.contains(&Some(at))) {
                break;
            }
            browser.keys(TAB).await;
            let focused = browser.run(FOCUSED).await;
            let what = focused[3].as_str().unwrap();
            if number == 0 && page != "search/" {
                assert!(what.contains("class=\"skip\""), "{page}: {what} comes first");
            }
            if what.starts_with("<body") {
                continue; // past the end, where the browser's own controls have their turn
            }
            let is_field = what.starts_with("<input class=\"search-input\"");
            assert!(focused[1] == true || is_field, "{page}: the focus on {what} is not to be seen");
            assert_eq!(focused[2], true, "{page}: {what} has the focus out of sight");
            reached.insert(focused[0].as_u64());
        }
        let missed: Vec<u64> = (0..count).filter(|at| !reached.contains(&Some(*at))).collect();
        let names = browser.page.execute(
            "return arguments[0].map(at => usable()[at].outerHTML.slice(0, 160)).join('\\n')",
            vec![json!(missed)],
        );
        assert!(missed.is_empty(), "{page}: Tab does not reach\n{}", names.await.unwrap());
    }
}

#[tokio::test]
async fn the_skip_link_leads_to_the_text() {
    let site = Site::serve(&repository());
    let browser = Browser::start().await;
    open(&browser, &site.url).await;
    browser.keys(TAB).await;
    browser.keys(ENTER).await;
    browser.wait_for("return document.activeElement.id === 'yj-main'").await;
    browser.keys(TAB).await;
    assert_eq!(browser.run("return document.activeElement.closest('main') !== null").await, json!(true));
}

#[tokio::test]
async fn the_dialog_keeps_the_focus_until_escape_and_gives_it_back() {
    let site = Site::serve(&repository());
    let browser = Browser::start().await;
    open(&browser, &site.url).await;
    browser.run("document.querySelector('.searchbutton-big').focus()").await;
    search(&browser, "内存").await;
    for keys in [TAB.to_owned(), format!("{SHIFT}{TAB}")] {
        for _ in 0..6 {
            browser.keys(&keys).await;
            let inside = "const at = document.activeElement; return at === document.body || at.closest('dialog') !== null";
            assert_eq!(browser.run(inside).await, json!(true));
        }
    }
    browser.run("document.querySelector('dialog input').focus()").await;
    browser.keys(ESCAPE).await;
    browser.wait_for("return document.querySelector('dialog[open]') === null").await;
    let back = browser.run("return document.activeElement.className").await;
    assert!(back.as_str().is_some_and(|class| class.contains("searchbutton-big")), "{back}");
}

#[tokio::test]
async fn the_theme_is_chosen_by_keyboard_and_kept() {
    let site = Site::serve(&repository());
    let browser = Browser::start().await;
    open(&browser, &site.url).await;
    let theme = "return document.documentElement.dataset.theme || ''";
    for expected in ["light", "dark"] {
        browser.run("document.querySelector('[data-theme-toggle]').focus()").await;
        browser.keys(" ").await;
        assert_eq!(browser.run(theme).await, Value::from(expected));
        open(&browser, &site.url).await;
        assert_eq!(browser.run(theme).await, Value::from(expected));
    }
}
