//! Diagnostics for editors and continuous integration: one JSON object a line.

use serde_json::json;

use super::{Diagnostic, Severity};

/// Writes a diagnostic as one line of JSON: `rule`, `severity`, `message`, and where known
/// `path`, `line` and `column` (from 1, in characters), and `help`.
pub fn to_json(diagnostic: &Diagnostic) -> String {
    let severity = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Hint => "hint",
    };
    let position = diagnostic.place.as_ref().map(|place| (place.file.shown(), place.position()));
    json!({
        "rule": diagnostic.rule,
        "severity": severity,
        "message": diagnostic.message,
        "path": position.as_ref().map(|(path, _)| path),
        "line": position.as_ref().map(|(_, position)| position.line),
        "column": position.as_ref().map(|(_, position)| position.column),
        "help": diagnostic.help,
    })
    .to_string()
}
