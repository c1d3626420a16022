//! `llms.txt`: what the site holds, for assistants, in the form of llmstxt.org. There is no
//! file of all texts beside it: it would be as large as the site, and every text is one
//! request away.

use super::{RenderError, Renderer};
use crate::output::{Output, SitePath};
use crate::site::Note;

/// Characters of a note's summary at most.
const SUMMARY: usize = 100;

impl Renderer<'_> {
    /// A site's own file of this name is kept.
    pub(super) fn llms(&self, output: &mut Output) -> Result<(), RenderError> {
        let path = SitePath::parse("llms.txt")?;
        if !self.is_own(path.as_str()) {
            let content = self.content(&path, self.llms_text().into_bytes());
            output.insert(path, content, "the list for assistants");
        }
        Ok(())
    }

    /// The site's name and description, and its notes by kind.
    fn llms_text(&self) -> String {
        let mut text = format!("# {}\n", line(&self.config.title));
        if !self.config.description.is_empty() {
            text.push_str(&format!("\n> {}\n", line(&self.config.description)));
        }
        let root = self.config.base.absolute("").unwrap_or_default();
        for (kind, term) in &self.site.kinds {
            text.push_str(&format!("\n## {}\n\n", self.theme.kind_title(*kind)));
            for note in term.notes.iter().filter_map(|&id| self.note(id)) {
                text.push_str(&self.llms_line(note, &root));
            }
        }
        text
    }

    fn llms_line(&self, note: &Note, root: &str) -> String {
        let title = line(&note.page.title).replace('[', "\\[").replace(']', "\\]");
        let path = self.twin_path(note).unwrap_or_else(|| note.path.clone());
        let address = path.href().replace('(', "%28").replace(')', "%29");
        let summary = line(&note.page.summary);
        let short: String = summary.chars().take(SUMMARY).collect();
        let more = if short.len() < summary.len() { "…" } else { "" };
        let gap = if summary.is_empty() { "" } else { ": " };
        format!("- [{title}]({root}{address}){gap}{short}{more}\n")
    }
}

/// Text on one line.
fn line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
