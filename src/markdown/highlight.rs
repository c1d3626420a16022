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

/// The grammar of a fence's language.
fn find_syntax(language: &str) -> Option<&'static SyntaxReference> {
    thread_local! {
        // A look through all grammars takes as long as colouring a line.
        static KNOWN: RefCell<HashMap<String, Option<&'static SyntaxReference>>> = RefCell::default();
    }
    KNOWN.with_borrow_mut(|known| match known.get(language) {
        Some(&syntax) => syntax,
        None => *known.entry(language.to_owned()).or_insert(look_up_syntax(language)),
    })
}

/// The grammar of a language by its name, by file extension, or by another name that people
/// give it. `text` and the like have none.
fn look_up_syntax(language: &str) -> Option<&'static SyntaxReference> {
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
    thread_local! {
        static MEMORY: RefCell<Memory> = RefCell::default();
    }
    MEMORY.with_borrow_mut(|memory| memory.write(code, syntax, html));
}

/// Where a line begins: all that its colours depend on, beside itself.
#[derive(Clone, PartialEq)]
struct State {
    parser: ParseState,
    scopes: ScopeStack,
    /// The class of the span that is open.
    open: Option<char>,
    /// Whether tables stand among the code, as the answers of a database do.
    has_tables: bool,
}

impl State {
    fn new(syntax: &SyntaxReference) -> State {
        let has_tables = syntax.name.contains("SQL");
        State { parser: ParseState::new(syntax), scopes: ScopeStack::new(), open: None, has_tables }
    }

    /// Appends a line as HTML, and is where the next begins.
    fn write(&mut self, line: &str, html: &mut String) {
        let is_code = is_readable(line) && !(self.has_tables && is_row(line));
        let parsed = is_code.then(|| self.parser.parse_line(line, syntaxes()).ok()).flatten();
        let mut spans = Spans { html, open: self.open };
        let mut done = 0;
        for (at, change) in parsed.unwrap_or_default() {
            spans.push(line.get(done..at).unwrap_or_default(), &self.scopes);
            done = at;
            // A grammar that pops more than it pushed colours less; the text stays.
            let _ = self.scopes.apply(&change);
        }
        spans.push(line.get(done..).unwrap_or_default(), &self.scopes);
        self.open = spans.open;
    }
}

/// Lines that were written, and where they led. Notes repeat them: of a manual's lines of code
/// four in ten stand in another listing too, and the regular expressions of grammars are most
/// of what reading notes costs.
#[derive(Default)]
struct Memory {
    states: Vec<Known>,
    /// Numbers of states by the scopes that are open there.
    numbers: HashMap<Vec<Scope>, Vec<usize>>,
    /// How much it holds, roughly.
    bytes: usize,
}

/// A state that was met, and the lines that began there: each as HTML, with the number of the
/// state that it led to.
struct Known {
    state: State,
    lines: HashMap<Box<str>, (Box<str>, usize)>,
}

/// Where writing has come to.
enum Place {
    /// A state of this number.
    Known(usize),
    /// A state that is like no other.
    Alone(State),
}

/// Bytes beyond which a memory forgets everything. Each thread has one.
const MOST_BYTES: usize = 16 << 20;

/// Bytes that a line or a scope takes beside its text.
const ENTRY: usize = 128;

impl Memory {
    fn write(&mut self, code: &str, syntax: &SyntaxReference, html: &mut String) {
        if self.bytes > MOST_BYTES {
            *self = Memory::default();
        }
        let mut place = self.place(State::new(syntax));
        for line in code.split_inclusive('\n') {
            place = match place {
                Place::Known(number) => self.line(number, line, html),
                Place::Alone(mut state) => {
                    state.write(line, html);
                    self.place(state)
                }
            };
        }
        let open = match &place {
            Place::Known(number) => self.states.get(*number).and_then(|known| known.state.open),
            Place::Alone(state) => state.open,
        };
        Spans { html, open }.close();
    }

    /// Writes a line that begins at the state of a number.
    fn line(&mut self, number: usize, line: &str, html: &mut String) -> Place {
        let Some(known) = self.states.get(number) else { return Place::Known(number) };
        if let Some((written, next)) = known.lines.get(line) {
            html.push_str(written);
            return Place::Known(*next);
        }
        let mut state = known.state.clone();
        let start = html.len();
        state.write(line, html);
        let place = self.place(state);
        if let (Place::Known(next), Some(known)) = (&place, self.states.get_mut(number)) {
            let written = html.get(start..).unwrap_or_default();
            self.bytes += line.len() + written.len() + ENTRY;
            known.lines.insert(line.into(), (written.into(), *next));
        }
        place
    }

    /// The number of a state, a new one if it was never met.
    fn place(&mut self, state: State) -> Place {
        // One that knows what the end of a here-document must match is not even like its copy.
        if state != state.clone() {
            return Place::Alone(state);
        }
        let numbers = self.numbers.entry(state.scopes.as_slice().to_vec()).or_default();
        let is_it = |number: &&usize| self.states.get(**number).is_some_and(|known| known.state == state);
        if let Some(number) = numbers.iter().find(is_it) {
            return Place::Known(*number);
        }
        let number = self.states.len();
        numbers.push(number);
        self.bytes += (state.scopes.len() + 1) * ENTRY;
        self.states.push(Known { state, lines: HashMap::new() });
        Place::Known(number)
    }
}

fn is_readable(line: &str) -> bool {
    let mut gap = 0;
    let no_gap = line.bytes().all(|byte| {
        gap = if matches!(byte, b' ' | b'\t') { gap + 1 } else { 0 };
        gap <= LONGEST_GAP
    });
    line.len() <= LONGEST_LINE && no_gap
}

/// Whether a line is a row of a table that a program printed, or a rule of one:
/// `| 1 | a |`, `+---+---+`.
fn is_row(line: &str) -> bool {
    let line = line.trim();
    let is_rule = || line.bytes().all(|byte| matches!(byte, b'+' | b'-' | b'='));
    line.len() > 2
        && ((line.starts_with('|') && line.ends_with('|'))
            || (line.starts_with("+-") && line.ends_with('+') && is_rule()))
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
    fn what_a_database_answered_is_not_coloured() {
        let rows = "+----+------+\n| id | type |\n+----+------+\n|  1 | 'x'  |\n+----+------+\n";
        let answered = html(&format!("SELECT 1;\n{rows}SELECT a || 'b'\n  || c;\n"), "sql");
        let (before, after) = answered.split_once(rows).unwrap_or_default();
        assert!(before.contains("\">SELECT") && after.contains("\">SELECT"), "{answered}");
        assert_eq!(after.matches("\"s\">'b'").count(), 1, "{answered}");
        // In a comment a table is part of it.
        let comment = html("/*\n| a |\n*/\n", "sql");
        assert_eq!(comment, "<span class=\"c\">/*\n| a |\n*/\n</span>");
    }

    #[test]
    fn no_character_is_lost_or_added() {
        let code = "docker run --rm -v \"$(pwd)\":/x <image> && echo `date` 😀\n\tlast line without end";
        for language in ["bash", "console", "yaml", "go", "python", "no-such-language", "text", ""] {
            assert_eq!(text(&html(code, language)), code, "{language}");
        }
    }

    /// Each line by itself, without anything remembered.
    fn afresh(code: &str, language: &str) -> String {
        let mut state = State::new(find_syntax(language).unwrap());
        let mut html = String::new();
        for line in code.split_inclusive('\n') {
            state.write(line, &mut html);
        }
        Spans { html: &mut html, open: state.open }.close();
        html
    }

    #[test]
    fn what_is_remembered_is_what_would_be_written() {
        let blocks = [
            ("bash", "cat <<EOF\nif\nEOF\nif true\nthen\n  echo 'a\nif true\n' b\nfi\nif true\n"),
            ("bash", "cat <<END\nEOF\nif\nEND\nif true\nEOF\n"),
            ("sql", "select 1 -- one\n/* select 1\nselect 1 */\nselect 1\n'\nselect 1\n"),
            ("yaml", "a: |\n  b: 1\nb: 1\n  b: 1\nc:\n  b: 1\n"),
            ("python", "'''\nif a:\n'''\nif a:\n    '''\nif a:"),
            ("html", "<style>\na { }\n</style>\na { }\n<script>\na { }\n</script>\n"),
            ("ruby", "a = <<-X + <<-Y\na\n  X\na\n  Y\na\n"),
        ];
        let mut memory = Memory::default();
        for (language, code) in blocks.iter().chain(blocks.iter().rev()) {
            let mut html = String::new();
            memory.write(code, find_syntax(language).unwrap(), &mut html);
            assert_eq!(html, afresh(code, language), "{language}: {code}");
        }
        assert!(memory.states.iter().any(|known| known.lines.contains_key("if true\n")));
        let states = memory.states.len();
        for (language, code) in blocks {
            memory.write(code, find_syntax(language).unwrap(), &mut String::new());
        }
        assert_eq!(memory.states.len(), states);
    }

    #[test]
    fn a_full_memory_forgets() {
        let syntax = find_syntax("ini").unwrap();
        let mut memory = Memory { bytes: MOST_BYTES + 1, ..Memory::default() };
        memory.write("[a]\nb = 1\n", syntax, &mut String::new());
        assert!(memory.bytes > 0 && memory.bytes < MOST_BYTES);
    }

    #[test]
    fn a_line_without_end_is_not_parsed() {
        let line = format!("\"{}\n", "a".repeat(LONGEST_LINE));
        assert_eq!(html(&line, "json"), line.replace('"', "&quot;"));
    }
}
