//! The BM25 formula.

/// How BM25 measures one kind of text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Measure {
    /// How soon repeating a word stops counting.
    k1: f32,
    /// How much a long text has to repeat a word to count as much as a short one.
    b: f32,
}

/// Sections are short and of one topic.
pub(crate) const SECTIONS: Measure = Measure { k1: 1.5, b: 0.75 };
/// A page may be long because it says much: length counts less against it.
pub(crate) const PAGES: Measure = Measure { k1: 2.0, b: 0.5 };

/// The texts that are compared: the sections of an index, or its pages.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Collection {
    /// How many there are.
    pub(crate) count: f32,
    /// Their average length in terms.
    pub(crate) average: f32,
    pub(crate) measure: Measure,
}

impl Collection {
    /// How much a term says that occurs in `frequency` texts: nothing when in all of them.
    /// The logarithm is from libm rather than the platform, so that every platform agrees
    /// to the bit.
    pub(crate) fn rarity(self, frequency: f32) -> f32 {
        libm::logf(1.0 + (self.count - frequency + 0.5) / (frequency + 0.5))
    }

    /// How much a text of this length is about a term that it holds `times` times:
    /// 0 to `k1 + 1`.
    pub(crate) fn saturation(self, times: f32, length: f32) -> f32 {
        let Measure { k1, b } = self.measure;
        times * (k1 + 1.0) / (times + k1 * (1.0 - b + b * length / self.average))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rare_and_repeated_terms_in_short_texts_count_most() {
        let texts = Collection { count: 100.0, average: 50.0, measure: SECTIONS };
        assert!(texts.rarity(2.0) > texts.rarity(20.0) && texts.rarity(100.0) > 0.0);
        assert!(texts.saturation(3.0, 50.0) > texts.saturation(1.0, 50.0));
        assert!(texts.saturation(1.0, 20.0) > texts.saturation(1.0, 80.0));
        assert!(texts.saturation(1e6, 50.0) < SECTIONS.k1 + 1.0);
    }
}
