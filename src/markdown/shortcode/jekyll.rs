//! Tags of Jekyll, and addresses that its pages begin with the address of the site.

use super::super::lines::{lines, outside_code};
use super::super::rewrite::Edit;
use super::arguments::Arguments;
use super::replace::Meaning;

/// What a tag of Jekyll stands for.
pub(super) fn meaning(name: &str, arguments: &Arguments, has_end: bool) -> Option<Meaning> {
    Some(match name {
        "highlight" => {
            let marks = arguments.named(&["mark_lines"]).map(|lines| format!(" hl_lines=\"{lines}\""));
            Meaning::Code(arguments.from(0) + &marks.unwrap_or_default())
        }
        "raw" => Meaning::Nothing,
        "comment" if has_end => Meaning::Hidden,
        "include" | "include_relative" | "include_cached" => Meaning::Include,
        "post_url" => Meaning::Note(arguments.at(0).to_owned(), String::new()),
        // Hexo's tag of this name has a text and an address.
        "link" if arguments.at(1).is_empty() && !arguments.at(0).contains("://") => {
            let file = arguments.at(0);
            let bare = file.strip_prefix("_posts/").unwrap_or(file);
            Meaning::Note(bare.to_owned(), String::new())
        }
        "toc" => Meaning::Nothing,
        _ => return None,
    })
}

/// Bytes between double braces at most.
const LONGEST: usize = 300;

/// The edits that take the address of the site off other addresses: a path that begins with
/// a slash means the same.
pub(super) fn edits(text: &str) -> Vec<Edit> {
    let mut edits: Vec<Edit> = Vec::new();
    if !text.contains("{{") {
        return edits;
    }
    for line in lines(text).filter(|line| !line.code && line.text.contains("{{")) {
        for part in outside_code(line.text) {
            let start = line.range.start + part.start;
            in_part(line.text.get(part).unwrap_or_default(), start, &mut edits);
        }
    }
    edits
}

fn in_part(part: &str, start: usize, edits: &mut Vec<Edit>) {
    for (at, _) in part.match_indices("{{") {
        let before = part.get(..at).unwrap_or_default();
        let follows = edits.last().is_some_and(|edit| edit.range.end == start + at);
        let in_address = ["](", "](<", "]: ", "=\"", "='"].iter().any(|sign| before.ends_with(sign));
        let Some((length, path)) = part.get(at..).filter(|_| in_address || follows).and_then(value) else {
            continue;
        };
        edits.push(Edit { range: start + at..start + at + length, with: path.to_owned() });
    }
}

/// Bytes of a value in double braces that says where the site is, and the path in it.
fn value(text: &str) -> Option<(usize, &str)> {
    let inner = text.get(2..text.floor_char_boundary(LONGEST))?;
    let end = inner.find("}}")?;
    let inner = inner.get(..end)?.trim();
    if ["site.baseurl", "site.url", "site.base_url"].contains(&inner) {
        return Some((end + 4, ""));
    }
    let (path, filter) = inner.split_once('|')?;
    let path = path.trim().strip_prefix(['"', '\''])?.strip_suffix(['"', '\''])?;
    let filter = filter.trim();
    let adds_site = ["relative_url", "absolute_url", "prepend: site", "prepend:site"];
    adds_site.iter().any(|known| filter.starts_with(known)).then_some((end + 4, path))
}

#[cfg(test)]
mod tests {
    use super::super::super::rewrite::Rewritten;
    use super::edits;

    #[test]
    fn the_address_of_the_site_is_left_out_of_links() {
        let rewritten = |text: &str| {
            let mut result = Rewritten::new(text, 0);
            result.apply(&edits(text));
            result.text().to_owned()
        };
        assert_eq!(rewritten("[a]({{ site.baseurl }}/b/)"), "[a](/b/)");
        assert_eq!(rewritten("![a]({{ site.url }}{{ site.baseurl }}/b.png)"), "![a](/b.png)");
        assert_eq!(rewritten("[a]({{ '/b' | relative_url }})"), "[a](/b)");
        for text in ["{{ site.url }}", "`[a]({{ site.url }})`", "[a]({{ x }})"] {
            assert_eq!(rewritten(text), text);
        }
    }
}
