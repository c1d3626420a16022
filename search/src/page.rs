//! What is searched: pages, cut into sections.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

/// One page as search knows it: how to name it, how to reach it, and its text. Borrowed,
/// because the texts of a large site are not to be in memory twice.
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
    pub sections: &'a [Section],
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
