//! The program as it is typed: exit status, output, and what it leaves behind.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a test fails by panicking, and looks at the disk"
)]

mod support;

use std::collections::BTreeSet;
use std::process::Command;

use serde_json::Value;
use support::{Site, program, run, tree};

fn site() -> Site {
    Site::new(&[
        (
            "content/oom.md",
            "---\nkind: troubleshooting\ntags: [Docker]\n---\n# 容器被杀\n\n## 现象\n\n退出码 137。\n",
        ),
        ("content/cpu.md", "# CPU 限流\n\n看 `cpu.cfs_quota_us` 与 nr_throttled。\n"),
    ])
}

#[test]
fn every_command_explains_itself_with_examples() {
    for command in [&["--help"][..], &["build", "--help"], &["serve", "--help"], &["search", "--help"]] {
        let ran = run(Command::new(program()).args(command));
        assert_eq!(ran.status, Some(0));
        assert!(ran.out.contains("Examples:"), "{command:?}");
    }
}

#[test]
fn what_cannot_run_exits_with_2() {
    let site = Site::new(&[("content/readme.txt", "没有笔记")]);
    assert_eq!(site.yunji(&["frobnicate"]).status, Some(2));
    let ran = site.yunji(&["build"]);
    assert_eq!(ran.status, Some(2));
    assert!(ran.err.contains("holds no Markdown files"), "{}", ran.err);
    let ran = site.yunji(&["search", "x"]);
    assert_eq!(ran.status, Some(2));
    assert!(ran.err.contains("yunji build"), "{}", ran.err);
    let ran = site.yunji(&["build", "--base-url", "notes"]);
    assert_eq!(ran.status, Some(2));
}

#[test]
fn errors_in_the_notes_exit_with_1_and_leave_the_old_site() {
    let site = site();
    assert_eq!(site.yunji(&["build"]).status, Some(0));
    let before = site.tree("public");
    site.write("content/bad.md", "---\ntitle: [a] b\n---\n");
    site.write("content/oom.md", "变了\n");
    let ran = site.yunji(&["build"]);
    assert_eq!(ran.status, Some(1));
    assert!(ran.err.contains("content/bad.md:2:"), "{}", ran.err);
    assert_eq!(site.tree("public"), before);
}

#[test]
fn a_second_build_changes_nothing() {
    let site = site();
    site.yunji(&["build"]);
    let written = std::fs::metadata(site.path("public/index.html")).unwrap().modified().unwrap();
    let ran = site.yunji(&["build"]);
    assert!(ran.err.contains(" 0 of "), "{}", ran.err);
    assert_eq!(std::fs::metadata(site.path("public/index.html")).unwrap().modified().unwrap(), written);
}

#[test]
fn nothing_around_a_build_reaches_its_bytes() {
    let site = site();
    let build = |output: &str, zone: &str, language: &str, threads: &str| {
        let mut command = Command::new(program());
        command.current_dir(site.root()).args(["build", "--output", output]);
        command.env("TZ", zone).env("LANG", language).env("RAYON_NUM_THREADS", threads);
        assert_eq!(run(&mut command).status, Some(0));
        tree(&site.path(output))
    };
    let one = build("one", "Asia/Shanghai", "zh_CN.UTF-8", "1");
    assert_eq!(one, build("two", "America/New_York", "C", "4"));
    assert!(one.len() > 15);
}

#[test]
fn json_has_the_promised_shape() {
    let site = site();
    site.yunji(&["build"]);
    let ran = site.yunji(&["search", "退出码", "137", "--json"]);
    let answer: Value = serde_json::from_str(&ran.out).unwrap();
    let keys = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<BTreeSet<String>>();
    assert_eq!(keys(&answer), ["query", "total", "missing_words", "results"].map(String::from).into());
    let hit = &answer["results"][0];
    let expected = ["url", "path", "line", "title", "heading", "anchor", "kind", "score", "excerpt"];
    assert_eq!(keys(hit), expected.map(String::from).into());
    assert_eq!(hit["url"], "oom/#现象");
    assert_eq!(hit["path"], "oom.md");
    assert_eq!(hit["line"], 7);
    assert_eq!(hit["excerpt"], "<mark>退出码</mark> <mark>137</mark>。");
}

#[test]
fn a_file_of_queries_is_answered_line_by_line() {
    let site = site();
    site.yunji(&["build"]);
    site.write("queries.txt", "限流\n\n没有的词zzz\n");
    let queries = site.path("queries.txt");
    let ran = site.yunji(&["search", "--queries", queries.to_str().unwrap()]);
    let answers: Vec<Value> = ran.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let queries: Vec<&str> = answers.iter().map(|answer| answer["query"].as_str().unwrap()).collect();
    assert_eq!(queries, ["限流", "", "没有的词zzz"]);
}

#[test]
fn kind_tag_and_limit_narrow_a_search() {
    let site = site();
    site.yunji(&["build"]);
    let paths = |arguments: &[&str]| {
        let all = [&["search", "--json", "137 cpu"][..], arguments].concat();
        let answer: Value = serde_json::from_str(&site.yunji(&all).out).unwrap();
        let hits = answer["results"].as_array().unwrap().iter();
        hits.map(|hit| hit["path"].as_str().unwrap().to_owned()).collect::<BTreeSet<String>>()
    };
    assert_eq!(paths(&[]).len(), 2);
    assert_eq!(paths(&["--kind", "note"]), ["cpu.md".to_owned()].into());
    assert_eq!(paths(&["--kind", "故障"]), ["oom.md".to_owned()].into());
    assert_eq!(site.yunji(&["search", "137", "--kind", "blog"]).status, Some(2));
    assert_eq!(paths(&["--tag", "docker"]), ["oom.md".to_owned()].into());
    assert_eq!(paths(&["--limit", "1"]).len(), 1);
}

#[test]
fn people_see_the_file_and_line() {
    let site = site();
    site.yunji(&["build"]);
    let ran = site.yunji(&["search", "cpu.cfs_quota_us"]);
    assert!(ran.out.starts_with("CPU 限流\ncpu.md:1\n"), "{}", ran.out);
}

#[test]
fn problems_can_be_json() {
    let site = site();
    site.write("content/link.md", "[没有](没有.md) ![没有](没有.png)\n");
    let ran = site.yunji(&["--quiet", "build", "--format", "json"]);
    assert_eq!((ran.status, ran.err.as_str()), (Some(0), ""));
    let ran = site.yunji(&["build", "--format", "json"]);
    let problems: Vec<Value> = ran
        .err
        .lines()
        .filter(|line| line.starts_with('{'))
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(problems.len(), 2);
    assert_eq!(problems[1]["path"], "content/link.md");
    assert_eq!((problems[1]["line"].as_u64(), problems[1]["column"].as_u64()), (Some(1), Some(13)));
}

#[test]
fn a_sites_own_files_take_the_place_of_the_themes() {
    let site = site();
    site.write("static/yunji.css", "/* 自己的 */");
    site.write("static/robots.txt", "User-agent: *\nDisallow: /\n");
    site.write("static/img/logo.svg", "<svg/>");
    site.write("templates/strings/zh-CN.yaml", "home: 门口\n");
    assert_eq!(site.yunji(&["build"]).status, Some(0));
    let files = site.tree("public");
    let text = |path: &str| String::from_utf8(files[path].clone()).unwrap();
    let css: Vec<&String> = files.keys().filter(|path| path.ends_with(".css")).collect();
    assert_eq!(css.len(), 1);
    assert_eq!(text(css[0]), "/* 自己的 */");
    assert!(text("robots.txt").contains("Disallow: /"));
    assert!(files.contains_key("img/logo.svg"));
    assert!(text("index.html").contains("门口"));
    site.write("templates/note.html", "{{ note.nothing }}");
    let ran = site.yunji(&["build"]);
    assert_eq!(ran.status, Some(2));
    assert!(ran.err.contains("note.html") && ran.err.contains("nothing"), "{}", ran.err);
}

#[test]
fn the_notes_are_never_built_over() {
    let site = site();
    let content = site.path("content");
    for output in [content.to_str().unwrap(), "content/../content", ".", "content/.."] {
        let mut command = Command::new(program());
        let ran = run(command.current_dir(site.root()).args(["build", "--output", output]));
        assert_eq!(ran.status, Some(2), "{output}");
        assert!(ran.err.contains("holds the notes"), "{}", ran.err);
    }
    assert_eq!(site.tree("content").len(), 2);
}
