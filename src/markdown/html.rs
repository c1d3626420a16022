//! Raw HTML in notes.

mod address;

pub(super) use address::addresses;

/// Elements of HTML, and of SVG's and MathML's roots. What else looks like a tag in a note
/// is a placeholder: `kill <pid>` has to show its `<pid>`.
const ELEMENTS: &str = " a abbr address area article aside audio b base bdi bdo big blockquote body br button \
    canvas caption center cite code col colgroup data datalist dd del details dfn dialog div dl dt em \
    embed fieldset figcaption figure font footer form h1 h2 h3 h4 h5 h6 head header hgroup hr html i \
    iframe img input ins kbd label legend li link main map mark math menu meta meter nav noscript object \
    ol optgroup option output p param picture pre progress q rp rt ruby s samp script search section \
    select slot small source span strike strong style sub summary sup svg table tbody td template \
    textarea tfoot th thead time title tr track tt u ul var video wbr ";

/// Elements that are words first: without a value in a line of text they are placeholders
/// (`cp <source> <data>`, `<label name>`). The last few would swallow everything that follows.
const WORDS: &str = " area base body button col data dialog font form frame head html input label link map \
    menu meta nav object option output param picture search section select slot source template time \
    title var track iframe noscript script style textarea ";

/// Whether a block of raw HTML is markup. A comment that never ends is not: it would hide
/// the rest of the page.
pub(super) fn is_block_markup(html: &str) -> bool {
    if html.starts_with("<!--") {
        return html.contains("-->");
    }
    let name = tag_name(html);
    let swallows = ["script", "style", "textarea", "title"].contains(&name.as_str());
    let closed = html.to_ascii_lowercase().contains(&format!("</{name}"));
    is_tag(html) && (closed || !swallows)
}

/// Whether inline HTML is a tag of a known element, a comment or the like.
pub(super) fn is_inline_markup(html: &str) -> bool {
    is_tag(html) && (html.contains('=') || !WORDS.contains(&format!(" {} ", tag_name(html))))
}

fn is_tag(html: &str) -> bool {
    let inner = html.trim_start_matches('<').trim_start_matches('/');
    if inner.starts_with(['!', '?']) {
        return true;
    }
    let name = tag_name(html);
    let ends = inner.get(name.len()..).is_some_and(|rest| rest.starts_with(['>', '/', ' ', '\n', '\t']));
    ends && !name.is_empty() && ELEMENTS.contains(&format!(" {name} "))
}

fn tag_name(html: &str) -> String {
    let inner = html.trim_start_matches('<').trim_start_matches('/');
    inner.chars().take_while(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase()
}

/// The mark that ends a note's summary, as Hexo, Hugo and Typecho write it.
pub(super) fn is_more(html: &str) -> bool {
    let comment = html.trim().strip_prefix("<!--").and_then(|rest| rest.strip_suffix("-->"));
    comment.is_some_and(|comment| comment.trim().eq_ignore_ascii_case("more"))
}

/// The text of raw HTML, for search: tags and comments left out.
pub(super) fn text(html: &str) -> String {
    let mut text = String::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        let (before, tag) = rest.split_at(at);
        text.push_str(before);
        let end = if tag.starts_with("<!--") {
            tag.find("-->").map(|end| end + 3)
        } else {
            tag.find('>').map(|end| end + 1)
        };
        rest = end.and_then(|end| tag.get(end..)).unwrap_or_default();
        text.push(' ');
    }
    text.push_str(rest);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_no_markup() {
        for markup in
            ["<br>", "<br/>", "</div>", "<span class=x>", "<!-- x -->", "<KBD>", "<time datetime=x>"]
        {
            assert!(is_inline_markup(markup), "{markup}");
        }
        for placeholder in [
            "<pid>",
            "<container-id>",
            "</path>",
            "<your_name>",
            "<a.b>",
            "<source>",
            "<title>",
            "<label name>",
        ] {
            assert!(!is_inline_markup(placeholder), "{placeholder}");
        }
    }

    #[test]
    fn a_block_is_judged_as_a_whole() {
        for markup in
            ["<div\n class=\"x\"\n>块</div>", "<!--\n秘密\n-->", "<style>\na {}\n</style>", "<td\nx>"]
        {
            assert!(is_block_markup(markup), "{markup}");
        }
        for text in ["<!--\n没有结束", "<pid>", "<script>\nalert()"] {
            assert!(!is_block_markup(text), "{text}");
        }
    }

    #[test]
    fn only_text_is_searched() {
        assert_eq!(text("<div style=\"a>b\">一<!-- 二 --></div>").trim(), "b\">一");
        assert_eq!(text("a < b").trim(), "a");
    }
}
