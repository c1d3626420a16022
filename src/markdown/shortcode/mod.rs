//! What blogs and handbooks of other generators hold beyond Markdown: tags, containers,
//! admonitions.
//!
//! Each language is a file of its own and touches nothing but its own syntax, outside of
//! code. What is not understood is shown as it was written, with a message that says where.

mod admonition;
mod arguments;
mod attribute_list;
mod container;
mod gitbook;
mod hexo;
mod hugo;
mod icon;
mod include;
mod jekyll;
mod liquid;
mod markdown;
mod media;
mod replace;
mod rows;
mod scan;

use std::collections::BTreeMap;
use std::ops::Range;

use super::construct::Constructs;
use super::rewrite::{Edit, Rewritten};
use crate::diagnostic::{Diagnostic, Report};
use crate::source::Source;

use hugo::Hugo;
use liquid::Liquid;

/// Rewrites a whole note.
pub(super) fn rewrite(
    source: &Source,
    text: &mut Rewritten<'_>,
    constructs: &mut Constructs,
    report: &mut Report,
) {
    let mut passes: Vec<Pass> = vec![liquid_tags, hugo_tags];
    // Of two languages in one note, one is about the other: the first tag is of its own.
    let place = |sign: &str| text.text().find(sign).unwrap_or(usize::MAX);
    if place("{{<").min(place("{{%")) < place("{%") {
        passes.swap(0, 1);
    }
    passes.splice(0..0, [icons as Pass, jekyll_addresses]);
    passes.extend([admonitions as Pass, containers, attribute_lists, includes]);
    for pass in passes {
        let mut findings = Findings::default();
        let edits = pass(source, text.text(), constructs, &mut findings);
        findings.report(source, text, report);
        text.apply(&edits);
    }
}

/// Looks for one kind of things in a text.
type Pass = fn(&Source, &str, &mut Constructs, &mut Findings) -> Vec<Edit>;

fn jekyll_addresses(_: &Source, text: &str, _: &mut Constructs, _: &mut Findings) -> Vec<Edit> {
    jekyll::edits(text)
}

fn liquid_tags(
    source: &Source,
    text: &str,
    constructs: &mut Constructs,
    findings: &mut Findings,
) -> Vec<Edit> {
    match text.contains("{%") {
        true => replace::edits(text, &Liquid::new(source, text), constructs, findings),
        false => Vec::new(),
    }
}

fn hugo_tags(_: &Source, text: &str, constructs: &mut Constructs, findings: &mut Findings) -> Vec<Edit> {
    if !text.contains("{{<") && !text.contains("{{%") {
        return Vec::new();
    }
    let mut edits = replace::edits(text, &Hugo::new(text), constructs, findings);
    edits.extend(hugo::escaped_in_code(text));
    edits.sort_by_key(|edit| edit.range.start);
    edits
}

fn admonitions(_: &Source, text: &str, constructs: &mut Constructs, _: &mut Findings) -> Vec<Edit> {
    admonition::edits(text, constructs)
}

fn containers(_: &Source, text: &str, constructs: &mut Constructs, findings: &mut Findings) -> Vec<Edit> {
    container::edits(text, constructs, findings)
}

fn attribute_lists(_: &Source, text: &str, _: &mut Constructs, _: &mut Findings) -> Vec<Edit> {
    attribute_list::edits(text)
}

fn icons(_: &Source, text: &str, _: &mut Constructs, _: &mut Findings) -> Vec<Edit> {
    icon::edits(text)
}

fn includes(_: &Source, text: &str, _: &mut Constructs, findings: &mut Findings) -> Vec<Edit> {
    include::find(text, findings);
    Vec::new()
}

/// What was found that an author may want to know: once for each name, since a tag is
/// seldom written once.
#[derive(Debug, Default)]
struct Findings {
    list: BTreeMap<(Rule, String), (Range<usize>, usize)>,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Rule {
    /// A tag that is not known.
    Unknown,
    /// Something whose end, which is this, does not come.
    Unclosed(String),
    /// The end of something that never began.
    Stray,
    /// A file that would be shown in its place.
    Include,
}

/// Findings of one pass at most.
const MOST: usize = 50;

impl Findings {
    /// Adds one, as it is shown, with its bytes in the text.
    fn add(&mut self, rule: Rule, shown: String, range: Range<usize>) {
        let key = (rule, shown);
        if self.list.len() < MOST || self.list.contains_key(&key) {
            self.list.entry(key).or_insert((range, 0)).1 += 1;
        }
    }

    /// Reports all, with their places in the file.
    fn report(self, source: &Source, text: &Rewritten<'_>, report: &mut Report) {
        for ((rule, shown), (range, count)) in self.list {
            let times = if count > 1 { format!(", {count} times") } else { String::new() };
            let finding = rule.finding(&shown, &times);
            report.push(finding.at(&source.file, text.origin(range.start)..text.origin(range.end)));
        }
    }
}

impl Rule {
    fn finding(&self, shown: &str, times: &str) -> Diagnostic {
        match self {
            Rule::Unknown => {
                Diagnostic::warning("tag-unknown", format!("unknown tag {shown}; kept as text{times}"))
                    .help("write it in Markdown, or between backticks where it is meant as text")
            }
            Rule::Unclosed(end) => {
                Diagnostic::warning("tag-unclosed", format!("{shown} has no end; kept as text{times}"))
                    .help(format!("what it holds ends with {end}"))
            }
            Rule::Stray => {
                Diagnostic::warning("tag-stray", format!("{shown} ends nothing; kept as text{times}"))
                    .help("what it would end has ended before, or never began")
            }
            Rule::Include => {
                Diagnostic::warning("include", format!("{shown} is not filled in; kept as text{times}"))
                    .help("put the text itself there, or a link to the file")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Severity, SourceFile};

    fn rewritten(text: &str) -> (String, Report) {
        let file = SourceFile::new("a.md", text);
        let body = 0..file.text.len();
        let source = Source { body, front: Default::default(), file, committed: None };
        let mut result = Rewritten::new(text, 0);
        let mut report = Report::default();
        rewrite(&source, &mut result, &mut Constructs::new(text), &mut report);
        (result.text().to_owned(), report)
    }

    #[test]
    fn text_without_tags_is_left_alone() {
        let text = "# 标题\n\n一 {{ x }} {%} :: ! 二\n\n| a |\n|:--|\n| b |\n";
        assert_eq!(rewritten(text), (text.to_owned(), Report::default()));
    }

    #[test]
    fn the_first_tag_says_which_language_a_note_is_in() {
        let hexo = "{% codeblock %}\n{{< note >}}\n{% endcodeblock %}";
        assert_eq!(rewritten(hexo).0, "~~~\n{{< note >}}\n~~~");
        let hugo = "{{< highlight jinja >}}\n{% note %}\n{{< /highlight >}}";
        assert_eq!(rewritten(hugo).0, "~~~jinja\n{% note %}\n~~~");
    }

    #[test]
    fn text_that_never_ends_what_it_begins_is_read_in_no_time() {
        for sign in [
            "{{<",
            "{%",
            "{",
            ":::",
            "!!! ",
            "::: tip\n",
            ":::\n",
            "{{< note >}}",
            "{{< /note >}}\n",
            "{% raw %}",
            "{{< highlight >}}\n",
            "<!-- tab -->",
            "{{</*",
            "!!! note\n",
            "=== \"a\"\n",
            "{: .a}",
            "[x](y){",
            "[x]({{ site.url }}",
            "> ",
            "{{#include ",
            "{% raw %}x{% endraw %}",
            "::: code-group\n```[\n",
        ] {
            let (text, report) = rewritten(&sign.repeat(300_000 / sign.len()));
            assert!(text.len() < 5_000_000, "{sign}");
            assert!(report.count(Severity::Warning) <= MOST, "{sign}");
        }
    }
}
