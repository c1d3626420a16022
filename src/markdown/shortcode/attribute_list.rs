//! Attributes for elements, as MkDocs and Jekyll write them: `{: .class #id }`. Ids of
//! headings are kept, the rest is for other sites' themes.

use super::super::lines::outside_code;
use super::super::rewrite::Edit;
use super::arguments::Arguments;
use super::rows::{Row, rows};

/// Bytes of a list at most.
const LONGEST: usize = 300;

/// The edits that take the lists out of a text.
pub(super) fn edits(text: &str) -> Vec<Edit> {
    let mut edits = Vec::new();
    let mut follows = false;
    if !text.contains('{') {
        return edits;
    }
    for row in rows(text) {
        if !row.code && row.line.contains('{') && row.line.contains('}') {
            row_edits(&row, follows, &mut edits);
        }
        follows = !row.content().trim().is_empty();
    }
    edits
}

fn row_edits(row: &Row<'_>, follows: bool, edits: &mut Vec<Edit>) {
    let content = row.content().trim_end();
    match list(content) {
        Some((_, true, length)) if length == content.len() => {
            return edits.push(Edit { range: row.start()..row.bytes().end, with: String::new() });
        }
        Some((_, false, length)) if length == content.len() && follows => {
            return edits.push(Edit { range: row.start()..row.bytes().end, with: String::new() });
        }
        _ => {}
    }
    let parts = outside_code(row.line);
    let mut part = parts.iter().peekable();
    let first_link = row.line.find("](").unwrap_or(usize::MAX);
    let mut done = 0;
    for (at, _) in row.line.match_indices('{').filter(|(at, _)| *at >= row.prefix) {
        while part.next_if(|part| part.end <= at).is_some() {}
        if part.peek().is_none_or(|part| part.start > at) {
            continue;
        }
        let before = row.line.get(..at).unwrap_or_default();
        let Some((id, colon, length)) = row.line.get(at..).filter(|_| at >= done).and_then(list) else {
            continue;
        };
        let ends_heading = content.starts_with('#') && row.line.trim_end().len() == at + length;
        let after_element = match colon {
            true => before.ends_with([')', ']', '`', '*', '_']),
            false => before.ends_with(')') && first_link < at,
        };
        let with = match (ends_heading, id) {
            (true, _) if !colon && !before.ends_with(' ') => continue,
            (true, Some(id)) => format!("{{#{id}}}"),
            (false, _) if !after_element => continue,
            _ => String::new(),
        };
        done = at + length;
        edits.push(Edit { range: row.range.start + at..row.range.start + done, with });
    }
}

/// The list that a text begins with: the id in it, whether a colon makes it one, its bytes.
fn list(text: &str) -> Option<(Option<String>, bool, usize)> {
    let inner = text.strip_prefix('{')?;
    let inner = inner.get(..inner.floor_char_boundary(LONGEST))?;
    let (inner, colon) = inner.strip_prefix(':').map_or((inner, false), |inner| (inner, true));
    let end = inner.find('}')?;
    let inner = inner.get(..end)?;
    let is_name = |word: &str| {
        let name = word.strip_prefix(['.', '#']).unwrap_or_default();
        !name.is_empty() && name.chars().all(|ch| ch.is_alphanumeric() || matches!(ch, '-' | '_'))
    };
    let arguments = Arguments::read(inner);
    let named = inner.contains('=');
    let is_list = arguments.words().all(is_name) && (named || arguments.words().next().is_some());
    let id = arguments.words().find_map(|word| word.strip_prefix('#')).map(str::to_owned);
    is_list.then_some((id, colon, end + 2 + usize::from(colon)))
}

#[cfg(test)]
mod tests {
    use super::super::super::rewrite::Rewritten;
    use super::edits;

    fn rewritten(text: &str) -> String {
        let mut result = Rewritten::new(text, 0);
        result.apply(&edits(text));
        result.text().to_owned()
    }

    #[test]
    fn lists_are_taken_away() {
        assert_eq!(rewritten("段落\n{: .lead #a }\n"), "段落\n\n");
        assert_eq!(rewritten("段落\n{ .annotate }"), "段落\n");
        assert_eq!(rewritten("## 标题 {: #a .b }"), "## 标题 {#a}");
        assert_eq!(rewritten("[x](y){ .md-button target=\"_blank\" }。"), "[x](y)。");
        assert_eq!(rewritten("*x*{:.red}"), "*x*");
    }

    #[test]
    fn other_braces_stay() {
        for text in [
            "f(x){.a}",
            "{ .a }",
            "段\n{\"a\": 1}",
            "{{.State.Pid}}",
            "`[a](b){.c}`",
            "## ${HOME}",
            "a {}",
            "x {: }",
        ] {
            assert_eq!(rewritten(text), text);
        }
    }
}
