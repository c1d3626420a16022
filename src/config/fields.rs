//! Fields of a mapping, taken one by one into typed values.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use serde_json::Value;

use super::field::Field;
use crate::diagnostic::{Diagnostic, Report, Severity, SourceFile};

/// The fields that have not been taken yet, and what was wrong with those that have.
///
/// A field that cannot be understood is reported at its place and counts as not given.
#[derive(Debug)]
pub struct Fields {
    fields: Vec<Field>,
    file: Arc<SourceFile>,
    /// Where the mapping's text begins in the file.
    offset: usize,
    rule: &'static str,
    /// How bad a field is that cannot be understood.
    severity: Severity,
    /// Where the fields that have been taken stand, whatever they are called there: bytes of
    /// the file, by the first of the names they may have.
    pub places: BTreeMap<String, Range<usize>>,
    /// What was wrong.
    pub report: Report,
}

impl Fields {
    /// The fields of a settings file: one that is wrong is an error.
    pub fn of_settings(fields: Vec<Field>, file: &Arc<SourceFile>) -> Fields {
        Fields::new(fields, file, 0, "site-setting", Severity::Error)
    }

    /// The fields of a note, whose text begins at `offset` of its file: one that is wrong is
    /// left out with a warning, so that one date does not hold up a whole site.
    pub fn of_note(fields: Vec<Field>, file: &Arc<SourceFile>, offset: usize) -> Fields {
        Fields::new(fields, file, offset, "front-matter", Severity::Warning)
    }

    /// The fields of another generator's settings: one that is wrong is left out with a
    /// warning, since the site was not made for Yunji.
    pub fn of_adopted(fields: Vec<Field>, file: &Arc<SourceFile>) -> Fields {
        Fields::new(fields, file, 0, "adopted-settings", Severity::Warning)
    }

    fn new(
        fields: Vec<Field>,
        file: &Arc<SourceFile>,
        offset: usize,
        rule: &'static str,
        severity: Severity,
    ) -> Fields {
        let (places, report) = (BTreeMap::new(), Report::default());
        Fields { fields, file: Arc::clone(file), offset, rule, severity, places, report }
    }

    /// Takes the first field that has one of `names` and a value, and reads it with `read`.
    /// `expected` completes the sentence "expected …".
    pub fn take_with<T>(
        &mut self,
        names: &[&'static str],
        expected: &str,
        read: impl FnOnce(&Value) -> Option<T>,
    ) -> Option<T> {
        let field = self.take(names)?;
        let value = read(&field.value);
        if value.is_none() {
            let message = format!("\"{}\" is not understood and left out", field.key);
            self.finding(
                Diagnostic { severity: self.severity, ..Diagnostic::error(self.rule, message) },
                &field.range,
                &format!("expected {expected}"),
            );
        }
        value
    }

    /// Takes text. Numbers and truth values are text too: a title may be `2024`.
    pub fn take_text(&mut self, names: &[&'static str]) -> Option<String> {
        self.take_with(names, "text; put it in quotes", text)
    }

    /// Takes `true` or `false`.
    pub fn take_bool(&mut self, names: &[&'static str]) -> Option<bool> {
        self.take_with(names, "true or false", |value| match value {
            Value::Bool(value) => Some(*value),
            Value::String(text) => text.parse().ok(),
            _ => None,
        })
    }

    /// Takes a whole number.
    pub fn take_integer(&mut self, names: &[&'static str]) -> Option<i64> {
        self.take_with(names, "a whole number", |value| match value {
            Value::String(text) => text.trim().parse().ok(),
            other => other.as_i64(),
        })
    }

    /// Takes a list of texts. A single text is a list of one; nested lists are flattened;
    /// empty items are dropped.
    pub fn take_list(&mut self, names: &[&'static str]) -> Option<Vec<String>> {
        self.take_with(names, "a list such as [a, b]", |value| {
            let mut items = Vec::new();
            flatten(value, &mut items)?;
            Some(items)
        })
    }

    /// Takes every field that is left.
    pub fn take_rest(&mut self) -> Vec<(String, Value)> {
        std::mem::take(&mut self.fields).into_iter().map(|field| (field.key, field.value)).collect()
    }

    /// Reports every field that is left as unknown.
    pub fn reject_rest(&mut self, why: &str) {
        for field in std::mem::take(&mut self.fields) {
            let message = format!("\"{}\": {why}", field.key);
            let finding = Diagnostic::warning(self.rule, message);
            self.finding(finding, &field.range, "see the manual for the settings there are");
        }
    }

    /// Warns about a field that has been taken under `name`.
    pub fn warn(&mut self, name: &str, message: String, help: &str) {
        let range = self.places.get(name).cloned().unwrap_or(0..0);
        self.report.push(Diagnostic::warning(self.rule, message).at(&self.file, range).help(help));
    }

    fn take(&mut self, names: &[&'static str]) -> Option<Field> {
        let at = names.iter().find_map(|name| {
            let given = |field: &Field| field.key.eq_ignore_ascii_case(name) && !is_empty(&field.value);
            self.fields.iter().position(given)
        });
        let found = at.map(|at| self.fields.remove(at));
        if let (Some(name), Some(field)) = (names.first(), &found) {
            self.places.insert((*name).to_owned(), self.in_file(&field.range));
        }
        // Synonyms and empty fields of the same meaning are done with as well.
        self.fields.retain(|field| !names.iter().any(|name| field.key.eq_ignore_ascii_case(name)));
        found
    }

    fn finding(&mut self, diagnostic: Diagnostic, range: &Range<usize>, help: &str) {
        let range = self.in_file(range);
        self.report.push(diagnostic.at(&self.file, range).help(help));
    }

    fn in_file(&self, range: &Range<usize>) -> Range<usize> {
        self.offset + range.start..self.offset + range.end
    }
}

fn is_empty(value: &Value) -> bool {
    value.is_null() || value.as_str().is_some_and(|text| text.trim().is_empty())
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(value) => Some(value.to_string()),
        _ => None,
    }
}

fn flatten(value: &Value, items: &mut Vec<String>) -> Option<()> {
    match value {
        Value::Array(values) => values.iter().try_for_each(|value| flatten(value, items)),
        Value::Null => Some(()),
        other => {
            let item = text(other)?;
            if !item.is_empty() && !items.contains(&item) {
                items.push(item);
            }
            Some(())
        }
    }
}
