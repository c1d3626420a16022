//! How the index's Han words are read.

use std::collections::{BTreeMap, BTreeSet};

use ::pinyin::ToPinyinMulti;

use crate::Page;
use crate::analysis::{Form, Script, Segmenter, fold, is_han, plain, runs, terms};
use crate::query::Pinyin;

/// The table by which pinyin is read: the readings of every character of `words`, and the
/// Han runs of titles, headings and tags, cut by `segmenter`.
pub(crate) fn pinyin(words: &BTreeSet<String>, pages: &[Page], segmenter: &dyn Segmenter) -> Pinyin {
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
        headings: headings(pages, segmenter).into_iter().collect(),
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

/// The Han runs of titles, headings and tags, words separated by spaces, with how often each
/// occurs.
fn headings(pages: &[Page], segmenter: &dyn Segmenter) -> BTreeMap<String, u32> {
    let mut found = BTreeMap::new();
    for page in pages {
        let headings = page.sections.iter().map(|section| &section.heading);
        for text in headings.chain([&page.title]).chain(&page.tags) {
            let folded = fold(text);
            for run in runs(&folded).into_iter().filter(|run| run.script == Script::Han) {
                let run = plain(folded.get(run.range).unwrap_or_default());
                let words = terms(&run, segmenter).into_iter().filter(|term| term.form == Form::Word);
                let words: Vec<String> = words.map(|term| term.text).collect();
                *found.entry(words.join(" ")).or_default() += 1;
            }
        }
    }
    found
}
