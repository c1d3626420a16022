//! The little syntax a query has: quotes, a minus sign, `kind:` and `tag:`.

use std::ops::Range;

use crate::facet::{Facet, Filter};

/// Names of filters and the facets they stand for.
const FILTERS: &[(&str, Facet)] =
    &[("kind", Facet::Kind), ("类型", Facet::Kind), ("tag", Facet::Tag), ("标签", Facet::Tag)];

/// A query taken apart. Whatever is not what it looks like (a quote without its fellow, a
/// filter that no note has) is text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Parsed {
    /// The words to rank by: the query with everything else blanked, so that positions stay.
    pub(crate) text: String,
    /// Quoted phrases without their quotes.
    pub(crate) phrases: Vec<String>,
    /// Words after a minus sign.
    pub(crate) excluded: Vec<String>,
    /// Kinds and tags asked for.
    pub(crate) filters: Vec<Filter>,
}

impl Parsed {
    /// A query that is nothing but words.
    pub(crate) fn text(query: &str) -> Parsed {
        Parsed { text: query.to_owned(), ..Parsed::default() }
    }
}

/// Takes a query apart. `is_exclusion` is asked about a word after a minus sign, because
/// `-name` may be a flag; `has_facet` whether any note has a facet's value.
pub(crate) fn parse(
    query: &str,
    is_exclusion: impl Fn(&str) -> bool,
    has_facet: impl Fn(Facet, &str) -> bool,
) -> Parsed {
    let mut parsed = Parsed::text(query);
    let mut at = 0;
    while let Some(rest) = query.get(at..).filter(|rest| !rest.is_empty()) {
        let boundary =
            query.get(..at).is_none_or(|before| before.chars().next_back().is_none_or(is_boundary));
        let length = match boundary {
            true => token(rest, &mut parsed, &is_exclusion, &has_facet, at),
            false => 0,
        };
        at += length.max(rest.chars().next().map_or(1, char::len_utf8));
    }
    parsed
}

/// Reads one piece of syntax at the beginning of `rest`; returns its length, 0 for none.
fn token(
    rest: &str,
    parsed: &mut Parsed,
    is_exclusion: &impl Fn(&str) -> bool,
    has_facet: &impl Fn(Facet, &str) -> bool,
    at: usize,
) -> usize {
    if let Some((inside, whole)) = quoted(rest) {
        parsed.phrases.push(rest.get(inside.clone()).unwrap_or_default().to_owned());
        blank(&mut parsed.text, at..at + inside.start);
        blank(&mut parsed.text, at + inside.end..at + whole);
        return whole;
    }
    let length = rest.find(char::is_whitespace).unwrap_or(rest.len());
    let token = rest.get(..length).unwrap_or_default();
    if let Some(word) = token.strip_prefix('-').filter(|word| !word.is_empty() && is_exclusion(word)) {
        parsed.excluded.push(word.to_owned());
    } else if let Some(filter) = filter(token).filter(|filter| has_facet(filter.facet, &filter.name)) {
        parsed.filters.push(filter);
    } else {
        return 0;
    }
    blank(&mut parsed.text, at..at + length);
    length
}

/// The inside of a quotation that `text` begins with, and the length of all of it. It has to
/// end where a word ends: `"db":` is a piece of a message.
fn quoted(text: &str) -> Option<(Range<usize>, usize)> {
    let open = text.chars().next()?;
    let close = match open {
        '"' => '"',
        '“' => '”',
        '「' => '」',
        _ => return None,
    };
    let start = open.len_utf8();
    let length = text.get(start..)?.find(close)?;
    let end = start + length;
    let whole = end + close.len_utf8();
    let inside = text.get(start..end)?;
    let ends = text.get(whole..)?.chars().next().is_none_or(is_boundary);
    (ends && !inside.trim().is_empty() && !inside.contains('\n')).then_some((start..end, whole))
}

fn filter(token: &str) -> Option<Filter> {
    let (facet, name) = token.split_once([':', '：'])?;
    let (_, facet) = FILTERS.iter().find(|(known, _)| known.eq_ignore_ascii_case(facet))?;
    let name = name.trim_matches(['"', '“', '”']);
    let filter = || Filter { facet: *facet, name: name.to_owned(), typed: token.to_owned() };
    (!name.is_empty()).then(filter)
}

fn is_boundary(ch: char) -> bool {
    ch.is_whitespace() || matches!(ch, '，' | '。' | '、')
}

fn blank(text: &mut String, range: Range<usize>) {
    if text.get(range.clone()).is_some() {
        text.replace_range(range.clone(), &" ".repeat(range.len()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(query: &str) -> Parsed {
        parse(query, |word| word != "name", |_, value| value != "Deployment")
    }

    #[test]
    fn quotes_minus_and_filters_are_taken_out() {
        let found = parsed("容器 \"no space left\" -docker kind:note 标签：内存");
        assert_eq!(found.phrases, ["no space left"]);
        assert_eq!(found.excluded, ["docker"]);
        let filter =
            |facet, name: &str, typed: &str| Filter { facet, name: name.to_owned(), typed: typed.to_owned() };
        let filters = [filter(Facet::Kind, "note", "kind:note"), filter(Facet::Tag, "内存", "标签：内存")];
        assert_eq!(found.filters, filters);
        assert_eq!(found.text.split_whitespace().collect::<Vec<_>>(), ["容器", "no", "space", "left"]);
        assert_eq!(found.text.len(), "容器 \"no space left\" -docker kind:note 标签：内存".len());
    }

    #[test]
    fn chinese_quotes_quote() {
        assert_eq!(parsed("“内存不足”").phrases, ["内存不足"]);
        assert_eq!(parsed("「記憶體」 x").phrases, ["記憶體"]);
    }

    #[test]
    fn what_only_looks_like_syntax_is_text() {
        for text in [
            "\"open",
            "exec: \"bash\": not found",
            "find -name",
            "kind:Deployment",
            "a-b",
            "- x",
            "\"\"",
            "kind:",
        ] {
            assert_eq!(parsed(text), Parsed { text: text.to_owned(), ..Parsed::default() }, "{text}");
        }
    }
}
