//! Building again: the result is what a build from nothing makes, whatever was edited, and
//! whatever became of the cache and of the published files.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::disallowed_methods,
    clippy::indexing_slicing,
    reason = "a test fails by panicking, and looks at the disk"
)]

mod support;

use std::collections::BTreeMap;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::process::Command;

use support::{Ran, Site, program, run, tree};

/// Builds a site with a cache of its own.
fn build(site: &Site, arguments: &[&str]) -> Ran {
    let mut command = Command::new(program());
    command.env("XDG_CACHE_HOME", cache(site)).arg("--root").arg(site.root());
    run(command.args(["--color", "never", "build"]).args(arguments))
}

fn cache(site: &Site) -> PathBuf {
    site.root().parent().unwrap().join("cache")
}

/// The folder of the cache that a build into `public` uses.
fn kept(site: &Site) -> PathBuf {
    let folders = std::fs::read_dir(cache(site).join("yunji")).unwrap().map(|entry| entry.unwrap().path());
    let mut used = folders.filter(|folder| folder.join("published").is_file());
    used.next().unwrap()
}

/// Builds, and checks that a build from nothing makes the same and says the same. Returns how
/// many files changed.
fn check(site: &Site) -> usize {
    let again = build(site, &["--verbose"]);
    assert_eq!(again.status, Some(0), "{}", again.err);
    let fresh = tempfile::tempdir().unwrap();
    let output = fresh.path().join("fresh");
    let mut command = Command::new(program());
    command.env("XDG_CACHE_HOME", fresh.path().join("cache")).arg("--root").arg(site.root());
    let from_nothing = run(command.args(["--color", "never", "--verbose", "build", "--output"]).arg(&output));
    assert_eq!(own_files(&site.path("public")), own_files(&output));
    let said = |ran: &Ran| ran.err.lines().rev().skip(1).map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(said(&again), said(&from_nothing));
    let (before, _) = again.err.rsplit_once(" of ").unwrap();
    before.rsplit(' ').next().unwrap().parse().unwrap()
}

/// The files that Yunji made.
fn own_files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let list = std::fs::read_to_string(folder.join(".yunji-files")).unwrap();
    let paths = list.lines().skip(1).map(|path| {
        (path.to_owned(), std::fs::read(folder.join(path)).unwrap_or_else(|error| panic!("{path}: {error}")))
    });
    paths.chain([(".yunji-files".to_owned(), list.clone().into_bytes())]).collect()
}

fn notes() -> Site {
    let site =
        Site::new(&[("site.yaml", "base_url: https://notes.example.org/\n"), ("content/图.svg", "<svg/>")]);
    for number in 0..30 {
        let text = format!(
            "---\ntitle: 第 {number} 篇\ntags: [容器, 标签{}]\ndate: 2026-01-{:02}\n---\n\n内存不足时看 [上一篇]({}.md)。\n\n\
             ## 现象\n\n`dmesg` 里有 OOM。\n\n```bash\ndocker stats --no-stream {number}\n```\n",
            number % 4,
            number % 28 + 1,
            number - 1,
        );
        site.write(&format!("content/容器/{number}.md"), text);
    }
    site
}

fn edit(site: &Site, path: &str, change: impl FnOnce(String) -> String) {
    let text = std::fs::read_to_string(site.path(path)).unwrap();
    site.write(path, change(text));
}

#[test]
fn every_edit_gives_what_a_build_from_nothing_gives() {
    let site = notes();
    let all = check(&site);
    assert!(all > 60, "{all}");
    assert_eq!(check(&site), 0, "nothing changed");
    edit(&site, "content/容器/7.md", |text| text + "\n又发生了一次，重启后恢复。\n");
    let changed = check(&site);
    assert!((1..all / 2).contains(&changed), "{changed} of {all} for a line");
    edit(&site, "content/容器/7.md", |text| {
        text.replace("## 现象", "## 现象\n\n### 日志\n\n见下。\n\n## 处理")
    });
    check(&site);
    edit(&site, "content/容器/7.md", |text| text.replace("第 7 篇", "第七篇"));
    check(&site);
    site.write("content/新.md", "# 新写的\n\n见 [七](容器/7.md)。\n");
    check(&site);
    std::fs::remove_file(site.path("content/容器/3.md")).unwrap();
    check(&site);
    // A page becomes a folder of pages, and a folder of pages a page.
    std::fs::remove_file(site.path("content/新.md")).unwrap();
    site.write("content/新/旧/页.md", "---\npermalink: 新/index.html/页/\n---\n\n里面的一页。\n");
    check(&site);
    std::fs::remove_dir_all(site.path("content/新")).unwrap();
    site.write("content/新.md", "# 又是一页\n");
    check(&site);
    site.write("content/图.svg", "<svg></svg>");
    check(&site);
    site.write("site.yaml", "base_url: https://other.example.org/\ntitle: 另一个名字\n");
    assert!(check(&site) > all / 4, "the name stands on every page");
    site.write("static/favicon.svg", "<svg id=\"own\"/>");
    check(&site);
    site.write("templates/404.html", "不在这里");
    check(&site);
    assert_eq!(check(&site), 0);
}

#[test]
fn what_was_done_to_published_files_is_undone() {
    let site = notes();
    check(&site);
    for round in 0..3 {
        site.write("public/容器/1/index.html", "别人改的");
        std::fs::remove_file(site.path("public/容器/2/index.html")).unwrap();
        assert_eq!(check(&site), 2, "round {round}");
    }
    // Written into, with the length and the time that it had.
    let path = site.path("public/容器/4/index.html");
    let (before, text) = (std::fs::metadata(&path).unwrap(), std::fs::read_to_string(&path).unwrap());
    std::fs::write(&path, text.replace("内存", "外存")).unwrap();
    assert_eq!(std::fs::metadata(&path).unwrap().len(), before.len());
    // Held, so that no new file gets the number of this one once builds have no use for it.
    let held = site.path("held.html");
    std::fs::hard_link(&path, &held).unwrap();
    let written = std::fs::read(&held).unwrap();
    assert_eq!(check(&site), 1);
    edit(&site, "content/容器/4.md", |text| text + "\n补一行。\n");
    check(&site);
    // Where the cache has the same file, nothing is written into it.
    assert_ne!(std::fs::metadata(&path).unwrap().ino(), before.ino());
    assert_eq!(std::fs::read(&held).unwrap(), written);
}

#[test]
fn the_cache_may_be_removed_or_damaged_at_any_time() {
    let site = notes();
    check(&site);
    edit(&site, "content/容器/5.md", |text| text + "\n一。\n");
    check(&site);
    let names: Vec<String> = std::fs::read_dir(kept(&site))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    for name in ["pages", "published", "spare", "summary"] {
        assert!(names.iter().any(|there| there == name), "{name} is not in {names:?}");
    }
    for (round, name) in names.iter().enumerate() {
        let path = kept(&site).join(name);
        match path.is_dir() {
            // Cleaners remove files that were not read for long.
            true => {
                std::fs::remove_file(path.join("容器/6/index.html")).unwrap();
                std::fs::remove_dir_all(path.join("容器/8")).unwrap();
                std::fs::write(path.join("容器/留下的.html"), "多出来的").unwrap();
                std::fs::create_dir(path.join("多出来的")).unwrap();
            }
            false => {
                let mut bytes = std::fs::read(&path).unwrap();
                let middle = bytes.len() / 2;
                bytes[middle] ^= 0x55;
                std::fs::write(&path, bytes).unwrap();
            }
        }
        edit(&site, "content/容器/5.md", |text| text + &format!("\n第 {round} 次。\n"));
        check(&site);
        assert!(!site.path("public/容器/留下的.html").exists() && !site.path("public/多出来的").exists());
    }
    std::fs::remove_dir_all(cache(&site)).unwrap();
    assert_eq!(check(&site), 0);
    std::fs::remove_dir_all(cache(&site)).unwrap();
    edit(&site, "content/容器/5.md", |text| text + "\n二。\n");
    check(&site);
}

#[test]
fn without_a_place_for_the_cache_sites_are_built_all_the_same() {
    let site = notes();
    std::fs::write(cache(&site), "a file").unwrap();
    check(&site);
    edit(&site, "content/容器/5.md", |text| text + "\n一。\n");
    check(&site);
}

#[test]
fn clean_builds_forget_what_was_kept() {
    let site = notes();
    check(&site);
    let ran = build(&site, &["--clean", "--timings"]);
    assert_eq!(ran.status, Some(0));
    assert!(ran.err.contains("render") && ran.err.contains(" 0 of "), "{}", ran.err);
}

#[test]
fn others_files_come_along_with_every_edit() {
    let site = notes();
    check(&site);
    for round in 0..3 {
        site.write("public/CNAME", format!("{round}.example.org\n"));
        site.write(&format!("public/验证/{round}.txt"), "他人");
        let folder = site.path("public/容器");
        std::fs::set_permissions(&folder, PermissionsExt::from_mode(0o750 + round)).unwrap();
        edit(&site, "content/容器/9.md", |text| text + "\n又一行。\n");
        check(&site);
        assert_eq!(
            std::fs::read_to_string(site.path("public/CNAME")).unwrap(),
            format!("{round}.example.org\n")
        );
        assert_eq!(tree(&site.path("public/验证")).len(), round as usize + 1);
        assert_eq!(std::fs::metadata(&folder).unwrap().permissions().mode() & 0o777, 0o750 + round);
    }
    std::fs::remove_dir_all(site.path("public/验证")).unwrap();
    std::os::unix::fs::symlink("..", site.path("public/外面")).unwrap();
    edit(&site, "content/容器/9.md", |text| text + "\n再一行。\n");
    check(&site);
    assert!(!site.path("public/验证").exists() && site.path("public/外面").is_symlink());
    // Pages below the link's name: refused, and nothing is written where it leads.
    edit(&site, "content/容器/9.md", |text| text + "\n还有一行。\n");
    site.write("content/外面/页.md", "# 页\n");
    assert_eq!(build(&site, &[]).status, Some(2));
    assert!(!site.path("页").exists() && !site.path("../页").exists());
}
