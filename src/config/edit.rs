//! Where notes are edited.

/// The word of a pattern that a note's path stands for.
const PATH: &str = "{path}";

/// The address of a page on which a note can be edited, with a gap for the note's path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditUrl {
    before: String,
    after: String,
}

impl EditUrl {
    /// Reads a URL with `{path}` in it, or one that the path follows. None when it is no
    /// web address: a link must not run a script or open a file.
    pub fn parse(text: &str) -> Option<EditUrl> {
        let text = text.trim();
        let scheme = ["https://", "http://"].into_iter().find(|scheme| text.starts_with(scheme))?;
        let host = text.get(scheme.len()..)?.split(['/', '?', '#']).next()?;
        let is_wrong = |ch: char| ch.is_whitespace() || ch.is_control();
        if host.is_empty() || host.contains(['{', '}']) || text.contains(is_wrong) {
            return None;
        }
        let (before, after) = match text.split_once(PATH) {
            Some((before, after)) => (before.to_owned(), after.to_owned()),
            None if text.ends_with(['/', '=']) => (text.to_owned(), String::new()),
            None => (format!("{text}/"), String::new()),
        };
        Some(EditUrl { before, after })
    }

    /// The same with a folder between the pattern's beginning and the path: for patterns
    /// that count from above the notes' folder.
    #[must_use]
    pub fn below(self, folder: &str) -> EditUrl {
        let slash = if folder.is_empty() || folder.ends_with('/') { "" } else { "/" };
        EditUrl { before: format!("{}{folder}{slash}", self.before), ..self }
    }

    /// The address for the note at `path`, which is percent-encoded.
    pub fn of(&self, path: &str) -> String {
        format!("{}{path}{}", self.before, self.after)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(pattern: &str) -> Option<String> {
        EditUrl::parse(pattern).map(|url| url.of("a/b.md"))
    }

    #[test]
    fn the_path_stands_where_the_pattern_says_or_at_its_end() {
        assert_eq!(of("https://git.x/e/{path}?plain=1").unwrap(), "https://git.x/e/a/b.md?plain=1");
        assert_eq!(of("http://git.x:3000/e/").unwrap(), "http://git.x:3000/e/a/b.md");
        assert_eq!(of("https://git.x/e").unwrap(), "https://git.x/e/a/b.md");
        assert_eq!(of("https://git.x/edit?file=").unwrap(), "https://git.x/edit?file=a/b.md");
        assert_eq!(
            EditUrl::parse("https://git.x/{path}").unwrap().below("文档").of("a"),
            "https://git.x/文档/a"
        );
    }

    #[test]
    fn only_web_addresses_are_links() {
        for wrong in [
            "javascript:alert(1)//{path}",
            "git.x/{path}",
            "/edit/",
            "https:///x",
            "https://{path}/",
            "",
            "https://a b/",
        ] {
            assert_eq!(of(wrong), None, "{wrong}");
        }
    }
}
