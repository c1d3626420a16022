//! Words of Han runs as jieba knows them, with the vocabulary of operations added.

use std::ops::Range;

use super::{Folded, Segmenter, fold, plain};

/// Words of operations and computing that general dictionaries cut apart, one a line.
pub(super) static OPS_WORDS: &str = include_str!("ops_words.txt");

/// The segmenter of the index.
///
/// No hidden Markov model: it guesses words that it does not know, and guesses differently
/// in a query than in a sentence.
#[derive(Debug)]
pub struct Jieba {
    jieba: jieba_rs::Jieba,
}

impl Jieba {
    /// Loads the dictionary, which takes tens of milliseconds, and adds a site's own words:
    /// make one and share it.
    pub fn new(own: &[String]) -> Jieba {
        let mut jieba = jieba_rs::Jieba::new();
        let operations = OPS_WORDS.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
        for word in operations.chain(own.iter().map(String::as_str)) {
            jieba.add_word(&plain(&fold(word.trim())), None, None);
        }
        Jieba { jieba }
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
    fn traditional_text_is_cut_like_simplified() {
        assert_eq!(words("網絡連接"), words("网络连接"));
    }
}
