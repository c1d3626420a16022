//! Text copied from the pages of a Typecho blog: the theme's own lines, and pictures of
//! which only the names are left.

use super::construct::{Construct, Constructs};
use super::lines::lines;
use super::rewrite::Edit;

/// What Typecho's themes put between a post's beginning and the rest of it.
const READ_MORE: [&str; 3] = ["- 阅读剩余部分 -", "- 閱讀剩餘部分 -", "- Read More -"];

/// How the heading of a list of posts ends.
const ARCHIVES: [&str; 4] = [" 下的文章", " 发布的文章", " 的搜索结果", " 关键字的文章"];

/// Extensions of pictures.
const PICTURES: [&str; 7] = ["png", "jpg", "jpeg", "gif", "webp", "bmp", "svg"];

/// Whether a text was copied from such a page.
pub(super) fn is_copy(text: &str) -> bool {
    let first = text.trim_start().lines().next().unwrap_or_default().trim_end();
    ARCHIVES.iter().any(|end| first.ends_with(end)) || text.lines().any(is_read_more)
}

fn is_read_more(line: &str) -> bool {
    READ_MORE.contains(&line.trim())
}

/// Takes out the theme's lines, and makes pictures of names.
pub(super) fn edits(text: &str, constructs: &mut Constructs) -> Vec<Edit> {
    let mut edits = Vec::new();
    for line in lines(text).filter(|line| !line.code) {
        let range = line.range.start..line.range.start + line.text.len();
        if is_read_more(line.text) {
            edits.push(Edit { range, with: constructs.line(Construct::More) });
        } else if let Some(names) = pictures(line.text.trim()) {
            let images = names.into_iter().map(|name| format!("![{name}](<{name}>)"));
            edits.push(Edit { range, with: images.collect::<Vec<_>>().join("\n") });
        }
    }
    edits
}

/// The names of pictures that a line is made of: `a.jpgb.png` are two.
fn pictures(line: &str) -> Option<Vec<&str>> {
    let mut names = Vec::new();
    let mut rest = line;
    while !rest.is_empty() {
        let end = name_end(rest)?;
        let (name, after) = rest.split_at_checked(end)?;
        names.push(name.trim_start_matches('!'));
        rest = after.trim_start();
    }
    let plain = |name: &&str| {
        !name.contains(['/', '\\', ':', '<', '>', '(', ')', '[', ']', '`', ' ', '，', '。', '"'])
    };
    (!names.is_empty() && names.iter().all(plain)).then_some(names)
}

/// Where the first picture's name in a line ends. The longest extension counts.
fn name_end(text: &str) -> Option<usize> {
    text.match_indices('.').find_map(|(at, _)| {
        let rest = text.get(at + 1..)?;
        let extensions = PICTURES.iter().filter(|extension| {
            rest.get(..extension.len()).is_some_and(|head| head.eq_ignore_ascii_case(extension))
        });
        let longest = extensions.map(|extension| extension.len()).max()?;
        let next = rest.get(longest..).and_then(|after| after.chars().next());
        // A name goes on where a letter or a dot follows that begins no other name.
        let ends = next.is_none_or(|ch| !ch.is_ascii_alphanumeric() || name_end_follows(rest, longest));
        (at > 0 && ends).then_some(at + 1 + longest)
    })
}

/// Whether another picture's name follows.
fn name_end_follows(rest: &str, at: usize) -> bool {
    rest.get(at..).is_some_and(|after| after.contains('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_pictures_are_found() {
        assert_eq!(
            pictures("before1.jpgbefore2.PNG!after.jpeg").unwrap(),
            ["before1.jpg", "before2.PNG", "after.jpeg"]
        );
        assert_eq!(pictures("全景+打印.jpg").unwrap(), ["全景+打印.jpg"]);
        for text in
            ["见 a.png", "https://a.example/b.png", "a.png 是一张图", ".png", "a.pngx", "", "目录/a.png"]
        {
            assert_eq!(pictures(text), None, "{text}");
        }
    }

    #[test]
    fn copies_are_known_by_the_themes_lines() {
        assert!(is_copy("分类 运维 下的文章\n\n正文"));
        assert!(is_copy("正文\n\n- 阅读剩余部分 -\n"));
        assert!(!is_copy("正文\n- 阅读剩余部分\n"));
    }
}
