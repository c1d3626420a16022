//! What a build leaves on the disk, whatever happens to it.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test fails by panicking, and looks at the disk"
)]

mod support;

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use support::{Site, program};

#[test]
fn files_of_others_stay_and_those_of_former_notes_go() {
    let site = Site::new(&[("content/a.md", "# 甲\n"), ("content/b.md", "# 乙\n")]);
    site.yunji(&["build"]);
    site.write("public/CNAME", "notes.example.org\n");
    site.write("public/b/own.txt", "别人的\n");
    std::fs::create_dir_all(site.path("public/.git/refs/heads")).unwrap();
    std::fs::remove_file(site.path("content/b.md")).unwrap();
    assert_eq!(site.yunji(&["build"]).status, Some(0));
    let files = site.tree("public");
    assert!(files.contains_key("CNAME") && files.contains_key("b/own.txt"));
    assert!(!files.contains_key("b/index.html"));
    assert!(site.path("public/.git/refs/heads").is_dir());
    std::fs::remove_file(site.path("public/b/own.txt")).unwrap();
    site.write("content/a.md", "# 甲变了\n");
    site.yunji(&["build"]);
    assert!(site.path("public/a/index.html").is_file());
}

#[test]
fn files_of_others_are_never_overwritten() {
    for foreign in ["public/index.html", "public/a", "public/index.html/x"] {
        let site = Site::new(&[("content/a.md", "# 甲\n"), (foreign, "别人的")]);
        let before = site.tree("public");
        let ran = site.yunji(&["build"]);
        assert_eq!(ran.status, Some(2), "{foreign}");
        assert!(ran.err.contains("files that Yunji did not make"), "{}", ran.err);
        assert_eq!(site.tree("public"), before);
    }
}

#[test]
fn a_file_is_no_folder_to_build_into() {
    let site = Site::new(&[("content/a.md", "# 甲\n"), ("public", "一个文件")]);
    assert_eq!(site.yunji(&["build"]).status, Some(2));
    assert_eq!(std::fs::read_to_string(site.path("public")).unwrap(), "一个文件");
}

#[test]
fn a_link_to_a_folder_is_built_into_where_it_leads() {
    let site = Site::new(&[("content/a.md", "# 甲\n")]);
    std::fs::create_dir(site.path("real")).unwrap();
    std::os::unix::fs::symlink("real", site.path("public")).unwrap();
    assert_eq!(site.yunji(&["build"]).status, Some(0));
    assert!(site.path("real/index.html").is_file());
    assert!(site.path("public").is_symlink());
}

#[test]
fn names_that_look_like_comments_are_remembered() {
    let site = Site::new(&[("content/#收件箱/a.md", "# 甲\n")]);
    assert_eq!(site.yunji(&["build"]).status, Some(0));
    assert_eq!(site.yunji(&["build"]).status, Some(0));
}

#[test]
fn nothing_leaves_the_output_folder() {
    let hostile = [
        "../../x",
        "../../../x",
        "/../x",
        "/./../x/",
        "/a//../../x",
        "a/../../x",
        "..\\x",
        "%2e%2e/x",
        "//x",
        "c:/x",
        "..",
        "./../x",
        "con",
        "index.html",
        ".yunji-files",
        "/.yunji-files",
        "/.yunji-files/x/",
        "search/../../x",
        "\u{ff0e}\u{ff0e}/x",
        "%2e%2e%2fx",
        "../.public.yunji-new/x",
    ];
    for (number, path) in hostile.iter().enumerate() {
        for field in ["permalink", "slug", "aliases", "tags", "categories"] {
            let note = format!("---\n{field}: '{path}'\ntitle: t{number}\n---\n正文\n");
            let site = Site::new(&[("site/content/a.md", &note)]);
            let mut command = Command::new(program());
            let ran = support::run(command.arg("--root").arg(site.path("site")).arg("build"));
            assert!(matches!(ran.status, Some(0 | 1)), "{field} {path}: {}", ran.err);
            let outside: Vec<String> = site
                .tree(".")
                .into_keys()
                .filter(|file| !file.starts_with("site/public/") && file != "site/content/a.md")
                .collect();
            assert_eq!(outside, [""; 0], "{field} {path}");
            let list = site.tree("site/public").remove(".yunji-files");
            assert_eq!(list.is_some_and(|list| list.starts_with(b"# Files")), ran.status == Some(0));
        }
    }
}

#[test]
fn links_out_of_the_content_are_not_followed() {
    let site = Site::new(&[("content/a.md", "# 甲\n"), ("secret.md", "# 秘密\n")]);
    std::os::unix::fs::symlink("../secret.md", site.path("content/s.md")).unwrap();
    std::os::unix::fs::symlink("..", site.path("content/loop")).unwrap();
    let ran = site.yunji(&["build"]);
    assert_eq!(ran.status, Some(0));
    assert_eq!(ran.err.matches("symbolic-link").count(), 2, "{}", ran.err);
    assert!(ran.err.contains("  content/loop:1:1") && ran.err.contains("  content/s.md:1:1"), "{}", ran.err);
    assert!(!site.tree("public").into_values().any(|bytes| String::from_utf8_lossy(&bytes).contains("秘密")));
}

#[test]
fn links_in_the_sites_own_files_are_not_followed() {
    for note in ["site/content/a.md", "site/a.md"] {
        let site = Site::new(&[(note, "# 甲\n"), ("secret.txt", "秘密")]);
        let links = ["static/extra.txt", "static/yunji.css", "templates/note.html"];
        for link in links {
            let path = site.path("site").join(link);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::os::unix::fs::symlink("../../secret.txt", path).unwrap();
        }
        let mut command = Command::new(program());
        let ran = support::run(command.arg("--root").arg(site.path("site")).arg("build"));
        assert_eq!(ran.status, Some(0), "{}", ran.err);
        assert_eq!(ran.err.matches("symbolic-link").count(), links.len(), "{}", ran.err);
        assert!(links.iter().all(|link| ran.err.contains(&format!("  {link}:1:1"))), "{}", ran.err);
        let files = site.tree("site/public");
        assert!(!files.values().any(|bytes| String::from_utf8_lossy(bytes).contains("秘密")));
    }
}

#[test]
fn file_names_that_no_system_takes_are_reported_and_stay_inside() {
    let names = ["..\\x.md", "a:b.md", "con.md", "问?.md", "尾. .md", ".. .md", "换\n行.md", "\u{202e}dm.md"];
    for name in names {
        let site = Site::new(&[("site/content/a.md", "# 甲\n")]);
        site.write(&format!("site/content/{name}"), "# 怪名\n");
        let mut command = Command::new(program());
        let ran = support::run(command.arg("--root").arg(site.path("site")).arg("build"));
        assert!(matches!(ran.status, Some(0 | 1)), "{name:?}: {}", ran.err);
        assert_eq!(ran.status == Some(1), ran.err.contains("error[address]"), "{name:?}: {}", ran.err);
        let made = |path: &String| !path.starts_with("site/public/") && !path.starts_with("site/content/");
        assert_eq!(site.tree(".").into_keys().filter(made).count(), 0, "{name:?}");
    }
}

#[test]
fn a_name_longer_than_files_may_have_is_shortened() {
    let long = "长".repeat(83);
    let site = Site::new(&[("content/a.md", "# 甲\n")]);
    site.write(&format!("content/{long}.md"), format!("---\ntags: [{}]\n---\n# 长名\n", "签".repeat(200)));
    let ran = site.yunji(&["build"]);
    assert_eq!(ran.status, Some(0), "{}", ran.err);
    let longest = |path: &String| path.split('/').map(str::len).max().unwrap();
    assert!(site.tree("public").keys().map(longest).max().unwrap() <= 200 + ".md".len());
    assert!(site.tree("public").into_keys().any(|path| path.starts_with("长长")));
}

#[test]
fn what_others_put_there_is_carried_over_as_it_is() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let site = Site::new(&[("content/a.md", "# 甲\n")]);
    site.yunji(&["build"]);
    site.write("public/deploy.sh", "#!/bin/sh\n");
    std::fs::set_permissions(site.path("public/deploy.sh"), PermissionsExt::from_mode(0o750)).unwrap();
    symlink("deploy.sh", site.path("public/latest")).unwrap();
    symlink("/nowhere/at/all", site.path("public/broken")).unwrap();
    let modified = || std::fs::metadata(site.path("public/deploy.sh")).unwrap().modified().unwrap();
    let before = modified();
    site.write("content/a.md", "# 甲变了\n");
    assert_eq!(site.yunji(&["build"]).status, Some(0));
    assert_eq!(modified(), before);
    let mode = std::fs::metadata(site.path("public/deploy.sh")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o750);
    assert_eq!(std::fs::read_link(site.path("public/latest")).unwrap().to_str(), Some("deploy.sh"));
    assert_eq!(std::fs::read_link(site.path("public/broken")).unwrap().to_str(), Some("/nowhere/at/all"));
    assert!(std::fs::read_to_string(site.path("public/a/index.html")).unwrap().contains("甲变了"));
}

#[test]
fn links_in_the_output_lead_no_write_outside() {
    use std::os::unix::fs::symlink;
    let site = Site::new(&[("content/a.md", "# 甲\n"), ("outside/index.html", "别人的\n")]);
    site.yunji(&["build"]);
    // A page that became a link: the link is replaced, not what it leads to.
    std::fs::remove_file(site.path("public/index.html")).unwrap();
    symlink("../outside/index.html", site.path("public/index.html")).unwrap();
    assert_eq!(site.yunji(&["build"]).status, Some(0));
    assert!(!site.path("public/index.html").is_symlink());
    // A folder that became a link: someone else's, and in the way.
    std::fs::remove_dir_all(site.path("public/a")).unwrap();
    symlink("../outside", site.path("public/a")).unwrap();
    let ran = site.yunji(&["build"]);
    assert_eq!(ran.status, Some(2));
    assert!(ran.err.contains("files that Yunji did not make: a"), "{}", ran.err);
    assert!(site.path("public/a").is_symlink());
    let outside = site.tree("outside").into_iter().collect::<Vec<_>>();
    assert_eq!(outside, [("index.html".to_owned(), "别人的\n".into())]);
}

#[test]
fn what_a_killed_build_left_is_cleaned_up() {
    let site = Site::new(&[("content/a.md", "# 甲\n")]);
    site.yunji(&["build"]);
    let before = site.tree("public");
    site.write(".public.yunji-new/half/index.html", "写了一半");
    site.write(".public.yunji-old/index.html", "更旧的");
    site.write("content/a.md", "# 甲变了\n");
    assert_eq!(site.yunji(&["build"]).status, Some(0));
    assert!(!site.path(".public.yunji-new").exists() && !site.path(".public.yunji-old").exists());
    assert_eq!(site.tree("public").keys().filter(|path| path.contains("half")).count(), 0);
    // Killed between the two steps where folders cannot be exchanged: the old site comes
    // back, with what others put there.
    site.write("public/CNAME", "notes.example.org\n");
    std::fs::rename(site.path("public"), site.path(".public.yunji-old")).unwrap();
    site.write("content/a.md", "# 甲\n");
    assert_eq!(site.yunji(&["build"]).status, Some(0));
    let mut after = site.tree("public");
    assert_eq!(after.remove("CNAME").unwrap(), b"notes.example.org\n");
    assert_eq!(after, before);
}

#[test]
fn a_build_that_changes_nothing_cleans_up_too() {
    let site = Site::new(&[("content/a.md", "# 甲\n")]);
    site.yunji(&["build"]);
    site.write(".public.yunji-new/half/index.html", "写了一半");
    assert_eq!(site.yunji(&["build"]).status, Some(0));
    assert!(!site.path(".public.yunji-new").exists());
}

#[test]
fn two_builds_at_once_leave_one_whole_site() {
    let site = Site::new(&[]);
    for number in 0..40 {
        site.write(&format!("content/{number}.md"), format!("# 第 {number} 篇\n"));
    }
    let build = || {
        let mut command = Command::new(program());
        command.arg("--root").arg(site.root()).arg("build").stderr(Stdio::null()).spawn().unwrap()
    };
    let builds: Vec<_> = (0..4).map(|_| build()).collect();
    for mut child in builds {
        assert!(child.wait().unwrap().success());
    }
    let ran = site.yunji(&["build"]);
    assert!(ran.err.contains(" 0 of "), "{}", ran.err);
    assert_eq!(site.tree(".").into_keys().filter(|path| path.contains(".yunji-new")).count(), 0);
}

/// How long a build took, and the part of it that was publishing.
struct Pace {
    whole: Duration,
    publishing: Duration,
}

/// When a build is killed.
#[derive(Debug, Clone, Copy)]
enum Moment {
    After(Duration),
    /// After the new tree has begun to appear beside the published one.
    Publishing(Duration),
    Never,
}

#[test]
fn a_build_killed_at_any_moment_leaves_the_old_site_or_the_new() {
    let site = Site::new(&[]);
    let write = |generation: &str| {
        for number in 0..300 {
            let text = format!("# 第 {number} 篇\n\n{generation} 代的记录。\n");
            site.write(&format!("content/{number}.md"), text);
        }
        site.write(&format!("content/{generation}.md"), "只在这一代里。\n");
    };
    let forget = |generation: &str| {
        std::fs::remove_file(site.path(&format!("content/{generation}.md"))).unwrap();
    };
    write("新");
    assert_eq!(site.yunji(&["build"]).status, Some(0));
    let mut next = ("新", site.tree("public"));
    forget("新");
    write("旧");
    let pace = build_until(&site, Moment::Never);
    let mut published = ("旧", site.tree("public"));
    forget("旧");
    write("新");
    let early = (0..6).map(|step| Moment::After(pace.whole * step / 6));
    let late = (0..=18).map(|step| Moment::Publishing(pace.publishing * step / 16));
    let mut seen = (0, 0);
    for moment in early.chain(late).chain([Moment::Never]) {
        build_until(&site, moment);
        let now = site.tree("public");
        assert!(now == published.1 || now == next.1, "a mixture at {moment:?}");
        if now == next.1 {
            seen.1 += 1;
            forget(next.0);
            write(published.0);
            std::mem::swap(&mut published, &mut next);
        } else {
            seen.0 += 1;
        }
    }
    assert!(seen.0 > 0 && seen.1 > 0, "old and new after {seen:?} builds");
    let left = site.tree(".").into_keys().filter(|path| path.contains(".yunji-new")).count();
    assert_eq!(left, 0);
}

/// Begins a build and kills it at a moment, if it is not done by then.
fn build_until(site: &Site, moment: Moment) -> Pace {
    let staging = site.path(".public.yunji-new");
    // What an earlier one left would be taken for the beginning of this one's.
    let _ = std::fs::remove_dir_all(&staging);
    let mut command = Command::new(program());
    let command = command.arg("--root").arg(site.root()).arg("build").stderr(Stdio::null());
    let start = Instant::now();
    let mut child = command.spawn().unwrap();
    if let Moment::After(delay) = moment {
        std::thread::sleep(delay);
    } else {
        while !staging.exists() && child.try_wait().unwrap().is_none() {
            std::thread::sleep(Duration::from_micros(50));
        }
    }
    let publishing = Instant::now();
    if let Moment::Publishing(delay) = moment {
        std::thread::sleep(delay);
    }
    if let Moment::Never = moment {
        assert!(child.wait().unwrap().success());
    } else {
        child.kill().unwrap();
        child.wait().unwrap();
    }
    Pace { whole: start.elapsed(), publishing: publishing.elapsed() }
}
