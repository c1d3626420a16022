//! What stands behind a fence: the language, and options as other generators write them.
//!
//! ```text
//! yaml {1,3-5}                                        highlighted lines
//! go {linenos=true,hl_lines=[2,"4-5"],linenostart=10} Hugo; Zola without braces
//! python hl_lines="2 3" linenums="1" title="app.py"   MkDocs
//! js title="a.js" {1,3} showLineNumbers ins={2}       Docusaurus, Starlight
//! ts{2}:line-numbers=5 [npm]                          VitePress
//! js 标题 mark:1,4-7 first_line:3                     Hexo
//! ```

use std::ops::RangeInclusive;

use super::{LineMark, Marks};

/// What the author of a block asks for.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(in super::super) struct CodeOptions {
    pub(in super::super) language: String,
    /// What is shown above the code.
    pub(in super::super) title: String,
    /// Whether lines are numbered, where the fence says so.
    pub(super) numbered: Option<bool>,
    /// The number of the first line, less one.
    pub(super) first: u32,
    /// Whether long lines are wrapped.
    pub(super) wrap: bool,
    /// Lines by their number in the block, from 1.
    pub(super) marks: Marks,
    /// What means nothing here.
    pub(super) unknown: Vec<String>,
}

/// A piece of what stands behind the language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Token<'a> {
    /// `{…}`
    Braces(&'a str),
    /// `[…]` or `"…"`
    Label(&'a str),
    /// `name=value`, or with a colon as Hexo has it
    Named {
        name: &'a str,
        value: &'a str,
        colon: bool,
    },
    Word(&'a str),
}

impl CodeOptions {
    /// Reads what stands behind a fence.
    pub(in super::super) fn read(info: &str) -> CodeOptions {
        let language = language(info);
        let options = CodeOptions { language: language.to_owned(), ..CodeOptions::default() };
        let mut reader = Reader { options, listing: None, shifted: Vec::new() };
        let skip = info.find(language).map_or(0, |at| at + language.len());
        // The language may be a class among attributes, which go on behind it.
        let in_braces = info.trim_start().starts_with('{') && !language.is_empty();
        let rest = info.get(skip..).unwrap_or_default();
        let (inside, outside) =
            if in_braces { rest.split_once('}').unwrap_or((rest, "")) } else { ("", rest) };
        reader.read(inside, true);
        reader.read(outside, in_braces);
        reader.finish()
    }
}

/// The language of a fence: its first word, without what other tools write behind it
/// (`bash{1,3}`, `go,linenos`, `title=…`). It may be a class among attributes: `{ .yaml }`.
fn language(info: &str) -> &str {
    let class = info.strip_prefix('{').map(|rest| rest.trim_start().trim_start_matches('.'));
    let word = class.unwrap_or(info).split([' ', '\t', '{', ',', ':', '}', '=']).next().unwrap_or_default();
    let is_named = class.unwrap_or(info).get(word.len()..).is_some_and(|rest| rest.starts_with('='));
    let is_none = is_named || (class.is_some() && !word.starts_with(char::is_alphabetic));
    if is_none { "" } else { word }
}

struct Reader {
    options: CodeOptions,
    /// What the lines are that are being listed, and whether by the numbers shown: the list
    /// may go on behind a space.
    listing: Option<(LineMark, bool)>,
    /// Lines by the number that is shown.
    shifted: Marks,
}

impl Reader {
    /// Reads options; `attributes` are those in braces, among which no file is named.
    fn read(&mut self, text: &str, attributes: bool) {
        let mut is_first = !attributes;
        let mut rest = text;
        while let Some((token, after)) = next(rest) {
            rest = after;
            let listing = self.listing.take();
            match token {
                Token::Braces(inner) => match numbers(inner) {
                    Some(numbers) => self.mark(numbers, LineMark::Highlighted, false),
                    None if attributes => self.options.unknown.push(format!("{{{inner}}}")),
                    None => self.read(inner, true),
                },
                Token::Label(label) => self.title(label),
                Token::Named { name, value, colon } => self.named(name, value, colon),
                Token::Word(word) => self.word(word, is_first, listing),
            }
            is_first = false;
        }
        self.listing = None;
    }

    fn word(&mut self, word: &str, is_first: bool, listing: Option<(LineMark, bool)>) {
        let bare = word.trim_start_matches([':', '.', '#']);
        if let (Some((mark, shown)), Some(numbers)) = (listing, numbers(word)) {
            self.listing = listing;
            return self.mark(numbers, mark, shown);
        }
        let is_file = is_first && bare.rsplit('/').next().is_some_and(|name| name.contains('.'));
        match key(bare).as_str() {
            "nolinenumbers" | "nolinenos" => self.options.numbered = Some(false),
            key if NUMBERED.contains(&key) => self.options.numbered = Some(true),
            "wrap" => self.options.wrap = true,
            _ if is_file => self.title(bare),
            // Classes and ids are for other sites' themes, an address for a link.
            _ if word.starts_with(['.', '#']) || word.contains("://") => {}
            key if KNOWN.contains(&key) || bare.is_empty() => {}
            _ => self.options.unknown.push(word.to_owned()),
        }
    }

    fn named(&mut self, name: &str, value: &str, colon: bool) {
        let key = key(name);
        let is_false = ["false", "no", "0", "off"].contains(&value);
        match key.as_str() {
            "title" | "filename" | "file" | "caption" | "header" | "name" => self.title(value),
            "lang" | "language" if self.options.language.is_empty() => {
                value.clone_into(&mut self.options.language);
            }
            "wrap" | "overflow" => self.options.wrap = !is_false && value != "scroll",
            key if NUMBERED.contains(&key) => {
                self.options.numbered = Some(!is_false);
                self.start(value);
            }
            "linenostart" | "startlinenumber" | "firstline" | "startfrom" => {
                self.options.numbered.get_or_insert(true);
                self.start(value);
            }
            key => match (listed(key), numbers(value)) {
                // Hexo counts from the number of the first line, the others from one.
                (Some(mark), Some(numbers)) => {
                    self.mark(numbers, mark, colon);
                    self.listing = Some((mark, colon));
                }
                _ if KNOWN.contains(&key) => {}
                _ => self.options.unknown.push(name.to_owned()),
            },
        }
    }

    fn title(&mut self, title: &str) {
        if self.options.title.is_empty() {
            title.clone_into(&mut self.options.title);
        }
    }

    fn start(&mut self, value: &str) {
        let number = value.trim_matches(['{', '}']).split(' ').next().unwrap_or_default().parse::<u32>();
        if let Ok(number) = number {
            self.options.first = number.saturating_sub(1);
        }
    }

    /// Marks lines by their number in the block, or by the number that is shown.
    fn mark(&mut self, numbers: Vec<RangeInclusive<usize>>, mark: LineMark, shown: bool) {
        let marks = if shown { &mut self.shifted } else { &mut self.options.marks };
        marks.extend(numbers.into_iter().map(|range| (range, mark)));
    }

    fn finish(mut self) -> CodeOptions {
        let first = usize::try_from(self.options.first).unwrap_or_default();
        for (range, mark) in self.shifted {
            let [start, end] = [range.start(), range.end()].map(|number| number.saturating_sub(first));
            self.options.marks.push((start..=end, mark));
        }
        self.options
    }
}

/// Names of options that number lines, as [`key`] gives them.
const NUMBERED: [&str; 7] =
    ["linenos", "linenums", "linenumbers", "showlinenumbers", "linenumber", "numberlines", "lineno"];

/// Options and words that change nothing here: they are for compilers, or for how another
/// theme looks.
const KNOWN: [&str; 38] = [
    "annotate",
    "anchorlinenos",
    "collapse",
    "collapsible",
    "compilefail",
    "copy",
    "edition2015",
    "edition2018",
    "edition2021",
    "edition2024",
    "editable",
    "eval",
    "frame",
    "guesssyntax",
    "highlight",
    "ignore",
    "lineanchors",
    "linenostable",
    "live",
    "lineno",
    "mark",
    "nocopy",
    "nohighlight",
    "noplayground",
    "noplaypen",
    "norun",
    "nowrap",
    "playground",
    "runnable",
    "select",
    "shouldpanic",
    "static",
    "style",
    "tabwidth",
    "theme",
    "twoslash",
    "usesyntaxtheme",
    "vue",
];

/// What the lines are that an option of this name lists.
fn listed(key: &str) -> Option<LineMark> {
    Some(match key {
        "hllines" | "hl" | "highlight" | "highlightlines" | "mark" | "marklines" | "emphasizelines" => {
            LineMark::Highlighted
        }
        "ins" | "add" | "added" => LineMark::Added,
        "del" | "rem" | "removed" => LineMark::Removed,
        "focus" | "focuslines" => LineMark::Focused,
        "error" | "errorlines" => LineMark::Error,
        "warning" | "warninglines" => LineMark::Warning,
        _ => return None,
    })
}

/// A name without case and signs: `hl_lines`, `hlLines` and `hl-lines` are one.
fn key(name: &str) -> String {
    name.chars().filter(|ch| !matches!(ch, '-' | '_')).collect::<String>().to_ascii_lowercase()
}

/// Numbers of lines: `1,3-5`, `[2,"4-5"]`, `2 3`.
fn numbers(text: &str) -> Option<Vec<RangeInclusive<usize>>> {
    let parts =
        text.split(|ch: char| ch.is_whitespace() || matches!(ch, ',' | '"' | '\'' | '[' | ']' | '{' | '}'));
    let range = |part: &str| {
        let (start, end) = part.split_once('-').or_else(|| part.split_once("..")).unwrap_or((part, part));
        Some(start.trim().parse().ok()?..=end.trim().parse().ok()?)
    };
    let found: Option<Vec<_>> = parts.filter(|part| !part.is_empty()).map(range).collect();
    found.filter(|found| !found.is_empty())
}

/// The next piece of a text, and what follows it.
fn next(text: &str) -> Option<(Token<'_>, &str)> {
    let text = text.trim_start_matches(|ch: char| ch.is_whitespace() || matches!(ch, ',' | '}' | ']'));
    let first = text.chars().next()?;
    if let Some((inner, rest)) = enclosed(text) {
        let token = if first == '{' { Token::Braces(inner) } else { Token::Label(inner) };
        return Some((token, rest));
    }
    let is_end = |ch: char| ch.is_whitespace() || matches!(ch, ',' | '{' | '}' | '[' | ']' | '=');
    // A sign that opens nothing is a word of its own.
    let length = text.find(is_end).unwrap_or(text.len()).max(first.len_utf8());
    let (word, rest) = text.split_at_checked(length)?;
    if let Some(after) = rest.strip_prefix('=') {
        let (value, rest) = value(after);
        return Some((Token::Named { name: word.trim_start_matches(':'), value, colon: false }, rest));
    }
    if rest.starts_with('{') && key(word) == "showlinenumbers" {
        let (value, rest) = enclosed(rest)?;
        return Some((Token::Named { name: word, value, colon: false }, rest));
    }
    let token = match word.split_once(':') {
        Some((name, value)) if !name.is_empty() && !value.is_empty() && !value.starts_with('/') => {
            Token::Named { name, value, colon: true }
        }
        _ => Token::Word(word),
    };
    Some((token, rest))
}

/// The value behind a sign, and what follows it.
fn value(text: &str) -> (&str, &str) {
    if let Some(found) = enclosed(text) {
        return found;
    }
    // A quote that does not end holds the rest.
    let end = if text.starts_with(['"', '\'']) { None } else { text.find([' ', '\t', ',', '}']) };
    let (value, rest) = text.split_at_checked(end.unwrap_or(text.len())).unwrap_or((text, ""));
    (value.trim_start_matches(['"', '\'']), rest)
}

/// What the brackets or quotes hold that a text begins with, and what follows them.
fn enclosed(text: &str) -> Option<(&str, &str)> {
    let close = match text.chars().next()? {
        '{' => '}',
        '[' => ']',
        quote @ ('"' | '\'') => quote,
        _ => return None,
    };
    text.get(1..)?.split_once(close)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(info: &str) -> String {
        let options = CodeOptions::read(info);
        let mut shown = vec![options.language, options.title];
        shown.extend(
            options
                .numbered
                .map(|numbered| format!("{}{}", if numbered { "n" } else { "-n" }, options.first + 1)),
        );
        shown.extend(
            options.marks.iter().map(|(range, mark)| format!("{mark:?}{}-{}", range.start(), range.end())),
        );
        shown.extend(options.wrap.then(|| "wrap".to_owned()));
        shown.extend(options.unknown.iter().map(|word| format!("?{word}")));
        shown.join(" ").trim().to_owned()
    }

    #[test]
    fn the_language_is_the_first_word() {
        let infos = ["bash", "bash {1,3}", "go,linenos", "yaml:compose.yml", "title=x", ""];
        assert_eq!(infos.map(language), ["bash", "bash", "go", "yaml", "", ""]);
        let infos = ["{ .yaml .annotate }", "{.sh}", "{r}", "{1,3}", "{"];
        assert_eq!(infos.map(language), ["yaml", "sh", "r", "", ""]);
    }

    #[test]
    fn code_may_have_a_title() {
        for (info, title) in [
            ("js{1,3} title=\"a b.js\" :line-numbers", "a b.js"),
            ("{ .sh filename='x' }", "x"),
            ("sh [npm]", "npm"),
            ("yaml:compose.yml", "compose.yml"),
            ("bash install.sh https://example.org", "install.sh"),
            ("mermaid \"控制循环\"", "控制循环"),
            ("js:line-numbers {1}", ""),
            ("go {hl_lines=[1]}", ""),
            ("rust,ignore", ""),
            ("title=\"", ""),
            ("", ""),
        ] {
            assert_eq!(CodeOptions::read(info).title, title, "{info}");
        }
    }

    #[test]
    fn options_are_read_as_others_write_them() {
        for (info, expected) in [
            ("yaml {3,5-7}", "yaml  Highlighted3-3 Highlighted5-7"),
            (
                "go {linenos=true,hl_lines=[2,\"4-5\"],linenostart=10}",
                "go  n10 Highlighted2-2 Highlighted4-5",
            ),
            (
                "rust,linenos,linenostart=20,hl_lines=3-4 8-9,hide_lines=2",
                "rust  n20 Highlighted3-4 Highlighted8-9 ?hide_lines",
            ),
            ("py hl_lines=\"2 3\" linenums=\"1\" title=\"a.py\"", "py a.py n1 Highlighted2-2 Highlighted3-3"),
            ("{ .py .annotate hl_lines=\"2\" linenums=5 }", "py  n5 Highlighted2-2"),
            (
                "js title=\"a\" {1,3} showLineNumbers ins={2} del={4-5}",
                "js a n1 Highlighted1-1 Highlighted3-3 Added2-2 Removed4-5",
            ),
            ("js showLineNumbers{7}", "js  n7"),
            ("ts{2}:line-numbers=5", "ts  n5 Highlighted2-2"),
            ("ts:no-line-numbers", "ts  -n1"),
            (
                "js mark:11,14-15 first_line:10 line_number:false wrap:true",
                "js  -n10 Highlighted2-2 Highlighted5-6 wrap",
            ),
            ("{.haskell .numberLines startFrom=\"100\"}", "haskell  n100"),
            ("rust,ignore,should_panic", "rust"),
            ("js colour=red {foo} bar", "js  ?colour ?foo ?bar"),
            ("sh {", "sh  ?{"),
        ] {
            assert_eq!(shown(info), expected, "{info}");
        }
    }
}
