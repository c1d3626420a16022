//! What programs read of a site made with its own theme: what pages say of themselves, the
//! feed, Markdown beside pages, lists for assistants and robots.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a test fails by panicking, and looks at the disk"
)]

mod support;

use serde_json::Value;
use support::Site;

const SETTINGS: &str = "title: 值班\ndescription: 先看这里\nauthor: 甲\nbase_url: https://x.example/notes/\n";

const NOTE: &str = "---\ntitle: \"</script><!-- 回滚\"\ndate: 2026-01-31\nupdated: 2026-02-01\ntags: [发布]\n---\n\n\
    先停写[^1]，见[乙](b.md#现象)与![图](图.png)，再看[下面](#再看)。\n\n## 再看\n\n[^1]: 注。\n";

fn site(settings: &str) -> Site {
    Site::new(&[
        ("site.yaml", settings),
        ("content/a.md", NOTE),
        ("content/b.md", "# 乙 [旧]\n\n摘要。\n\n## 现象\n"),
        ("content/图.png", "png"),
    ])
}

fn read(site: &Site, path: &str) -> String {
    std::fs::read_to_string(site.path(&format!("public/{path}"))).unwrap_or_default()
}

/// The JSON-LD of a page.
fn data(page: &str) -> Value {
    let start = "<script type=\"application/ld+json\">";
    let text = page.split_once(start).unwrap().1.split_once("</script>").unwrap().0;
    serde_json::from_str(text).unwrap()
}

#[test]
fn a_note_says_what_it_is() {
    let site = site(SETTINGS);
    site.yunji(&["build"]);
    let page = read(&site, "a/index.html");
    let graph = data(&page)["@graph"].clone();
    assert_eq!(graph[0]["headline"], "</script><!-- 回滚");
    assert_eq!(graph[0]["datePublished"], "2026-01-31");
    assert_eq!(graph[0]["dateModified"], "2026-02-01");
    assert_eq!(graph[0]["author"]["name"], "甲");
    assert_eq!(graph[0]["image"], "https://x.example/notes/%E5%9B%BE.png");
    assert_eq!(graph[1]["itemListElement"][1]["item"], "https://x.example/notes/kinds/note/");
    for line in [
        "<meta property=\"og:type\" content=\"article\">",
        "<meta property=\"og:locale\" content=\"zh_CN\">",
        "<meta property=\"og:image\" content=\"https://x.example/notes/%E5%9B%BE.png\">",
        "<meta name=\"twitter:card\" content=\"summary_large_image\">",
        "<link rel=\"alternate\" type=\"text/markdown\" href=\"../a.md\">",
    ] {
        assert!(page.contains(line), "{line} is not in {page}");
    }
    let home = read(&site, "index.html");
    assert!(home.contains("<meta property=\"og:type\" content=\"website\">"));
    let target = &data(&home)["potentialAction"]["target"]["urlTemplate"];
    assert_eq!(target, "https://x.example/notes/search/?q={search_term_string}");
}

#[test]
fn a_site_that_does_not_know_its_url_names_none() {
    let site = site("title: 值班\n");
    site.yunji(&["build"]);
    let page = read(&site, "a/index.html");
    assert!(!page.contains("ld+json") && !page.contains("og:image"), "{page}");
    assert!(!site.path("public/atom.xml").exists());
    assert!(read(&site, "a.md").contains("见[乙](./b/#现象)与![图](./图.png)，再看[下面](./a/#再看)"));
    assert!(read(&site, "llms.txt").contains("- [乙 \\[旧\\]](b.md): 摘要。\n"));
}

#[test]
fn markdown_and_the_list_of_it_lead_to_whole_urls() {
    let site = site(SETTINGS);
    site.yunji(&["build"]);
    assert_eq!(
        read(&site, "a.md"),
        "# \\</script>\\<!-- 回滚\n\n先停写[^1]，见[乙](https://x.example/notes/b/#现象)与\
         ![图](https://x.example/notes/图.png)，再看[下面](https://x.example/notes/a/#再看)。\n\n## 再看\n\n[^1]: 注。\n"
    );
    let list = read(&site, "llms.txt");
    assert!(list.starts_with(
        "# 值班\n\n> 先看这里\n\n## 笔记\n\n- [</script><!-- 回滚](https://x.example/notes/a.md): 先停写"
    ));
}

#[test]
fn markdown_can_be_left_out_and_a_sites_own_list_is_kept() {
    let site = site("markdown_twins: false\nlink_previews: false\n");
    site.yunji(&["build"]);
    let page = read(&site, "a/index.html");
    assert!(!site.path("public/a.md").exists());
    assert!(!page.contains("text/markdown") && !page.contains("data-previews"), "{page}");
    assert!(read(&site, "llms.txt").contains("](b/): 摘要"));
    site.write("static/llms.txt", "自己的\n");
    site.yunji(&["build"]);
    assert_eq!(read(&site, "llms.txt"), "自己的\n");
}

#[test]
fn a_file_where_a_notes_markdown_would_be_is_reported() {
    let site = site("");
    site.write("static/a.md", "别的");
    let ran = site.yunji(&["build"]);
    assert_eq!(ran.status, Some(1));
    assert!(ran.err.contains("/a.md would be both static/a.md and content/a.md as Markdown"), "{}", ran.err);
}

#[test]
fn pictures_are_found_as_in_the_text() {
    let site = site(&format!("{SETTINGS}image: /图.png\n"));
    site.write("content/c/note.md", "---\ncover: 题图.png\n---\n![](../图.png)\n");
    site.write("content/c/题图.png", "png");
    site.write("content/d.md", "---\ncover: 没有.png\n---\n正文\n");
    let ran = site.yunji(&["build"]);
    let picture = |path: &str| {
        let page = read(&site, path);
        let text = page.split_once("og:image\" content=\"").map(|(_, rest)| rest.split_once('"').unwrap().0);
        text.unwrap_or_default().to_owned()
    };
    assert_eq!(picture("c/note/index.html"), "https://x.example/notes/c/%E9%A2%98%E5%9B%BE.png");
    assert_eq!(picture("d/index.html"), "https://x.example/notes/%E5%9B%BE.png");
    assert_eq!(picture("index.html"), "https://x.example/notes/%E5%9B%BE.png");
    assert!(ran.err.contains("没有.png: no such picture there\n  content/d.md:2:1"), "{}", ran.err);
    site.write("site.yaml", "image: 没有.png\n");
    let ran = site.yunji(&["build"]);
    assert!(ran.err.contains("image in site.yaml: 没有.png: no such picture"), "{}", ran.err);
}

#[test]
fn the_feed_needs_no_address_to_be_read() {
    let site = site(SETTINGS);
    site.yunji(&["build"]);
    let feed = read(&site, "atom.xml");
    let content = feed.split_once("<content").unwrap().1;
    for attribute in ["href=&quot;", "src=&quot;"] {
        for (at, _) in content.match_indices(attribute) {
            assert!(content[at + attribute.len()..].starts_with("https://x.example/notes/"), "{content}");
        }
    }
    assert!(content.contains("/notes/a/#yj-fn-1&quot;") && !content.contains("class=&quot;anchor"));
}
