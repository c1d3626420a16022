//! Drawings of the Excalidraw plugin: notes that hold a picture as data. Their words can be
//! read, the picture cannot.

use super::super::lines::lines;
use super::super::rewrite::Edit;
use crate::source::Source;

/// Headings that the plugin writes above what can be read.
const READABLE: [&str; 2] = ["Excalidraw Data", "Text Elements"];

/// Headings that it writes above data.
const DATA: [&str; 3] = ["Element Links", "Embedded Files", "Drawing"];

/// Whether a note is a drawing.
pub(super) fn is_drawing(source: &Source) -> bool {
    source.front.extra.iter().any(|(field, _)| field == "excalidraw-plugin")
}

/// The edits that leave a drawing's words.
pub(super) fn edits(text: &str) -> Vec<Edit> {
    let mut edits = Vec::new();
    let mut in_data = false;
    for line in lines(text) {
        let bare = line.text.trim();
        let heading = bare.strip_prefix('#').map(|rest| rest.trim_start_matches('#').trim());
        let is_one = |names: &[&str]| {
            heading.is_some_and(|heading| names.iter().any(|name| heading.eq_ignore_ascii_case(name)))
        };
        in_data |= !line.code && is_one(&DATA);
        let is_notice = bare.starts_with("==⚠") && bare.contains("EXCALIDRAW VIEW");
        if in_data || is_one(&READABLE) || is_notice || bare == "%%" {
            edits.push(Edit { range: line.range, with: "\n".to_owned() });
        }
    }
    edits
}

#[cfg(test)]
mod tests {
    use super::super::super::rewrite::Rewritten;
    use super::*;

    #[test]
    fn the_words_of_a_drawing_are_left() {
        let text = "==⚠  Switch to EXCALIDRAW VIEW in the MORE OPTIONS menu ⚠==\n\n# Excalidraw Data\n\n## Text Elements\n网关 ^a1\n\n%%\n## Drawing\n```compressed-json\nN4KAkARAL\n```\n%%";
        let mut rewritten = Rewritten::new(text, 0);
        rewritten.apply(&edits(text));
        assert_eq!(rewritten.text().trim(), "网关 ^a1");
    }
}
