//! Words that stand for one another.
//!
//! `synonyms.txt` holds one group a line: members that stand for each other, separated by
//! ` | `, or `everyday words => terms` for words that lead to terms but not back.
//! `taiwan.txt` holds a Taiwan word and the Mainland's, made by `search/data/taiwan.py`.

use std::collections::{BTreeMap, BTreeSet};

use crate::analysis::{fold, runs};
use crate::query::{Closeness, Lexicon, Synonym};

static SYNONYMS: &str = include_str!("synonyms.txt");
static TAIWAN: &str = include_str!("taiwan.txt");

/// Synonyms by key: what else to look for, and how close it is.
type Table = BTreeMap<String, BTreeMap<String, Closeness>>;

/// The synonyms whose words `words` holds, built in and the site's `own`.
pub(crate) fn lexicon(words: &BTreeSet<String>, own: &[Vec<String>]) -> Lexicon {
    let mut table = Table::new();
    for line in own {
        add_group(&mut table, &line.iter().map(String::as_str).collect::<Vec<_>>(), Closeness::Near);
    }
    for (taiwan, mainland) in TAIWAN.lines().filter_map(|line| line.split_once(' ')) {
        add(&mut table, taiwan, mainland, Closeness::Same);
    }
    for line in SYNONYMS.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty()) {
        match line.split_once("=>") {
            None => add_group(&mut table, &line.split('|').collect::<Vec<_>>(), Closeness::Near),
            Some((keys, others)) => {
                for key in keys.split('|') {
                    for other in others.split('|') {
                        add(&mut table, key, other, Closeness::Leads);
                    }
                }
            }
        }
    }
    let synonyms = table.into_iter().filter_map(|(key, others)| {
        let others: Vec<_> = others.into_iter().filter(|(other, _)| can_occur(other, words)).collect();
        (!others.is_empty()).then_some(Synonym { key, others })
    });
    Lexicon { synonyms: synonyms.collect() }
}

fn add_group(table: &mut Table, members: &[&str], closeness: Closeness) {
    for key in members {
        for other in members {
            add(table, key, other, closeness);
        }
    }
}

fn add(table: &mut Table, key: &str, other: &str, closeness: Closeness) {
    let (key, other) = (normal(key), normal(other));
    if key != other && !key.is_empty() && !other.is_empty() {
        table.entry(key).or_default().entry(other).or_insert(closeness);
    }
}

/// `text` as a query's text is compared with keys: folded runs separated by spaces.
fn normal(text: &str) -> String {
    let folded = fold(text);
    let run = |range: std::ops::Range<usize>| -> String {
        folded.get(range).unwrap_or_default().iter().map(|folded| folded.ch).collect()
    };
    runs(&folded).into_iter().map(|found| run(found.range)).collect::<Vec<_>>().join(" ")
}

/// Whether the index may hold `text`: its Latin words are in it, its Han runs can be cut
/// into words that are.
fn can_occur(text: &str, words: &BTreeSet<String>) -> bool {
    text.split(' ').all(|run| {
        let mut ends = BTreeSet::from([0]);
        for (start, _) in run.char_indices() {
            if ends.contains(&start) {
                let rest = run.get(start..).unwrap_or_default();
                let pieces = rest.char_indices().map(|(at, ch)| at + ch.len_utf8());
                let known = pieces.filter(|&end| rest.get(..end).is_some_and(|piece| words.contains(piece)));
                ends.extend(known.map(|end| start + end));
            }
        }
        ends.contains(&run.len())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn others(key: &str) -> Vec<(String, Closeness)> {
        let words = ["kubernetes", "k8s", "磁盘", "满", "out", "of", "memory", "内存", "文件", "档案"];
        let words = words.map(str::to_owned).into_iter().collect();
        let own =
            vec![vec!["Disk".to_owned(), "磁盘".to_owned()], vec!["盘".to_owned(), "没有的词".to_owned()]];
        let found = lexicon(&words, &own).synonyms.into_iter().find(|synonym| synonym.key == key);
        found.map(|synonym| synonym.others).unwrap_or_default()
    }

    #[test]
    fn groups_stand_for_each_other_as_far_as_the_index_has_them() {
        assert!(others("k8s").contains(&("kubernetes".to_owned(), Closeness::Near)));
        assert_eq!(others("disk"), [("磁盘".to_owned(), Closeness::Near)]);
        assert!(others("盘").is_empty());
    }

    #[test]
    fn words_of_taiwan_lead_to_those_of_the_mainland() {
        assert!(others("档案").contains(&("文件".to_owned(), Closeness::Same)));
        assert!(!others("文件").iter().any(|(other, _)| other == "档案"));
    }
}
