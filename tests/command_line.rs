//! The program as it is typed: exit status, output, and what it leaves behind.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a test fails by panicking, and looks at the disk"
)]

mod support;

use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;
use support::{Ran, Site, program, run, tree};

fn site() -> Site {
    Site::new(&[
        (
            "content/oom.md",
            "---\nkind: troubleshooting\ntags: [Docker]\n---\n# 容器被杀\n\n## 现象\n\n退出码 137。\n",
        ),
        ("content/cpu.md", "# CPU 限流\n\n看 `cpu.cfs_quota_us` 与 nr_throttled。\n"),
    ])
}

fn keys_of(value: &Value) -> BTreeSet<String> {
    value.as_object().unwrap().keys().cloned().collect()
}

#[test]
fn every_command_explains_itself_with_examples() {
    let commands = [
        &["--help"][..],
        &["build", "--help"],
        &["serve", "--help"],
        &["search", "--help"],
        &["help", "build"],
        &["help", "serve"],
        &["help", "search"],
    ];
    for command in commands {
        let ran = run(Command::new(program()).args(command));
        assert_eq!((ran.status, ran.err.as_str()), (Some(0), ""), "{command:?}");
        let (_, examples) = ran.out.split_once("Examples:\n").unwrap();
        assert!(examples.starts_with("  yunji "), "{command:?}");
    }
}

#[test]
fn what_was_adopted_is_said_in_one_line_to_people() {
    let site = Site::new(&[
        ("_config.yml", "title: 夜班\npermalink: :title/\n"),
        ("source/_posts/a.md", "---\ntitle: 甲\n---\n正文\n"),
    ]);
    let said = "Hexo site: title and permalink from _config.yml\n";
    assert!(site.yunji(&["build"]).err.starts_with(said));
    assert_eq!(site.yunji(&["build", "--quiet"]).err, "");
    assert_eq!(site.yunji(&["build", "--format", "json"]).err, "");
    assert!(site.path("public/a/index.html").is_file());
}

#[test]
fn without_a_command_the_help_is_shown() {
    let ran = run(&mut Command::new(program()));
    assert_eq!(ran.status, Some(2));
    assert!(ran.err.contains("Usage:"), "{}", ran.err);
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
    assert!(ran.err.contains("neither a URL nor a path"), "{}", ran.err);
    let missing = site.path("missing");
    let ran = run(Command::new(program()).arg("--root").arg(&missing).arg("build"));
    assert_eq!(ran.status, Some(2));
    assert!(ran.err.contains(missing.to_str().unwrap()), "{}", ran.err);
    let ran = site.yunji(&["search", "--queries", missing.to_str().unwrap()]);
    assert_eq!(ran.status, Some(2));
    assert_eq!(site.yunji(&["search", "--queries", "a.txt", "b"]).status, Some(2));
    assert_eq!(site.yunji(&["--quiet", "--verbose", "build"]).status, Some(2));
}

#[test]
fn errors_in_the_settings_exit_with_1() {
    let site = site();
    site.write("site.yaml", "title: 运维\npage_size: 很多\n");
    let ran = site.yunji(&["build"]);
    assert_eq!(ran.status, Some(1));
    assert!(ran.err.contains("site.yaml:2:1"), "{}", ran.err);
    assert!(!site.path("public").exists());
}

#[test]
fn a_note_that_is_mended_is_published_again() {
    let site = site();
    site.write("content/bad.md", "---\ntitle: [a] b\n---\n");
    assert_eq!(site.yunji(&["build"]).status, Some(1));
    site.write("content/bad.md", "---\ntitle: \"[a] b\"\n---\n");
    assert_eq!(site.yunji(&["build"]).status, Some(0));
    assert!(site.path("public/bad/index.html").is_file());
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
fn only_what_changed_is_written() {
    let site = site();
    site.yunji(&["build"]);
    let modified = |path: &str| std::fs::metadata(site.path(path)).unwrap().modified().unwrap();
    let (page, robots) = (modified("public/oom/index.html"), modified("public/robots.txt"));
    site.write("content/oom.md", "# 容器被杀\n\n变了。\n");
    assert_eq!(site.yunji(&["build"]).status, Some(0));
    assert_ne!(modified("public/oom/index.html"), page);
    assert_eq!(modified("public/robots.txt"), robots);
}

#[test]
fn nothing_around_a_build_reaches_its_bytes() {
    let site = site();
    site.write("content/图/a.png", "png");
    site.write("content/日期.md", "---\ndate: 2026-01-31\n---\n没有时区的日期。\n");
    let root = site.root();
    let above = root.parent().unwrap();
    let build = |output: &str, folder: &Path, arguments: &[&str], around: [&str; 3]| {
        let mut command = Command::new(program());
        command.current_dir(folder).args(arguments).args(["build", "--output"]).arg(site.path(output));
        let [zone, language, threads] = around;
        command.env("TZ", zone).env("LANG", language).env("LC_ALL", language);
        command.env("RAYON_NUM_THREADS", threads);
        assert_eq!(run(&mut command).status, Some(0));
        tree(&site.path(output))
    };
    let one = build("one", &root, &[], ["Asia/Shanghai", "zh_CN.UTF-8", "1"]);
    assert!(one.len() > 15);
    let elsewhere = ["America/New_York", "C", "4"];
    assert_eq!(one, build("two", &root, &[], elsewhere));
    assert_eq!(one, build("three", above, &["--root", "site"], elsewhere));
    let whole = root.to_str().unwrap();
    assert_eq!(one, build("four", Path::new("/"), &["--root", whole], ["UTC", "tr_TR.UTF-8", "3"]));
    let roundabout = ["--root", "site/content/.."];
    assert_eq!(one, build("five", above, &roundabout, ["Asia/Kathmandu", "de_DE.UTF-8", "2"]));
}

#[test]
fn the_address_can_be_given_at_the_build() {
    let site = site();
    site.write("site.yaml", "base_url: https://one.example.org/\n");
    let robots = |arguments: &[&str]| {
        assert_eq!(site.yunji(&[&["build"][..], arguments].concat()).status, Some(0));
        String::from_utf8(site.tree("public").remove("robots.txt").unwrap()).unwrap()
    };
    assert!(robots(&[]).ends_with("Sitemap: https://one.example.org/sitemap.xml\n"));
    let other = robots(&["--base-url", "http://two.example.org/笔记"]);
    assert!(other.contains("Sitemap: http://two.example.org/"), "{other}");
}

#[test]
fn drafts_are_published_when_asked_for() {
    let site = site();
    site.write("content/草稿.md", "---\ndraft: true\n---\n还没写完。\n");
    site.yunji(&["build", "--drafts"]);
    assert!(site.path("public/草稿/index.html").is_file());
    site.yunji(&["build"]);
    assert!(!site.path("public/草稿").exists());
}

#[test]
fn a_build_ends_with_one_line_about_it() {
    let site = site();
    let output = site.path("public");
    let ran = site.yunji(&["build"]);
    assert_eq!(ran.out, "");
    assert_eq!(ran.err.lines().count(), 1);
    assert!(ran.err.starts_with("2 notes, 2 sections indexed, "), "{}", ran.err);
    assert!(ran.err.ends_with(&format!(" s → {}\n", output.display())), "{}", ran.err);
}

#[test]
fn quiet_says_nothing_but_errors() {
    let site = site();
    site.write("content/link.md", "[没有](没有.md)\n");
    let ran = site.yunji(&["--quiet", "build"]);
    assert_eq!((ran.status, ran.out.as_str(), ran.err.as_str()), (Some(0), "", ""));
    site.write("content/bad.md", "---\ntitle: [a] b\n---\n");
    let ran = site.yunji(&["--quiet", "build"]);
    assert_eq!(ran.status, Some(1));
    assert!(ran.err.contains("error[front-matter]") && !ran.err.contains("warning"), "{}", ran.err);
}

#[test]
fn colours_come_only_when_asked_for() {
    let site = site();
    site.write("content/bad.md", "---\ntitle: [a] b\n---\n");
    let build = |color: &str| {
        let mut command = Command::new(program());
        run(command.arg("--root").arg(site.root()).args(["--color", color, "build"])).err
    };
    assert!(build("always").contains("\u{1b}["));
    assert!(!build("auto").contains('\u{1b}') && !build("never").contains('\u{1b}'));
}

#[test]
fn json_has_the_promised_shape() {
    let site = site();
    site.yunji(&["build"]);
    let ran = site.yunji(&["search", "退出码", "137", "--json"]);
    let answer: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(
        keys_of(&answer),
        ["query", "total", "pages", "missing_words", "facets", "results"].map(String::from).into()
    );
    assert_eq!(keys_of(&answer["facets"]), ["all", "kinds", "tags"].map(String::from).into());
    let hit = &answer["results"][0];
    let expected = ["url", "path", "line", "title", "heading", "anchor", "kind", "score", "excerpt"];
    assert_eq!(keys_of(hit), expected.map(String::from).into());
    assert_eq!(hit["url"], "oom/#现象");
    assert_eq!(hit["path"], "oom.md");
    assert_eq!(hit["line"], 7);
    assert_eq!(hit["excerpt"], "<mark>退出码</mark> <mark>137</mark>。");
}

#[test]
fn an_explanation_and_groups_come_when_asked_for() {
    let site = site();
    site.yunji(&["build"]);
    let ran = site.yunji(&["search", "--explain", "tuichuma 137"]);
    assert!(ran.out.contains("tuichuma: searched for 退出码"), "{}", ran.out);
    assert!(ran.out.contains("pinyin") && ran.out.contains("looked up"), "{}", ran.out);
    let ran = site.yunji(&["search", "--group", "--json", "-n", "1", "退出码", "限流"]);
    let answer: Value = serde_json::from_str(&ran.out).unwrap();
    let paths: BTreeSet<&str> =
        answer["results"].as_array().unwrap().iter().map(|hit| hit["path"].as_str().unwrap()).collect();
    assert_eq!(paths.len(), 1);
}

#[test]
fn timings_name_every_phase() {
    let told = site().yunji(&["build", "--timings"]).err;
    for phase in ["read", "parse", "link", "render", "index", "publish"] {
        assert!(told.lines().any(|line| line.starts_with(phase) && line.ends_with(" s")), "{phase}: {told}");
    }
}

#[test]
fn search_files_are_compressed_ahead_when_asked_for() {
    let site = site();
    site.yunji(&["build", "--precompress"]);
    let tree = site.tree("public");
    let boot = tree.keys().find(|path| path.starts_with("search/boot.") && path.ends_with(".bin")).unwrap();
    for form in ["br", "gz"] {
        assert!(tree[&format!("{boot}.{form}")].len() < tree[boot].len());
    }
    assert!(!tree.keys().any(|path| !path.starts_with("search/") && path.ends_with(".br")));
    site.yunji(&["build"]);
    assert!(!site.tree("public").keys().any(|path| path.ends_with(".br")));
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
fn people_are_told_which_words_are_found_nowhere() {
    let site = site();
    site.yunji(&["build"]);
    let ran = site.yunji(&["search", "zzqx"]);
    assert_eq!((ran.status, ran.err.as_str()), (Some(0), ""));
    assert!(ran.out.contains("zzqx") && ran.out.contains("no results"), "{}", ran.out);
}

#[test]
fn the_index_can_lie_anywhere() {
    let site = site();
    let folder = site.path("elsewhere");
    site.yunji(&["build", "--output", folder.to_str().unwrap()]);
    let index = folder.join("search");
    let mut command = Command::new(program());
    let command = command.current_dir("/").args(["search", "限流", "--json", "--index"]).arg(&index);
    let answer: Value = serde_json::from_str(&run(command).out).unwrap();
    assert_eq!(answer["results"][0]["path"], "cpu.md");
}

#[test]
fn a_damaged_index_is_refused() {
    let site = site();
    site.yunji(&["build"]);
    for (path, bytes) in site.tree("public/search") {
        if path != "index.html" {
            site.write(&format!("public/search/{path}"), &bytes[..bytes.len() / 2]);
        }
    }
    let ran = site.yunji(&["search", "限流", "--json"]);
    assert_eq!((ran.status, ran.out.as_str()), (Some(2), ""));
    assert!(ran.err.starts_with("error: "), "{}", ran.err);
}

#[test]
fn limits_of_any_size_are_taken() {
    let site = site();
    site.yunji(&["build"]);
    for (limit, expected) in [("0", 0), ("1", 1), ("18446744073709551615", 2)] {
        let ran = site.yunji(&["search", "137 限流", "--json", "--limit", limit]);
        let answer: Value = serde_json::from_str(&ran.out).unwrap();
        assert_eq!(answer["results"].as_array().unwrap().len(), expected, "{limit}");
        assert_eq!(answer["total"], 2);
    }
}

#[test]
fn a_reader_who_has_enough_is_no_failure() {
    let site = site();
    site.yunji(&["build"]);
    site.write("queries.txt", "限流\n".repeat(2000));
    let queries = site.path("queries.txt");
    let queries = ["--queries", queries.to_str().unwrap()];
    for arguments in [&queries[..], &["限流"], &["限流", "--json"]] {
        let mut command = Command::new(program());
        command.arg("--root").arg(site.root()).arg("search").args(arguments);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let ended = child.wait_with_output().unwrap();
        assert_eq!(String::from_utf8(ended.stderr).unwrap(), "");
        assert_eq!(ended.status.code(), Some(0));
    }
}

/// Reads what a build printed as one JSON object a line.
fn problems(ran: &Ran) -> Vec<Value> {
    ran.err.lines().map(|line| serde_json::from_str(line).expect(line)).collect()
}

#[test]
fn problems_can_be_json() {
    let site = site();
    site.write("content/link.md", "[没有](没有.md) ![没有](没有.png)\n");
    site.write("content/坏.md", "---\n标题：全角\n---\n");
    let ran = site.yunji(&["build", "--format", "json"]);
    assert_eq!((ran.status, ran.out.as_str()), (Some(1), ""));
    let problems = problems(&ran);
    let keys = ["rule", "severity", "message", "path", "line", "column", "help"].map(String::from);
    for problem in &problems {
        assert_eq!(keys_of(problem), keys.clone().into());
    }
    let places: Vec<_> = problems
        .iter()
        .map(|problem| {
            let text = |key: &str| problem[key].as_str().unwrap();
            let number = |key: &str| problem[key].as_u64().unwrap();
            (text("rule"), text("severity"), text("path"), number("line"), number("column"))
        })
        .collect();
    let expected = [
        ("link-missing", "warning", "content/link.md", 1, 1),
        ("image-missing", "warning", "content/link.md", 1, 13),
        ("front-matter", "error", "content/坏.md", 2, 1),
    ];
    assert_eq!(places, expected);
}

#[test]
fn a_build_that_succeeds_prints_nothing_beside_json() {
    let site = site();
    site.write("content/link.md", "[没有](没有.md)\n");
    for arguments in [&["build", "--format", "json"][..], &["--verbose", "build", "--format", "json"]] {
        let ran = site.yunji(arguments);
        assert_eq!(ran.status, Some(0));
        assert_eq!(problems(&ran).len(), 1);
    }
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
    std::os::unix::fs::symlink("content", site.path("public")).unwrap();
    let content = site.path("content");
    for output in [content.to_str().unwrap(), "content/../content", ".", "content/..", "public", "/"] {
        let mut command = Command::new(program());
        let ran = run(command.current_dir(site.root()).args(["build", "--output", output]));
        assert_eq!(ran.status, Some(2), "{output}");
        assert!(ran.err.contains("holds the notes"), "{}", ran.err);
    }
    assert_eq!(site.yunji(&["build"]).status, Some(2));
    assert_eq!(site.tree("content").len(), 2);
}

#[test]
fn a_site_built_among_the_notes_is_no_note() {
    let site = Site::new(&[("a.md", "# 甲\n"), ("图.png", "png")]);
    assert_eq!(site.yunji(&["build"]).status, Some(0));
    let first = site.tree("public");
    assert!(first.contains_key("a/index.html") && first.contains_key("图.png"));
    let ran = site.yunji(&["build"]);
    assert!(ran.err.contains(" 0 of "), "{}", ran.err);
    let other = site.path("other");
    assert_eq!(site.yunji(&["build", "--output", other.to_str().unwrap()]).status, Some(0));
    assert_eq!(tree(&other), first);
    assert_eq!(site.yunji(&["build"]).status, Some(0));
    assert_eq!(site.tree("public"), first);
}

/// The files of a ZIP with their content.
fn unpacked(file: &Path) -> std::collections::BTreeMap<String, Vec<u8>> {
    let mut archive = zip::ZipArchive::new(std::fs::File::open(file).unwrap()).unwrap();
    let mut files = std::collections::BTreeMap::new();
    for number in 0..archive.len() {
        let mut entry = archive.by_index(number).unwrap();
        let mut bytes = Vec::new();
        std::io::Read::read_to_end(&mut entry, &mut bytes).unwrap();
        files.insert(entry.name().unwrap().into_owned(), bytes);
    }
    files
}

#[test]
fn a_zip_is_the_same_whenever_it_is_made_and_holds_no_former_one() {
    let site = Site::new(&[("故障/磁盘满.md", "# 磁盘满\n\n## 现象\n\n写不进去。\n"), ("图.png", "png")]);
    let file = site.path("notes.zip");
    let zip = || {
        let ran = site.yunji(&["build", "--offline-zip", file.to_str().unwrap()]);
        assert_eq!(ran.status, Some(0), "{}", ran.err);
        std::fs::read(&file).unwrap()
    };
    assert_eq!(zip(), zip());
    assert!(!site.path("public").exists() && site.tree("").keys().all(|path| !path.contains("yunji-new")));
    let files = unpacked(&file);
    for path in ["index.html", "故障/磁盘满/index.html", "图.png", "search/index.json.js"] {
        assert!(files.contains_key(path), "{path}");
    }
    for path in ["notes.zip", "404.html", "sw.js", "offline.json", "search/index.json"] {
        assert!(!files.contains_key(path), "{path}");
    }
}

#[test]
fn every_link_in_a_zip_leads_to_a_file() {
    let file = tempfile::tempdir().unwrap();
    let file = file.path().join("notes.zip");
    let repository = env!("CARGO_MANIFEST_DIR");
    let ran = run(Command::new(program()).args(["--root", repository, "build", "--offline-zip"]).arg(&file));
    assert_eq!(ran.status, Some(0), "{}", ran.err);
    let files = unpacked(&file);
    let mut links = 0;
    for (path, bytes) in files.iter().filter(|(path, _)| path.ends_with(".html")) {
        let html = String::from_utf8(bytes.clone()).unwrap();
        let attributes = [" href=\"", " src=\""].map(|name| html.split(name).skip(1)).into_iter().flatten();
        let addresses = attributes.map(|rest| rest.split(['"', '#', '?']).next().unwrap());
        for address in addresses.filter(|address| !address.is_empty() && !address.contains(':')) {
            let target = yunji::output::percent_decode(address).unwrap();
            let mut parts: Vec<&str> = path.split('/').collect();
            parts.pop();
            for part in target.split('/') {
                match part {
                    "." => {}
                    ".." => drop(parts.pop().unwrap()),
                    part => parts.push(part),
                }
            }
            assert!(files.contains_key(&parts.join("/")), "{path} links to {address}");
            links += 1;
        }
    }
    assert!(links > 500, "only {links} links were found");
}

#[test]
fn what_browsers_keep_follows_the_settings() {
    let site = site();
    let text = |path: &str| String::from_utf8(site.tree("public")[path].clone()).unwrap();
    let build = || assert_eq!(site.yunji(&["build"]).status, Some(0));
    build();
    let first = text("sw.js");
    assert!(first.starts_with("self.yunji={\"version\":"));
    assert!(text("index.html").contains("data-service-worker=\"sw.js\""));
    let list: Value = serde_json::from_str(&text("offline.json")).unwrap();
    assert!(list["files"]["oom/"].is_string() && list["files"]["robots.txt"].is_null(), "{list}");
    build();
    assert_eq!(text("sw.js"), first);
    site.write("content/cpu.md", "# CPU 限流\n\n变了。\n");
    build();
    assert_ne!(text("sw.js"), first, "browsers would not learn of the new build");
    site.write("site.yaml", "offline: false\n");
    build();
    assert!(text("sw.js").contains("unregister") && !text("index.html").contains("data-service-worker"));
    assert!(!site.path("public/offline.json").exists());
}
