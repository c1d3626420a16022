//! Coloured code, an element a line.

use std::collections::BTreeSet;

use super::LineMark;

impl LineMark {
    fn class(self) -> &'static str {
        match self {
            LineMark::Highlighted => " marked",
            LineMark::Added => " added",
            LineMark::Removed => " removed",
            LineMark::Focused => " focused",
            LineMark::Error => " error",
            LineMark::Warning => " warning",
        }
    }
}

/// Puts each line of coloured code in an element with the classes of its marks. The line
/// break stays in it, so that the text is the same; the number is an attribute, so that it is
/// neither copied nor searched. Lines are numbered from the one after `first`.
pub(super) fn split(html: &str, marks: &[BTreeSet<LineMark>], first: Option<u32>) -> String {
    let mut split = String::with_capacity(html.len() + marks.len() * 48);
    let mut open = "";
    let lines = html.split_inclusive('\n').zip(marks).zip(first.unwrap_or(0) + 1..);
    for ((line, marks), number) in lines {
        split.push_str("<span class=\"line");
        marks.iter().for_each(|mark| split.push_str(mark.class()));
        split.push('"');
        if first.is_some() {
            split.push_str(&format!(" data-n=\"{number}\""));
        }
        split.push('>');
        let text = line.trim_end_matches('\n');
        // A colour that ended with the line before has nothing to colour here.
        let text = match text.strip_prefix("</span>").filter(|_| !open.is_empty()) {
            Some(rest) => {
                open = "";
                rest
            }
            None => text,
        };
        split.push_str(open);
        split.push_str(text);
        open = still_open(text, open);
        split.push_str(if open.is_empty() { "" } else { "</span>" });
        split.push_str(if line.ends_with('\n') { "\n</span>" } else { "</span>" });
    }
    split
}

/// The tag that is open at the end of a line. Colours do not lie in one another.
fn still_open<'a>(line: &'a str, open: &'a str) -> &'a str {
    let Some(at) = line.rfind('<') else { return open };
    let tag = line.get(at..).unwrap_or_default();
    match tag.find('>') {
        Some(end) if !tag.starts_with("</") => tag.get(..=end).unwrap_or_default(),
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_end_and_begin_again_with_lines() {
        let marks = [BTreeSet::new(), BTreeSet::from([LineMark::Added, LineMark::Focused]), BTreeSet::new()];
        assert_eq!(
            split("a<span class=\"s\">b\nc\nd</span>e", &marks, Some(9)),
            "<span class=\"line\" data-n=\"10\">a<span class=\"s\">b</span>\n</span>\
             <span class=\"line added focused\" data-n=\"11\"><span class=\"s\">c</span>\n</span>\
             <span class=\"line\" data-n=\"12\"><span class=\"s\">d</span>e</span>"
        );
    }
}
