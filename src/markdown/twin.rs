//! A note as Markdown for other places: its own text, with links that lead there too.

use std::borrow::Cow;
use std::ops::Range;

use super::html;
use super::rewrite::{Edit, Rewritten};
use super::{Link, LinkUse, Page};

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Destination {
    /// Its address, as a URL may hold it.
    pub address: String,
    /// What is there: the title of a note, the text of a block.
    pub name: String,
}

/// The Markdown of a note under its title, without front matter. Links are Markdown's own
/// and lead to what `destination` gives for their number; one that gets none, and whatever
/// else the note holds, stays as its author wrote it.
pub fn twin(page: &Page, destination: impl Fn(usize) -> Option<Destination>) -> String {
    let file = &page.file.text;
    let mut text = Rewritten::new(file.get(page.text.clone()).unwrap_or_default(), page.text.start);
    let edits = edits(page, destination);
    let start = page.text.start;
    let moved = |edit: Edit| Edit { range: edit.range.start - start..edit.range.end - start, ..edit };
    text.apply(&edits.into_iter().map(moved).collect::<Vec<_>>());
    let body = text.text().trim_matches(['\r', '\n']).trim_end();
    // Few notes have any, and looking for two characters takes longer than for one.
    let body = if body.contains('\r') { Cow::Owned(body.replace("\r\n", "\n")) } else { Cow::Borrowed(body) };
    let heading = file.get(page.title_heading.clone()).unwrap_or_default().trim();
    // The heading may hold markup that the title is without.
    let title = match heading.trim_start_matches('#') {
        after if after.starts_with(' ') && !after.contains('\n') => after.trim().to_owned(),
        _ => page.title.replace('\n', " ").replace('<', "\\<"),
    };
    let gap = if body.is_empty() { "" } else { "\n\n" };
    format!("# {title}{gap}{body}\n")
}

/// What becomes of the file's bytes, in order.
fn edits(page: &Page, destination: impl Fn(usize) -> Option<Destination>) -> Vec<Edit> {
    let file = page.file.text.as_str();
    let in_text = |link: &Link| page.text.start <= link.range.start && link.range.end <= page.text.end;
    let mut links: Vec<(usize, &Link)> =
        page.links.iter().enumerate().filter(|(_, link)| in_text(link)).collect();
    links.sort_by_key(|(_, link)| link.range.start);
    let mut edits = vec![Edit::new(page.title_heading.clone(), "")];
    // Of several in one stretch of text, each is looked for behind the one before.
    let mut done = 0;
    for (number, link) in links {
        let edit = destination(number).and_then(|destination| edit(file, link, &destination, done));
        if let Some(edit) = edit {
            done = edit.range.end;
            edits.push(edit);
        }
    }
    edits.sort_by_key(|edit| edit.range.start);
    edits
}

/// The change that makes a link lead to its destination; none where it is written in no
/// form that is known here, such as another program's.
fn edit(file: &str, link: &Link, destination: &Destination, done: usize) -> Option<Edit> {
    let written = file.get(link.range.clone())?;
    let at = link.range.start;
    let address = destination.address.replace('(', "%28").replace(')', "%29");
    let in_file = |range: Range<usize>| at + range.start..at + range.end;
    match link.usage {
        LinkUse::Page { .. } if written.starts_with("[[") => {
            let text = shown(written.get(2..written.len() - 2)?);
            Some(Edit::new(link.range.clone(), format!("[{text}]({address})")))
        }
        LinkUse::Block if !written.starts_with('[') => {
            let from = done.max(at);
            let reference = format!("(({}))", link.target);
            let start = from + file.get(from..link.range.end)?.find(&reference)?;
            let text = format!("[{}]({address})", plain(&destination.name));
            Some(Edit::new(start..start + reference.len(), text))
        }
        LinkUse::Embed | LinkUse::Page { .. } if written.starts_with("![[") => {
            Some(Edit::new(link.range.clone(), format!("[{}]({address})", plain(&destination.name))))
        }
        _ if written.starts_with("![[") => {
            let text = written.get(3..written.len() - 2)?.split_once('|').map_or("", |(_, text)| text);
            Some(Edit::new(link.range.clone(), format!("![{text}]({address})")))
        }
        _ if written.starts_with('<') => raw(file, link, &destination.address, done),
        _ if written.starts_with(['[', '!']) && written.ends_with(')') => {
            Some(Edit::new(in_file(inline(written)?), address))
        }
        _ if written.starts_with(['[', '!']) && written.ends_with(']') => {
            // The parser leaves empty brackets out.
            let empty = if file.get(link.range.end..)?.starts_with("[]") { 2 } else { 0 };
            let label = in_file(label(written));
            Some(Edit::new(label.start..label.end + empty, format!("({address})")))
        }
        _ => None,
    }
}

/// What `[[name|text]]` shows.
fn shown(inner: &str) -> String {
    plain(inner.split_once('|').map_or(inner, |(_, text)| text))
}

/// Text that may stand in a link's brackets.
fn plain(text: &str) -> String {
    text.trim().replace('\n', " ").replace('[', "\\[").replace(']', "\\]")
}

/// The bytes of the address in `[text](address "title")`.
fn inline(written: &str) -> Option<Range<usize>> {
    let open = written.rfind("](")? + 2;
    let inner = written.get(open..written.len() - 1)?;
    let start = open + (inner.len() - inner.trim_start().len());
    let rest = inner.trim_start();
    let after = |end: &str| rest.find(end).map(|at| at + end.len());
    let length = match rest {
        // A generator's own way to name a note.
        _ if rest.starts_with("{{") => after("}}"),
        _ if rest.starts_with("{%") => after("%}"),
        _ if rest.starts_with('<') => after(">"),
        _ => rest.find(char::is_whitespace),
    };
    Some(start..start + length.unwrap_or(rest.len()))
}

/// The bytes of the label in `[text][label]`; in `[text]`, where one would stand.
fn label(written: &str) -> Range<usize> {
    let end = written.len();
    let open = written.rfind("][").map(|at| at + 1);
    let is_label =
        |open: &usize| written.get(open + 1..end - 1).is_some_and(|label| !label.contains([']', '[']));
    open.filter(is_label).unwrap_or(end)..end
}

/// An address in HTML of the author's own, whose block ends at an empty line.
fn raw(file: &str, link: &Link, address: &str, done: usize) -> Option<Edit> {
    let at = link.range.start;
    let rest = file.get(at..)?;
    let block = rest.get(..rest.find("\n\n").unwrap_or(rest.len()))?;
    let found = html::addresses(block);
    let found = found.iter().find(|found| found.value == link.target && at + found.range.start >= done)?;
    let with = format!("{}=\"{}\"", found.name, address.replace('"', "%22"));
    Some(Edit::new(at + found.range.start..at + found.range.end, with))
}

#[cfg(test)]
mod tests {
    use jiff::tz::TimeZone;

    use super::*;
    use crate::config::{Config, Layout};
    use crate::diagnostic::SourceFile;
    use crate::source::{FrontMatter, Source};

    /// The twin of a note all of whose links lead to `/to(x)`.
    fn twin_of(text: &str, layout: Layout) -> String {
        let file = SourceFile::new("a.md", text);
        let config = Config { layout, time_zone: TimeZone::UTC, ..Config::new(String::new()) };
        let source = Source { file, front: FrontMatter::default(), body: 0..text.len(), committed: None };
        let page = super::super::parse(&source, &config, &crate::config::Strings::default()).value;
        let to = Destination { address: "/to(x)".into(), name: "那[里]".into() };
        twin(&page, |_| Some(to.clone()))
    }

    #[test]
    fn every_form_of_a_link_leads_to_its_destination() {
        let cases = [
            (
                "见 [甲](b.md \"题\") 和 [乙]( <c d.md> )。",
                "见 [甲](/to%28x%29 \"题\") 和 [乙]( /to%28x%29 )。",
            ),
            ("![图](a(1).png)[![图](b.png)](c.md)", "![图](/to%28x%29)[![图](/to%28x%29)](/to%28x%29)"),
            (
                "[甲][一] [一][] [一]\n\n[一]: b.md",
                "[甲](/to%28x%29) [一](/to%28x%29) [一](/to%28x%29)\n\n[一]: b.md",
            ),
            (
                "<p><img src=\"a.png\" alt=a>\n<img src='a.png'></p>\n\n甲<a href=b.md>乙</a>",
                "<p><img src=\"/to(x)\" alt=a>\n<img src=\"/to(x)\"></p>\n\n甲<a href=\"/to(x)\">乙</a>",
            ),
            ("`[甲](b.md)`\n\n    [甲](b.md)", "`[甲](b.md)`\n\n    [甲](b.md)"),
            ("[甲]({{< relref \"b.md\" >}})", "[甲](/to%28x%29)"),
        ];
        for (text, expected) in cases {
            assert_eq!(twin_of(&format!("# 题\n\n{text}\n"), Layout::Plain), format!("# 题\n\n{expected}\n"));
        }
    }

    #[test]
    fn links_by_name_become_links() {
        let obsidian = "# 题\n\n[[甲]]、[[乙#节|丙]]、![[丁]]\n\n![[图.png|字]] #标签\n";
        assert_eq!(
            twin_of(obsidian, Layout::Obsidian),
            "# 题\n\n[甲](/to%28x%29)、[丙](/to%28x%29)、[那\\[里\\]](/to%28x%29)\n\n![字](/to%28x%29) #标签\n"
        );
        let id = "65a1b2c3-0000-4000-8000-000000000001";
        let logseq = format!("- (({id}))，(({id}))\n- [甲]([[乙]])\n");
        assert_eq!(
            twin_of(&logseq, Layout::Logseq),
            "# a\n\n- [那\\[里\\]](/to%28x%29)，[那\\[里\\]](/to%28x%29)\n- [甲](/to%28x%29)\n"
        );
    }

    #[test]
    fn the_title_stands_once_and_with_its_markup() {
        assert_eq!(twin_of("\n## `ls` 用法\n\n    ls\n", Layout::Plain), "# `ls` 用法\n\n    ls\n");
        assert_eq!(twin_of("题\n===\r\n\r\n正文", Layout::Plain), "# 题\n\n正文\n");
        assert_eq!(twin_of("", Layout::Plain), "# a\n");
    }
}
