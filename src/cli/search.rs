//! `yunji search`

use std::io::{self, IsTerminal, Write, stdout};

use anyhow::anyhow;
use yunji_search::{Answer, Hit, Origin, Request, TermInfo};

use super::Ending;
use super::arguments::{Arguments, SearchCommand};
use super::build::default_output;
use super::report::style_for;
use crate::config::Kind;
use crate::diagnostic::Style;
use crate::index::{FOLDER, Reader};
use crate::source;

pub(super) fn run(command: &SearchCommand, arguments: &Arguments) -> anyhow::Result<Ending> {
    let kinds = command.kind.iter().map(|name| known_kind(name)).collect::<anyhow::Result<Vec<Kind>>>()?;
    let default = || default_output(&arguments.root).join(FOLDER);
    let reader = Reader::open(&command.index.clone().unwrap_or_else(default))?;
    let request = |query: &str| Request {
        query: query.to_owned(),
        limit: command.limit,
        kinds: kinds.iter().map(|kind| kind.name().to_owned()).collect(),
        tags: command.tag.clone(),
        group: command.group,
        explain: command.explain,
    };
    if let Some(file) = &command.queries {
        for query in source::read_lines(file)? {
            let answer = reader.search(&request(&query))?;
            if print(&json_line(&answer)?)?.is_none() {
                break;
            }
        }
        return Ok(Ending::Done);
    }
    let answer = reader.search(&request(&command.query.join(" ")))?;
    let style = style_for(arguments.color, stdout().is_terminal());
    print(&if command.json { json_line(&answer)? } else { human(&answer, style) })?;
    Ok(Ending::Done)
}

fn json_line(answer: &Answer) -> serde_json::Result<String> {
    Ok(serde_json::to_string(answer)? + "\n")
}

/// Prints to standard output. None when whoever reads it is gone: a pipe into `head` that
/// has enough is no failure.
fn print(text: &str) -> io::Result<Option<()>> {
    match stdout().write_all(text.as_bytes()).and_then(|()| stdout().flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(None),
        written => written.map(Some),
    }
}

/// A kind by any of its names; a search for another would find nothing without a word.
fn known_kind(name: &str) -> anyhow::Result<Kind> {
    let names = Kind::ALL.map(Kind::name).join(", ");
    Kind::from_name(name).ok_or_else(|| anyhow!("there is no kind \"{name}\": it is one of {names}"))
}

fn human(answer: &Answer, style: Style) -> String {
    let mut text = String::new();
    if !answer.missing_words.is_empty() {
        text.push_str(&format!("not found anywhere: {}\n", answer.missing_words.join(", ")));
    }
    for replaced in &answer.replaced {
        text.push_str(&format!("{}: searched for {}\n", replaced.typed, replaced.by.join(", ")));
    }
    text.push_str(&looked_up(&answer.terms));
    if answer.results.is_empty() {
        text.push_str("no results\n");
    }
    for near in &answer.near {
        text.push_str(&format!("near {}: {}\n", near.typed, near.by.join(", ")));
    }
    for hit in &answer.results {
        text.push_str(&entry(hit, style));
    }
    if answer.total > answer.results.len() {
        text.push_str(&format!("{} of {} sections; more with --limit\n", answer.results.len(), answer.total));
    }
    text
}

fn entry(hit: &Hit, style: Style) -> String {
    let headings = hit.trail.iter().chain([&hit.heading]).filter(|heading| !heading.is_empty());
    let heading: String = headings.map(|heading| format!(" › {heading}")).collect();
    let (bold, dim, mark, end) = match style {
        Style::Color => ("\u{1b}[1m", "\u{1b}[36m", "\u{1b}[1;33m", "\u{1b}[0m"),
        Style::Plain => ("", "", "", ""),
    };
    let excerpt = hit.excerpt.replace("<mark>", mark).replace("</mark>", end);
    let excerpt = excerpt.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
    let excerpt = excerpt.replace("&#39;", "'").replace("&amp;", "&");
    format!(
        "{bold}{}{heading}{end}\n{dim}{}:{}{end}\n    {}\n{}\n",
        hit.title,
        hit.path,
        hit.line,
        excerpt.trim(),
        because(hit),
    )
}

/// A table of the terms of a query, when an explanation was asked for.
fn looked_up(terms: &[TermInfo]) -> String {
    if terms.is_empty() {
        return String::new();
    }
    let mut text = String::from("looked up (weight, origin, term ← typed, sections that hold it):\n");
    for term in terms {
        let origin = name(term.origin);
        let TermInfo { typed, term, weight, sections, .. } = term;
        text.push_str(&format!("  {weight:.2}  {origin:8}  {term} ← {typed}  {sections}\n"));
    }
    text + "\n"
}

/// What each term added to a score, the most first, when an explanation was asked for.
fn because(hit: &Hit) -> String {
    let mut parts: Vec<_> = hit.because.iter().collect();
    parts.sort_by(|a, b| (b.section + b.page).total_cmp(&(a.section + a.page)));
    let lines = parts.iter().map(|part| {
        let origin = name(part.origin);
        format!("    {:6.2} section {:6.2} page  {origin:8}  {}\n", part.section, part.page, part.term)
    });
    let lines: String = lines.collect();
    if lines.is_empty() { lines } else { format!("    score {:.2}\n{lines}", hit.score) }
}

fn name(origin: Origin) -> String {
    format!("{origin:?}").to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_explanation_names_terms_and_where_they_come_from() {
        let term = TermInfo {
            typed: "ncxl".into(),
            term: "内存".into(),
            origin: Origin::Pinyin,
            weight: 0.9,
            sections: 12,
        };
        let text = looked_up(&[term]);
        assert!(text.contains("0.90  pinyin    内存 ← ncxl  12"), "{text}");
        assert!(looked_up(&[]).is_empty());
    }
}
