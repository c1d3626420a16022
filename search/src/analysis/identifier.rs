//! Identifiers: found whole, and by any of their parts.

use std::ops::Range;

use super::Folded;
use super::run::is_joiner;

/// The whole run and every part of it that someone may remember, whole first.
///
/// Cut level by level, so that `net/cgroup.subtree_control` gives itself,
/// `cgroup.subtree_control`, `subtree_control`, and each word; then at the capitals of
/// `camelCase`. Single characters are no parts: they find everything and mean nothing.
/// Ranges are indices into `run` and hold no duplicates.
pub(super) fn pieces(run: &[Folded]) -> Vec<Range<usize>> {
    if is_plain(run) {
        return std::iter::once(0..run.len()).collect();
    }
    let levels: [fn(char) -> bool; 3] =
        [|ch| ch == '/', |ch| ch == '.', |ch| matches!(ch, '_' | '-' | '+' | '#')];
    let dashes = run.iter().take_while(|folded| folded.ch == '-').count();
    let whole = 0..run.len();
    let bare = dashes..run.len();
    let mut level = vec![bare];
    let mut pieces = vec![whole.clone()];
    add(&mut pieces, &level, &[whole]);
    for separator in levels {
        let smaller = level.iter().flat_map(|piece| split(run, piece.clone(), separator)).collect();
        let larger = std::mem::replace(&mut level, smaller);
        add(&mut pieces, &level, &larger);
    }
    let humps: Vec<_> = level.iter().flat_map(|piece| humps(run, piece.clone())).collect();
    add(&mut pieces, &humps, &level);
    pieces
}

/// Whether `run` is a word or number without parts, which most are.
fn is_plain(run: &[Folded]) -> bool {
    run.iter().skip(1).all(|folded| !folded.upper) && !run.iter().any(|folded| is_joiner(folded.ch))
}

/// Adds the pieces of a level that are not those of the one before it. Both are in order.
fn add(pieces: &mut Vec<Range<usize>>, level: &[Range<usize>], larger: &[Range<usize>]) {
    let is_new = |piece: &Range<usize>| {
        let same = larger.binary_search_by_key(&piece.start, |larger| larger.start);
        same.ok().and_then(|at| larger.get(at)) != Some(piece)
    };
    pieces.extend(level.iter().filter(|piece| piece.len() > 1 && is_new(piece)).cloned());
}

fn split(run: &[Folded], piece: Range<usize>, separator: fn(char) -> bool) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut start = piece.start;
    for at in piece.clone() {
        if run.get(at).is_some_and(|folded| separator(folded.ch)) {
            parts.push(start..at);
            start = at + 1;
        }
    }
    parts.push(start..piece.end);
    parts
}

/// Splits `parseHTTPBody` into `parse`, `HTTP`, `Body`: before a capital that follows a
/// small letter or begins a capitalised word.
fn humps(run: &[Folded], piece: Range<usize>) -> Vec<Range<usize>> {
    let upper = |at: usize| run.get(at).is_some_and(|folded| folded.upper);
    let lower = |at: usize| run.get(at).is_some_and(|folded| !folded.upper && folded.ch.is_alphabetic());
    let mut parts = Vec::new();
    let mut start = piece.start;
    for at in piece.start + 1..piece.end {
        let begins_word = at + 1 < piece.end && lower(at + 1);
        if upper(at) && (!upper(at - 1) || begins_word) {
            parts.push(start..at);
            start = at;
        }
    }
    parts.push(start..piece.end);
    parts
}

#[cfg(test)]
mod tests {
    use super::super::fold;
    use super::*;

    fn cut(input: &str) -> Vec<String> {
        let folded = fold(input);
        let text = |piece: Range<usize>| folded[piece].iter().map(|folded| folded.ch).collect();
        pieces(&folded).into_iter().map(text).collect()
    }

    #[test]
    fn found_whole_and_by_every_level() {
        assert_eq!(
            cut("cpu.cfs_quota_us"),
            ["cpu.cfs_quota_us", "cpu", "cfs_quota_us", "cfs", "quota", "us"]
        );
        assert_eq!(
            cut("ipv4/tcp_tw_reuse"),
            ["ipv4/tcp_tw_reuse", "ipv4", "tcp_tw_reuse", "tcp", "tw", "reuse"]
        );
        assert_eq!(cut("-cap-drop"), ["-cap-drop", "cap-drop", "cap", "drop"]);
        assert_eq!(cut("docker"), ["docker"]);
        assert_eq!(cut("c++"), ["c++"]);
    }

    #[test]
    fn capitals_part_words() {
        assert_eq!(cut("parseHTTPBody"), ["parsehttpbody", "parse", "http", "body"]);
        assert_eq!(cut("CrashLoopBackOff"), ["crashloopbackoff", "crash", "loop", "back", "off"]);
        assert_eq!(cut("OOMKilled"), ["oomkilled", "oom", "killed"]);
    }
}
