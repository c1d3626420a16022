//! What stands in a tag behind its name: words, quoted text, and values with names.

/// The arguments of a tag.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Arguments {
    positional: Vec<String>,
    named: Vec<(String, String)>,
}

/// Quotes, and what ends them. The last are what an input method makes of the first.
const QUOTES: [(char, char); 4] = [('"', '"'), ('\'', '\''), ('`', '`'), ('“', '”')];

impl Arguments {
    /// Reads arguments: `word "some words" name=value name="a value"`.
    pub(super) fn read(text: &str) -> Arguments {
        let mut arguments = Arguments::default();
        let mut rest = text.trim_start();
        while !rest.is_empty() {
            let (name, value) = split_name(rest);
            let (value, after) = take_value(value);
            match name {
                Some(name) => arguments.named.push((name.to_ascii_lowercase(), value)),
                None => arguments.positional.push(value),
            }
            rest = after.trim_start();
        }
        arguments
    }

    /// The value with one of these names.
    pub(super) fn named(&self, names: &[&str]) -> Option<&str> {
        let mut found = names.iter().filter_map(|wanted| self.named.iter().find(|(name, _)| name == wanted));
        found.next().map(|(_, value)| value.as_str())
    }

    /// A value without a name, by its number; empty when there are less.
    pub(super) fn at(&self, number: usize) -> &str {
        self.positional.get(number).map_or("", String::as_str)
    }

    /// The value with one of these names, else the one with this number.
    pub(super) fn named_or(&self, names: &[&str], number: usize) -> &str {
        self.named(names).unwrap_or_else(|| self.at(number))
    }

    /// The values without names from a number on, as text.
    pub(super) fn from(&self, number: usize) -> String {
        self.positional.get(number..).unwrap_or_default().join(" ")
    }

    /// The values without names.
    pub(super) fn words(&self) -> impl Iterator<Item = &str> {
        self.positional.iter().map(String::as_str)
    }
}

/// The name of a value, and what follows it.
fn split_name(text: &str) -> (Option<&str>, &str) {
    let is_name = |ch: char| ch.is_ascii_alphanumeric() || matches!(ch, '-' | '_' | '.');
    let end = text.find(|ch| !is_name(ch)).unwrap_or(text.len());
    let (name, rest) = text.split_at_checked(end).unwrap_or((text, ""));
    match rest.strip_prefix('=') {
        Some(value) if !name.is_empty() => (Some(name), value),
        _ => (None, text),
    }
}

/// A value and what follows it. Without its second half a quote is a character.
fn take_value(text: &str) -> (String, &str) {
    let quote = QUOTES.into_iter().find(|&(open, _)| text.starts_with(open));
    if let Some((open, close)) = quote
        && let Some(inner) = text.get(open.len_utf8()..)
        && let Some(end) = end_of_quote(inner, close)
    {
        let value = inner.get(..end).unwrap_or_default().replace("\\\"", "\"");
        return (value, inner.get(end + close.len_utf8()..).unwrap_or_default());
    }
    let end = text.find(char::is_whitespace).unwrap_or(text.len());
    let (value, rest) = text.split_at_checked(end).unwrap_or((text, ""));
    (value.to_owned(), rest)
}

fn end_of_quote(text: &str, close: char) -> Option<usize> {
    let mut escaped = false;
    text.char_indices().find_map(|(at, ch)| {
        let ends = ch == close && !escaped;
        escaped = ch == '\\' && !escaped && close == '"';
        ends.then_some(at)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_quotes_and_names_are_told_apart() {
        let arguments =
            Arguments::read("tip \"一 个\\\" 标题\" open=false title='x y' a=b https://x/?q=1 Don't");
        assert_eq!(arguments.positional, ["tip", "一 个\" 标题", "https://x/?q=1", "Don't"]);
        assert_eq!(arguments.named(&["open"]), Some("false"));
        assert_eq!(arguments.named_or(&["title"], 1), "x y");
        assert_eq!(arguments.from(2), "https://x/?q=1 Don't");
        assert_eq!(arguments.at(9), "");
    }

    #[test]
    fn broken_quotes_are_text() {
        assert_eq!(Arguments::read("\"a b").positional, ["\"a", "b"]);
        assert_eq!(Arguments::read("标题=“甲 乙”").positional, ["标题=“甲", "乙”"]);
        assert_eq!(Arguments::read("title=“甲 乙”").named(&["title"]), Some("甲 乙"));
        assert_eq!(Arguments::read("=x ="), Arguments::read("=x  ="));
    }
}
