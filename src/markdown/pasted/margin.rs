//! Wide spaces before a paragraph, as books have them. They mark where it begins; how far
//! it is set in is the theme's affair.

use yunji_search::analysis::is_han;

use super::super::rewrite::Edit;
use super::lines::{Line, Zone};

/// Takes wide spaces from the beginnings of lines and makes paragraphs of these.
pub(super) fn mend(lines: &[Line<'_>], taken: &[bool], edits: &mut Vec<Edit>) {
    for (at, line) in lines.iter().enumerate() {
        let wide = !line.margin().is_ascii();
        let touched = matches!(line.zone, Zone::Text | Zone::Heading | Zone::Indented);
        if !wide || !touched || taken.get(at).copied().unwrap_or(true) {
            continue;
        }
        let below =
            at.checked_sub(1).and_then(|above| lines.get(above)).map_or(Zone::Blank, |line| line.zone);
        let apart = if below == Zone::Blank { "" } else { "\n" };
        let kept: String = line.margin().chars().take_while(char::is_ascii).collect();
        let escape = if line.zone == Zone::Heading { "\\" } else { "" };
        edits.push(Edit::new(line.start..line.content_start(), format!("{apart}{kept}{escape}")));
    }
}

/// Takes four spaces from the beginnings of paragraphs and lists in Chinese, which they
/// would make code of.
pub(super) fn mend_spaces(lines: &[Line<'_>], taken: &[bool], edits: &mut Vec<Edit>) {
    let is_code = |line: &Line<'_>| line.zone == Zone::Indented && line.item.is_none();
    let mut at = 0;
    while at < lines.len() {
        let rest = lines.get(at..).unwrap_or_default();
        let block = rest.iter().take_while(|line| is_code(line) || line.is_blank()).count();
        let block = rest.get(..block).unwrap_or_default();
        let written = || block.iter().filter(|line| !line.is_blank());
        let free = !taken.get(at..at + block.len()).unwrap_or_default().contains(&true);
        if free && written().all(|line| line.margin().is_ascii() && is_said(line.content())) {
            edits.extend(written().map(|line| Edit::new(line.start..line.content_start(), "")));
        }
        at += block.len().max(1);
    }
}

/// Whether most of a line is Han.
fn is_said(content: &str) -> bool {
    let han = content.chars().filter(|&ch| is_han(ch)).count();
    han * 2 > content.chars().filter(|ch| ch.is_alphanumeric()).count()
}
