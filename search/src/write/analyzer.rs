//! A page into what it contributes to an index.

use std::sync::OnceLock;

use super::analysis::{Analysis, FIELDS, GROUPS, Parts, SHARDED, WORDS};
use super::interner::Interner;
use crate::Page;
use crate::analysis::{Folded, Form, Jieba, Script, Segmenter, each_term, fold, rules, runs};
use crate::digest::digest;
use crate::schema::{is_sharded, shard};

/// How often the words of a title count in each section of its page.
const TITLE_WEIGHT: u32 = 2;
/// How often the words of a heading count in its section.
const HEADING_WEIGHT: u32 = 4;

/// Changes with what this file does to a page, and with the layout of [`Analysis`].
const VERSION: u32 = 2;

/// Analyses pages, with a general dictionary, the vocabulary of operations, and a site's own
/// words.
#[derive(Debug, Default)]
pub struct Analyzer {
    words: Vec<String>,
    jieba: OnceLock<Jieba>,
}

impl Analyzer {
    /// An analyzer with these words of a site's own.
    pub fn new(words: &[String]) -> Analyzer {
        Analyzer { words: words.to_vec(), jieba: OnceLock::new() }
    }

    /// Loads the whole dictionary unless it is loaded, which takes a tenth of a second: for
    /// whoever has more than [`Analyzer::FEW`] pages. Without it each page loads the words
    /// that it is written with.
    pub fn load(&self) {
        self.jieba.get_or_init(|| Jieba::new(&self.words));
    }

    /// How many pages are analysed sooner without the whole dictionary.
    pub const FEW: usize = 8;

    /// What decides, beside a page, what its analysis is: two analyzers with one fingerprint
    /// make the same of the same page.
    pub fn fingerprint(&self) -> [u8; 32] {
        let texts = rules().into_iter().chain(self.words.iter().map(String::as_str));
        digest(std::iter::once(VERSION.to_le_bytes().as_slice()).chain(texts.map(str::as_bytes)))
    }

    /// Analyses a page. The same page gives the same bytes.
    pub fn analyze(&self, page: &Page<'_>) -> Analysis {
        let words;
        let jieba = match self.jieba.get() {
            Some(jieba) => jieba,
            None => {
                words = self.words_of(page);
                &words
            }
        };
        let mut fields: [Field; FIELDS] = Default::default();
        let mut parts = Parts::default();
        let title = fold(page.title);
        for (number, section) in (0..).zip(page.sections.iter()) {
            let (heading, text) = (fold(&section.heading), fold(&section.text));
            let mut writer = SectionWriter { fields: &mut fields, number, length: 0, term: String::new() };
            for (text, weight) in [(&title, TITLE_WEIGHT), (&heading, HEADING_WEIGHT), (&text, 1)] {
                each_term(text, jieba, |form, chars| writer.add(form, chars, weight));
            }
            parts.lengths.push(writer.length);
            headings(&heading, jieba, &mut parts);
        }
        headings(&title, jieba, &mut parts);
        page.tags.iter().for_each(|tag| headings(&fold(tag), jieba, &mut parts));
        for (field, groups) in fields.iter().zip(GROUPS) {
            field.push_entries(groups, &mut parts);
        }
        Analysis::new(&parts)
    }

    /// The dictionary, as far as a page is written with it.
    fn words_of(&self, page: &Page<'_>) -> Jieba {
        let sections = page.sections.iter().flat_map(|section| [&section.heading, &section.text]);
        let texts =
            sections.map(String::as_str).chain([page.title]).chain(page.tags.iter().map(String::as_str));
        let folded: Vec<Vec<Folded>> = texts.map(fold).collect();
        Jieba::of_text(&self.words, folded.iter().map(Vec::as_slice))
    }
}

/// Cuts the Han runs of a title, heading or tag into words.
fn headings(text: &[Folded], jieba: &Jieba, parts: &mut Parts) {
    for run in runs(text).into_iter().filter(|run| run.script == Script::Han) {
        let chars = text.get(run.range).unwrap_or_default();
        let mut words = String::new();
        for word in jieba.cut(chars) {
            if !words.is_empty() {
                words.push(' ');
            }
            words.extend(chars.get(word).unwrap_or_default().iter().map(|folded| folded.ch));
        }
        parts.push_heading(&words);
    }
}

/// Counts the terms of a section.
struct SectionWriter<'a> {
    fields: &'a mut [Field; FIELDS],
    number: u32,
    /// Words so far.
    length: u32,
    /// The present term.
    term: String,
}

impl SectionWriter<'_> {
    fn add(&mut self, form: Form, chars: &[Folded], times: u32) {
        self.term.clear();
        self.term.extend(chars.iter().map(|folded| folded.ch));
        let [words, sharded] = &mut *self.fields;
        let occurrence = (self.number, times);
        if form == Form::Bigram || is_sharded(&self.term) {
            sharded.add(&self.term, occurrence, GROUPS[SHARDED]);
        } else {
            words.add(&self.term, occurrence, GROUPS[WORDS]);
            self.length = self.length.saturating_add(times);
        }
    }
}

/// The terms of one field of a page.
#[derive(Default)]
struct Field {
    terms: Interner,
    /// What there is of each term.
    found: Vec<Found>,
    /// In the order of sections.
    postings: Vec<Posting>,
}

struct Found {
    /// The term's last posting.
    latest: usize,
    /// How many it has.
    count: usize,
    group: usize,
}

/// A term with its postings: each a section and how often.
struct Entry<'a> {
    term: u32,
    postings: &'a [(u32, u32)],
}

struct Posting {
    term: u32,
    section: u32,
    times: u32,
}

impl Field {
    fn add(&mut self, text: &str, (section, times): (u32, u32), groups: usize) {
        let term = self.terms.intern(text.as_bytes());
        let new = self.postings.len();
        if term as usize == self.found.len() {
            self.found.push(Found { latest: new, count: 0, group: shard(text, groups) });
        }
        let Some(found) = self.found.get_mut(term as usize) else { return };
        match self.postings.get_mut(found.latest) {
            Some(posting) if posting.section == section => {
                posting.times = posting.times.saturating_add(times);
            }
            _ => {
                (found.latest, found.count) = (new, found.count + 1);
                self.postings.push(Posting { term, section, times });
            }
        }
    }

    /// Appends the entries, group by group and in each in the order of the terms' numbers.
    fn push_entries(&self, groups: usize, parts: &mut Parts) {
        let sorted = self.by_term();
        let mut groups: Vec<Vec<Entry<'_>>> = std::iter::repeat_with(Vec::new).take(groups).collect();
        let mut rest = sorted.as_slice();
        for (term, found) in (0..).zip(&self.found) {
            let (postings, after) = rest.split_at_checked(found.count).unwrap_or_default();
            groups.get_mut(found.group).into_iter().for_each(|group| group.push(Entry { term, postings }));
            rest = after;
        }
        for group in &groups {
            for entry in group {
                parts.push_entry(self.terms.get(entry.term), entry.postings);
            }
            parts.ends.push(u32::try_from(parts.entries.len()).unwrap_or(u32::MAX));
        }
    }

    /// The postings of the terms, one term after the other: each a section and how often.
    fn by_term(&self) -> Vec<(u32, u32)> {
        let mut next = Vec::with_capacity(self.found.len());
        let mut start = 0;
        for found in &self.found {
            next.push(start);
            start += found.count;
        }
        let mut sorted = vec![(0, 0); self.postings.len()];
        for posting in &self.postings {
            let Some(at) = next.get_mut(posting.term as usize) else { continue };
            sorted.get_mut(*at).into_iter().for_each(|to| *to = (posting.section, posting.times));
            *at += 1;
        }
        sorted
    }
}

#[cfg(test)]
mod tests {
    use super::super::analysis::View;
    use super::*;
    use crate::Section;

    fn analysis() -> Analysis {
        let section = |heading: &str, text: &str| Section {
            anchor: heading.to_owned(),
            heading: heading.to_owned(),
            level: 2,
            line: 1,
            text: text.to_owned(),
        };
        let page = Page {
            url: "a/".into(),
            path: "a.md",
            title: "內存 OOM",
            kind: "note",
            tags: &["端口转发".to_owned()],
            sections: &crate::Sections::new(vec![
                section("", "内存端口转发 8080"),
                section("内存限制", "net/ipv4.tcp_tw_reuse tw C++"),
            ]),
        };
        Analyzer::default().analyze(&page)
    }

    /// All entries of a field, in the order of the terms.
    fn entries(view: &View<'_>, field: usize) -> Vec<(String, Vec<(u32, u32)>)> {
        let mut found = Vec::new();
        for group in 0..GROUPS[field] {
            let mut entries = view.entries(field, group);
            let mut postings = Vec::new();
            while let Some(term) = entries.next(|section, times| postings.push((section, times))) {
                assert_eq!(shard(std::str::from_utf8(term).unwrap(), GROUPS[field]), group);
                found.push((String::from_utf8(term.to_vec()).unwrap(), std::mem::take(&mut postings)));
            }
        }
        found.sort();
        found
    }

    #[test]
    fn terms_are_counted_by_section_and_weighed() {
        let analysis = analysis();
        let view = analysis.view();
        let words = entries(&view, WORDS);
        let of = |term: &str| words.iter().find(|(other, _)| other == term).map(|(_, found)| found.clone());
        // Twice for the title, four times for the heading, once for the text.
        assert_eq!(of("内存"), Some(vec![(0, 3), (1, 6)]));
        assert_eq!(of("tw"), Some(vec![(1, 2)]));
        assert_eq!(of("8080"), None);
        let sharded = entries(&view, SHARDED);
        assert!(sharded.contains(&("8080".to_owned(), vec![(0, 1)])));
        assert!(sharded.contains(&("口转".to_owned(), vec![(0, 1)])));
        // The length of a section is the number of its words, as often as they count.
        let counted = |section: u32| -> u32 {
            let postings = words.iter().flat_map(|(_, postings)| postings);
            postings.filter(|posting| posting.0 == section).map(|posting| posting.1).sum()
        };
        assert_eq!(view.lengths, [counted(0), counted(1)]);
        assert_eq!(view.headings().collect::<Vec<_>>(), ["内存 限制", "内存", "端口转发"]);
    }

    #[test]
    fn what_is_kept_of_another_version_is_not_taken_for_this() {
        let hash = blake3::hash(analysis().as_bytes()).to_hex();
        let made = (VERSION, &hash[..12]);
        assert_eq!(made, (2, "2e901969784b"), "what is made of a page has changed: raise VERSION");
    }
}
