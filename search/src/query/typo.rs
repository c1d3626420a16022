//! Misspelt Latin words: the words of the index that differ by a letter or two.

use super::vocabulary::Entry;

/// Corrections of one word that are looked up.
const CORRECTIONS: usize = 3;

/// The words of the index that `word` is most likely misspelt from: those the fewest edits
/// away, the same first letter first, then the most frequent. An edit is a letter left out,
/// added, replaced, or swapped with its neighbour. Digits are never edited: another number
/// is another thing, not a slip.
pub(crate) fn corrections<'a>(word: &str, entries: &'a [Entry]) -> Vec<&'a Entry> {
    let Some(allowed) = allowed(word.len()) else { return Vec::new() };
    let mut found = nearest(word, allowed, entries);
    let fewest = found.first().map_or(0, |found| found.0);
    found.retain(|found| found.0 == fewest);
    found.truncate(CORRECTIONS);
    found.into_iter().map(|found| found.1).collect()
}

/// The words one edit further away than those that are taken for corrections, and nearer:
/// to be offered, not to be searched for unasked.
pub(crate) fn guesses<'a>(word: &str, entries: &'a [Entry]) -> Vec<&'a Entry> {
    let allowed = allowed(word.len()).map_or(1, |allowed| allowed + 1);
    nearest(word, allowed, entries).into_iter().map(|found| found.1).collect()
}

/// The words at most so many edits away with their number, in the order of [`corrections`].
fn nearest<'a>(word: &str, allowed: usize, entries: &'a [Entry]) -> Vec<(usize, &'a Entry)> {
    let typed = word.as_bytes();
    if !word.is_ascii() {
        return Vec::new();
    }
    let letters = Letters::of(word);
    let mut found: Vec<(usize, bool, &Entry)> = Vec::new();
    for entry in entries.iter().filter(|entry| letters.within(entry.letters, allowed)) {
        let candidate = entry.word.as_bytes();
        let far = candidate.len().abs_diff(typed.len()) > allowed;
        if far || !entry.word.is_ascii() || !digits(&entry.word).eq(digits(word)) {
            continue;
        }
        if let Some(edits) = edits(typed, candidate, allowed).filter(|&edits| edits > 0) {
            found.push((edits, typed.first() != candidate.first(), entry));
        }
    }
    found.sort_by(|a, b| {
        let key = |found: &(usize, bool, &Entry)| (found.0, found.1);
        key(a).cmp(&key(b)).then(b.2.frequency.cmp(&a.2.frequency)).then_with(|| a.2.word.cmp(&b.2.word))
    });
    found.into_iter().map(|(edits, _, entry)| (edits, entry)).collect()
}

/// Edits that a word of this many letters may be off.
fn allowed(letters: usize) -> Option<usize> {
    match letters {
        0..=3 => None,
        4..=7 => Some(1),
        _ => Some(2),
    }
}

/// The letters and digits that a word has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Letters(u64);

impl Letters {
    const DIGITS: u64 = 0x3ff << 26;

    pub(crate) fn of(word: &str) -> Letters {
        let bit = |byte: u8| match byte {
            b'a'..=b'z' => 1 << (byte - b'a'),
            b'0'..=b'9' => 1 << (26 + byte - b'0'),
            _ => 0,
        };
        Letters(word.bytes().fold(0, |letters, byte| letters | bit(byte)))
    }

    /// Whether words of these letters may be so few edits apart. An edit of letters replaces
    /// one at most, and no edit touches a digit.
    fn within(self, other: Letters, edits: usize) -> bool {
        let differing = self.0 ^ other.0;
        differing & Self::DIGITS == 0 && differing.count_ones() as usize <= 2 * edits
    }
}

fn digits(word: &str) -> impl Iterator<Item = char> {
    word.chars().filter(char::is_ascii_digit)
}

/// The number of edits between two words, when it is at most `most` (optimal string
/// alignment distance).
fn edits(a: &[u8], b: &[u8], most: usize) -> Option<usize> {
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=b.len()).collect();
    for (row, &from) in a.iter().enumerate() {
        let mut here = vec![row + 1];
        for (column, &to) in b.iter().enumerate() {
            let cell = |line: &[usize], at: usize| line.get(at).copied().unwrap_or(usize::MAX / 2);
            let mut cost = (cell(&above, column) + usize::from(from != to))
                .min(cell(&above, column + 1) + 1)
                .min(cell(&here, column) + 1);
            let swapped =
                row > 0 && column > 0 && a.get(row - 1) == Some(&to) && b.get(column - 1) == Some(&from);
            if swapped {
                cost = cost.min(cell(&before, column - 1) + 1);
            }
            here.push(cost);
        }
        if here.iter().min().is_some_and(|&least| least > most) {
            return None;
        }
        before = std::mem::replace(&mut above, here);
    }
    above.last().copied().filter(|&edits| edits <= most)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn corrected(word: &str) -> Vec<String> {
        let words =
            ["containerd", "docker", "iptables", "ip6tables", "journalctl", "port", "prometheus", "sort"];
        let entries = words.map(|word| Entry::new(word, 1));
        corrections(word, &entries).into_iter().map(|entry| entry.word.clone()).collect()
    }

    #[test]
    fn slips_of_the_fingers_are_mended() {
        assert_eq!(corrected("dokcer"), ["docker"]);
        assert_eq!(corrected("iptabels"), ["iptables"]);
        assert_eq!(corrected("containrd"), ["containerd"]);
        assert_eq!(corrected("promethues"), ["prometheus"]);
        assert_eq!(corrected("jurnalctll"), ["journalctl"]);
    }

    #[test]
    fn other_words_and_other_numbers_are_left_alone() {
        assert!(corrected("rot").is_empty());
        assert!(corrected("ip4tables").is_empty());
        assert!(corrected("kubernetes").is_empty());
    }

    #[test]
    fn the_first_letter_decides_between_equals() {
        assert_eq!(corrected("pork"), ["port"]);
        assert_eq!(corrected("dort"), ["port", "sort"]);
    }
}
