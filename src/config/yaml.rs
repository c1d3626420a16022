//! YAML, and the only file that knows which crate reads it.
//!
//! A document is read as a list of fields with the places of their keys, so that whoever
//! gives the fields a meaning can say where one is wrong.

use std::ops::Range;

use serde_json::Value;

use super::field::{Field, SyntaxError, check_size, first_line, floor};

/// Reads a text whose top level is a mapping. An empty text is an empty mapping.
///
/// # Errors
///
/// When it is no YAML, no mapping, or has a key twice.
pub fn parse_mapping(text: &str) -> Result<Vec<Field>, SyntaxError> {
    check_size(text)?;
    let value: serde_yaml::Value = serde_yaml::from_str(text).map_err(|error| explain(text, &error))?;
    let mapping = match value {
        serde_yaml::Value::Null => return Ok(Vec::new()),
        serde_yaml::Value::Mapping(mapping) => mapping,
        _ => return Err(no_mapping(text)),
    };
    let mut done = 0;
    let field = |(key, value): (serde_yaml::Value, serde_yaml::Value)| {
        let key = key_text(&key);
        // Keys come in the order they were written.
        let rest = text.get(done..).unwrap_or_default();
        let range = key_range(rest, &key);
        let value = as_written(plain(value), rest.get(range.start..).unwrap_or_default());
        let range = done + range.start..done + range.end;
        done = range.end;
        Field { range, value, key }
    };
    Ok(mapping.into_iter().map(field).collect())
}

/// A number as it was written, where its value reads differently: a title or tag `1.20` is
/// no `1.2`. `text` begins at the field's key.
fn as_written(value: Value, text: &str) -> Value {
    let line = text.lines().next().unwrap_or_default();
    let written = line.split_once(':').map_or("", |(_, written)| written);
    let written = written.split(" #").next().unwrap_or_default().trim();
    match value {
        Value::Number(number) if number.to_string() != written && !written.is_empty() => written.into(),
        Value::Array(items) if items.iter().any(Value::is_number) => {
            let list = written.strip_prefix('[').and_then(|list| list.strip_suffix(']'));
            let parts: Vec<&str> = match list {
                Some(list) => list.split(',').map(str::trim).collect(),
                None => listed(text).collect(),
            };
            if parts.len() != items.len() {
                return Value::Array(items);
            }
            let pairs = items.into_iter().zip(parts);
            pairs.map(|(item, part)| if item.is_number() { part.into() } else { item }).collect()
        }
        other => other,
    }
}

/// The items of the list below a key, one on each line behind a hyphen.
fn listed(text: &str) -> impl Iterator<Item = &str> {
    let items = text.lines().skip(1).map_while(|line| line.trim_start().strip_prefix("- "));
    items.map(|item| item.split(" #").next().unwrap_or_default().trim())
}

fn key_text(key: &serde_yaml::Value) -> String {
    match plain(key.clone()) {
        Value::String(text) => text,
        other => other.to_string(),
    }
}

/// YAML's data as JSON's. Keys become text, tags are dropped.
fn plain(value: serde_yaml::Value) -> Value {
    use serde_yaml::Value as Yaml;
    match value {
        Yaml::Null => Value::Null,
        Yaml::Bool(value) => Value::Bool(value),
        Yaml::String(value) => Value::String(value),
        Yaml::Sequence(values) => values.into_iter().map(plain).collect(),
        Yaml::Mapping(mapping) => {
            let pairs = mapping.into_iter().map(|(key, value)| (key_text(&key), plain(value)));
            Value::Object(pairs.collect())
        }
        Yaml::Tagged(tagged) => plain(tagged.value),
        Yaml::Number(number) => match (number.as_i64(), number.as_u64(), number.as_f64()) {
            (Some(value), _, _) => value.into(),
            (_, Some(value), _) => value.into(),
            (_, _, Some(value)) => value.into(),
            _ => Value::Null,
        },
    }
}

/// Where a top-level key stands. Nested keys are indented, so the first match is it.
fn key_range(text: &str, key: &str) -> Range<usize> {
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let bare = line.trim_start_matches(['"', '\'']);
        let rest = bare.strip_prefix(key).map(|rest| rest.trim_start_matches(['"', '\'']));
        if rest.is_some_and(|rest| rest.trim_start_matches(' ').starts_with(':')) {
            return start..start + line.trim_end().len();
        }
        start += line.len();
    }
    first_line(text)
}

fn no_mapping(text: &str) -> SyntaxError {
    let line = text.get(first_line(text)).unwrap_or_default();
    let help = if line.contains('：') {
        "a key ends in a half-width colon and a space, `title: …`; this one has a full-width colon"
    } else if line.contains(':') {
        "a space is missing behind the colon: write fields as `title: …`, one a line"
    } else {
        "write fields as `title: …`, one a line"
    };
    SyntaxError {
        message: "expected fields, found plain text".into(),
        range: first_line(text),
        help: Some(help.into()),
    }
}

fn explain(text: &str, error: &serde_yaml::Error) -> SyntaxError {
    let full = error.to_string();
    // The parser repeats the place in its own coordinates, which are not the file's.
    let message = full.split(" at line ").next().unwrap_or(&full);
    let message = message.split(" at position ").next().unwrap_or(message).to_owned();
    let start = floor(text, place(text, error, &full));
    let line_start = text.get(..start).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
    let line = text.get(line_start..).unwrap_or_default().lines().next().unwrap_or_default();
    let end = (line_start + line.trim_end().len()).max(start);
    SyntaxError { help: advice(line), message, range: start..end }
}

/// The byte where the mistake is. The parser means something else by its location for an
/// open quote (the end of the text), a key that is there twice (the mapping's beginning)
/// and characters that are not allowed (the text's beginning).
fn place(text: &str, error: &serde_yaml::Error, message: &str) -> usize {
    if let Some((_, rest)) = message.split_once("while scanning a quoted scalar at line ") {
        let mut numbers = rest.split(" column ").map(|number| number.trim().parse::<usize>().ok());
        if let (Some(Some(line)), Some(Some(column))) = (numbers.next(), numbers.next()) {
            return byte_at(text, line, column);
        }
    }
    if let Some(key) =
        message.split_once("duplicate entry with key \"").and_then(|(_, rest)| rest.split('"').next())
    {
        let first = key_range(text, key);
        let second = text.get(first.end..).map(|rest| key_range(rest, key).start + first.end);
        return second.unwrap_or(first.start);
    }
    if let Some((_, position)) = message.rsplit_once(" at position ") {
        let digits: String = position.chars().take_while(char::is_ascii_digit).collect();
        return digits.parse().unwrap_or(0);
    }
    error.location().map_or(0, |location| location.index())
}

/// The byte of a line and column, both from 1, the column in characters.
fn byte_at(text: &str, line: usize, column: usize) -> usize {
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let rest = text.get(start..).unwrap_or_default();
    let offset = rest.char_indices().nth(column.saturating_sub(1)).map_or(rest.len(), |(at, _)| at);
    start + offset
}

/// Most mistakes in front matter are a value that needs quotes.
fn advice(line: &str) -> Option<String> {
    if line.starts_with('\t') {
        return Some("indent with spaces: YAML has no tabs".to_owned());
    }
    let (key, value) = line.split_once(':')?;
    let value = value.trim();
    let special =
        value.starts_with(['[', '{', '@', '`', '%', '*', '&', '!', '|', '>', '#']) || value.contains(": ");
    let quoted = value.starts_with(['"', '\'']);
    if quoted && !value.get(1..).is_some_and(|rest| rest.contains(['"', '\''])) {
        return Some("close the quotation mark".to_owned());
    }
    (special && !quoted).then(|| {
        format!("quote the value: {}: \"{}\"", key.trim(), value.replace('\\', "\\\\").replace('"', "\\\""))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_come_in_order_with_their_places() {
        let text = "title: 备份\ntags: [a, 2]\n\"date\": 2024-01-02\n";
        let fields = parse_mapping(text).unwrap();
        let keys: Vec<&str> = fields.iter().map(|field| field.key.as_str()).collect();
        assert_eq!(keys, ["title", "tags", "date"]);
        assert_eq!(fields[1].value, serde_json::json!(["a", "2"]));
        assert_eq!(&text[fields[2].range.clone()], "\"date\": 2024-01-02");
        assert_eq!(fields[2].value, serde_json::json!("2024-01-02"));
    }

    #[test]
    fn numbers_stay_as_they_were_written() {
        let fields = parse_mapping("title: 1.10\ntags: [1.20, go, 0x1F]\nweight: 3\n").unwrap();
        assert_eq!(fields[0].value, serde_json::json!("1.10"));
        assert_eq!(fields[1].value, serde_json::json!(["1.20", "go", "0x1F"]));
        assert_eq!(fields[2].value, serde_json::json!(3));
    }

    #[test]
    fn a_value_that_needs_quotes_says_so() {
        let error = parse_mapping("date: 2024-01-01\ntitle: [k8s] 排错\n").unwrap_err();
        assert_eq!(error.help.as_deref(), Some("quote the value: title: \"[k8s] 排错\""));
        assert!(error.range.start >= 17, "{error:?}");
    }

    #[test]
    fn mistakes_are_placed_where_they_were_made() {
        let marked = |text: &str| text[parse_mapping(text).unwrap_err().range].to_owned();
        assert_eq!(marked("title: 甲\nsummary: \"没有结束\ntags: [a]\n"), "\"没有结束");
        assert_eq!(marked("title: 甲\ntags: [a]\ntitle: 乙\n"), "title: 乙");
        assert_eq!(marked("title: 甲\nmood: 乙\u{7}\n"), "\u{7}");
    }

    #[test]
    fn hostile_texts_are_refused_at_once() {
        assert!(parse_mapping(&"{a: ".repeat(20_000)).unwrap_err().message.contains("nested"));
        assert!(
            parse_mapping(&format!("a: {}", "x".repeat(200_000))).unwrap_err().message.contains("larger")
        );
    }

    #[test]
    fn a_full_width_colon_is_named() {
        assert!(parse_mapping("title：备份\n").unwrap_err().help.unwrap().contains("full-width"));
    }

    #[test]
    fn a_bomb_of_aliases_is_refused() {
        let mut text = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for level in 1..12 {
            let alias = format!("*a{}", level - 1);
            text.push_str(&format!("a{level}: &a{level} [{}]\n", [alias.as_str(); 10].join(", ")));
        }
        assert!(parse_mapping(&text).is_err());
    }

    #[test]
    fn nothing_is_an_empty_mapping() {
        assert_eq!(parse_mapping("").unwrap(), []);
        assert_eq!(parse_mapping("# only a comment\n").unwrap(), []);
    }
}
