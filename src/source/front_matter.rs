//! Front matter: what a note says about itself before its text.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use jiff::tz::TimeZone;
use serde_json::Value;

use super::{Date, front_matter_error, properties};
use crate::config::{Fields, Kind, yaml};
use crate::diagnostic::{Checked, Report, SourceFile};

/// What a note says about itself. Everything is optional; names that Hexo, Hugo, Jekyll,
/// VuePress and Obsidian use for the same thing are understood.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct FrontMatter {
    /// Title of the page.
    pub title: Option<String>,
    /// When it was written.
    pub date: Option<Date>,
    /// When it was last changed.
    pub updated: Option<Date>,
    /// Tags, as written.
    pub tags: Vec<String>,
    /// Categories, as written.
    pub categories: Vec<String>,
    /// What kind of note it is.
    pub kind: Option<Kind>,
    /// Last part of the page's address.
    pub slug: Option<String>,
    /// The page's whole address below the site's root.
    pub permalink: Option<String>,
    /// Former addresses, which lead to the page.
    pub aliases: Vec<String>,
    /// Not to be published yet.
    pub draft: bool,
    /// A few sentences for lists and feeds.
    pub summary: Option<String>,
    /// Order among the notes of its folder, smaller first.
    pub weight: Option<i64>,
    /// Who wrote it.
    pub author: Option<String>,
    /// Fields that Yunji gives no meaning to, for templates.
    pub extra: Vec<(String, Value)>,
    /// Where its fields stand, whatever they are called there: bytes of the file, by the
    /// name a field has here.
    pub places: BTreeMap<&'static str, Range<usize>>,
}

/// Reads the front matter of a file; the value's second part is where the text begins and
/// ends. A file that does not begin with a line of three hyphens has none.
pub(super) fn read(file: &Arc<SourceFile>, zone: &TimeZone) -> Checked<(FrontMatter, Range<usize>)> {
    let mut report = Report::default();
    let end = file.text.len();
    if let Some((fields, body)) = properties::split(&file.text) {
        let mut fields = Fields::of_note(fields, file, 0);
        let front = meaning(&mut fields, zone);
        return Checked { value: (front, body..end), report: fields.report };
    }
    let (yaml, body) = match split(&file.text) {
        Block::None => return Checked { value: (FrontMatter::default(), 0..end), report },
        Block::Open => {
            let finding = front_matter_error("the front matter is never closed")
                .at(file, 0..3)
                .help("end it with a line of three hyphens, or put a blank line before the first line if it is a rule");
            report.push(finding);
            return Checked { value: (FrontMatter::default(), 0..end), report };
        }
        Block::Closed { yaml, body } => (yaml, body),
    };
    let text = file.text.get(yaml.clone()).unwrap_or_default();
    let front = match yaml::parse_mapping(text) {
        Ok(fields) => {
            let mut fields = Fields::of_note(fields, file, yaml.start);
            let front = meaning(&mut fields, zone);
            report.append(fields.report);
            front
        }
        Err(error) => {
            let range = yaml.start + error.range.start..yaml.start + error.range.end;
            let mut finding = front_matter_error(error.message).at(file, range);
            finding.help = error.help;
            report.push(finding);
            FrontMatter::default()
        }
    };
    Checked { value: (front, body..end), report }
}

enum Block {
    None,
    Open,
    Closed { yaml: Range<usize>, body: usize },
}

/// Finds the front matter between a first line `---` and the next one.
fn split(text: &str) -> Block {
    let Some(first) = text.split_inclusive('\n').next() else { return Block::None };
    if first.trim_end() != "---" {
        return Block::None;
    }
    let mut at = first.len();
    let mut fields = 0;
    for line in text.get(at..).unwrap_or_default().split_inclusive('\n') {
        if line.trim_end() == "---" || line.trim_end() == "..." {
            return Block::Closed { yaml: first.len()..at, body: at + line.len() };
        }
        fields += usize::from(line.contains(':') || line.contains('：'));
        at += line.len();
    }
    // A rule at the top of a plain note is no front matter.
    if fields > 0 && text.lines().nth(1).is_some_and(|line| line.contains(':')) {
        Block::Open
    } else {
        Block::None
    }
}

fn meaning(fields: &mut Fields, zone: &TimeZone) -> FrontMatter {
    let date = |fields: &mut Fields, names: &[&'static str]| {
        fields.take_with(names, "a date such as 2026-01-31 or 2026-01-31 13:24:15", |value| {
            Date::parse(value.as_str()?, zone)
        })
    };
    let kind = fields.take_with(&["kind"], "troubleshooting, handbook, interview or note", |value| {
        Kind::from_name(value.as_str()?)
    });
    let published = fields.take_bool(&["published", "publish"]);
    let draft = fields.take_bool(&["draft"]);
    FrontMatter {
        title: fields.take_text(&["title"]),
        date: date(fields, &["date", "created", "pubDate"]),
        updated: date(fields, &["updated", "lastmod", "modified", "last_modified_at"]),
        tags: tags(fields.take_list(&["tags", "tag", "keywords"])),
        categories: fields.take_list(&["categories", "category"]).unwrap_or_default(),
        kind,
        slug: fields.take_text(&["slug"]),
        permalink: fields.take_text(&["permalink", "url"]),
        aliases: fields.take_list(&["aliases", "alias", "redirect_from"]).unwrap_or_default(),
        draft: draft.unwrap_or(false) || published == Some(false),
        summary: fields.take_text(&["summary", "description", "excerpt"]),
        weight: fields.take_integer(&["weight", "order", "nav_order", "sidebar_position"]),
        author: fields.take_with(&["author", "authors"], "a name", |value| match value {
            Value::Array(names) => names.first()?.as_str().map(str::to_owned),
            other => other.as_str().map(str::to_owned),
        }),
        extra: fields.take_rest(),
        // Last, when all fields have been taken.
        places: std::mem::take(&mut fields.places),
    }
}

/// Tags in one text, separated by commas, are several; `#` before a tag is dropped.
fn tags(written: Option<Vec<String>>) -> Vec<String> {
    let written = written.unwrap_or_default();
    let split = written.iter().flat_map(|tag| tag.split([',', '，', '、']));
    let mut tags: Vec<String> = Vec::new();
    for tag in split.map(|tag| tag.trim().trim_start_matches('#')).filter(|tag| !tag.is_empty()) {
        if !tags.iter().any(|other| other == tag) {
            tags.push(tag.to_owned());
        }
    }
    tags
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_text(text: &str) -> (FrontMatter, String, Vec<String>) {
        let file = SourceFile::new("x.md", text);
        let checked = read(&file, &TimeZone::UTC);
        let (front, body) = checked.value;
        let shown = |diagnostic: &&crate::diagnostic::Diagnostic| {
            let position = diagnostic.place.as_ref().unwrap().position();
            format!("{}:{} {}", position.line, position.column, diagnostic.message)
        };
        let findings = checked.report.sorted().iter().map(shown).collect();
        (front, text[body].to_owned(), findings)
    }

    #[test]
    fn fields_and_their_synonyms() {
        let (front, body, findings) = read_text(
            "---\ntitle: 2024\nlastmod: 2025-01-02\ntag: Docker, 网络\ncategory: 容器\npublish: false\nmood: 好\n---\n正文\n",
        );
        assert_eq!(front.title.as_deref(), Some("2024"));
        assert_eq!(front.updated.unwrap().day.to_string(), "2025-01-02");
        assert_eq!(front.tags, ["Docker", "网络"]);
        assert_eq!(front.categories, ["容器"]);
        assert!(front.draft);
        assert_eq!(front.extra, [("mood".to_owned(), Value::from("好"))]);
        assert_eq!((body.as_str(), findings.len()), ("正文\n", 0));
    }

    #[test]
    fn every_wrong_field_is_reported_where_it_stands() {
        let (_, _, findings) = read_text("---\ntitle: a\ndate: 昨天\nkind: blog\n---\n");
        assert_eq!(
            findings,
            ["3:1 \"date\" is not understood and left out", "4:1 \"kind\" is not understood and left out"]
        );
    }

    #[test]
    fn broken_yaml_is_reported_in_the_files_own_lines() {
        let (_, _, findings) = read_text("---\ndate: 2024-01-01\ntitle: [k8s] 排错\n---\n正文\n");
        assert_eq!(findings.len(), 1);
        assert!(findings[0].starts_with("3:"), "{findings:?}");
    }

    #[test]
    fn a_rule_is_no_front_matter() {
        for text in ["---\n\n正文\n", "----\ntitle: x\n----\n", "- 列表\n", "正文\n---\n", ""] {
            let (front, body, findings) = read_text(text);
            assert_eq!((front, body.as_str(), findings.len()), (FrontMatter::default(), text, 0));
        }
    }

    #[test]
    fn front_matter_that_never_ends_is_an_error() {
        let (_, _, findings) = read_text("---\ntitle: a\n正文\n");
        assert_eq!(findings, ["1:1 the front matter is never closed"]);
    }
}
