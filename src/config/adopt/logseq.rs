//! Logseq's `logseq/config.edn`.

use super::Adoption;

impl Adoption {
    pub(super) fn logseq(&mut self) {
        if let Some(format) = self.text("journal/page-title-format") {
            self.config.journal_title_format = Some(format);
        }
        let hidden = self.list("hidden").unwrap_or_default();
        self.config.ignored.extend(hidden);
        let properties = self.list("block-hidden-properties").unwrap_or_default();
        self.config.hidden_properties = properties;
        for (name, usual) in [("pages-directory", "pages"), ("journals-directory", "journals")] {
            // The whole graph is read, wherever its pages are.
            if self.fields.take_text(&[name]).is_some_and(|folder| folder != usual) {
                self.note(name);
            }
        }
        let format = self.fields.take_text(&["preferred-format"]);
        if format.is_some_and(|format| format.eq_ignore_ascii_case("org")) {
            let help = "export the pages as Markdown to have them published";
            self.warn("preferred-format", "pages in Org are not read".to_owned(), help);
        }
    }
}
