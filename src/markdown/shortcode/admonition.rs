//! Admonitions and tabs of MkDocs: `!!! note "标题"`, `??? tip`, `=== "标签"`, each with its
//! content indented below.

use super::super::construct::{Construct, Constructs, Container};
use super::super::lines::columns;
use super::super::rewrite::Edit;
use super::rows::{Row, rows};

/// Columns that what belongs to one is indented by.
const STEP: usize = 4;

/// The edits that put marks in place of them and take the indentation away.
pub(super) fn edits(text: &str, constructs: &mut Constructs) -> Vec<Edit> {
    if !["!!! ", "??? ", "???+ ", "=== \"", "===! \"", "===+ \""].iter().any(|sign| text.contains(sign)) {
        return Vec::new();
    }
    let rows: Vec<Row<'_>> = rows(text).collect();
    let mut writer = Writer { constructs, edits: Vec::new(), open: Vec::new(), end: 0 };
    // The columns of the next line that is not blank.
    let mut below = vec![0; rows.len()];
    let mut next = 0;
    for (row, below) in rows.iter().zip(&mut below).rev() {
        *below = next;
        if !row.line.trim().is_empty() {
            next = margin(row.line);
        }
    }
    let mut in_code = false;
    for (row, below) in rows.iter().zip(below) {
        if !row.line.trim().is_empty() {
            writer.row(row, below, in_code);
            in_code = row.code;
        }
    }
    writer.close(0);
    writer.edits
}

/// Columns of spaces that a line begins with.
fn margin(line: &str) -> usize {
    let content = line.trim_start_matches([' ', '\t']);
    columns(line.get(..line.len() - content.len()).unwrap_or_default())
}

/// What a line begins.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Sign {
    Callout { kind: String, title: Option<String>, open: Option<bool> },
    Tab(String),
}

fn sign(content: &str) -> Option<Sign> {
    let content = content.trim_end();
    if let Some(rest) = content.strip_prefix("===") {
        let rest = rest.trim_start_matches(['!', '+']);
        let label = rest.strip_prefix(" \"")?.strip_suffix('"')?;
        return Some(Sign::Tab(label.to_owned()));
    }
    let signs = [("!!! ", None), ("???+ ", Some(true)), ("??? ", Some(false))];
    let (rest, open) = signs.iter().find_map(|(sign, open)| Some((content.strip_prefix(sign)?, *open)))?;
    let (words, title) = match rest.split_once('"') {
        Some((words, title)) => (words, Some(title.strip_suffix('"')?.to_owned())),
        None => (rest, None),
    };
    let is_word = |word: &str| word.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
    let mut words = words.split_whitespace();
    let kind = words.next().unwrap_or("note");
    (is_word(kind) && words.all(is_word)).then(|| Sign::Callout { kind: kind.to_owned(), title, open })
}

struct Writer<'c> {
    constructs: &'c mut Constructs,
    edits: Vec<Edit>,
    /// What is open: the columns before it, and whether it is the box around tabs.
    open: Vec<(usize, bool)>,
    /// Where the last line that was not blank ends.
    end: usize,
}

impl Writer<'_> {
    fn row(&mut self, row: &Row<'_>, below: usize, in_code: bool) {
        let indent = margin(row.line);
        let sign = if row.code { None } else { sign(row.line.trim_start()) };
        let sign = sign.filter(|sign| match sign {
            Sign::Callout { title, .. } => title.is_some() || below >= indent + STEP,
            Sign::Tab(_) => below >= indent + STEP,
        });
        let is_tab = matches!(sign, Some(Sign::Tab(_)));
        // Code may stand further left than what it belongs to.
        if !(row.code && in_code) {
            let is_in = |&(before, tabs): &(usize, bool)| {
                indent >= before + STEP || (tabs && is_tab && indent == before)
            };
            let left = self.open.iter().take_while(|open| is_in(open)).count();
            self.close(left);
        }
        let depth = self.open.iter().filter(|(_, tabs)| !tabs).count() * STEP;
        let spaces = row.line.len() - row.line.trim_start_matches([' ', '\t']).len();
        let indentation = " ".repeat(indent.saturating_sub(depth));
        let start = row.range.start;
        match sign {
            Some(sign) => {
                let marks = self.begin(sign, indent);
                let with = marks.join(&format!("\n{indentation}"));
                self.edits.push(Edit { range: start..row.bytes().end, with: format!("{indentation}{with}") });
            }
            None if depth > 0 => self.edits.push(Edit { range: start..start + spaces, with: indentation }),
            None => {}
        }
        self.end = row.bytes().end;
    }

    fn begin(&mut self, sign: Sign, indent: usize) -> Vec<String> {
        let mut containers = Vec::new();
        match sign {
            Sign::Tab(label) => {
                if self.open.last() != Some(&(indent, true)) {
                    self.open.push((indent, true));
                    containers.push(Container::Tabs);
                }
                containers.push(Container::Tab(label));
            }
            Sign::Callout { kind, title, open } => containers.push(Container::Callout { kind, title, open }),
        }
        self.open.push((indent, false));
        let marks = containers.into_iter().map(|container| self.constructs.line(Construct::Start(container)));
        marks.collect()
    }

    /// Closes all but the first few, behind the last line that is not blank.
    fn close(&mut self, left: usize) {
        let mut with = String::new();
        while self.open.len() > left {
            let Some((indent, _)) = self.open.pop() else { break };
            let depth = self.open.iter().filter(|(_, tabs)| !tabs).count() * STEP;
            let indentation = " ".repeat(indent.saturating_sub(depth));
            with.push_str(&format!("\n{indentation}{}", self.constructs.line(Construct::End)));
        }
        if !with.is_empty() {
            self.edits.push(Edit { range: self.end..self.end, with });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::rewrite::Rewritten;
    use super::*;

    fn rewritten(text: &str) -> String {
        let mut constructs = Constructs::new(text);
        let mut result = Rewritten::new(text, 0);
        result.apply(&edits(text, &mut constructs));
        result.text().replace("<!--yj:", "<").replace("-->", ">")
    }

    #[test]
    fn what_is_indented_below_is_in_the_box() {
        assert_eq!(rewritten("!!! note \"题\"\n    一\n\n    二\n\n三"), "<0>\n一\n\n二\n<1>\n\n三");
        assert_eq!(rewritten("??? tip\n\n\t一\n\n\t\t码"), "<0>\n\n一\n\n    码\n<1>");
        assert_eq!(rewritten("!!! a\n    !!! b\n        一\n    二\n三"), "<0>\n<1>\n一\n<2>\n二\n<3>\n三");
        assert_eq!(
            rewritten("- 甲\n\n    !!! note\n\n        一\n- 乙"),
            "- 甲\n\n    <0>\n\n    一\n    <1>\n- 乙"
        );
        assert_eq!(rewritten("!!! note\n    ```\n    !!! x\n    ```\n"), "<0>\n```\n!!! x\n```\n<1>\n");
    }

    #[test]
    fn tabs_that_follow_each_other_belong_together() {
        let text = "=== \"甲\"\n\n    一\n\n=== \"乙\"\n\n    二\n\n三";
        assert_eq!(rewritten(text), "<0>\n<1>\n\n一\n<2>\n\n<3>\n\n二\n<4>\n<5>\n\n三");
    }

    #[test]
    fn what_only_looks_so_stays() {
        for text in
            ["!!! 注意 !!!\n", "!!! note\n一\n", "标题\n===\n", "=== \"a\"\nb", "```\n!!! note\n    x\n```\n"]
        {
            assert_eq!(rewritten(text), text);
        }
    }
}
