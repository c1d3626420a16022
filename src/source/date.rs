//! Dates as people write them.

use serde::{Deserialize, Serialize};

use jiff::Timestamp;
use jiff::civil::{Date as Day, DateTime, Time};
use jiff::tz::{Offset, TimeZone};

/// A moment a note was written or changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Date {
    /// The moment; midnight where only a day was written.
    pub moment: Timestamp,
    /// The day, where it was written; else in the site's zone.
    pub day: Day,
}

impl Date {
    /// Reads `2026-01-31`, `2026/1/31`, `20260131` or `2026年1月31日`, with or without a time
    /// (`13:24`, `13:24:15`, after a space or `T`) and an offset (`Z`, `+08:00`). What names
    /// no offset is in `zone`.
    pub fn parse(text: &str, zone: &TimeZone) -> Option<Date> {
        let text = text.trim();
        let split = text.find([' ', 'T', '日']).unwrap_or(text.len());
        let (day, rest) = text.split_at(split);
        let day = parse_day(day)?;
        let rest = rest.trim_start_matches('日').trim_start_matches('T').trim();
        let (time, offset) = split_offset(rest)?;
        let civil = DateTime::from_parts(day, parse_time(time)?);
        let zoned = match offset {
            Some(offset) => civil.to_zoned(TimeZone::fixed(offset)),
            None => civil.to_zoned(zone.clone()),
        };
        Some(Date { moment: zoned.ok()?.timestamp(), day })
    }

    /// The date at the beginning of a file's name, as Jekyll and Logseq write it
    /// (`2026-01-31-title`, `2026_01_31`), and what follows it.
    pub fn from_file_name<'a>(stem: &'a str, zone: &TimeZone) -> Option<(Date, &'a str)> {
        let (head, rest) = stem.split_at_checked(10)?;
        let day = head.replace('_', "-");
        let shape =
            |(at, ch): (usize, char)| if at == 4 || at == 7 { ch == '-' } else { ch.is_ascii_digit() };
        let ends = rest.is_empty() || rest.starts_with(['-', '_', ' ', '.']);
        if !ends || !day.char_indices().all(shape) {
            return None;
        }
        Some((Date::parse(&day, zone)?, rest.trim_start_matches(['-', '_', ' ', '.'])))
    }

    /// The day that a file is called after, as those of journals are: nothing follows it.
    pub fn of_journal(stem: &str, zone: &TimeZone) -> Option<Date> {
        Date::from_file_name(stem, zone).filter(|(_, rest)| rest.is_empty()).map(|(date, _)| date)
    }

    /// A moment that was not written as a date, with the day that it is in `zone`.
    pub(super) fn at(moment: Timestamp, zone: &TimeZone) -> Date {
        Date { moment, day: zone.to_datetime(moment).date() }
    }

    /// The moment as feeds and sitemaps want it, in UTC.
    pub fn rfc3339(&self) -> String {
        self.moment.to_string()
    }
}

fn parse_day(text: &str) -> Option<Day> {
    if text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        let part = |range: std::ops::Range<usize>| text.get(range);
        return Day::new(part(0..4)?.parse().ok()?, part(4..6)?.parse().ok()?, part(6..8)?.parse().ok()?)
            .ok();
    }
    let mut parts = text.split(['-', '/', '.', '年', '月']).map(str::trim);
    let year = parts.next()?.parse().ok()?;
    let month = parts.next()?.parse().ok()?;
    let day = parts.next()?.parse().ok()?;
    if parts.next().is_some() {
        return None;
    }
    Day::new(year, month, day).ok()
}

fn split_offset(text: &str) -> Option<(&str, Option<Offset>)> {
    if let Some(time) = text.strip_suffix(['Z', 'z']) {
        return Some((time.trim(), Some(Offset::UTC)));
    }
    let Some(at) = text.find(['+', '-']) else { return Some((text, None)) };
    let (time, offset) = text.split_at(at);
    let sign = if offset.starts_with('-') { -1 } else { 1 };
    let digits: String = offset.chars().filter(char::is_ascii_digit).collect();
    let hours: i32 = digits.get(..2)?.parse().ok()?;
    let minutes: i32 = digits.get(2..4).map_or(Some(0), |minutes| minutes.parse().ok())?;
    let offset = Offset::from_seconds(sign * (hours * 3600 + minutes * 60)).ok()?;
    Some((time.trim(), Some(offset)))
}

fn parse_time(text: &str) -> Option<Time> {
    if text.is_empty() {
        return Some(Time::midnight());
    }
    let text = text.split('.').next()?;
    let mut parts = text.split(':').map(|part| part.parse::<i8>().ok());
    let hour = parts.next()??;
    let minute = parts.next()??;
    let second = parts.next().unwrap_or(Some(0))?;
    Time::new(hour, minute, second, 0).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Option<String> {
        let zone = TimeZone::fixed(jiff::tz::offset(8));
        Date::parse(text, &zone).map(|date| date.rfc3339())
    }

    #[test]
    fn dates_without_a_zone_are_in_the_sites() {
        assert_eq!(parse("2025-01-10 13:24:15").unwrap(), "2025-01-10T05:24:15Z");
        assert_eq!(parse("2025-01-10").unwrap(), "2025-01-09T16:00:00Z");
        assert_eq!(parse("2025/1/10 8:05").unwrap(), "2025-01-10T00:05:00Z");
        assert_eq!(parse("2025年1月10日").unwrap(), "2025-01-09T16:00:00Z");
    }

    #[test]
    fn written_offsets_count() {
        assert_eq!(parse("2025-01-10T13:24:15Z").unwrap(), "2025-01-10T13:24:15Z");
        assert_eq!(parse("2025-01-10T13:24:15+09:30").unwrap(), "2025-01-10T03:54:15Z");
        assert_eq!(parse("2025-01-10 13:24:15 -0500").unwrap(), "2025-01-10T18:24:15Z");
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in ["昨天", "2025-13-01", "2025-02-30", "2025", "10:00", "2025-01-10 25:00", ""] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn file_names_begin_with_dates() {
        let zone = TimeZone::UTC;
        let (date, rest) = Date::from_file_name("2022_10_13", &zone).unwrap();
        assert_eq!((date.day.to_string().as_str(), rest), ("2022-10-13", ""));
        assert_eq!(Date::from_file_name("2022-10-13-标题", &zone).unwrap().1, "标题");
        assert!(Date::from_file_name("2022-10-131", &zone).is_none());
        assert!(Date::from_file_name("标题标题标题", &zone).is_none());
    }
}
