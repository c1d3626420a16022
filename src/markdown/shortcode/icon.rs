//! Icons of MkDocs Material, named in text: `:material-home:{ .lg }`. They adorn words that
//! say the same, and the fonts they come from are not there.

use super::super::lines::outside_code;
use super::super::rewrite::Edit;
use super::rows::rows;

/// Sets of icons.
const SETS: [&str; 4] = [":material-", ":fontawesome-", ":octicons-", ":simple-"];

/// Bytes of a list of attributes behind an icon at most.
const LONGEST: usize = 200;

/// The edits that take icons out of a text.
pub(super) fn edits(text: &str) -> Vec<Edit> {
    let mut edits = Vec::new();
    if !SETS.iter().any(|set| text.contains(set)) {
        return edits;
    }
    for row in rows(text).filter(|row| !row.code && SETS.iter().any(|set| row.line.contains(set))) {
        let start = row.bytes().start;
        for part in outside_code(row.line) {
            let within = row.line.get(part.clone()).unwrap_or_default();
            let icons = within.match_indices(':').filter_map(|(at, _)| Some((at, icon(within.get(at..)?)?)));
            edits.extend(icons.map(|(at, length)| {
                let at = start + part.start + at;
                Edit::new(at..at + length, "")
            }));
        }
    }
    edits
}

/// The bytes of the icon that a text begins with, of its attributes and of the space behind.
fn icon(text: &str) -> Option<usize> {
    let set = SETS.iter().find(|set| text.starts_with(**set))?;
    let rest = text.get(set.len()..)?;
    let name = rest.find(|ch: char| !ch.is_ascii_alphanumeric() && ch != '-')?;
    let after = rest.get(name..)?.strip_prefix(':').filter(|_| name > 0)?;
    let near = after.get(..after.floor_char_boundary(LONGEST)).unwrap_or(after);
    let attributes = match near.starts_with('{') {
        true => near.find('}').map_or(0, |end| end + 1),
        false => 0,
    };
    let space = usize::from(after.get(attributes..).is_some_and(|rest| rest.starts_with(' ')));
    Some(set.len() + name + 1 + attributes + space)
}

#[cfg(test)]
mod tests {
    use super::super::super::rewrite::Rewritten;
    use super::edits;

    #[test]
    fn icons_go_and_words_stay() {
        let without = |text: &str| {
            let mut rewritten = Rewritten::new(text, 0);
            rewritten.apply(&edits(text));
            rewritten.text().to_owned()
        };
        assert_eq!(without("- :fontawesome-solid-blog:{ .lg .middle } __搭建__"), "- __搭建__");
        assert_eq!(without("[:octicons-arrow-right-24: 开始](a.md)"), "[开始](a.md)");
        for text in ["`:material-home:`", "a:material-", ":smile:", ":material-家:", "12:30:45"] {
            assert_eq!(without(text), text);
        }
    }
}
