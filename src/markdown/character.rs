//! Classes of characters that the rules of emphasis and of bare links ask for.

use std::cmp::Ordering;

use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};

/// Chinese, Japanese and Korean characters as the CJK-friendly amendments to CommonMark
/// define them: wide, full-width or half-width and no emoji, or Hangul. Punctuation is
/// among them, and what Unicode keeps free for ideographs. Sorted.
const CJK: [(u32, u32); 60] = [
    (0x1100, 0x11ff),
    (0x20a9, 0x20a9),
    (0x2329, 0x232a),
    (0x2630, 0x2637),
    (0x268a, 0x268f),
    (0x2e80, 0x2e99),
    (0x2e9b, 0x2ef3),
    (0x2f00, 0x2fd5),
    (0x2ff0, 0x303e),
    (0x3041, 0x3096),
    (0x3099, 0x30ff),
    (0x3105, 0x312f),
    (0x3131, 0x318e),
    (0x3190, 0x31e5),
    (0x31ef, 0x321e),
    (0x3220, 0x3247),
    (0x3250, 0xa48c),
    (0xa490, 0xa4c6),
    (0xa960, 0xa97c),
    (0xac00, 0xd7a3),
    (0xd7b0, 0xd7c6),
    (0xd7cb, 0xd7fb),
    (0xf900, 0xfaff),
    (0xfe10, 0xfe19),
    (0xfe30, 0xfe52),
    (0xfe54, 0xfe66),
    (0xfe68, 0xfe6b),
    (0xff01, 0xffbe),
    (0xffc2, 0xffc7),
    (0xffca, 0xffcf),
    (0xffd2, 0xffd7),
    (0xffda, 0xffdc),
    (0xffe0, 0xffe6),
    (0xffe8, 0xffee),
    (0x16fe0, 0x16fe4),
    (0x16ff0, 0x16ff6),
    (0x17000, 0x18cd5),
    (0x18cff, 0x18d1e),
    (0x18d80, 0x18df2),
    (0x1aff0, 0x1aff3),
    (0x1aff5, 0x1affb),
    (0x1affd, 0x1affe),
    (0x1b000, 0x1b122),
    (0x1b132, 0x1b132),
    (0x1b150, 0x1b152),
    (0x1b155, 0x1b155),
    (0x1b164, 0x1b167),
    (0x1b170, 0x1b2fb),
    (0x1d300, 0x1d356),
    (0x1d360, 0x1d376),
    (0x1f200, 0x1f200),
    (0x1f202, 0x1f202),
    (0x1f210, 0x1f219),
    (0x1f21b, 0x1f22e),
    (0x1f230, 0x1f231),
    (0x1f237, 0x1f237),
    (0x1f23b, 0x1f23b),
    (0x1f240, 0x1f248),
    (0x1f260, 0x1f265),
    (0x20000, 0x3fffd),
];

/// Whether a character is Chinese, Japanese or Korean, punctuation included.
pub(super) fn is_cjk(ch: char) -> bool {
    let code = u32::from(ch);
    let place = |&(first, last): &(u32, u32)| match (code < first, code > last) {
        (true, _) => Ordering::Greater,
        (_, true) => Ordering::Less,
        _ => Ordering::Equal,
    };
    code >= 0x1100 && CJK.binary_search_by(place).is_ok()
}

/// Whether a character is punctuation to CommonMark, which counts symbols too.
pub(super) fn is_punctuation(ch: char) -> bool {
    if ch.is_ascii() {
        return ch.is_ascii_punctuation();
    }
    let group = ch.general_category_group();
    matches!(group, GeneralCategoryGroup::Punctuation | GeneralCategoryGroup::Symbol)
}

#[cfg(test)]
mod tests {
    use pulldown_cmark::{Event, Parser, Tag};

    use super::*;

    #[test]
    fn wide_characters_are_cjk_and_emoji_are_not() {
        for ch in ['中', '，', '」', '　', 'あ', 'ﾊ', '한', 'Ａ', '￥', '〇', '𠀀', '㈱'] {
            assert!(is_cjk(ch), "{ch}");
        }
        for ch in ['a', '“', '…', '—', '·', '😀', '⭐', 'é', '㉈', '¥'] {
            assert!(!is_cjk(ch), "{ch}");
        }
        assert!(CJK.windows(2).all(|pair| pair[0].1 < pair[1].0));
    }

    /// What counts as punctuation has to be the same here and there, or a stand-in would be
    /// of no use. The tables differ in characters that are newer than pulldown-cmark's.
    #[test]
    fn pulldown_cmark_knows_the_same_punctuation() {
        let assigned = ('\u{80}'..='\u{1faff}').filter(|ch| !ch.is_whitespace());
        let differs = |ch: &char| {
            let text = format!("a*{ch}b*");
            let opens = Parser::new(&text).any(|event| matches!(event, Event::Start(Tag::Emphasis)));
            opens == is_punctuation(*ch)
        };
        let newer = |ch: &char| {
            matches!(ch, '\u{1b4e}'..='\u{1b7f}' | '\u{20c1}'..='\u{20c4}' | '\u{2427}'..='\u{2429}')
                || matches!(ch, '\u{2b96}' | '\u{2e60}'..='\u{2e63}' | '\u{31e4}' | '\u{31e5}')
                || matches!(ch, '\u{fbc3}'..='\u{fdce}' | '\u{10000}'..)
        };
        let differing: Vec<char> = assigned.filter(differs).filter(|ch| !newer(ch)).collect();
        assert!(differing.is_empty(), "{differing:?}");
    }
}
