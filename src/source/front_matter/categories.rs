//! Categories, which may be below one another.

use std::collections::BTreeSet;

use serde_json::Value;

/// The paths of categories in a field: of the text it is, or of each item of a list, which
/// is a name or a list of names.
pub(super) fn paths(value: &Value) -> Option<Vec<Vec<String>>> {
    let Value::Array(items) = value else { return Some(vec![vec![name(value)?]]) };
    let mut paths: Vec<Vec<String>> = Vec::new();
    for item in items {
        let path: Vec<String> = match item {
            Value::Array(names) => {
                names.iter().filter(|name| !name.is_null()).map(name).collect::<Option<_>>()?
            }
            Value::Null => Vec::new(),
            single => vec![name(single)?],
        };
        if !path.is_empty() {
            paths.push(path);
        }
    }
    Some(paths)
}

/// The names in paths, each once.
pub(super) fn flat(paths: &[Vec<String>]) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let names = paths.iter().flatten().filter(|name| !name.is_empty());
    names.filter(|name| seen.insert(*name)).cloned().collect()
}

fn name(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(value) => Some(value.to_string()),
        _ => None,
    }
}
