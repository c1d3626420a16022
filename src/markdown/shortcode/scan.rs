//! Finding tags: `{% name … %}`, `{{< name … >}}`.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::super::lines::outside_code;
use super::rows::{Row, rows};

/// Bytes of a tag at most. Looking for its end further would take long where there is none.
const LONGEST: usize = 2000;

/// How the tags of a language are written.
pub(super) trait Syntax {
    /// What tags begin and end with.
    fn delimiters(&self) -> &'static [(&'static str, &'static str)];

    /// Reads what stands between these; none when it is no tag.
    fn read<'a>(&self, inner: &'a str, open: &str) -> Option<Inner<'a>>;

    /// Whether what stands between a tag of this name and its end is not looked at.
    fn is_raw(&self, name: &str) -> bool;
}

/// What stands between the delimiters of a tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Inner<'a> {
    pub(super) form: Form,
    pub(super) name: &'a str,
    pub(super) arguments: &'a str,
}

/// Which part of a pair a tag is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// The first, or one that needs no second.
    Open,
    /// The second.
    Close,
    /// Both.
    Whole,
    /// None: it stands for itself.
    Escaped,
}

/// A tag in a text.
#[derive(Debug)]
pub(super) struct Tag<'a> {
    /// Its bytes in the text.
    pub(super) range: Range<usize>,
    pub(super) inner: Inner<'a>,
    /// What it begins with.
    pub(super) open: &'static str,
    /// The line that it begins in.
    pub(super) row: Row<'a>,
    /// The number of the tag that ends what it begins, or the other way round.
    pub(super) partner: Option<usize>,
    /// The number of the tag it stands in, and how many of its name stood there before it.
    pub(super) parent: Option<(usize, usize)>,
}

/// The tags of a text outside of code, in order.
pub(super) fn tags<'a>(text: &'a str, syntax: &dyn Syntax) -> Vec<Tag<'a>> {
    let mut scanner = Scanner { text, syntax, tags: Vec::new(), done: 0, endless: BTreeSet::new() };
    let mut rows = rows(text);
    while let Some(row) = rows.next() {
        if !row.code && syntax.delimiters().iter().any(|(open, _)| row.line.contains(open)) {
            scanner.row(&row);
            rows.skip_to(scanner.done);
        }
    }
    pair(&mut scanner.tags);
    scanner.tags
}

struct Scanner<'a, 's> {
    text: &'a str,
    syntax: &'s dyn Syntax,
    tags: Vec<Tag<'a>>,
    /// Where the last tag ends.
    done: usize,
    /// Names of tags whose end does not come any more.
    endless: BTreeSet<String>,
}

impl<'a> Scanner<'a, '_> {
    fn row(&mut self, row: &Row<'a>) {
        for part in outside_code(row.line) {
            let end = row.range.start + part.end;
            self.done = self.done.max(row.range.start + part.start);
            while let Some(found) = self.next_open(end) {
                self.done = found + 1;
                if let Some(tag) = self.tag_at(found, row) {
                    self.done = tag.range.end;
                    self.push(tag, row);
                }
            }
            if self.done > row.bytes().end {
                return;
            }
        }
    }

    fn next_open(&self, end: usize) -> Option<usize> {
        let rest = self.text.get(self.done..end)?;
        rest.find(['{', '<']).map(|at| self.done + at)
    }

    /// The tag that begins at a byte.
    fn tag_at(&self, at: usize, row: &Row<'a>) -> Option<Tag<'a>> {
        let rest = self.text.get(at..)?;
        let delimiters = self.syntax.delimiters();
        let &(open, close) = delimiters.iter().find(|(open, _)| rest.starts_with(open))?;
        let inner = rest.get(open.len()..rest.floor_char_boundary(LONGEST))?;
        // A tag does not hold another: what looks so was never ended.
        let inner = inner.split(open).next()?;
        let inner = inner.get(..inner.find(close)?)?;
        if inner.contains("\n\n") {
            return None;
        }
        let range = at..at + open.len() + inner.len() + close.len();
        let inner = self.syntax.read(inner, open)?;
        Some(Tag { range, inner, open, row: row.clone(), partner: None, parent: None })
    }

    /// Adds a tag; of one whose content has no meaning, the end is looked for at once.
    fn push(&mut self, tag: Tag<'a>, row: &Row<'a>) {
        let name = tag.inner.name.to_owned();
        let raw = tag.inner.form == Form::Open && self.syntax.is_raw(&name);
        self.tags.push(tag);
        if !raw || self.endless.contains(&name) {
            return;
        }
        match self.end_of(&name, row) {
            Some(end) => {
                self.done = end.range.end;
                self.tags.push(end);
            }
            None => {
                self.endless.insert(name);
            }
        }
    }

    fn end_of(&self, name: &str, row: &Row<'a>) -> Option<Tag<'a>> {
        let rest = self.text.get(self.done..)?;
        let candidates = rest.match_indices(['{', '<']).map(|(at, _)| self.done + at);
        let mut ends = candidates.filter_map(|at| self.tag_at(at, row));
        let mut end = ends.find(|tag| tag.inner.form == Form::Close && tag.inner.name == name)?;
        if let Some(line) = self.text.get(self.done..end.range.start)?.rfind('\n') {
            let start = self.done + line + 1;
            end.row = rows(self.text.get(start..)?).next()?;
            end.row.range = start..start + end.row.range.len();
        }
        Some(end)
    }
}

/// Tells the tags that belong together of each other. A tag that is still open where one
/// around it ends has no end.
fn pair(tags: &mut [Tag<'_>]) {
    let mut open: Vec<usize> = Vec::new();
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for at in 0..tags.len() {
        let Some(Inner { form, name, .. }) = tags.get(at).map(|tag| tag.inner) else { return };
        match form {
            Form::Open => {
                open.push(at);
                *counts.entry(name.to_owned()).or_insert(0) += 1;
            }
            Form::Close if counts.get(name).is_some_and(|&count| count > 0) => {
                let partner = close(&mut open, &mut counts, tags, name);
                if let Some(partner) = partner {
                    join(tags, partner, at);
                }
            }
            _ => {}
        }
    }
    give_parents(tags);
}

/// Takes what is open down to the last tag of this name.
fn close(
    open: &mut Vec<usize>,
    counts: &mut BTreeMap<String, usize>,
    tags: &[Tag<'_>],
    name: &str,
) -> Option<usize> {
    while let Some(at) = open.pop() {
        let opened = tags.get(at).map_or("", |tag| tag.inner.name);
        if let Some(count) = counts.get_mut(opened) {
            *count = count.saturating_sub(1);
        }
        if opened == name {
            return Some(at);
        }
    }
    None
}

fn join(tags: &mut [Tag<'_>], one: usize, other: usize) {
    for (at, partner) in [(one, other), (other, one)] {
        if let Some(tag) = tags.get_mut(at) {
            tag.partner = Some(partner);
        }
    }
}

/// Tells each tag which one it stands in.
fn give_parents(tags: &mut [Tag<'_>]) {
    let mut open: Vec<(usize, BTreeMap<String, usize>)> = Vec::new();
    for (at, tag) in tags.iter_mut().enumerate() {
        match tag.inner.form {
            Form::Close if tag.partner.is_some() => drop(open.pop()),
            Form::Open | Form::Whole => {
                if let Some((parent, children)) = open.last_mut() {
                    let number = children.entry(tag.inner.name.to_owned()).or_insert(0);
                    tag.parent = Some((*parent, *number));
                    *number += 1;
                }
                if tag.partner.is_some() {
                    open.push((at, BTreeMap::new()));
                }
            }
            _ => {}
        }
    }
}
