//! Comments: `%%what nobody is to read%%`, in a line or around many.

use std::ops::Range;

use super::super::lines::{Fence, outside_code};
use super::super::rewrite::Edit;

const MARK: &str = "%%";

/// The edits that take the comments out of a text. One that never ends is text.
pub(super) fn edits(text: &str) -> Vec<Edit> {
    if !text.contains(MARK) {
        return Vec::new();
    }
    let mut scan = Scan::default();
    let mut at = 0;
    for whole in text.split_inclusive('\n') {
        scan.line(whole.trim_end_matches('\n'), at);
        at += whole.len();
    }
    scan.edits
}

/// Whether a line of a text is nothing but a comment or the mark of one.
pub(super) fn is_block_in(text: &str) -> bool {
    let mut fence = Fence::default();
    text.contains(MARK)
        && text.lines().any(|line| {
            let line_is_comment = line == MARK || (line.starts_with("%% ") && line.ends_with(" %%"));
            !fence.line(line) && line_is_comment
        })
}

/// Where a comment began.
#[derive(Debug)]
struct Open {
    at: usize,
    /// Whether it may hold empty lines: its mark was the first on its line.
    block: bool,
    /// Code in the comment, where its mark is none.
    fence: Fence,
}

#[derive(Debug, Default)]
struct Scan {
    open: Option<Open>,
    fence: Fence,
    edits: Vec<Edit>,
}

impl Scan {
    /// Takes the next line, which begins at byte `start`.
    fn line(&mut self, line: &str, start: usize) {
        let Some(mut open) = self.open.take() else {
            if !self.fence.line(line) {
                self.outside(line, start, 0);
            }
            return;
        };
        if !open.block && line.trim().is_empty() {
            return;
        }
        let code = open.fence.line(line);
        match line.find(MARK).filter(|_| !code) {
            Some(found) => {
                let end = found + MARK.len();
                self.remove(open.at..start + end);
                self.outside(line, start, end);
            }
            None => self.open = Some(open),
        }
    }

    /// Reads the part of a line that stands in no comment.
    fn outside(&mut self, line: &str, start: usize, mut from: usize) {
        for part in outside_code(line) {
            while let Some(found) = next_mark(line, &part, from) {
                let after = found + MARK.len();
                let Some(length) = line.get(after..).and_then(|rest| rest.find(MARK)) else {
                    let before = line.get(..found).unwrap_or_default();
                    let block = before.trim_matches([' ', '\t', '>', '-']).is_empty();
                    self.open = Some(Open { at: start + found, block, fence: Fence::default() });
                    return;
                };
                from = after + length + MARK.len();
                self.remove(start + found..start + from);
            }
        }
    }

    fn remove(&mut self, range: Range<usize>) {
        self.edits.push(Edit { range, with: String::new() });
    }
}

/// The next mark in a part of a line, at `from` or later.
fn next_mark(line: &str, part: &Range<usize>, from: usize) -> Option<usize> {
    let from = from.max(part.start);
    Some(from + line.get(from..part.end)?.find(MARK)?)
}

#[cfg(test)]
mod tests {
    use super::super::super::rewrite::Rewritten;
    use super::*;

    fn without(text: &str) -> String {
        let mut rewritten = Rewritten::new(text, 0);
        rewritten.apply(&edits(text));
        rewritten.text().to_owned()
    }

    #[test]
    fn comments_are_taken_out() {
        assert_eq!(without("一 %%二%% 三%%四%%"), "一  三");
        assert_eq!(without("一\n%%\n二\n\n三\n%%\n四"), "一\n\n四");
        assert_eq!(without("一 %%二\n三%% 四"), "一  四");
        assert_eq!(without("%%\n```json\n%% {}\n```\n%%\n一"), "\n一");
        assert_eq!(without("> %%\n> 一\n> %%\n> 二"), "> \n> 二");
    }

    #[test]
    fn code_and_what_never_ends_stay() {
        for text in [
            "`%%a%%`",
            "```\n%%\n一\n%%\n```",
            "100%%",
            "%%\n一",
            "到 99%% 了\n\n又 %% 一次",
            "```mermaid\n%% 注释 %%\n```",
        ] {
            assert_eq!(without(text), text);
        }
    }

    #[test]
    fn only_whole_lines_are_a_sign() {
        assert!(is_block_in("一\n%%\n二\n%%"));
        assert!(!is_block_in("```mermaid\n%%\n```\n100%%"));
    }
}
