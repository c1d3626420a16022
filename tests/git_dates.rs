//! Dates of notes from the history of their folder.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a test fails by panicking, and looks at the disk"
)]

mod support;

use std::path::Path;
use std::process::Command;

use support::{Ran, Site, program, run};

/// Runs git in a folder, on a day at noon in UTC.
fn git(folder: &Path, day: &str, arguments: &[&str]) {
    let date = format!("{day}T12:00:00+0000");
    let mut command = Command::new("git");
    command.current_dir(folder).args(["-c", "user.name=a", "-c", "user.email=a@example.org"]).args(arguments);
    let command = command.env("GIT_AUTHOR_DATE", &date).env("GIT_COMMITTER_DATE", &date);
    // Neither the settings of this machine nor the hook that a test may run in.
    let command = command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_SYSTEM", "/dev/null");
    let ran = run(command.env_remove("GIT_DIR").env_remove("GIT_WORK_TREE").env_remove("GIT_INDEX_FILE"));
    assert_eq!(ran.status, Some(0), "git {arguments:?}: {}", ran.err);
}

fn commit(site: &Site, day: &str) {
    git(&site.root(), day, &["add", "-A"]);
    git(&site.root(), day, &["commit", "-q", "-m", "x"]);
}

/// A site of notes whose templates say nothing but the dates.
fn site() -> Site {
    let site = Site::new(&[
        ("site.yaml", "base_url: https://ops.example.org/\ntime_zone: +08:00\n"),
        (
            "templates/note.html",
            "{{ note.date }} {{ note.updated }} {% if note.freshness %}{{ note.freshness.since }}{% endif %}",
        ),
        ("content/旧名.md", "---\ntitle: 换名\n---\n第一行\n\n第二行\n\n第三行\n\n第四行\n"),
        ("content/own.md", "---\ndate: 2019-05-06\n---\n自己写了日期\n"),
        ("content/2018-03-04-named.md", "文件名里有日期\n"),
        ("content/图.png", "x"),
    ]);
    git(&site.root(), "2020-01-01", &["init", "-q"]);
    commit(&site, "2020-01-01");
    site
}

fn page(site: &Site, note: &str) -> String {
    std::fs::read_to_string(site.path(&format!("public/{note}/index.html"))).unwrap()
}

#[test]
fn notes_have_the_dates_of_their_commits() {
    let site = site();
    std::fs::rename(site.path("content/旧名.md"), site.path("content/新名.md")).unwrap();
    commit(&site, "2021-01-01");
    assert_eq!(site.yunji(&["build"]).status, Some(0));
    // Another name is not another text.
    assert_eq!(page(&site, "新名"), "2020-01-01  2020-01-01");
    site.write("content/新名.md", "---\ntitle: 换名\n---\n第一行\n\n第二行\n\n第三行\n\n改过\n");
    site.write("content/own.md", "---\ndate: 2019-05-06\n---\n改过\n");
    commit(&site, "2022-02-02");
    site.write("content/own.md", "---\ndate: 2019-05-06\n---\n还没有提交\n");
    site.write("content/new.md", "还没有提交\n");
    assert_eq!(site.yunji(&["build"]).err.lines().count(), 1, "nothing to report");
    assert_eq!(page(&site, "新名"), "2020-01-01 2022-02-02 2022-02-02");
    assert_eq!(page(&site, "own"), "2019-05-06 2022-02-02 2022-02-02");
    assert_eq!(page(&site, "2018-03-04-named"), "2018-03-04 2020-01-01 2020-01-01");
    assert_eq!(page(&site, "new"), "  ");
    let map = std::fs::read_to_string(site.path("public/sitemap.xml")).unwrap();
    assert!(map.contains("/own/</loc><lastmod>2022-02-02<"), "{map}");
    let feed = std::fs::read_to_string(site.path("public/atom.xml")).unwrap();
    assert!(feed.contains("<updated>2022-02-02T12:00:00Z</updated>"), "{feed}");
}

#[test]
fn the_day_of_a_commit_is_the_sites() {
    let site = site();
    site.write("site.yaml", "time_zone: +13:00\n");
    site.yunji(&["build"]);
    assert_eq!(page(&site, "旧名"), "2020-01-02  2020-01-02");
}

#[test]
fn a_shallow_clone_tells_no_dates_and_says_so_once() {
    let site = site();
    site.write("content/own.md", "---\ndate: 2019-05-06\n---\n改过\n");
    commit(&site, "2022-02-02");
    let clone = Site::new(&[]);
    let from = format!("file://{}", site.root().display());
    std::fs::create_dir_all(clone.root().parent().unwrap()).unwrap();
    let to = clone.root();
    git(Path::new("/"), "2022-02-02", &["clone", "-q", "--depth", "1", &from, to.to_str().unwrap()]);
    let ran = clone.yunji(&["build"]);
    assert_eq!(ran.err.matches("shallow clone").count(), 1, "{}", ran.err);
    assert_eq!(page(&clone, "旧名"), "  ");
    clone.write("site.yaml", "git_dates: false\n");
    assert!(!clone.yunji(&["build"]).err.contains("shallow"));
}

#[test]
fn dates_from_git_can_be_switched_off() {
    let site = site();
    site.write("site.yaml", "git_dates: false\n");
    let ran = site.yunji(&["--verbose", "build"]);
    assert!(ran.err.contains("not from git, as the settings say"), "{}", ran.err);
    assert_eq!(page(&site, "旧名"), "  ");
}

#[test]
fn without_a_repository_nothing_happens_and_only_verbose_says_so() {
    let site = Site::new(&[("content/a.md", "正文\n")]);
    assert!(!site.yunji(&["build"]).err.contains("git"));
    let said = site.yunji(&["--verbose", "build"]).err;
    assert!(said.contains("not from git: the notes are in no repository"), "{said}");
    git(&site.root(), "2020-01-01", &["init", "-q"]);
    let said = site.yunji(&["--verbose", "build"]).err;
    assert!(said.contains("not from git: no note is committed"), "{said}");
}

/// Runs `yunji build --verbose` with other variables than usual.
fn build_with(site: &Site, variables: &[(&str, &str)]) -> Ran {
    let mut command = Command::new(program());
    command.arg("--root").arg(site.root()).args(["--verbose", "build"]);
    run(command.envs(variables.iter().copied()))
}

#[test]
fn without_git_nothing_happens_and_only_verbose_says_so() {
    let site = site();
    let ran = build_with(&site, &[("PATH", "/nowhere")]);
    assert_eq!(ran.status, Some(0));
    assert!(ran.err.contains("not from git, which is not installed"), "{}", ran.err);
    assert_eq!(page(&site, "旧名"), "  ");
}

#[test]
fn the_settings_of_whoever_builds_change_nothing() {
    let site = site();
    let settings = "[log]\nshowRoot = false\nshowSignature = true\nfollow = true\n[diff]\nrenames = false\n\
                    noprefix = true\nrelative = false\n[core]\nquotePath = true\n[color]\nui = always\n\
                    [gpg]\nprogram = /nowhere\n[format]\npretty = oneline\n";
    site.write("../settings", settings);
    let settings = site.path("../settings");
    let hook =
        [("GIT_CONFIG_GLOBAL", settings.to_str().unwrap()), ("GIT_DIR", "/nowhere"), ("TZ", "Asia/Tokyo")];
    let ran = build_with(&site, &hook);
    assert_eq!(ran.status, Some(0));
    assert_eq!(page(&site, "旧名"), "2020-01-01  2020-01-01");
}

#[test]
fn what_keeps_git_from_answering_is_a_warning() {
    let site = site();
    site.write(".git/config", "[core\n");
    let ran = site.yunji(&["build"]);
    assert_eq!(ran.status, Some(0));
    assert!(ran.err.contains("git-failed"), "{}", ran.err);
}
