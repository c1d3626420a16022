//! What notes hold beyond Markdown: containers, blocks of outlines, references.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use super::super::body::{Gap, LinkUse, Place};
use super::super::code::{CodeBlock, CodeOptions};
use super::super::construct::{self, Construct, Container, Figure};
use super::super::page::{Block, Task};
use super::inline::is_shown_in_place;
use super::{Paragraph, Writer};

/// Characters of the text around a link that are kept.
const CONTEXT: usize = 160;

/// Blocks with names, and tasks.
#[derive(Debug, Default)]
pub(super) struct Blocks {
    /// Those that have ended.
    pub(super) done: Vec<Block>,
    pub(super) tasks: Vec<Task>,
    open: Vec<Open>,
    /// The event that was the mark of the item at hand.
    taken: Option<usize>,
}

/// A block whose end has not come.
#[derive(Debug)]
struct Open {
    /// How deep it began.
    depth: usize,
    block: Block,
    /// Number of the task it is.
    task: Option<usize>,
    /// Whether a list below it has begun, whose text is not its own.
    has_list: bool,
    /// Number of the container it is; it ends with that.
    container: Option<usize>,
}

impl Blocks {
    /// Text of the block at hand.
    pub(super) fn read(&mut self, text: &str) {
        if let Some(open) = self.open.last_mut().filter(|open| !open.has_list) {
            open.block.text.push_str(text);
        }
    }

    fn end(&mut self, depth: usize, at: Place) {
        while self.open.last().is_some_and(|open| open.depth > depth) {
            self.end_last(at);
        }
    }

    /// Ends the block that is the container of this number.
    fn end_container(&mut self, number: usize, at: Place) {
        if self.open.last().is_some_and(|open| open.container == Some(number)) {
            self.end_last(at);
        }
    }

    fn end_last(&mut self, at: Place) {
        let Some(Open { mut block, task, .. }) = self.open.pop() else { return };
        block.range.end = at;
        block.text.truncate(block.text.trim_end().len());
        if let Some(task) = task.and_then(|task| self.tasks.get_mut(task)) {
            task.text.clone_from(&block.text);
        }
        self.done.push(block);
    }
}

/// Whether what ends here may hold other blocks.
pub(super) fn is_nesting(tag: &TagEnd) -> bool {
    matches!(
        tag,
        TagEnd::BlockQuote(_)
            | TagEnd::List(_)
            | TagEnd::Item
            | TagEnd::FootnoteDefinition
            | TagEnd::Table
            | TagEnd::DefinitionListDefinition
    )
}

impl Writer<'_> {
    /// Ends what began inside of what ends here.
    pub(super) fn end_nesting(&mut self, tag: &TagEnd) {
        if is_nesting(tag) {
            self.close_containers(self.depth);
            self.depth = self.depth.saturating_sub(1);
        }
        if is_nesting(tag) || matches!(tag, TagEnd::Paragraph | TagEnd::Heading(_)) {
            self.blocks.end(self.depth, self.body.end());
        }
    }

    /// Closes the containers that began `depth` deep or deeper.
    pub(super) fn close_containers(&mut self, depth: usize) {
        while self.containers.last().is_some_and(|(began, _)| *began >= depth) {
            self.close_container();
        }
    }

    fn close_container(&mut self) {
        if let Some((_, end)) = self.containers.pop() {
            self.blocks.end_container(self.containers.len(), self.body.end());
            self.body.push(end);
            self.outline.end_block();
        }
    }

    pub(super) fn construct(&mut self, construct: &Construct) {
        match construct {
            Construct::Start(container) => self.start_container(container),
            Construct::End => {
                // One that has no beginning here would end something else.
                if self.containers.last().is_some_and(|(depth, _)| *depth == self.depth) {
                    self.close_container();
                }
            }
            Construct::Block(block) => self.inline_block(block),
            Construct::Drawer(name, lines) => self.drawer(name, lines),
            Construct::Reference(id) => {
                let number = self.push_reference(id, LinkUse::Block, self.range());
                self.body.push_gap(Gap::Reference(number));
            }
            Construct::Embed(target) => self.embed(target, self.range()),
            Construct::Query(text) => {
                self.body.push("<code class=\"query\">{{");
                self.body.push_text(text);
                self.body.push("}}</code>");
            }
            Construct::Figure(figure) => self.figure(figure),
            Construct::Note(name) => self.note_by_title(name, self.range()),
            Construct::Diagram { svg, source } => self.diagram(svg, source),
            // In a line it is an event of its own; inside of raw HTML it comes as a mark.
            Construct::Formula { tex, display: false } => self.inline_formula(tex),
            Construct::Formula { tex, display: true } => self.display_formula(tex),
            Construct::More => self.outline.end_summary(),
        }
    }

    /// Something to show in place; inside a line there is only room for a link to it.
    pub(super) fn embed(&mut self, target: &str, range: Range<usize>) {
        let inline = self.paragraph == Paragraph::Open || self.in_heading || self.table.is_open();
        let block = target.strip_prefix("((").and_then(|rest| rest.strip_suffix("))"));
        match block.filter(|_| inline) {
            Some(id) => self.construct(&Construct::Reference(id.to_owned())),
            None if inline => {
                let name = target.trim_start_matches("[[").trim_end_matches("]]");
                let usage = LinkUse::Page { literal: false, piped: false };
                let number = self.push_reference(name, usage, range);
                self.body.push_gap(Gap::Open(number));
                self.text(name);
                self.body.push_gap(Gap::Close(number));
            }
            None => {
                let number = self.push_reference(target, LinkUse::Embed, range);
                self.body.push_gap(Gap::Embed(number));
            }
        }
    }

    /// Whether the paragraph that begins at the event at hand is one thing to show in place.
    pub(super) fn is_embed_alone(&self) -> bool {
        let mut events = self.events.iter().skip(self.at + 1).map(|(event, _)| event);
        let embeds = match events.next() {
            Some(Event::InlineHtml(html)) => {
                matches!(self.note.constructs.get(html), Some(Construct::Embed(_)))
            }
            Some(Event::Start(Tag::Image { link_type, dest_url, .. })) => {
                let by_name = matches!(link_type, LinkType::WikiLink { .. });
                let mut inside = events.by_ref().take(8);
                is_shown_in_place(by_name, dest_url)
                    && inside.any(|event| matches!(event, Event::End(TagEnd::Image)))
            }
            _ => false,
        };
        embeds && matches!(events.next(), Some(Event::End(TagEnd::Paragraph)))
    }

    fn range(&self) -> Range<usize> {
        self.events.get(self.at).map_or(0..0, |(_, range)| range.clone())
    }

    fn start_container(&mut self, container: &Container) {
        self.outline.end_block();
        let end = match container {
            Container::Callout { kind, title, open } => self.start_callout(kind, title.as_deref(), *open),
            Container::Details { summary, open } => {
                let open = if *open { " open" } else { "" };
                let shown = if summary.is_empty() { self.words.details() } else { summary };
                self.body.push(&format!("<details{open}><summary>"));
                self.body.push_text(shown);
                self.body.push("</summary>\n");
                self.outline.text(summary);
                self.outline.end_block();
                "</details>\n"
            }
            Container::Tabs => {
                self.body.push("<div class=\"tabs\">\n");
                "</div>\n"
            }
            Container::Tab(label) => {
                self.body.push("<section class=\"tab\"><p class=\"tab-label\">");
                self.body.push_text(label);
                self.body.push("</p>\n");
                self.outline.text(label);
                self.outline.end_block();
                "</section>\n"
            }
            Container::Captioned(caption) => {
                self.body.push("<figure><figcaption>");
                self.body.push_text(caption);
                self.body.push("</figcaption>\n");
                self.outline.text(caption);
                self.outline.end_block();
                "</figure>\n"
            }
            Container::Property(name) => {
                // A value says something of the block, and is no part of what the block says.
                self.list_in_block();
                self.body.push("<div class=\"property\"><span class=\"property-name\">");
                self.body.push_text(name);
                self.body.push("</span>\n");
                "</div>\n"
            }
            Container::Quote => {
                self.body.push("<blockquote>\n");
                "</blockquote>\n"
            }
            Container::Block(id) => {
                self.body.push("<div class=\"block\"");
                let block = construct::Block { id: Some(id.clone()), ..construct::Block::default() };
                self.open_block(&block, self.depth, None);
                if let Some(open) = self.blocks.open.last_mut() {
                    open.container = Some(self.containers.len());
                }
                "</div>\n"
            }
        };
        self.containers.push((self.depth, end));
    }

    /// Begins a remark; returns what ends it.
    pub(super) fn start_callout(
        &mut self,
        kind: &str,
        title: Option<&str>,
        open: Option<bool>,
    ) -> &'static str {
        let (class, named) = self.words.callout(kind);
        let title = title.unwrap_or(&named).to_owned();
        let (element, end) = match open {
            None => (
                format!("<div class=\"alert alert-{class}\" role=\"note\"><p class=\"alert-title\">"),
                "</p>\n",
            ),
            Some(open) => {
                let open = if open { " open" } else { "" };
                (
                    format!("<details class=\"alert alert-{class}\"{open}><summary class=\"alert-title\">"),
                    "</summary>\n",
                )
            }
        };
        let title = if title.is_empty() && open.is_some() { named.clone() } else { title };
        match title.is_empty() {
            true => self.body.push(&format!("<div class=\"alert alert-{class}\" role=\"note\">\n")),
            false => {
                self.body.push(&element);
                self.body.push_text(&title);
                self.body.push(end);
            }
        }
        if title != named {
            self.outline.text(&title);
            self.outline.end_block();
        }
        if open.is_some() { "</details>\n" } else { "</div>\n" }
    }

    /// A drawing, with its words below it for those who copy it or cannot see it.
    fn diagram(&mut self, svg: &str, source: &str) {
        self.outline.end_block();
        self.outline.code(source);
        self.body.push("<figure class=\"diagram\">");
        let drawing = format!("<div class=\"drawing\" tabindex=\"0\">{svg}</div>\n");
        self.body.push_gap(Gap::Drawing(drawing));
        self.body.push("<details><summary>");
        self.body.push(self.words.diagram_source());
        self.body.push("</summary>");
        self.code(&CodeBlock::new(CodeOptions::read("mermaid"), source, false));
        self.body.push("</details></figure>\n");
    }

    fn drawer(&mut self, name: &str, lines: &str) {
        self.body.push("<details class=\"drawer\"><summary>");
        self.body.push_text(name);
        self.body.push("</summary><pre>");
        self.body.push_text(lines);
        self.body.push("</pre></details>\n");
    }

    fn figure(&mut self, figure: &Figure) {
        let range = self.range();
        self.body.push("<figure>");
        if !figure.link.is_empty() {
            self.start_link(&figure.link, "", range.clone());
        }
        self.start_image(LinkType::Inline, &figure.source, &figure.title, range);
        self.size_image(figure.width);
        self.in_image(&Event::Text(figure.alt.clone().into()));
        self.in_image(&Event::End(TagEnd::Image));
        if !figure.link.is_empty() {
            self.end_link();
        }
        if !figure.caption.is_empty() {
            self.body.push("<figcaption>");
            self.text(&figure.caption);
            self.body.push("</figcaption>");
        }
        self.body.push("</figure>\n");
        self.outline.end_block();
    }

    /// What an outline says of the item that begins at the event at hand, if it does. The
    /// mark is the item's first event, but for the paragraph or block it stands in.
    pub(super) fn item_block(&mut self) -> Option<construct::Block> {
        let skip = usize::from(matches!(
            self.events.get(self.at + 1),
            Some((Event::Start(Tag::Paragraph | Tag::HtmlBlock), _))
        ));
        let at = self.at + 1 + skip;
        let (Event::Html(html) | Event::InlineHtml(html), _) = self.events.get(at)? else { return None };
        let Construct::Block(block) = self.note.constructs.get(html)? else { return None };
        self.blocks.taken = Some(at);
        Some(block.clone())
    }

    /// Writes the beginning of an item that an outline knows something of. `task` says whether
    /// it is done, if it has a box.
    pub(super) fn start_known_item(&mut self, block: &construct::Block, task: Option<bool>) {
        self.body.push("<li class=\"block");
        self.body.push(if block.collapsed { " collapsed" } else { "" });
        self.body.push(if task.is_some() { " task\"" } else { "\"" });
        let boxed = task.map(|done| if done { "DONE" } else { "TODO" });
        self.open_block(block, self.depth, boxed);
    }

    /// A block that is no item: a paragraph with a name. The mark of an item was taken when
    /// the item began; that of raw HTML is met at its end.
    fn inline_block(&mut self, block: &construct::Block) {
        if self.blocks.taken.is_some_and(|taken| self.at == taken || self.at == taken + 1) {
            return;
        }
        self.body.push("<span class=\"block\"");
        self.open_block(block, self.depth + 1, None);
        self.body.push("</span>");
        if let Some(open) = self.blocks.open.last_mut() {
            open.block.range = self.body.end()..self.body.end();
        }
    }

    /// Finishes the tag of an element that begins a block, with its id and its state.
    /// `boxed` is the state of a task whose box shows it.
    fn open_block(&mut self, block: &construct::Block, depth: usize, boxed: Option<&str>) {
        let state = block.state.as_deref().or(boxed);
        let task = state.map(|_| self.blocks.tasks.len());
        let id = block.id.clone().or_else(|| task.map(|task| format!("yj-task-{}", task + 1)));
        // A block that was copied with its id is another; links lead to the first.
        let id = id.map(|id| self.ids.unique(&id));
        if let Some(id) = &id {
            self.body.push_gap(Gap::Id(id.clone()));
        }
        self.body.push(">");
        if let Some(state) = state {
            let id = id.clone().unwrap_or_default();
            self.blocks.tasks.push(Task { state: state.to_owned(), text: String::new(), id });
        }
        if let Some(state) = &block.state {
            let class = if is_done(state) { "done" } else { "open" };
            self.body.push(&format!("<span class=\"state state-{class}\">{state}</span> "));
        }
        if block.id.is_some() {
            self.body.push_gap(Gap::Referrers(id.clone().unwrap_or_default()));
        }
        let range = self.body.end()..self.body.end();
        let block = Block { id: id.unwrap_or_default(), text: String::new(), range };
        self.blocks.open.push(Open { depth, block, task, has_list: false, container: None });
    }

    /// What stands in a list belongs to its items, not to the block around it.
    pub(super) fn list_in_block(&mut self) {
        if let Some(open) = self.blocks.open.last_mut() {
            open.has_list = true;
        }
    }

    /// Id of the nearest place before the event at hand that can be linked to.
    pub(super) fn anchor(&self) -> String {
        let block = self.blocks.open.iter().rev().map(|open| &open.block.id).find(|id| !id.is_empty());
        let heading = self.headings.last().map(|heading| &heading.id);
        block.or(heading).cloned().unwrap_or_default()
    }

    /// Tells the links since the last block ended what they stand in.
    pub(super) fn give_context(&mut self) {
        for (link, at) in std::mem::take(&mut self.waiting) {
            if let Some(link) = self.links.get_mut(link) {
                link.context = self.outline.around(at, CONTEXT);
            }
        }
    }
}

/// Whether nothing is left to do in a task's state.
pub fn is_done(state: &str) -> bool {
    matches!(state, "DONE" | "CANCELED" | "CANCELLED")
}
