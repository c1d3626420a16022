//! How much a line looks like a command of a shell.

use std::collections::HashMap;
use std::sync::LazyLock;

use yunji_search::analysis::is_han;

use super::bare::{bare, has_prose, is_comment, is_wide_mark};

/// How sure it is that a line is code.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Weight {
    /// It may be anything.
    #[default]
    None,
    /// It may be code among code.
    Weak,
    /// It is code, or reads like it.
    Fair,
    /// It is nothing else.
    Strong,
}

impl Weight {
    /// What it counts among other lines.
    pub(super) fn points(self) -> usize {
        self as usize
    }
}

/// Columns beyond which a command with options is nothing else.
const LONG: usize = 60;

/// Han characters that stand for a name in a command: `docker logs 容器名`.
const PLACEHOLDER: usize = 8;

/// Programs and the words that may follow their names.
static COMMANDS: LazyLock<HashMap<&str, Vec<&str>>> = LazyLock::new(|| {
    let lines = include_str!("commands.txt").lines().filter(|line| !line.starts_with('#'));
    let mut entries: HashMap<&str, Vec<&str>> = HashMap::new();
    for line in lines {
        let mut words = line.split(' ');
        entries.entry(words.next().unwrap_or_default()).or_default().extend(words);
    }
    entries
});

/// Words that begin or end a shell's own blocks.
const KEYWORDS: [&str; 8] = ["then", "fi", "do", "done", "else", "esac", ";;", "}"];

/// Weighs a line.
pub(super) fn weigh(line: &str) -> Weight {
    let line = line.trim();
    if line.starts_with("#!/") {
        return Weight::Strong;
    }
    if is_comment(line) || line.is_empty() {
        return Weight::None;
    }
    let bare = bare(line, '#');
    let words: Vec<&str> = bare.split_whitespace().collect();
    if let Some(weight) = syntax(&bare, &words) {
        return weight;
    }
    let han = bare.chars().filter(|&ch| is_han(ch)).count();
    let evidence = Evidence::of(&words);
    let weight = evidence.weight(&bare);
    let arrow = words.iter().any(|word| matches!(*word, "->" | "-->" | "=>"));
    if weight == Weight::None || arrow || has_prose(&bare) || (han > 0 && !evidence.is_shell) {
        Weight::None
    } else if han > 0 {
        if han <= PLACEHOLDER { Weight::Weak } else { Weight::None }
    } else {
        weight
    }
}

/// The words that may follow the name of a program that is known.
pub(super) fn subcommands(program: &str) -> Option<&'static [&'static str]> {
    COMMANDS.get(program).map(Vec::as_slice)
}

/// Whether a line begins as a command does, whatever else it says.
pub(super) fn begins(line: &str) -> bool {
    let bare = bare(line, '#');
    let words: Vec<&str> = bare.split_whitespace().collect();
    Evidence::of(&words).weight(&bare) >= Weight::Fair && !bare.contains(is_wide_mark)
}

/// The weight of what a shell reads itself: blocks and assignments.
fn syntax(bare: &str, words: &[&str]) -> Option<Weight> {
    let (first, last) = (*words.first()?, *words.last()?);
    if words.len() == 1 && KEYWORDS.contains(&first) {
        return Some(Weight::Weak);
    }
    let block = match first {
        "if" | "elif" | "while" | "until" => matches!(last, "then" | "do") || bare.contains("[ "),
        "for" => bare.contains(" in ") && (bare.contains(';') || last == "do"),
        "case" => last == "in",
        "function" => bare.trim_end().ends_with(['{', '}']),
        _ => first.ends_with("()") && bare.contains('{'),
    };
    if block && !bare.chars().any(is_han) {
        return Some(Weight::Fair);
    }
    (words.len() == 1 && is_assignment(first) && !bare.chars().any(is_han)).then_some(Weight::Weak)
}

/// `NAME=value`.
fn is_assignment(word: &str) -> bool {
    word.split_once('=').is_some_and(|(name, value)| {
        let named = name.chars().all(|ch| ch.is_ascii_alphanumeric() || ch == '_');
        named && name.starts_with(|ch: char| ch.is_ascii_alphabetic() || ch == '_') && !value.starts_with('=')
    })
}

/// What speaks for a command.
#[derive(Default)]
struct Evidence {
    /// A known program is called.
    known: bool,
    /// Words after the program's name.
    arguments: usize,
    options: usize,
    /// Options, paths, variables and the like: more than words.
    is_shell: bool,
    /// A word that this program is known to take, a path, a quote …
    signs: usize,
}

impl Evidence {
    fn of(words: &[&str]) -> Evidence {
        let mut evidence = Evidence::default();
        let mut rest = words.iter().copied().skip_while(|word| is_assignment(word)).peekable();
        while let Some("sudo" | "nohup" | "time" | "exec" | "env") = rest.peek().copied() {
            rest.next();
            evidence.signs += 1;
            while rest.next_if(|word| word.starts_with('-') || is_assignment(word)).is_some() {}
        }
        let Some(name) = rest.next() else { return evidence };
        let program = name.rsplit('/').next().unwrap_or(name);
        let commands = COMMANDS.get(program);
        let is_path = ["./", "/", "~/", "../"].iter().any(|start| name.starts_with(start));
        evidence.known = commands.is_some() || (is_path && (name.starts_with("./") || name.ends_with(".sh")));
        evidence.signs += usize::from(is_path && evidence.known);
        for word in rest {
            let first = evidence.arguments == 0;
            evidence.arguments += 1;
            if first && commands.is_some_and(|commands| commands.contains(&word)) {
                evidence.signs += 1;
            }
            evidence.word(word);
        }
        evidence
    }

    fn word(&mut self, word: &str) {
        let option = word.trim_start_matches(['[', '(']);
        if option.len() > 1 && option.starts_with('-') && !option.starts_with("->") && option != "--" {
            self.options += 1;
            self.is_shell = true;
        } else if word.contains(['/', '$', '|', '=', '~', '*', '\'', '"', '`', '\\']) || is_redirect(word) {
            self.is_shell = true;
            self.signs += 1;
        } else if word.contains(|ch: char| ch.is_ascii_digit() || matches!(ch, ':' | '_' | '@' | ';'))
            || has_inner_dot(word)
            || word == "."
            || word == ".."
        {
            self.signs += 1;
        }
    }

    fn weight(&self, bare: &str) -> Weight {
        let continued = bare.trim_end().ends_with('\\');
        match (self.known, self.options, self.signs) {
            (true, _, _) if continued => Weight::Strong,
            (true, 2.., _) if bare.chars().count() > LONG => Weight::Strong,
            (true, 0, 0) if self.arguments <= 2 => Weight::Weak,
            (true, 0, 0) => Weight::None,
            (true, _, _) => Weight::Fair,
            (false, 1.., _) if self.arguments > 0 && begins_with_name(bare) => Weight::Weak,
            _ => Weight::None,
        }
    }
}

fn is_redirect(word: &str) -> bool {
    matches!(word, ">" | ">>" | "<" | "<<" | "&&" | "||" | "2>&1") || word.starts_with("<<")
}

/// `config.yaml`, but not the end of a sentence.
fn has_inner_dot(word: &str) -> bool {
    word.char_indices().any(|(at, ch)| {
        let next = word.get(at + 1..).and_then(|rest| rest.chars().next());
        ch == '.' && next.is_some_and(|next| next.is_ascii_alphanumeric())
    })
}

/// A program's name as they are: lower case, no punctuation.
fn begins_with_name(bare: &str) -> bool {
    let name = bare.split_whitespace().next().unwrap_or_default();
    name.starts_with(|ch: char| ch.is_ascii_lowercase())
        && name
            .chars()
            .all(|ch| ch.is_ascii_lowercase() || ch.is_ascii_digit() || matches!(ch, '-' | '_' | '.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_weigh_more_than_words() {
        for (line, weight) in [
            ("docker run -d \\", Weight::Strong),
            ("docker run -d --restart=always --name web -p 80:80 -v /data:/data nginx:1.25", Weight::Strong),
            ("#!/bin/bash", Weight::Strong),
            ("docker stop web", Weight::Fair),
            ("sudo groupadd docker", Weight::Fair),
            ("cat cpu.stat", Weight::Fair),
            ("yum install nginx # 安装", Weight::Fair),
            ("echo \"已经 完成\" >> /tmp/log", Weight::Fair),
            ("git commit -m '说明：修复'", Weight::Fair),
            ("for i in $(seq 3); do", Weight::Fair),
            ("cd ..", Weight::Fair),
            ("./configure --prefix=/usr", Weight::Fair),
            ("JAVA_HOME=/opt/java", Weight::Weak),
            ("docker logs -f 容器名", Weight::Weak),
            ("newgrp docker", Weight::Weak),
            ("mytool --dry-run x", Weight::Weak),
        ] {
            assert_eq!(weigh(line), weight, "{line}");
        }
    }

    #[test]
    fn prose_is_no_command() {
        for line in [
            "docker run 命令用于启动一个容器",
            "git 常用命令",
            "make sure that the file is in /etc",
            "find the process in /proc.",
            "top 命令，按 1 显示每个核",
            "Docker run -d nginx",
            "kill 进程",
            "# docker ps -a",
            "which one to use",
            "time flies like an arrow",
            "- -",
            "",
        ] {
            assert_eq!(weigh(line), Weight::None, "{line}");
        }
    }
}
