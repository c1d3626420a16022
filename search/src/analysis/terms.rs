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
    let mut terms = Vec::new();
    each_term(&fold(text), segmenter, |form, chars| {
        if let (Some(first), Some(last)) = (chars.first(), chars.last()) {
            terms.push(Term { text: plain(chars), form, source: first.start..last.end });
        }
    });
    terms
}

/// Hands the terms of folded text to `visit` as the characters that they are, in the order of
/// [`terms`], without an allocation for each.
pub(crate) fn each_term(text: &[Folded], segmenter: &dyn Segmenter, mut visit: impl FnMut(Form, &[Folded])) {
    for run in runs(text) {
        let chars = text.get(run.range).unwrap_or_default();
        let mut visit = |form, piece: Range<usize>| match chars.get(piece) {
            Some(piece) if piece.len() <= LONGEST => visit(form, piece),
            _ => {}
        };
        match run.script {
            Script::Han => {
                let words = segmenter.cut(chars);
                words.iter().for_each(|word| visit(Form::Word, word.clone()));
                for word in words.into_iter().filter(|word| word.len() > 2) {
                    inner(chars, &word, segmenter, |inner| visit(Form::Inner, inner));
                }
                (1..chars.len()).for_each(|at| visit(Form::Bigram, at - 1..at + 1));
            }
            Script::Latin => {
                let forms = std::iter::once(Form::Whole).chain(std::iter::repeat(Form::Part));
                forms.zip(identifier::pieces(chars)).for_each(|(form, piece)| visit(form, piece));
            }
        }
    }
}

/// The words of two or more characters inside a longer one.
fn inner(
    run: &[Folded],
    word: &Range<usize>,
    segmenter: &dyn Segmenter,
    mut visit: impl FnMut(Range<usize>),
) {
    for start in word.clone() {
        for end in (start + 2..=word.end).filter(|end| end - start < word.len()) {
            if segmenter.is_word(&plain(run.get(start..end).unwrap_or_default())) {
                visit(start..end);
            }
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
