//! How much a line looks like a program's, and in what language.

use yunji_search::analysis::is_han;

use super::bare::{bare, has_prose};
use super::command::Weight;

/// A line of code: how sure that is, and the language that it alone shows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Code {
    pub(super) weight: Weight,
    pub(super) language: &'static str,
    /// Brackets that it opens beyond those it closes.
    pub(super) depth: isize,
}

/// Weighs a line.
pub(super) fn weigh(line: &str) -> Code {
    let line = line.trim();
    if line.starts_with("#include <") || line.starts_with("#include \"") {
        return Code { weight: Weight::Strong, language: "c", depth: 0 };
    }
    if line.starts_with("#define ") {
        return Code { weight: Weight::Fair, language: "c", depth: 0 };
    }
    let bare = bare(line, '#');
    let bare = bare
        .split_once("//")
        .map_or(bare.as_str(), |(code, _)| if code.ends_with(':') { &bare } else { code });
    let bare = bare.trim();
    if bare.is_empty() || bare.chars().any(is_han) {
        return Code::default();
    }
    let depth = bare.chars().map(bracket).sum();
    let (weight, language) = shown(bare).unwrap_or_else(|| (general(bare), ""));
    Code { weight, language, depth }
}

fn bracket(ch: char) -> isize {
    match ch {
        '(' | '[' | '{' => 1,
        ')' | ']' | '}' => -1,
        _ => 0,
    }
}

/// What only one language writes.
fn shown(bare: &str) -> Option<(Weight, &'static str)> {
    let first = bare.split([' ', '(']).next().unwrap_or_default();
    let colon = bare.ends_with(':');
    let block = bare.ends_with(['{', '(', ',']);
    let strong = match first {
        "import" if is_names(bare, &["import", "as"]) => "python",
        "from" if bare.contains(" import ") && !has_prose(bare) => "python",
        "def" | "class" | "async" if colon && bare.contains(['(', '_']) => "python",
        "if" | "elif" | "for" | "while" | "with" | "except" if colon && is_condition(bare) => "python",
        "const" | "let" | "var" if bare.contains('=') => "javascript",
        "func" | "type" if bare.ends_with('{') => "go",
        "import" if bare == "import \"" || bare == "import (" => "go",
        "package" if is_names(bare, &["package"]) => "go",
        "public" | "private" | "protected" if bare.ends_with(['{', ';']) => "java",
        "server" | "location" | "upstream" | "events" | "http" if bare.ends_with('{') => "nginx",
        "function" if block => "javascript",
        _ => "",
    };
    if !strong.is_empty() {
        return Some((Weight::Strong, strong));
    }
    match first {
        "else:" | "try:" | "finally:" => Some((Weight::Fair, "python")),
        "print" if bare.starts_with("print(") => Some((Weight::Fair, "")),
        _ => sql(bare).map(|weight| (weight, "sql")),
    }
}

/// Whether a line is nothing but names with commas and these words.
fn is_names(bare: &str, words: &[&str]) -> bool {
    let mut count = 0;
    let names = bare.split_whitespace().filter(|word| !words.contains(word)).all(|word| {
        count += 1;
        word.chars().all(|ch| ch.is_ascii_alphanumeric() || matches!(ch, '_' | '.' | ','))
    });
    names && (count == 1 || bare.contains(" as ") || bare.contains(','))
}

fn is_condition(bare: &str) -> bool {
    bare.contains(['(', '=', '[', '_', '<', '.', '"', '\''])
        || bare.contains(" in ")
        || bare.contains(" not ")
}

/// Statements of SQL: how they begin, and what they cannot be without.
const STATEMENTS: [(&str, &str); 12] = [
    ("select", "from"),
    ("insert", "into"),
    ("update", "set"),
    ("delete", "from"),
    ("create", ""),
    ("alter", ""),
    ("drop", ""),
    ("grant", "to"),
    ("show", ""),
    ("flush", ""),
    ("truncate", "table"),
    ("explain", "select"),
];

fn sql(bare: &str) -> Option<Weight> {
    let first = bare.split(' ').next()?;
    let (_, needed) = STATEMENTS.iter().find(|(name, _)| first.eq_ignore_ascii_case(name))?;
    let has = needed.is_empty() || bare.split_whitespace().any(|word| word.eq_ignore_ascii_case(needed));
    let capital = first.chars().all(|ch| ch.is_ascii_uppercase());
    match (has, bare.ends_with(';'), capital) {
        (true, true, _) => Some(Weight::Strong),
        (true, false, true) if !needed.is_empty() => Some(Weight::Fair),
        _ => None,
    }
}

/// What many languages write.
fn general(bare: &str) -> Weight {
    if bare.chars().all(|ch| matches!(ch, '(' | ')' | '[' | ']' | '{' | '}' | ';' | ',')) {
        return Weight::Weak;
    }
    if has_prose(bare) && !bare.ends_with(',') {
        return Weight::None;
    }
    let named = |text: &str| {
        text.starts_with(|ch: char| ch.is_ascii_alphabetic() || ch == '_')
            && text.chars().all(|ch| ch.is_ascii_alphanumeric() || matches!(ch, '_' | '.' | '[' | ']'))
    };
    if let Some((name, value)) = bare.split_once('=') {
        let name = name.trim_end().trim_end_matches(['+', '-', ':', '*']).trim_end();
        let value = value.trim_start();
        if named(name) && !value.is_empty() && !value.starts_with('=') {
            let made = value.contains(['(', '[', '{', '"', '\''])
                || value.starts_with(|ch: char| ch.is_ascii_digit());
            return if made { Weight::Fair } else { Weight::Weak };
        }
    }
    let called = bare.split_once('(').is_some_and(|(name, _)| named(name));
    if called && bare.ends_with([')', '(', ',', ';', '{', '[']) {
        return Weight::Fair;
    }
    if bare.ends_with(['{', ';']) && bare.split(' ').count() < 12 {
        return Weight::Fair;
    }
    let statement = ["return", "break", "continue", "pass", "raise", "yield"];
    let first = bare.split(' ').next().unwrap_or_default();
    if statement.contains(&first) || first.starts_with('@') { Weight::Weak } else { Weight::None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_weighs_more_than_words() {
        for (line, weight, language) in [
            ("import os", Weight::Strong, "python"),
            ("from a.b import c", Weight::Strong, "python"),
            ("for name in names:", Weight::Strong, "python"),
            ("if not done(x):  # 说明", Weight::Strong, "python"),
            ("path = '/数据/x'", Weight::Fair, ""),
            ("json.dump(a, b)", Weight::Fair, ""),
            ("const a = 1;", Weight::Strong, "javascript"),
            ("SELECT * FROM t WHERE a = '值';", Weight::Strong, "sql"),
            ("location / {", Weight::Strong, "nginx"),
            ("proxy_pass http://127.0.0.1;", Weight::Fair, ""),
            ("});", Weight::Weak, ""),
        ] {
            let code = weigh(line);
            assert_eq!((code.weight, code.language), (weight, language), "{line}");
        }
    }

    #[test]
    fn prose_is_no_code() {
        for line in [
            "import the data from a file",
            "if you like it:",
            "Select a file from the list.",
            "Case Study Setup:",
            "一些类型：x = 1",
            "See foo(bar) for more",
            "6.Discussion",
        ] {
            assert_eq!(weigh(line).weight, Weight::None, "{line}");
        }
    }
}
