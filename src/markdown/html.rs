//! Raw HTML in notes.

/// Elements of HTML, and of SVG's and MathML's roots. What else looks like a tag in a note
/// is a placeholder: `kill <pid>` has to show its `<pid>`.
const ELEMENTS: &str = " a abbr address area article aside audio b base bdi bdo big blockquote body br button \
    canvas caption center cite code col colgroup data datalist dd del details dfn dialog div dl dt em \
    embed fieldset figcaption figure font footer form h1 h2 h3 h4 h5 h6 head header hgroup hr html i \
    iframe img input ins kbd label legend li link main map mark math menu meta meter nav noscript object \
    ol optgroup option output p param picture pre progress q rp rt ruby s samp script search section \
    select slot small source span strike strong style sub summary sup svg table tbody td template \
    textarea tfoot th thead time title tr track tt u ul var video wbr ";

/// Whether inline HTML is a tag of a known element, a comment or the like.
pub(super) fn is_markup(html: &str) -> bool {
    let inner = html.trim_start_matches('<').trim_start_matches('/');
    if inner.starts_with(['!', '?']) {
        return true;
    }
    let end = inner.find(|ch: char| !ch.is_ascii_alphanumeric()).unwrap_or(inner.len());
    let (name, rest) = inner.split_at(end);
    let ends = rest.starts_with(['>', '/', ' ', '\n', '\t']);
    ends && !name.is_empty() && ELEMENTS.contains(&format!(" {} ", name.to_ascii_lowercase()))
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
        for markup in ["<br>", "<br/>", "</div>", "<span class=x>", "<!-- x -->", "<KBD>"] {
            assert!(is_markup(markup), "{markup}");
        }
        for placeholder in ["<pid>", "<container-id>", "</path>", "<your_name>", "<a.b>"] {
            assert!(!is_markup(placeholder), "{placeholder}");
        }
    }

    #[test]
    fn only_text_is_searched() {
        assert_eq!(text("<div style=\"a>b\">一<!-- 二 --></div>").trim(), "b\">一");
        assert_eq!(text("a < b").trim(), "a");
    }
}
