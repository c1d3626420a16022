//! Weights of clauses beside a word as asked, which is 1.

/// A bigram: enough to find any substring, too little to outweigh the words themselves.
pub(crate) const BIGRAM: f32 = 0.25;
/// All characters of a Han run in a row.
pub(crate) const PHRASE: f32 = 0.2;
/// The same when the run is the whole query, and short.
pub(crate) const QUOTATION: f32 = 4.0;
/// A single Han character that is a word only for want of a better one.
pub(crate) const CHARACTER: f32 = 0.3;
/// An identifier of several parts found whole: someone who typed or pasted all of it
/// means no other.
pub(crate) const WHOLE: f32 = 3.0;
/// Each of its parts beside it.
pub(crate) const PART: f32 = 0.3;
/// A part of an identifier that is nowhere whole.
pub(crate) const PART_ALONE: f32 = 0.8;
/// A word that only begins like the one asked for.
pub(crate) const PREFIX: f32 = 0.6;
/// A word that may have been meant.
pub(crate) const TYPO: f32 = 0.8;
/// A word that the last one of a query, which is a word, may grow into.
pub(crate) const LONGER: f32 = 0.3;
/// A word inside a longer one.
pub(crate) const INNER: f32 = 0.1;
/// A word of any log line, in a pasted one.
pub(crate) const BOILERPLATE: f32 = 0.3;
/// What pinyin may spell.
pub(crate) const PINYIN: f32 = 0.9;
/// The same word as others write it.
pub(crate) const SAME: f32 = 0.9;
/// Another word for the thing.
pub(crate) const NEAR: f32 = 0.7;
/// A term that an everyday word leads to.
pub(crate) const LEADS: f32 = 0.6;
