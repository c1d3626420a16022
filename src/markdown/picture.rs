//! How large pictures are to be shown, where Markdown has no place for it.
//!
//! ```text
//! ![alt](a.png =300x200)                markdown-it
//! ![alt](a.png){ width="300" }          MkDocs, Pandoc, kramdown
//! ![alt](a.png){:height 200, :width 300} Logseq
//! ```
//!
//! All become `![alt|300x200](a.png)`, as Obsidian has it. The lists behind pictures are taken
//! away with all others of their kind.

use super::lines::{lines, outside_code};
use super::rewrite::Edit;

/// The edits that put dimensions into the text of pictures.
pub(super) fn edits(text: &str) -> Vec<Edit> {
    let mut edits = Vec::new();
    if !text.contains("![") {
        return edits;
    }
    for line in lines(text).filter(|line| !line.code && line.text.contains("![")) {
        for part in outside_code(line.text) {
            let start = line.range.start + part.start;
            in_part(line.text.get(part).unwrap_or_default(), start, &mut edits);
        }
    }
    edits
}

fn in_part(part: &str, start: usize, edits: &mut Vec<Edit>) {
    for (at, _) in part.match_indices("](") {
        let before = part.get(..at).unwrap_or_default();
        let is_picture = before.rsplit_once("![").is_some_and(|(_, alt)| !alt.contains(['[', ']', '|']));
        let Some(inner) = part.get(at + 2..).filter(|_| is_picture) else { continue };
        let Some(end) = inner.find(')') else { continue };
        let (inside, behind) = inner.split_at_checked(end).unwrap_or((inner, ""));
        let mut edit = |range: std::ops::Range<usize>, with: String| {
            edits.push(Edit { range: start + range.start..start + range.end, with });
        };
        // A bar would end the cell of a table.
        if let Some((sign, length, size)) = behind_address(inside) {
            edit(at..at, format!("\\|{size}"));
            edit(at + 2 + sign..at + 2 + sign + length, String::new());
        } else if let Some(size) = behind.strip_prefix(')').and_then(listed) {
            edit(at..at, format!("\\|{size}"));
        }
    }
}

/// Dimensions behind an address: where they begin, how many bytes they have, and they.
fn behind_address(inside: &str) -> Option<(usize, usize, String)> {
    let (at, _) = inside.match_indices(" =").last()?;
    let rest = inside.get(at + 2..)?;
    let word = rest.split(' ').next().unwrap_or_default();
    let (width, height) = word.split_once('x')?;
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let size = match (is_number(width), height) {
        (true, "") => width.to_owned(),
        (true, height) if is_number(height) => word.to_owned(),
        _ => return None,
    };
    Some((at, 2 + word.len(), size))
}

/// Dimensions in a list behind a picture.
fn listed(behind: &str) -> Option<String> {
    let (list, _) = behind.trim_start_matches(' ').strip_prefix('{')?.split_once('}')?;
    let number = |name: &str| {
        let (before, rest) = list.split_once(name)?;
        // `max-width` is another's, and a share of the page none of pixels.
        before.chars().next_back().is_none_or(|ch| matches!(ch, ' ' | ':' | ',')).then_some(())?;
        let rest = rest.trim_start_matches(['=', ' ', '"', '\'']);
        let digits = rest.find(|ch: char| !ch.is_ascii_digit()).unwrap_or(rest.len());
        let is_share = rest.get(digits..)?.starts_with(['%', 'e', 'v', '.']);
        rest.get(..digits).filter(|digits| !digits.is_empty() && !is_share)
    };
    match (number("width"), number("height")) {
        (Some(width), Some(height)) => Some(format!("{width}x{height}")),
        (width, _) => width.map(str::to_owned),
    }
}

#[cfg(test)]
mod tests {
    use super::super::rewrite::Rewritten;
    use super::*;

    fn rewritten(text: &str) -> String {
        let mut result = Rewritten::new(text, 0);
        result.apply(&edits(text));
        result.text().to_owned()
    }

    #[test]
    fn dimensions_go_into_the_text() {
        for (text, expected) in [
            ("![图](a.png =300x200)", r"![图\|300x200](a.png)"),
            ("| ![](a.png =300x \"题\") |", r#"| ![\|300](a.png "题") |"#),
            (
                "[![图](a.png){ width=\"300\" align=left }](b)",
                r#"[![图\|300](a.png){ width="300" align=left }](b)"#,
            ),
            ("![图](a.png){:height 436, :width 718}", r"![图\|718x436](a.png){:height 436, :width 718}"),
            ("![a](a.png) ![b](b.png){: width=\"90px\"}", r#"![a](a.png) ![b\|90](b.png){: width="90px"}"#),
        ] {
            assert_eq!(rewritten(text), expected);
        }
    }

    #[test]
    fn everything_else_stays() {
        for text in [
            "[a](b =300x200)",
            "![a](b.png =宽)",
            "![a](b.png?x=1)",
            "`![a](b.png =3x4)`",
            "![a|90](b.png =3x4)",
            "![a](b.png){ width=50% }",
            "![a](b.png){ max-width=50 }",
            "![a](b.png",
            "![](",
        ] {
            assert_eq!(rewritten(text), text);
        }
    }
}
