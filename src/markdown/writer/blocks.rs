//! Headings, quotes, lists, code blocks and footnotes.

use pulldown_cmark::{BlockQuoteKind, CodeBlockKind, Event, HeadingLevel, Tag, TagEnd};

use super::super::body::{Body, Gap, escape};
use super::super::code::{CodeBlock, CodeOptions};
use super::super::construct;
use super::super::dialect::Dialect;
use super::super::heading::{own, slug};
use super::super::page::{Heading, plain_text};
use super::Writer;

impl Writer<'_> {
    pub(super) fn start_heading(&mut self, level: HeadingLevel, id: Option<&str>, at: usize) {
        let level = (level as u8 + self.shift).min(6);
        let text = self.heading_text();
        let wanted = id.map_or_else(|| slug(&text), own);
        let id = self.ids.unique(&wanted);
        let start = self.body.end();
        self.body.push(&format!("<h{level}"));
        self.body.push_gap(Gap::Id(id.clone()));
        // Else its name would be its text and that of the link to itself.
        if !text.is_empty() {
            let mut label = " aria-label=\"".to_owned();
            escape(&text, &mut label);
            self.body.push_on_page(label + "\"");
        }
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
        // Not every list of an outline needs to say so: those inside are in one that does.
        let is_outline = self.note.dialect == Dialect::Logseq && self.depth == 1;
        let class = if is_outline { " class=\"outline\"" } else { "" };
        match start {
            None => self.body.push(&format!("<ul{class}>\n")),
            Some(1) => self.body.push(&format!("<ol{class}>\n")),
            Some(start) => self.body.push(&format!("<ol{class} start=\"{start}\">\n")),
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
        self.code = Some((CodeOptions::read(info), String::new()));
    }

    pub(super) fn end_code(&mut self) {
        let Some((options, code)) = self.code.take() else { return };
        let code = self.note.constructs.without_marks(&code);
        let block = CodeBlock::new(options, &code, self.note.config.line_numbers);
        let title = &block.options.title;
        self.outline.end_block();
        self.outline.code(title);
        self.outline.end_block();
        self.outline.code(&block.text);
        self.outline.end_block();
        self.identifiers.block(&block.text, &block.options.language);
        self.code(&block);
    }

    /// A block of code.
    pub(super) fn code(&mut self, block: &CodeBlock) {
        let CodeOptions { language, title, .. } = &block.options;
        let query = is_query(language, self.note.dialect.has_inline_tags());
        let element = if title.is_empty() { "div" } else { "figure" };
        let class = if query { "code query" } else { "code" };
        self.body.push(&format!("<{element} class=\"{class}{}\"", block.classes()));
        self.code_attribute(" data-lang=\"", language);
        self.body.push(">");
        if !title.is_empty() {
            self.body.push("<figcaption class=\"code-title\">");
            self.body.push_text(title);
            self.body.push("</figcaption>");
        }
        self.body.push("<pre tabindex=\"0\"><code");
        self.code_attribute(" class=\"language-", language);
        self.body.push(">");
        self.body.push(&block.html(self.note.drawn));
        self.body.push(&format!("</code></pre></{element}>\n"));
    }

    /// An attribute that names the language of a block, where it has one.
    fn code_attribute(&mut self, start: &str, language: &str) {
        if !language.is_empty() {
            self.body.push(start);
            self.body.push_text(language);
            self.body.push("\"");
        }
    }

    pub(super) fn footnote_reference(&mut self, label: &str) {
        let next = self.notes.numbers.len() + 1;
        let number = *self.notes.numbers.entry(label.to_owned()).or_insert(next);
        let count = self.notes.references.entry(number).or_insert(0);
        *count += 1;
        let id = reference_id(number, *count);
        self.body.push("<sup class=\"footnote-ref\"><a ");
        self.body.push_gap(Gap::Place(format!("yj-fn-{number}")));
        self.body.push_gap(Gap::Id(id));
        self.body.push(&format!(">{number}</a></sup>"));
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
            self.body.push("<li");
            self.body.push_gap(Gap::Id(format!("yj-fn-{number}")));
            self.body.push(">");
            self.body.append(self.notes.texts.get(label).unwrap_or(&none));
            for count in 1..=self.notes.references.get(&number).copied().unwrap_or(0) {
                self.body.push(" <a class=\"footnote-back\" ");
                self.body.push_gap(Gap::Place(reference_id(number, count)));
                self.body.push(&format!(" aria-label=\"{back}\">↩</a>"));
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
