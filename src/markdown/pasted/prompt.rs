//! Prompts: what a terminal shows before a command.

use yunji_search::analysis::is_han;

use super::bare::{bare, has_prose};
use super::command::{self, Weight};

/// A prompt on a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Prompt {
    /// Language of a whole session, where one is known.
    pub(super) language: &'static str,
    /// Whether it is a prompt by itself; `$ x` and `# x` are only where more speaks for it.
    pub(super) sure: bool,
}

const CONSOLE: &str = "console";

/// Prompts of programs that begin a line as they are.
const PROGRAMS: [(&str, &str); 13] = [
    ("mysql> ", ""),
    ("MariaDB [", ""),
    ("sqlite> ", ""),
    ("postgres=# ", ""),
    ("SQL> ", ""),
    (">>> ", ""),
    ("redis> ", ""),
    ("127.0.0.1:6379> ", ""),
    ("localhost:6379> ", ""),
    ("127.0.0.1:6379[", ""),
    ("mongo> ", ""),
    ("bash-", CONSOLE),
    ("sh-", CONSOLE),
];

/// The prompt that a line begins with.
pub(super) fn prompt(line: &str) -> Option<Prompt> {
    let line = line.trim_start();
    let program = PROGRAMS.iter().find(|(start, _)| line.starts_with(start));
    if let Some((start, language)) = program
        && (start.ends_with(' ') || ends_in_prompt(line, start.len()))
        && !is_said(line.get(start.len()..).unwrap_or_default())
    {
        return Some(Prompt { language, sure: true });
    }
    if line.starts_with(['➜', '❯', 'λ']) && line.chars().nth(1).is_some_and(char::is_whitespace) {
        return Some(Prompt { language: CONSOLE, sure: true });
    }
    if is_windows_prompt(line) {
        return Some(Prompt { language: "", sure: true });
    }
    if is_user_prompt(line) {
        return Some(Prompt { language: CONSOLE, sure: true });
    }
    let command = line.strip_prefix("$ ").or_else(|| line.strip_prefix("# "))?;
    let wanted = if line.starts_with('$') { Weight::Weak } else { Weight::Fair };
    (command::weigh(command) >= wanted).then_some(Prompt { language: CONSOLE, sure: false })
}

/// Whether what follows a prompt is a sentence: `>>> ` also begins a quotation.
fn is_said(command: &str) -> bool {
    let bare = bare(command, '#');
    has_prose(&bare) || bare.chars().any(is_han)
}

/// Whether `PS C:\Users> `, `bash-4.2# ` or the like has its end.
fn ends_in_prompt(line: &str, from: usize) -> bool {
    let rest = line.get(from..).unwrap_or_default();
    let end = rest.find(['>', '#', '$']).filter(|&at| !rest.get(..at).is_some_and(|path| path.contains(' ')));
    end.is_some_and(|at| matches!(rest.as_bytes().get(at + 1), None | Some(b' ')))
}

/// `PS C:\Users> `, `C:\>`.
fn is_windows_prompt(line: &str) -> bool {
    let path = line.strip_prefix("PS ").unwrap_or(line);
    let mut letters = path.chars();
    let drive =
        letters.next().is_some_and(|ch| ch.is_ascii_uppercase()) && letters.as_str().starts_with(":\\");
    let end = path.find('>').filter(|&end| end < 80);
    drive && end.is_some_and(|end| !is_said(path.get(end + 1..).unwrap_or_default()) && !is_said(path))
}

/// `[user@host dir]# `, `user@host:~$ `, `(venv) user@host:~$ `.
fn is_user_prompt(line: &str) -> bool {
    let line = line.strip_prefix('(').and_then(|rest| rest.split_once(") ")).map_or(line, |(_, rest)| rest);
    let bracketed = line.strip_prefix('[').and_then(|rest| rest.split_once(']'));
    let (user, rest) = match bracketed {
        Some((user, rest)) => (user, rest.trim_start()),
        None => match line.find(['#', '$', '%']) {
            Some(at) => line.split_at(at),
            None => return false,
        },
    };
    let Some((name, host)) = user.trim_end().split_once('@') else { return false };
    let word = |ch: char| ch.is_ascii_alphanumeric() || matches!(ch, '-' | '_' | '.');
    let named = !name.is_empty() && name.chars().all(word) && host.starts_with(word);
    let placed = host.len() < 80 && (bracketed.is_some() || host.contains(':')) && !host.contains(['=', ',']);
    named
        && placed
        && rest.starts_with(['#', '$', '%'])
        && matches!(rest.as_bytes().get(1), None | Some(b' '))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prompts_are_known() {
        for (line, language, sure) in [
            ("➜  ~ docker ps", "console", true),
            ("[root@node-1 ~]# kubectl get pods", "console", true),
            ("root@3f2a1:/# ls", "console", true),
            ("user@host:~/src$ make", "console", true),
            ("(venv) user@host:~$ pip list", "console", true),
            ("PS C:\\Users> dir", "", true),
            ("D:\\data>dir /s", "", true),
            ("mysql> show tables;", "", true),
            ("MariaDB [(none)]> use x;", "", true),
            ("bash-4.2# id", "console", true),
            (">>> import os", "", true),
            ("$ uname -a", "console", false),
            ("# systemctl restart nginx", "console", false),
        ] {
            assert_eq!(prompt(line), Some(Prompt { language, sure }), "{line}");
        }
    }

    #[test]
    fn text_has_no_prompt() {
        for line in [
            "$ 100 元",
            "# 安装",
            "# Docker run",
            "[链接]# x",
            "a@b.com: $5",
            "PS C:\\ 是提示符",
            "mysql>的提示",
            ">>> 引用，别人说的",
        ] {
            assert_eq!(prompt(line), None, "{line}");
        }
    }
}
