//! The whole of `yunji-search` as its users see it: pages in, files out, answers back.

#![cfg(feature = "index")]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking, in its helpers too"
)]

use std::collections::BTreeMap;
use std::sync::{LazyLock, OnceLock};

use yunji_search::bundle::{ENTRY, Entry};
use yunji_search::{
    Analysis, Analyzer, Answer, Engine, File, Options, Outcome, Page, Request, SearchError, Section,
    Sections, WriteError, write,
};

/// What a [`Page`] borrows.
#[derive(Clone)]
struct Note {
    path: String,
    title: String,
    kind: String,
    tags: Vec<String>,
    sections: Sections,
}

impl Note {
    fn page(&self) -> Page<'_> {
        Page {
            url: self.path.replace(".md", "/").into(),
            path: &self.path,
            title: &self.title,
            kind: &self.kind,
            tags: &self.tags,
            sections: &self.sections,
        }
    }
}

fn note(path: &str, title: &str, kind: &str, tags: &[&str], sections: &[(&str, &str)]) -> Note {
    let section = |(number, &(heading, text)): (usize, &(&str, &str))| Section {
        anchor: heading.to_owned(),
        heading: heading.to_owned(),
        level: if heading.is_empty() { 0 } else { 2 },
        line: number as u32 * 10 + 1,
        text: text.to_owned(),
    };
    Note {
        path: path.to_owned(),
        title: title.to_owned(),
        kind: kind.to_owned(),
        tags: tags.iter().map(|tag| (*tag).to_owned()).collect(),
        sections: Sections::new(sections.iter().enumerate().map(section).collect()),
    }
}

fn notes() -> Vec<Note> {
    vec![
        note(
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
        note(
            "cpu.md",
            "CPU 限流",
            "note",
            &["cgroup"],
            &[
                ("", "cpu.cfs_quota_us 与 cpu.cfs_period_us 决定一个周期里能跑多久。"),
                ("查看", "cat /sys/fs/cgroup/cpu.stat，看 nr_throttled。"),
            ],
        ),
        note("release.md", "發布與回滾", "handbook", &["发布"], &[("", "發布失敗時先回滾，再找原因。")]),
    ]
}

fn folder(notes: &[Note]) -> BTreeMap<String, Vec<u8>> {
    folder_with(notes, &[])
}

fn folder_with(notes: &[Note], synonyms: &[Vec<String>]) -> BTreeMap<String, Vec<u8>> {
    let analyses: Vec<Analysis> = notes.iter().map(|note| analyzer().analyze(&note.page())).collect();
    let files = files(notes, &analyses, synonyms).unwrap();
    let count = files.len();
    let folder: BTreeMap<_, _> = files.into_iter().map(|File { path, bytes }| (path, bytes)).collect();
    assert_eq!(folder.len(), count, "no path comes twice");
    folder
}

fn analyzer() -> &'static Analyzer {
    static ANALYZER: LazyLock<Analyzer> = LazyLock::new(|| Analyzer::new(&[]));
    &ANALYZER
}

/// The files in the order in which they come.
fn files(notes: &[Note], analyses: &[Analysis], synonyms: &[Vec<String>]) -> Result<Vec<File>, WriteError> {
    let kinds: [&[&str]; 2] = [&["note", "笔记"], &["handbook"]];
    let pages: Vec<Page<'_>> = notes.iter().map(Note::page).collect();
    let mut files = Vec::new();
    write(&pages, analyses, &Options { engine: b"engine", synonyms, kinds: &kinds }, &(), |file| {
        files.push(file);
        Ok::<_, WriteError>(())
    })?;
    Ok(files)
}

fn open(folder: &BTreeMap<String, Vec<u8>>) -> Engine {
    let entry: Entry = serde_json::from_slice(&folder[ENTRY]).unwrap();
    Engine::open(folder[&entry.boot].clone()).unwrap()
}

fn ask_with(request: &Request) -> Answer {
    static FOLDER: OnceLock<BTreeMap<String, Vec<u8>>> = OnceLock::new();
    let folder = FOLDER.get_or_init(|| folder(&notes()));
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
    let request = |kinds: &[&str], tags: &[&str]| narrowed("内存 cpu 回滚", kinds, tags);
    let paths = |request: &Request| {
        let mut paths: Vec<String> = ask_with(request).results.into_iter().map(|hit| hit.path).collect();
        paths.sort();
        paths.dedup();
        paths
    };
    assert_eq!(paths(&request(&["note"], &[])), ["cpu.md"]);
    assert_eq!(paths(&request(&["笔记", "handbook"], &[])), ["cpu.md", "release.md"]);
    assert_eq!(paths(&request(&[], &["docker"])), ["oom.md"]);
    assert_eq!(paths(&request(&[], &["docker", "内存"])), ["oom.md"]);
    assert_eq!(paths(&request(&[], &["docker", "cgroup"])), [""; 0]);
    assert_eq!(paths(&request(&["note"], &["docker"])), [""; 0]);
    assert_eq!(paths(&request(&[], &["没有这个标签"])), [""; 0]);
}

/// A request narrowed to kinds and tags.
fn narrowed(query: &str, kinds: &[&str], tags: &[&str]) -> Request {
    let names = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect();
    Request { query: query.into(), limit: 50, kinds: names(kinds), tags: names(tags), ..Request::default() }
}

#[test]
fn facets_count_every_page_that_matched() {
    let of = |path: &str| notes().into_iter().find(|note| note.path == path).unwrap();
    for (kinds, tags) in [
        (vec![], vec![]),
        (vec!["note"], vec![]),
        (vec!["note", "troubleshooting"], vec![]),
        (vec![], vec!["Docker"]),
        (vec!["troubleshooting"], vec!["Docker"]),
    ] {
        let answer = ask_with(&narrowed("内存 cpu 回滚", &kinds, &tags));
        // What is counted, found by asking for each of them and looking at all results.
        let scan = |kinds: &[&str], tags: &[&str], has: &dyn Fn(&Note) -> bool| {
            let results = ask_with(&narrowed("内存 cpu 回滚", kinds, tags)).results;
            let mut paths: Vec<String> = results.into_iter().map(|hit| hit.path).collect();
            paths.sort();
            paths.dedup();
            paths.iter().filter(|path| has(&of(path))).count()
        };
        for kind in ["troubleshooting", "note", "handbook"] {
            let counted = answer.facets.kinds.iter().find(|count| count.name == kind);
            let expected = scan(&[], &tags, &|page| page.kind == kind);
            assert_eq!(counted.map_or(0, |count| count.pages), expected, "{kind} of {kinds:?} {tags:?}");
            assert_eq!(counted.is_some_and(|count| count.chosen), kinds.contains(&kind));
        }
        for tag in ["Docker", "内存", "cgroup", "发布"] {
            let counted = answer.facets.tags.iter().find(|count| count.name == tag);
            let expected = scan(&kinds, &tags, &|page| page.tags.iter().any(|own| own == tag));
            assert_eq!(counted.map_or(0, |count| count.pages), expected, "{tag} of {kinds:?} {tags:?}");
            assert_eq!(counted.is_some_and(|count| count.chosen), tags.contains(&tag));
        }
    }
}

#[test]
fn a_filter_says_which_part_of_the_query_it_is() {
    let answer = ask("类型:笔记 cpu");
    let kind = answer.facets.kinds.iter().find(|kind| kind.chosen).unwrap();
    assert_eq!((kind.name.as_str(), kind.typed.as_str()), ("note", "类型:笔记"));
    assert!(answer.results.iter().all(|hit| hit.kind == "note"));
    assert!(!answer.facets.kinds.iter().any(|kind| kind.chosen && kind.name != "note"));
    let unknown = ask_with(&narrowed("cpu", &[], &["没有"]));
    assert!(unknown.facets.tags.iter().any(|tag| tag.name == "没有" && tag.chosen && tag.pages == 0));
    assert!(unknown.near.is_empty() && unknown.facets.all > 0, "the word itself is known");
}

#[test]
fn without_words_filters_list_pages_and_nothing_lists_nothing() {
    let urls = |request: &Request| -> Vec<String> {
        ask_with(request).results.into_iter().map(|hit| hit.url).collect()
    };
    assert_eq!(urls(&narrowed("", &[], &["docker"])), ["oom/"]);
    assert_eq!(urls(&narrowed("tag:cgroup", &[], &[])), ["cpu/"]);
    assert_eq!(urls(&narrowed("", &["note", "handbook"], &[])), ["cpu/", "release/"]);
    let nothing = ask_with(&narrowed(" ", &[], &[]));
    assert_eq!((nothing.results.len(), nothing.total), (0, 0));
    assert_eq!(nothing.facets.kinds.iter().map(|kind| kind.pages).sum::<usize>(), 3);
    assert_eq!(urls(&narrowed("没见过的词 tag:docker", &[], &[])), [""; 0]);
}

#[test]
fn what_finds_nothing_is_offered_something_near() {
    let offered = |query: &str| {
        let answer = ask(query);
        assert!(answer.results.is_empty(), "{query} is found");
        answer.near.into_iter().map(|near| (near.typed, near.by)).collect::<Vec<_>>()
    };
    let (typed, by) = &offered("重器")[0];
    assert_eq!((typed.as_str(), by[0].as_str()), ("重器", "重启"), "read alike");
    assert_eq!(offered("Pob"), [("Pob".to_owned(), vec!["pod".to_owned()])], "one letter off");
    assert_eq!(offered("Pob 重器").len(), 2, "each word for itself");
    assert_eq!(offered("类型:笔记 Pob").len(), 1, "a filter is no word");
    assert_eq!(offered("mamorx")[0].1, ["memory"], "two letters off");
    for query in ["Pob", "泄密", "mamorx"] {
        let near = offered(query);
        assert!(!near.is_empty(), "{query}");
        for word in near.into_iter().flat_map(|(_, by)| by) {
            assert!(!ask(&word).results.is_empty(), "{word} for {query}");
        }
    }
    assert!(ask("内存").near.is_empty());
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
    let folder = folder_with(&notes(), &own);
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
    assert_eq!(folder(&notes()), folder(&notes()));
}

#[test]
fn kept_analyses_give_the_same_files_in_the_same_order() {
    let fresh: Vec<Analysis> = notes().iter().map(|note| analyzer().analyze(&note.page())).collect();
    let kept: Vec<Analysis> =
        fresh.iter().map(|analysis| Analysis::from_bytes(analysis.as_bytes().to_vec()).unwrap()).collect();
    assert_eq!(kept, fresh);
    let files = |analyses: &[Analysis]| self::files(&notes(), analyses, &[]).unwrap();
    assert_eq!(files(&kept), files(&fresh));
    assert_eq!(files(&fresh).last().unwrap().path, ENTRY);
}

#[test]
fn a_page_without_text_leaves_the_others_in_their_places() {
    let mut notes = notes();
    notes.insert(0, note("empty.md", "待写", "note", &[], &[("", "")]));
    notes.insert(2, note("nothing.md", "没有小节", "note", &[], &[]));
    let folder = folder(&notes);
    let answer = |query: &str| {
        let request = Request { query: query.into(), limit: 1, ..Request::default() };
        open(&folder).answer(&request, |path| Ok::<_, SearchError>(folder[path].clone())).unwrap()
    };
    for (query, url) in [("待写", "empty/"), ("OOMKilled", "oom/#现象"), ("nr_throttled", "cpu/#查看")]
    {
        assert_eq!(answer(query).results[0].url, url);
    }
}

#[test]
fn analyses_of_other_pages_are_refused() {
    let mut analyses: Vec<Analysis> = notes().iter().map(|note| analyzer().analyze(&note.page())).collect();
    analyses.swap(0, 1);
    let refused = files(&notes(), &analyses, &[]).unwrap_err();
    assert!(matches!(refused, WriteError::Analysis(path) if path == "oom.md"));
    assert!(matches!(files(&notes(), &[], &[]), Err(WriteError::Analysis(_))));
    analyses.swap(0, 1);
    analyses.push(analyses[0].clone());
    assert!(matches!(files(&notes(), &analyses, &[]), Err(WriteError::TooMany)));
}

#[test]
fn a_sink_that_fails_ends_the_writing() {
    let pages = notes();
    let pages: Vec<Page<'_>> = pages.iter().map(Note::page).collect();
    let analyses: Vec<Analysis> = pages.iter().map(|page| analyzer().analyze(page)).collect();
    let mut taken = 0;
    let result = write(&pages, &analyses, &Options::default(), &(), |_| {
        taken += 1;
        if taken < 3 { Ok(()) } else { Err(WriteError::TooLarge) }
    });
    assert!(matches!(result, Err(WriteError::TooLarge)));
    assert_eq!(taken, 3);
}

#[test]
fn damaged_analyses_are_refused() {
    let whole = analyzer().analyze(&notes()[0].page()).as_bytes().to_vec();
    for length in 0..whole.len() {
        assert!(Analysis::from_bytes(whole[..length].to_vec()).is_none(), "{length} bytes");
    }
    for at in 0..whole.len() {
        let mut damaged = whole.clone();
        damaged[at] ^= 0x55;
        assert!(Analysis::from_bytes(damaged).is_none(), "byte {at}");
    }
}

#[test]
fn what_decides_an_analysis_is_in_the_fingerprint() {
    let own = |words: &[&str]| {
        Analyzer::new(&words.iter().map(|&word| word.to_owned()).collect::<Vec<_>>()).fingerprint()
    };
    assert_eq!(own(&["封神榜"]), own(&["封神榜"]));
    let different = [own(&[]), own(&["封神榜"]), own(&["封神", "榜"]), own(&["封", "神榜"])];
    for (number, one) in different.iter().enumerate() {
        assert!(!different[..number].contains(one), "{number}");
    }
}

#[test]
fn a_search_names_everything_it_needs_in_two_rounds() {
    let folder = folder(&notes());
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
    let folder = folder(&notes());
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
    let folder = folder(&notes());
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
