//! Reading without a network, and from a disk.

use std::path::Path;

use serde_json::json;

use super::accessibility::{axe, violations};
use super::driver::Browser;
use super::host::Host;
use super::{build, repository, search};

const READY: &str = "return document.querySelector('[data-keep]').hidden === false";

/// Two notes, of which one is read.
fn notes(folder: &Path, text: &str) {
    std::fs::write(folder.join("oom.md"), format!("# 容器被杀\n\n## 现象\n\n退出码 137。{text}\n")).unwrap();
    std::fs::write(folder.join("cpu.md"), "# 限流\n\n## 现象\n\n延迟抖动。\n").unwrap();
}

#[tokio::test]
async fn what_was_read_is_there_without_a_network_and_new_as_soon_as_there_is_one() {
    let folder = tempfile::tempdir().unwrap();
    let public = folder.path().join("public");
    notes(folder.path(), "先看日志。");
    build(folder.path(), &[]);
    let host = Host::start(&public, 0);
    let url = host.url.clone();
    let browser = Browser::start().await;
    browser.page.goto(&url).await.unwrap();
    browser.wait_for(READY).await;
    browser.page.goto(&format!("{url}oom/")).await.unwrap();
    search(&browser, "退出码").await;

    let port = host.stop();
    browser.page.goto(&format!("{url}oom/")).await.unwrap();
    browser.wait_for("return document.querySelector('.kept') !== null").await;
    search(&browser, "退出码").await;
    browser.page.goto(&format!("{url}cpu/")).await.unwrap();
    let listed = "return [...document.querySelectorAll('[data-kept-pages] a')].some(link => link.href.endsWith('/notes/oom/'))";
    browser.wait_for(listed).await;
    let styled = "return getComputedStyle(document.querySelector('header.site')).position === 'sticky'";
    browser.wait_for(styled).await;
    assert_eq!(violations(&browser, &axe()).await, Vec::<String>::new());

    notes(folder.path(), "先看 dmesg。");
    build(folder.path(), &[]);
    let host = Host::start(&public, port);
    browser.page.goto(&format!("{url}oom/")).await.unwrap();
    let text = browser.run("return document.querySelector('article').textContent").await;
    assert!(text.as_str().unwrap().contains("dmesg"), "{text}");
    assert_eq!(browser.run("return document.querySelector('.kept')").await, json!(null));

    browser.wait_for(READY).await;
    browser.run("document.querySelector('[data-keep] button').click()").await;
    let ended = "const status = document.querySelector('[data-keep] [role=status]').textContent;
        return /没有|已保存/.test(status) && status";
    assert_eq!(browser.wait_for(ended).await, "整站已保存，离线也能看");
    drop(host);
    browser.page.goto(&format!("{url}cpu/")).await.unwrap();
    assert_eq!(browser.run("return document.querySelector('h1').textContent").await, "限流");
    search(&browser, "抖动").await;
}

#[tokio::test]
async fn a_site_that_keeps_nothing_any_more_takes_its_worker_away() {
    let folder = tempfile::tempdir().unwrap();
    let public = folder.path().join("public");
    notes(folder.path(), "");
    build(folder.path(), &[]);
    let host = Host::start(&public, 0);
    let browser = Browser::start().await;
    browser.page.goto(&host.url).await.unwrap();
    browser.wait_for(READY).await;
    std::fs::write(folder.path().join("site.yaml"), "offline: false\n").unwrap();
    build(folder.path(), &[]);
    browser.page.goto(&host.url).await.unwrap();
    let count = "const done = arguments[0];
        (async () => (await navigator.serviceWorker.getRegistrations()).length
            + (await caches.keys()).filter(name => name.startsWith('yunji ')).length)().then(done)";
    for patience in (0..600).rev() {
        if browser.page.execute_async(count, vec![]).await.unwrap() == json!(0) {
            break;
        }
        assert!(patience > 0, "the worker stays");
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
}

#[tokio::test]
async fn pages_opened_from_a_disk_are_searched() {
    let folder = tempfile::tempdir().unwrap();
    let zip = folder.path().join("notes.zip");
    build(&repository(), &["--offline-zip", zip.to_str().unwrap()]);
    // A folder whose name has to be encoded in an address.
    let unpacked = folder.path().join("值班 笔记#1");
    zip::ZipArchive::new(std::fs::File::open(&zip).unwrap()).unwrap().extract(&unpacked).unwrap();
    let browser = Browser::start().await;
    let address = unpacked.join("index.html").to_str().unwrap().replace('#', "%23");
    browser.page.goto(&format!("file://{address}")).await.unwrap();
    search(&browser, "容器内存限制").await;
    browser.keys("\u{e007}").await; // Enter
    browser.wait_for("return location.hash !== '' && document.querySelector('article') !== null").await;
    let text = browser.run("return document.querySelector('article').textContent").await;
    assert!(text.as_str().unwrap().contains("容器内存限制"), "{text}");
}
