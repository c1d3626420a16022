//! Front matter: what a note says about itself before its text.

mod categories;
mod delimiters;

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use jiff::tz::TimeZone;
use serde_json::Value;

use super::{Date, front_matter_error};
use crate::config::{Field, Fields, Kind, SyntaxError, json, yaml};
use crate::diagnostic::{Checked, Diagnostic, Report, SourceFile};
use delimiters::{Block, Split, Syntax};

/// What a note says about itself. Everything is optional; names that Hexo, Hugo, Zola,
/// Jekyll, VuePress and Obsidian use for the same thing are understood.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
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
    /// Whether it holds mathematics between dollar signs, where it says so.
    pub math: Option<bool>,
    /// Its language, where it is not the site's.
    pub language: Option<String>,
    /// Who wrote it.
    pub author: Option<String>,
    /// Address of a picture for it.
    pub cover: Option<String>,
    /// When someone last made sure that it holds.
    pub verified: Option<Date>,
    /// The day after which someone should look at it again.
    pub review_after: Option<Date>,
    /// Fields that Yunji gives no meaning to, for templates.
    pub extra: Vec<(String, Value)>,
    /// Where its fields stand, whatever they are called there: bytes of the file, by the
    /// name a field has here.
    pub places: BTreeMap<String, Range<usize>>,
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
        series: given(fields.take_with(&["series"], "a name", |value| named(value, &["name"]))),
        weight: fields.take_integer(&["weight", "order", "nav_order", "sidebar_position"]),
        toc: fields.take_with(&["toc"], "true or false", toc),
        math: fields.take_with(&["math", "mathjax", "katex", "usemathjax"], "true or false", switched),
        language: fields.take_text(&["lang", "language"]),
        author: given(fields.take_with(&["author", "authors"], "a name", |value| named(value, &["name"]))),
        cover: given(fields.take_with(&["cover"], "the address of a picture", |value| {
            named(value, &["image", "url", "src"])
        })),
        verified: date(fields, zone, &["verified"]),
        review_after: date(fields, zone, &["review_after", "expires"]),
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
fn named(value: &Value, fields: &[&str]) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned()),
        Value::Array(several) => named(several.first()?, fields),
        Value::Object(mapping) => {
            fields.iter().find_map(|field| mapping.get(*field)?.as_str()).map(str::to_owned)
        }
        // A picture may be switched off.
        Value::Bool(false) => Some(String::new()),
        _ => None,
    }
}

/// Whether something is switched on; it may be by the name of what does it.
fn switched(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(on) => Some(*on),
        Value::String(text) => Some(!["false", "no", "off"].contains(&text.to_lowercase().as_str())),
        Value::Object(mapping) => mapping.get("enable").map_or(Some(true), Value::as_bool),
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
    fn a_text_that_has_no_front_matter_is_left_alone() {
        let texts = [
            "---\n\n正文\n",
            "---\n\n正文：一句\n\n---\n\n更多\n",
            "---\n\n结论: 先停写\n\n---\n",
            "---\n\n# 第一章: 起\n\n---\n",
            "---\n只是文字\n还是文字：有冒号\n---\n",
            "----\ntitle: x\n----\n",
            "+++\n\n正文\n",
            ";;; 注释\n",
            "- 列表\n",
            "正文\n---\n",
            "关键字：备份\n---\n",
            "Note: 先停写\n---\n",
            "关键字: 备份\ntitle: 甲\n---\n",
            "title: 甲\n\n正文\n---\n",
            "title: 甲\n正文\n---\n",
            "title: [甲\n---\n",
            "title: 甲\n-----\n正文\n",
            "## 项目\n\n介绍\n-----------------\n- 个人\n",
            "date: 2024-01-01\n",
            "{{< note >}}\n",
            "{\n  \"code\": 500\n}\n",
            "{\"title\": 1} 正文\n",
            "{\n\"title\": 没有结束\n",
            "\"引用\"：甲\n;;;\n",
            "",
        ];
        for text in texts {
            let (front, body, findings) = read_text(text);
            assert_eq!((front, body.as_str(), findings), (FrontMatter::default(), text, Vec::new()));
        }
    }

    #[test]
    fn front_matter_is_the_same_in_every_form() {
        let forms = [
            "---\ntitle: 备份\ndate: 2024-01-02\ntags: [a, b]\n---\n",
            "---\ntitle: 备份\ndate: 2024-01-02\ntags:\n- a\n- b\n...\n",
            "title: 备份\ndate: 2024-01-02\ntags:\n  - a\n  - b\n# 注释\n---\n",
            "+++\ntitle = '备份'\ndate = 2024-01-02\ntags = ['a', 'b']\n+++\n",
            "+++\ntitle = '备份'\ndate = 2024-01-02T00:00:00Z\n[taxonomies]\ntags = ['a', 'b']\n+++\n",
            "+++\ntitle = '备份'\n[params]\ndate = 2024-01-02\ntags = ['a', 'b']\n+++\n",
            "{\n\"title\": \"备份\",\n\"date\": \"2024-01-02\",\n\"tags\": [\"a\", \"b\"]\n}\n",
            "\"title\": \"备份\",\n\"date\": \"2024/1/2\",\n\"tags\": [\n  \"a\", \"b\"\n]\n;;;\n",
            ";;;\n\"title\": \"备份\", \"date\": \"20240102\", \"tags\": \"a, b\"\n;;;\n",
        ];
        for form in forms {
            let (front, body, findings) = read_text(&format!("{form}正文\n-----\n"));
            let date = front.date.unwrap().rfc3339();
            assert_eq!(
                (front.title.as_deref(), date.as_str()),
                (Some("备份"), "2024-01-02T00:00:00Z"),
                "{form}"
            );
            assert_eq!(
                (front.tags, body.as_str()),
                (vec!["a".into(), "b".into()], "正文\n-----\n"),
                "{form}"
            );
            assert_eq!(findings, Vec::<String>::new(), "{form}");
        }
    }

    #[test]
    fn fields_have_their_types() {
        let (front, _, findings) = read_text(
            "---\nhidden: true\nseries: [网络]\nlang: en\ncover: {image: a.png}\nverified: 2025-01-02\n\
             toc: {enable: false}\nlayout: page\nauthors: [{name: 甲}]\n---\n",
        );
        assert!(front.hidden && front.toc == Some(false));
        assert_eq!(front.series.as_deref(), Some("网络"));
        assert_eq!((front.language.as_deref(), front.cover.as_deref()), (Some("en"), Some("a.png")));
        assert_eq!(front.verified.unwrap().day.to_string(), "2025-01-02");
        assert_eq!(front.author.as_deref(), Some("甲"));
        assert_eq!((front.extra.len(), findings.len()), (1, 0));
    }

    #[test]
    fn categories_keep_what_they_are_below() {
        let paths = |text: &str| read_text(&format!("---\ncategories: {text}\n---\n")).0;
        let nested = paths("[[运维, 容器], [随笔], 2024]");
        assert_eq!(nested.category_paths, [vec!["运维", "容器"], vec!["随笔"], vec!["2024"]]);
        assert_eq!(nested.categories, ["运维", "容器", "随笔", "2024"]);
        assert_eq!(paths("运维").category_paths, [["运维"]]);
        assert_eq!(paths("[]"), FrontMatter { places: paths("[]").places, ..FrontMatter::default() });
    }

    #[test]
    fn numbers_among_tags_stay_as_they_were_written() {
        for text in [
            "tags: [1.20, 2024, go]",
            "tags:\n- 1.20\n- 2024\n- go",
            "tags:\n  - 1.20 # 版本\n  - 2024\n  - go",
        ] {
            assert_eq!(read_text(&format!("---\n{text}\n---\n")).0.tags, ["1.20", "2024", "go"], "{text}");
        }
    }

    #[test]
    fn mistakes_are_named_where_they_are() {
        for (text, expected) in MISTAKES {
            assert_eq!(read_text(text).2, [expected], "{text}");
        }
    }

    #[test]
    fn hostile_texts_take_no_time() {
        let lines = [
            "---\n",
            "title: a\n",
            "title: [\n",
            "{\n",
            "{\"title\":\n",
            "+++\na = [\n",
            ";;;\n",
            "\"title\":{\n",
        ];
        for line in lines {
            read_text(&line.repeat(1 << 17));
            read_text(&format!("---\n{}\n---\n", line.repeat(1 << 14)));
        }
    }

    /// Front matter that someone wrote in good faith, and what is said of it.
    const MISTAKES: [(&str, &str); 56] = [
        ("---\ntitle：备份\n---\n", "2:1 expected fields, found plain text"),
        ("---\ntitle:备份\n---\n", "2:1 expected fields, found plain text"),
        ("---\ntitle: [k8s] 排错\n---\n", "2:14 did not find expected key"),
        ("---\ntitle: @备份\n---\n", "2:8 found character that cannot start any token"),
        ("---\ntitle: `df` 用法\n---\n", "2:8 found character that cannot start any token"),
        ("---\ntitle: %util 到百\n---\n", "2:8 found character that cannot start any token"),
        ("---\ntitle: *重要*\n---\n", "2:9 did not find expected alphabetic or numeric character"),
        ("---\ntitle: 报错: 磁盘满\n---\n", "2:10 mapping values are not allowed in this context"),
        ("---\ntitle: \"没有结束\n---\n正文\n", "2:8 found unexpected end of stream"),
        ("---\ntitle: 甲\ntitle: 乙\n---\n", "3:1 duplicate entry with key \"title\""),
        ("---\ntitle: 甲\n\ttags: [a]\n---\n", "3:1 found a tab character that violates indentation"),
        ("---\ntitle: #5 号机\n---\n", "2:1 what follows # in \"title\" is a comment"),
        ("---\ntitle: 机器 #5\n---\n", "2:1 what follows # in \"title\" is a comment"),
        ("---\ntitle: {{ page }}\n---\n", "2:1 \"title\" is not understood and left out"),
        ("---\ntitle: {a: b}\n---\n", "2:1 \"title\" is not understood and left out"),
        ("---\ntitle: [a, b]\n---\n", "2:1 \"title\" is not understood and left out"),
        ("---\nmood: \u{7}\n---\n", "2:7 control characters are not allowed"),
        ("---\na: &a [*a]\n---\n", "2:4 recursion limit exceeded"),
        ("---\na: *b\n---\n", "2:4 unknown anchor"),
        ("---\ndate: 昨天\n---\n", "2:1 \"date\" is not understood and left out"),
        ("---\ndate: 2024-13-01\n---\n", "2:1 \"date\" is not understood and left out"),
        ("---\ndate: 2024-02-30 10:00\n---\n", "2:1 \"date\" is not understood and left out"),
        ("---\ndate: 12\n---\n", "2:1 \"date\" is not understood and left out"),
        ("---\ndate: {y: 2024}\n---\n", "2:1 \"date\" is not understood and left out"),
        ("---\nupdated: 2024-01-01 25:61\n---\n", "2:1 \"updated\" is not understood and left out"),
        ("---\nverified: 去年\n---\n", "2:1 \"verified\" is not understood and left out"),
        ("---\ntags: {a: b}\n---\n", "2:1 \"tags\" is not understood and left out"),
        ("---\ntags: [[a, {b: c}]]\n---\n", "2:1 \"tags\" is not understood and left out"),
        ("---\ncategories: {a: b}\n---\n", "2:1 \"categories\" is not understood and left out"),
        ("---\ncategories: [[a, [b]]]\n---\n", "2:1 \"categories\" is not understood and left out"),
        ("---\ndraft: 是\n---\n", "2:1 \"draft\" is not understood and left out"),
        ("---\npublished: 不\n---\n", "2:1 \"published\" is not understood and left out"),
        ("---\nhidden: 7\n---\n", "2:1 \"hidden\" is not understood and left out"),
        ("---\nweight: 第一\n---\n", "2:1 \"weight\" is not understood and left out"),
        ("---\nkind: blog\n---\n", "2:1 \"kind\" is not understood and left out"),
        ("---\ntoc: maybe\n---\n", "2:1 \"toc\" is not understood and left out"),
        ("---\nseries: {a: 1}\n---\n", "2:1 \"series\" is not understood and left out"),
        ("---\ncover: 5\n---\n", "2:1 \"cover\" is not understood and left out"),
        ("---\nauthor: 5\n---\n", "2:1 \"author\" is not understood and left out"),
        ("---\n甲: a\n- b\n---\n", "3:1 did not find expected key"),
        ("---\ntitle: a\n正文没有结束\n", "1:1 the front matter is never closed"),
        ("+++\ntitle = '甲'\n正文没有结束\n", "1:1 the front matter is never closed"),
        ("+++\ntitle: 甲\n+++\n", "2:8 key with no value, expected `=`"),
        ("+++\ntitle = 甲\n+++\n", "2:9 string values must be quoted, expected literal string"),
        ("+++\ndate = 2024-13-01\n+++\n", "2:8 invalid date, expected month between 01 and 12"),
        ("+++\ntitle = 'a'\ntitle = 'b'\n+++\n", "3:1 duplicate key"),
        ("+++\ndate = '前天'\n+++\n", "2:1 \"date\" is not understood and left out"),
        ("+++\n[taxonomies]\ntags = { a = 1 }\n+++\n", "2:2 \"tags\" is not understood and left out"),
        (";;;\n\"title\": 甲\n;;;\n", "2:10 expected value"),
        (";;;\n\"title\": \"甲\"\n\"date\": \"2024\"\n;;;\n", "3:1 expected `,` or `}`"),
        (
            "\"title\": \"甲\",\n\"date\": \"昨天\"\n;;;\n正文\n",
            "2:1 \"date\" is not understood and left out",
        ),
        (";;;\n\"title\": \"甲\"\n正文\n", "1:1 the front matter is never closed"),
        ("{\n  \"title\": \"甲\",\n  \"date\": 7\n}\n正文\n", "3:3 \"date\" is not understood and left out"),
        ("{\n  \"title\": \"甲\",\n}\n正文\n", "3:1 trailing comma"),
        ("title: 甲\ndate: 昨天\n---\n正文\n", "2:1 \"date\" is not understood and left out"),
        ("title: [k8s] 排错\ndate: 2024-01-01\n---\n正文\n", "1:14 did not find expected key"),
    ];
}
