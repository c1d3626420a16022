//! Lines of a note with what blocks of Markdown stand around them: quotes, items, code.

use std::ops::Range;

use super::super::lines::Fence;

/// Bytes of quotes, bullets and spaces beyond which nothing in a line is looked at. They
/// have to be written again wherever a line is broken.
const DEEPEST: usize = 200;

/// Columns that make code of a line.
const CODE: usize = 4;

/// A line.
#[derive(Debug, Clone)]
pub(super) struct Row<'a> {
    /// The line without its end.
    pub(super) line: &'a str,
    /// Its bytes in the text, its end included.
    pub(super) range: Range<usize>,
    /// Bytes of quotes, bullets and spaces that it begins with.
    pub(super) prefix: usize,
    /// Whether it is code: nothing in it has a meaning.
    pub(super) code: bool,
    /// Whether it is in a block of raw HTML.
    pub(super) html: bool,
}

impl<'a> Row<'a> {
    /// The line without what it begins with.
    pub(super) fn content(&self) -> &'a str {
        self.line.get(self.prefix..).unwrap_or_default()
    }

    /// Where that begins in the text.
    pub(super) fn start(&self) -> usize {
        self.range.start + self.prefix
    }

    /// The bytes of the line in the text, without its end.
    pub(super) fn bytes(&self) -> Range<usize> {
        self.range.start..self.range.start + self.line.len()
    }

    /// What the next line of the same block begins with: quotes again, no bullets.
    pub(super) fn continuation(&self) -> String {
        continuation(self.line.get(..self.prefix).unwrap_or_default())
    }

    /// Whether nothing can be put on a line of its own here: rows of tables, headings.
    pub(super) fn is_one_line(&self) -> bool {
        self.content().starts_with(['|', '#'])
    }
}

fn continuation(prefix: &str) -> String {
    prefix.chars().map(|ch| if matches!(ch, '>' | '\t') { ch } else { ' ' }).collect()
}

/// The lines of a text, in order.
pub(super) struct Rows<'a> {
    text: &'a str,
    at: usize,
    fence: Fence,
    /// Columns where the content of the open items begins, the outermost first.
    items: Vec<usize>,
    /// Whether the last line was blank, or code by its indentation.
    loose: bool,
    html: bool,
}

/// The lines of a text.
pub(super) fn rows(text: &str) -> Rows<'_> {
    Rows { text, at: 0, fence: Fence::default(), items: Vec::new(), loose: true, html: false }
}

impl<'a> Rows<'a> {
    /// Goes on at a byte, which may be in the middle of a line.
    pub(super) fn skip_to(&mut self, at: usize) {
        self.at = self.at.max(at);
    }

    /// Whether a line is code by its indentation, and the items it closes and opens.
    fn is_indented_code(&mut self, line: &str, prefix: &Prefix) -> bool {
        let content = line.get(prefix.bytes..).unwrap_or_default();
        if content.trim().is_empty() && !prefix.has_bullet {
            self.loose = true;
            return false;
        }
        let item = self.items.iter().rev().find(|&&column| column <= prefix.indent).copied().unwrap_or(0);
        let base = item.max(prefix.quote);
        if self.loose && prefix.indent >= base + CODE {
            return true;
        }
        self.items.retain(|&column| column <= prefix.indent);
        self.loose = false;
        if prefix.has_bullet {
            self.items.push(prefix.content);
        } else if is_opener(content) {
            self.items.push(prefix.indent + CODE);
        }
        false
    }

    fn is_html(&mut self, content: &str) -> bool {
        if content.trim().is_empty() {
            self.html = false;
        } else if !self.html {
            let tag = content.strip_prefix('<').map(|rest| rest.strip_prefix('/').unwrap_or(rest));
            let name = tag.map_or("", |tag| {
                let end = tag.find(|ch: char| !ch.is_ascii_alphanumeric() && ch != '-').unwrap_or(tag.len());
                tag.get(..end).unwrap_or_default()
            });
            let after = tag.and_then(|tag| tag.get(name.len()..)).unwrap_or_default();
            self.html = !name.is_empty() && (after.is_empty() || after.starts_with([' ', '>', '/']));
        }
        self.html
    }
}

/// Whether what follows a line is indented because it belongs to it, as in MkDocs.
fn is_opener(content: &str) -> bool {
    ["!!! ", "??? ", "???+ ", "=== \"", "===! \"", "===+ \""].iter().any(|sign| content.starts_with(sign))
}

impl<'a> Iterator for Rows<'a> {
    type Item = Row<'a>;

    fn next(&mut self) -> Option<Row<'a>> {
        let rest = self.text.get(self.at..).filter(|rest| !rest.is_empty())?;
        let whole = rest.split_inclusive('\n').next()?;
        let range = self.at..self.at + whole.len();
        // The rest of a line says nothing of the blocks it stands in.
        let is_rest = range.start > 0 && self.text.as_bytes().get(range.start - 1) != Some(&b'\n');
        self.at = range.end;
        let line = whole.strip_suffix('\n').unwrap_or(whole);
        if is_rest {
            return Some(Row { line, range, prefix: 0, code: false, html: self.html });
        }
        let prefix = Prefix::of(line);
        let fenced = self.fence.line(line);
        let code = fenced || self.is_indented_code(line, &prefix) || prefix.bytes > DEEPEST;
        let html = !code && self.is_html(line.get(prefix.bytes..).unwrap_or_default());
        Some(Row { line, range, prefix: prefix.bytes, code, html })
    }
}

/// What a line begins with.
#[derive(Debug, Default)]
struct Prefix {
    bytes: usize,
    /// Columns before its content, or before the first bullet.
    indent: usize,
    /// The column where the content of the innermost quote begins, after its space.
    quote: usize,
    /// The column where its content begins.
    content: usize,
    has_bullet: bool,
}

impl Prefix {
    fn of(line: &str) -> Prefix {
        let mut prefix = Prefix::default();
        let mut rest = line;
        while let Some(first) = rest.chars().next() {
            let taken = match first {
                ' ' | '\t' | '>' => 1,
                _ => bullet(rest),
            };
            match first {
                ' ' => prefix.content += 1,
                '\t' => prefix.content = (prefix.content / 4 + 1) * 4,
                _ => prefix.content += taken,
            }
            if first == '>' {
                prefix.quote = prefix.content + 1;
            }
            if taken == 0 {
                break;
            }
            prefix.has_bullet |= !matches!(first, ' ' | '\t' | '>');
            if !prefix.has_bullet {
                prefix.indent = prefix.content;
            }
            prefix.bytes += taken;
            rest = rest.get(taken..).unwrap_or_default();
        }
        prefix
    }
}

/// Bytes of the bullet or number that a text begins with, its space included.
fn bullet(text: &str) -> usize {
    let digits = text.bytes().take(10).take_while(u8::is_ascii_digit).count();
    let sign = match text.as_bytes().get(digits) {
        Some(b'-' | b'*' | b'+') if digits == 0 => 1,
        Some(b'.' | b')') if (1..10).contains(&digits) => digits + 1,
        _ => return 0,
    };
    if text.as_bytes().get(sign) == Some(&b' ') { sign + 1 } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(source: &str) -> Vec<&str> {
        rows(source).filter(|row| !row.code).map(|row| row.content()).collect()
    }

    #[test]
    fn code_is_told_from_what_belongs_to_an_item() {
        assert_eq!(text("a\n\n    code\n\nb\n    c"), ["a", "", "", "b", "c"]);
        assert_eq!(text("- a\n\n    b\n\n        code\n"), ["a", "", "b", ""]);
        assert_eq!(text("1. a\n   - b\n\n     c\n\n   d\n\n       code"), ["a", "b", "", "c", "", "d", ""]);
        assert_eq!(
            text("1. a\n\n   > b\n\n       c\n2.  - d\n\n        e"),
            ["a", "", "b", "", "d", "", "e"]
        );
        assert_eq!(text("> a\n>\n>     code\n> - b"), ["a", "", "b"]);
        assert_eq!(text("```\na\n```\nb"), ["b"]);
        assert_eq!(text("!!! note\n\n    a"), ["!!! note", "", "a"]);
    }

    #[test]
    fn a_line_goes_on_as_it_began() {
        let row = |line| rows(line).next().map(|row| (row.continuation(), row.content())).unwrap();
        assert_eq!(row("> - a"), (">   ".to_owned(), "a"));
        assert_eq!(row("10. a"), ("    ".to_owned(), "a"));
        assert_eq!(row("-a"), (String::new(), "-a"));
    }

    #[test]
    fn a_row_may_begin_inside_a_line() {
        let mut rows = rows("a {b}\nc");
        rows.skip_to(2);
        assert_eq!(rows.next().unwrap().line, "{b}");
        assert_eq!(rows.next().unwrap().line, "c");
    }
}
