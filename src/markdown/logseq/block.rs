//! One block: what its lines say, and how they are written as an item of a list.

use std::ops::Range;

use super::super::construct::{Block, Construct, Constructs, Container};
use super::super::lines::Fence;
use super::super::rewrite::Builder;
use super::outline::Item;
use super::page::Properties;
use super::{HIDDEN, property, state};

/// A piece of a block's text.
#[derive(Debug)]
pub(super) enum Piece {
    /// A line, as bytes of the text.
    Line(Range<usize>),
    /// A named value: the name, and the bytes of the value.
    Property(String, Range<usize>),
    /// Something that has a line of its own.
    Mark(Construct),
    /// Text that stands for a line, such as a fence.
    Text(String),
}

/// A block as it was read.
#[derive(Debug, Default)]
pub(super) struct Read {
    known: Block,
    pub(super) numbered: bool,
    pieces: Vec<Piece>,
}

impl Read {
    /// Whether a reader would see nothing of it.
    pub(super) fn is_empty(&self) -> bool {
        let blank = |piece: &Piece| matches!(piece, Piece::Line(range) if range.is_empty());
        self.pieces.iter().all(blank) && self.known.state.is_none()
    }
}

/// Reads the lines of a block.
pub(super) fn read(text: &str, item: &Item, hidden: &[String]) -> Read {
    let mut block = Read::default();
    let is_hidden = |key: &str| hidden.iter().any(|hidden| hidden.eq_ignore_ascii_case(key));
    let mut fence = Fence::default();
    let mut lines = item.lines.iter();
    while let Some(range) = lines.next() {
        let line = text.get(range.clone()).unwrap_or_default();
        if fence.line(line) {
            block.pieces.push(Piece::Line(range.clone()));
        } else if let Some((key, value)) = property(line) {
            if !is_hidden(key) {
                take_property(&mut block, text, key, range.start + value.start..range.end);
            }
        } else if let Some((name, date)) = planned(line) {
            block.pieces.push(Piece::Property(name, range.start + date.start..range.start + date.end));
        } else if let Some(name) = drawer(line) {
            let rest = until(&mut lines, text, ":END:");
            let rest: Vec<&str> = rest.filter_map(|range| text.get(range)).collect();
            block.pieces.push(Piece::Mark(Construct::Drawer(name.to_owned(), rest.join("\n"))));
        } else if let Some(code) = org_code(line) {
            block.pieces.push(Piece::Text(format!("```{code}")));
            block.pieces.extend(until(&mut lines, text, "#+END_").map(Piece::Line));
            block.pieces.push(Piece::Text("```".to_owned()));
        } else if let Some(construct) = org_block(line) {
            block.pieces.push(Piece::Mark(construct));
        } else {
            block.pieces.push(Piece::Line(range.clone()));
        }
    }
    let blank = |piece: &Piece| matches!(piece, Piece::Line(range) if is_blank(text, range));
    while block.pieces.len() > 1 && block.pieces.last().is_some_and(blank) {
        block.pieces.pop();
    }
    take_state(&mut block, text);
    if block.known != Block::default() {
        // The mark has a line of its own; an empty one behind it would part it from the text.
        let first = block.pieces.iter().position(|piece| !blank(piece)).unwrap_or(block.pieces.len());
        block.pieces.drain(..first);
    }
    block
}

fn is_blank(text: &str, range: &Range<usize>) -> bool {
    text.get(range.clone()).unwrap_or_default().trim().is_empty()
}

/// The lines before the one that begins with `end`, which is taken too.
fn until<'a>(
    lines: &'a mut std::slice::Iter<'_, Range<usize>>,
    text: &'a str,
    end: &'a str,
) -> impl Iterator<Item = Range<usize>> + 'a {
    let ends = move |range: &Range<usize>| {
        let line = text.get(range.clone()).unwrap_or_default().trim_start();
        line.get(..end.len()).is_some_and(|head| head.eq_ignore_ascii_case(end))
    };
    lines.cloned().take_while(move |range| !ends(range))
}

fn take_property(block: &mut Read, text: &str, key: &str, value: Range<usize>) {
    let written = text.get(value.clone()).unwrap_or_default().trim();
    match key.to_ascii_lowercase().as_str() {
        "id" => block.known.id = Some(written.to_owned()),
        "collapsed" => block.known.collapsed = written == "true",
        "logseq.order-list-type" => block.numbered = written == "number",
        key if HIDDEN.contains(&key) || key.starts_with("query-") => {}
        _ if written.is_empty() => {}
        key => block.pieces.push(Piece::Property(key.to_owned(), value)),
    }
}

/// The name of the drawer that a line opens: `:LOGBOOK:`.
fn drawer(line: &str) -> Option<&str> {
    let name = line.trim().strip_prefix(':')?.strip_suffix(':')?;
    let is_name = name.len() > 1 && name.chars().all(|ch| ch.is_ascii_uppercase() || ch == '-' || ch == '_');
    (is_name && name != "END").then_some(name)
}

/// A line that says when a task is to be done: `SCHEDULED: <2024-03-08 Fri>`.
fn planned(line: &str) -> Option<(String, Range<usize>)> {
    let (name, date) = line.trim_end().split_once(": <")?;
    let bare = name.trim_start();
    let date = date.strip_suffix('>')?;
    let is_plan =
        matches!(bare, "SCHEDULED" | "DEADLINE") && date.starts_with(|ch: char| ch.is_ascii_digit());
    let start = name.len() + ": <".len();
    is_plan.then(|| (bare.to_ascii_lowercase(), start..start + date.len()))
}

/// The language of the code that a line begins, as Org mode writes it and Logseq after it.
fn org_code(line: &str) -> Option<&str> {
    let rest = org(line, "#+BEGIN_")?;
    let (kind, language) = rest.split_once(' ').unwrap_or((rest, ""));
    let is_code = ["src", "example", "export"].iter().any(|code| kind.eq_ignore_ascii_case(code));
    is_code.then_some(language.trim())
}

/// What a line of Org mode's blocks begins or ends: a quotation, else a remark of its kind.
fn org_block(line: &str) -> Option<Construct> {
    if org(line, "#+END_").is_some() {
        return Some(Construct::End);
    }
    let kind = org(line, "#+BEGIN_")?.split(' ').next().unwrap_or_default().to_ascii_lowercase();
    let container = match kind.as_str() {
        "quote" | "center" | "verse" => Container::Quote,
        _ => Container::Callout { kind, title: None, open: None },
    };
    Some(Construct::Start(container))
}

fn org<'a>(line: &'a str, begin: &str) -> Option<&'a str> {
    let (head, rest) = line.trim().split_at_checked(begin.len())?;
    head.eq_ignore_ascii_case(begin).then_some(rest)
}

/// Takes the state off the first line: it may stand before or after a heading's hashes.
fn take_state(block: &mut Read, text: &str) {
    let Some(piece) = block.pieces.iter_mut().find(|piece| matches!(piece, Piece::Line(_))) else { return };
    let Piece::Line(range) = piece else { return };
    let line = text.get(range.clone()).unwrap_or_default();
    let hashes = line.len() - line.trim_start_matches('#').len();
    let (before, rest) = match line.get(hashes..).and_then(|rest| rest.strip_prefix(' ')) {
        Some(rest) if hashes > 0 => (line.get(..hashes), rest),
        _ => (None, line),
    };
    let Some(found) = state(rest) else { return };
    block.known.state = Some(found.to_owned());
    let rest = rest.get(found.len()..).unwrap_or_default().trim_start();
    match before {
        Some(hashes) => *piece = Piece::Text(format!("{hashes} {rest}")),
        None => range.start = range.end - rest.len(),
    }
}

/// Writes a block as an item `indent` columns deep.
pub(super) fn write(block: &Read, indent: usize, builder: &mut Builder<'_>, constructs: &mut Constructs) {
    let bullet = if block.numbered { "1. " } else { "- " };
    let blank = " ".repeat(indent + bullet.len());
    if let Some(Piece::Line(range) | Piece::Property(_, range)) = block.pieces.first() {
        builder.skip_to(range.start);
    }
    builder.insert(&" ".repeat(indent));
    builder.insert(bullet);
    if block.known != Block::default() {
        let mark = constructs.line(Construct::Block(block.known.clone()));
        builder.insert(&format!("{mark}\n"));
        if !block.pieces.is_empty() {
            builder.insert(&blank);
        }
    }
    for (number, piece) in block.pieces.iter().enumerate() {
        if number > 0 {
            builder.insert(&blank);
        }
        match piece {
            Piece::Line(range) => builder.copy(range.clone()),
            Piece::Text(text) => builder.insert(text),
            Piece::Mark(construct) => builder.insert(&constructs.line(construct.clone())),
            Piece::Property(key, value) => {
                let start = Construct::Start(Container::Property(key.clone()));
                builder.insert(&format!("{}\n{blank}", constructs.line(start)));
                builder.copy(value.clone());
                builder.insert(&format!("\n{blank}{}", constructs.line(Construct::End)));
            }
        }
        builder.insert("\n");
    }
    if block.pieces.is_empty() && block.known == Block::default() {
        builder.insert("\n");
    }
}

/// Writes the properties of a page before its blocks.
pub(super) fn write_page(page: &Properties<'_>, builder: &mut Builder<'_>, constructs: &mut Constructs) {
    for (key, value) in page.shown() {
        builder.skip_to(value.start);
        let start = Construct::Start(Container::Property((*key).to_owned()));
        builder.insert(&format!("{}\n\n", constructs.line(start)));
        builder.copy(value.clone());
        builder.insert(&format!("\n\n{}\n\n", constructs.line(Construct::End)));
    }
    builder.skip_to(page.range.end);
}
