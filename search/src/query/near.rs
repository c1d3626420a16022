//! Words to offer for those that found nothing.

use super::pinyin::Speller;
use super::{Entry, Vocabulary, typo};
use crate::analysis::{Folded, Script, fold, plain, runs};
use crate::answer::Replaced;

/// Words of a query that something is offered for.
const WORDS: usize = 4;
/// Words offered for each.
const OFFERS: usize = 5;
/// Characters of a Han run at most that is taken for one word.
const LONGEST: usize = 8;

/// What the index holds in the place of the words of `query`, of which it holds none: words
/// that are read alike or written nearly alike, and what longer words begin with. Every
/// word offered stands in some section.
pub(crate) fn near<'a>(
    query: &str,
    vocabulary: &Vocabulary<'_>,
    speller: &dyn Fn() -> Option<&'a Speller>,
) -> Vec<Replaced> {
    let folded = fold(query);
    let mut near = Vec::new();
    for run in runs(&folded).into_iter().take(WORDS) {
        let run_text = folded.get(run.range).unwrap_or_default();
        let word = plain(run_text);
        let mut by = match run.script {
            Script::Han if run_text.len() <= LONGEST => han(&word, vocabulary, speller()),
            Script::Han => Vec::new(),
            Script::Latin => latin(&word, vocabulary),
        };
        by.truncate(OFFERS);
        if let Some(typed) = source(query, run_text).filter(|_| !by.is_empty()) {
            near.push(Replaced { typed: typed.to_owned(), by });
        }
    }
    near
}

/// The part of the query that folded characters come from.
fn source<'q>(query: &'q str, run: &[Folded]) -> Option<&'q str> {
    query.get(run.first()?.start..run.last()?.end)
}

fn latin(word: &str, vocabulary: &Vocabulary<'_>) -> Vec<String> {
    let mut found: Vec<String> =
        typo::guesses(word, vocabulary.entries()).into_iter().map(|entry| entry.word.clone()).collect();
    let shortest = (word.chars().count() * 2 / 3).max(4);
    let begins = word.char_indices().map(|(at, _)| at).rev();
    // The longest beginning that is a word or begins one.
    for end in begins.take_while(|end| *end >= shortest) {
        let beginning = word.get(..end).unwrap_or_default();
        let mut longer: Vec<String> = Vec::new();
        longer.extend(vocabulary.holds(beginning).then(|| beginning.to_owned()));
        longer.extend(
            vocabulary.completions(beginning).unwrap_or_default().into_iter().map(|entry| entry.word),
        );
        if !longer.is_empty() {
            longer.retain(|word| !found.contains(word));
            found.extend(longer);
            break;
        }
    }
    found
}

/// Words read alike first, then those that share the most characters.
fn han(word: &str, vocabulary: &Vocabulary<'_>, speller: Option<&Speller>) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut add = |entry: &Entry| {
        let new = found.len() < OFFERS && entry.word != word && !found.contains(&entry.word);
        found.extend(new.then(|| entry.word.clone()));
    };
    speller.map(|speller| speller.alike(word)).unwrap_or_default().into_iter().for_each(&mut add);
    let shared = |other: &str| other.chars().filter(|&ch| word.contains(ch)).count();
    let length = word.chars().count();
    let mut sharing: Vec<_> = vocabulary
        .entries()
        .iter()
        .map(|entry| (shared(&entry.word), entry.word.chars().count().abs_diff(length), entry))
        .filter(|(shared, ..)| *shared > 0)
        .collect();
    sharing.sort_by(|a, b| {
        let by_likeness = b.0.cmp(&a.0).then(a.1.cmp(&b.1));
        by_likeness.then(b.2.frequency.cmp(&a.2.frequency)).then_with(|| a.2.word.cmp(&b.2.word))
    });
    sharing.into_iter().for_each(|(_, _, entry)| add(entry));
    found
}
