//! The examples of the CommonMark and GFM specifications, through everything that is done
//! to events before a page is made of them.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use serde::Deserialize;

/// Examples whose HTML is meant to be another, or cannot be helped, and why.
const EXCEPTIONS: [(&str, usize, &str); 5] = [
    ("CommonMark", 602, "an address is a link without its brackets too"),
    ("CommonMark", 608, "an address is a link without its brackets too"),
    ("CommonMark", 611, "an address is a link without brackets"),
    ("CommonMark", 612, "an address is a link without brackets"),
    ("GFM", 657, "whose HTML is trusted is no matter of the names of elements"),
];

#[derive(Deserialize)]
struct Example {
    example: usize,
    section: String,
    markdown: String,
    html: String,
}

/// The HTML of a text, by pulldown-cmark's own writer.
fn html(text: &str) -> String {
    let events = super::events(text, super::Dialect::Plain);
    let mut html = String::new();
    pulldown_cmark::html::push_html(&mut html, events.into_iter().map(|(event, _)| event));
    html
}

/// What writers of HTML write differently that means the same, and how it is compared: the
/// end of an element without content, a quotation mark in text, a line between two tags,
/// the body of a table without rows, how a column is aligned, the box of a task.
const SPELLINGS: [(&str, &str); 9] = [
    (" />", ">"),
    ("/>", ">"),
    ("&quot;", "\""),
    (">\n<", "><"),
    ("<tbody></tbody>", ""),
    (" style=\"text-align: ", " align=\""),
    (
        "<input checked=\"\" disabled=\"\" type=\"checkbox\"",
        "<input disabled=\"\" type=\"checkbox\" checked=\"\"",
    ),
    ("type=\"checkbox\">\n", "type=\"checkbox\"> "),
    ("type=\"checkbox\" checked=\"\">\n", "type=\"checkbox\" checked=\"\"> "),
];

fn normal(html: &str) -> String {
    SPELLINGS.iter().fold(html.to_owned(), |html, (one, other)| html.replace(one, other))
}

fn check(suite: &str, examples: &str) {
    let examples: Vec<Example> = serde_json::from_str(examples).unwrap();
    let mut problems = Vec::new();
    for Example { example, section, markdown, html: expected } in examples {
        let (expected, actual) = (normal(&expected), normal(&html(&markdown)));
        let excepted = EXCEPTIONS.iter().any(|&(of, number, _)| (of, number) == (suite, example));
        if excepted == (expected == actual) {
            problems.push(format!("{suite} {example} {section}\n{markdown}\n-{expected}\n+{actual}"));
        }
    }
    assert!(problems.is_empty(), "{} examples\n{}", problems.len(), problems.join("\n"));
}

#[test]
fn commonmark() {
    check("CommonMark", include_str!("../../tests/conformance/commonmark-0.31.2.json"));
}

#[test]
fn github() {
    check("GFM", include_str!("../../tests/conformance/gfm-0.29.json"));
}
