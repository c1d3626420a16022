//! What a note's code names exactly: commands, options, settings, errors, files of a system.
//!
//! Errors are found in prose too, because nothing else is written like them. Everything else
//! is looked for in code alone, and what could be something else counts only where the site
//! names it for certain somewhere.

mod failure;
mod setting;
mod shell;
mod system_path;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

/// A name that someone would look up as it is written.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Identifier {
    /// What it is the name of.
    pub class: Class,
    /// The name: `kubectl logs`, `docker run --memory`, `vm.swappiness`, `ENOSPC`.
    pub name: String,
    /// Number of the section that it stands in.
    pub section: usize,
    /// Whether it can be nothing else.
    pub sure: bool,
}

/// What identifiers are the names of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Class {
    /// Errors, their codes and messages, and signals.
    Error,
    /// Programs, with what they are told to do: `docker run`.
    Command,
    /// Options of programs.
    Option,
    /// Settings, parameters and variables.
    Setting,
    /// Files and folders that systems have.
    Path,
}

impl Class {
    /// All classes, in the order they are listed.
    pub const ALL: [Class; 5] = [Class::Error, Class::Command, Class::Option, Class::Setting, Class::Path];

    /// Its name in addresses and templates.
    pub fn name(self) -> &'static str {
        match self {
            Class::Error => "errors",
            Class::Command => "commands",
            Class::Option => "options",
            Class::Setting => "settings",
            Class::Path => "paths",
        }
    }
}

/// Bytes of the longest name; longer ones are data.
const LONGEST: usize = 80;

/// Collects the identifiers of a note.
#[derive(Debug, Default)]
pub(super) struct Finder {
    found: BTreeSet<Identifier>,
    section: usize,
}

/// A name that was found, its class, and whether it is certain.
type Found = (Class, String, bool);

impl Finder {
    /// Says which section what follows stands in.
    pub(super) fn enter(&mut self, section: usize) {
        self.section = section;
    }

    /// Looks through prose.
    pub(super) fn prose(&mut self, text: &str) {
        for name in failure::in_text(text) {
            self.add((Class::Error, name, true));
        }
    }

    /// Looks at code within a line.
    pub(super) fn inline(&mut self, code: &str) {
        let code = code.trim();
        self.words(code, true);
        if let Some((name, sure)) = setting::alone(code) {
            return self.add((Class::Setting, name, sure));
        }
        for found in shell::inline(code) {
            self.add(found);
        }
    }

    /// Looks through a block of code.
    pub(super) fn block(&mut self, code: &str, language: &str) {
        let language = Language::of(language);
        self.words(code, language != Language::Program);
        if matches!(language, Language::Shell | Language::Unknown) {
            for found in shell::block(code, language == Language::Shell) {
                self.add(found);
            }
        }
        if matches!(language, Language::Settings | Language::Unknown) {
            for (name, sure) in code.lines().filter_map(setting::at_start) {
                // Without a language, a line with a colon may be anything.
                self.add((Class::Setting, name, sure && language == Language::Settings));
            }
        }
    }

    /// What is told by how a word is written, wherever in code it stands. Programs have
    /// names of their own that look like errors.
    fn words(&mut self, code: &str, errors: bool) {
        for name in failure::in_code(code, errors) {
            self.add((Class::Error, name, true));
        }
        for word in words(code) {
            if let Some(path) = system_path::path(word) {
                let setting = path.rsplit('/').next().filter(|name| setting::is_of_kernel(name));
                if let Some(setting) = setting {
                    self.add((Class::Setting, setting.to_owned(), true));
                }
                self.add((Class::Path, path, true));
            } else if let Some(name) = setting::assigned(word) {
                self.add((Class::Setting, name, true));
            } else if let Some(name) = shell::jvm_option(word) {
                self.add((Class::Option, name, true));
            }
        }
    }

    fn add(&mut self, (class, name, sure): Found) {
        if name.len() <= LONGEST {
            self.found.insert(Identifier { class, name, section: self.section, sure });
        }
    }

    /// All that was found, by class and name. `skipped` sections were left out before the
    /// first.
    pub(super) fn finish(self, skipped: usize) -> Vec<Identifier> {
        let numbered =
            |found: Identifier| Identifier { section: found.section.saturating_sub(skipped), ..found };
        self.found.into_iter().map(numbered).collect()
    }
}

/// What a block of code is, as far as it matters here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Language {
    Shell,
    Settings,
    Program,
    Unknown,
}

impl Language {
    fn of(name: &str) -> Language {
        match name.to_ascii_lowercase().as_str() {
            "bash" | "sh" | "shell" | "zsh" | "console" | "shell-session" | "shellsession" | "terminal"
            | "shell-regular" | "shell-root" => Language::Shell,
            "yaml" | "yml" | "toml" | "ini" | "conf" | "config" | "cfg" | "properties" | "nginx" | "json"
            | "jsonc" | "json5" | "systemd" | "apache" | "dotenv" | "env" | "hcl" | "sysctl" => {
                Language::Settings
            }
            "" | "text" | "txt" | "plain" | "plaintext" | "log" | "none" | "output" | "code" => {
                Language::Unknown
            }
            _ => Language::Program,
        }
    }
}

/// Runs of characters that stand in names, without the punctuation around them.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let ends = |ch: char| {
        !ch.is_ascii_graphic()
            || matches!(ch, '"' | '\'' | '`' | ',' | ';' | '(' | ')' | '[' | ']' | '|' | '&')
    };
    let words = text.split(ends).map(|word| word.trim_end_matches(['.', ':', '!', '?']));
    words.filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(finder: Finder) -> Vec<String> {
        let shown = |found: Identifier| {
            let doubt = if found.sure { "" } else { "?" };
            format!("{}: {}{doubt}", found.class.name(), found.name)
        };
        finder.finish(0).into_iter().map(shown).collect()
    }

    fn inline(code: &str) -> Vec<String> {
        let mut finder = Finder::default();
        finder.inline(code);
        names(finder)
    }

    fn block(code: &str, language: &str) -> Vec<String> {
        let mut finder = Finder::default();
        finder.block(code, language);
        names(finder)
    }

    #[test]
    fn code_within_a_line_is_one_thing() {
        for (code, found) in [
            ("net.ipv4.tcp_tw_reuse", vec!["settings: net.ipv4.tcp_tw_reuse"]),
            ("vm.swappiness=10", vec!["settings: vm.swappiness"]),
            ("innodb_buffer_pool_size", vec!["settings: innodb_buffer_pool_size"]),
            ("imagePullPolicy: Always", vec!["settings: imagePullPolicy?"]),
            ("os.environ", vec!["settings: os.environ?"]),
            ("docker inspect -f x app", vec!["commands: docker inspect"]),
            ("iostat", vec!["commands: iostat?"]),
            ("--oom-kill-disable", vec!["options: --oom-kill-disable"]),
            ("OOMKilled", vec!["errors: OOMKilled"]),
            ("/proc/sys/vm/swappiness", vec!["paths: /proc/sys/vm/swappiness"]),
        ] {
            assert_eq!(inline(code), found, "{code}");
        }
        for code in ["nginx.conf", "example.com", "1.2.3", "v1.24.0", "getUser()", "app", "10.0.0.1", "a b"] {
            assert_eq!(inline(code), Vec::<String>::new(), "{code}");
        }
    }

    #[test]
    fn a_shell_names_commands_and_their_options() {
        let code =
            "# 看日志\n$ sudo kubectl -n kube-system logs --previous app | grep -i error\nerror: none\n";
        assert_eq!(
            block(code, "console"),
            ["commands: grep", "commands: kubectl logs", "options: kubectl logs --previous"]
        );
        let code = "docker run -d \\\n  --memory=512m --name app nginx\ncat <<EOF > x\nrsync -a b c\nEOF\n";
        assert_eq!(
            block(code, "bash"),
            ["commands: docker run", "options: docker run --memory", "options: docker run --name"]
        );
    }

    #[test]
    fn settings_stand_at_the_beginning_of_a_line() {
        let code = "spec:\n  terminationGracePeriodSeconds: 30\n  image: my_app.v1\n";
        assert_eq!(block(code, "yaml"), ["settings: terminationGracePeriodSeconds"]);
        assert_eq!(block("worker_connections 1024;\n", "nginx"), ["settings: worker_connections"]);
        assert_eq!(block("net.core.somaxconn = 1024\n", "ini"), ["settings: net.core.somaxconn"]);
        assert_eq!(block("max_connections = x\n", "python"), Vec::<String>::new());
    }

    #[test]
    fn kernel_settings_are_found_in_paths_and_arguments() {
        assert_eq!(
            block("cat /sys/fs/cgroup/memory/memory.limit_in_bytes\n", "bash"),
            ["settings: memory.limit_in_bytes", "paths: /sys/fs/cgroup/memory/memory.limit_in_bytes"]
        );
        assert_eq!(
            block("sysctl -w net.ipv4.ip_forward=1\n", "bash"),
            ["commands: sysctl", "settings: net.ipv4.ip_forward"]
        );
    }
}
