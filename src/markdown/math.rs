//! Mathematics between dollar signs, in notes full of shell.
//!
//! pulldown-cmark could find it, but would take `$(pwd)/$HOME` for a formula. So a formula
//! is looked for in the text as written, where the parser found text, by rules that prices,
//! variables and process numbers do not meet, and a mark is put in its place: to the parser
//! it is a letter, and `_` and `\\` in it are left alone.

use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::construct::{Construct, Constructs};
use super::dialect::Dialect;
use super::rewrite::Edit;
use super::{Events, mathml, options};
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Report};
use crate::source::Source;
use yunji_search::analysis::is_han;

/// Bytes between the signs at most: what is longer is no formula in a line.
const LONGEST_INLINE: usize = 300;
const LONGEST_DISPLAY: usize = 4 << 10;

/// How a formula begins and ends, and whether it stands apart from the text. The longer
/// ones first. The forms with two backslashes are those of renderers that take one away.
const DELIMITERS: [(&str, &str, bool); 6] = [
    ("$$", "$$", true),
    ("$", "$", false),
    ("\\\\[", "\\\\]", true),
    ("\\\\(", "\\\\)", false),
    ("\\[", "\\]", true),
    ("\\(", "\\)", false),
];

/// Whether a note holds mathematics beside its text: `None` where nobody says so, and only
/// signs that its dialect has are read.
fn is_enabled(source: &Source, config: &Config) -> Option<bool> {
    source.front.math.or(config.math)
}

/// Puts marks in the place of formulas.
pub(super) fn edits(
    text: &str,
    (source, config, dialect): (&Source, &Config, Dialect),
    constructs: &mut Constructs,
) -> Vec<Edit> {
    let told = is_enabled(source, config);
    let signs: &[&str] = match told {
        Some(false) => &[],
        Some(true) => &["$", "\\(", "\\["],
        None if dialect.has_math() => &["$"],
        None => &[],
    };
    if !signs.iter().any(|sign| text.contains(sign)) {
        return Vec::new();
    }
    let places = Places::of(text, dialect);
    let delimiters = if told == Some(true) { DELIMITERS.as_slice() } else { &DELIMITERS[..2] };
    let mut edits = Vec::new();
    let mut at = 0;
    while let Some(found) = text.get(at..).and_then(|rest| rest.find(['$', '\\'])) {
        let start = at + found;
        let formula = delimiters.iter().find_map(|&delimiter| formula(text, start, delimiter, &places));
        let Some((range, tex, display)) = formula else {
            // A sign that begins nothing is passed with those that belong to it.
            let rest = text.get(start..).unwrap_or_default();
            let run = rest.bytes().take_while(|&byte| byte == b'$').count();
            at = start + run.max(1) + usize::from(rest.starts_with('\\') && rest.get(1..2) == Some("$"));
            continue;
        };
        at = range.end;
        edits.push(Edit::new(range, constructs.inline(Construct::Formula { tex, display })));
    }
    edits
}

/// The formula that begins at a byte of a text with these signs: its bytes, its source, and
/// whether it stands apart.
fn formula(
    text: &str,
    start: usize,
    (open, close, display): (&str, &str, bool),
    places: &Places,
) -> Option<(Range<usize>, String, bool)> {
    let rest = text.get(start..)?.strip_prefix(open)?;
    let before = text.get(..start)?.chars().next_back();
    let longest = if display { LONGEST_DISPLAY } else { LONGEST_INLINE };
    let length = rest.find(close)?;
    let inside = rest.get(..length).filter(|inside| inside.len() <= longest)?;
    let end = start + open.len() + length + close.len();
    let after = text.get(end..)?.chars().next();
    // What has a backslash before it is a sign that the author wants to see.
    places.hold(start + open.len() - 1, end - 1, display).then_some(())?;
    (before != Some('\\')).then_some(())?;
    if open == "$" {
        is_apart(before, inside, after).then_some(())?;
    }
    let tex = if inside.contains('\n') { unquoted(text, start, inside)? } else { inside.to_owned() };
    let tex = tex.trim();
    // Brackets with backslashes are brackets in Markdown.
    let is_strong = open.starts_with('$') || has_command(tex) || tex.contains(['^', '_']);
    (is_strong && looks_like_tex(tex, display)).then_some(())?;
    Some((start..end, tex.to_owned(), display))
}

/// Whether two dollar signs stand as they do around a formula: close to it, and not within
/// words or after what belongs to another sign.
fn is_apart(before: Option<char>, inside: &str, after: Option<char>) -> bool {
    let is_word = |ch: char| ch.is_ascii_alphanumeric() || matches!(ch, '_' | '$' | '{' | '(' | '"' | '\'');
    let is_tight = !inside.starts_with(char::is_whitespace) && !inside.ends_with(char::is_whitespace);
    let in_word = |ch: char| ch.is_ascii_alphanumeric() || matches!(ch, '$' | '"' | '\'' | '=');
    is_tight && !inside.contains('\n') && !before.is_some_and(in_word) && !after.is_some_and(is_word)
}

/// Whether what stands between two signs is mathematics, and not shell or a price.
fn looks_like_tex(tex: &str, display: bool) -> bool {
    let shell = ["`", "\"", "&&", "||", "=~", "$"];
    if tex.is_empty() || tex.contains("\n\n") || shell.iter().any(|sign| tex.contains(sign)) {
        return false;
    }
    let command = has_command(tex);
    if has_han(tex) && !(display && command) {
        return false;
    }
    if command {
        // That it cannot be read is a mistake to tell of.
        return mathml::render(tex, display).is_ok() || tex.contains('{') || display;
    }
    has_shape(tex) && mathml::render(tex, display).is_ok()
}

/// Whether a backslash and a word of TeX is in a text.
fn has_command(tex: &str) -> bool {
    tex.split('\\').skip(1).any(|rest| {
        let name: String = rest.chars().take_while(char::is_ascii_alphabetic).collect();
        name.len() > 1 || (name.is_empty() && rest.starts_with(['{', '}', ',', ';', '!', '%']))
    })
}

/// Whether a text without commands is a formula: one variable, or several things with an
/// operator, an index or brackets between, and no word that is longer than a name.
fn has_shape(tex: &str) -> bool {
    let words = tex.split(|ch: char| !ch.is_ascii_alphabetic()).filter(|word| !word.is_empty());
    let longest = words.map(str::len).max().unwrap_or(0);
    let operators = ['=', '<', '>', '+', '-', '*', '/', '^', '_', '(', ',', '|', '!'];
    let is_joined = tex.contains(operators);
    let is_name = longest > 0 && longest <= 3;
    let is_sum = longest == 0 && tex.contains(['=', '+', '<', '>', '^', '*']);
    let is_number = tex.parse::<f64>().is_ok();
    let is_shell = tex.contains([';', '#', '@', '?', '~', '%', '&'])
        || (tex.starts_with(['(', '-', '{', '*', '!']) && !tex.contains('^'));
    !is_shell && (is_number || is_sum || (is_name && (is_joined || tex.len() == 1)))
}

/// Whether Chinese stands in a formula outside of what it shows as text.
fn has_han(tex: &str) -> bool {
    let mut parts = tex.split("\\text{");
    let first = parts.next().unwrap_or_default();
    let outside = parts.map(|part| part.split_once('}').map_or(part, |(_, outside)| outside));
    std::iter::once(first).chain(outside).any(|part| part.contains(is_han))
}

/// A formula of several lines without what a quotation has before each. None where a line
/// is empty.
fn unquoted(text: &str, start: usize, inside: &str) -> Option<String> {
    let line = text.get(..start)?.rsplit('\n').next()?;
    let quotes = line.matches('>').count();
    let mut lines = Vec::new();
    for (number, line) in inside.split('\n').enumerate() {
        let mut line = line.trim();
        for _ in 0..if number > 0 { quotes } else { 0 } {
            line = line.strip_prefix('>').unwrap_or(line).trim_start();
        }
        lines.push(line);
    }
    let inner = lines.get(1..lines.len().saturating_sub(1))?;
    (!inner.iter().any(|line| line.is_empty())).then(|| lines.join("\n"))
}

/// Where the parser finds text, and in which paragraph, heading or cell.
struct Places {
    /// In order; the second is the number of what it is in.
    texts: Vec<(Range<usize>, usize)>,
}

impl Places {
    fn of(text: &str, dialect: Dialect) -> Places {
        let mut texts = Vec::new();
        let (mut closed, mut block) = (0usize, 0usize);
        for (event, range) in Parser::new_ext(text, options(dialect, text)).into_offset_iter() {
            match event {
                Event::Start(Tag::CodeBlock(_) | Tag::Image { .. }) => closed += 1,
                Event::End(TagEnd::CodeBlock | TagEnd::Image) => closed = closed.saturating_sub(1),
                Event::Text(_) if closed == 0 => texts.push((range, block)),
                Event::Start(
                    Tag::Paragraph
                    | Tag::Heading { .. }
                    | Tag::TableCell
                    | Tag::Item
                    | Tag::DefinitionListTitle,
                ) => block += 1,
                _ => {}
            }
        }
        Places { texts }
    }

    /// Whether both signs of a formula are text; in a line, of the same paragraph.
    fn hold(&self, open: usize, close: usize, display: bool) -> bool {
        match (self.block(open), self.block(close)) {
            (Some(open), Some(close)) => display || open == close,
            _ => false,
        }
    }

    fn block(&self, at: usize) -> Option<usize> {
        let next = self.texts.partition_point(|(range, _)| range.end <= at);
        self.texts.get(next).filter(|(range, _)| range.contains(&at)).map(|(_, block)| *block)
    }
}

/// Warns of formulas that cannot be shown.
pub(super) fn check(source: &Source, events: &Events<'_>) -> Report {
    let mut report = Report::default();
    for (event, range) in events {
        let (tex, display) = match event {
            Event::InlineMath(tex) => (tex, false),
            Event::DisplayMath(tex) => (tex, true),
            _ => continue,
        };
        if let Err(message) = mathml::render(tex, display) {
            let finding =
                Diagnostic::warning("formula", format!("this formula is not understood: {message}"))
                    .help("it is shown as it was written");
            report.push(finding.at(&source.file, range.clone()));
        }
    }
    report
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is a formula in a note that says it has some.
    fn found(text: &str) -> Vec<String> {
        let places = Places::of(text, Dialect::Plain);
        let starts = text.char_indices().filter(|(_, ch)| matches!(ch, '$' | '\\'));
        let mut end = 0;
        let mut formulas = Vec::new();
        for (start, _) in starts {
            let made = DELIMITERS.iter().find_map(|&delimiter| formula(text, start, delimiter, &places));
            if let Some((range, tex, _)) = made.filter(|_| start >= end) {
                end = range.end;
                formulas.push(tex);
            }
        }
        formulas
    }

    #[test]
    fn shell_and_prices_are_no_formulas() {
        for text in [
            "$(pwd)/$HOME",
            "$HOME:$PATH",
            "$5 和 $6",
            "$5、$6",
            "${A}-${B}",
            "`$x$`",
            "    $x_1$",
            "```sh\necho $x_1$\n```",
            "echo $? $!",
            "$$ 和 $$",
            "kill -9 $$; echo $$",
            "\"$A\"$B$",
            "awk '{print $1,$2}'",
            "a$x$b",
            "\\$x\\$",
            "$x $",
            "$PATH$",
            "$用户$",
            "甲 $a\n\n乙$",
            "\\[defaultcf\\|writecf\\]",
            "\\(可选\\)",
            "<a title=\"$x$\">",
        ] {
            assert!(found(text).is_empty(), "{text}: {:?}", found(text));
        }
    }

    #[test]
    fn formulas_are_found() {
        for (text, formula) in [
            ("设 $x$ 为", "x"),
            ("$O(n \\log n)$。", "O(n \\log n)"),
            ("$a_1$，", "a_1"),
            ("**$a*b$**", "a*b"),
            ("至少 $3$ 个", "3"),
            ("$99.9\\%$", "99.9\\%"),
            ("$\\text{可用性} = 1$", "\\text{可用性} = 1"),
            ("$$可用性 = \\frac{a}{b}$$", "可用性 = \\frac{a}{b}"),
            ("$$\na\n= b\n$$", "a\n= b"),
            ("> $$\n> a\n> = b\n> $$", "a\n= b"),
            ("\\(a_1\\)", "a_1"),
            ("\\\\[a^2\\\\]", "a^2"),
        ] {
            assert_eq!(found(text), [formula], "{text}");
        }
    }
}
