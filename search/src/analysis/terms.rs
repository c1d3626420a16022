//! Terms: what is looked up.

use std::ops::Range;

use super::{Folded, Script, fold, identifier, plain, runs};

/// Terms longer than this many characters are dropped: hashes, keys and encoded data,
/// which nobody types and which would fill the dictionary.
const LONGEST: usize = 80;

/// Cuts a run of Han characters into words.
pub trait Segmenter {
    /// Returns the words of `run` in order, as indices into it. They do not overlap and
    /// leave nothing out.
    fn cut(&self, run: &[Folded]) -> Vec<Range<usize>>;

    /// Whether `text` is a word, so that it counts as one inside a longer word too.
    fn is_word(&self, text: &str) -> bool;
}

/// How a term was cut from the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Form {
    /// A word of a Han run.
    Word,
    /// A word inside a longer one: 端口 in 端口转发.
    Inner,
    /// Two neighbouring Han characters.
    Bigram,
    /// An identifier, number or foreign word, whole.
    Whole,
    /// A part of an identifier.
    Part,
}

/// One term of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// Folded text of the term.
    pub text: String,
    /// How it was cut.
    pub form: Form,
    /// The bytes of the original text it stands for.
    pub source: Range<usize>,
}

/// Cuts `text` into its terms: for each run in order, its words and then its bigrams, or
/// the identifier whole and then its parts.
pub fn terms(text: &str, segmenter: &dyn Segmenter) -> Vec<Term> {
    let folded = fold(text);
    let mut terms = Vec::new();
    for run in runs(&folded) {
        let chars = folded.get(run.range).unwrap_or_default();
        match run.script {
            Script::Han => {
                let words = segmenter.cut(chars);
                let inner: Vec<_> = words.iter().flat_map(|word| inner(chars, word, segmenter)).collect();
                push_all(&mut terms, chars, words, Form::Word);
                push_all(&mut terms, chars, inner, Form::Inner);
                push_all(&mut terms, chars, (1..chars.len()).map(|at| at - 1..at + 1), Form::Bigram);
            }
            Script::Latin => {
                let mut pieces = identifier::pieces(chars);
                let parts = pieces.split_off(1);
                push_all(&mut terms, chars, pieces, Form::Whole);
                push_all(&mut terms, chars, parts, Form::Part);
            }
        }
    }
    terms
}

/// The words of two or more characters inside a longer one.
fn inner(run: &[Folded], word: &Range<usize>, segmenter: &dyn Segmenter) -> Vec<Range<usize>> {
    let mut inner = Vec::new();
    for start in word.clone() {
        for end in start + 2..=word.end {
            let text = plain(run.get(start..end).unwrap_or_default());
            if end - start < word.len() && segmenter.is_word(&text) {
                inner.push(start..end);
            }
        }
    }
    inner
}

fn push_all(
    terms: &mut Vec<Term>,
    run: &[Folded],
    pieces: impl IntoIterator<Item = Range<usize>>,
    form: Form,
) {
    for piece in pieces {
        let chars = run.get(piece).unwrap_or_default();
        if let (Some(first), Some(last), true) = (chars.first(), chars.last(), chars.len() <= LONGEST) {
            let text = plain(chars);
            terms.push(Term { text, form, source: first.start..last.end });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Cuts into pairs of characters, so that tests need no dictionary.
    struct Pairs;

    impl Segmenter for Pairs {
        fn cut(&self, run: &[Folded]) -> Vec<Range<usize>> {
            (0..run.len()).step_by(2).map(|at| at..run.len().min(at + 2)).collect()
        }

        fn is_word(&self, _text: &str) -> bool {
            true
        }
    }

    fn of(form: Form, input: &str) -> Vec<String> {
        terms(input, &Pairs).into_iter().filter(|term| term.form == form).map(|term| term.text).collect()
    }

    #[test]
    fn han_gives_words_and_every_bigram() {
        assert_eq!(of(Form::Word, "容器内存限"), ["容器", "内存", "限"]);
        assert_eq!(of(Form::Bigram, "容器内存限"), ["容器", "器内", "内存", "存限"]);
    }

    #[test]
    fn terms_know_where_they_stand_in_the_original() {
        let text = "設定 Memory.Max";
        let sources: Vec<&str> = terms(text, &Pairs).into_iter().map(|term| &text[term.source]).collect();
        assert_eq!(sources, ["設定", "設定", "Memory.Max", "Memory", "Max"]);
    }

    #[test]
    fn endless_strings_are_no_terms() {
        assert!(of(Form::Whole, &"a".repeat(81)).is_empty());
        assert_eq!(of(Form::Part, &format!("{}/etc", "a".repeat(81))), ["etc"]);
    }
}
