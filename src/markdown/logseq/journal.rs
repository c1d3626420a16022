//! Names of journal pages: days, as the graph's settings write them.

use jiff::civil::Date;

/// How people write days; Logseq the first unless told otherwise.
const FORMATS: [&str; 8] = [
    "MMM do, yyyy",
    "MMMM do, yyyy",
    "yyyy-MM-dd",
    "yyyy_MM_dd",
    "yyyy/MM/dd",
    "yyyyMMdd",
    "yyyy年MM月dd日",
    "yyyy年M月d日",
];

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// What the page of a day is called: first as `format` has it (letters as in `yyyy-MM-dd`),
/// then as else people write days.
pub fn journal_names(day: Date, format: Option<&str>) -> Vec<String> {
    let first = format.unwrap_or("yyyy-MM-dd");
    let mut names: Vec<String> = Vec::new();
    for name in std::iter::once(first).chain(FORMATS).map(|format| write(day, format)) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

fn write(day: Date, format: &str) -> String {
    let mut written = String::new();
    let mut rest = format;
    while let Some(letter) = rest.chars().next() {
        if let Some((text, after)) = rest.strip_prefix('\'').and_then(|quoted| quoted.split_once('\'')) {
            written.push_str(text);
            rest = after;
            continue;
        }
        let ordinal = rest.starts_with("do");
        let count = if ordinal { 2 } else { rest.chars().take_while(|&ch| ch == letter).count() };
        match field(day, if ordinal { 'o' } else { letter }, count) {
            Some(field) => written.push_str(&field),
            None => written.extend(std::iter::repeat_n(letter, count)),
        }
        rest = rest.get(letter.len_utf8() * count..).unwrap_or_default();
    }
    written
}

fn field(day: Date, letter: char, count: usize) -> Option<String> {
    let month = usize::try_from(day.month()).ok()?.checked_sub(1).and_then(|at| MONTHS.get(at).copied())?;
    let weekday =
        usize::try_from(day.weekday().to_monday_zero_offset()).ok().and_then(|at| DAYS.get(at).copied())?;
    let short = |name: &str| name.chars().take(3).collect::<String>();
    Some(match (letter, count) {
        ('y' | 'Y', 2) => format!("{:02}", day.year() % 100),
        ('y' | 'Y', _) => format!("{:04}", day.year()),
        ('M', 1) => day.month().to_string(),
        ('M', 2) => format!("{:02}", day.month()),
        ('M', 3) => short(month),
        ('M', _) => month.to_owned(),
        ('d', 1) => day.day().to_string(),
        ('d', _) => format!("{:02}", day.day()),
        ('o', _) => format!("{}{}", day.day(), ordinal(day.day())),
        ('E' | 'e', 1..=3) => short(weekday),
        ('E' | 'e', _) => weekday.to_owned(),
        _ => return None,
    })
}

fn ordinal(day: i8) -> &'static str {
    match day {
        11..=13 => "th",
        day if day % 10 == 1 => "st",
        day if day % 10 == 2 => "nd",
        day if day % 10 == 3 => "rd",
        _ => "th",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_written_as_the_graph_does() {
        let day = jiff::civil::date(2022, 10, 3);
        let written = |format| journal_names(day, Some(format)).remove(0);
        assert_eq!(written("MMM do, yyyy"), "Oct 3rd, 2022");
        assert_eq!(written("EEEE, dd.MM.yy"), "Monday, 03.10.22");
        assert_eq!(written("yyyy年M月d日 EEE"), "2022年10月3日 Mon");
        assert_eq!(written("'d' d"), "d 3");
        let names = journal_names(day, None);
        assert_eq!(names.first().map(String::as_str), Some("2022-10-03"));
        assert!(
            ["Oct 3rd, 2022", "2022_10_03", "2022年10月3日"]
                .iter()
                .all(|name| names.contains(&(*name).into()))
        );
    }

    #[test]
    fn ordinals_are_english() {
        let ordinals: Vec<String> =
            [1, 2, 3, 4, 11, 12, 13, 21, 22, 23, 31].map(|day| format!("{day}{}", ordinal(day))).into();
        assert_eq!(ordinals.join(" "), "1st 2nd 3rd 4th 11th 12th 13th 21st 22nd 23rd 31st");
    }
}
