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
