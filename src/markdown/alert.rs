//! Alerts, and the few words that Yunji itself puts into a page's text.

use crate::config::Strings;

/// Words of the site's language.
#[derive(Clone, Copy)]
pub(super) struct Words<'a>(pub(super) &'a Strings);

/// Kinds of remarks: their names in all dialects, the class of the theme, and the key of
/// their title.
const CALLOUTS: [(&str, &str, &str); 14] = [
    ("note default primary seealso", "note", "callout_note"),
    ("info inf", "note", "callout_info"),
    ("tip hint", "tip", "callout_tip"),
    ("success check done pass", "tip", "callout_success"),
    ("important", "important", "callout_important"),
    ("question help faq", "important", "callout_question"),
    ("warning warn attention", "warning", "callout_warning"),
    ("caution", "caution", "callout_caution"),
    ("danger error failure fail missing", "caution", "callout_danger"),
    ("bug", "caution", "callout_bug"),
    ("example", "note", "callout_example"),
    ("quote cite", "note", "callout_quote"),
    ("abstract summary tldr", "note", "callout_abstract"),
    ("todo", "note", "callout_todo"),
];

/// Whether some program has remarks of this kind.
pub(super) fn is_callout(kind: &str) -> bool {
    known(kind).is_some()
}

/// Class of a kind, and the key of its title.
fn known(kind: &str) -> Option<(&'static str, &'static str)> {
    let is_kind = |names: &str| names.split(' ').any(|name| name.eq_ignore_ascii_case(kind));
    let found = CALLOUTS.iter().find(|(names, ..)| is_kind(names));
    found.map(|&(_, class, title)| (class, title))
}

impl<'a> Words<'a> {
    /// Class and title of a remark of any kind that some program knows.
    pub(super) fn callout(self, kind: &str) -> (&'static str, String) {
        match known(kind) {
            Some((class, title)) => (class, self.0.get(title).to_owned()),
            None => ("note", kind.to_lowercase()),
        }
    }

    /// What is shown of something folded away that has no title.
    pub(super) fn details(self) -> &'a str {
        self.0.get("details")
    }

    /// Label of the link beside a heading.
    pub(super) fn heading_link(self) -> &'a str {
        self.0.get("heading_link")
    }

    /// Label of a link from a footnote back to the text.
    pub(super) fn footnote_back(self) -> &'a str {
        self.0.get("footnote_back")
    }

    /// What a drawing without a title is called.
    pub(super) fn diagram(self) -> &'a str {
        self.0.get("diagram")
    }

    /// What unfolds the words that a drawing is made of.
    pub(super) fn diagram_source(self) -> &'a str {
        self.0.get("diagram_source")
    }

    /// Title of the list of footnotes.
    pub(super) fn footnotes(self) -> &'a str {
        self.0.get("footnotes")
    }

    /// Label of the box of a task.
    pub(super) fn task(self, done: bool) -> &'a str {
        if done { self.0.get("task_done") } else { self.0.get("task_open") }
    }
}
