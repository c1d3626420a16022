//! What an outline says of its whole page: properties before the first bullet, or in a first
//! bullet that holds nothing else.

use std::ops::Range;

use super::{HIDDEN, property};
use crate::source::FrontMatter;

/// Properties that the front matter has fields for, and those that are for Logseq itself.
const TAKEN: [&str; 12] = [
    "title",
    "alias",
    "aliases",
    "tags",
    "public",
    "icon",
    "filters",
    "template",
    "template-including-parent",
    "exclude-from-graph-view",
    "file",
    "file-path",
];

/// The lines of a page's properties, and the properties.
#[derive(Debug, Default)]
pub(super) struct Properties<'a> {
    /// Bytes of the text up to where the blocks begin.
    pub(super) range: Range<usize>,
    /// Names and the bytes of their values.
    list: Vec<(&'a str, Range<usize>)>,
}

impl<'a> Properties<'a> {
    /// The properties of a page; none where the text begins with something else.
    pub(super) fn of(text: &'a str) -> Properties<'a> {
        let mut found = Properties::default();
        let mut at = 0;
        let mut bulleted = false;
        for whole in text.split_inclusive('\n') {
            let (start, line) = (at, whole.trim_end_matches('\n'));
            at += whole.len();
            let skip = if line.starts_with("- ") && found.list.is_empty() { 2 } else { 0 };
            let bare = line.get(skip..).unwrap_or_default();
            match property(bare).filter(|_| bulleted || skip > 0 || !line.starts_with(' ')) {
                Some((key, value)) => {
                    bulleted |= skip > 0;
                    found.list.push((key, start + skip + value.start..start + skip + value.end));
                    found.range = 0..at;
                }
                None if line.trim().is_empty() => {}
                // The bullet has a text besides, or others below it: it is a block like any.
                None if bulleted && line.starts_with([' ', '\t']) => return Properties::default(),
                None => break,
            }
        }
        found
    }

    /// Whether there are none.
    pub(super) fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Those that a reader is shown.
    pub(super) fn shown(&self) -> impl Iterator<Item = &(&'a str, Range<usize>)> {
        self.list.iter().filter(|(key, value)| {
            let key = key.to_ascii_lowercase();
            !value.is_empty() && !TAKEN.contains(&key.as_str()) && !HIDDEN.contains(&key.as_str())
        })
    }
}

/// Adds what an outline says of its page to its front matter, which is the stronger.
pub(in super::super) fn describe(front: &mut FrontMatter, text: &str) {
    for (key, value) in Properties::of(text).list {
        let value = text.get(value).unwrap_or_default().trim();
        match key.to_ascii_lowercase().as_str() {
            "title" if !value.is_empty() => {
                front.title.get_or_insert_with(|| value.to_owned());
            }
            "alias" | "aliases" => add(&mut front.aliases, value),
            "tags" => add(&mut front.tags, value),
            "public" => front.draft |= value == "false",
            _ => {}
        }
    }
}

/// Adds the names that a value lists: `a, [[b c]], #d`.
fn add(names: &mut Vec<String>, value: &str) {
    for name in value.split([',', '，']) {
        let name = name.trim().trim_start_matches('#');
        let name = name.trim_start_matches("[[").trim_end_matches("]]").trim_matches('"').trim();
        if !name.is_empty() && !names.iter().any(|known| known == name) {
            names.push(name.to_owned());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (FrontMatter, Vec<&str>, usize) {
        let mut front = FrontMatter::default();
        describe(&mut front, text);
        let properties = Properties::of(text);
        let shown = properties.shown().map(|(key, _)| *key).collect();
        (front, shown, properties.range.end)
    }

    #[test]
    fn properties_describe_the_page() {
        let text = "title:: 网络/TCP\nalias:: 传输控制, tcp\ntags:: [[面试]], #网络\n来源:: 书\n\n- 一";
        let (front, shown, end) = read(text);
        assert_eq!(front.title.as_deref(), Some("网络/TCP"));
        assert_eq!(
            (front.aliases, front.tags),
            (vec!["传输控制".into(), "tcp".into()], vec!["面试".into(), "网络".into()])
        );
        assert_eq!((shown, &text[end..]), (vec!["来源"], "\n- 一"));
    }

    #[test]
    fn a_first_bullet_may_hold_them() {
        assert_eq!(read("- alias:: a\n  public:: false\n- 一").0.aliases, ["a"]);
        for text in ["- 来源:: 书\n  一\n- 二", "- 来源:: 书\n\t- 二", "- 一\n  alias:: a", "见 a:: b"]
        {
            assert_eq!(read(text).2, 0, "{text}");
        }
    }
}
