//! What a search returns: plain data, the same as JSON everywhere.

use serde::{Deserialize, Serialize};

/// The answer to one query.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Answer {
    /// The query as asked.
    pub query: String,
    /// How many sections matched at all; `results` holds the best of them.
    pub total: usize,
    /// Words of the query that no page holds, in the order asked.
    pub missing_words: Vec<String>,
    /// Sections, best first.
    pub results: Vec<Hit>,
}

/// One section that was found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Hit {
    /// Address below the site's root with the section's anchor, encoded for use in a link.
    pub url: String,
    /// The note's file, relative to the content folder, with forward slashes.
    pub path: String,
    /// Line of the section's heading in that file, counted from 1.
    pub line: u32,
    /// The note's title.
    pub title: String,
    /// The section's heading; empty for the text before the first heading.
    pub heading: String,
    /// The heading's id on the page; empty for the text before the first heading.
    pub anchor: String,
    /// The note's kind.
    pub kind: String,
    /// Higher is better; comparable within one answer only.
    pub score: f32,
    /// Part of the section's text as HTML: escaped, the words found inside `<mark>`.
    pub excerpt: String,
}
