//! Colours of the theme in a drawing: what draws knows colours only as numbers, so it is
//! given numbers that nobody uses, and they are names again in what it drew.

/// What a colour is for, by its number; the names are those of the theme's style without
/// `--dg-`.
const ROLES: [&str; 14] = [
    "ground",
    "node",
    "edge",
    "text",
    "line",
    "group",
    "border",
    "label",
    "note",
    "note-edge",
    "task",
    "now",
    "critical",
    "quiet",
];

/// Roles of the theme's variables in Mermaid.
const VARIABLES: [(&str, &str); 14] = [
    (
        "ground",
        "background activationBkg altSectionBkgColor sequenceNumberColor pieStrokeColor innerEndBackground attributeBackgroundColorOdd rowOdd",
    ),
    ("node", "primaryColor mainBkg actorBkg activeTaskBkgColor compositeTitleBackground stateBkg"),
    (
        "edge",
        "primaryBorderColor nodeBorder actorBorder activationBorderColor taskBorderColor compositeBorder stateBorder",
    ),
    (
        "text",
        "primaryTextColor secondaryTextColor tertiaryTextColor textColor nodeTextColor titleColor labelTextColor labelColor classText signalTextColor loopTextColor noteTextColor actorTextColor taskTextColor taskTextLightColor taskTextDarkColor taskTextOutsideColor taskTextClickableColor pieTitleTextColor pieSectionTextColor pieLegendTextColor stateLabelColor transitionLabelColor relationLabelColor errorTextColor tagLabelColor commitLabelColor",
    ),
    (
        "line",
        "lineColor defaultLinkColor arrowheadColor transitionColor signalColor specialStateColor relationColor activeTaskBorderColor vertLineColor",
    ),
    (
        "group",
        "secondaryColor tertiaryColor clusterBkg labelBoxBkgColor activationBkgColor sectionBkgColor sectionBkgColor2 altBackground compositeBackground attributeBackgroundColorEven rowEven errorBkgColor excludeBkgColor",
    ),
    (
        "border",
        "secondaryBorderColor tertiaryBorderColor clusterBorder labelBoxBorderColor actorLineColor gridColor doneTaskBorderColor pieOuterStrokeColor",
    ),
    ("label", "edgeLabelBackground labelBackgroundColor relationLabelBackground commitLabelBackground"),
    ("note", "noteBkgColor tagLabelBackground"),
    ("note-edge", "noteBorderColor tagLabelBorder"),
    ("task", "taskBkgColor"),
    ("now", "todayLineColor critBorderColor"),
    ("critical", "critBkgColor"),
    ("quiet", "doneTaskBkgColor"),
];

/// Colours of a series of areas, and as many of a series of lines.
const SERIES: u8 = 6;

/// The number of the first of each.
const AREAS: u8 = 0x40;
const LINES: u8 = 0x50;

/// The theme's variables in Mermaid and the numbers they are given.
pub(super) fn variables() -> Vec<(String, String)> {
    let mut variables = Vec::new();
    for (number, role) in (1u8..).zip(ROLES) {
        let names = VARIABLES.iter().filter(|(of, _)| *of == role).flat_map(|(_, names)| names.split(' '));
        variables.extend(names.map(|name| (name.to_owned(), color(number))));
    }
    let (ground, text, line) = (color(1), color(4), color(5));
    for number in 0..12 {
        let (area, stroke) = (color(AREAS + number % SERIES), color(LINES + number % SERIES));
        for (name, color) in [
            ("cScale", &area),
            ("cScalePeer", &area),
            ("fillType", &area),
            ("cScaleLabel", &text),
            ("cScaleInv", &line),
            ("git", &stroke),
            ("gitInv", &ground),
            ("gitBranchLabel", &ground),
        ] {
            variables.push((format!("{name}{number}"), color.clone()));
        }
        variables.push((format!("pie{}", number + 1), area));
    }
    variables
}

fn color(number: u8) -> String {
    format!("#fefe{number:02x}")
}

/// A colour as the theme calls it, if it is one of those that were given.
pub(super) fn named(value: &str) -> Option<String> {
    let hex = value.strip_prefix("#fefe").and_then(|number| u8::from_str_radix(number, 16).ok());
    let rgb = || {
        let (_, inside) = value.split_once("(254, 254, ")?;
        inside.split([',', ')']).next()?.trim().parse().ok()
    };
    let number: u8 = hex.or_else(rgb)?;
    match ROLES.get(usize::from(number).checked_sub(1)?) {
        Some(role) => Some(format!("var(--dg-{role})")),
        None => [(AREAS, "area"), (LINES, "line")].iter().find_map(|(first, name)| {
            let place = number.checked_sub(*first).filter(|place| *place < SERIES)?;
            Some(format!("var(--dg-{name}-{place})"))
        }),
    }
}

/// Black or white, whichever can be read on a colour; none for what is no plain colour.
pub(super) fn readable_on(color: &str) -> Option<&'static str> {
    let digits = color.strip_prefix('#')?;
    let digit = |at: usize, width: usize| u32::from_str_radix(digits.get(at..at + width)?, 16).ok();
    let parts = match digits.len() {
        3 | 4 => [digit(0, 1)? * 17, digit(1, 1)? * 17, digit(2, 1)? * 17],
        6 | 8 => [digit(0, 2)?, digit(2, 2)?, digit(4, 2)?],
        _ => return None,
    };
    let [red, green, blue] = parts;
    let light = red * 299 + green * 587 + blue * 114 > 140_000;
    Some(if light { "#111" } else { "#fff" })
}
