//! Code into coloured HTML, and the only file that knows syntect.
//!
//! Grammars are bat's. A token gets one short class instead of its whole stack of scopes:
//! smaller pages, and a theme has a dozen colours to choose and not a thousand scopes.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::OnceLock;

use syntect::parsing::{ParseState, Scope, ScopeStack, SyntaxReference, SyntaxSet};

use super::body::escape;

/// Bytes of a line beyond which it is shown without colours: minified code and data, on
/// which a grammar may take seconds.
const LONGEST_LINE: usize = 1 << 10;

/// Spaces in a row beyond which a line is shown without colours: some grammars take time
/// that grows with the square of them.
const LONGEST_GAP: usize = 100;

/// Bytes of a block beyond which it is shown without colours.
const LONGEST_BLOCK: usize = 256 << 10;

/// Scopes and the class of what they colour; the longest match of the innermost scope wins.
const CLASSES: [(&str, char); 34] = [
    ("comment", 'c'),
    ("keyword", 'k'),
    ("keyword.operator", 'o'),
    ("keyword.control", 'k'),
    ("storage", 'k'),
    ("string", 's'),
    ("string.regexp", 'e'),
    ("string.unquoted", ' '),
    ("constant", 'n'),
    ("constant.character.escape", 'e'),
    ("constant.other.placeholder", 'e'),
    ("entity.name.function", 'f'),
    ("support.function", 'f'),
    ("variable.function", 'f'),
    ("variable.annotation", 'f'),
    ("entity.name", 't'),
    ("entity.name.tag", 't'),
    ("entity.name.section", 'h'),
    ("entity.other.inherited-class", 't'),
    ("entity.other.attribute-name", 'a'),
    ("support.type", 't'),
    ("support.class", 't'),
    ("support.constant", 'n'),
    ("variable.parameter", 'a'),
    ("variable.language", 'v'),
    ("variable.other.readwrite.shell", 'v'),
    ("variable.other.readwrite.assignment", 'v'),
    ("punctuation.definition.variable", 'v'),
    ("markup.inserted", 'i'),
    ("markup.deleted", 'd'),
    ("markup.heading", 'h'),
    ("markup.raw", 's'),
    ("meta.diff.header", 'h'),
    ("meta.diff.range", 'h'),
];

/// Appends `code` as HTML to `html`, coloured by the grammar of `language` if there is one.
pub(super) fn highlight(code: &str, language: &str, html: &mut String) {
    if is_session(language) {
        return session(code, html);
    }
    match find_syntax(language).filter(|_| code.len() <= LONGEST_BLOCK) {
        Some(syntax) => colored(code, syntax, html),
        None => escape(code, html),
    }
}

/// Whether a fence shows a terminal: commands after prompts, and what they printed.
fn is_session(language: &str) -> bool {
    let names = ["console", "shell-session", "shellsession", "sh-session", "bash-session", "terminal"];
    names.iter().any(|name| language.eq_ignore_ascii_case(name))
}

/// Colours what was typed in a terminal as shell, and leaves what it printed alone.
fn session(code: &str, html: &mut String) {
    let mut continued = false;
    for line in code.split_inclusive('\n') {
        let prompt = if continued { Some(0) } else { prompt_length(line) };
        let Some((prompt, command)) = prompt.and_then(|length| line.split_at_checked(length)) else {
            escape(line, html);
            continue;
        };
        if !prompt.is_empty() {
            html.push_str("<span class=\"p\">");
            escape(prompt, html);
            html.push_str("</span>");
        }
        highlight(command, "bash", html);
        continued = command.trim_end().ends_with('\\');
    }
}

/// Bytes of a line's prompt, if it has one: `$ `, or `$ ` or `# ` after `user@host` or
/// `[user@host dir]`. A bare `# ` is as often a comment or something printed.
fn prompt_length(line: &str) -> Option<usize> {
    let end = line.find("$ ").into_iter().chain(line.find("# ")).min()?;
    let before = line.get(..end)?;
    let is_host = before.contains('@') && (before.starts_with('[') || !before.contains(' '));
    (is_host || line.starts_with("$ ")).then_some(end + 2)
}

fn syntaxes() -> &'static SyntaxSet {
    static SYNTAXES: OnceLock<SyntaxSet> = OnceLock::new();
    SYNTAXES.get_or_init(two_face::syntax::extra_newlines)
}

/// The grammar of a fence's language, by name, by file extension, or by another name that
/// people give it. `text` and the like have none.
fn find_syntax(language: &str) -> Option<&'static SyntaxReference> {
    let name = language.to_ascii_lowercase();
    let known = match name.as_str() {
        "" | "text" | "txt" | "plain" | "plaintext" | "none" | "log" | "output" | "plain text" => {
            return None;
        }
        "shell" | "sh" | "zsh" | "bash" | "ksh" | "command" | "cmd" => "bash",
        "console" | "shell-session" | "shellsession" | "sh-session" | "bash-session" | "terminal" => {
            "sh-session"
        }
        "golang" => "go",
        "docker" => "dockerfile",
        "conf" | "cfg" | "properties" | "dotenv" | "env" => "ini",
        "k8s" | "kubernetes" => "yaml",
        "mysql" | "postgresql" | "pgsql" | "plsql" => "sql",
        "c++" => "cpp",
        "jsonc" | "json5" => "json",
        "systemd" | "service" => "ini",
        other => other,
    };
    let set = syntaxes();
    set.find_syntax_by_token(known).or_else(|| set.find_syntax_by_token(language))
}

fn colored(code: &str, syntax: &SyntaxReference, html: &mut String) {
    let set = syntaxes();
    let mut state = ParseState::new(syntax);
    let mut stack = ScopeStack::new();
    let mut spans = Spans { html, open: None };
    for line in code.split_inclusive('\n') {
        let parsed = is_readable(line).then(|| state.parse_line(line, set).ok()).flatten();
        let mut done = 0;
        for (at, change) in parsed.unwrap_or_default() {
            spans.push(line.get(done..at).unwrap_or_default(), &stack);
            done = at;
            // A grammar that pops more than it pushed colours less; the text stays.
            let _ = stack.apply(&change);
        }
        spans.push(line.get(done..).unwrap_or_default(), &stack);
    }
    spans.close();
}

fn is_readable(line: &str) -> bool {
    let mut gap = 0;
    let no_gap = line.bytes().all(|byte| {
        gap = if matches!(byte, b' ' | b'\t') { gap + 1 } else { 0 };
        gap <= LONGEST_GAP
    });
    line.len() <= LONGEST_LINE && no_gap
}

/// Writes text in spans, neighbours of one class in one.
struct Spans<'a> {
    html: &'a mut String,
    open: Option<char>,
}

impl Spans<'_> {
    fn push(&mut self, text: &str, stack: &ScopeStack) {
        if text.is_empty() {
            return;
        }
        // Space has no colour; it belongs to whatever stands before it.
        let class = if text.trim().is_empty() { self.open } else { class_of(stack) };
        if class != self.open {
            self.close();
            if let Some(class) = class {
                self.html.push_str("<span class=\"");
                self.html.push(class);
                self.html.push_str("\">");
            }
            self.open = class;
        }
        escape(text, self.html);
    }

    fn close(&mut self) {
        if self.open.take().is_some() {
            self.html.push_str("</span>");
        }
    }
}

/// The class of the innermost scope that has one.
fn class_of(stack: &ScopeStack) -> Option<char> {
    let class = stack.as_slice().iter().rev().find_map(|&scope| class_of_scope(scope));
    class.filter(|&class| class != ' ')
}

fn class_of_scope(scope: Scope) -> Option<char> {
    thread_local! {
        static KNOWN: RefCell<HashMap<Scope, Option<char>>> = RefCell::default();
    }
    KNOWN.with_borrow_mut(|known| *known.entry(scope).or_insert_with(|| look_up(scope)))
}

fn look_up(scope: Scope) -> Option<char> {
    static PREFIXES: OnceLock<Vec<(Scope, char)>> = OnceLock::new();
    let prefixes = PREFIXES.get_or_init(|| {
        CLASSES.iter().filter_map(|&(name, class)| Some((Scope::new(name).ok()?, class))).collect()
    });
    let matching = prefixes.iter().filter(|(prefix, _)| prefix.is_prefix_of(scope));
    matching.max_by_key(|(prefix, _)| prefix.len()).map(|&(_, class)| class)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn html(code: &str, language: &str) -> String {
        let mut html = String::new();
        highlight(code, language, &mut html);
        html
    }

    fn text(html: &str) -> String {
        let mut text = String::new();
        let mut rest = html;
        while let Some((before, tag)) = rest.split_once('<') {
            text.push_str(before);
            rest = tag.split_once('>').unwrap().1;
        }
        text.push_str(rest);
        text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
    }

    #[test]
    fn code_is_coloured_by_its_language() {
        assert!(html("# 注释\n", "bash").starts_with("<span class=\"c\"># 注释"));
        assert!(html("key: 1\n", "yaml").contains("<span class=\"n\">1"));
        assert!(html("+ new\n- old\n", "diff").contains("<span class=\"i\">+ new"));
    }

    #[test]
    fn in_a_terminal_only_commands_are_coloured() {
        let html = html("[root@web ~]# echo 'a' \\\n  | wc -l\n# of lines: 1\n1 'a'\n", "console");
        assert!(html.starts_with("<span class=\"p\">[root@web ~]# </span>"), "{html}");
        assert!(html.contains("<span class=\"s\">'a'"), "{html}");
        assert!(html.ends_with("# of lines: 1\n1 'a'\n"), "{html}");
    }

    #[test]
    fn no_character_is_lost_or_added() {
        let code = "docker run --rm -v \"$(pwd)\":/x <image> && echo `date` 😀\n\tlast line without end";
        for language in ["bash", "console", "yaml", "go", "python", "no-such-language", "text", ""] {
            assert_eq!(text(&html(code, language)), code, "{language}");
        }
    }

    #[test]
    fn a_line_without_end_is_not_parsed() {
        let line = format!("\"{}\n", "a".repeat(LONGEST_LINE));
        assert_eq!(html(&line, "json"), line.replace('"', "&quot;"));
    }
}
