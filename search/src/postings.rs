//! Posting lists as tantivy writes them: which sections hold a term, and how often.
//!
//! ```text
//! list   := (skip length, skips)? blocks tail      skips when there is a full block
//! skip   := last section (u32), bits of sections, bits of times, 2 bytes for tantivy
//! block  := 128 differences less one, 128 times less one         packed to so many bits
//! tail   := differences, times                     numbers of 7 bits a byte, the rest
//! ```
//!
//! Numbers are little-endian; the last byte of a number of 7-bit bytes has its high bit set.
//! Read here rather than by tantivy because all of a list is wanted at once, and because its
//! reader brings the whole of tantivy along, several times the size of everything a
//! browser needs. Written here rather than by tantivy because its writer has one thread and takes
//! text, not terms that are counted already. Tests hold both against tantivy's own.

#[cfg(feature = "index")]
mod encode;

#[cfg(feature = "index")]
pub(crate) use encode::{Norms, encode, push_number};

/// Sections in a full block.
const BLOCK: usize = 128;

/// Numbers that are packed beside each other: number `i` is in lane `i % LANES`.
const LANES: usize = 4;

/// A posting list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Postings {
    /// Sections that hold the term, in order.
    pub(crate) sections: Vec<u32>,
    /// How often each of them holds it.
    pub(crate) times: Vec<u32>,
}

impl Postings {
    /// Reads the list of `count` sections that `bytes` is. `None` when it is damaged.
    pub(crate) fn decode(bytes: &[u8], count: u32) -> Option<Postings> {
        let count = count as usize;
        // A section takes two bits at least, so no damaged count can ask for much.
        let room = count.min(bytes.len() * 4);
        let mut list = Postings { sections: Vec::with_capacity(room), times: Vec::with_capacity(room) };
        let mut rest = bytes;
        if count >= BLOCK {
            let length = number(&mut rest)? as usize;
            let (mut skips, blocks) = rest.split_at_checked(length)?;
            rest = blocks;
            for _ in 0..count / BLOCK {
                list.block(&mut skips, &mut rest)?;
            }
        }
        list.tail(rest, count % BLOCK)?;
        Some(list)
    }

    fn block(&mut self, skips: &mut &[u8], blocks: &mut &[u8]) -> Option<()> {
        let skip = take(skips, 8)?;
        let mut section = self.sections.last().copied().unwrap_or(u32::MAX);
        self.sections.extend(unpack(blocks, skip.get(4)? & 0x1f)?.into_iter().map(|difference| {
            section = section.wrapping_add(difference).wrapping_add(1);
            section
        }));
        let times = unpack(blocks, *skip.get(5)?)?;
        self.times.extend(times.into_iter().map(|times| times.wrapping_add(1)));
        Some(())
    }

    fn tail(&mut self, mut rest: &[u8], count: usize) -> Option<()> {
        let mut section = self.sections.last().copied().unwrap_or_default();
        for _ in 0..count {
            section = section.wrapping_add(number(&mut rest)?);
            self.sections.push(section);
        }
        for _ in 0..count {
            self.times.push(number(&mut rest)?);
        }
        Some(())
    }

    /// Each section with how often it holds the term.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (u32, u32)> {
        self.sections.iter().copied().zip(self.times.iter().copied())
    }
}

/// Unpacks a block of numbers of `bits` bits each, lane by lane in words of 32 bits.
fn unpack(bytes: &mut &[u8], bits: u8) -> Option<[u32; BLOCK]> {
    let bits = usize::from(bits);
    let (words, _) = take(bytes, bits * BLOCK / 8)?.as_chunks::<4>();
    let word = |at: usize| words.get(at).map_or(0, |word| u64::from(u32::from_le_bytes(*word)));
    let mask = (1u64 << bits) - 1;
    let mut numbers = [0; BLOCK];
    for (at, number) in numbers.iter_mut().enumerate() {
        let (lane, start) = (at % LANES, at / LANES * bits);
        let first = start / 32 * LANES + lane;
        let pair = word(first) | word(first + LANES) << 32;
        *number = (pair >> (start % 32) & mask) as u32;
    }
    Some(numbers)
}

/// The next number of 7-bit bytes.
pub(crate) fn number(bytes: &mut &[u8]) -> Option<u32> {
    let mut number = 0u32;
    for shift in (0..32).step_by(7) {
        let (&byte, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= u32::from(byte & 0x7f) << shift;
        if byte & 0x80 != 0 {
            return Some(number);
        }
    }
    None
}

fn take<'a>(bytes: &mut &'a [u8], length: usize) -> Option<&'a [u8]> {
    let (taken, rest) = bytes.split_at_checked(length)?;
    *bytes = rest;
    Some(taken)
}

#[cfg(all(test, feature = "index"))]
#[allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]
mod tests {
    use tantivy::directory::{CompositeFile, OwnedBytes, RamDirectory};
    use tantivy::fieldnorm::FieldNormReader;
    use tantivy::index::SegmentComponent;
    use tantivy::postings::{Postings as _, TermInfo};
    use tantivy::schema::{IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
    use tantivy::{DocSet, Index, TERMINATED, TantivyDocument};

    use super::*;

    /// An index that tantivy's own writer made.
    struct Theirs {
        index: Index,
        postings: OwnedBytes,
        terms: Vec<(String, TermInfo)>,
    }

    /// Documents whose words occur in every so many of them, and so often.
    fn theirs(norms: bool) -> Theirs {
        let indexing = TextFieldIndexing::default()
            .set_tokenizer("whitespace")
            .set_index_option(IndexRecordOption::WithFreqs)
            .set_fieldnorms(norms);
        let mut schema = Schema::builder();
        let field = schema.add_text_field("text", TextOptions::default().set_indexing_options(indexing));
        let builder = Index::builder().schema(schema.build());
        let mut writer = builder.single_segment_index_writer(RamDirectory::create(), 50 << 20).unwrap();
        for number in 0..3000usize {
            let mut text = String::new();
            for every in [1, 2, 3, 7, 23, 24, 25, 100, 1000, 2999] {
                // Long gaps now and then, so that blocks differ in their bits.
                if number % every == 0 && (number / 500) % 3 != every % 3 {
                    text += &format!("w{every} ").repeat(1 + number * number % (every + 5));
                }
            }
            let mut document = TantivyDocument::new();
            document.add_text(field, text);
            writer.add_document(document).unwrap();
        }
        let index = writer.finalize().unwrap();
        let [segment] = index.searchable_segments().unwrap().try_into().unwrap();
        let file = CompositeFile::open(&segment.open_read(SegmentComponent::Postings).unwrap()).unwrap();
        // Before the lists is the number of all tokens.
        let postings = file.open_read(field).unwrap().slice_from(8).read_bytes().unwrap();
        let searcher = index.reader().unwrap().searcher();
        let inverted = searcher.segment_reader(0).inverted_index(field).unwrap();
        let mut stream = inverted.terms().stream().unwrap();
        let mut terms = Vec::new();
        while let Some((term, info)) = stream.next() {
            terms.push((String::from_utf8(term.to_vec()).unwrap(), info.clone()));
        }
        Theirs { index, postings, terms }
    }

    #[test]
    fn lists_are_read_as_tantivy_reads_them() {
        let theirs = theirs(true);
        let searcher = theirs.index.reader().unwrap().searcher();
        let field = theirs.index.schema().get_field("text").unwrap();
        let inverted = searcher.segment_reader(0).inverted_index(field).unwrap();
        let mut full = 0;
        for (_, info) in &theirs.terms {
            let mut theirs_read =
                inverted.read_postings_from_terminfo(info, IndexRecordOption::WithFreqs).unwrap();
            let bytes = theirs.postings.get(info.postings_range.clone()).unwrap();
            let ours = Postings::decode(bytes, info.doc_freq).unwrap();
            full += ours.sections.len() / BLOCK;
            for (section, times) in ours.iter() {
                assert_eq!((section, times), (theirs_read.doc(), theirs_read.term_freq()));
                theirs_read.advance();
            }
            assert_eq!(theirs_read.doc(), TERMINATED);
            assert!(Postings::decode(&bytes[..bytes.len() - 1], info.doc_freq).is_none());
        }
        assert!(full > 20, "the lists are long enough to have blocks");
    }

    #[test]
    fn lists_are_written_as_tantivy_writes_them() {
        for with_norms in [false, true] {
            let theirs = theirs(with_norms);
            let lists: Vec<(&TermInfo, Postings)> = theirs
                .terms
                .iter()
                .map(|(_, info)| {
                    let bytes = theirs.postings.get(info.postings_range.clone()).unwrap();
                    (info, Postings::decode(bytes, info.doc_freq).unwrap())
                })
                .collect();
            let mut lengths = vec![0; 3000];
            for (section, times) in lists.iter().flat_map(|(_, list)| list.iter()) {
                lengths[section as usize] += times;
            }
            let norms = with_norms.then(|| Norms::new(&lengths));
            let mut ours = Vec::new();
            for (info, list) in lists {
                assert_eq!(ours.len(), info.postings_range.start);
                encode(&list.sections, &list.times, norms.as_ref(), &mut ours);
            }
            assert!(ours == theirs.postings.as_slice(), "norms: {with_norms}");
        }
    }

    /// A list of so many sections, whose gaps and times have up to so many bits each.
    fn list(count: usize, bits: u32) -> Postings {
        let mut state = (count as u64) << 32 | u64::from(bits) << 1 | 1;
        let mut random = |bits: u32| {
            state = state.wrapping_mul(0x5851_f42d_4c95_7f2d).wrapping_add(0x1405_7b7e_f767_814f);
            (state >> 40) as u32 & ((1 << bits) - 1)
        };
        let mut list = Postings::default();
        let mut next = 0;
        for _ in 0..count {
            let section = next + random(bits);
            list.sections.push(section);
            list.times.push(1 + random(bits));
            next = section + 1;
        }
        list
    }

    #[test]
    fn lists_of_every_length_and_gap_come_back() {
        for count in [0, 1, 2, 127, 128, 129, 255, 256, 257, 1000, 1024, 5000] {
            for bits in 0..18 {
                let list = list(count, bits);
                let lengths = vec![7; 10];
                for norms in [None, Some(Norms::new(&lengths))] {
                    // Whatever lies before it.
                    let mut bytes = vec![0xff; 3];
                    encode(&list.sections, &list.times, norms.as_ref(), &mut bytes);
                    let read = Postings::decode(&bytes[3..], count as u32);
                    assert_eq!(read.as_ref(), Some(&list), "{count} sections, {bits} bits");
                }
            }
        }
        // The last section of all, and as often as can be said.
        let list = Postings { sections: vec![0, (1 << 31) - 1], times: vec![u32::MAX, 1] };
        let mut bytes = Vec::new();
        encode(&list.sections, &list.times, None, &mut bytes);
        assert_eq!(Postings::decode(&bytes, 2), Some(list));
    }

    #[test]
    fn norms_are_those_of_tantivy() {
        let norms = Norms::new(&[0, 1, 39, 40, 41, 1000, 1_000_000]);
        let lengths: Vec<u32> =
            norms.bytes().iter().map(|&norm| FieldNormReader::id_to_fieldnorm(norm)).collect();
        assert_eq!(lengths, [0, 1, 39, 40, 40, 984, 983_064]);
    }

    #[test]
    fn damaged_lists_are_refused() {
        assert_eq!(Postings::decode(&[], 1), None);
        assert_eq!(Postings::decode(&[0xff; 3], 4_000_000_000), None);
        assert_eq!(Postings::decode(&[0x00; 9], 1), None);
    }
}
