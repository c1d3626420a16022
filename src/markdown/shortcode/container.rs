//! Containers of VuePress, VitePress and Docusaurus: `::: tip 标题 … :::`.

use std::collections::BTreeMap;
use std::ops::Range;

use super::super::alert::is_callout;
use super::super::construct::{Construct, Constructs, Container};
use super::super::rewrite::Edit;
use super::arguments::Arguments;
use super::rows::{Row, rows};
use super::{Findings, Rule};

/// The edits that put marks in place of containers.
pub(super) fn edits(text: &str, constructs: &mut Constructs, findings: &mut Findings) -> Vec<Edit> {
    if !text.starts_with(':') && !text.contains("\n:") && !text.contains(":::") {
        return Vec::new();
    }
    let mut lines = signs(text);
    pair(&mut lines);
    report(&lines, findings);
    let mut writer = Writer { constructs, edits: Vec::new(), open: Vec::new() };
    for line in &lines {
        writer.line(line);
    }
    writer.edits
}

/// A line that may have a meaning.
#[derive(Debug)]
struct Line<'a> {
    sign: Sign<'a>,
    /// The bytes of its content in the text.
    range: Range<usize>,
    /// What the next line begins with.
    next: String,
    paired: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Sign<'a> {
    /// `::: name …`: how many colons, and the name and what follows it.
    Open(usize, &'a str, &'a str),
    /// `:::`
    Close(usize),
    /// `@tab label`
    Tab(&'a str),
    /// A fence that begins code: its label, and the bytes of that in the text.
    Fence(&'a str, Range<usize>),
    /// The fence that ends it.
    FenceEnd,
    /// Text with a colon before it, which Markdown would take for a definition.
    Colon,
}

fn signs(text: &str) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    // The fence that is open.
    let mut fence = None;
    for row in rows(text) {
        let sign = if row.code { code_sign(&row, &mut fence) } else { sign(row.content()) };
        if !row.code {
            fence = None;
        }
        let has_colon = !row.code && !row.html && is_text_after_colon(row.content());
        if let Some(sign) = sign.or(has_colon.then_some(Sign::Colon)) {
            let range = row.start()..row.bytes().end;
            lines.push(Line { sign, range, next: row.continuation(), paired: false });
        }
    }
    lines
}

/// A colon and a hyphen may be the second line of a table.
fn is_text_after_colon(content: &str) -> bool {
    content
        .strip_prefix(':')
        .is_some_and(|rest| rest.starts_with(|ch: char| !ch.is_whitespace() && ch != '-'))
}

fn code_sign<'a>(row: &Row<'a>, fence: &mut Option<&'a str>) -> Option<Sign<'a>> {
    let content = row.content().trim_end();
    let ticks = content.len() - content.trim_start_matches(['`', '~']).len();
    let run = content.get(..ticks).filter(|run| run.len() >= 3);
    match (*fence, run) {
        (None, Some(run)) => {
            *fence = Some(run);
            let (label, range) = label(content, ticks);
            Some(Sign::Fence(label, row.start() + range.start..row.start() + range.end))
        }
        (Some(open), Some(run)) if run == content && run.starts_with(open) => {
            *fence = None;
            Some(Sign::FenceEnd)
        }
        _ => None,
    }
}

/// What code in a group is called, `[npm]` or else its language, and the bytes of the first.
fn label(fence: &str, ticks: usize) -> (&str, Range<usize>) {
    let brackets = fence.split_once('[').and_then(|(before, rest)| Some((before, rest.split_once(']')?.0)));
    match brackets {
        Some((before, label)) => (label, before.len()..before.len() + label.len() + 2),
        None => {
            let info = fence.get(ticks..).unwrap_or_default();
            (info.split_whitespace().next().unwrap_or_default(), ticks..ticks)
        }
    }
}

fn sign(content: &str) -> Option<Sign<'_>> {
    if let Some(label) = content.strip_prefix("@tab") {
        let label = label.strip_prefix(":active").unwrap_or(label);
        return label.starts_with(' ').then(|| Sign::Tab(label.trim()));
    }
    if let Some(label) = content.strip_prefix("== ") {
        return Some(Sign::Tab(label.trim()));
    }
    let colons = content.bytes().take_while(|&byte| byte == b':').count();
    let rest = content.get(colons..).filter(|_| colons >= 3)?.trim();
    if rest.is_empty() {
        return Some(Sign::Close(colons));
    }
    if let Some(classes) = rest.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
        let class = classes.split_whitespace().find_map(|word| word.strip_prefix('.'))?;
        return Some(Sign::Open(colons, class.strip_prefix("callout-").unwrap_or(class), rest));
    }
    let is_name = |ch: char| ch.is_alphanumeric() || matches!(ch, '-' | '_');
    let end = rest.find(|ch| !is_name(ch)).unwrap_or(rest.len());
    let (name, rest) = rest.split_at_checked(end)?;
    let goes_on = rest.is_empty() || rest.starts_with([' ', '\t', '[', '{']);
    (name.starts_with(char::is_alphabetic) && goes_on).then_some(Sign::Open(colons, name, rest))
}

/// Pairs beginnings and ends: an end is that of the last beginning with as many colons, else
/// of the last with less. What is open inside of it has no end.
fn pair(lines: &mut [Line<'_>]) {
    let mut open: Vec<(usize, usize)> = Vec::new();
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    for at in 0..lines.len() {
        match lines.get(at).map(|line| &line.sign) {
            Some(&Sign::Open(colons, ..)) => {
                open.push((colons, at));
                *counts.entry(colons).or_insert(0) += 1;
            }
            Some(&Sign::Close(colons)) => {
                let Some((&wanted, _)) = counts.range(..=colons).next_back() else { continue };
                let begin = close(&mut open, &mut counts, wanted);
                mark_paired(lines, begin, at);
            }
            _ => {}
        }
    }
}

fn mark_paired(lines: &mut [Line<'_>], begin: Option<usize>, end: usize) {
    for at in begin.into_iter().chain(begin.map(|_| end)) {
        if let Some(line) = lines.get_mut(at) {
            line.paired = true;
        }
    }
}

/// Takes what is open down to the last beginning with so many colons.
fn close(
    open: &mut Vec<(usize, usize)>,
    counts: &mut BTreeMap<usize, usize>,
    wanted: usize,
) -> Option<usize> {
    while let Some((colons, at)) = open.pop() {
        decrease(counts, colons);
        if colons == wanted {
            return Some(at);
        }
    }
    None
}

fn decrease(counts: &mut BTreeMap<usize, usize>, colons: usize) {
    if let Some(count) = counts.get_mut(&colons) {
        *count -= 1;
        if *count == 0 {
            counts.remove(&colons);
        }
    }
}

/// Reports beginnings without an end, and ends without a beginning in notes that have some.
fn report(lines: &[Line<'_>], findings: &mut Findings) {
    let mut known = false;
    for line in lines {
        match line.sign {
            Sign::Open(colons, name, _) => {
                let role = Role::of(name);
                known |= line.paired || role != Role::Other;
                if !line.paired && role != Role::Other {
                    let colons = ":".repeat(colons.min(10));
                    findings.add(
                        Rule::Unclosed(format!("a line {colons}")),
                        format!("{colons} {name}"),
                        line.range.clone(),
                    );
                }
            }
            Sign::Close(colons) if known && !line.paired => {
                findings.add(Rule::Stray, ":".repeat(colons.min(10)), line.range.clone());
            }
            _ => {}
        }
    }
}

/// What a container is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Callout,
    Details,
    Tabs,
    /// Code of which one block is shown at a time.
    CodeGroup,
    /// Layout, or a hint to a program.
    Layout,
    /// A container that only the site it comes from knows.
    Other,
}

impl Role {
    fn of(name: &str) -> Role {
        match name {
            "details" | "collapse" | "spoiler" => Role::Details,
            "tabs" | "code-tabs" => Role::Tabs,
            "code-group" => Role::CodeGroup,
            "v-pre" | "raw" | "center" | "left" | "right" | "justify" | "slot" | "row" | "col" | "cards"
            | "steps" | "demo" | "normal-demo" | "vue-demo" | "file-tree" | "window" | "playground" => {
                Role::Layout
            }
            name if is_callout(name) => Role::Callout,
            _ => Role::Other,
        }
    }
}

struct Writer<'c> {
    constructs: &'c mut Constructs,
    edits: Vec<Edit>,
    /// What is open, and whether a tab of it is.
    open: Vec<(Role, bool)>,
}

impl Writer<'_> {
    fn line(&mut self, line: &Line<'_>) {
        match &line.sign {
            Sign::Open(_, name, rest) if line.paired => self.begin(line, name, rest),
            Sign::Close(_) if line.paired => self.end(line),
            Sign::Tab(label) => self.tab(line, label),
            Sign::Fence(label, range) => self.fence(line, label, range),
            Sign::FenceEnd => {
                if let Some((Role::CodeGroup, tab @ true)) = self.open.last_mut() {
                    *tab = false;
                    let mark = self.constructs.line(Construct::End);
                    let at = line.range.end;
                    self.edits.push(Edit { range: at..at, with: format!("\n{}{mark}", line.next) });
                }
            }
            Sign::Open(..) | Sign::Close(_) | Sign::Colon => {
                let at = line.range.start;
                self.edits.push(Edit { range: at..at, with: "\\".to_owned() });
            }
        }
    }

    fn put(&mut self, line: &Line<'_>, marks: &[String]) {
        let with = marks.join(&format!("\n{}", line.next));
        self.edits.push(Edit { range: line.range.clone(), with });
    }

    fn begin(&mut self, line: &Line<'_>, name: &str, rest: &str) {
        let role = Role::of(name);
        self.open.push((role, false));
        let (title, arguments) = title(rest);
        let container = match role {
            Role::Layout => return self.put(line, &[]),
            Role::Tabs | Role::CodeGroup => Container::Tabs,
            Role::Details => {
                let open =
                    arguments.words().any(|word| word == "open") || arguments.named(&["open"]).is_some();
                Container::Details { summary: title.unwrap_or_default(), open }
            }
            Role::Callout | Role::Other => Container::Callout { kind: name.to_owned(), title, open: None },
        };
        let mark = self.constructs.line(Construct::Start(container));
        self.put(line, &[mark]);
    }

    fn end(&mut self, line: &Line<'_>) {
        let Some((role, tab)) = self.open.pop() else { return };
        let ends = usize::from(tab) + usize::from(role != Role::Layout);
        let marks: Vec<String> = (0..ends).map(|_| self.constructs.line(Construct::End)).collect();
        self.put(line, &marks);
    }

    fn tab(&mut self, line: &Line<'_>, label: &str) {
        let Some((Role::Tabs, tab)) = self.open.last_mut() else { return };
        let ended = std::mem::replace(tab, true);
        // What stands behind the label is an id.
        let label = label.split('#').next().unwrap_or_default().trim();
        let mut marks = Vec::new();
        if ended {
            marks.push(self.constructs.line(Construct::End));
        }
        marks.push(self.constructs.line(Construct::Start(Container::Tab(label.to_owned()))));
        self.put(line, &marks);
    }

    /// A block of code in a group is a tab, called as its fence says.
    fn fence(&mut self, line: &Line<'_>, label: &str, range: &Range<usize>) {
        let Some((Role::CodeGroup, tab @ false)) = self.open.last_mut() else { return };
        *tab = true;
        let mark = self.constructs.line(Construct::Start(Container::Tab(label.to_owned())));
        let at = line.range.start;
        self.edits.push(Edit { range: at..at, with: format!("{mark}\n{}", line.next) });
        self.edits.push(Edit { range: range.clone(), with: String::new() });
    }
}

/// The title behind a container's name, `标题`, `[标题]` or `{title="标题"}`, and what stands in
/// its braces.
fn title(rest: &str) -> (Option<String>, Arguments) {
    let rest = rest.trim();
    let braces = rest.strip_suffix('}').and_then(|rest| rest.split_once('{'));
    let (text, arguments) = braces
        .map_or((rest, Arguments::default()), |(before, inner)| (before.trim(), Arguments::read(inner)));
    let text = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')).unwrap_or(text);
    let text = if text.is_empty() { arguments.named(&["title"]).unwrap_or_default() } else { text };
    ((!text.is_empty()).then(|| text.to_owned()), arguments)
}

#[cfg(test)]
mod tests {
    use super::super::super::rewrite::Rewritten;
    use super::*;

    fn rewritten(text: &str) -> (String, usize) {
        let mut constructs = Constructs::new(text);
        let mut findings = Findings::default();
        let mut result = Rewritten::new(text, 0);
        result.apply(&edits(text, &mut constructs, &mut findings));
        (result.text().replace("<!--yj:", "<").replace("-->", ">"), findings.list.len())
    }

    #[test]
    fn containers_become_marks() {
        assert_eq!(rewritten("::: tip 标题\n一\n:::"), ("<0>\n一\n<1>".to_owned(), 0));
        assert_eq!(rewritten("> :::note[题]\n> 一\n> :::").0, "> <0>\n> 一\n> <1>");
        assert_eq!(rewritten("- ::: 定理\n  一\n  :::").0, "- <0>\n  一\n  <1>");
        assert_eq!(rewritten(":::: tip\n::: tip\n::::").0, "<0>\n\\::: tip\n<1>");
        assert_eq!(
            rewritten("::: tabs\n@tab 甲\n一\n@tab 乙#b\n二\n:::").0,
            "<0>\n<1>\n一\n<2>\n<3>\n二\n<4>\n<5>"
        );
    }

    #[test]
    fn code_of_a_group_is_in_tabs() {
        let text = "::: code-group\n```sh [npm]\n:::\n```\n```sh\nb\n```\n:::";
        assert_eq!(rewritten(text).0, "<0>\n<1>\n```sh \n:::\n```\n<2>\n<3>\n```sh\nb\n```\n<4>\n<5>");
    }

    #[test]
    fn what_is_not_closed_stays() {
        for (text, findings) in
            [("::: tip\n一", 1), (":::", 0), ("::: x\n一", 0), ("a\n:::b 。", 0), ("a\n:b", 0)]
        {
            assert_eq!(rewritten(text), (text.replacen(':', "\\:", 1), findings), "{text}");
        }
        let code = "```\n::: tip\n:::\n```";
        assert_eq!(rewritten(code).0, code);
        assert_eq!(rewritten("::: tip\n:::\n:::").1, 1);
    }
}
