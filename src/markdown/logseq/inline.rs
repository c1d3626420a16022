//! What Logseq writes in lines: references to blocks, and macros in double braces.

use std::ops::Range;

use super::super::construct::{Construct, Constructs};
use super::super::lines::{lines, outside_code};
use super::super::rewrite::Edit;
use super::is_uuid;

/// Bytes of a macro at most. Looking for its end further would take long where there is none.
const LONGEST: usize = 2000;

/// The edits that put marks in place of references and macros.
pub(super) fn edits(text: &str, constructs: &mut Constructs) -> Vec<Edit> {
    let mut edits = Vec::new();
    for line in lines(text).filter(|line| !line.code) {
        if !(line.text.contains("((") || line.text.contains("{{") || line.text.contains("{:")) {
            continue;
        }
        for part in outside_code(line.text) {
            let start = line.range.start + part.start;
            in_part(line.text.get(part).unwrap_or_default(), start, constructs, &mut edits);
        }
    }
    edits
}

fn in_part(part: &str, start: usize, constructs: &mut Constructs, edits: &mut Vec<Edit>) {
    let mut at = 0;
    while let Some((range, with)) = next(part, at, constructs) {
        at = range.end;
        edits.push(Edit { range: start + range.start..start + range.end, with });
    }
}

/// The next thing to replace at or after `at`.
fn next(part: &str, mut at: usize, constructs: &mut Constructs) -> Option<(Range<usize>, String)> {
    loop {
        let rest = part.get(at..)?;
        let found = at + rest.find(['(', '{'])?;
        let rest = part.get(found..)?;
        let replaced = reference(rest, part.get(..found)?, constructs)
            .or_else(|| macro_call(rest, constructs))
            .or_else(|| size(rest));
        if let Some((length, with)) = replaced {
            return Some((found..found + length, with));
        }
        at = found + 1;
    }
}

/// `((uuid))`, unless it is the address of a link, which is `[text](((uuid)))`.
fn reference(rest: &str, before: &str, constructs: &mut Constructs) -> Option<(usize, String)> {
    let id = rest.strip_prefix("((")?.get(..36).filter(|id| is_uuid(id))?;
    let closed = rest.get(38..)?.starts_with("))");
    if !closed || before.ends_with("](") {
        return None;
    }
    Some((40, constructs.inline(Construct::Reference(id.to_owned()))))
}

fn macro_call(rest: &str, constructs: &mut Constructs) -> Option<(usize, String)> {
    let inner = near(rest.strip_prefix("{{")?);
    let end = inner.find("}}")?;
    let call = inner.get(..end)?.trim();
    let (name, argument) = call.split_once([' ', '\t']).unwrap_or((call, ""));
    let argument = argument.trim();
    let with = match name.to_ascii_lowercase().as_str() {
        "embed" => constructs.inline(Construct::Embed(argument.to_owned())),
        "query" | "function" | "renderer" | "namespace" => {
            constructs.inline(Construct::Query(call.to_owned()))
        }
        "cloze" => argument.to_owned(),
        "video" | "youtube" | "bilibili" | "vimeo" | "tweet" | "twitter" | "audio" | "pdf" | "iframe" => {
            format!("<{}>", media(name, argument)?)
        }
        _ => return None,
    };
    Some((end + 4, with))
}

/// As much of a text as a macro may be long.
fn near(text: &str) -> &str {
    text.get(..text.floor_char_boundary(LONGEST)).unwrap_or(text)
}

/// The address of a recording, which may be written by its number there.
fn media(name: &str, argument: &str) -> Option<String> {
    let argument = argument.trim_matches(['<', '>', '"']);
    if argument.contains("://") {
        return (!argument.contains(' ')).then(|| argument.to_owned());
    }
    let is_id = !argument.is_empty()
        && argument.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
    let site = match name.to_ascii_lowercase().as_str() {
        "youtube" => "https://www.youtube.com/watch?v=",
        "bilibili" => "https://www.bilibili.com/video/",
        "vimeo" => "https://vimeo.com/",
        _ => return None,
    };
    is_id.then(|| format!("{site}{argument}"))
}

/// What Logseq writes behind a picture that was made smaller: `{:height 10, :width 20}`.
fn size(rest: &str) -> Option<(usize, String)> {
    let inner = near(rest.strip_prefix("{:")?);
    let end = inner.find('}')?;
    let known = inner.starts_with("height ") || inner.starts_with("width ");
    known.then(|| (end + 3, String::new()))
}

#[cfg(test)]
mod tests {
    use super::super::super::rewrite::Rewritten;
    use super::*;

    fn rewritten(text: &str) -> (String, usize) {
        let mut constructs = Constructs::new(text);
        let mut result = Rewritten::new(text, 0);
        let edits = edits(text, &mut constructs);
        result.apply(&edits);
        (result.text().replace(|ch| ch > '\u{effff}', "|"), edits.len())
    }

    #[test]
    fn references_and_macros_get_marks() {
        let id = "62b27316-2619-40d6-9ca2-f3acfa9f555e";
        assert_eq!(rewritten(&format!("见 (({id})) 和 {{{{embed (({id}))}}}}")).0, "见 |0| 和 |1|");
        assert_eq!(rewritten("![图](a.png){:height 10, :width 20}").0, "![图](a.png)");
        assert_eq!(rewritten("{{video https://a.example/b}}").0, "<https://a.example/b>");
        assert_eq!(rewritten("{{query (task TODO)}}").0, "|0|");
    }

    #[test]
    fn what_is_something_else_stays() {
        let id = "62b27316-2619-40d6-9ca2-f3acfa9f555e";
        for text in [
            "((不是编号))",
            "{{.State.Pid}}",
            "`{{embed [[x]]}}`",
            "{{embed",
            &format!("[文字]((({id})))"),
            &format!("```\n(({id}))\n```"),
        ] {
            assert_eq!(rewritten(text), (text.to_owned(), 0));
        }
    }
}
