//! Commands that stand alone among other lines: they stay there, and every character of
//! them is shown.

use std::collections::BTreeSet;

use yunji_search::analysis::is_han;

use super::super::rewrite::Edit;
use super::bare::{bare, has_prose};
use super::command::{self, Weight};
use super::lines::{Line, Zone};
use super::survey::Survey;

/// Makes inline code of lines that are commands, and escapes those that may be.
pub(super) fn mend(survey: &Survey<'_>, taken: &[bool], edits: &mut Vec<Edit>) {
    let open = open_runs(survey.lines);
    for (at, line) in survey.lines.iter().enumerate() {
        if line.zone != Zone::Text || taken.get(at).copied().unwrap_or(true) {
            continue;
        }
        let content = line.content().trim_end();
        let range = line.content_start()..line.content_start() + content.len();
        if is_code(survey, at, content) {
            edits.push(Edit::new(range, span(content, &open)));
        } else if let Some(escaped) = escaped(content).filter(|escaped| escaped != content) {
            edits.push(Edit::new(range, escaped));
        }
    }
}

fn is_code(survey: &Survey<'_>, at: usize, content: &str) -> bool {
    let statement = survey.code(at).language == "sql" && survey.code(at).weight == Weight::Strong;
    let data = content.starts_with("{\"") && content.ends_with('}') && content.contains("\":");
    survey.command(at) >= Weight::Fair || statement || data || is_option(content)
}

/// Whether a line is an option and its value: `--gpus all`.
fn is_option(content: &str) -> bool {
    let option = content
        .strip_prefix("--")
        .is_some_and(|rest| rest.starts_with(|ch: char| ch.is_ascii_alphanumeric()));
    let is_said = |bare: String| bare.chars().any(is_han) || has_prose(&bare);
    option && !is_said(bare(content, '#'))
}

/// A code span that shows exactly this. Runs of backticks that are open elsewhere would
/// close with it.
fn span(content: &str, open: &BTreeSet<usize>) -> String {
    let own: BTreeSet<usize> = runs(content).collect();
    let length = (1..).find(|length| !own.contains(length) && !open.contains(length)).unwrap_or(1);
    let marks = "`".repeat(length);
    let space = if content.starts_with('`') || content.ends_with('`') { " " } else { "" };
    format!("{marks}{space}{content}{space}{marks}")
}

/// Lengths of the runs of backticks in a text.
fn runs(text: &str) -> impl Iterator<Item = usize> {
    text.split(|ch| ch != '`').map(str::len).filter(|&length| length > 0)
}

/// Lengths of runs of backticks on lines where one has no other to close it.
fn open_runs(lines: &[Line<'_>]) -> BTreeSet<usize> {
    let open = lines.iter().filter(|line| matches!(line.zone, Zone::Text | Zone::Item));
    open.filter(|line| runs(line.text).count() % 2 == 1).flat_map(|line| runs(line.text)).collect()
}

/// The line with what Markdown would take for markup escaped, if it is rather a command or
/// a formula than text.
fn escaped(content: &str) -> Option<String> {
    let risky = |ch: char| matches!(ch, '*' | '_' | '`' | '[' | ']' | '<' | '\\' | '&' | '~');
    if !content.contains(risky) {
        return None;
    }
    if is_shell(content) {
        return Some(escape(content, |ch, _| risky(ch)));
    }
    // Asterisks around Han are emphasis even here: `find 按 *名字* 查找`.
    if command::begins(content) && !content.contains('`') && !has_markup(content) {
        return Some(escape(content, |ch, beside_han| risky(ch) && !beside_han));
    }
    is_formula(content).then(|| escape(content, |ch, _| ch == '*'))
}

/// Whether a line is options, variables or paths and no words.
fn is_shell(content: &str) -> bool {
    let bare = bare(content, '#');
    let letter = |rest: &str| rest.starts_with(|ch: char| ch.is_ascii_alphanumeric());
    let option = bare.strip_prefix('-').is_some_and(letter);
    let variable = ["$(", "${", "=$"].iter().any(|mark| bare.contains(mark));
    (option || variable) && !has_markup(content) && !bare.chars().any(is_han) && !has_prose(&bare)
}

/// Whether the asterisks of a line multiply: `收入*100%=…`.
fn is_formula(content: &str) -> bool {
    let mut before = ' ';
    let mut chars = content.chars().peekable();
    let mut count = 0;
    while let Some(ch) = chars.next() {
        if ch == '*' {
            let multiplied = before.is_alphanumeric() || matches!(before, ')' | '）' | ']' | '%');
            let by = chars.peek().is_some_and(|next| next.is_ascii_digit() || matches!(next, '(' | '（'));
            if !multiplied || !by {
                return false;
            }
            count += 1;
        }
        before = ch;
    }
    count > 0 && content.contains(['=', '＝']) && !content.contains('`')
}

/// Whether a line holds Markdown or a template's tags that nobody types into a terminal.
fn has_markup(content: &str) -> bool {
    ["](", "**", "{%", "{{"].iter().any(|mark| content.contains(mark))
}

/// Escapes what `risky` says is, given a character and whether it stands beside Han.
fn escape(content: &str, risky: impl Fn(char, bool) -> bool) -> String {
    let mut escaped = String::with_capacity(content.len() + 8);
    let (mut before, mut chars) = (' ', content.chars().peekable());
    while let Some(ch) = chars.next() {
        let beside_han = is_han(before) || chars.peek().is_some_and(|&next| is_han(next));
        if risky(ch, beside_han) {
            escaped.push('\\');
        }
        escaped.push(ch);
        before = ch;
    }
    escaped
}
