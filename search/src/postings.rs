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
//! browser needs. A test holds this against tantivy's own.

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
fn number(bytes: &mut &[u8]) -> Option<u32> {
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
    use tantivy::postings::Postings as _;
    use tantivy::schema::{IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
    use tantivy::{DocSet, Index, TERMINATED, TantivyDocument};

    use super::*;

    /// Documents whose words occur in every so many of them, and so often.
    fn index() -> Index {
        let indexing = TextFieldIndexing::default()
            .set_tokenizer("whitespace")
            .set_index_option(IndexRecordOption::WithFreqs);
        let mut schema = Schema::builder();
        let field = schema.add_text_field("text", TextOptions::default().set_indexing_options(indexing));
        let index = Index::create_in_ram(schema.build());
        let mut writer = index.writer_with_num_threads(1, 50 << 20).unwrap();
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
        writer.commit().unwrap();
        index
    }

    #[test]
    fn lists_are_read_as_tantivy_reads_them() {
        let index = index();
        let searcher = index.reader().unwrap().searcher();
        let [segment] = searcher.segment_readers() else { panic!("one segment") };
        let field = index.schema().get_field("text").unwrap();
        let inverted = segment.inverted_index(field).unwrap();
        let postings = crate::bundle::postings_of(&index, field).unwrap();
        let mut stream = inverted.terms().stream().unwrap();
        let mut full = 0;
        while let Some((_, info)) = stream.next() {
            let mut theirs =
                inverted.read_postings_from_terminfo(info, IndexRecordOption::WithFreqs).unwrap();
            let bytes = postings.get(info.postings_range.clone()).unwrap();
            let ours = Postings::decode(bytes, info.doc_freq).unwrap();
            full += ours.sections.len() / BLOCK;
            for (section, times) in ours.iter() {
                assert_eq!((section, times), (theirs.doc(), theirs.term_freq()));
                theirs.advance();
            }
            assert_eq!(theirs.doc(), TERMINATED);
            assert!(Postings::decode(&bytes[..bytes.len() - 1], info.doc_freq).is_none());
        }
        assert!(full > 20, "the lists are long enough to have blocks");
    }

    #[test]
    fn damaged_lists_are_refused() {
        assert_eq!(Postings::decode(&[], 1), None);
        assert_eq!(Postings::decode(&[0xff; 3], 4_000_000_000), None);
        assert_eq!(Postings::decode(&[0x00; 9], 1), None);
    }
}
