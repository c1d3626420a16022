//! Errors: their constants, codes, reasons and messages, and signals.

use std::collections::HashMap;
use std::sync::LazyLock;

/// Constants and messages, by their first word in lower case.
static KNOWN: LazyLock<HashMap<Vec<u8>, Vec<&str>>> = LazyLock::new(|| {
    let lines = include_str!("failures.txt").lines().filter(|line| !line.starts_with('#'));
    let mut known: HashMap<Vec<u8>, Vec<&str>> = HashMap::new();
    for line in lines {
        let first = line.split(' ').next().unwrap_or_default();
        known.entry(trimmed(first).to_ascii_lowercase().into_bytes()).or_default().push(line);
    }
    known
});

/// Bytes of the longest of these words at most.
const LONGEST_FIRST: usize = 40;

/// What the name of a reason ends with, and what it begins with.
const ENDS: [&str; 13] = [
    "BackOff",
    "Error",
    "Evicted",
    "Exceeded",
    "Exception",
    "Failed",
    "Failure",
    "Killed",
    "NotReady",
    "Pressure",
    "Refused",
    "Unavailable",
    "Unhealthy",
];
const BEGINS: [&str; 3] = ["Err", "Failed", "Insufficient"];

/// What the name of an error in capitals begins or ends with.
const CAPITALS: [&str; 7] = ["ERR_", "_ERROR", "_FAILED", "_REFUSED", "_EXCEEDED", "_DENIED", "_TIMED_OUT"];

/// Errors that prose names.
pub(super) fn in_text(text: &str) -> Vec<String> {
    // Most paragraphs name none, and need no second look.
    if text.is_ascii() || text.bytes().any(|byte| byte.is_ascii_alphanumeric()) {
        find(text, true)
    } else {
        Vec::new()
    }
}

/// Errors that code names; `reasons` also by how their names are made.
pub(super) fn in_code(code: &str, reasons: bool) -> Vec<String> {
    let mut found = find(code, reasons);
    if reasons {
        found.extend(super::words(code).filter(|word| is_capitals(word)).map(str::to_owned));
    }
    found
}

fn find(text: &str, reasons: bool) -> Vec<String> {
    let mut found = Vec::new();
    for (at, word) in words_at(text) {
        let rest = text.get(at..).unwrap_or_default();
        if let Some(known) = known(word, rest) {
            found.push(known.to_owned());
        } else if let Some(code) = exit_code(word, text.get(..at).unwrap_or_default(), rest) {
            found.push(code);
        } else if let Some(code) = vendor_code(word, rest) {
            found.push(code);
        } else if reasons && !text.get(..at).is_some_and(|before| before.ends_with('+')) {
            // Behind a plus sign it is a switch of a Java machine.
            let name = word.rsplit('.').next().unwrap_or(word);
            found.extend(is_reason(name).then(|| name.to_owned()));
        }
    }
    found
}

/// Words of letters, digits and what joins them, with where they begin.
fn words_at(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let inner = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b'/');
    let mut end = 0;
    // What ends a word is a byte of ASCII or belongs to a character that is none.
    let runs = text.as_bytes().split(move |byte| !inner(byte)).map(move |run| {
        let start = end;
        end = start + run.len() + 1;
        start..start + run.len()
    });
    runs.filter(|run| !run.is_empty()).filter_map(|run| {
        let start = run.start;
        let written = text.get(run)?;
        let word = trimmed(written);
        let before = written.len() - written.trim_start_matches(JOINTS).len();
        (!word.is_empty()).then_some((start + before, word))
    })
}

/// What joins words and is no part of them at their ends.
const JOINTS: [char; 5] = ['.', '-', '/', '_', ':'];

fn trimmed(word: &str) -> &str {
    word.trim_matches(JOINTS)
}

/// The constant or message that begins with a word.
fn known(word: &str, rest: &str) -> Option<&'static str> {
    // Every word of a note is looked up: none is copied to the heap for that.
    let mut buffer = [0; LONGEST_FIRST];
    let lower = buffer.get_mut(..word.len())?;
    lower.copy_from_slice(word.as_bytes());
    lower.make_ascii_lowercase();
    let entries = KNOWN.get(&*lower)?;
    let stands = |entry: &&&str| match entry.contains(' ') {
        // Programs write messages with and without a capital.
        true => rest.get(..entry.len()).is_some_and(|text| text.eq_ignore_ascii_case(entry)),
        false => **entry == word,
    };
    entries.iter().find(stands).copied()
}

/// `exit code 137`, `exited with code 1`, `退出码 137`.
fn exit_code(word: &str, before: &str, rest: &str) -> Option<String> {
    let code =
        |text: &str| text.parse::<u8>().ok().filter(|&code| code > 0).map(|code| format!("exit code {code}"));
    if word.chars().all(|ch| ch.is_ascii_digit()) {
        let before = before.trim_end_matches([' ', '为', '是', '：', ':']);
        return ["退出码", "退出状态码"].iter().any(|name| before.ends_with(name)).then(|| code(word))?;
    }
    let begins = ["exit", "exited", "exitcode"].iter().any(|name| word.eq_ignore_ascii_case(name));
    if !begins {
        return None;
    }
    let mut words = words_at(rest).map(|(_, word)| word).take(4);
    words.next();
    let filler = |word: &&str| {
        ["with", "code", "status", "non-zero"].iter().any(|name| word.eq_ignore_ascii_case(name))
    };
    let near: Vec<&str> = words.collect();
    let (fillers, number): (Vec<&str>, Vec<&str>) = near.into_iter().partition(filler);
    (!fillers.is_empty()).then(|| code(number.first()?))?
}

/// `ORA-01555`, `ERROR 1045`.
fn vendor_code(word: &str, rest: &str) -> Option<String> {
    let digits = |text: &str| text.len() >= 4 && text.chars().all(|ch| ch.is_ascii_digit());
    if word.strip_prefix("ORA-").is_some_and(digits) {
        return Some(word.to_owned());
    }
    let number = rest.strip_prefix("ERROR ")?.split(|ch: char| !ch.is_ascii_digit()).next()?;
    (word == "ERROR" && digits(number) && number.len() == 4).then(|| format!("ERROR {number}"))
}

/// `OOMKilled`, `ErrImagePull`, `OutOfMemoryError`: two words at least, one of which says
/// that something went wrong.
fn is_reason(word: &str) -> bool {
    let written = word.starts_with(|ch: char| ch.is_ascii_uppercase())
        && word.chars().all(|ch| ch.is_ascii_alphanumeric())
        && word.chars().any(|ch| ch.is_ascii_lowercase());
    let ends = |end: &str| word.strip_suffix(end).is_some_and(|before| before.len() > 2 || end == "NotReady");
    let begins = |begin: &str| {
        word.strip_prefix(begin)
            .is_some_and(|after| after.len() > 3 && after.starts_with(|ch: char| ch.is_ascii_uppercase()))
    };
    written && (ENDS.iter().any(|end| ends(end)) || BEGINS.iter().any(|begin| begins(begin)))
}

/// `ERR_CONNECTION_REFUSED`.
fn is_capitals(word: &str) -> bool {
    let written = word.chars().all(|ch| ch.is_ascii_uppercase() || ch.is_ascii_digit() || ch == '_');
    let says = CAPITALS.iter().any(|part| match part.ends_with('_') {
        true => word.starts_with(part),
        false => word.ends_with(part),
    });
    written && word.len() > 6 && says
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_word_that_is_known_is_looked_up() {
        assert!(KNOWN.keys().all(|word| word.len() <= LONGEST_FIRST));
    }

    #[test]
    fn words_are_where_they_stand() {
        let text = "连接 -ECONNREFUSED- 拒绝 a.b/c：ENOENT。";
        let words: Vec<_> = words_at(text).collect();
        assert_eq!(
            words.iter().map(|(_, word)| *word).collect::<Vec<_>>(),
            ["ECONNREFUSED", "a.b/c", "ENOENT"]
        );
        assert!(words.iter().all(|&(at, word)| text[at..].starts_with(word)));
    }

    #[test]
    fn errors_are_known_by_how_they_are_written() {
        for (text, found) in [
            ("write: No space left on device", vec!["No space left on device"]),
            ("磁盘写满时返回 ENOSPC。", vec!["ENOSPC"]),
            ("容器退出码为 137", vec!["exit code 137"]),
            ("Exit Code:    137", vec!["exit code 137"]),
            ("exited with code 1", vec!["exit code 1"]),
            ("reason: OOMKilled, ImagePullBackOff", vec!["OOMKilled", "ImagePullBackOff"]),
            ("java.lang.OutOfMemoryError: Java heap space", vec!["OutOfMemoryError"]),
            ("ERROR 1045 (28000): Access denied", vec!["ERROR 1045"]),
            ("收到 SIGTERM", vec!["SIGTERM"]),
            ("502 Bad Gateway", vec!["502 Bad Gateway"]),
            ("dial tcp: connection refused", vec!["Connection refused"]),
        ] {
            assert_eq!(in_text(text), found, "{text}");
        }
        for text in [
            "EXPLAIN ANALYZE",
            "-XX:+HeapDumpOnOutOfMemoryError",
            "OnFailure",
            "Error",
            "Failed to start",
            "exit 0",
            "共 137 个",
            "Erratum",
            "502 个",
        ] {
            assert_eq!(in_text(text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn every_known_error_finds_itself() {
        for line in include_str!("failures.txt").lines().filter(|line| !line.starts_with('#')) {
            assert_eq!(in_text(&format!("见 {line}。")), [line]);
        }
    }
}
