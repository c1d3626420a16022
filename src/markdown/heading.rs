//! Ids of headings.

use std::collections::{BTreeMap, BTreeSet};

/// The id of a heading with this text: its letters and digits in lower case, Han as they
/// are, spaces as hyphens, punctuation dropped.
///
/// The same text gives the same id wherever it stands and whatever is added around it.
/// Ids that the theme uses for itself are avoided.
pub fn slug(text: &str) -> String {
    let mut slug = String::new();
    for ch in text.trim().chars() {
        if ch.is_alphanumeric() || ch == '_' {
            slug.extend(ch.to_lowercase());
        } else if (ch.is_whitespace() || ch == '-') && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    let slug = slug.trim_matches('-');
    if slug.is_empty() { "section".to_owned() } else { own(slug) }
}

/// An id that is not the theme's: those begin with `yj-`.
pub(super) fn own(id: &str) -> String {
    if id.starts_with("yj-") { format!("h-{id}") } else { id.to_owned() }
}

/// Ids given out on a page.
#[derive(Debug, Default)]
pub(super) struct Ids {
    taken: BTreeSet<String>,
    /// The last number tried for each id that was wanted.
    numbers: BTreeMap<String, usize>,
}

impl Ids {
    /// An id that no other heading of the page has: `wanted`, or with the first free number.
    pub(super) fn unique(&mut self, wanted: &str) -> String {
        let mut id = wanted.to_owned();
        while !self.taken.insert(id.clone()) {
            let number = self.numbers.entry(wanted.to_owned()).or_insert(0);
            *number += 1;
            id = format!("{wanted}-{number}");
        }
        id
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn han_and_letters_make_the_id() {
        assert_eq!(slug("CI/CD 与 A/B 测试：要点"), "cicd-与-ab-测试要点");
        assert_eq!(slug("  什么是 cgroup？ "), "什么是-cgroup");
        assert_eq!(slug("！？"), "section");
        assert_eq!(slug("yj-main"), "h-yj-main");
    }

    #[test]
    fn repeated_headings_are_numbered() {
        let mut ids = Ids::default();
        let given: Vec<String> = ["现象", "现象", "现象-1", "现象"].map(|id| ids.unique(id)).into();
        assert_eq!(given, ["现象", "现象-1", "现象-1-1", "现象-2"]);
    }
}
