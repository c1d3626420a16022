//! What a build leaves on the disk, whatever happens to it.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test fails by panicking, and looks at the disk"
)]

mod support;

use std::process::{Command, Stdio};
use std::time::Duration;

use support::{Site, program, tree};

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
        "/../x",
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
    assert!(!site.tree("public").into_values().any(|bytes| String::from_utf8_lossy(&bytes).contains("秘密")));
}

#[test]
fn a_build_killed_at_any_moment_leaves_the_old_site_or_the_new() {
    let site = Site::new(&[]);
    let write = |generation: &str| {
        for number in 0..200 {
            site.write(&format!("content/{number}.md"), format!("# 第 {number} 篇\n\n{generation} 代。\n"));
        }
    };
    let build = || {
        let mut command = Command::new(program());
        command.arg("--root").arg(site.root()).arg("build").stderr(Stdio::null()).spawn().unwrap()
    };
    write("旧");
    assert!(build().wait().unwrap().success());
    let old = site.tree("public");
    write("新");
    let output = site.path("reference");
    let reference = site.yunji(&["build", "--output", output.to_str().unwrap()]);
    assert_eq!(reference.status, Some(0));
    let new = tree(&output);
    std::fs::remove_dir_all(output).unwrap();
    let mut seen = (0, 0);
    for step in 0..24 {
        let mut child = build();
        std::thread::sleep(Duration::from_millis(step * step));
        child.kill().unwrap();
        child.wait().unwrap();
        let now = site.tree("public");
        assert!(now == old || now == new, "a mixture after {} ms", step * step);
        if now == new {
            seen.1 += 1;
            write("旧");
            assert!(build().wait().unwrap().success());
            assert!(site.tree("public") == old);
            write("新");
        } else {
            seen.0 += 1;
        }
    }
    assert!(seen.0 > 0, "no build was killed before it was done");
    let left: Vec<String> = site.tree(".").into_keys().filter(|path| path.contains(".yunji-new")).collect();
    assert!(build().wait().unwrap().success());
    let still: Vec<String> = site.tree(".").into_keys().filter(|path| path.contains(".yunji-new")).collect();
    assert_eq!(still, [""; 0], "left over before: {}", left.len());
}
