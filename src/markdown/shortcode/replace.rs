//! Putting marks and Markdown in place of tags.

use super::super::construct::{Construct, Constructs, Container, Figure};
use super::super::rewrite::Edit;
use super::arguments::Arguments;
use super::markdown::{escape, link, picture};
use super::scan::{Form, Syntax, Tag, tags};
use super::{Findings, Rule};

/// What a tag stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Meaning {
    /// A box around what stands up to its end.
    Box(Container),
    /// A quotation, and the Markdown that says whose.
    Quote(String),
    /// Code up to its end: what stands behind the fence.
    Code(String),
    /// A formula up to its end.
    Formula,
    /// A picture.
    Figure(Figure),
    /// A note by its file, address or title, and the text of the link to it.
    Note(String, String),
    /// Markdown.
    Text(String),
    /// Markdown before what stands up to its end, and after it.
    Around(String, String),
    /// Nothing: what stands up to its end stays.
    Nothing,
    /// Nothing, and what stands up to its end does not stay either.
    Hidden,
    /// What it is written as.
    Written,
    /// A file that would be shown here: its tag is shown as it is written.
    Include,
    /// Nothing that is known.
    Unknown,
}

/// A language of tags.
pub(super) trait Language: Syntax {
    /// What a tag stands for. `parent` is the tag it stands in, and how many of its name
    /// stood there before it.
    fn meaning(&self, tag: &Tag<'_>, arguments: &Arguments, parent: Option<(&Tag<'_>, usize)>) -> Meaning;

    /// How a tag of this name is shown in a message, and what ends it.
    fn shown(&self, name: &str) -> (String, String);

    /// What an escaped tag is shown as.
    fn unescaped(&self, tag: &Tag<'_>) -> String;
}

/// What is put in place of the end of a tag.
#[derive(Debug, Clone)]
enum End {
    /// What it is written as.
    Written,
    /// Text in its place.
    Text(String),
    /// Lines of their own.
    Lines(Vec<String>),
}

/// The edits that take the tags of a language out of a text.
pub(super) fn edits(
    text: &str,
    language: &dyn Language,
    constructs: &mut Constructs,
    findings: &mut Findings,
) -> Vec<Edit> {
    let tags = tags(text, language);
    let mut replacer = Replacer { text, language, tags: &tags, constructs, findings, ends: Vec::new() };
    replacer.ends.resize(tags.len(), End::Written);
    (0..tags.len()).filter_map(|at| replacer.tag(at)).collect()
}

struct Replacer<'a, 't> {
    text: &'t str,
    language: &'a dyn Language,
    tags: &'a [Tag<'t>],
    constructs: &'a mut Constructs,
    findings: &'a mut Findings,
    /// What ends each tag, by its number.
    ends: Vec<End>,
}

impl Replacer<'_, '_> {
    fn tag(&mut self, at: usize) -> Option<Edit> {
        let tag = self.tags.get(at)?;
        let with = match tag.inner.form {
            Form::Escaped => self.language.unescaped(tag),
            Form::Close => match tag.partner {
                None => {
                    let (_, shown) = self.language.shown(tag.inner.name);
                    self.findings.add(Rule::Stray, shown, tag.range.clone());
                    self.written(tag)
                }
                Some(partner) => match self.ends.get(partner).cloned()? {
                    End::Written => self.written(tag),
                    End::Text(text) => text,
                    End::Lines(lines) => self.lines(tag, &lines),
                },
            },
            Form::Open | Form::Whole => return self.open(at),
        };
        Some(Edit { range: tag.range.clone(), with })
    }

    fn open(&mut self, at: usize) -> Option<Edit> {
        let tag = self.tags.get(at)?;
        let parent = tag.parent.and_then(|(parent, number)| Some((self.tags.get(parent)?, number)));
        let meaning = self.language.meaning(tag, &Arguments::read(tag.inner.arguments), parent);
        // One that ends itself holds nothing that could be code.
        let holds = matches!(meaning, Meaning::Code(_) | Meaning::Formula | Meaning::Around(..));
        let meaning = if holds && tag.inner.form == Form::Whole { Meaning::Unknown } else { meaning };
        let needs_end = matches!(
            meaning,
            Meaning::Box(_) | Meaning::Quote(_) | Meaning::Code(_) | Meaning::Formula | Meaning::Around(..)
        );
        let (shown, end) = self.language.shown(tag.inner.name);
        if needs_end && tag.partner.is_none() && tag.inner.form == Form::Open {
            self.findings.add(Rule::Unclosed(end), shown, tag.range.clone());
            return Some(Edit { range: tag.range.clone(), with: self.written(tag) });
        }
        match meaning {
            Meaning::Unknown => self.findings.add(Rule::Unknown, shown, tag.range.clone()),
            Meaning::Include => self.findings.add(Rule::Include, shown, tag.range.clone()),
            _ => {}
        }
        let close = tag.partner.and_then(|partner| self.tags.get(partner));
        let mut range = tag.range.clone();
        if meaning == Meaning::Hidden {
            range.end = close.map_or(range.end, |close| close.range.start);
        }
        let content = close.map_or("", |close| self.text.get(tag.range.end..close.range.start).unwrap_or(""));
        let (with, end) = self.replacement(tag, meaning, content);
        if let Some(own) = self.ends.get_mut(at) {
            *own = end;
        }
        Some(Edit { range, with })
    }

    /// What is put in place of a tag, and of its end.
    fn replacement(&mut self, tag: &Tag<'_>, meaning: Meaning, content: &str) -> (String, End) {
        let nothing = End::Text(String::new());
        match meaning {
            Meaning::Box(container) => self.container(tag, container, None),
            Meaning::Quote(source) => self.container(tag, Container::Quote, Some(source)),
            Meaning::Code(info) => self.code(tag, &info, content),
            Meaning::Formula if self.stands_alone(tag) => self.code(tag, "latex", content),
            Meaning::Formula => {
                let ticks = "`".repeat(longest_run(content, '`') + 1);
                (format!("{ticks} "), End::Text(format!(" {ticks}")))
            }
            Meaning::Figure(figure) if self.stands_alone(tag) => {
                let mark = self.constructs.line(Construct::Figure(figure));
                (self.lines(tag, &[mark]), nothing)
            }
            Meaning::Figure(figure) => (picture(&figure), nothing),
            Meaning::Note(name, text) => (self.note(tag, name, &text), nothing),
            Meaning::Text(text) => (text, nothing),
            Meaning::Around(before, after) => (before, End::Text(after)),
            Meaning::Nothing | Meaning::Hidden => (String::new(), nothing),
            Meaning::Written | Meaning::Include | Meaning::Unknown => (self.written(tag), End::Written),
        }
    }

    fn container(&mut self, tag: &Tag<'_>, container: Container, source: Option<String>) -> (String, End) {
        if tag.row.is_one_line() {
            return (String::new(), End::Text(String::new()));
        }
        let start = self.constructs.line(Construct::Start(container));
        let end = self.constructs.line(Construct::End);
        if tag.inner.form == Form::Whole {
            return (self.lines(tag, &[start, end]), End::Written);
        }
        let end = match source.filter(|source| !source.is_empty()) {
            Some(source) => vec![String::new(), format!("— {source}"), String::new(), end],
            None => vec![end],
        };
        (self.lines(tag, &[start]), End::Lines(end))
    }

    fn code(&mut self, tag: &Tag<'_>, info: &str, content: &str) -> (String, End) {
        if tag.row.is_one_line() {
            let ticks = "`".repeat(longest_run(content, '`') + 1);
            return (format!("{ticks} "), End::Text(format!(" {ticks}")));
        }
        let fence = "~".repeat(longest_run(content, '~').max(2) + 1);
        let info = info.replace(['\n', '\r'], " ");
        (self.lines(tag, &[format!("{fence}{}", info.trim())]), End::Lines(vec![fence]))
    }

    /// A link to a note. As the address of a link that is there, it is only that.
    fn note(&mut self, tag: &Tag<'_>, name: String, text: &str) -> String {
        let before = self.before(tag);
        if before.ends_with("=\"") || before.ends_with("='") {
            return name.replace(['"', '\''], "");
        }
        let is_address = ["](", "](<", "]: ", "]:"].iter().any(|sign| before.ends_with(sign));
        let mark = self.constructs.inline(Construct::Note(name));
        if is_address || text.is_empty() { mark } else { link(text, &mark) }
    }

    /// A tag as it is written: as code, so that a reader sees that it was meant for a program.
    fn written(&self, tag: &Tag<'_>) -> String {
        let written = self.text.get(tag.range.clone()).unwrap_or_default();
        let in_address = ["](", "](<", "]: "].iter().any(|sign| self.before(tag).ends_with(sign));
        match (tag.row.html, in_address) {
            (true, _) => written.to_owned(),
            (false, true) => escape(written),
            (false, false) => {
                let ticks = "`".repeat(longest_run(written, '`') + 1);
                format!("{ticks}{written}{ticks}")
            }
        }
    }

    /// What stands before a tag in its line.
    fn before(&self, tag: &Tag<'_>) -> &str {
        self.text.get(tag.row.start().min(tag.range.start)..tag.range.start).unwrap_or_default()
    }

    fn rest_of_line(&self, tag: &Tag<'_>) -> impl Iterator<Item = char> + '_ {
        let rest = self.text.get(tag.range.end..).unwrap_or_default();
        rest.chars().take_while(|&ch| ch != '\n')
    }

    fn stands_alone(&self, tag: &Tag<'_>) -> bool {
        let is_last = self.rest_of_line(tag).all(char::is_whitespace);
        is_last && self.before(tag).trim().is_empty() && !tag.row.is_one_line()
    }

    /// Lines in place of a tag, apart from what stands before and after it in its line.
    fn lines(&self, tag: &Tag<'_>, lines: &[String]) -> String {
        let next = format!("\n{}", tag.row.continuation());
        let mut text = String::new();
        if !self.before(tag).trim().is_empty() {
            text.push_str(&next);
        }
        text.push_str(&lines.join(&next));
        if !self.rest_of_line(tag).all(char::is_whitespace) {
            text.push_str(&next);
        }
        text
    }
}

/// The most of a character in a row.
fn longest_run(text: &str, wanted: char) -> usize {
    text.split(|ch| ch != wanted).map(str::len).max().unwrap_or(0)
}
