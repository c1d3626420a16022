//! Obsidian's `.obsidian/app.json` and `templates.json`.

use serde_json::Value;

use super::Adoption;

impl Adoption {
    pub(super) fn obsidian(&mut self) {
        if let Some(strict) = self.take("strictLineBreaks", "true or false", Value::as_bool) {
            self.config.hard_breaks = Some(!strict);
        }
        // A filter between slashes is a regular expression.
        let filters = self.list("userIgnoreFilters").unwrap_or_default();
        self.config.ignored.extend(filters.into_iter().filter(|filter| !filter.starts_with('/')));
        // Of the plugin for templates, which are no notes.
        self.config.ignored.extend(self.fields.take_text(&["folder"]).filter(|folder| folder != "/"));
    }
}
