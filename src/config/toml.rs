//! TOML, and the only file that knows which crate reads it.

use serde_json::Value;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::field::{Field, SyntaxError, check_size, first_line, floor, line_end};

/// Reads a TOML document as a list of fields with their places. Dates are strings.
///
/// # Errors
///
/// When it is no TOML, or too large.
pub fn parse_mapping(text: &str) -> Result<Vec<Field>, SyntaxError> {
    check_size(text)?;
    let table = DeTable::parse(text).map_err(|error| explain(text, &error))?;
    let field = |(key, value): (&Spanned<_>, &Spanned<DeValue<'_>>)| {
        let start = floor(text, Spanned::span(key).start);
        let key: &std::borrow::Cow<'_, str> = key.get_ref();
        Field { key: key.to_string(), value: plain(value.get_ref()), range: start..line_end(text, start) }
    };
    let mut fields: Vec<Field> = table.get_ref().iter().map(field).collect();
    // The parser sorts by name.
    fields.sort_by_key(|field| field.range.start);
    Ok(fields)
}

/// TOML's data as JSON's. Numbers that JSON cannot hold stay as they were written.
fn plain(value: &DeValue<'_>) -> Value {
    match value {
        DeValue::String(text) => Value::from(text.as_ref()),
        DeValue::Boolean(value) => Value::Bool(*value),
        DeValue::Datetime(moment) => Value::from(moment.to_string()),
        DeValue::Array(items) => items.iter().map(|item| plain(item.get_ref())).collect(),
        DeValue::Table(table) => {
            let pair = |(key, value): (&Spanned<std::borrow::Cow<'_, str>>, &Spanned<DeValue<'_>>)| {
                (key.get_ref().to_string(), plain(value.get_ref()))
            };
            Value::Object(table.iter().map(pair).collect())
        }
        DeValue::Integer(number) => {
            let written = number.as_str();
            written.parse::<i64>().map_or_else(|_| Value::from(written), Value::from)
        }
        DeValue::Float(number) => Value::from(number.as_str()),
    }
}

fn explain(text: &str, error: &toml::de::Error) -> SyntaxError {
    let start = error.span().map_or(0, |span| floor(text, span.start));
    let message = error.message().split('\n').next().unwrap_or_default().to_owned();
    let range = if start >= text.trim_end().len() { first_line(text) } else { start..line_end(text, start) };
    SyntaxError { message, range, help: advice(text, start) }
}

/// The usual mistake is YAML's way of writing a field.
fn advice(text: &str, at: usize) -> Option<String> {
    let start = text.get(..at)?.rfind('\n').map_or(0, |newline| newline + 1);
    let line = text.get(start..line_end(text, start))?;
    let (key, value) = line.split_once('=').or_else(|| line.split_once(':'))?;
    let bare = !value.trim().is_empty() && !value.trim().starts_with(['"', '\'', '[', '{']);
    bare.then(|| format!("write it as {} = \"{}\"", key.trim(), value.trim().replace('"', "\\\"")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_come_in_order_with_their_places() {
        let text = "title = '备份'\ndate = 2024-01-02T03:04:05+08:00\n[taxonomies]\ntags = ['a', 2]\n";
        let fields = parse_mapping(text).unwrap();
        let keys: Vec<&str> = fields.iter().map(|field| field.key.as_str()).collect();
        assert_eq!(keys, ["title", "date", "taxonomies"]);
        assert_eq!(fields[1].value, Value::from("2024-01-02T03:04:05+08:00"));
        assert_eq!(&text[fields[1].range.clone()], "date = 2024-01-02T03:04:05+08:00");
        assert_eq!(fields[2].value, serde_json::json!({"tags": ["a", 2]}));
    }

    #[test]
    fn a_mistake_is_placed_and_explained() {
        let text = "title = 'a'\ndate: 2024\n";
        let error = parse_mapping(text).unwrap_err();
        assert_eq!(error.help.as_deref(), Some("write it as date = \"2024\""));
        assert!(text[..error.range.start].contains('\n'), "{error:?}");
    }

    #[test]
    fn hostile_texts_are_refused_at_once() {
        assert!(parse_mapping(&format!("a = {}", "[".repeat(100_000))).is_err());
        assert!(parse_mapping(&"a.".repeat(60_000)).is_err());
    }
}
