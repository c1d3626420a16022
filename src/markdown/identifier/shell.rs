//! Commands of a shell, and the options they are given.

use super::super::pasted::{has_prompt, looks_like_command, subcommands, without_strings};
use super::{Class, Found};

/// Programs that every second line calls: nobody looks for them.
const EVERYDAY: [&str; 40] = [
    "alias", "basename", "bg", "cat", "cd", "clear", "comm", "cp", "date", "echo", "eval", "exec", "exit",
    "export", "expr", "fg", "fold", "let", "ls", "mkdir", "mv", "nano", "popd", "pushd", "pwd", "read", "rm",
    "rmdir", "seq", "set", "sleep", "source", "touch", "trap", "unalias", "unset", "vi", "vim", "which",
    "true",
];

/// Programs whose names are words of other meanings: alone, they are not taken for programs.
const WORDS: [&str; 27] = [
    "arp", "bundle", "cut", "file", "find", "fish", "go", "head", "host", "id", "java", "join", "jobs",
    "kind", "link", "node", "route", "screen", "service", "snap", "sort", "split", "stat", "tail", "test",
    "time", "watch",
];

/// Words before a command that are none themselves.
const PREFIXES: [&str; 10] = ["sudo", "nohup", "time", "env", "exec", "xargs", "watch", "then", "do", "else"];

/// What one command ends and another begins with.
const SEPARATORS: [&str; 9] = ["|", "||", "&&", ";", "&", "|&", "(", "{", "!"];

/// Options that every program has.
const COMMON: [&str; 3] = ["--help", "--version", "--verbose"];

/// Words of a command that are looked through for what it is told to do.
const NEAR: usize = 5;

/// The commands and options of a block of code. With a language, `known`, more is certain.
pub(super) fn block(code: &str, known: bool) -> Vec<Found> {
    let prompts: Vec<bool> = code.lines().filter_map(has_prompt).collect();
    // `# ls` is a comment among commands, and a prompt where there are none.
    let rooted = !prompts.is_empty() && !code.lines().any(looks_like_command);
    let session = rooted || prompts.contains(&true);
    let mut found = Vec::new();
    for line in logical_lines(code) {
        let command = without_prompt(&line);
        let prompted = command.len() < line.trim_start().len();
        let taken = match (session, known) {
            (true, _) => prompted,
            (false, true) => true,
            (false, false) => looks_like_command(&line),
        };
        if taken {
            found.extend(line_of(command, prompted));
        }
    }
    found
}

/// The command that code within a line is.
pub(super) fn inline(code: &str) -> Vec<Found> {
    let command = without_prompt(code);
    let mut words = command.split_whitespace();
    let Some(first) = words.next() else { return Vec::new() };
    match words.next() {
        None if is_long_option(first) => vec![(Class::Option, cut(first).to_owned(), true)],
        None if subcommands(first).is_some() && !WORDS.contains(&first) && first.len() > 2 => {
            let found = (Class::Command, first.to_owned(), false);
            if EVERYDAY.contains(&first) { Vec::new() } else { vec![found] }
        }
        Some(_) if looks_like_command(command) || has_subcommand(command) => line_of(command, false),
        _ => Vec::new(),
    }
}

/// `-XX:MaxRAMPercentage`, `-Xmx`: options of a Java machine, without their values.
pub(super) fn jvm_option(word: &str) -> Option<String> {
    if let Some(name) = word.strip_prefix("-XX:") {
        let name = name.trim_start_matches(['+', '-']).split('=').next()?;
        let named = name.len() > 3 && name.chars().all(|ch| ch.is_ascii_alphanumeric());
        return named.then(|| format!("-XX:{name}"));
    }
    ["-Xmx", "-Xms", "-Xmn", "-Xss"]
        .iter()
        .find(|name| word.starts_with(**name))
        .map(|name| (*name).to_owned())
}

/// Lines with those they go on in, without what is written into files from here.
fn logical_lines(code: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let (mut goes_on, mut until) = (false, None::<String>);
    for line in code.lines() {
        if let Some(end) = &until {
            if line.trim() == end {
                until = None;
            }
            continue;
        }
        let text = line.trim_end().trim_end_matches('\\');
        match lines.last_mut().filter(|_| goes_on) {
            Some(last) => {
                last.push(' ');
                last.push_str(text.trim_start());
            }
            None => lines.push(text.to_owned()),
        }
        goes_on = line.trim_end().ends_with('\\');
        until = document_end(line).filter(|_| !goes_on);
    }
    lines
}

/// The word that ends the document that begins in a line: `<<EOF`, `<<-'EOF'`.
fn document_end(line: &str) -> Option<String> {
    let (_, opened) = line.split_once("<<").filter(|(_, opened)| !opened.starts_with('<'))?;
    let word = opened.trim_start_matches('-').trim_start().split([' ', '>', '|', ';']).next()?;
    let word = word.trim_matches(['"', '\'']);
    let named = word.starts_with(|ch: char| ch.is_ascii_alphabetic());
    named.then(|| word.to_owned())
}

/// A line without the prompt before its command.
fn without_prompt(line: &str) -> &str {
    let line = line.trim();
    if has_prompt(line).is_none() {
        return line;
    }
    let end = line.char_indices().find(|&(at, ch)| {
        matches!(ch, '$' | '#' | '%' | '>' | '➜' | '❯')
            && line.get(at + ch.len_utf8()..).is_some_and(|rest| rest.starts_with(' '))
    });
    end.and_then(|(at, ch)| line.get(at + ch.len_utf8()..)).unwrap_or(line).trim_start()
}

/// Commands of a line. After a prompt, a program need not be a known one.
fn line_of(line: &str, prompted: bool) -> Vec<Found> {
    let bare = without_strings(line).replace("$(", " | ").replace('`', " | ");
    let bare = bare.replace(';', " ; ").replace(')', " ");
    let words: Vec<&str> = bare.split_whitespace().collect();
    let mut found = Vec::new();
    for command in words.split(|word| SEPARATORS.contains(word)) {
        simple(command, prompted, &mut found);
    }
    found
}

fn simple(words: &[&str], prompted: bool, found: &mut Vec<Found>) {
    let is_assignment = |word: &str| word.split_once('=').is_some_and(|(name, _)| !name.starts_with('-'));
    let skipped = |word: &&&str| PREFIXES.contains(*word) || is_assignment(word);
    let start = words.iter().take_while(skipped).count();
    let Some([name, rest @ ..]) = words.get(start..) else { return };
    let program = name.rsplit('/').next().unwrap_or(name);
    if EVERYDAY.contains(&program) {
        return;
    }
    let known = subcommands(program);
    let options: Vec<&str> = rest.iter().filter(|word| is_long_option(word)).map(|word| cut(word)).collect();
    let is_program = known.is_some() || ((prompted || !options.is_empty()) && is_name(program));
    if !is_program {
        return;
    }
    let told = rest.iter().take(NEAR).find(|word| known.is_some_and(|known| known.contains(word)));
    let command = told.map_or_else(|| program.to_owned(), |told| format!("{program} {told}"));
    for option in options.into_iter().filter(|option| !COMMON.contains(option)) {
        found.push((Class::Option, format!("{command} {option}"), known.is_some()));
    }
    found.push((Class::Command, command, known.is_some()));
}

/// Whether a line begins with a program and what it is told to do.
fn has_subcommand(line: &str) -> bool {
    let mut words = line.split_whitespace();
    let known = words.next().and_then(subcommands);
    known.zip(words.next()).is_some_and(|(known, word)| known.contains(&word))
}

fn is_long_option(word: &str) -> bool {
    let name = cut(word);
    name.strip_prefix("--").is_some_and(|name| {
        let named = name.chars().all(|ch| ch.is_ascii_alphanumeric() || matches!(ch, '-' | '_' | '.'));
        name.len() > 1 && named && name.starts_with(|ch: char| ch.is_ascii_alphabetic())
    })
}

/// An option without its value.
fn cut(option: &str) -> &str {
    option.split('=').next().unwrap_or(option)
}

/// Whether a word is written like a program's name.
fn is_name(word: &str) -> bool {
    let part = |ch: char| ch.is_ascii_lowercase() || ch.is_ascii_digit() || matches!(ch, '-' | '_');
    word.len() > 1 && word.starts_with(|ch: char| ch.is_ascii_lowercase()) && word.chars().all(part)
}
