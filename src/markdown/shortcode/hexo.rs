//! Tags of Hexo, and of its themes NexT, Butterfly and Volantis.

use super::super::alert::is_callout;
use super::super::construct::{Container, Figure};
use super::arguments::Arguments;
use super::markdown::{escape, link};
use super::replace::Meaning;

/// Kinds of remarks that themes name by colours.
const COLOURS: [(&str, &str); 9] = [
    ("blue", "info"),
    ("cyan", "info"),
    ("purple", "important"),
    ("pink", "important"),
    ("green", "success"),
    ("orange", "warning"),
    ("yellow", "warning"),
    ("red", "danger"),
    ("gray", "note"),
];

/// What a tag of Hexo stands for. `folder` is that of the post's own files.
pub(super) fn meaning(name: &str, written: &str, folder: &str) -> Option<Meaning> {
    let arguments = Arguments::read(written);
    block(name, written, &arguments)
        .or_else(|| file(name, &arguments, folder))
        .or_else(|| inline(name, written, &arguments))
}

/// Tags around blocks.
fn block(name: &str, written: &str, arguments: &Arguments) -> Option<Meaning> {
    Some(match name {
        "codeblock" | "code" => Meaning::Code(code_info(arguments)),
        "mermaid" | "wavedrom" => Meaning::Code(name.to_owned()),
        "math" | "katex" => Meaning::Formula,
        "blockquote" | "quote" => Meaning::Quote(attribution(written, arguments)),
        "pullquote" | "centerquote" | "cq" => Meaning::Quote(String::new()),
        "note" | "subnote" | "tip" => note(arguments),
        "tabs" | "subtabs" | "subsubtabs" => Meaning::Box(Container::Tabs),
        "folding" | "fold" | "hideToggle" | "hideBlock" | "spoiler" | "details" | "collapse" => {
            folded(name, written)
        }
        "timeline" | "grouppicture" | "gp" | "gallery" | "galleryGroup" | "linkgrid" | "flink" | "center"
        | "fullimage" => Meaning::Nothing,
        _ => return None,
    })
}

/// Tags for files beside a post, and other posts.
fn file(name: &str, arguments: &Arguments, folder: &str) -> Option<Meaning> {
    Some(match name {
        "post_link" | "post_path" => {
            let text = arguments.words().skip(1).filter(|word| !matches!(*word, "true" | "false"));
            let text = text.collect::<Vec<_>>().join(" ");
            Meaning::Note(arguments.at(0).to_owned(), if name == "post_path" { String::new() } else { text })
        }
        "asset_path" => Meaning::Text(format!("{folder}/{}", arguments.at(0)).replace(' ', "%20")),
        "asset_link" => {
            let address = format!("{folder}/{}", arguments.at(0));
            let text = arguments.words().skip(1).filter(|word| !matches!(*word, "true" | "false"));
            let text = text.collect::<Vec<_>>().join(" ");
            Meaning::Text(link(if text.is_empty() { arguments.at(0) } else { &text }, &address))
        }
        "asset_img" => Meaning::Figure(image(arguments, Some(folder))),
        "img" | "image" | "inlineImg" | "inlineimage" | "fi" => Meaning::Figure(image(arguments, None)),
        "include_code" | "include_markdown" | "render" => Meaning::Include,
        _ => return None,
    })
}

/// Tags in a line.
fn inline(name: &str, written: &str, arguments: &Arguments) -> Option<Meaning> {
    let parts: Vec<&str> = written.split(',').map(str::trim).collect();
    let part = |number: usize| parts.get(number).copied().unwrap_or_default();
    Some(match name {
        "link" => link_tag(arguments, &parts),
        "btn" | "button" => {
            let address = part(0).trim_matches(['"', '\'']);
            let text = if part(1).is_empty() { address } else { part(1) };
            Meaning::Text(link(text, address))
        }
        "label" => {
            let text = written.split_once('@').map(|(_, text)| text.trim());
            let text = text.unwrap_or_else(|| arguments.at(0));
            Meaning::Text(format!("<mark>{}</mark>", escape(text)))
        }
        "hideInline" => Meaning::Text(escape(part(0))),
        "kbd" | "u" | "del" | "sub" | "sup" => {
            Meaning::Text(format!("<{name}>{}</{name}>", escape(written.trim())))
        }
        "emp" | "wavy" | "psw" | "bb" => Meaning::Text(format!("*{}*", escape(written.trim()))),
        // A style, and the text.
        "p" | "span" => Meaning::Text(escape(written.split_once(',').map_or("", |(_, text)| text).trim())),
        "checkbox" | "radio" => {
            let done = parts.first().is_some_and(|style| style.split(' ').any(|word| word == "checked"));
            Meaning::Text(format!("{} {}", if done { "☑" } else { "☐" }, escape(parts.last().unwrap_or(&""))))
        }
        _ => return None,
    })
}

/// A comment that is a tag where it stands in one.
pub(super) fn comment(name: &str, written: &str, parent: Option<(&str, usize)>) -> Meaning {
    let label = written.trim();
    match parent {
        Some(("timeline", _)) if name == "timeline" => {
            Meaning::Around(format!("**{}**\n", escape(label)), String::new())
        }
        Some((tabs, number)) if tabs.ends_with("tabs") => {
            // An icon stands behind the label.
            let label = label.split('@').next().unwrap_or_default().trim();
            let label = if label.is_empty() { (number + 1).to_string() } else { label.to_owned() };
            Meaning::Box(Container::Tab(label))
        }
        _ => Meaning::Nothing,
    }
}

/// `[title] [lang:language] [url] [link text] [option:value]`, as a fence says it.
fn code_info(arguments: &Arguments) -> String {
    let mut language = arguments.named(&["lang", "language"]).unwrap_or_default().to_owned();
    let (mut title, mut options) = (Vec::new(), String::new());
    let mut has_link = false;
    for word in arguments.words() {
        match word.split_once(':') {
            Some(("lang", value)) => value.clone_into(&mut language),
            Some((option, _)) if OPTIONS.contains(&option) => options.push_str(&format!(" {word}")),
            Some((option, _)) if FOR_THEMES.contains(&option) => {}
            // What follows an address is the text of a link.
            _ if has_link || word.contains("://") => has_link = true,
            _ => title.push(word),
        }
    }
    match title.is_empty() {
        true => format!("{language}{options}"),
        false => format!("{language} title=\"{}\"{options}", title.join(" ").replace('"', "'")),
    }
}

/// Options of a block of code that a fence may have too.
const OPTIONS: [&str; 4] = ["line_number", "first_line", "mark", "wrap"];

/// Options of a block of code that change how Hexo colours it.
const FOR_THEMES: [&str; 4] = ["highlight", "line_threshold", "additional_options", "caption"];

/// `author[, source] [link] [title of the link]`: whose a quotation is.
fn attribution(written: &str, arguments: &Arguments) -> String {
    let Some(address) = arguments.words().find(|word| word.contains("://")) else {
        let parts = written.split(',').map(|part| escape(part.trim().trim_matches(['"', '\''])));
        return parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
    };
    let before: Vec<&str> = arguments.words().take_while(|word| *word != address).collect();
    let after: Vec<&str> = arguments.words().skip(before.len() + 1).collect();
    let name = if after.is_empty() { address.to_owned() } else { after.join(" ") };
    let author = before.join(" ");
    let author = author.trim_end_matches(',');
    match author.is_empty() {
        true => link(&name, address),
        false => format!("{} · {}", escape(author), link(&name, address)),
    }
}

/// `[kind] [no-icon] [style] [title]`.
fn note(arguments: &Arguments) -> Meaning {
    let mut kind = "note";
    let mut title = Vec::new();
    for (number, word) in arguments.words().enumerate() {
        let coloured = COLOURS.iter().find(|(colour, _)| *colour == word).map(|(_, kind)| *kind);
        if number == 0 && (is_callout(word) || coloured.is_some()) {
            kind = coloured.unwrap_or(word);
        } else if !STYLES.contains(&word) && !word.starts_with("fa-") && !word.starts_with("fas ") {
            title.push(word);
        }
    }
    let title = title.join(" ");
    Meaning::Box(Container::Callout {
        kind: kind.to_owned(),
        title: (!title.is_empty()).then_some(title),
        open: None,
    })
}

/// Words that say how a remark looks.
const STYLES: [&str; 8] = ["no-icon", "simple", "modern", "flat", "disabled", "icon", "fas", "fa"];

/// `[colour] [open], title` in some themes, `title, colours` in others.
fn folded(name: &str, written: &str) -> Meaning {
    let (first, rest) = written.split_once(',').unwrap_or((written, ""));
    let (style, summary) = if name == "folding" { (first, rest) } else { ("", first) };
    let summary = match name {
        "folding" if rest.is_empty() => first,
        _ => summary,
    };
    Meaning::Box(Container::Details {
        summary: summary.trim().trim_matches(['"', '\'']).to_owned(),
        open: style.split(' ').any(|word| word == "open"),
    })
}

/// `[class …] address [width] [height] ["title" "alternative"]`.
fn image(arguments: &Arguments, folder: Option<&str>) -> Figure {
    let words: Vec<&str> = arguments.words().collect();
    let is_file = |word: &&str| word.contains('.') || word.contains('/');
    let at = words.iter().position(is_file).unwrap_or(0);
    let source = words.get(at).copied().unwrap_or_default().trim_end_matches(',');
    let mut rest = words.get(at + 1..).unwrap_or_default().iter().copied().peekable();
    let width = rest.peek().and_then(|word| word.parse().ok());
    let texts: Vec<&str> = rest.filter(|word| word.parse::<u32>().is_err()).collect();
    // Title and alternative may be in one pair of quotes, each in its own.
    let (title, alt) = match texts.as_slice() {
        [both] if both.contains("' '") => both.split_once("' '").unwrap_or((both, "")),
        [title, alt, ..] => (*title, *alt),
        [title] => (*title, ""),
        [] => ("", ""),
    };
    let [title, alt] = [title, alt].map(|text| text.trim_matches(['"', '\'']).to_owned());
    let source = match folder {
        Some(folder) => format!("{folder}/{source}"),
        None => source.to_owned(),
    };
    Figure {
        source,
        alt: if alt.is_empty() { title.clone() } else { alt },
        title,
        width,
        ..Figure::default()
    }
}

/// `text address [external] [title]` in Hexo, `text, address` in themes.
fn link_tag(arguments: &Arguments, parts: &[&str]) -> Meaning {
    if let [text, address, ..] = parts {
        return Meaning::Text(link(text, address));
    }
    let words: Vec<&str> = arguments.words().collect();
    let at = words.iter().position(|word| word.contains("://") || word.starts_with('/'));
    let Some((text, [address, ..])) = at.and_then(|at| words.split_at_checked(at)) else {
        return Meaning::Unknown;
    };
    Meaning::Text(link(&if text.is_empty() { (*address).to_owned() } else { text.join(" ") }, address))
}
