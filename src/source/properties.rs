//! Page properties: what Logseq has in place of front matter.

use serde_json::Value;

use crate::config::Field;

/// Properties that say something of a page. A note that begins with none of them, but with
/// `std:: x`, has no page properties.
const KNOWN: [&str; 16] = [
    "title",
    "alias",
    "aliases",
    "tags",
    "tag",
    "type",
    "date",
    "created",
    "updated",
    "description",
    "author",
    "public",
    "icon",
    "id",
    "template",
    "filters",
];

/// Properties whose value is a list, separated by commas.
const LISTS: [&str; 4] = ["alias", "aliases", "tags", "tag"];

/// The page properties that a text begins with, `key:: value` on each line, and where the
/// rest of it begins. They may be the text of the first bullet.
pub(super) fn split(text: &str) -> Option<(Vec<Field>, usize)> {
    let mut fields: Vec<Field> = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let Some(field) = field(line, at, fields.is_empty()) else { break };
        fields.push(field);
        at += line.len();
    }
    let rest = text.get(at..).unwrap_or_default().trim_start_matches('\n');
    let bulleted = text.starts_with("- ");
    // Text that goes on in the same bullet: the properties are that block's own.
    let alone = !bulleted || rest.is_empty() || rest.starts_with("- ") || rest.starts_with("-\n");
    let known = fields.iter().any(|field| KNOWN.contains(&field.key.as_str()));
    (known && alone).then_some((fields, at))
}

fn field(line: &str, at: usize, first: bool) -> Option<Field> {
    let bullet = if first && line.starts_with("- ") { 2 } else { 0 };
    let (key, value) = line.get(bullet..)?.split_once("::")?;
    let bare = key.trim();
    let is_key = bare.starts_with(char::is_alphabetic)
        && bare.chars().all(|ch| ch.is_alphanumeric() || matches!(ch, '-' | '_' | '.'));
    let ends = value.trim().is_empty() || value.starts_with(' ');
    (is_key && ends).then(|| {
        let key = bare.to_lowercase();
        let start =
            at + bullet + (line.len() - bullet - line.get(bullet..).unwrap_or_default().trim_start().len());
        Field { value: meaning(&key, value.trim()), key, range: start..at + line.trim_end().len() }
    })
}

fn meaning(key: &str, value: &str) -> Value {
    if LISTS.contains(&key) {
        let items =
            value.split([',', '，']).map(|item| bare(item).to_owned()).filter(|item| !item.is_empty());
        return items.map(Value::from).collect();
    }
    Value::from(bare(value))
}

/// A value without the brackets and marks of a link or tag.
fn bare(value: &str) -> &str {
    let value = value.trim().trim_start_matches('#');
    value.strip_prefix("[[").and_then(|rest| rest.strip_suffix("]]")).unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<(Vec<(String, Value)>, &str)> {
        let (fields, at) = split(text)?;
        let fields = fields.into_iter().map(|field| (field.key, field.value)).collect();
        Some((fields, &text[at..]))
    }

    #[test]
    fn lines_or_the_first_bullet_hold_them() {
        let expected = vec![
            ("title".to_owned(), Value::from("重做日志")),
            ("tags".to_owned(), ["MySQL", "WAL 日志"].map(Value::from).into_iter().collect()),
        ];
        let (fields, rest) = read("title:: 重做日志\ntags:: [[MySQL]], #[[WAL 日志]]\n\n- 正文\n").unwrap();
        assert_eq!((fields, rest), (expected.clone(), "\n- 正文\n"));
        let (fields, rest) = read("- title:: 重做日志\n  tags:: MySQL，WAL 日志\n- 正文\n").unwrap();
        assert_eq!((fields, rest), (expected, "- 正文\n"));
    }

    #[test]
    fn ranges_are_the_lines() {
        let text = "- title:: 一\n  alias:: 二\n";
        let ranges: Vec<&str> = split(text).unwrap().0.into_iter().map(|field| &text[field.range]).collect();
        assert_eq!(ranges, ["title:: 一", "alias:: 二"]);
    }

    #[test]
    fn other_beginnings_hold_none() {
        for text in
            ["std:: 容器\n", "- title:: 一\n  正文\n", "正文\ntitle:: 一\n", "title::一\n", "", "- 列表\n"]
        {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
