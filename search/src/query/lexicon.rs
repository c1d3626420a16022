//! Words that stand for one another.

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

/// What else to look for when a query holds `key`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Synonym {
    /// Folded text as it stands in a query, words of Latin letters separated by spaces.
    pub key: String,
    /// Folded texts that may stand for it in a note.
    pub others: Vec<(String, Closeness)>,
}

/// The synonyms that an index can use, sorted by key.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Lexicon {
    /// One entry a key.
    pub synonyms: Vec<Synonym>,
}

impl Lexicon {
    /// Finds every key in `text`, which is folded; positions are in bytes. Latin letters of a
    /// key stand at the bounds of words.
    pub(crate) fn find<'a>(&'a self, text: &'a str) -> impl Iterator<Item = (usize, &'a Synonym)> {
        self.synonyms.iter().flat_map(move |synonym| {
            let places = text.match_indices(synonym.key.as_str());
            places.filter(|(at, key)| stands_alone(text, *at, key)).map(move |(at, _)| (at, synonym))
        })
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
