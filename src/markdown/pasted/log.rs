//! Lines of a log, and traces of calls.

use yunji_search::analysis::is_han;

use super::lines::Zone;
use super::survey::{Listing, Survey};

/// The log that begins in a line: two lines with a time, and what is set in below them.
pub(super) fn log(survey: &Survey<'_>, start: usize) -> Option<Listing> {
    let is_plain = |at: usize| matches!(survey.zone(at), Zone::Text | Zone::Indented);
    let is_set_in =
        |at: usize| survey.line(at).is_some_and(|line| line.indent > 0) || is_frame(survey.text(at));
    if survey.zone(start) != Zone::Text || !(is_entry(survey.text(start)) || is_error(survey.text(start))) {
        return None;
    }
    let (mut end, mut entries) = (start + 1, 1);
    while is_plain(end) && !survey.text(end).chars().any(is_han) {
        let counts = is_entry(survey.text(end)) || is_frame(survey.text(end));
        if !counts && !is_set_in(end) && !is_error(survey.text(end)) {
            break;
        }
        entries += usize::from(counts);
        end += 1;
    }
    (entries > 1).then_some(Listing { start, end, language: "", what: "a log" })
}

/// Whether a line begins with a time of day, as those of a log do.
fn is_entry(line: &str) -> bool {
    !line.chars().any(is_han)
        && line.split_whitespace().count() > 2
        && line.split_whitespace().take(3).any(has_clock)
        && line.starts_with(|ch: char| ch.is_ascii_digit() || ch == '[' || ch.is_ascii_uppercase())
}

/// `12:00:01`, with a date before it or a fraction behind it.
fn has_clock(word: &str) -> bool {
    let clock = word.rsplit(['T', '[']).next().unwrap_or(word);
    let is_two = |part: &str| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
    let parts: Vec<&str> = clock.splitn(3, ':').map(|part| part.get(..2).unwrap_or_default()).collect();
    parts.len() == 3 && parts.into_iter().all(is_two)
}

/// Whether a line is a call in a trace.
fn is_frame(line: &str) -> bool {
    let line = line.trim();
    let java = line.strip_prefix("at ").is_some_and(|call| call.contains('(') && call.ends_with(')'));
    java || (line.starts_with("File \"") && line.contains(", line ")) || line.starts_with("Caused by: ")
}

/// Whether a line is what a trace begins or ends with.
fn is_error(line: &str) -> bool {
    let first = line.split([' ', ':']).next().unwrap_or_default();
    let named = ["Exception", "Error"].iter().any(|end| first.ends_with(end) && first.len() > end.len());
    line.starts_with("Traceback (most recent call last)") || line.starts_with("Exception in thread ") || named
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_begin_with_a_time() {
        for line in [
            "2024-01-02 12:00:01 ERROR pool is full",
            "2024-01-02T12:00:01.123Z stderr F x",
            "[2024-01-02 12:00:01,123] WARN x y",
            "Jan  2 12:00:01 node kernel: oom",
        ] {
            assert!(is_entry(line), "{line}");
        }
        for line in ["2024-01-02 12:00:01 到达现场", "12:30 lunch with x", "比例 1:2:3", "a 12:00:01"] {
            assert!(!is_entry(line), "{line}");
        }
    }
}
