//! Formulas in TeX into MathML, which browsers draw themselves: no script, no font, and it
//! prints.

use pulldown_latex::config::DisplayMode;
use pulldown_latex::{Parser, RenderConfig, Storage, push_mathml};

use super::body::escape;

/// Bytes of a formula at most.
const LONGEST: usize = 8 << 10;

/// Braces that may be open at once: the library calls itself for each.
const DEEPEST: usize = 64;

/// Commands that define others. What they stand for may grow without end.
const DEFINITIONS: [&str; 9] = [
    "\\def",
    "\\edef",
    "\\gdef",
    "\\xdef",
    "\\let",
    "\\futurelet",
    "\\newcommand",
    "\\renewcommand",
    "\\providecommand",
];

/// A formula as a `math` element with its source beside it, for those who copy it.
///
/// # Errors
///
/// Says what is not understood, as one sentence.
pub(super) fn render(tex: &str, display: bool) -> Result<String, String> {
    check(tex)?;
    // Lines may follow each other without saying how.
    let is_lines = display && tex.contains("\\\\") && !tex.contains("\\begin");
    let lines = format!("\\begin{{gathered}}{tex}\\end{{gathered}}");
    let read = if is_lines { lines.as_str() } else { tex };
    let storage = Storage::new();
    let events: Vec<_> = Parser::new(read, &storage).collect();
    if let Some(Err(error)) = events.iter().find(|event| event.is_err()) {
        return Err(message(&error.to_string()));
    }
    let mut annotation = String::new();
    escape(tex, &mut annotation);
    let display_mode = if display { DisplayMode::Block } else { DisplayMode::Inline };
    let config = RenderConfig { display_mode, annotation: Some(&annotation), ..RenderConfig::default() };
    let mut html = String::with_capacity(tex.len() * 8);
    push_mathml(&mut html, events.into_iter(), config).map_err(|error| error.to_string())?;
    Ok(without_styles(&html))
}

/// Refuses what the library does not come to an end with.
fn check(tex: &str) -> Result<(), String> {
    let mut depth = 0usize;
    let deepest = tex.bytes().map(|byte| {
        match byte {
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth
    });
    if deepest.max().unwrap_or(0) > DEEPEST || tex.matches("\\left").count() > DEEPEST {
        return Err(format!("groups are nested more than {DEEPEST} deep"));
    }
    if tex.len() > LONGEST {
        return Err(format!("the formula is longer than {} KiB", LONGEST >> 10));
    }
    if let Some(name) = DEFINITIONS.iter().find(|name| tex.contains(*name)) {
        return Err(format!("{name}: commands cannot be defined here"));
    }
    // An index of the library's is out of bounds there.
    let is_script = |rest: &str| rest.trim_start().starts_with(['^', '_']);
    if ["\\hline", "\\hdashline"].iter().any(|line| tex.split(line).skip(1).any(is_script)) {
        return Err("a rule of a table cannot have an index".into());
    }
    Ok(())
}

/// What the library says, without the picture of the place that it draws.
fn message(error: &str) -> String {
    let first = error.lines().next().unwrap_or_default();
    first.trim_start_matches("parsing error:").trim().to_owned()
}

/// MathML without `style` attributes, which a strict policy forbids: a colour has an
/// attribute of its own, and a space that is a little off is no loss.
fn without_styles(html: &str) -> String {
    const OPEN: &str = " style=\"";
    let mut clean = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, after)) = rest.split_once(OPEN) {
        let (style, after) = after.split_once('"').unwrap_or((after, ""));
        clean.push_str(before);
        if let Some(color) = style.strip_prefix("color: ") {
            clean.push_str(&format!(" mathcolor=\"{color}\""));
        }
        rest = after;
    }
    clean.push_str(rest);
    clean
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_become_mathml_with_their_source() {
        let html = render("a < \\frac{1}{2}", false).unwrap();
        assert!(html.starts_with("<math"), "{html}");
        assert!(html.contains("<mfrac>"), "{html}");
        assert!(html.contains("<annotation encoding=\"application/x-tex\">a &lt; \\frac{1}{2}</annotation>"));
        let lines = render("x \\\\ y", true).unwrap();
        assert!(lines.contains("display=\"block\"") && lines.contains(">x \\\\ y</annotation>"), "{lines}");
    }

    #[test]
    fn nothing_has_a_style() {
        for tex in
            ["\\color{red}{x}", "a \\! b", "\\begin{array}{c|c} a & b \\\\[2em] \\hline c & d \\end{array}"]
        {
            assert!(!render(tex, true).unwrap().contains("style="), "{tex}");
        }
        assert!(render("\\textcolor{red}{x}", true).unwrap().contains("mathcolor=\"rgb(255 0 0)\""));
    }

    #[test]
    fn what_is_not_understood_is_said() {
        for tex in [
            "\\frac{1}{",
            "\\unknown{x}",
            "\\def\\a{\\a\\a}\\a",
            "\\begin{array}{c|c} a & b \\\\ \\hline _c & d \\end{array}",
            &"{".repeat(100_000),
            &"x".repeat(100_000),
        ] {
            assert!(render(tex, true).is_err(), "{tex}");
        }
    }

    #[test]
    fn markup_in_a_formula_is_text() {
        let html = render("a < b \\text{<img src=x>}", false).unwrap();
        assert!(!html.contains("<img"), "{html}");
    }
}
