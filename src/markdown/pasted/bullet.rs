//! Bullets of other programs at the beginning of a line: `• 项` is a list item.

use super::super::rewrite::Edit;
use super::lines::{Line, Neighbours, Zone};

/// The bullets, and whether one alone needs no space after it.
const BULLETS: [(char, bool); 9] = [
    ('•', true),
    ('●', false),
    ('▪', false),
    ('■', false),
    ('◦', false),
    ('‣', false),
    ('○', false),
    ('－', false),
    ('·', false),
];

/// The length of a bullet and the space after it, if a line begins with one. Some
/// characters are bullets only with a space after them or with another below or above.
pub(super) fn mark(content: &str, around: Neighbours<'_>) -> Option<usize> {
    let first = content.chars().next()?;
    let (_, alone) = BULLETS.iter().find(|(bullet, _)| *bullet == first)?;
    let rest = content.get(first.len_utf8()..)?;
    let text = rest.trim_start();
    let is_bullet = |ch| BULLETS.iter().any(|(bullet, _)| *bullet == ch);
    if text.is_empty() || text.starts_with(is_bullet) {
        return None;
    }
    let listed = [around.previous, around.next].iter().any(|line| line.trim_start().starts_with(first));
    (*alone || listed || text.len() < rest.len()).then_some(content.len() - text.len())
}

/// Makes list items of bullets. What stands deeper in a list keeps its depth.
pub(super) fn mend(lines: &[Line<'_>], taken: &[bool], edits: &mut Vec<Edit>) {
    let mut shift = 0;
    for (at, line) in lines.iter().enumerate() {
        if line.is_blank() || taken.get(at).copied().unwrap_or(true) {
            continue;
        }
        let mark = bullet_of(lines, at);
        if line.indent < shift {
            shift = 0;
        }
        if shift == 0 && mark.is_some() && line.relative >= 4 {
            shift = line.indent;
        }
        let margin = line.margin();
        let plain = margin.bytes().all(|byte| byte == b' ');
        let kept = if plain { margin.get(shift..).unwrap_or_default().to_owned() } else { narrow(margin) };
        match mark {
            Some(length) => {
                let end = line.content_start() + length;
                edits.push(Edit::new(line.start..end, format!("{kept}- ")));
            }
            None if shift > 0 && plain && !matches!(line.zone, Zone::Closed | Zone::Tag) => {
                edits.push(Edit::new(line.start..line.start + shift, ""));
            }
            None => {}
        }
    }
}

fn bullet_of(lines: &[Line<'_>], at: usize) -> Option<usize> {
    let line = lines.get(at).filter(|line| line.zone == Zone::Item)?;
    let text = |at: Option<usize>| at.and_then(|at| lines.get(at)).map_or("", |line| line.text);
    mark(line.content(), Neighbours { previous: text(at.checked_sub(1)), next: text(Some(at + 1)) })
}

/// White space that Markdown knows, of a margin that holds other.
fn narrow(margin: &str) -> String {
    margin.chars().filter(char::is_ascii).collect()
}
