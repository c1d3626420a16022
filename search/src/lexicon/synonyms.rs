//! Words that stand for one another.
//!
//! `synonyms.txt` holds one group a line: members that stand for each other, separated by
//! ` | `, or `everyday words => terms` for words that lead to terms but not back.
//! `taiwan.txt` holds a Taiwan word and the Mainland's a line, made by `search/data/taiwan.py`;
//! `taiwan_ops.txt` adds those of operations that its source lacks.

use std::collections::BTreeSet;

use crate::query::{Closeness, Group, normalized};

static SYNONYMS: &str = include_str!("synonyms.txt");
static TAIWAN: &str = include_str!("taiwan.txt");
static TAIWAN_OPS: &str = include_str!("taiwan_ops.txt");

/// The groups of which the index, whose `words` are in order, has something; the site's `own`
/// first.
pub(crate) fn synonyms(words: &[String], own: &[Vec<String>]) -> Vec<Group> {
    let own = own.iter().map(|members| group(members.iter().map(String::as_str), Closeness::Near));
    let taiwan =
        TAIWAN_OPS.lines().chain(TAIWAN.lines()).filter_map(|line| line.split_once(' ')).map(
            |(taiwan, mainland)| Group { others: normals([mainland]), ..group([taiwan], Closeness::Same) },
        );
    let lines = SYNONYMS.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty());
    let built_in = lines.map(|line| match line.split_once("=>") {
        None => group(line.split('|'), Closeness::Near),
        Some((keys, others)) => {
            Group { others: normals(others.split('|')), ..group(keys.split('|'), Closeness::Leads) }
        }
    });
    let useful = |group: &Group| {
        let others = if group.others.is_empty() { &group.keys } else { &group.others };
        others.iter().any(|other| can_occur(other, words))
    };
    own.chain(taiwan).chain(built_in).filter(useful).collect()
}

fn group<'a>(keys: impl IntoIterator<Item = &'a str>, closeness: Closeness) -> Group {
    Group { keys: normals(keys), others: Vec::new(), closeness }
}

fn normals<'a>(texts: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    texts.into_iter().map(|text| normalized(text).0).filter(|text| !text.is_empty()).collect()
}

/// Whether the index may hold `text`: its Latin words are in it, its Han runs can be cut
/// into words that are.
fn can_occur(text: &str, words: &[String]) -> bool {
    let is_word = |piece: &str| words.binary_search_by(|word| word.as_str().cmp(piece)).is_ok();
    text.split(' ').all(|run| {
        let mut ends = BTreeSet::from([0]);
        for (start, _) in run.char_indices() {
            if ends.contains(&start) {
                let rest = run.get(start..).unwrap_or_default();
                let pieces = rest.char_indices().map(|(at, ch)| at + ch.len_utf8());
                let known = pieces.filter(|&end| rest.get(..end).is_some_and(is_word));
                ends.extend(known.map(|end| start + end));
            }
        }
        ends.contains(&run.len())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(own: &[Vec<String>]) -> Vec<Group> {
        let words = ["kubernetes", "内存", "文件", "磁盘"].map(str::to_owned);
        synonyms(&words, own)
    }

    #[test]
    fn groups_of_which_the_index_has_nothing_are_left_out() {
        let own = [vec!["Disk".to_owned(), "磁盘".to_owned()], vec!["没有".to_owned(), "的词".to_owned()]];
        let groups = found(&own);
        assert_eq!(
            groups[0],
            Group { keys: vec!["disk".into(), "磁盘".into()], others: vec![], closeness: Closeness::Near }
        );
        assert!(!groups.iter().any(|group| group.keys.contains(&"没有".to_owned())));
        assert!(groups.iter().any(|group| group.keys.contains(&"k8s".to_owned())));
    }

    #[test]
    fn words_of_taiwan_lead_to_those_of_the_mainland_only() {
        let groups = found(&[]);
        let taiwan = groups.iter().find(|group| group.keys == ["档案"]).unwrap();
        assert_eq!(
            (taiwan.others.as_slice(), taiwan.closeness),
            (["文件".to_owned()].as_slice(), Closeness::Same)
        );
    }
}
