//! Days by the names that notes call them: `[[Mar 5th, 2024]]`, `[[2024-03-05]]`.

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

/// Other names of a note whose file is called after a day, as Logseq and Obsidian do; none
/// for other notes.
pub(super) fn day_names(path: &str) -> Vec<String> {
    let name = path.rsplit('/').next().unwrap_or(path);
    numbers(name).map(|day| names(day).into()).unwrap_or_default()
}

/// Year, month and day of a file's name.
fn numbers(name: &str) -> Option<(u16, u8, u8)> {
    let (year, rest) = name.split_once(['-', '_'])?;
    let (month, rest) = rest.split_once(['-', '_'])?;
    let day = rest.split_once('.').map_or(rest, |(day, _)| day);
    let is_day = [year, month, day].map(str::len) == [4, 2, 2];
    let day = (year.parse().ok()?, month.parse().ok()?, day.parse().ok()?);
    (is_day && (1..=12).contains(&day.1) && (1..=31).contains(&day.2)).then_some(day)
}

fn names((year, month, day): (u16, u8, u8)) -> [String; 8] {
    let name = MONTHS.get(usize::from(month) - 1).copied().unwrap_or_default();
    let short = name.get(..3).unwrap_or(name);
    let ending = match day {
        1 | 21 | 31 => "st",
        2 | 22 => "nd",
        3 | 23 => "rd",
        _ => "th",
    };
    [
        format!("{year:04}-{month:02}-{day:02}"),
        format!("{year:04}_{month:02}_{day:02}"),
        format!("{year:04}/{month:02}/{day:02}"),
        format!("{year:04}{month:02}{day:02}"),
        format!("{year:04}年{month:02}月{day:02}日"),
        format!("{year}年{month}月{day}日"),
        format!("{short} {day}{ending}, {year}"),
        format!("{name} {day}{ending}, {year}"),
    ]
}

#[cfg(test)]
mod tests {
    use super::day_names;

    #[test]
    fn a_day_has_many_names() {
        let names = day_names("journals/2024_03_05.md");
        for name in ["2024-03-05", "Mar 5th, 2024", "2024年3月5日"] {
            assert!(names.iter().any(|known| known == name), "{name}");
        }
        for path in ["journals/2024_13_05.md", "2024-03-05-标题.md", "2024_3_5.md", "网络.md"] {
            assert!(day_names(path).is_empty(), "{path}");
        }
    }
}
