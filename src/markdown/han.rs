//! What is different in text written without spaces.

use serde::{Deserialize, Serialize};

use yunji_search::analysis::is_han;

/// Whether a line break between these two characters is only where the author's line
/// ended: no space belongs between Han characters, nor beside full-width punctuation.
pub(super) fn joins(before: Option<char>, after: Option<char>) -> bool {
    let (Some(before), Some(after)) = (before, after) else { return false };
    let full_width = is_full_width_punctuation(before) || is_full_width_punctuation(after);
    let han = |one: char, other: char| is_han(one) && (is_han(other) || is_shared_punctuation(other));
    full_width || han(before, after) || han(after, before)
}

fn is_full_width_punctuation(ch: char) -> bool {
    matches!(ch, '\u{3000}'..='\u{303f}' | '\u{ff00}'..='\u{ffef}')
}

/// Punctuation that Chinese and English share, as wide as the text it stands in.
fn is_shared_punctuation(ch: char) -> bool {
    matches!(ch, '“' | '”' | '‘' | '’' | '…' | '—' | '·')
}

/// How long a text is to read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Length {
    /// Han characters.
    pub han: usize,
    /// Words of other scripts.
    pub words: usize,
}

impl Length {
    /// Measures a text.
    pub fn of(text: &str) -> Length {
        let mut length = Length::default();
        let mut in_word = false;
        for ch in text.chars() {
            let han = is_han(ch);
            let word = !han && ch.is_alphanumeric();
            length.han += usize::from(han);
            length.words += usize::from(word && !in_word);
            in_word = word || (in_word && matches!(ch, '\'' | '-' | '_' | '.'));
        }
        length
    }

    /// Adds another text's length.
    pub fn add(&mut self, other: Length) {
        self.han += other.han;
        self.words += other.words;
    }

    /// Han characters and words together, as Chinese writers count.
    pub fn total(self) -> usize {
        self.han + self.words
    }

    /// Minutes it takes, at 400 characters or 200 words a minute, at least one.
    pub fn minutes(self) -> usize {
        (self.han + 2 * self.words).div_ceil(400).max(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_join_only_between_wide_characters() {
        assert!(joins(Some('器'), Some('内')));
        assert!(joins(Some('。'), Some('内')));
        assert!(!joins(Some('r'), Some('内')));
        assert!(!joins(Some('器'), Some('C')));
        assert!(joins(Some('，'), Some('C')));
        assert!(!joins(None, Some('C')));
    }

    #[test]
    fn shared_punctuation_is_as_wide_as_its_neighbour() {
        for mark in ['“', '”', '‘', '’', '…', '—', '·'] {
            assert!(joins(Some(mark), Some('内')) && joins(Some('器'), Some(mark)), "{mark}");
            assert!(joins(Some(mark), Some('，')) && joins(Some('。'), Some(mark)), "{mark}");
            assert!(!joins(Some(mark), Some('C')) && !joins(Some('r'), Some(mark)), "{mark}");
        }
    }

    #[test]
    fn length_counts_characters_and_words() {
        let length = Length::of("调高 memory.max 到 2 GiB，don't panic");
        assert_eq!(length, Length { han: 3, words: 5 });
        assert_eq!(Length::of("字".repeat(801).as_str()).minutes(), 3);
        assert_eq!(Length::default().minutes(), 1);
    }
}
