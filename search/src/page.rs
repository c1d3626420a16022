//! What is searched: pages, cut into sections.

#[cfg(feature = "index")]
use std::borrow::Cow;
#[cfg(feature = "index")]
use std::ops::Deref;

use serde::{Deserialize, Serialize};

#[cfg(feature = "index")]
use crate::digest::digest;

/// One page as search knows it: how to name it, how to reach it, and its text. Borrowed,
/// because the texts of a large site are not to be in memory twice.
#[cfg(feature = "index")]
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<'a> {
    /// Address below the site's root, encoded for use in a link, without a leading slash.
    pub url: Cow<'a, str>,
    /// The note's file, relative to the content folder, with forward slashes.
    pub path: &'a str,
    /// The note's title.
    pub title: &'a str,
    /// `troubleshooting`, `handbook`, `interview` or `note`.
    pub kind: &'a str,
    /// Tags as written.
    pub tags: &'a [String],
    /// The page's sections in reading order. The first one is what stands before any heading.
    pub sections: &'a Sections,
}

#[cfg(feature = "index")]
impl Page<'_> {
    /// Tells the page from any other, but for its tags.
    pub(crate) fn digest(&self) -> [u8; 32] {
        let texts = [self.url.as_ref(), self.path, self.title, self.kind];
        let texts = texts.map(str::as_bytes).into_iter();
        digest(texts.chain([self.sections.digest.as_slice()]))
    }
}

/// The sections of a page, with a digest of all that is in them, so that whoever has made
/// something of them need not look through them to see whether it would be the same again.
#[cfg(feature = "index")]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sections {
    list: Vec<Section>,
    digest: [u8; 32],
}

#[cfg(feature = "index")]
impl Sections {
    /// These sections.
    pub fn new(list: Vec<Section>) -> Sections {
        let numbers: Vec<[u8; 5]> = list.iter().map(Section::numbers).collect();
        let parts = list.iter().zip(&numbers).flat_map(|(section, numbers)| {
            let texts = [&section.anchor, &section.heading, &section.text].map(String::as_bytes);
            texts.into_iter().chain([numbers.as_slice()])
        });
        Sections { digest: digest(parts), list }
    }

    /// Tells these sections from any others.
    pub fn digest(&self) -> &[u8; 32] {
        &self.digest
    }
}

#[cfg(feature = "index")]
impl Default for Sections {
    fn default() -> Sections {
        Sections::new(Vec::new())
    }
}

#[cfg(feature = "index")]
impl Deref for Sections {
    type Target = [Section];

    fn deref(&self) -> &[Section] {
        &self.list
    }
}

/// A heading and the text below it, up to the next heading: the unit that is found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// The heading's id on the page; empty for the text before the first heading.
    pub anchor: String,
    /// The heading as plain text; empty for the text before the first heading.
    pub heading: String,
    /// The heading's level, 1 to 6; 0 for the text before the first heading.
    pub level: u8,
    /// Line of the heading in the note's file, counted from 1.
    pub line: u32,
    /// Plain text of the section, blocks separated by line feeds.
    pub text: String,
}

#[cfg(feature = "index")]
impl Section {
    /// What it has beside texts.
    fn numbers(&self) -> [u8; 5] {
        let [a, b, c, d] = self.line.to_le_bytes();
        [self.level, a, b, c, d]
    }
}
