//! mdBook's `book.toml`, GitBook's `book.json`, and `SUMMARY.md`, which both have.

use std::sync::Arc;

use serde_json::Value;

use super::{Adoption, language, nested, person};
use crate::config::navigation::summary;
use crate::config::{Base, Layout};
use crate::diagnostic::SourceFile;

impl Adoption {
    pub(super) fn book(&mut self, file: &Arc<SourceFile>) {
        if file.path.ends_with(".md") {
            self.config.navigation = summary(file);
            if !self.config.navigation.is_empty() {
                self.note("reading order");
            }
        } else if self.config.layout == Layout::MdBook {
            self.mdbook();
        } else {
            self.title("title");
            self.description("description");
            self.author("author");
            self.language("language");
        }
    }

    fn mdbook(&mut self) {
        self.config.html_addresses = true;
        let book = self.whole("book").unwrap_or(Value::Null);
        let text = |name: &str| nested(&book, &[name]).and_then(Value::as_str).map(str::to_owned);
        let config = &mut self.config;
        let mut taken = Vec::new();
        if let Some(title) = text("title") {
            config.title = title;
            taken.push("title");
        }
        if let Some(description) = text("description") {
            config.description = description;
            taken.push("description");
        }
        if let Some(author) = nested(&book, &["authors"]).and_then(person) {
            config.author = Some(author);
            taken.push("authors");
        }
        if let Some(language) = text("language").as_deref().and_then(language) {
            config.language = language;
            taken.push("language");
        }
        let output = self.whole("output").unwrap_or(Value::Null);
        let base = nested(&output, &["html", "site-url"]).and_then(Value::as_str);
        if let Some(base) = base.and_then(|url| Base::parse(url).ok()) {
            self.config.base = base;
            taken.push("site-url");
        }
        taken.into_iter().for_each(|name| self.note(name));
        // The path it asks for begins at the book's folder and not at the notes'.
        let folder = nested(&book, &["src"]).and_then(Value::as_str).unwrap_or("src");
        let template = nested(&output, &["html", "edit-url-template"]).and_then(Value::as_str);
        if let Some(template) = template {
            self.edit_url("edit-url-template", template, folder.trim_matches(['.', '/']));
        }
    }
}
