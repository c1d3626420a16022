//! MkDocs' `mkdocs.yml`.

use std::sync::Arc;

use serde_json::Value;

use super::{Adoption, language, nested};
use crate::config::field::Field;
use crate::config::navigation::nav;
use crate::diagnostic::SourceFile;

impl Adoption {
    pub(super) fn mkdocs(&mut self, file: &Arc<SourceFile>) {
        self.title("site_name");
        self.description("site_description");
        self.author("site_author");
        self.base("site_url");
        let theme = self.whole("theme").unwrap_or(Value::Null);
        if let Some(language) = nested(&theme, &["language"]).and_then(Value::as_str).and_then(language) {
            self.config.language = language;
            self.note("theme");
        }
        let folders = self.take("use_directory_urls", "true or false", Value::as_bool);
        self.config.html_addresses = folders == Some(false);
        let extensions = self.whole("markdown_extensions").unwrap_or(Value::Null);
        if has_breaks(&extensions) {
            self.config.hard_breaks = Some(true);
            self.note("markdown_extensions");
        }
        self.mkdocs_edit();
        self.mkdocs_nav(file);
    }

    /// The path or the template that follows the repository's address, unless it has one
    /// of its own. What MkDocs guesses where neither is given is as often wrong.
    fn mkdocs_edit(&mut self) {
        let repository = self.fields.take_text(&["repo_url"]).unwrap_or_default();
        let template =
            self.fields.take_text(&["edit_uri_template"]).map(|template| template.replace("!q}", "}"));
        let (name, uri) = match (template, self.fields.take_text(&["edit_uri"])) {
            (Some(template), _) => ("edit_uri_template", template),
            (None, Some(uri)) => ("edit_uri", uri),
            (None, None) => return,
        };
        let repository = repository.trim_end_matches('/');
        let pattern = match uri.chars().next() {
            _ if uri.contains("://") => uri,
            Some('?' | '#') => format!("{repository}{uri}"),
            _ => format!("{repository}/{}", uri.trim_start_matches('/')),
        };
        self.edit_url(name, &pattern, "");
    }

    fn mkdocs_nav(&mut self, file: &Arc<SourceFile>) {
        let Some(value) = self.whole("nav") else { return };
        let range = self.fields.places.get("nav").cloned().unwrap_or(0..0);
        match nav(&Field { key: "nav".into(), value, range }, file) {
            Some(entries) => {
                self.config.navigation = entries;
                self.note("nav");
            }
            None => {
                let message = "\"nav\" is not understood and left out".to_owned();
                self.warn("nav", message, "expected a list of pages");
            }
        }
    }
}

/// Whether the extension that keeps line breaks is among the extensions.
fn has_breaks(extensions: &Value) -> bool {
    let named = |value: &Value| value.as_str() == Some("nl2br") || nested(value, &["nl2br"]).is_some();
    named(extensions) || extensions.as_array().is_some_and(|several| several.iter().any(named))
}
