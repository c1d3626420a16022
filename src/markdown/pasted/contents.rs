//! Marks for a table of contents on lines of their own, which every page has anyway.

use super::super::rewrite::Edit;
use super::lines::{Line, Zone};

/// Empties lines that are nothing but such a mark.
pub(super) fn mend(lines: &[Line<'_>], taken: &[bool], edits: &mut Vec<Edit>) {
    for (at, line) in lines.iter().enumerate() {
        if !matches!(line.zone, Zone::Text | Zone::Item) || taken.get(at).copied().unwrap_or(true) {
            continue;
        }
        let next = lines.get(at + 1).map_or("", |line| line.text);
        if is_mark(line.content()) || (is_kramdown_list(line.content()) && is_kramdown_mark(next)) {
            edits.push(Edit::new(line.start..line.end(), ""));
        }
    }
}

/// `[toc]` in one of its spellings.
pub(super) fn is_mark(text: &str) -> bool {
    if text.len() >= LONGEST || !text.trim_start().starts_with(['[', '@', '{']) {
        return false;
    }
    let mark: String = text.chars().filter(|ch| !ch.is_whitespace()).collect::<String>().to_ascii_lowercase();
    let plain =
        ["[toc]", "[[toc]]", "[[_toc_]]", "[_toc_]", "@[toc]", "{toc}", "{{<toc>}}", "{{%toc%}}", "{{toc}}"];
    let titled = mark.strip_prefix("@[toc](").is_some_and(|rest| rest.ends_with(')'));
    plain.contains(&mark.as_str()) || titled || is_kramdown_mark(text)
}

/// Bytes that such a mark has at most.
const LONGEST: usize = 100;

/// `* TOC`, above its mark.
fn is_kramdown_list(text: &str) -> bool {
    let item = text.trim_start_matches(['*', '-', '1', '.', ' ']).trim_end();
    item.eq_ignore_ascii_case("toc")
}

/// `{:toc}`.
fn is_kramdown_mark(text: &str) -> bool {
    let inner = text.trim().strip_prefix("{:").and_then(|rest| rest.strip_suffix('}'));
    inner.is_some_and(|inner| inner.trim().eq_ignore_ascii_case("toc"))
}

#[cfg(test)]
mod tests {
    use super::is_mark;

    #[test]
    fn every_spelling_is_known() {
        for mark in [
            "[TOC]",
            "[[toc]]",
            "[[_TOC_]]",
            "@[toc](目录)",
            "@[TOC]",
            "{:toc}",
            "{{< toc >}}",
            "{toc}",
            " [toc] ",
        ] {
            assert!(is_mark(mark), "{mark}");
        }
        for text in ["[toc](a.md)", "toc", "[toc] 是目录", "[toc]: a.md"] {
            assert!(!is_mark(text), "{text}");
        }
    }
}
