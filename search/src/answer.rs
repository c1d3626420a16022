//! What a search returns: plain data, the same as JSON everywhere.

use serde::{Deserialize, Serialize};

pub use crate::query::Origin;

/// The answer to one query.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Answer {
    /// The query as asked.
    pub query: String,
    /// How many sections matched at all; `results` holds the best of them. With a quoted
    /// phrase, those that may hold it: the phrase itself is looked for in the best only.
    pub total: usize,
    /// How many pages these sections are of.
    pub pages: usize,
    /// Words of the query that no page holds, in the order asked.
    pub missing_words: Vec<String>,
    /// Words of the query that no page holds but others were looked up for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub replaced: Vec<Replaced>,
    /// When nothing was found: words of the query and what stands in notes instead, spelt,
    /// read or written nearly alike.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub near: Vec<Replaced>,
    /// Kinds and tags of all that matched. Of a query that asks for nothing: of all pages.
    #[serde(default)]
    pub facets: FacetCounts,
    /// What was looked up; when it was asked for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub terms: Vec<TermInfo>,
    /// Sections, best first.
    pub results: Vec<Hit>,
}

/// The kinds and tags that an answer can be narrowed by, or is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FacetCounts {
    /// Pages that the words alone find, of whatever kinds and tags.
    pub all: usize,
    /// Kinds, the most used in the site first; each counted as if no other were chosen.
    pub kinds: Vec<FacetCount>,
    /// The most frequent tags, those chosen first; each counted beside all that is chosen.
    pub tags: Vec<FacetCount>,
}

/// A kind or a tag, and how many pages of the answer have it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FacetCount {
    /// Its name.
    pub name: String,
    /// Pages.
    pub pages: usize,
    /// Whether the answer is narrowed to it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub chosen: bool,
    /// The part of the query that says so, if it is the query.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub typed: String,
}

/// A word that was taken for others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Replaced {
    /// As it was typed.
    pub typed: String,
    /// What was looked up instead, the likeliest first.
    pub by: Vec<String>,
}

/// A term that was looked up.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TermInfo {
    /// The part of the query it stands for.
    pub typed: String,
    /// Folded text of the term.
    pub term: String,
    /// How it came to be looked up.
    pub origin: Origin,
    /// Factor of its score; 1 for a word as typed.
    pub weight: f32,
    /// How many sections hold it.
    pub sections: u32,
}

/// What a term added to the score of a section.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Contribution {
    /// Folded text of the term.
    pub term: String,
    /// How it came to be looked up.
    pub origin: Origin,
    /// What it added by standing in the section.
    pub section: f32,
    /// What it added by standing on the page.
    pub page: f32,
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
    /// Headings that the section stands below, outermost first, without the title.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub trail: Vec<String>,
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
    /// What made the score, before the section's own measure; when it was asked for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub because: Vec<Contribution>,
}
