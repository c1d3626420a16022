//! Front matter: what a note says about itself before its text.

mod categories;
mod delimiters;

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use jiff::tz::TimeZone;
use serde_json::Value;

use super::{Date, front_matter_error};
use crate::config::{Field, Fields, Kind, SyntaxError, json, yaml};
use crate::diagnostic::{Checked, Diagnostic, Report, SourceFile};
use delimiters::{Block, Split, Syntax};

/// What a note says about itself. Everything is optional; names that Hexo, Hugo, Zola,
/// Jekyll, VuePress and Obsidian use for the same thing are understood.
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
    /// Categories, as written, each once.
    pub categories: Vec<String>,
    /// Categories with those they are below, outermost first. A plain list gives one path
    /// for each name, though Hexo means one path by it.
    pub category_paths: Vec<Vec<String>>,
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
    /// To be published, and not to be listed.
    pub hidden: bool,
    /// A few sentences for lists and feeds.
    pub summary: Option<String>,
    /// The series it is part of.
    pub series: Option<String>,
    /// Order among the notes of its folder, smaller first.
    pub weight: Option<i64>,
    /// Whether its table of contents is shown, where it says so.
    pub toc: Option<bool>,
    /// Its language, where it is not the site's.
    pub language: Option<String>,
    /// Who wrote it.
    pub author: Option<String>,
    /// Address of a picture for it.
    pub cover: Option<String>,
    /// When someone last made sure that it holds.
    pub verified: Option<Date>,
    /// Fields that Yunji gives no meaning to, for templates.
    pub extra: Vec<(String, Value)>,
    /// Where its fields stand, whatever they are called there: bytes of the file, by the
    /// name a field has here.
    pub places: BTreeMap<&'static str, Range<usize>>,
}

/// Reads the front matter of a file; the value's second part is where the text begins and
/// ends. It may be YAML between lines of three hyphens or before one, as Hexo writes it,
/// TOML between lines of three plus signs, or JSON.
pub(super) fn read(file: &Arc<SourceFile>, zone: &TimeZone) -> Checked<(FrontMatter, Range<usize>)> {
    let mut report = Report::default();
    let end = file.text.len();
    let block = match delimiters::split(&file.text) {
        Split::None => return Checked { value: (FrontMatter::default(), 0..end), report },
        Split::Open(finding) => {
            let finding = finding.at(file, 0..3);
            report.push(finding);
            return Checked { value: (FrontMatter::default(), 0..end), report };
        }
        Split::Closed(block) => block,
    };
    let text = file.text.get(block.text.clone()).unwrap_or_default();
    let front = match block.parse(text) {
        Ok(fields) => {
            if block.syntax == Syntax::Yaml {
                comments(&fields, &block, file, &mut report);
            }
            let mut fields = Fields::of_note(lifted(fields), file, block.text.start);
            let front = meaning(&mut fields, zone);
            report.append(fields.report);
            front
        }
        Err(error) => {
            let range = block.text.start + error.range.start..block.text.start + error.range.end;
            let mut finding = front_matter_error(error.message).at(file, range);
            finding.help = error.help;
            report.push(finding);
            FrontMatter::default()
        }
    };
    Checked { value: (front, block.body..end), report }
}

impl Block {
    fn parse(&self, text: &str) -> Result<Vec<Field>, SyntaxError> {
        match self.syntax {
            Syntax::Yaml => yaml::parse_mapping(text),
            Syntax::Toml => crate::config::toml::parse_mapping(text),
            Syntax::Json => json::parse_mapping(text),
            Syntax::JsonMembers => json::parse_members(text),
        }
    }
}

/// Warns of values that YAML takes for comments: `title: #5` says nothing, and `title: C #1`
/// less than it seems to.
fn comments(fields: &[Field], block: &Block, file: &Arc<SourceFile>, report: &mut Report) {
    let text = file.text.get(block.text.clone()).unwrap_or_default();
    for field in fields {
        let line = text.get(field.range.clone()).unwrap_or_default();
        let value = line.split_once(':').map_or("", |(_, value)| value).trim();
        let lost = field.value.is_null() && value.starts_with('#');
        let cut = field.key == "title" && !value.starts_with(['"', '\'', '|', '>']) && value.contains(" #");
        if lost || cut {
            let message = format!("what follows # in \"{}\" is a comment", field.key);
            let range = block.text.start + field.range.start..block.text.start + field.range.end;
            let help = format!("quote the value: {}: \"{}\"", field.key, value.replace('"', "\\\""));
            report.push(Diagnostic::warning("front-matter", message).at(file, range).help(help));
        }
    }
}

/// Tables of Hugo and Zola that hold fields of the note.
const TABLES: [&str; 3] = ["taxonomies", "params", "extra"];

/// The fields with those of tables beside them, unless the note has a field of that name.
fn lifted(fields: Vec<Field>) -> Vec<Field> {
    let is_table = |field: &Field| TABLES.contains(&field.key.as_str()) && field.value.is_object();
    let (tables, mut fields): (Vec<Field>, Vec<Field>) = fields.into_iter().partition(is_table);
    for table in tables {
        let Value::Object(pairs) = table.value else { continue };
        for (key, value) in pairs {
            if !fields.iter().any(|field| field.key == key) {
                fields.push(Field { key, value, range: table.range.clone() });
            }
        }
    }
    fields
}

fn meaning(fields: &mut Fields, zone: &TimeZone) -> FrontMatter {
    let kind = fields.take_with(&["kind"], "troubleshooting, handbook, interview or note", |value| {
        Kind::from_name(value.as_str()?)
    });
    let published = fields.take_bool(&["published", "publish"]);
    let draft = fields.take_bool(&["draft"]);
    let paths = fields.take_with(&["categories", "category"], "a list such as [a, b]", categories::paths);
    let paths = paths.unwrap_or_default();
    FrontMatter {
        title: fields.take_text(&["title"]),
        date: date(fields, zone, &["date", "created", "pubDate", "publishDate"]),
        updated: date(fields, zone, &["updated", "lastmod", "modified", "last_modified_at"]),
        tags: tags(fields.take_list(&["tags", "tag", "keywords"])),
        categories: categories::flat(&paths),
        category_paths: paths,
        kind,
        slug: fields.take_text(&["slug"]),
        permalink: fields.take_text(&["permalink", "url"]),
        aliases: fields.take_list(&["aliases", "alias", "redirect_from"]).unwrap_or_default(),
        draft: draft.unwrap_or(false) || published == Some(false),
        hidden: fields.take_bool(&["hidden", "unlisted"]).unwrap_or(false),
        summary: fields.take_text(&["summary", "description", "excerpt"]),
        series: given(fields.take_with(&["series"], "a name", |value| named(value, "name"))),
        weight: fields.take_integer(&["weight", "order", "nav_order", "sidebar_position"]),
        toc: fields.take_with(&["toc"], "true or false", toc),
        language: fields.take_text(&["lang", "language"]),
        author: given(fields.take_with(&["author", "authors"], "a name", |value| named(value, "name"))),
        cover: given(fields.take_with(&["cover"], "the address of a picture", |value| named(value, "image"))),
        verified: date(fields, zone, &["verified"]),
        extra: fields.take_rest(),
        // Last, when all fields have been taken.
        places: std::mem::take(&mut fields.places),
    }
}

fn date(fields: &mut Fields, zone: &TimeZone, names: &[&'static str]) -> Option<Date> {
    fields.take_with(names, "a date such as 2026-01-31 or 2026-01-31 13:24:15", |value| match value {
        Value::Number(number) => Date::parse(&number.to_string(), zone),
        other => Date::parse(other.as_str()?, zone),
    })
}

fn given(text: Option<String>) -> Option<String> {
    text.filter(|text| !text.is_empty())
}

/// A text, the first of several, or the one of a mapping that says it.
fn named(value: &Value, field: &str) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned()),
        Value::Array(several) => named(several.first()?, field),
        Value::Object(mapping) => mapping.get(field)?.as_str().map(str::to_owned),
        // A picture may be switched off.
        Value::Bool(false) => Some(String::new()),
        _ => None,
    }
}

fn toc(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(shown) => Some(*shown),
        Value::String(text) => text.parse().ok(),
        Value::Object(mapping) => mapping.get("enable").map_or(Some(true), Value::as_bool),
        _ => None,
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
