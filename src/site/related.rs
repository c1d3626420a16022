//! Which notes are about the same.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use yunji_search::analysis::{Folded, Form, Segmenter, terms};

use super::{Note, NoteId, Site, Target};

/// Notes that a note names as related at most.
const MOST: usize = 5;

/// What more notes than this have in common tells nothing of any two of them. It also
/// bounds the time: a note is compared with this many others for each thing it has.
const COMMON: usize = 100;

/// What something counts that two notes alone have, before its weight.
const UNIT: usize = 1000;

/// The least that two notes must have in common: a tag that a fifth of twenty notes have, or
/// thirty of two thousand; or three words of a title that no others have.
const LEAST: usize = 2400;

/// What falls this far behind the nearest note is there for want of better.
const BEHIND: usize = 2;

/// Something that notes may have in common.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Trait {
    Tag(String),
    Category(String),
    /// A note that it links to.
    Link(NoteId),
    /// A word of its title, or two neighbouring Han characters.
    Word(String),
}

impl Trait {
    /// How much it tells, beside being rare.
    fn weight(&self) -> usize {
        match self {
            Trait::Tag(_) => 4,
            Trait::Category(_) => 2,
            Trait::Link(_) | Trait::Word(_) => 1,
        }
    }
}

/// For every note those that have most in common with it, the rarer the better. Notes that
/// its page names anyway are left out: those that link to it, and those of its series.
pub(super) fn collect(site: &Site) -> Vec<Vec<NoteId>> {
    let shared = shared(&site.notes);
    let scores = || vec![0; site.notes.len()];
    let notes = (0..site.notes.len()).into_par_iter();
    notes.map_init(scores, |scores, id| related(id, site, &shared, scores)).collect()
}

/// What some notes have in common.
struct Shared {
    /// What each of the things counts, and the notes that have it.
    things: Vec<(usize, Vec<NoteId>)>,
    /// The things that each note has.
    of_note: Vec<Vec<usize>>,
}

fn shared(notes: &[Note]) -> Shared {
    let mut holders: BTreeMap<Trait, Vec<NoteId>> = BTreeMap::new();
    let traits: Vec<BTreeSet<Trait>> = notes.par_iter().map(traits).collect();
    for (id, traits) in traits.into_iter().enumerate() {
        for thing in traits {
            holders.entry(thing).or_default().push(id);
        }
    }
    let mut shared = Shared { things: Vec::new(), of_note: vec![Vec::new(); notes.len()] };
    for (thing, ids) in holders.into_iter().filter(|(_, ids)| (2..=COMMON).contains(&ids.len())) {
        for &id in &ids {
            shared.of_note.get_mut(id).into_iter().for_each(|things| things.push(shared.things.len()));
        }
        shared.things.push((thing.weight() * rarity(ids.len(), notes.len()), ids));
    }
    shared
}

/// The share of [`UNIT`] that is left of something that `count` of `all` notes have: it
/// falls with the logarithm. In whole numbers, which are the same on every machine.
fn rarity(count: usize, all: usize) -> usize {
    // A seventh of a bit is fine enough.
    let log = |number: usize| (number.max(2) as u128).saturating_pow(7).ilog2() as usize;
    UNIT * log(all).saturating_sub(log(count)) / log(all).saturating_sub(log(2)).max(1)
}

/// What a note may have in common with others: nothing if it is hidden.
fn traits(note: &Note) -> BTreeSet<Trait> {
    let front = &note.page.front;
    if front.hidden {
        return BTreeSet::new();
    }
    let tags = front.tags.iter().map(|tag| Trait::Tag(tag.to_lowercase()));
    let categories = front.categories.iter().map(|name| Trait::Category(name.to_lowercase()));
    let links = note.targets.iter().filter_map(Target::note).map(Trait::Link);
    let words = terms(&note.page.title, &Uncut).into_iter();
    let words = words.filter(|term| term.form != Form::Word).map(|term| Trait::Word(term.text));
    tags.chain(categories).chain(links).chain(words).collect()
}

/// Leaves Han runs whole: of a title their bigrams are enough.
struct Uncut;

impl Segmenter for Uncut {
    fn cut(&self, run: &[Folded]) -> Vec<std::ops::Range<usize>> {
        std::iter::once(0..run.len()).collect()
    }

    fn is_word(&self, _text: &str) -> bool {
        false
    }
}

/// The notes related to one. `scores` holds nothing but zeros before and after.
fn related(id: NoteId, site: &Site, shared: &Shared, scores: &mut [usize]) -> Vec<NoteId> {
    let Some(note) = site.notes.get(id) else { return Vec::new() };
    let mut met = Vec::new();
    for (weight, others) in
        shared.of_note.get(id).into_iter().flatten().filter_map(|&at| shared.things.get(at))
    {
        for &other in others {
            let Some(score) = scores.get_mut(other) else { continue };
            if *score == 0 {
                met.push(other);
            }
            *score += weight;
        }
    }
    let named: BTreeSet<NoteId> = note.backlinks.iter().map(|backlink| backlink.from).collect();
    let series = |other: NoteId| site.notes.get(other).and_then(|other| other.part).map(|part| part.series);
    let own = series(id);
    let mut found: Vec<(std::cmp::Reverse<usize>, NoteId)> = Vec::new();
    for other in met {
        let score = scores.get_mut(other).map(std::mem::take).unwrap_or_default();
        let is_named = other == id || named.contains(&other) || (own.is_some() && series(other) == own);
        if score >= LEAST && !is_named {
            found.push((std::cmp::Reverse(score), other));
        }
    }
    found.sort_unstable();
    let best = found.first().map_or(0, |(score, _)| score.0);
    let near = found.into_iter().take(MOST).filter(|(score, _)| score.0 * BEHIND >= best);
    near.map(|(_, other)| other).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;
    use crate::diagnostic::SourceFile;
    use crate::source::{FrontMatter, Source};

    /// The notes related to the first of some, by their titles. Each is a title and tags.
    fn of_first(notes: &[(&str, &str)]) -> Vec<String> {
        let config = Config::new(String::new());
        let page = |(number, (title, tags)): (usize, &(&str, &str))| {
            let tags = tags.split_whitespace().map(str::to_owned).collect();
            let front = FrontMatter { title: Some((*title).to_owned()), tags, ..FrontMatter::default() };
            let file = SourceFile::new(format!("{number}.md"), "");
            crate::markdown::parse(
                &Source { file, front, body: 0..0, committed: None },
                &config,
                &crate::config::Strings::default(),
            )
            .value
        };
        let pages = notes.iter().enumerate().map(page).collect();
        let site = super::super::assemble(pages, Vec::new(), &config).value;
        let title = |&id: &NoteId| site.notes[id].page.title.clone();
        site.notes[0].related.iter().map(title).collect()
    }

    #[test]
    fn rare_tags_and_words_make_notes_related() {
        let others = [("甲", "x"), ("乙", "x"), ("丙", "x"), ("丁", "x"), ("戊", "x"), ("己", "x")];
        let mut notes =
            vec![("容器内存限制", "cgroup x"), ("清单", "cgroup x"), ("容器内存限制怎么来的", "x")];
        notes.extend(others);
        // What all have in common relates none of them.
        assert_eq!(of_first(&notes), ["容器内存限制怎么来的", "清单"]);
        assert_eq!(of_first(&[("容器", "a"), ("主机", "b")]), [""; 0]);
    }

    #[test]
    fn rarity_falls_from_one_to_nothing() {
        let shares: Vec<usize> = [2, 3, 8, 40, 1700].map(|count| rarity(count, 1700)).into();
        assert_eq!((shares[0], shares[4]), (UNIT, 0));
        assert!(shares.is_sorted_by(|one, other| one > other), "{shares:?}");
        for all in 0..5 {
            assert!(rarity(2, all) <= UNIT);
        }
    }
}
