//! What an index knows of words beside where they stand: which stand for one another, and
//! how Han words are read. Made with the index, of what its words can use.

mod readings;
mod synonyms;

pub(crate) use readings::pinyin;
pub(crate) use synonyms::synonyms;
