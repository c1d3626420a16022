//! How the index's Han words are read.

use std::collections::{BTreeMap, BTreeSet};

use ::pinyin::ToPinyinMulti;

use crate::analysis::is_han;
use crate::query::Pinyin;

/// The table by which pinyin is read: the readings of every character of `words`, and the cut
/// Han runs of titles, headings and tags with how often each occurs.
pub(crate) fn pinyin(words: &[String], headings: BTreeMap<&str, u32>) -> Pinyin {
    let mut characters: BTreeMap<char, Vec<&'static str>> = BTreeMap::new();
    for ch in words.iter().flat_map(|word| word.chars()).filter(|&ch| is_han(ch)) {
        characters.entry(ch).or_insert_with(|| readings(ch));
    }
    let syllables: BTreeSet<&str> = characters.values().flatten().copied().collect();
    let syllables: Vec<&str> = syllables.into_iter().collect();
    let number = |name: &&str| syllables.binary_search(name).unwrap_or_default() as u16;
    let characters = characters.iter().filter(|(_, names)| !names.is_empty());
    Pinyin {
        characters: characters.map(|(&ch, names)| (ch, names.iter().map(number).collect())).collect(),
        headings: headings.into_iter().map(|(words, count)| (words.to_owned(), count)).collect(),
        syllables: syllables.iter().map(|&name| name.to_owned()).collect(),
    }
}

/// The readings of a character without tones, each once, `ü` as it is typed.
fn readings(ch: char) -> Vec<&'static str> {
    let mut readings: Vec<&'static str> = Vec::new();
    for reading in ch.to_pinyin_multi().into_iter().flatten() {
        let plain = match reading.plain() {
            "lü" => "lv",
            "nü" => "nv",
            "lüe" => "lve",
            "nüe" => "nve",
            plain => plain,
        };
        if !readings.contains(&plain) {
            readings.push(plain);
        }
    }
    readings
}
