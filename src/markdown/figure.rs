//! Fences whose content is drawn instead of shown: formulas and diagrams.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Tag, TagEnd};

use super::alert::Words;
use super::code::CodeOptions;
use super::construct::{Construct, Constructs};
use super::{Events, diagram};
use crate::cache::Pack;
use crate::diagnostic::{Diagnostic, Report};
use crate::output::Digest;
use crate::source::Source;

/// What a fence is drawn as.
enum Drawn {
    Formula(String),
    Diagram(Construct),
}

/// Puts formulas and drawings in the place of their fences. A diagram that cannot be drawn
/// stays code, which a hint tells. Diagrams that are `known` are not drawn again.
pub(super) fn draw<'a>(
    events: Events<'a>,
    constructs: &mut Constructs,
    source: &Source,
    (words, known): (Words<'_>, &Pack),
    report: &mut Report,
) -> Events<'a> {
    if !events.iter().any(|(event, _)| drawable(event).is_some()) {
        return events;
    }
    let mut drawn = Vec::with_capacity(events.len());
    let mut events = events.into_iter().peekable();
    while let Some((event, range)) = events.next() {
        let Some(kind) = drawable(&event) else {
            drawn.push((event, range));
            continue;
        };
        let mut inside = Vec::new();
        while let Some(next) = events.next_if(|(event, _)| !matches!(event, Event::End(TagEnd::CodeBlock))) {
            inside.push(next);
        }
        let code: String = inside.iter().map(|(event, _)| text(event)).collect();
        let code = constructs.without_marks(&code).into_owned();
        let made = match kind {
            "mermaid" => diagram(&code, words, known).map_err(|message| hint(source, &range, &message)),
            _ => Ok(Drawn::Formula(code.trim().to_owned())),
        };
        match made {
            Ok(made) => {
                events.next();
                push(made, &range, constructs, &mut drawn);
            }
            Err(finding) => {
                report.push(finding);
                drawn.push((event, range));
                drawn.append(&mut inside);
            }
        }
    }
    drawn
}

/// What kind of drawing begins at an event.
fn drawable(event: &Event<'_>) -> Option<&'static str> {
    let Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) = event else { return None };
    match CodeOptions::read(info).language.as_str() {
        "math" | "katex" => Some("math"),
        "mermaid" => Some("mermaid"),
        _ => None,
    }
}

fn text<'e>(event: &'e Event<'_>) -> &'e str {
    if let Event::Text(text) = event { text } else { "" }
}

/// Draws a diagram, each distinct one once: some take as long as a whole note.
fn diagram(code: &str, words: Words<'_>, known: &Pack) -> Result<Drawn, String> {
    let key = Digest::of_all(["diagram", words.diagram(), code].map(str::as_bytes));
    let svg = known.text(key, || diagram::render(code, words.diagram()))?;
    Ok(Drawn::Diagram(Construct::Diagram { svg, source: code.to_owned() }))
}

fn hint(source: &Source, range: &Range<usize>, message: &str) -> Diagnostic {
    let fence = source.file.text.get(range.clone()).and_then(|text| text.lines().next()).unwrap_or_default();
    Diagnostic::hint("diagram", format!("this diagram cannot be drawn: {message}"))
        .at(&source.file, range.start..range.start + fence.len())
        .help("it is shown as code")
}

fn push<'a>(drawn: Drawn, range: &Range<usize>, constructs: &mut Constructs, events: &mut Events<'a>) {
    let made = match drawn {
        Drawn::Formula(tex) if tex.is_empty() => return,
        Drawn::Formula(tex) => {
            [Event::Start(Tag::Paragraph), Event::DisplayMath(tex.into()), Event::End(TagEnd::Paragraph)]
        }
        Drawn::Diagram(construct) => [
            Event::Start(Tag::HtmlBlock),
            Event::Html(constructs.line(construct).into()),
            Event::End(TagEnd::HtmlBlock),
        ],
    };
    events.extend(made.map(|event| (event, range.clone())));
}
