//! When notes were written and changed, as the history of their folder tells it.
//!
//! The history is asked of the `git` program, once for all notes. What it says depends on
//! the commit that is checked out and on nothing else: not on the clock, not on when files
//! were copied, not on the settings of whoever builds.

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::Path;
use std::process::{Command, Stdio};

use jiff::Timestamp;
use unicode_normalization::UnicodeNormalization;

use super::EXTENSIONS;
use crate::diagnostic::{Checked, Diagnostic};

/// When a file was committed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Times {
    /// First, under whatever name.
    pub(super) first: Timestamp,
    /// Last with another content than before.
    pub(super) last: Timestamp,
}

/// What the history of a folder tells.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct History {
    /// The files that were ever committed, by their path in the folder.
    files: BTreeMap<String, Times>,
    /// Where the dates come from or why there are none, in a few words.
    pub(super) remark: String,
}

impl History {
    /// That of a site which does not want it.
    pub(super) fn not_wanted() -> Checked<History> {
        let remark = "not from git, as the settings say".to_owned();
        Checked { value: History { remark, ..History::default() }, ..Checked::default() }
    }

    /// The times of a file; none before it is committed.
    pub(super) fn of(&self, path: &str) -> Option<Times> {
        self.files.get(&normal(path)).copied()
    }
}

/// Reads the history of the notes in a folder. A folder without one is nothing wrong.
pub(super) fn history(folder: &Path) -> Checked<History> {
    let mut report = crate::diagnostic::Report::default();
    let value = read(folder).unwrap_or_else(|refusal| {
        let (remark, finding) = refusal.told();
        if let Some(finding) = finding {
            report.push(finding);
        }
        History { files: BTreeMap::new(), remark: remark.to_owned() }
    });
    Checked { value, report }
}

fn read(folder: &Path) -> Result<History, Refusal> {
    let shallow = git(folder, &["rev-parse", "--is-shallow-repository"])?;
    if shallow.trim() == "true" {
        let notes = EXTENSIONS.map(|extension| format!(":(icase)*.{extension}"));
        let [one, two, three] = notes.each_ref().map(String::as_str);
        let tracked = git(folder, &["ls-files", "--", one, two, three])?;
        return Err(if tracked.is_empty() { Refusal::Untracked } else { Refusal::Shallow });
    }
    let files = parse(&git(folder, &LOG)?);
    if files.is_empty() { Err(Refusal::Untracked) } else { Ok(History { files, remark: "git".to_owned() }) }
}

/// What is asked: every commit with the seconds of its author's clock, the files it touched
/// and what became of their names. Settings that would change the answer are overruled. A
/// folder is asked about and no pattern of names, because git then passes over the rest of
/// the repository.
const LOG: [&str; 18] = [
    "--no-replace-objects",
    "-c",
    "log.showRoot=true",
    "-c",
    "log.showSignature=false",
    "log",
    "--topo-order",
    "-z",
    "--format=%at",
    "--name-status",
    "--find-renames",
    "-l1000",
    "--relative",
    "--no-color",
    "--no-ext-diff",
    "--no-textconv",
    "--",
    ".",
];

/// Variables that point git to another repository than the folder's: a hook of git's, from
/// which sites are built too, sets them.
const ELSEWHERE: [&str; 5] =
    ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_COMMON_DIR", "GIT_OBJECT_DIRECTORY"];

/// Runs git in a folder. It asks nobody, waits for nothing and fetches nothing: a clone that
/// lacks old objects would get them one by one.
fn git(folder: &Path, arguments: &[&str]) -> Result<String, Refusal> {
    let mut command = Command::new("git");
    command.current_dir(folder).args(arguments).stdin(Stdio::null());
    command.env("LC_ALL", "C").env("GIT_OPTIONAL_LOCKS", "0").env("GIT_TERMINAL_PROMPT", "0");
    command.env("GIT_NO_LAZY_FETCH", "1").env("GIT_ALLOW_PROTOCOL", "");
    for name in ELSEWHERE {
        command.env_remove(name);
    }
    let output = command.output().map_err(|error| match error.kind() {
        ErrorKind::NotFound => Refusal::NotInstalled,
        _ => Refusal::Failed(error.to_string()),
    })?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let said = said.lines().next().unwrap_or_default().trim_start_matches("fatal: ");
    Err(match said {
        said if said.contains("not a git repository") => Refusal::NoRepository,
        said if said.contains("does not have any commits") => Refusal::Untracked,
        said => Refusal::Failed(said.to_owned()),
    })
}

/// Why there are no dates.
#[derive(Debug, PartialEq, Eq)]
enum Refusal {
    NotInstalled,
    NoRepository,
    /// No note is committed.
    Untracked,
    /// The history is cut off, so that everything seems to have been written where it begins.
    Shallow,
    /// Git says why.
    Failed(String),
}

impl Refusal {
    /// What a run says about it when asked, and what it says in any case.
    fn told(self) -> (&'static str, Option<Diagnostic>) {
        match self {
            Refusal::NotInstalled => ("not from git, which is not installed", None),
            Refusal::NoRepository => ("not from git: the notes are in no repository", None),
            Refusal::Untracked => ("not from git: no note is committed", None),
            Refusal::Shallow => {
                let message = "the repository is a shallow clone, so notes get no dates from git";
                let help =
                    "clone all of it (`git fetch --unshallow`, `fetch-depth: 0`), or set git_dates: false";
                let finding = Diagnostic::warning("git-shallow", message).help(help);
                ("not from git: the clone is shallow", Some(finding))
            }
            Refusal::Failed(said) => {
                let message = format!("notes get no dates from git, which says: {said}");
                let finding = Diagnostic::warning("git-failed", message)
                    .help("mend that, or set git_dates: false in site.yaml");
                ("not from git, which failed", Some(finding))
            }
        }
    }
}

/// One form of a name, whichever the file system keeps.
fn normal(path: &str) -> String {
    path.nfc().collect()
}

/// What is known of a file while the log is read, in seconds.
#[derive(Default)]
struct Seen {
    first: Option<i64>,
    last: Option<i64>,
}

/// Reads a log, newest commit first: the times of every file under its present name.
fn parse(log: &str) -> BTreeMap<String, Times> {
    let mut files: BTreeMap<String, Seen> = BTreeMap::new();
    // What files are called now, by their name at the commit at hand.
    let mut present: BTreeMap<String, String> = BTreeMap::new();
    let mut seconds = 0;
    let mut parts = log.split('\0').map(|part| part.trim_start_matches('\n'));
    while let Some(part) = parts.next() {
        if let Ok(time) = part.parse() {
            seconds = time;
            continue;
        }
        let (Some(status), Some(mut path)) = (part.chars().next(), parts.next().map(normal)) else { break };
        let mut older = None;
        if status == 'R' {
            older = Some(std::mem::replace(&mut path, parts.next().map(normal).unwrap_or_default()));
        }
        let name = present.remove(&path).unwrap_or_else(|| path.clone());
        let seen = files.entry(name.clone()).or_default();
        if status != 'D' {
            seen.first = Some(seen.first.map_or(seconds, |first| first.min(seconds)));
        }
        // Neither going away nor another name is another content.
        if status != 'D' && part != "R100" {
            seen.last = Some(seen.last.map_or(seconds, |last| last.max(seconds)));
        }
        present.insert(older.unwrap_or(path), name);
    }
    files.into_iter().filter_map(|(name, seen)| Some((name, times(&seen)?))).collect()
}

fn times(seen: &Seen) -> Option<Times> {
    let first = seen.first?;
    let moment = |seconds: i64| Timestamp::from_second(seconds).ok();
    Some(Times { first: moment(first)?, last: moment(seen.last.unwrap_or(first))? })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The times of each file of a log whose fields are divided by spaces.
    fn parsed(log: &str) -> Vec<String> {
        let shown = |(name, times): (&String, &Times)| {
            format!("{name} {} {}", times.first.as_second(), times.last.as_second())
        };
        parse(&log.replace(' ', "\0")).iter().map(shown).collect()
    }

    #[test]
    fn a_file_has_the_times_of_its_first_and_last_commit() {
        assert_eq!(parsed("30 \nM a.md 20 \nA b.md M a.md 10 \nA a.md "), ["a.md 10 30", "b.md 20 20"]);
        // The clocks of two authors need not agree.
        assert_eq!(parsed("10 \nM a.md 40 \nA a.md "), ["a.md 10 40"]);
    }

    #[test]
    fn a_name_is_no_content() {
        assert_eq!(parsed("30 \nR100 a.md b.md 20 \nM a.md 10 \nA a.md "), ["b.md 10 20"]);
        assert_eq!(parsed("30 \nR090 a.md b.md 10 \nA a.md "), ["b.md 10 30"]);
    }

    #[test]
    fn a_name_that_is_used_again_is_another_file() {
        let log = "40 \nA a.md 30 \nR100 a.md b.md 20 \nM a.md 10 \nA a.md ";
        assert_eq!(parsed(log), ["a.md 40 40", "b.md 10 20"]);
        let swapped = "30 \nR100 c.md b.md 20 \nR100 b.md a.md R100 a.md c.md 10 \nA a.md A b.md ";
        assert_eq!(parsed(swapped), ["a.md 10 10", "b.md 10 10"]);
    }

    #[test]
    fn a_file_that_was_restored_is_as_old_as_it_was() {
        assert_eq!(parsed("30 \nA a.md 20 \nD a.md 10 \nA a.md "), ["a.md 10 30"]);
    }

    #[test]
    fn what_is_no_log_is_no_harm() {
        for log in ["", "\n", "x", "R100", "R100 a.md", "99999999999999 A a.md ", "- - -"] {
            parsed(log);
        }
    }
}
