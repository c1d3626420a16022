//! The lines of a note and what each stands in, as far as mending has to know.
//!
//! This is not CommonMark's block structure: it sees a lone hyphen and a `•` as the list
//! items they are meant to be, and when in doubt it takes a line for one that is not to be
//! touched.

use super::super::lines::columns;
use super::bullet;

/// What a line stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Zone {
    /// Nothing on it.
    Blank,
    /// A paragraph, also one in a list item.
    Text,
    /// `# …` to `###### …`.
    Heading,
    /// The first line of a list item.
    Item,
    /// One or two hyphens alone: the mark of an outline's item, never an underline.
    Dash,
    /// Four spaces after a blank line: code by CommonMark's rule.
    Indented,
    /// The first line of a block that begins with a tag.
    Tag,
    /// Fenced code, a quote, a table, more HTML, a rule: never touched.
    Closed,
}

/// A line.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line<'a> {
    /// It, without its line feed.
    pub(super) text: &'a str,
    /// Where it begins.
    pub(super) start: usize,
    /// What it stands in.
    pub(super) zone: Zone,
    /// The line that begins the list item it belongs to.
    pub(super) item: Option<usize>,
    /// Columns of white space it begins with.
    pub(super) indent: usize,
    /// Columns beyond the text of its list item.
    pub(super) relative: usize,
}

impl<'a> Line<'a> {
    /// Where it ends, before its line feed.
    pub(super) fn end(&self) -> usize {
        self.start + self.text.len()
    }

    /// It, without the white space it begins with.
    pub(super) fn content(&self) -> &'a str {
        self.text.trim_start()
    }

    /// Where what is written on it begins.
    pub(super) fn content_start(&self) -> usize {
        self.end() - self.content().len()
    }

    /// The white space it begins with.
    pub(super) fn margin(&self) -> &'a str {
        self.text.get(..self.text.len() - self.content().len()).unwrap_or_default()
    }

    pub(super) fn is_blank(&self) -> bool {
        self.zone == Zone::Blank
    }
}

/// The white space that puts a line into the list item that `line` begins.
pub(super) fn item_margin(line: &Line<'_>) -> String {
    let width = marker(line.content()).map_or(2, |(marker, gap)| marker + gap);
    format!("{}{}", line.margin(), " ".repeat(width))
}

/// Reads the lines of a text.
pub(super) fn read(text: &str) -> Vec<Line<'_>> {
    let mut reader = Reader::default();
    let mut texts = text.split('\n').peekable();
    let (mut start, mut previous) = (0, "");
    while let Some(text) = texts.next() {
        let next = texts.peek().copied().unwrap_or_default();
        if texts.peek().is_some() || !text.is_empty() {
            reader.line(text, start, Neighbours { previous, next });
        }
        start += text.len() + 1;
        previous = text;
    }
    reader.lines
}

/// The lines around a line.
#[derive(Clone, Copy)]
pub(super) struct Neighbours<'a> {
    pub(super) previous: &'a str,
    pub(super) next: &'a str,
}

/// What ends a stretch that is not touched.
enum Until {
    Blank,
    /// A fence at least as long.
    Fence(char, usize),
    /// A line that holds this.
    Mark(&'static str),
    /// The second `$$`.
    Formula,
}

#[derive(Default)]
struct Reader<'a> {
    lines: Vec<Line<'a>>,
    /// Open list items: the line that begins one, and the column of its text.
    items: Vec<(usize, usize)>,
    until: Option<Until>,
    /// Whether a quote or a table is open, which plain lines go on.
    goes_on: bool,
}

impl<'a> Reader<'a> {
    fn line(&mut self, text: &'a str, start: usize, around: Neighbours<'_>) {
        let content = text.trim_start();
        // Wider spaces are no indentation to Markdown.
        let indent =
            columns(text.get(..text.len() - text.trim_start_matches([' ', '\t']).len()).unwrap_or_default());
        let mut line = Line { text, start, zone: Zone::Blank, item: None, indent, relative: 0 };
        if let Some(until) = self.until.take() {
            line.zone = if content.is_empty() { Zone::Blank } else { Zone::Closed };
            if !until.is_met(content) {
                self.until = Some(until);
                line.zone = Zone::Closed;
            }
        } else if content.is_empty() {
            self.goes_on = false;
        } else {
            self.place(&mut line, around);
        }
        self.lines.push(line);
    }

    fn place(&mut self, line: &mut Line<'a>, around: Neighbours<'_>) {
        let inner = |column: usize| line.indent >= column;
        let kept = self.items.iter().rposition(|&(_, column)| inner(column)).map_or(0, |at| at + 1);
        let base = kept.checked_sub(1).and_then(|at| self.items.get(at)).map_or(0, |&(_, column)| column);
        line.relative = line.indent - base;
        let continues = matches!(self.last_zone(), Zone::Text | Zone::Item | Zone::Dash);
        line.zone = self.zone(line, continues, around);
        if !(line.zone == Zone::Text && continues) {
            self.items.truncate(kept);
        }
        if matches!(line.zone, Zone::Item | Zone::Dash) {
            let width = marker(line.content()).map_or(2, |(marker, gap)| marker + gap);
            self.items.push((self.lines.len(), line.indent + width));
        }
        line.item = self.items.last().map(|&(at, _)| at);
    }

    fn last_zone(&self) -> Zone {
        self.lines.last().map_or(Zone::Blank, |line| line.zone)
    }

    fn zone(&mut self, line: &Line<'_>, continues: bool, around: Neighbours<'_>) -> Zone {
        let content = line.content();
        if bullet::mark(content, around).is_some() {
            return Zone::Item;
        }
        if is_dash(content) {
            return Zone::Dash;
        }
        if line.relative >= 4 && !continues {
            return Zone::Indented;
        }
        let inner = marker(content).and_then(|(marker, gap)| content.get(marker + gap..));
        self.until = opened(inner.unwrap_or(content));
        let begins = is_quote(content) || is_head(content, around.next);
        let plain = !is_heading(content) && inner.is_none() && self.until.is_none();
        self.goes_on = begins || (self.goes_on && plain);
        match &self.until {
            Some(Until::Blank) => Zone::Tag,
            Some(_) => Zone::Closed,
            None if self.goes_on => Zone::Closed,
            None if is_rule(content) => Zone::Closed,
            None if inner.is_some() && (line.relative < 4 || line.item.is_some()) => Zone::Item,
            None if is_heading(content) && line.relative < 4 => Zone::Heading,
            None => Zone::Text,
        }
    }
}

impl Until {
    fn is_met(&self, content: &str) -> bool {
        match self {
            Until::Blank => content.is_empty(),
            Until::Fence(mark, length) => {
                let inner = content.trim_end();
                inner.len() >= *length && inner.chars().all(|ch| ch == *mark)
            }
            Until::Mark(mark) => content.contains(mark),
            Until::Formula => content.is_empty() || content.contains("$$"),
        }
    }
}

/// Template tags around code, and what ends them.
const TAGS: [(&str, &str); 10] = [
    ("{% codeblock", "{% end"),
    ("{% code ", "{% end"),
    ("{% highlight", "{% end"),
    ("{% raw", "{% end"),
    ("{% mermaid", "{% end"),
    ("{{< highlight", "{{< /"),
    ("{{< code", "{{< /"),
    ("{{< mermaid", "{{< /"),
    ("{{% highlight", "{{% /"),
    ("{{% code", "{{% /"),
];

/// What must come before lines are touched again when a line begins like this.
fn opened(content: &str) -> Option<Until> {
    for mark in ['`', '~'] {
        let length = content.chars().take_while(|&ch| ch == mark).count();
        if length >= 3 && (mark == '~' || !content.get(length..).is_some_and(|info| info.contains('`'))) {
            return Some(Until::Fence(mark, length));
        }
    }
    if let Some((_, end)) = TAGS.iter().find(|(tag, _)| content.starts_with(tag)) {
        return (!content.contains(end)).then_some(Until::Mark(end));
    }
    if let Some(formula) = content.strip_prefix("$$") {
        return (!formula.contains("$$")).then_some(Until::Formula);
    }
    opened_html(content)
}

/// Whether a line is quoted. Three marks and a space may be Python's prompt.
fn is_quote(content: &str) -> bool {
    content.starts_with('>') && !content.starts_with(">>> ")
}

/// Whether a line is the head of a table.
fn is_head(content: &str, next: &str) -> bool {
    content.contains('|') && is_delimiter_row(next)
}

fn opened_html(content: &str) -> Option<Until> {
    let tag = content.strip_prefix('<')?;
    if let Some(comment) = tag.strip_prefix("!--") {
        return (!comment.contains("-->")).then_some(Until::Mark("-->"));
    }
    for (name, end) in
        [("script", "</script"), ("style", "</style"), ("pre", "</pre"), ("textarea", "</textarea")]
    {
        if tag.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name)) {
            return (!content.contains(end)).then_some(Until::Mark(end));
        }
    }
    let tag = tag.strip_prefix('/').unwrap_or(tag);
    let length = tag.bytes().take_while(u8::is_ascii_alphanumeric).count();
    let (name, rest) = tag.split_at(length);
    let block = BLOCKS.iter().any(|block| name.eq_ignore_ascii_case(block));
    let alone = !name.is_empty() && content.trim_end().ends_with('>') && !tag.contains('<');
    let ends = rest.is_empty() || rest.starts_with(['>', ' ', '\t', '/']);
    (ends && (block || alone)).then_some(Until::Blank)
}

/// Elements that make a block of HTML of the lines up to the next blank one.
const BLOCKS: [&str; 50] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "center",
    "col",
    "colgroup",
    "dd",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "frameset",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hr",
    "html",
    "iframe",
    "legend",
    "li",
    "link",
    "main",
    "menu",
    "nav",
    "ol",
    "optgroup",
    "p",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "thead",
    "tr",
    "ul",
];

/// Whether a line makes the one above it the head of a table.
fn is_delimiter_row(line: &str) -> bool {
    line.contains('-')
        && line.contains('|')
        && line.chars().all(|ch| matches!(ch, '-' | '|' | ':' | ' ' | '\t'))
}

/// Lengths of a list item's marker and of the space after it.
pub(super) fn marker(content: &str) -> Option<(usize, usize)> {
    let digits = content.bytes().take(9).take_while(u8::is_ascii_digit).count();
    let length = match content.as_bytes().get(digits) {
        Some(b'-' | b'*' | b'+') if digits == 0 => 1,
        Some(b'.' | b')') if digits > 0 => digits + 1,
        _ => return None,
    };
    let rest = content.get(length..)?;
    let gap = rest.len() - rest.trim_start_matches([' ', '\t']).len();
    (gap > 0 && gap < rest.len()).then_some((length, if gap > 4 { 1 } else { gap }))
}

fn is_dash(content: &str) -> bool {
    matches!(content.trim_end(), "-" | "--" | "—" | "–")
}

fn is_rule(content: &str) -> bool {
    let marks = |mark: char| {
        content.chars().all(|ch| ch == mark || ch == ' ' || ch == '\t')
            && content.chars().filter(|&ch| ch == mark).count() >= 3
    };
    content.starts_with(['-', '*', '_']) && (marks('-') || marks('*') || marks('_'))
}

/// Whether a line is a heading by CommonMark's rule.
pub(super) fn is_heading(content: &str) -> bool {
    let rest = content.trim_start_matches('#');
    let level = content.len() - rest.len();
    (1..=6).contains(&level) && (rest.is_empty() || rest.starts_with([' ', '\t']))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zones(text: &str) -> Vec<Zone> {
        read(text).iter().map(|line| line.zone).collect()
    }

    #[test]
    fn every_line_has_its_zone() {
        use Zone::{Blank, Closed, Dash, Heading, Indented, Item, Tag, Text};
        assert_eq!(zones("# 标题\n正文\n-\n下一行\n"), [Heading, Text, Dash, Text]);
        assert_eq!(
            zones("- 项\n续行\n\n    子段\n\n段\n\n    代码"),
            [Item, Text, Blank, Text, Blank, Text, Blank, Indented]
        );
        assert_eq!(zones("> 引\n续\n\n正"), [Closed, Closed, Blank, Text]);
        assert_eq!(zones("- ```\n# 注\n\n```\n正"), [Closed, Closed, Closed, Closed, Text]);
        assert_eq!(zones("| a |\n|---|\n| b |\n\n正"), [Closed, Closed, Closed, Blank, Text]);
        assert_eq!(zones("| a |\n|---|\n- 项\n> 引\n# 题"), [Closed, Closed, Item, Closed, Heading]);
        assert_eq!(zones("<div>\n# 非标题\n\n# 标题"), [Tag, Closed, Blank, Heading]);
        assert_eq!(
            zones("{% codeblock %}\n\n# 注\n{% endcodeblock %}\n正"),
            [Closed, Closed, Closed, Closed, Text]
        );
        assert_eq!(zones("***\n<https://a.b>\n<id> 是\n• 项"), [Closed, Text, Text, Item]);
    }

    #[test]
    fn a_line_knows_its_item() {
        let items = |text| read(text).iter().map(|line| line.item).collect::<Vec<_>>();
        assert_eq!(items("- a\nb\n  c\n\nd"), [Some(0), Some(0), Some(0), None, None]);
        assert_eq!(items("- a\n  - b\n\n  c\n\nd"), [Some(0), Some(1), None, Some(0), None, None]);
        assert_eq!(item_margin(&read("1. a")[0]), "   ");
        assert_eq!(item_margin(&read("\t- a")[0]), "\t  ");
    }
}
