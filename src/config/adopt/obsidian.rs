//! Obsidian's `.obsidian/app.json`, and where its plugins for templates keep those.

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
        // Templates are no notes.
        let templates = self.fields.take_text(&["folder", "templates_folder"]);
        self.config.ignored.extend(templates.filter(|folder| folder != "/"));
    }
}
