//! Words of a query that say little or nothing about what is looked for.

use std::collections::BTreeMap;
use std::sync::OnceLock;

/// The lists of words; its own comments say what they are.
static WORDS: &str = include_str!("noise.txt");

/// What a weak word is worth.
const WEAK_WEIGHT: f32 = 0.6;

/// Latin words of a query from which it is taken to be pasted rather than typed.
const PASTED: usize = 8;

/// How a word is noise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Noise {
    Ignore,
    Weak,
    Pasted,
}

fn noise(word: &str) -> Option<Noise> {
    static TABLE: OnceLock<BTreeMap<&str, Noise>> = OnceLock::new();
    let table = TABLE.get_or_init(|| {
        let mut section = Noise::Ignore;
        let mut table = BTreeMap::new();
        for line in WORDS.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            match line {
                "[ignore]" => section = Noise::Ignore,
                "[weak]" => section = Noise::Weak,
                "[pasted]" => section = Noise::Pasted,
                word => drop(table.insert(word, section)),
            }
        }
        table
    });
    table.get(word).copied()
}

/// Whether `word` is one of questions and politeness: never the topic, and in notes rare
/// enough to outweigh it.
pub(crate) fn is_filler(word: &str) -> bool {
    noise(word) == Some(Noise::Ignore)
}

/// Whether `word` belongs to any log line.
pub(crate) fn is_boilerplate(word: &str) -> bool {
    noise(word) == Some(Noise::Pasted)
}

/// What a word counts by its meaning.
pub(crate) fn weight(word: &str) -> f32 {
    if noise(word) == Some(Noise::Weak) { WEAK_WEIGHT } else { 1.0 }
}

/// Whether a query with so many Latin words is a pasted message: nothing in it is
/// unfinished, misspelt or pinyin, and its quotes are its own.
pub(crate) fn is_pasted(query: &str, latin_words: usize) -> bool {
    latin_words >= PASTED || query.contains('\n')
}

/// Whether an unknown token names one moment, machine or process: numbers, times,
/// addresses, hashes. Such tokens are dropped, and so are their parts.
pub(crate) fn is_incidental(token: &str) -> bool {
    let digits = token.chars().filter(char::is_ascii_digit).count();
    let letters = token.chars().filter(|ch| ch.is_alphabetic()).count();
    let hex = token.len() >= 7 && token.chars().all(|ch| ch.is_ascii_hexdigit() || matches!(ch, '-' | ':'));
    digits > 0 && (hex || digits >= 2 * letters)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn question_words_are_no_topic() {
        assert!(is_filler("怎么") && is_filler("的") && !is_filler("内存"));
        assert!(weight("使用") < 1.0 && weight("端口") == 1.0);
    }

    #[test]
    fn one_moment_machine_or_process_is_no_word() {
        for token in ["2024-03-11t02:17:45.120z", "10.2.31.7", "3f1c9e0b7a42", "1709871234.612:488"] {
            assert!(is_incidental(token), "{token}");
        }
        for token in ["ipv4", "k8s", "cgroup2", "e2fsck", "libinotifytools.so.0", "defaced"] {
            assert!(!is_incidental(token), "{token}");
        }
    }
}
