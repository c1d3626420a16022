//! Shortcodes of Hugo and its themes: `{{< name … >}} … {{< /name >}}`, and with `%`.

use std::ops::Range;

use super::super::alert::is_callout;
use super::super::construct::{Container, Figure};
use super::super::rewrite::Edit;
use super::arguments::Arguments;
use super::markdown::{escape, link};
use super::media;
use super::replace::{Language, Meaning};
use super::rows::rows;
use super::scan::{Form, Inner, Syntax, Tag};

/// The shortcodes of a note.
pub(super) struct Hugo {
    /// Whether the note is Chinese.
    chinese: bool,
}

impl Hugo {
    pub(super) fn new(text: &str) -> Hugo {
        Hugo { chinese: text.chars().any(|ch| matches!(ch, '\u{4e00}'..='\u{9fff}')) }
    }
}

impl Syntax for Hugo {
    fn delimiters(&self) -> &'static [(&'static str, &'static str)] {
        &[("{{<", ">}}"), ("{{%", "%}}")]
    }

    fn read<'a>(&self, inner: &'a str, _: &str) -> Option<Inner<'a>> {
        if let Some(comment) = inner.strip_prefix("/*").and_then(|rest| rest.strip_suffix("*/")) {
            return Some(Inner { form: Form::Escaped, name: "", arguments: comment });
        }
        let (inner, whole) = match inner.trim_end().strip_suffix('/') {
            Some(inner) => (inner.trim(), true),
            None => (inner.trim(), false),
        };
        let (inner, close) = match inner.strip_prefix('/') {
            Some(inner) => (inner.trim_start(), true),
            None => (inner, false),
        };
        let end = inner.find(char::is_whitespace).unwrap_or(inner.len());
        let (name, arguments) = inner.split_at_checked(end)?;
        let is_name = name.starts_with(char::is_alphabetic)
            && name.chars().all(|ch| ch.is_alphanumeric() || matches!(ch, '-' | '_' | '.' | '/'));
        let form = if close { Form::Close } else { Form::Open };
        let form = if whole { Form::Whole } else { form };
        is_name.then_some(Inner { form, name, arguments })
    }

    fn is_raw(&self, name: &str) -> bool {
        CODE.contains(&name)
            || FORMULAS.contains(&name)
            || ["highlight", "code", "code-toggle", "comment"].contains(&name)
    }
}

/// Shortcodes whose content is code in the language of their name.
const CODE: [&str; 7] = ["mermaid", "plantuml", "graphviz", "goat", "echarts", "markmap", "diagram"];

const FORMULAS: [&str; 5] = ["katex", "math", "latex", "tex", "mathjax"];

/// Shortcodes for boxes that say of what kind they are.
const BOXES: [&str; 10] = [
    "callout",
    "admonition",
    "admonish",
    "alert",
    "hint",
    "notice",
    "message",
    "box",
    "aside",
    "notification",
];

const FOLDED: [&str; 8] =
    ["details", "expand", "collapse", "spoiler", "accordion", "accordion-item", "detail", "fold"];

/// Shortcodes that lay out what they hold, or mark it for programs.
const LAYOUT: [&str; 26] = [
    "copyable",
    "column",
    "columns",
    "row",
    "col",
    "grid",
    "section",
    "div",
    "center",
    "align",
    "left",
    "right",
    "steps",
    "cards",
    "cardpane",
    "capture",
    "rawhtml",
    "raw",
    "html",
    "unsafe",
    "span",
    "style",
    "blocks",
    "filetree",
    "table-wrapper",
    "wide",
];

/// Shortcodes that list pages or headings: every page has its contents, every folder its
/// list.
const CONTENTS: [&str; 7] =
    ["toc", "section-toc", "children", "childpages", "contents", "list-children", "toc-tree"];

/// Shortcodes that stand for a value of the site.
const VALUES: [&str; 9] =
    ["param", "var", "skew", "version", "latest-version", "latest-semver", "siteparam", "date", "env"];

impl Language for Hugo {
    fn meaning(&self, tag: &Tag<'_>, arguments: &Arguments, parent: Option<(&Tag<'_>, usize)>) -> Meaning {
        let name = tag.inner.name.to_ascii_lowercase();
        let has_end = tag.partner.is_some();
        self.reference(&name, arguments, has_end)
            .or_else(|| block(&name, arguments, parent))
            .or_else(|| callout(&name, arguments))
            .or_else(|| media::meaning(&name, arguments))
            .unwrap_or(Meaning::Unknown)
    }

    fn shown(&self, name: &str) -> (String, String) {
        (format!("{{{{< {name} >}}}}"), format!("{{{{< /{name} >}}}}"))
    }

    fn unescaped(&self, tag: &Tag<'_>) -> String {
        let (open, close) = if tag.open == "{{<" { ("{{<", ">}}") } else { ("{{%", "%}}") };
        escape(&format!("{open}{}{close}", tag.inner.arguments))
    }
}

impl Hugo {
    /// Shortcodes that stand in a line.
    fn reference(&self, name: &str, arguments: &Arguments, has_end: bool) -> Option<Meaning> {
        Some(match name {
            "ref" | "relref" => {
                Meaning::Note(arguments.named_or(&["path", "page"], 0).to_owned(), String::new())
            }
            "figure" | "img" | "image" | "picture" | "imgproc" => Meaning::Figure(figure(arguments)),
            "glossary_tooltip" => {
                let text = arguments.named(&["text"]).or_else(|| arguments.named(&["term_id"]));
                Meaning::Text(escape(text.unwrap_or_default()))
            }
            "feature-state" => {
                let version = arguments.named(&["for_k8s_version", "version"]).unwrap_or_default();
                let state = arguments.named(&["state"]).unwrap_or_default();
                let state = [version, state].into_iter().filter(|word| !word.is_empty());
                Meaning::Text(format!("*{}*", escape(&state.collect::<Vec<_>>().join(" · "))))
            }
            "heading" => Meaning::Text(self.heading(arguments.at(0))),
            "button" | "btn" | "link" | "card" if has_end => {
                let address =
                    arguments.named_or(&["href", "link", "url", "relref"], 0).replace(['<', '>'], "");
                Meaning::Around("[".to_owned(), format!("](<{address}>)"))
            }
            "button" | "btn" | "link" | "card" => {
                let address = arguments.named_or(&["href", "link", "url", "relref"], 0);
                let text = arguments.named(&["text", "title", "label"]).unwrap_or(address);
                let subtitle = arguments.named(&["subtitle", "description"]).unwrap_or_default();
                Meaning::Text(format!("{} {}", link(text, address), escape(subtitle)).trim_end().to_owned())
            }
            "kbd" => Meaning::Text(format!("<kbd>{}</kbd>", escape(&arguments.from(0)))),
            "br" => Meaning::Text("<br>".to_owned()),
            "comment" => Meaning::Hidden,
            "icon" | "fa" | "anchor" => Meaning::Nothing,
            "codenew" | "code_sample" | "include" | "readfile" | "snippet" => Meaning::Include,
            name if VALUES.contains(&name) => Meaning::Written,
            name if CONTENTS.contains(&name) => Meaning::Nothing,
            _ => return None,
        })
    }

    /// What Kubernetes' documents call their usual headings.
    fn heading(&self, key: &str) -> String {
        let headings = [
            ("whatsnext", "接下来", "What's next"),
            ("prerequisites", "准备开始", "Before you begin"),
            ("objectives", "教程目标", "Objectives"),
            ("cleanup", "清理现场", "Cleaning up"),
            ("synopsis", "简介", "Synopsis"),
            ("options", "选项", "Options"),
            ("seealso", "另请参见", "See also"),
            ("feedback", "反馈", "Feedback"),
        ];
        let found = headings.iter().find(|(known, ..)| *known == key);
        let heading = found.map_or(key, |(_, chinese, english)| if self.chinese { chinese } else { english });
        escape(heading)
    }
}

fn figure(arguments: &Arguments) -> Figure {
    let of = |names: &[&str]| arguments.named(names).unwrap_or_default().to_owned();
    let caption = [of(&["caption"]), of(&["attr"])].join(" ").trim().to_owned();
    Figure {
        source: arguments.named_or(&["src", "url", "path"], 0).to_owned(),
        alt: arguments.named_or(&["alt"], 1).to_owned(),
        // Hugo shows both below the picture.
        caption: if caption.is_empty() { of(&["title"]) } else { caption },
        title: String::new(),
        link: of(&["link", "href"]),
        width: of(&["width"]).trim_end_matches("px").parse().ok(),
    }
}

/// Shortcodes around blocks.
fn block(name: &str, arguments: &Arguments, parent: Option<(&Tag<'_>, usize)>) -> Option<Meaning> {
    Some(match name {
        "highlight" | "code" => {
            let language = arguments.named_or(&["lang", "language"], 0);
            let title = arguments.named(&["title", "file", "filename"]);
            let title = title.map(|title| format!(" title=\"{}\"", title.replace('"', "'")));
            let options = arguments.named_or(&["options"], 1);
            let options = if options.is_empty() { String::new() } else { format!(" {{{options}}}") };
            Meaning::Code(format!("{language}{}{options}", title.unwrap_or_default()))
        }
        "tabs" | "tabpane" | "codetabs" | "tabset" => Meaning::Box(Container::Tabs),
        "tab" | "codetab" | "tabitem" => Meaning::Box(Container::Tab(label(arguments, parent))),
        "table" => match arguments.named_or(&["caption", "title"], 0) {
            "" => Meaning::Nothing,
            caption => Meaning::Box(Container::Captioned(caption.to_owned())),
        },
        "quote" | "blockquote" | "epigraph" | "cite" => {
            let of = |names: &[&str]| escape(arguments.named(names).unwrap_or_default());
            let parts = [of(&["author"]), of(&["source", "title", "cite"]), of(&["url", "link"])];
            let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
            Meaning::Quote(parts.join(" · "))
        }
        name if FOLDED.contains(&name) => {
            let open = arguments.named(&["open"]).is_some_and(|open| open != "false")
                || arguments.named(&["closed"]) == Some("false")
                || arguments.words().skip(1).any(|word| word == "open");
            let summary = arguments.named_or(&["title", "summary", "label", "header"], 0).to_owned();
            Meaning::Box(Container::Details { summary, open })
        }
        "code-toggle" => Meaning::Code(String::new()),
        name if CODE.contains(&name) => Meaning::Code(name.to_owned()),
        name if FORMULAS.contains(&name) => Meaning::Formula,
        name if LAYOUT.contains(&name) => Meaning::Nothing,
        _ => return None,
    })
}

/// What a tab is called: by itself, or by the list that the tabs around it hold.
fn label(arguments: &Arguments, parent: Option<(&Tag<'_>, usize)>) -> String {
    let own = arguments.named_or(&["name", "title", "header", "label", "tabname"], 0);
    if !own.is_empty() {
        return own.to_owned();
    }
    let Some((tabs, number)) = parent else { return String::new() };
    let tabs = Arguments::read(tabs.inner.arguments);
    let items = tabs.named(&["items"]).unwrap_or_default();
    items.split(',').nth(number).map_or_else(|| (number + 1).to_string(), |item| item.trim().to_owned())
}

/// Boxes of a kind: the shortcode's name, or what it says.
fn callout(name: &str, arguments: &Arguments) -> Option<Meaning> {
    let is_box = BOXES.contains(&name);
    if !is_box && !is_callout(name) {
        return None;
    }
    let said = arguments.named(&["type", "color", "style", "level", "kind", "context", "class"]);
    let first = arguments.at(0);
    let (kind, title) = match said {
        Some(said) if is_box => (said, arguments.named_or(&["title", "header", "name"], 0)),
        _ if is_box && is_callout(first) => (first, arguments.named_or(&["title", "header", "name"], 1)),
        _ => (name, arguments.named_or(&["title", "header", "name"], 0)),
    };
    let kind = if is_callout(kind) { kind } else { "note" };
    let is_shut = arguments.named(&["open"]) == Some("false") || arguments.at(2) == "false";
    Some(Meaning::Box(Container::Callout {
        kind: kind.to_owned(),
        title: (!title.is_empty()).then(|| title.to_owned()),
        open: is_shut.then_some(false),
    }))
}

/// The edits that show escaped tags in code as they are meant.
pub(super) fn escaped_in_code(text: &str) -> Vec<Edit> {
    let mut edits = Vec::new();
    for row in rows(text).filter(|row| row.line.contains("/*")) {
        for part in code(row.line, row.code) {
            let start = row.range.start + part.start;
            unescape(row.line.get(part).unwrap_or_default(), start, &mut edits);
        }
    }
    edits
}

/// The parts of a line that are code.
fn code(line: &str, whole: bool) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut start = 0;
    let outside = if whole { Vec::new() } else { super::super::lines::outside_code(line) };
    for part in outside {
        parts.push(start..part.start);
        start = part.end;
    }
    parts.push(start..line.len());
    parts
}

fn unescape(code: &str, start: usize, edits: &mut Vec<Edit>) {
    let signs = [("{{</*", "{{<"), ("{{%/*", "{{%"), ("*/>}}", ">}}"), ("*/%}}", "%}}")];
    for (at, _) in code.match_indices(['{', '*']) {
        let rest = code.get(at..).unwrap_or_default();
        if let Some((written, meant)) = signs.iter().find(|(written, _)| rest.starts_with(written)) {
            let range = start + at..start + at + written.len();
            edits.push(Edit { range, with: (*meant).to_owned() });
        }
    }
}
