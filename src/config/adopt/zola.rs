//! Zola's `zola.toml` or `config.toml`.

use serde_json::Value;

use super::{Adoption, nested, person};

/// Whether a `config.toml` is Zola's and not Hugo's: the names of their fields differ.
pub fn is_zola(text: &str) -> bool {
    text.lines().any(|line| line.trim_start().starts_with("base_url"))
}

impl Adoption {
    pub(super) fn zola(&mut self) {
        self.title("title");
        self.description("description");
        self.base("base_url");
        self.language("default_language");
        self.author("author");
        let extra = self.whole("extra").unwrap_or(Value::Null);
        if let Some(author) = nested(&extra, &["author"]).and_then(person) {
            self.config.author = Some(author);
            self.note("extra");
        }
    }
}
