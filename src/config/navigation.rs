//! The reading order that other generators keep in a file of its own.

use std::sync::Arc;

use serde_json::Value;

use super::field::Field;
use crate::diagnostic::{Place, SourceFile};

/// An entry of a table of contents that someone wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NavigationEntry {
    /// What it is called there; empty when only the file is named.
    pub title: String,
    /// The note, by its path below the content folder; none for a heading of the table.
    pub path: Option<String>,
    /// How deep it is nested, from 0.
    pub depth: usize,
    /// Where it was written.
    pub place: Place,
}

/// Reads `SUMMARY.md` as mdBook and GitBook use it: lists of links, headings of parts, and
/// links that stand alone.
pub(super) fn summary(file: &Arc<SourceFile>) -> Vec<NavigationEntry> {
    let mut entries = Vec::new();
    // Indentation of the lists that are open.
    let mut open: Vec<usize> = Vec::new();
    let mut start = 0;
    for line in file.text.split_inclusive('\n') {
        let indent = indentation(line);
        let text = line.trim();
        let item = text.strip_prefix(['-', '*', '+']).filter(|item| item.starts_with([' ', '\t']));
        let part = text.strip_prefix('#').map(|part| part.trim_matches(['#', ' ']));
        open.retain(|&outer| item.is_some() && outer < indent);
        let entry = match (item, part) {
            (Some(item), _) => link(item.trim()).or_else(|| Some((item.trim().to_owned(), None))),
            (None, Some(part)) => Some((part.to_owned(), None)),
            (None, None) => link(text),
        };
        if let Some((title, path)) = entry.filter(|(title, _)| !title.is_empty()) {
            let range = start + line.len() - line.trim_start().len()..start + line.trim_end().len();
            let place = Place { file: Arc::clone(file), range };
            entries.push(NavigationEntry { title, path, depth: open.len(), place });
        }
        if item.is_some() {
            open.push(indent);
        }
        start += line.len();
    }
    // The heading of the file itself is no part of the book.
    let is_heading = entries.first().is_some_and(|entry| {
        entry.path.is_none()
            && file.text.get(entry.place.range.clone()).is_some_and(|line| line.starts_with('#'))
    });
    entries.drain(..usize::from(is_heading));
    entries
}

/// Columns before a line's text; a tab is as good as four spaces.
fn indentation(line: &str) -> usize {
    let blank = line.chars().take_while(|ch| matches!(ch, ' ' | '\t'));
    blank.map(|ch| if ch == '\t' { 4 } else { 1 }).sum()
}

/// The title and file of a line that is one link. One that leads out has neither.
fn link(text: &str) -> Option<(String, Option<String>)> {
    let (title, rest) = text.strip_prefix('[')?.split_once("](")?;
    let target = rest.trim_end().strip_suffix(')').or_else(|| rest.split(')').next())?;
    let target = target.split(" \"").next().unwrap_or_default().trim().trim_matches(['<', '>']);
    let path = target.split('#').next().unwrap_or_default();
    if target.contains("://") {
        return Some((String::new(), None));
    }
    Some((title.replace(['`', '*'], ""), local(path)))
}

/// The path below the content folder that a table of contents means.
fn local(path: &str) -> Option<String> {
    let mut parts = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    (!parts.is_empty()).then(|| parts.join("/").replace("%20", " "))
}

/// Reads the value of `nav` in `mkdocs.yml`: a list of files, of titles with a file, and of
/// titles with such a list. None when it is no list.
pub(super) fn nav(field: &Field, file: &Arc<SourceFile>) -> Option<Vec<NavigationEntry>> {
    let items = field.value.as_array()?;
    let mut writer = Nav { file, at: field.range.start, entries: Vec::new() };
    writer.list(items, 0);
    Some(writer.entries)
}

struct Nav<'a> {
    file: &'a Arc<SourceFile>,
    /// Up to where the file is read: entries come in the order they were written.
    at: usize,
    entries: Vec<NavigationEntry>,
}

impl Nav<'_> {
    fn list(&mut self, items: &[Value], depth: usize) {
        for item in items {
            match item {
                Value::String(path) => self.push("", Some(path), depth),
                Value::Object(titled) => {
                    for (title, value) in titled {
                        self.titled(title, value, depth);
                    }
                }
                _ => {}
            }
        }
    }

    fn titled(&mut self, title: &str, value: &Value, depth: usize) {
        match value {
            Value::String(path) => self.push(title, Some(path), depth),
            Value::Array(items) => {
                self.push(title, None, depth);
                self.list(items, depth + 1);
            }
            _ => self.push(title, None, depth),
        }
    }

    fn push(&mut self, title: &str, path: Option<&str>, depth: usize) {
        if path.is_some_and(|path| path.contains("://") || path.ends_with('/')) {
            return;
        }
        let written = path.unwrap_or(title);
        let rest = self.file.text.get(self.at..).unwrap_or_default();
        let start = self.at + rest.find(written).unwrap_or(0);
        let range = start..(start + written.len()).min(self.file.text.len());
        self.at = start;
        let place = Place { file: Arc::clone(self.file), range };
        self.entries.push(NavigationEntry {
            title: title.to_owned(),
            path: path.and_then(local),
            depth,
            place,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(entries: &[NavigationEntry]) -> Vec<String> {
        let line = |entry: &NavigationEntry| {
            let position = entry.place.position();
            format!(
                "{} {} {:?} {}",
                position.line,
                entry.depth,
                entry.path.as_deref().unwrap_or("-"),
                entry.title
            )
        };
        entries.iter().map(line).collect()
    }

    #[test]
    fn a_summary_is_read_with_its_depth() {
        let text = "# 目录\n\n[前言](README.md)\n\n# 上篇\n\n- [一](a/README.md)\n    - [二](./a/b.md)\n\
                    \t- [草稿]()\n- [三](c.md#d)\n- 只是标题\n* [外](https://x/)\n\n---\n正文\n";
        let file = SourceFile::new("SUMMARY.md", text);
        let expected = [
            "3 0 \"README.md\" 前言",
            "5 0 \"-\" 上篇",
            "7 0 \"a/README.md\" 一",
            "8 1 \"a/b.md\" 二",
            "9 1 \"-\" 草稿",
            "10 0 \"c.md\" 三",
            "11 0 \"-\" 只是标题",
        ];
        assert_eq!(shown(&summary(&file)), expected);
    }

    #[test]
    fn a_nav_is_read_with_its_depth() {
        let text =
            "nav:\n  - index.md\n  - 指南:\n    - 安装: guide/install.md\n    - 外部: https://x/\n  - 空:\n";
        let file = SourceFile::new("mkdocs.yml", text);
        let fields = crate::config::yaml::parse_mapping(text).unwrap();
        let entries = nav(fields.first().unwrap(), &file).unwrap();
        let expected =
            ["2 0 \"index.md\" ", "3 0 \"-\" 指南", "4 1 \"guide/install.md\" 安装", "6 0 \"-\" 空"];
        assert_eq!(shown(&entries), expected);
    }

    #[test]
    fn hostile_tables_take_no_time() {
        for line in ["[", "- [](", "\t- [a](b)\n", "- \n"] {
            summary(&SourceFile::new("SUMMARY.md", line.repeat(200_000)));
        }
    }
}
