//! Notes of Obsidian, and what other wikis write as it does.
//!
//! Comments and drawings are taken out of the text before the parser sees it. The rest
//! depends on where code and links are, and works on events.

mod block_id;
mod callout;
mod comment;
mod drawing;
mod marking;
mod task;

use super::construct::Constructs;
use super::dialect::Dialect;
use super::lines::{lines, outside_code};
use super::page::Page;
use super::rewrite::Rewritten;
use super::{Events, tag};
use crate::diagnostic::{Diagnostic, Report};
use crate::source::Source;
use drawing::is_drawing;

/// Rewrites the text of a note that Obsidian wrote.
pub(super) fn rewrite(text: &mut Rewritten<'_>, source: &Source) {
    if is_drawing(source) {
        let edits = drawing::edits(text.text());
        text.apply(&edits);
    }
    let edits = comment::edits(text.text());
    text.apply(&edits);
    let edits = block_id::edits(text.text());
    text.apply(&edits);
}

/// Fields of the front matter that only Obsidian and its plugins have.
const FIELDS: [&str; 4] = ["cssclass", "cssclasses", "excalidraw-plugin", "kanban-plugin"];

/// Whether a note holds something that only Obsidian writes.
pub(super) fn is_written_in(source: &Source, text: &str) -> bool {
    let has_field = source.front.extra.iter().any(|(field, _)| FIELDS.contains(&field.as_str()));
    has_field || has_embed(text) || callout::is_foldable_in(text) || comment::is_block_in(text)
}

/// Whether a text shows another in place, and does not only tell how.
fn has_embed(text: &str) -> bool {
    let embeds = |line: &str| {
        let mut parts = outside_code(line).into_iter();
        parts.any(|part| line.get(part).is_some_and(|part| part.contains("![[")))
    };
    text.contains("![[")
        && lines(text).any(|line| !line.code && line.text.contains("![[") && embeds(line.text))
}

/// Keeps a drawing without a word from being published: its page would be empty.
pub(super) fn check(source: &Source, page: &mut Page) -> Report {
    let mut report = Report::default();
    let is_empty = page.sections.iter().all(|section| section.text.is_empty());
    if is_drawing(source) && is_empty && !page.front.draft {
        page.front.draft = true;
        let finding = Diagnostic::hint("drawing", "a drawing without words is not published")
            .help("export it as a picture and show that: ![[drawing.png]]");
        report.push(finding.at(&source.file, 0..0));
    }
    report
}

/// Reads what stands in the events of a note.
pub(super) fn read<'a>(mut events: Events<'a>, dialect: Dialect, constructs: &mut Constructs) -> Events<'a> {
    if dialect == Dialect::Obsidian {
        events = block_id::take(events, constructs);
        events = task::take(events, constructs);
    }
    events = callout::mark(events, constructs);
    if dialect.has_inline_tags() {
        let marks: &[&str] = if dialect == Dialect::Logseq { &["==", "^^"] } else { &["=="] };
        events = tag::link(marking::mark(events, marks));
    }
    events
}

#[cfg(test)]
mod tests {
    use super::has_embed;

    #[test]
    fn code_that_tells_how_to_embed_is_no_embed() {
        assert!(has_embed("一 ![[二]]"));
        assert!(!has_embed("写 `![[二]]`：\n```\n![[二]]\n```\n"));
    }
}
