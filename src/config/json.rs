//! JSON objects as fields with the places of their keys.

use std::collections::BTreeMap;
use std::ops::Range;

use serde_json::{Map, Value};

use super::field::{Field, SyntaxError, check_size, first_line, floor, line_end};

/// Reads a text that is one JSON object.
///
/// # Errors
///
/// When it is no JSON object, or too large.
pub fn parse_mapping(text: &str) -> Result<Vec<Field>, SyntaxError> {
    check_size(text)?;
    let object: Map<String, Value> = serde_json::from_str(text).map_err(|error| explain(text, &error))?;
    let places =
        scan(text).keys.into_iter().filter_map(|range| Some((text.get(range.clone())?, range.start)));
    let places: BTreeMap<&str, usize> = places.collect();
    let field = |(key, value): (String, Value)| {
        let start = places.get(key.as_str()).map_or(first_line(text).start, |start| start - 1);
        Field { key, value, range: start..line_end(text, start) }
    };
    let mut fields: Vec<Field> = object.into_iter().map(field).collect();
    fields.sort_by_key(|field| field.range.start);
    Ok(fields)
}

/// Reads the members of an object that stand without its brackets.
///
/// # Errors
///
/// When they are no JSON, or too large.
pub fn parse_members(text: &str) -> Result<Vec<Field>, SyntaxError> {
    let unwrapped =
        |range: Range<usize>| range.start.saturating_sub(1)..range.end.saturating_sub(1).min(text.len());
    let fields = parse_mapping(&format!("{{{text}}}"))
        .map_err(|error| SyntaxError { range: unwrapped(error.range.clone()), ..error })?;
    Ok(fields.into_iter().map(|field| Field { range: unwrapped(field.range.clone()), ..field }).collect())
}

/// Bytes of the object that a text begins with; none when it never ends.
pub fn object_length(text: &str) -> Option<usize> {
    scan(text).end
}

/// What can be told of an object without reading its values.
struct Scan {
    /// Its own keys, without their quotes.
    keys: Vec<Range<usize>>,
    /// The byte behind it.
    end: Option<usize>,
}

fn scan(text: &str) -> Scan {
    let (mut keys, mut depth) = (Vec::new(), 0usize);
    let mut last = None;
    let mut bytes = text.bytes().enumerate();
    while let Some((at, byte)) = bytes.next() {
        match byte {
            b'"' => {
                let mut escaped = false;
                let end = bytes.find(|(_, byte)| {
                    let ends = *byte == b'"' && !escaped;
                    escaped = *byte == b'\\' && !escaped;
                    ends
                });
                last = end.map(|(end, _)| at + 1..end);
            }
            b':' if depth == 1 => keys.extend(last.take()),
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 && matches!(byte, b'}' | b']') {
            return Scan { keys, end: Some(at + 1) };
        }
    }
    Scan { keys, end: None }
}

fn explain(text: &str, error: &serde_json::Error) -> SyntaxError {
    let full = error.to_string();
    let message = full.split(" at line ").next().unwrap_or(&full).to_owned();
    let lines = text.split_inclusive('\n').take(error.line().saturating_sub(1));
    let start = lines.map(str::len).sum::<usize>() + error.column().saturating_sub(1);
    let start = floor(text, start.min(text.trim_end().len().saturating_sub(1)));
    let help = match message.as_str() {
        "trailing comma" => Some("remove the comma before the closing bracket"),
        "expected value" => Some("put text in double quotes"),
        "expected `,` or `}`" => Some("end the line before with a comma"),
        _ => None,
    };
    SyntaxError { message, range: start..line_end(text, start).max(start), help: help.map(str::to_owned) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_come_in_order_with_their_places() {
        let text = "{\n  \"title\": \"a: {\\\"b\\\"}\",\n  \"tags\": [\"x\", {\"y\": 1}]\n}";
        let fields = parse_mapping(text).unwrap();
        let lines: Vec<&str> = fields.iter().map(|field| &text[field.range.clone()]).collect();
        assert_eq!(lines, ["\"title\": \"a: {\\\"b\\\"}\",", "\"tags\": [\"x\", {\"y\": 1}]"]);
    }

    #[test]
    fn an_object_ends_where_its_bracket_is_closed() {
        assert_eq!(object_length("{\"a\": \"}\"}\n正文 }"), Some(10));
        assert_eq!(object_length("{\"a\": {"), None);
    }

    #[test]
    fn a_mistake_is_placed() {
        let error = parse_mapping("{\n  \"title\": \"甲\",\n}").unwrap_err();
        assert_eq!((error.message.as_str(), error.range), ("trailing comma", 20..21));
    }
}
