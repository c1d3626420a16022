//! Words that stand for one another.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::analysis::is_han;

/// How close a synonym is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Closeness {
    /// The same word in another region's usage or spelling.
    Same,
    /// Another word for the thing.
    Near,
    /// A technical term or command that an everyday word leads to.
    Leads,
}

/// Words that stand for others, as an index holds them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// Folded texts that a query may hold, words of Latin letters separated by spaces.
    pub keys: Vec<String>,
    /// What may stand for them in a note; when empty, the keys themselves.
    pub others: Vec<String>,
    /// How close they are.
    pub closeness: Closeness,
}

/// What else to look for when a query holds `key`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Synonym {
    pub(crate) key: String,
    pub(crate) others: Vec<(String, Closeness)>,
}

/// The synonyms of an index by key.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Lexicon {
    synonyms: Vec<Synonym>,
}

impl Lexicon {
    /// The synonyms of `groups`. Of two ways that one word leads to another the first counts.
    pub(crate) fn new(groups: &[Group]) -> Lexicon {
        let mut table: BTreeMap<&str, Vec<(String, Closeness)>> = BTreeMap::new();
        for group in groups {
            let others = if group.others.is_empty() { &group.keys } else { &group.others };
            for key in &group.keys {
                let known = table.entry(key).or_default();
                for other in others.iter().filter(|other| *other != key) {
                    let new = !known.iter().any(|(known, _)| known == other);
                    known.extend(new.then(|| (other.clone(), group.closeness)));
                }
            }
        }
        let synonym = |(key, others): (&str, _)| Synonym { key: key.to_owned(), others };
        Lexicon { synonyms: table.into_iter().map(synonym).collect() }
    }

    /// Finds every key in `text`, which is folded; positions are in bytes. Latin letters of a
    /// key stand at the bounds of words.
    pub(crate) fn find<'a>(&'a self, text: &'a str) -> impl Iterator<Item = (usize, &'a Synonym)> {
        text.char_indices().flat_map(move |(at, first)| {
            let rest = text.get(at..).unwrap_or_default();
            let here =
                self.beginning_with(first).iter().filter(move |synonym| rest.starts_with(&synonym.key));
            here.filter(move |synonym| stands_alone(text, at, &synonym.key)).map(move |synonym| (at, synonym))
        })
    }

    /// The synonyms whose key begins with a character.
    fn beginning_with(&self, first: char) -> &[Synonym] {
        let is_before = |synonym: &Synonym| synonym.key.chars().next() < Some(first);
        let is_up_to = |synonym: &Synonym| synonym.key.chars().next() <= Some(first);
        let start = self.synonyms.partition_point(is_before);
        let end = self.synonyms.partition_point(is_up_to);
        self.synonyms.get(start..end).unwrap_or_default()
    }
}

/// Whether no longer word or identifier continues the key at either end.
fn stands_alone(text: &str, at: usize, key: &str) -> bool {
    let latin = |ch: Option<char>| ch.is_some_and(|ch| ch != ' ' && !is_han(ch));
    let before = text.get(..at).and_then(|text| text.chars().next_back());
    let after = text.get(at + key.len()..).and_then(|text| text.chars().next());
    let continued = |outside, end| latin(outside) && latin(end);
    !continued(before, key.chars().next()) && !continued(after, key.chars().next_back())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lexicon() -> Lexicon {
        let words = |words: &[&str]| words.iter().map(|&word| word.to_owned()).collect();
        let group = |keys: &[&str], others: &[&str], closeness| Group {
            keys: words(keys),
            others: words(others),
            closeness,
        };
        Lexicon::new(&[
            group(&["内存", "memory"], &[], Closeness::Near),
            group(&["杀进程"], &["kill", "pkill"], Closeness::Leads),
            group(&["磁盘满"], &["no space left"], Closeness::Leads),
        ])
    }

    fn keys(text: &str) -> Vec<String> {
        lexicon().find(text).map(|(_, synonym)| synonym.key.clone()).collect()
    }

    #[test]
    fn groups_lead_both_ways_and_others_one() {
        let found =
            |key: &str| lexicon().find(key).next().map(|(_, found)| found.others.clone()).unwrap_or_default();
        assert_eq!(found("memory"), [("内存".to_owned(), Closeness::Near)]);
        assert_eq!(found("杀进程").len(), 2);
        assert!(found("kill").is_empty());
    }

    #[test]
    fn latin_keys_are_words_of_their_own() {
        assert_eq!(keys("memory 不足"), ["memory"]);
        assert!(keys("memory.max").is_empty() && keys("tidb_memory").is_empty());
        assert_eq!(keys("怎么杀进程"), ["杀进程"]);
    }
}
