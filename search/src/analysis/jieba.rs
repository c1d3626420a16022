//! Words of Han runs as jieba knows them, with the vocabulary of operations added.

use std::ops::Range;

use super::{Folded, Segmenter, fold, plain};

/// Words of operations and computing that general dictionaries cut apart, one a line.
pub(super) static OPS_WORDS: &str = include_str!("ops_words.txt");

/// jieba's words, those that begin alike on one line: their first character, how often they
/// occur together, and of each `rest:count`.
static DICTIONARY: [&str; 2] = [include_str!("dictionary/1.txt"), include_str!("dictionary/2.txt")];

/// Stands for the words that were not loaded: how likely a word is depends on how often all
/// of them occur. It cannot be part of a run.
const OTHERS: &str = "\u{E000}";

/// The segmenter of the index.
///
/// No hidden Markov model: it guesses words that it does not know, and guesses differently
/// in a query than in a sentence.
#[derive(Debug)]
pub struct Jieba {
    jieba: jieba_rs::Jieba,
}

impl Jieba {
    /// Loads the dictionary, which takes a tenth of a second, and adds a site's own words:
    /// make one and share it.
    pub fn new(own: &[String]) -> Jieba {
        Jieba::load(&added(own), None)
    }

    /// Cuts runs of `text` like one that knows all words, and no others. It is made in a
    /// tenth of the time.
    pub fn of_text<'a>(own: &[String], text: impl IntoIterator<Item = &'a [Folded]>) -> Jieba {
        let added = added(own);
        let mut chars = Chars::default();
        // How often a word that is added occurs follows from the words that it is cut into.
        added.iter().flat_map(|word| word.chars()).for_each(|ch| chars.add(ch));
        text.into_iter().flatten().for_each(|folded| chars.add(folded.ch));
        Jieba::load(&added, Some(&chars))
    }

    fn load(added: &[String], only: Option<&Chars>) -> Jieba {
        let mut jieba = jieba_rs::Jieba::empty();
        let is_wanted = |text: &str| only.is_none_or(|chars| chars.hold(text));
        let number = |text: &str| text.parse::<usize>().unwrap_or(0);
        let (mut all, mut loaded) = (0, 0);
        let mut word = String::new();
        for line in DICTIONARY.iter().flat_map(|part| part.lines()) {
            let mut words = line.split(' ');
            let (first, count) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
            all += number(count);
            if !is_wanted(first) {
                continue;
            }
            let words = words.filter_map(|word| word.split_once(':'));
            for (rest, count) in words.filter(|(rest, _)| is_wanted(rest)) {
                word.clear();
                word.extend([first, rest]);
                loaded += jieba.add_word(&word, Some(number(count)), None);
            }
        }
        jieba.add_word(OTHERS, Some(all - loaded), None);
        for word in added {
            jieba.add_word(word, None, None);
        }
        Jieba { jieba }
    }
}

/// Words that are added to the dictionary.
fn added(own: &[String]) -> Vec<String> {
    let operations = OPS_WORDS.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    let words = operations.chain(own.iter().map(String::as_str));
    words.map(|word| plain(&fold(word.trim()))).collect()
}

/// A set of the characters that nearly all words are written with, those of two bytes in UTF-16.
struct Chars([u64; 1024]);

impl Default for Chars {
    fn default() -> Chars {
        Chars([0; 1024])
    }
}

impl Chars {
    fn add(&mut self, ch: char) {
        let bits = self.0.get_mut(ch as usize / 64);
        bits.into_iter().for_each(|bits| *bits |= 1 << (ch as usize % 64));
    }

    /// Whether all characters of a word are in the set, or may be.
    fn hold(&self, word: &str) -> bool {
        word.chars()
            .all(|ch| self.0.get(ch as usize / 64).is_none_or(|bits| bits & (1 << (ch as usize % 64)) != 0))
    }
}

impl Segmenter for Jieba {
    fn cut(&self, run: &[Folded]) -> Vec<Range<usize>> {
        let text = plain(run);
        self.jieba.cut(&text, false).into_iter().map(|word| word.start..word.end).collect()
    }

    fn is_word(&self, text: &str) -> bool {
        self.jieba.has_word(text)
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Form, terms};
    use super::*;

    fn words(input: &str) -> Vec<String> {
        let terms = terms(input, &Jieba::new(&[]));
        terms.into_iter().filter(|term| term.form == Form::Word).map(|term| term.text).collect()
    }

    #[test]
    fn words_of_operations_stay_whole() {
        assert_eq!(words("回滚之后探针失败"), ["回滚", "之后", "探针", "失败"]);
        assert_eq!(words("慢查询和软连接"), ["慢查询", "和", "软连接"]);
    }

    #[test]
    fn the_words_of_a_text_are_enough_to_cut_it() {
        let text = "上游连接超时,容器反复重启;研究生命起源。北京大学生前来应聘,𠮷野家の日本語";
        let folded = fold(text);
        let own = ["研究生命".to_owned(), "生命起源".to_owned()];
        for own in [&own[..], &[]] {
            assert_eq!(Jieba::of_text(own, [folded.as_slice()]).cut(&folded), Jieba::new(own).cut(&folded));
        }
    }

    #[test]
    fn traditional_text_is_cut_like_simplified() {
        assert_eq!(words("網絡連接"), words("网络连接"));
    }
}
