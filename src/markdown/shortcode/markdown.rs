//! Writing Markdown.

use super::super::construct::Figure;

/// Text that Markdown shows as it is.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    for ch in text.chars() {
        if matches!(
            ch,
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '&' | '~' | '|' | '!' | '=' | ':' | '$'
        ) {
            escaped.push('\\');
        }
        escaped.push(ch);
    }
    escaped
}

/// A link.
pub(super) fn link(text: &str, address: &str) -> String {
    format!("[{}]({})", escape(text), destination(address))
}

/// An address that is its own text; none when it is no address.
pub(super) fn autolink(address: &str) -> Option<String> {
    let is_clean =
        !address.contains(|ch: char| ch.is_whitespace() || ch.is_control() || matches!(ch, '<' | '>'));
    (is_clean && address.contains("://")).then(|| format!("<{address}>"))
}

/// A picture in a line.
pub(super) fn picture(figure: &Figure) -> String {
    let title = match figure.title.is_empty() {
        true => String::new(),
        false => format!(" \"{}\"", figure.title.replace('\\', "\\\\").replace('"', "\\\"")),
    };
    let alt = if figure.alt.is_empty() { &figure.caption } else { &figure.alt };
    let picture = format!("![{}]({}{title})", escape(alt), destination(&figure.source));
    match figure.link.is_empty() {
        true => picture,
        false => format!("[{picture}]({})", destination(&figure.link)),
    }
}

/// An address as it stands in parentheses.
fn destination(address: &str) -> String {
    let mut written = "<".to_owned();
    for ch in address.chars() {
        match ch {
            '\n' | '\r' => written.push(' '),
            '<' | '>' | '\\' => written.extend(['\\', ch]),
            ch => written.push(ch),
        }
    }
    written.push('>');
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_addresses_cannot_break_out() {
        assert_eq!(link("a](x) *b*", "c d>"), r"[a\](x) \*b\*](<c d\>>)");
        assert_eq!(autolink("https://x/a b"), None);
        let figure = Figure { source: "a.png".into(), title: "一\"二".into(), ..Figure::default() };
        assert_eq!(picture(&figure), r#"![](<a.png> "一\"二")"#);
    }
}
