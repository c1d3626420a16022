//! What of tantivy's files is read together.

use std::collections::BTreeMap;
use std::ops::Range;

use tantivy::directory::OwnedBytes;
use tantivy::{Index, SegmentReader};

use super::boot::{Boot, Hash, Piece, Place, VirtualFile};
use super::cut::BundleError;
use super::directory::Store;
use crate::schema::Fields;

/// What a stretch of a file is read for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Use {
    /// Opening reads it.
    Boot,
    /// Looking up a bigram of this shard reads it.
    Shard(usize),
}

/// Stretches of one file in order, without overlaps.
pub(super) type Spans = Vec<(Range<usize>, Use)>;

/// Finds out what is read together: opens the index through a store that notes reads, then
/// each field of bigrams. Of such a field the dictionary is known by being read, and the
/// postings by where they begin: tantivy writes those of one field after the other.
pub(super) fn watch(contents: &BTreeMap<String, Vec<u8>>) -> Result<BTreeMap<String, Spans>, BundleError> {
    let store = whole(contents)?;
    store.take_reads();
    let mut spans: BTreeMap<String, Spans> = BTreeMap::new();
    let index = Index::open(store.clone())?;
    for segment in index.searchable_segments()? {
        let reader = SegmentReader::open(&segment)?;
        let fields = Fields::of(reader.schema())?;
        reader.get_fieldnorms_reader(fields.text)?;
        reader.inverted_index(fields.text)?;
        reader.inverted_index(fields.facet)?;
        for (name, range) in store.take_reads() {
            spans.entry(name).or_default().push((range, Use::Boot));
        }
        for (number, &field) in fields.shards().iter().enumerate() {
            reader.inverted_index(field)?;
            for (name, range) in store.take_reads() {
                spans.entry(name).or_default().push((range, Use::Shard(number)));
            }
        }
    }
    for (name, bytes) in contents {
        if let Some(spans) = spans.get_mut(name) {
            *spans = joined(std::mem::take(spans));
            if name == "idx" {
                extend_postings(spans, bytes.len());
            }
        }
    }
    Ok(spans)
}

/// A store that holds everything.
fn whole(contents: &BTreeMap<String, Vec<u8>>) -> Result<Store, BundleError> {
    let mut inlined = Vec::new();
    let mut files = Vec::new();
    for (name, bytes) in contents {
        let place = Place::Boot(u32::try_from(inlined.len()).map_err(|_| BundleError::TooLarge)?);
        let length = u32::try_from(bytes.len()).map_err(|_| BundleError::TooLarge)?;
        files.push(VirtualFile { name: name.clone(), pieces: vec![Piece { length, place }] });
        inlined.extend_from_slice(bytes);
    }
    let boot =
        Boot { files, chunks: Vec::new(), pages: Vec::new(), synonyms: Vec::new(), pinyin: Hash([0; 8]) };
    Ok(Store::new(&boot, &OwnedBytes::new(inlined)))
}

/// Sorts stretches, and joins those that overlap or touch and are read for the same.
fn joined(mut spans: Spans) -> Spans {
    spans.sort_by_key(|(range, _)| (range.start, range.end));
    let mut joined: Spans = Vec::new();
    for (range, used) in spans {
        match joined.last_mut() {
            Some((last, other)) if *other == used && range.start <= last.end => {
                last.end = last.end.max(range.end);
            }
            // What opening reads is there already.
            Some((last, Use::Boot)) if range.end <= last.end => {}
            _ => joined.push((range, used)),
        }
    }
    joined
}

/// Extends the beginning of each shard's postings up to the next stretch.
fn extend_postings(spans: &mut Spans, length: usize) {
    let starts: Vec<usize> = spans.iter().map(|(range, _)| range.start).skip(1).chain([length]).collect();
    for ((range, used), next) in spans.iter_mut().zip(starts) {
        if matches!(used, Use::Shard(_)) {
            range.end = next;
        }
    }
}
