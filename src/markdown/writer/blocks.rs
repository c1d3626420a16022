//! Headings, quotes, lists, code blocks and footnotes.

use pulldown_cmark::{BlockQuoteKind, CodeBlockKind, Event, HeadingLevel, Tag, TagEnd};

use super::super::body::{Body, Gap, escape};
use super::super::construct;
use super::super::heading::{own, slug};
use super::super::highlight::highlight;
use super::super::page::{Heading, plain_text};
use super::Writer;

impl Writer<'_> {
    pub(super) fn start_heading(&mut self, level: HeadingLevel, id: Option<&str>, at: usize) {
        let level = (level as u8 + self.shift).min(6);
        let text = self.heading_text();
        let wanted = id.map_or_else(|| slug(&text), own);
        let id = self.ids.unique(&wanted);
        let start = self.body.len();
        self.body.push(&format!("<h{level}"));
        self.body.push_gap(Gap::Id(id.clone()));
        self.body.push(">");
        let line = self.line(at);
        self.outline.heading(id.clone(), text.clone(), level, line);
        self.identifiers.enter(self.outline.section());
        self.headings.push(Heading { level, id, text, at: start });
        self.in_heading = true;
    }

    /// The text of the heading that begins at the event at hand.
    fn heading_text(&self) -> String {
        let rest = self.events.get(self.at..).unwrap_or_default();
        let end = rest.iter().position(|(event, _)| matches!(event, Event::End(TagEnd::Heading(_))));
        plain_text(rest.get(..end.unwrap_or(0)).unwrap_or_default())
    }

    pub(super) fn end_heading(&mut self) {
        self.in_heading = false;
        let Some(Heading { level, id, text, .. }) = self.headings.last() else { return };
        for (link, _) in self.waiting.drain(..) {
            if let Some(link) = self.links.get_mut(link) {
                link.context.clone_from(text);
            }
        }
        let mut anchor = "<a class=\"anchor\" href=\"#".to_owned();
        escape(id, &mut anchor);
        anchor.push_str(&format!("\" aria-label=\"{} ", self.words.heading_link()));
        escape(text, &mut anchor);
        anchor.push_str("\">#</a>");
        self.body.push_on_page(anchor);
        self.body.push(&format!("</h{level}>\n"));
    }

    pub(super) fn start_quote(&mut self, kind: Option<BlockQuoteKind>) {
        match kind {
            None => self.body.push("<blockquote>\n"),
            Some(kind) => {
                let kind = match kind {
                    BlockQuoteKind::Note => "note",
                    BlockQuoteKind::Tip => "tip",
                    BlockQuoteKind::Important => "important",
                    BlockQuoteKind::Warning => "warning",
                    BlockQuoteKind::Caution => "caution",
                };
                self.start_callout(kind, None, None);
            }
        }
    }

    pub(super) fn end_quote(&mut self, kind: Option<BlockQuoteKind>) {
        self.body.push(if kind.is_some() { "</div>\n" } else { "</blockquote>\n" });
    }

    pub(super) fn start_list(&mut self, start: Option<u64>) {
        // The text of an item begins a new line in search, whatever stands before the list.
        self.outline.end_block();
        self.give_context();
        self.list_in_block();
        match start {
            None => self.body.push("<ul>\n"),
            Some(1) => self.body.push("<ol>\n"),
            Some(start) => self.body.push(&format!("<ol start=\"{start}\">\n")),
        }
    }

    pub(super) fn start_item(&mut self) {
        let known = self.item_block();
        let task = self.item_task();
        // In notes of other programs a list with boxes is a list to check, not work to do.
        let listed = task.is_some() && self.note.dialect.has_inline_tags();
        match known.or_else(|| listed.then(construct::Block::default)) {
            Some(block) => self.start_known_item(&block, task),
            None => self.body.push(if task.is_some() { "<li class=\"task\">" } else { "<li>" }),
        }
    }

    /// Whether the item that begins at the event at hand is done, if it has a box.
    fn item_task(&self) -> Option<bool> {
        let rest = self.events.get(self.at + 1..).unwrap_or_default().iter().map(|(event, _)| event);
        let mut rest = rest.skip_while(|event| {
            matches!(event, Event::Start(Tag::Paragraph | Tag::HtmlBlock) | Event::InlineHtml(_))
        });
        match rest.next() {
            Some(Event::TaskListMarker(done)) => Some(*done),
            _ => None,
        }
    }

    pub(super) fn task(&mut self, done: bool) {
        let label = self.words.task(done);
        let checked = if done { " checked" } else { "" };
        self.body.push(&format!("<input type=\"checkbox\" disabled{checked} aria-label=\"{label}\"> "));
    }

    pub(super) fn start_code(&mut self, kind: &CodeBlockKind<'_>) {
        let info = match kind {
            CodeBlockKind::Fenced(info) => info,
            CodeBlockKind::Indented => "",
        };
        self.code_title = fence_title(info);
        self.code = Some((fence_language(info).to_owned(), String::new()));
    }

    pub(super) fn end_code(&mut self) {
        let Some((language, code)) = self.code.take() else { return };
        let code = self.note.constructs.without_marks(&code);
        let title = std::mem::take(&mut self.code_title);
        self.outline.end_block();
        self.outline.code(&title);
        self.outline.end_block();
        self.outline.code(&code);
        self.outline.end_block();
        self.identifiers.block(&code, &language);
        let query = is_query(&language, self.note.dialect.has_inline_tags());
        self.body.push(if query { "<div class=\"code query\"" } else { "<div class=\"code\"" });
        if !language.is_empty() {
            self.body.push(" data-lang=\"");
            self.body.push_text(&language);
            self.body.push("\"");
        }
        self.body.push(">");
        if !title.is_empty() {
            self.body.push("<p class=\"code-title\">");
            self.body.push_text(&title);
            self.body.push("</p>");
        }
        self.body.push("<pre tabindex=\"0\"><code");
        if !language.is_empty() {
            self.body.push(" class=\"language-");
            self.body.push_text(&language);
            self.body.push("\"");
        }
        self.body.push(">");
        let mut html = String::new();
        highlight(&code, &language, &mut html);
        self.body.push(&html);
        self.body.push("</code></pre></div>\n");
    }

    pub(super) fn footnote_reference(&mut self, label: &str) {
        let next = self.notes.numbers.len() + 1;
        let number = *self.notes.numbers.entry(label.to_owned()).or_insert(next);
        let count = self.notes.references.entry(number).or_insert(0);
        *count += 1;
        let id = reference_id(number, *count);
        self.body.push(&format!(
            "<sup class=\"footnote-ref\"><a href=\"#yj-fn-{number}\" id=\"{id}\">{number}</a></sup>"
        ));
    }

    pub(super) fn start_footnote(&mut self, label: &str) {
        self.outline.end_block();
        self.notes.open = Some((label.to_owned(), std::mem::take(&mut self.body)));
    }

    pub(super) fn in_footnote(&self) -> bool {
        self.notes.open.is_some()
    }

    pub(super) fn end_footnote(&mut self) {
        if let Some((label, interrupted)) = self.notes.open.take() {
            let text = std::mem::replace(&mut self.body, interrupted);
            self.notes.texts.entry(label).or_default().append(&text);
        }
    }

    /// Writes the footnotes in the order they were referred to, then those that never were.
    pub(super) fn footnotes(&mut self) {
        for label in self.notes.texts.keys() {
            let next = self.notes.numbers.len() + 1;
            self.notes.numbers.entry(label.clone()).or_insert(next);
        }
        let mut numbered: Vec<(usize, &String)> =
            self.notes.numbers.iter().map(|(label, &number)| (number, label)).collect();
        numbered.sort_unstable();
        if numbered.is_empty() {
            return;
        }
        let (title, back) = (self.words.footnotes(), self.words.footnote_back());
        self.body.push(&format!("<section class=\"footnotes\" aria-label=\"{title}\"><ol>\n"));
        let none = Body::default();
        for (number, label) in numbered {
            self.body.push(&format!("<li id=\"yj-fn-{number}\">"));
            self.body.append(self.notes.texts.get(label).unwrap_or(&none));
            for count in 1..=self.notes.references.get(&number).copied().unwrap_or(0) {
                let id = reference_id(number, count);
                self.body
                    .push(&format!(" <a class=\"footnote-back\" href=\"#{id}\" aria-label=\"{back}\">↩</a>"));
            }
            self.body.push("</li>\n");
        }
        self.body.push("</ol></section>\n");
    }
}

fn reference_id(number: usize, count: usize) -> String {
    if count == 1 { format!("yj-fnref-{number}") } else { format!("yj-fnref-{number}-{count}") }
}

/// Whether a fence holds a query to a program that is not there.
fn is_query(language: &str, in_wiki: bool) -> bool {
    let plugin = ["dataview", "dataviewjs"].contains(&language);
    plugin || (in_wiki && ["query", "tasks", "base"].contains(&language))
}

/// The language of a fence: its first word, without what other tools write behind it
/// (`bash{1,3}`, `go,linenos`, `title=…`). It may be a class among attributes: `{ .yaml }`.
fn fence_language(info: &str) -> &str {
    let class = info.strip_prefix('{').map(|rest| rest.trim_start().trim_start_matches('.'));
    let word = class.unwrap_or(info).split([' ', '\t', '{', ',', ':', '}']).next().unwrap_or_default();
    let is_none = word.contains('=') || (class.is_some() && !word.starts_with(char::is_alphabetic));
    if is_none { "" } else { word }
}

/// What is shown above code: `title="…"`, `filename=…`, `[…]`, or the file that is named
/// behind the language (`yaml:compose.yml`, `bash install.sh`).
fn fence_title(info: &str) -> String {
    let named = ["title=", "filename=", "file="].iter().find_map(|name| {
        let value = info.get(info.find(name)? + name.len()..)?;
        let quote = value.chars().next().filter(|ch| matches!(ch, '"' | '\''));
        match quote {
            Some(quote) => value.get(1..)?.split(quote).next(),
            None => value.split([' ', ',', '}']).next(),
        }
    });
    let in_brackets = || Some(info.split_once(" [")?.1.split_once(']')?.0);
    let behind = || {
        let after = info.get(fence_language(info).len()..)?;
        let word = after.strip_prefix(':').unwrap_or(after).split_whitespace().next()?;
        let is_file = word.rsplit('/').next()?.contains('.') && !word.contains(['{', '=', ',', '"', '[']);
        is_file.then_some(word)
    };
    named.or_else(in_brackets).or_else(behind).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::{fence_language, fence_title};

    #[test]
    fn the_language_is_the_first_word() {
        let infos = ["bash", "bash {1,3}", "go,linenos", "yaml:compose.yml", "title=x", ""];
        assert_eq!(infos.map(fence_language), ["bash", "bash", "go", "yaml", "", ""]);
        let infos = ["{ .yaml .annotate }", "{.sh}", "{r}", "{1,3}", "{"];
        assert_eq!(infos.map(fence_language), ["yaml", "sh", "r", "", ""]);
    }

    #[test]
    fn code_may_have_a_title() {
        for (info, title) in [
            ("js{1,3} title=\"a b.js\" :line-numbers", "a b.js"),
            ("{ .sh filename='x' }", "x"),
            ("sh [npm]", "npm"),
            ("yaml:compose.yml", "compose.yml"),
            ("bash install.sh https://example.org", "install.sh"),
            ("js:line-numbers {1}", ""),
            ("go {hl_lines=[1]}", ""),
            ("rust,ignore", ""),
            ("title=\"", ""),
            ("", ""),
        ] {
            assert_eq!(fence_title(info), title, "{info}");
        }
    }
}
