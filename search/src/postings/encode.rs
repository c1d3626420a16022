//! Writing posting lists, to the byte as tantivy does.

use tantivy::fieldnorm::FieldNormReader;

use super::{BLOCK, LANES};

/// BM25's constants as tantivy has them.
const K1: f32 = 1.2;
const B: f32 = 0.75;

/// Marks differences less one among the bits of sections in a skip.
const STRICT: u8 = 0x40;

/// The lengths of sections, from which tantivy's readers would learn what a block scores at
/// most.
pub(crate) struct Norms {
    /// Of each section the length, in tantivy's code.
    norms: Vec<u8>,
    /// Of each code what BM25 adds to a term's times before it divides them by the sum.
    added: Vec<f32>,
}

impl Norms {
    /// The norms of sections with so many terms each.
    pub(crate) fn new(lengths: &[u32]) -> Norms {
        let total: u64 = lengths.iter().map(|&length| u64::from(length)).sum();
        let average = total as f32 / lengths.len() as f32;
        let added = |norm| K1 * (1.0 - B + B * FieldNormReader::id_to_fieldnorm(norm) as f32 / average);
        Norms {
            norms: lengths.iter().map(|&length| FieldNormReader::fieldnorm_to_id(length)).collect(),
            added: (0..=u8::MAX).map(added).collect(),
        }
    }

    /// A byte for each section.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.norms
    }

    /// The norm and the times of the section that scores best; of equals the last.
    fn best(&self, sections: &[u32], times: &[u32]) -> (u8, u32) {
        let mut best = (0, 0);
        let mut most = f32::NEG_INFINITY;
        for (&section, &times) in sections.iter().zip(times) {
            let norm = self.norms.get(section as usize).copied().unwrap_or_default();
            let added = self.added.get(usize::from(norm)).copied().unwrap_or_default();
            let score = times as f32 / (times as f32 + added);
            if score >= most {
                (best, most) = ((norm, times), score);
            }
        }
        best
    }
}

/// Appends to `out` the list of `sections`, in order, which hold a term so many `times` each,
/// at least once. Without `norms` the bytes for tantivy are zero, as for a field that has none.
pub(crate) fn encode(sections: &[u32], times: &[u32], norms: Option<&Norms>, out: &mut Vec<u8>) {
    let (section_blocks, section_tail) = sections.as_chunks::<BLOCK>();
    let (times_blocks, times_tail) = times.as_chunks::<BLOCK>();
    let mut last = None;
    if !section_blocks.is_empty() {
        let (mut skips, mut blocks) = (Vec::new(), Vec::new());
        for (sections, times) in section_blocks.iter().zip(times_blocks) {
            let section_bits = pack(&differences(sections, last), &mut blocks);
            let times_bits = pack(&times.map(|times| times.wrapping_sub(1)), &mut blocks);
            last = sections.last().copied();
            let (norm, most) = norms.map_or((0, 0), |norms| norms.best(sections, times));
            skips.extend(last.unwrap_or_default().to_le_bytes());
            skips.extend([section_bits | STRICT, times_bits, norm, most.min(u32::from(u8::MAX)) as u8]);
        }
        push_number(skips.len() as u32, out);
        out.extend_from_slice(&skips);
        out.extend_from_slice(&blocks);
    }
    let mut before = last.unwrap_or_default();
    for &section in section_tail {
        push_number(section.wrapping_sub(before), out);
        before = section;
    }
    times_tail.iter().for_each(|&times| push_number(times, out));
}

/// The differences less one, of the first from the `last` section before.
fn differences(sections: &[u32; BLOCK], last: Option<u32>) -> [u32; BLOCK] {
    let mut before = last.unwrap_or(u32::MAX);
    sections.map(|section| {
        let difference = section.wrapping_sub(before).wrapping_sub(1);
        before = section;
        difference
    })
}

/// Packs a block of numbers lane by lane in words of 32 bits, and returns how many bits each
/// number takes.
fn pack(numbers: &[u32; BLOCK], out: &mut Vec<u8>) -> u8 {
    let all = numbers.iter().fold(0, |all, number| all | number);
    let bits = (u32::BITS - all.leading_zeros()) as usize;
    // One row more, for the upper half of what ends in the last.
    let mut words = [0u32; BLOCK + LANES];
    for (at, &number) in numbers.iter().enumerate() {
        let (lane, start) = (at % LANES, at / LANES * bits);
        let first = start / 32 * LANES + lane;
        let pair = u64::from(number) << (start % 32);
        words.get_mut(first).into_iter().for_each(|word| *word |= pair as u32);
        words.get_mut(first + LANES).into_iter().for_each(|word| *word |= (pair >> 32) as u32);
    }
    let used = words.get(..bits * LANES).unwrap_or_default();
    out.extend(used.iter().flat_map(|word| word.to_le_bytes()));
    bits as u8
}

/// Appends a number in 7-bit bytes.
pub(crate) fn push_number(mut number: u32, out: &mut Vec<u8>) {
    while number > 0x7f {
        out.push((number & 0x7f) as u8);
        number >>= 7;
    }
    out.push(number as u8 | 0x80);
}
