//! Terms by number.

/// Gives every distinct term a number, in the order in which they come first.
///
/// The terms lie one after the other in one buffer, so that a term costs no allocation.
/// Numbers depend on the order of the calls alone, never on the hash.
#[derive(Debug, Default)]
pub(super) struct Interner {
    bytes: Vec<u8>,
    /// Where each term ends in `bytes`; it begins where the one before it ends.
    ends: Vec<usize>,
    /// Open addressing over a power of two: a term's hash and its number plus one, or zeros.
    slots: Vec<(u32, u32)>,
}

/// Slots to begin with.
const SLOTS: usize = 256;

impl Interner {
    /// The number of `term`, a new one when it has not come before.
    pub(super) fn intern(&mut self, term: &[u8]) -> u32 {
        if self.ends.len() * 2 >= self.slots.len() {
            self.grow();
        }
        let hash = hash(term);
        let mask = self.slots.len() - 1;
        let mut at = hash as usize & mask;
        while let Some(&(other, next)) = self.slots.get(at).filter(|(_, next)| *next > 0) {
            if other == hash && self.get(next - 1) == term {
                return next - 1;
            }
            at = (at + 1) & mask;
        }
        let number = self.ends.len() as u32;
        self.bytes.extend_from_slice(term);
        self.ends.push(self.bytes.len());
        self.slots.get_mut(at).into_iter().for_each(|slot| *slot = (hash, number + 1));
        number
    }

    /// The term with this number.
    pub(super) fn get(&self, number: u32) -> &[u8] {
        let number = number as usize;
        let start = number.checked_sub(1).and_then(|before| self.ends.get(before)).copied();
        let end = self.ends.get(number).copied().unwrap_or_default();
        self.bytes.get(start.unwrap_or_default()..end).unwrap_or_default()
    }

    /// How many terms there are.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    fn grow(&mut self) {
        let slots = (self.slots.len() * 2).max(SLOTS);
        let before = std::mem::replace(&mut self.slots, vec![(0, 0); slots]);
        for (hash, next) in before.into_iter().filter(|(_, next)| *next > 0) {
            let mut at = hash as usize & (slots - 1);
            while self.slots.get(at).is_some_and(|(_, next)| *next > 0) {
                at = (at + 1) & (slots - 1);
            }
            self.slots.get_mut(at).into_iter().for_each(|slot| *slot = (hash, next));
        }
    }
}

/// A hash that is quick for the few bytes of a term.
fn hash(term: &[u8]) -> u32 {
    let mix = |hash: u64, word: u64| {
        let product = (hash ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        product ^ product >> 32
    };
    let (words, rest) = term.as_chunks::<8>();
    let hash = words.iter().fold(0, |hash, word| mix(hash, u64::from_le_bytes(*word)));
    // A bit above the last byte, so that zeros count.
    let rest = rest.iter().rev().fold(1, |word, &byte| word << 8 | u64::from(byte));
    mix(mix(hash, rest), 0) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_term_keeps_its_number_however_many_come_after_it() {
        let mut interner = Interner::default();
        let terms: Vec<String> = (0..5000).map(|number| format!("词{}", number * 7 % 2500)).collect();
        let numbers: Vec<u32> = terms.iter().map(|term| interner.intern(term.as_bytes())).collect();
        assert_eq!(interner.len(), 2500);
        assert_eq!(numbers[..2500], numbers[2500..]);
        assert!(numbers[..2500].iter().copied().eq(0..2500));
        for (term, number) in terms.iter().zip(numbers) {
            assert_eq!(interner.get(number), term.as_bytes());
        }
        assert_eq!(interner.get(2500), b"");
    }

    #[test]
    fn terms_that_begin_alike_are_told_apart() {
        let mut interner = Interner::default();
        let terms = ["", "a", "a\0", "abcdefgh", "abcdefgh\0", "abcdefghi", "abcdefg"];
        let numbers: Vec<u32> = terms.iter().map(|term| interner.intern(term.as_bytes())).collect();
        assert_eq!(numbers, [0, 1, 2, 3, 4, 5, 6]);
    }
}
