//! Blocks of an outline: where each begins, how deep it is, which lines are its own.

use std::ops::Range;

use super::super::construct::Constructs;
use super::super::lines::{Fence, columns};
use super::super::rewrite::{Builder, Origins};
use super::block;
use super::page::Properties;

/// Blocks deeper than this are written as deep: more indentation than text helps nobody.
const DEEPEST: usize = 40;

/// A bullet and the lines that belong to it.
#[derive(Debug)]
pub(super) struct Item {
    /// Columns before its bullet.
    column: usize,
    /// How many bullets it stands below.
    depth: usize,
    /// Its lines in the text, without bullet, indentation and line end.
    pub(super) lines: Vec<Range<usize>>,
    /// Whether other bullets stand below it.
    pub(super) has_children: bool,
}

/// Writes an outline as a Markdown list.
pub(super) fn write(text: &str, constructs: &mut Constructs, hidden: &[String]) -> (String, Origins) {
    let mut builder = Builder::new(text);
    let page = Properties::of(text);
    block::write_page(&page, &mut builder, constructs);
    let (before, items) = items(text, page.range.end);
    builder.copy(before.clone());
    if !before.is_empty() {
        builder.insert("\n");
    }
    let mut numbered = Vec::new();
    for item in &items {
        // Where the text of the blocks above it begins.
        numbered.truncate(item.depth);
        let indent: usize = numbered.iter().sum();
        let block = block::read(text, item, hidden);
        numbered.push(if block.numbered { 3 } else { 2 });
        if block.is_empty() && !item.has_children {
            continue;
        }
        block::write(&block, indent, &mut builder, constructs);
    }
    builder.finish()
}

/// The text from `start` to the first bullet, and the bullets.
fn items(text: &str, start: usize) -> (Range<usize>, Vec<Item>) {
    let mut items: Vec<Item> = Vec::new();
    let mut before = start..start;
    let mut chain = Vec::new();
    let mut fence = Fence::default();
    let mut at = start;
    for whole in text.get(start..).unwrap_or_default().split_inclusive('\n') {
        let (start, line) = (at, whole.strip_suffix('\n').unwrap_or(whole));
        at += whole.len();
        let bullet = if fence.is_open() { None } else { bullet(line) };
        if let Some((column, skip)) = bullet {
            fence = Fence::default();
            open(&mut items, &mut chain, column);
            push_line(&mut items, line, start, skip);
            fence.line(line.get(skip..).unwrap_or_default());
            continue;
        }
        match items.last() {
            Some(item) => {
                let skip = indentation(line, item.column + 2);
                fence.line(line.get(skip..).unwrap_or_default());
                push_line(&mut items, line, start, skip);
            }
            None => before.end = at,
        }
    }
    (before, items)
}

/// The column of a line's bullet, and the bytes before the block's text.
fn bullet(line: &str) -> Option<(usize, usize)> {
    let blank = line.len() - line.trim_start_matches([' ', '\t']).len();
    let (indent, rest) = line.split_at_checked(blank)?;
    let bare = rest.trim_end() == "-";
    let skip = if bare { line.len() } else { blank + 2 };
    (bare || rest.starts_with("- ")).then(|| (columns(indent), skip))
}

/// The bytes of indentation at a line's beginning, up to a column.
fn indentation(line: &str, column: usize) -> usize {
    let mut reached = 0;
    for (at, ch) in line.char_indices() {
        if reached >= column || !matches!(ch, ' ' | '\t') {
            return at;
        }
        reached = if ch == '\t' { (reached / 4 + 1) * 4 } else { reached + 1 };
    }
    line.len()
}

/// Begins a block below the nearest before it that is less indented; `chain` are the blocks
/// that are open, each below the one before.
fn open(items: &mut Vec<Item>, chain: &mut Vec<usize>, column: usize) {
    while chain.last().and_then(|&at| items.get(at)).is_some_and(|item| item.column >= column) {
        chain.pop();
    }
    if let Some(parent) = chain.last().and_then(|&at| items.get_mut(at)) {
        parent.has_children = true;
    }
    let depth = chain.len().min(DEEPEST);
    chain.push(items.len());
    items.push(Item { column, depth, lines: Vec::new(), has_children: false });
}

fn push_line(items: &mut [Item], line: &str, start: usize, skip: usize) {
    if let Some(item) = items.last_mut() {
        item.lines.push(start + skip.min(line.len())..start + line.len());
    }
}
