//! Han words typed as pinyin: `neicun` for 内存, `lhwjxt` for 联合文件系统.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::vocabulary::Entry;
use crate::analysis::is_han;

/// Readings of one typed word that are looked up.
const READINGS: usize = 3;
/// Letters of initials at least: two stand for anything.
const FEWEST_INITIALS: usize = 3;
/// Letters of initials at most.
const MOST_INITIALS: usize = 8;

/// What is needed to read pinyin, fetched when a query asks for it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Pinyin {
    /// Syllables without tones.
    pub syllables: Vec<String>,
    /// Characters of the index's words, sorted, each with its readings by their number.
    pub characters: Vec<(char, Vec<u16>)>,
    /// Han runs of titles, headings and tags with how often each occurs, sorted, their words
    /// separated by spaces.
    pub headings: Vec<(String, u32)>,
}

/// Reads pinyin with the words of an index.
pub(crate) struct Speller {
    readings: BTreeMap<char, Vec<String>>,
    /// As in [`Pinyin`].
    headings: Vec<(String, u32)>,
    /// Words by how they are spelt, the most frequent first.
    words: BTreeMap<String, Vec<Entry>>,
}

impl Speller {
    pub(crate) fn new(table: &Pinyin, entries: &[Entry]) -> Speller {
        let name = |&number: &u16| table.syllables.get(number as usize).cloned();
        let readings: BTreeMap<char, Vec<String>> = table
            .characters
            .iter()
            .map(|(ch, numbers)| (*ch, numbers.iter().filter_map(name).collect()))
            .collect();
        let mut speller = Speller { readings, headings: table.headings.clone(), words: BTreeMap::new() };
        for entry in entries.iter().filter(|entry| entry.word.starts_with(is_han)) {
            for spelling in speller.spellings(&entry.word) {
                speller.words.entry(spelling).or_default().push(entry.clone());
            }
        }
        for words in speller.words.values_mut() {
            words.sort_by(|a, b| b.frequency.cmp(&a.frequency).then_with(|| a.word.cmp(&b.word)));
            words.truncate(READINGS);
        }
        speller
    }

    /// The Han texts that `typed` most likely spells, the likeliest first.
    pub(crate) fn read(&self, typed: &str) -> Vec<String> {
        if is_spelt(typed) {
            let mut found = self.in_headings(typed, |reading| reading);
            found.extend(self.words.get(typed).into_iter().flatten().map(|entry| entry.word.clone()));
            if found.is_empty() {
                found.extend(self.cut(typed));
            }
            let mut seen: Vec<String> = Vec::new();
            found.retain(|text| {
                !seen.contains(text) && {
                    seen.push(text.clone());
                    true
                }
            });
            found.truncate(READINGS);
            if !found.is_empty() {
                return found;
            }
        }
        if (FEWEST_INITIALS..=MOST_INITIALS).contains(&typed.len()) {
            return self.in_headings(typed, |reading| reading.get(..1).unwrap_or_default());
        }
        Vec::new()
    }

    /// The words that are read as `word` is, the most frequent first.
    pub(crate) fn alike(&self, word: &str) -> Vec<&Entry> {
        let spellings = self.spellings(word);
        spellings.iter().filter_map(|spelling| self.words.get(spelling)).flatten().collect()
    }

    /// Every way to spell `word`, for characters of several readings.
    fn spellings(&self, word: &str) -> Vec<String> {
        const MOST: usize = 8;
        let mut spellings = vec![String::new()];
        for ch in word.chars() {
            let readings = self.readings.get(&ch).map(Vec::as_slice).unwrap_or_default();
            let longer = spellings
                .iter()
                .flat_map(|start| readings.iter().map(move |reading| format!("{start}{reading}")));
            spellings = longer.take(MOST).collect();
        }
        spellings
    }

    /// Consecutive words of a heading whose characters spell `typed`, by `part` of each
    /// character's reading; the most frequent first.
    fn in_headings(&self, typed: &str, part: impl Fn(&str) -> &str + Copy) -> Vec<String> {
        let mut found: BTreeMap<String, u32> = BTreeMap::new();
        let mut left = Vec::new();
        for (run, count) in &self.headings {
            let starts = run.match_indices(' ').map(|(at, _)| at + 1);
            for start in [0].into_iter().chain(starts) {
                self.spell(run.get(start..).unwrap_or_default(), typed, part, &mut left);
                for text in left.drain(..).filter_map(|left| run.get(start..run.len() - left)) {
                    *found.entry(text.replace(' ', "")).or_default() += count;
                }
            }
        }
        let mut found: Vec<(String, u32)> = found.into_iter().collect();
        found.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        found.truncate(READINGS);
        found.into_iter().map(|(text, _)| text).collect()
    }

    /// Notes for every whole words that `run` begins with and that spell `typed` how many
    /// bytes are left after them.
    fn spell(&self, run: &str, typed: &str, part: impl Fn(&str) -> &str + Copy, left: &mut Vec<usize>) {
        let mut chars = run.chars();
        match chars.next() {
            None | Some(' ') if typed.is_empty() => left.push(run.len()),
            Some(' ') => self.spell(chars.as_str(), typed, part, left),
            Some(ch) if !typed.is_empty() => {
                for reading in self.readings.get(&ch).into_iter().flatten() {
                    if let Some(rest) = typed.strip_prefix(part(reading)) {
                        self.spell(chars.as_str(), rest, part, left);
                    }
                }
            }
            _ => {}
        }
    }

    /// Cuts `typed` into spelt words: the fewest, single characters last.
    fn cut(&self, typed: &str) -> Option<String> {
        let mut best: Vec<Option<(usize, String)>> = vec![None; typed.len() + 1];
        *best.first_mut()? = Some((0, String::new()));
        for start in 0..typed.len() {
            let Some((cost, text)) = best.get(start).cloned().flatten() else { continue };
            for end in start + 1..=typed.len() {
                let Some(entry) = typed.get(start..end).and_then(|part| self.words.get(part)?.first()) else {
                    continue;
                };
                let cost = cost + if entry.word.chars().count() > 1 { 1 } else { 3 };
                let slot = best.get_mut(end)?;
                if slot.as_ref().is_none_or(|(known, _)| cost < *known) {
                    *slot = Some((cost, format!("{text}{}", entry.word)));
                }
            }
        }
        let (_, text) = best.pop()??;
        (text.chars().count() > 1).then_some(text)
    }
}

/// Whether `typed` may be pinyin at all, so that the table is worth fetching: syllables, or
/// initials.
pub(crate) fn may_be_pinyin(typed: &str) -> bool {
    let letters = typed.bytes().all(|byte| byte.is_ascii_lowercase());
    letters && (is_spelt(typed) || (FEWEST_INITIALS..=MOST_INITIALS).contains(&typed.len()))
}

/// Whether `typed` is two or more syllables of pinyin, in form.
pub(crate) fn is_spelt(typed: &str) -> bool {
    syllables(typed).is_some_and(|count| count > 1)
}

/// The fewest syllables that `text` can be cut into.
fn syllables(text: &str) -> Option<usize> {
    const INITIALS: &[&str] = &[
        "", "b", "p", "m", "f", "d", "t", "n", "l", "g", "k", "h", "j", "q", "x", "zh", "ch", "sh", "r", "z",
        "c", "s", "y", "w",
    ];
    const FINALS: &[&str] = &[
        "a", "o", "e", "ai", "ei", "ao", "ou", "an", "en", "ang", "eng", "er", "i", "u", "v", "ui", "iu",
        "ie", "ve", "ue", "in", "un", "ing", "ong", "ia", "iao", "ian", "iang", "iong", "ua", "uo", "uai",
        "uan", "uang",
    ];
    /// Finals that stand without an initial.
    const ALONE: usize = 12;
    let mut fewest: Vec<Option<usize>> = vec![None; text.len() + 1];
    *fewest.first_mut()? = Some(0);
    for start in 0..text.len() {
        let (Some(count), Some(rest)) = (fewest.get(start).copied().flatten(), text.get(start..)) else {
            continue;
        };
        for initial in INITIALS {
            let Some(after) = rest.strip_prefix(initial) else { continue };
            let finals =
                FINALS.get(..if initial.is_empty() { ALONE } else { FINALS.len() }).unwrap_or_default();
            for last in finals.iter().filter(|last| after.starts_with(**last)) {
                let end = start + initial.len() + last.len();
                let slot = fewest.get_mut(end)?;
                *slot = Some(slot.map_or(count + 1, |known| known.min(count + 1)));
            }
        }
    }
    fewest.pop()?
}

#[cfg(test)]
mod tests {
    use super::*;

    fn speller() -> Speller {
        let syllables = ["nei", "cun", "xie", "lou", "rong", "qi", "zhong", "chong"];
        let reading = |ch: char, names: &[&str]| {
            let number = |name: &&str| syllables.iter().position(|other| other == name).unwrap() as u16;
            (ch, names.iter().map(number).collect())
        };
        let mut characters = vec![
            reading('内', &["nei"]),
            reading('存', &["cun"]),
            reading('泄', &["xie"]),
            reading('漏', &["lou"]),
            reading('容', &["rong"]),
            reading('器', &["qi"]),
            reading('重', &["zhong", "chong"]),
            reading('启', &["qi"]),
        ];
        characters.sort();
        let table = Pinyin {
            syllables: syllables.map(str::to_owned).to_vec(),
            characters,
            headings: vec![("容器 重启".to_owned(), 1)],
        };
        let entries = ["内存", "泄漏", "容器", "重启"].map(|word| Entry::new(word, 1));
        Speller::new(&table, &entries)
    }

    #[test]
    fn syllables_spell_words_with_and_without_spaces() {
        assert_eq!(speller().read("neicun"), ["内存"]);
        assert_eq!(speller().read("neicunxielou"), ["内存泄漏"]);
        assert_eq!(speller().read("chongqi"), ["重启"]);
        assert!(speller().read("beijing").is_empty());
    }

    #[test]
    fn initials_spell_headings() {
        assert_eq!(speller().read("rqcq"), ["容器重启"]);
        assert!(speller().read("ncxl").is_empty());
    }

    #[test]
    fn what_cannot_be_pinyin_is_known_without_the_table() {
        assert!(is_spelt("neicun") && is_spelt("kongzhizu"));
        assert!(!is_spelt("docker") && !is_spelt("man") && !is_spelt("nginx"));
        assert!(may_be_pinyin("lhwjxt") && !may_be_pinyin("x86") && !may_be_pinyin("lhwjxtlhwjxt"));
    }
}
