//! The whole of `yunji-search` as its users see it: pages in, files out, answers back.

#![cfg(feature = "index")]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking, in its helpers too"
)]

use std::collections::BTreeMap;
use std::sync::OnceLock;

use yunji_search::bundle::{ENTRY, Entry};
use yunji_search::{Answer, Engine, File, Options, Outcome, Page, Request, SearchError, Section, write};

fn page(path: &str, title: &str, kind: &str, tags: &[&str], sections: &[(&str, &str)]) -> Page {
    let section = |(number, &(heading, text)): (usize, &(&str, &str))| Section {
        anchor: heading.to_owned(),
        heading: heading.to_owned(),
        level: if heading.is_empty() { 0 } else { 2 },
        line: number as u32 * 10 + 1,
        text: text.to_owned(),
    };
    Page {
        url: path.replace(".md", "/"),
        path: path.to_owned(),
        title: title.to_owned(),
        kind: kind.to_owned(),
        tags: tags.iter().map(|tag| (*tag).to_owned()).collect(),
        sections: sections.iter().enumerate().map(section).collect(),
    }
}

fn pages() -> Vec<Page> {
    vec![
        page(
            "oom.md",
            "容器反复重启",
            "troubleshooting",
            &["Docker", "内存"],
            &[
                ("", "退出码 137 说明进程被内核杀死。"),
                ("现象", "Pod 状态是 OOMKilled，dmesg 里有 Memory cgroup out of memory。"),
                ("解决", "调高容器内存限制，或者修复内存泄漏。"),
            ],
        ),
        page(
            "cpu.md",
            "CPU 限流",
            "note",
            &["cgroup"],
            &[
                ("", "cpu.cfs_quota_us 与 cpu.cfs_period_us 决定一个周期里能跑多久。"),
                ("查看", "cat /sys/fs/cgroup/cpu.stat，看 nr_throttled。"),
            ],
        ),
        page("release.md", "發布與回滾", "handbook", &["发布"], &[("", "發布失敗時先回滾，再找原因。")]),
    ]
}

fn folder(pages: &[Page]) -> BTreeMap<String, Vec<u8>> {
    let files = write(pages, &Options { engine: b"engine", ..Options::default() }).unwrap();
    files.into_iter().map(|File { path, bytes }| (path, bytes)).collect()
}

fn open(folder: &BTreeMap<String, Vec<u8>>) -> Engine {
    let entry: Entry = serde_json::from_slice(&folder[ENTRY]).unwrap();
    Engine::open(folder[&entry.boot].clone()).unwrap()
}

fn ask_with(request: &Request) -> Answer {
    static FOLDER: OnceLock<BTreeMap<String, Vec<u8>>> = OnceLock::new();
    let folder = FOLDER.get_or_init(|| folder(&pages()));
    open(folder).answer(request, |path| Ok::<_, SearchError>(folder[path].clone())).unwrap()
}

fn ask(query: &str) -> Answer {
    ask_with(&Request { query: query.to_owned(), limit: 10, ..Request::default() })
}

fn first(query: &str) -> String {
    ask(query).results.first().map(|hit| hit.url.clone()).unwrap_or_default()
}

#[test]
fn chinese_phrases_find_their_section() {
    assert_eq!(first("容器内存限制"), "oom/#解决");
    assert_eq!(first("进程为什么被内核杀死"), "oom/");
}

#[test]
fn identifiers_are_found_whole_and_by_their_parts() {
    assert_eq!(first("cpu.cfs_quota_us"), "cpu/");
    assert_eq!(first("cfs quota"), "cpu/");
    assert_eq!(first("OOMKilled"), "oom/#现象");
    assert_eq!(first("throttled"), "cpu/#查看");
}

#[test]
fn traditional_and_simplified_find_each_other() {
    assert_eq!(first("回滚"), "release/");
    assert_eq!(first("內存洩漏"), "oom/#解决");
}

#[test]
fn half_a_word_is_found_by_its_characters() {
    assert_eq!(first("存泄"), "oom/#解决");
}

#[test]
fn an_unfinished_identifier_is_completed() {
    assert_eq!(first("nr_throt"), "cpu/#查看");
}

#[test]
fn words_that_no_page_holds_are_named() {
    let answer = ask("容器 Zookeeper");
    assert_eq!(answer.missing_words, ["Zookeeper"]);
    assert!(!answer.results.is_empty());
}

#[test]
fn kind_and_tag_narrow_the_answer() {
    let request = |kind: Option<&str>, tag: Option<&str>| Request {
        query: "内存 cpu 回滚".into(),
        limit: 10,
        kind: kind.map(str::to_owned),
        tag: tag.map(str::to_owned),
        ..Request::default()
    };
    let paths = |request: &Request| {
        let mut paths: Vec<String> = ask_with(request).results.into_iter().map(|hit| hit.path).collect();
        paths.sort();
        paths.dedup();
        paths
    };
    assert_eq!(paths(&request(Some("note"), None)), ["cpu.md"]);
    assert_eq!(paths(&request(None, Some("docker"))), ["oom.md"]);
    assert_eq!(paths(&request(Some("note"), Some("docker"))), [""; 0]);
}

#[test]
fn no_query_is_an_error() {
    let long = "容器 memory ".repeat(2_000);
    let deep = "\"".repeat(3_000);
    let enemies = [
        "",
        " ",
        "内",
        "a",
        "😀",
        "👨‍👩‍👧 🎉",
        "\u{0}\u{7}\u{1b}[31m",
        "\u{202e}\u{feff}",
        "\"",
        "“",
        "\"\"",
        "-",
        "--",
        "---",
        "-内",
        "kind:",
        "tag:",
        "kind:\u{0}",
        ":",
        "AND OR NOT (",
        "<b>&lt;",
        "<script>alert(1)</script>",
        "'; DROP TABLE--",
        ".*[",
        "(?P<a>",
        "\\",
        "%00%ff",
        "a\u{301}\u{301}\u{301}",
        "ﷺ㎏",
        &long,
        &deep,
    ];
    for query in enemies {
        for group in [false, true] {
            let answer = ask_with(&Request {
                query: query.into(),
                limit: 10,
                group,
                explain: true,
                ..Request::default()
            });
            assert!(answer.results.iter().all(|hit| !hit.excerpt.contains("<script")), "{query}");
        }
    }
}

#[test]
fn misspelt_and_unfinished_words_find_what_was_meant() {
    assert_eq!(first("thortled"), "cpu/#查看");
    assert_eq!(first("nr_throtled"), "cpu/#查看");
    let answer = ask("OMOKilled");
    assert_eq!(answer.results[0].url, "oom/#现象");
    assert_eq!(
        (answer.replaced[0].typed.as_str(), answer.replaced[0].by[0].as_str()),
        ("OMOKilled", "oomkilled")
    );
    assert!(answer.missing_words.is_empty());
}

#[test]
fn pinyin_and_initials_find_han_words() {
    assert_eq!(first("neicun xielou"), "oom/#解决");
    assert_eq!(first("rqffcq"), first("容器反复重启"));
    assert_eq!(ask("neicun").replaced[0].by[0], "内存");
}

#[test]
fn words_stand_for_one_another() {
    assert!(ask("memory leak").results.iter().any(|hit| hit.url == "oom/#解决"));
    let own = [vec!["封神榜".to_owned(), "cpu.stat".to_owned()]];
    let files = write(&pages(), &Options { synonyms: &own, ..Options::default() }).unwrap();
    let folder: BTreeMap<String, Vec<u8>> =
        files.into_iter().map(|File { path, bytes }| (path, bytes)).collect();
    let request = Request { query: "封神榜".into(), limit: 10, ..Request::default() };
    let answer = open(&folder).answer(&request, |path| Ok::<_, SearchError>(folder[path].clone())).unwrap();
    assert_eq!(answer.results[0].url, "cpu/#查看");
}

#[test]
fn quotes_minus_and_filters_narrow_an_answer() {
    let urls = |query: &str| -> Vec<String> { ask(query).results.into_iter().map(|hit| hit.url).collect() };
    assert_eq!(urls("\"容器内存限制\""), ["oom/#解决"]);
    let elsewhere = ask("\"限制内存\"");
    assert_eq!(elsewhere.missing_words, ["“限制内存”"]);
    assert!(!elsewhere.results.is_empty(), "its words stand somewhere");
    assert_eq!(urls("\"cgroup out of\""), ["oom/#现象"]);
    assert!(urls("内存 cpu").iter().any(|url| url.starts_with("cpu")));
    assert!(urls("内存 cpu -周期 -查看").iter().all(|url| !url.starts_with("cpu")));
    assert!(urls("内存 cpu kind:note").iter().all(|url| url.starts_with("cpu")));
    assert!(urls("进程 标签:内存").iter().all(|url| url.starts_with("oom")));
    assert!(!urls("kind:Deployment 内存").is_empty());
}

#[test]
fn grouped_results_stand_by_page_two_at_most() {
    let answer =
        ask_with(&Request { query: "内存 容器 cpu".into(), limit: 2, group: true, ..Request::default() });
    let paths: Vec<&str> = answer.results.iter().map(|hit| hit.path.as_str()).collect();
    let mut deduplicated = paths.clone();
    deduplicated.dedup();
    let mut distinct = deduplicated.clone();
    distinct.sort_unstable();
    distinct.dedup();
    assert_eq!(deduplicated.len(), distinct.len(), "{paths:?}");
    assert!(
        distinct.len() <= 2
            && paths.iter().all(|path| paths.iter().filter(|other| *other == path).count() <= 2)
    );
    assert!(answer.pages >= 2 && answer.total >= answer.results.len());
}

#[test]
fn an_explanation_adds_up_to_the_score() {
    let answer =
        ask_with(&Request { query: "容器内存".into(), limit: 3, explain: true, ..Request::default() });
    assert!(answer.terms.iter().any(|term| term.term == "内存" && term.sections > 0));
    for hit in &answer.results {
        let sum: f32 = hit.because.iter().map(|part| part.section + part.page).sum();
        assert!(hit.score <= sum && hit.score > 0.3 * sum, "{} of {sum}", hit.score);
    }
    assert!(ask("容器内存").results.iter().all(|hit| hit.because.is_empty()));
}

#[test]
fn an_empty_site_answers_nothing() {
    let folder = folder(&[]);
    let engine = open(&folder);
    let request = Request { query: "容器".into(), limit: 10, ..Request::default() };
    let answer = engine.answer(&request, |path| Ok::<_, SearchError>(folder[path].clone())).unwrap();
    assert_eq!(answer.results.len(), 0);
}

#[test]
fn the_same_pages_give_the_same_bytes() {
    assert_eq!(folder(&pages()), folder(&pages()));
}

#[test]
fn a_search_names_everything_it_needs_in_two_rounds() {
    let folder = folder(&pages());
    let engine = open(&folder);
    let request = Request { query: "容器内存限制 cpu.stat".into(), limit: 10, ..Request::default() };
    let mut rounds = 0;
    while let Outcome::Missing(paths) = engine.search(&request).unwrap() {
        rounds += 1;
        for path in paths {
            engine.supply(&path, folder[&path].clone());
        }
        assert!(rounds < 10);
    }
    // The bigrams' dictionary, then posting lists, then the pages' text.
    assert!(rounds <= 3, "{rounds} rounds");
}

#[test]
fn damaged_chunks_and_records_are_errors_and_no_panic() {
    let folder = folder(&pages());
    let entry: Entry = serde_json::from_slice(&folder[ENTRY]).unwrap();
    let request = Request { query: "容器内存限制 cpu.stat".into(), limit: 10, ..Request::default() };
    let asked = |damage: &dyn Fn(&str, Vec<u8>) -> Vec<u8>| {
        let engine = Engine::open(folder[&entry.boot].clone()).unwrap();
        engine.answer::<SearchError>(&request, |path| Ok(damage(path, folder[path].clone())))
    };
    assert!(asked(&|_, bytes| bytes).is_ok());
    for kind in ["chunks/", "pages/"] {
        for keep in [0, 1, 7, 40] {
            let cut = |path: &str, mut bytes: Vec<u8>| {
                bytes.truncate(if path.starts_with(kind) { keep } else { bytes.len() });
                bytes
            };
            assert!(asked(&cut).is_err(), "{kind} after {keep} bytes");
        }
    }
    for at in (0..400).step_by(3) {
        // What is still readable after this is as good as any other text; it must only not panic.
        let _ = asked(&|_, mut bytes| {
            let at = at % bytes.len();
            bytes[at] ^= 0x55;
            bytes
        });
    }
}

#[test]
fn a_damaged_folder_is_an_error_and_no_panic() {
    let folder = folder(&pages());
    let entry: Entry = serde_json::from_slice(&folder[ENTRY]).unwrap();
    let boot = &folder[&entry.boot];
    for length in (0..boot.len()).step_by(7) {
        assert!(Engine::open(boot[..length].to_vec()).is_err());
    }
    for at in (0..boot.len()).step_by(5) {
        let mut damaged = boot.clone();
        damaged[at] ^= 0x55;
        assert!(Engine::open(damaged).is_err(), "byte {at}");
    }
}
