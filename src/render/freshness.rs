//! Since when a note may have been overtaken by events. Whether it has, only the reader's
//! clock can say: the page holds the day and the limit.

use serde::Serialize;

use crate::config::Config;
use crate::markdown::Page;

/// From when on a page says that its note is old.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Freshness {
    /// What the day is the day of.
    reason: Reason,
    /// The day that counts, such as `2026-01-31`.
    since: String,
    /// The days after it that the note is trusted.
    days: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum Reason {
    /// The author named the day on which someone had to look at it again.
    Review,
    /// Someone made sure that it holds, then.
    Verified,
    /// It was written or changed then.
    Updated,
}

/// What a note's own fields come to; none for notes that are never old. A day for the review
/// that was kept no longer counts, and that a note was changed does not verify it.
pub(super) fn freshness(page: &Page, config: &Config) -> Option<Freshness> {
    let verified = page.front.verified;
    let review = page.front.review_after.filter(|review| verified.is_none_or(|verified| verified < *review));
    if let Some(review) = review {
        return Some(Freshness { reason: Reason::Review, since: review.day.to_string(), days: 0 });
    }
    let reason = if verified.is_some() { Reason::Verified } else { Reason::Updated };
    let date = verified.or(page.updated).or(page.date).filter(|_| config.stale_after > 0)?;
    Some(Freshness { reason, since: date.day.to_string(), days: config.stale_after })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::SourceFile;
    use crate::source::{Date, FrontMatter, Source};

    fn shown(fields: &[(&str, &str)], stale_after: u32) -> Option<String> {
        let config = Config { stale_after, ..Config::new(String::new()) };
        let date = |name: &str| {
            let text = fields.iter().find(|(field, _)| *field == name)?.1;
            Date::parse(text, &config.time_zone)
        };
        let front = FrontMatter {
            date: date("date"),
            updated: date("updated"),
            verified: date("verified"),
            review_after: date("review_after"),
            ..FrontMatter::default()
        };
        let source = Source { file: SourceFile::new("a.md", ""), front, body: 0..0, committed: None };
        let page = crate::markdown::parse(&source, &config, &crate::config::Strings::default()).value;
        freshness(&page, &config).map(|it| format!("{:?} {} {}", it.reason, it.since, it.days))
    }

    #[test]
    fn a_note_is_as_fresh_as_it_was_looked_at_last() {
        let (date, updated) = (("date", "2023-01-01"), ("updated", "2024-01-01"));
        let (verified, review) = (("verified", "2024-05-01"), ("review_after", "2025-01-01"));
        assert_eq!(shown(&[], 9), None);
        assert_eq!(shown(&[date], 9).unwrap(), "Updated 2023-01-01 9");
        assert_eq!(shown(&[date, updated], 9).unwrap(), "Updated 2024-01-01 9");
        assert_eq!(shown(&[date, updated, verified], 9).unwrap(), "Verified 2024-05-01 9");
        // A change of a word does not verify the rest.
        assert_eq!(shown(&[("updated", "2025-01-01"), verified], 9).unwrap(), "Verified 2024-05-01 9");
        assert_eq!(shown(&[date, verified, review], 9).unwrap(), "Review 2025-01-01 0");
        assert_eq!(shown(&[("verified", "2025-02-01"), review], 9).unwrap(), "Verified 2025-02-01 9");
    }

    #[test]
    fn without_a_limit_only_a_day_that_was_named_counts() {
        assert_eq!(shown(&[("date", "2023-01-01"), ("verified", "2023-01-01")], 0), None);
        assert_eq!(shown(&[("review_after", "2025-01-01")], 0).unwrap(), "Review 2025-01-01 0");
    }
}
