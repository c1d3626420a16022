//! Bare addresses into links: `https://a.b/c`, `www.a.b` and `a@b.c`, as GFM has them.
//!
//! An address is looked for in the note as it was written, where pulldown-cmark found text,
//! so that a delimiter or an entity in it does not end it. When a delimiter in an address
//! was taken for emphasis the note is read again, with those delimiters hidden.

mod address;

use std::iter::Peekable;
use std::ops::Range;
use std::slice;

use pulldown_cmark::{CowStr, Event, LinkType, Tag, TagEnd};

use super::Events;
pub(super) use address::Address;

/// Addresses in the text of a note, in order.
pub(super) fn find(note: &str, events: &Events<'_>) -> Vec<Address> {
    let mut found = Vec::new();
    if !address::is_possible(note) {
        return found;
    }
    let mut stretch: Option<Range<usize>> = None;
    let mut context = Context::default();
    for (event, range) in events {
        context.enter(event);
        match event {
            Event::Text(_) if context.is_text() => {
                let start = stretch.map_or(range.start, |stretch| stretch.start);
                stretch = Some(start..range.end);
            }
            Event::Start(tag) if is_delimited(&tag.to_end()) => {}
            // What follows an address decides on it, delimiters too.
            Event::End(tag) if is_delimited(tag) => {
                stretch = stretch.map(|stretch| stretch.start..range.end);
            }
            _ => address::find(note, stretch.take().unwrap_or_default(), &mut found),
        }
    }
    address::find(note, stretch.unwrap_or_default(), &mut found);
    found
}

/// Whether emphasis begins or ends inside an address.
pub(super) fn is_cut(events: &Events<'_>, addresses: &[Address]) -> bool {
    let is_inside = |at: usize| {
        let next = addresses.partition_point(|address| address.range.end <= at);
        addresses.get(next).is_some_and(|address| address.range.contains(&at))
    };
    !addresses.is_empty()
        && events.iter().any(|(event, range)| match event {
            Event::Start(tag) => {
                is_delimited(&tag.to_end()) && (is_inside(range.start) || is_inside(range.end - 1))
            }
            _ => false,
        })
}

/// Makes links of the addresses that were found in a note.
pub(super) fn link<'a>(note: &'a str, events: Events<'a>, addresses: &[Address]) -> Events<'a> {
    if addresses.is_empty() {
        return events;
    }
    let linked = Vec::with_capacity(events.len() + 2 * addresses.len());
    let mut linker = Linker { note, addresses: addresses.iter().peekable(), linked, open: None };
    for (event, range) in events {
        match event {
            Event::Text(text) => linker.text(text, range),
            other => {
                linker.close();
                linker.linked.push((other, range));
            }
        }
    }
    linker.close();
    linker.linked
}

/// Whether an element is made by delimiters.
fn is_delimited(tag: &TagEnd) -> bool {
    matches!(tag, TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough)
}

/// Where the text of an event stands.
#[derive(Debug, Default)]
struct Context {
    /// Links, pictures and blocks that are open and whose text is not for links.
    closed: usize,
    /// Whether a link in raw HTML is open.
    anchor: bool,
}

impl Context {
    fn is_text(&self) -> bool {
        self.closed == 0 && !self.anchor
    }

    fn enter(&mut self, event: &Event<'_>) {
        match event {
            Event::Start(Tag::Link { .. } | Tag::Image { .. } | Tag::CodeBlock(_)) => self.closed += 1,
            Event::End(TagEnd::Link | TagEnd::Image | TagEnd::CodeBlock) => self.closed -= 1,
            Event::InlineHtml(html) => {
                let html = html.to_ascii_lowercase();
                let opens =
                    html.strip_prefix("<a").is_some_and(|rest| !rest.starts_with(char::is_alphabetic));
                self.anchor = opens || (self.anchor && !html.starts_with("</a"));
            }
            Event::End(tag) if !is_delimited(tag) => self.anchor = false,
            _ => {}
        }
    }
}

/// Copies events and puts links around addresses.
struct Linker<'a, 'n> {
    note: &'a str,
    addresses: Peekable<slice::Iter<'n, Address>>,
    linked: Events<'a>,
    /// The number of the event that the open link begins before, and its text.
    open: Option<(usize, String)>,
}

impl<'a> Linker<'a, '_> {
    fn text(&mut self, mut text: CowStr<'a>, mut range: Range<usize>) {
        loop {
            while self.addresses.peek().is_some_and(|address| address.range.end <= range.start) {
                self.close();
                self.addresses.next();
            }
            let Some(address) = self.addresses.peek().map(|address| address.range.clone()) else { break };
            if address.start > range.start {
                let Some((before, rest)) = self.split(&text, &range, address.start) else { break };
                self.linked.push((before, range.start..address.start));
                (text, range) = (rest, address.start..range.end);
            } else if let Some((inside, rest)) = self.split(&text, &range, address.end) {
                self.push_inside(inside, range.start..address.end);
                (text, range) = (rest, address.end..range.end);
            } else {
                return self.push_inside(Event::Text(text), range);
            }
        }
        self.linked.push((Event::Text(text), range));
    }

    /// Cuts text in two, where it stands in the note as it is.
    fn split(&self, text: &str, range: &Range<usize>, at: usize) -> Option<(Event<'a>, CowStr<'a>)> {
        let written = self.note.get(range.clone())?;
        if at <= range.start || at >= range.end || written != text {
            return None;
        }
        let (before, rest) = written.split_at_checked(at - range.start)?;
        Some((Event::Text(CowStr::from(before)), CowStr::from(rest)))
    }

    fn push_inside(&mut self, event: Event<'a>, range: Range<usize>) {
        let (_, target) = self.open.get_or_insert_with(|| (self.linked.len(), String::new()));
        if let Event::Text(text) = &event {
            target.push_str(text);
        }
        self.linked.push((event, range));
    }

    /// Ends the open link.
    fn close(&mut self) {
        let (Some((first, text)), Some(address)) = (self.open.take(), self.addresses.peek()) else { return };
        let (link_type, prefix) = match address.kind {
            address::Kind::Whole => (LinkType::Autolink, ""),
            address::Kind::Www => (LinkType::Autolink, "http://"),
            address::Kind::Mail => (LinkType::Email, ""),
        };
        let link = Tag::Link {
            link_type,
            dest_url: CowStr::from(format!("{prefix}{text}")),
            title: CowStr::Borrowed(""),
            id: CowStr::Borrowed(""),
        };
        self.linked.insert(first, (Event::Start(link), address.range.clone()));
        self.linked.push((Event::End(TagEnd::Link), address.range.clone()));
    }
}

#[cfg(test)]
mod tests {
    use super::super::dialect::Dialect;
    use super::super::{emphasis, events, options};
    use super::*;

    /// A text with links as `<target|text>`, what is emphasised in asterisks, code in `:`.
    fn shown(text: &str) -> String {
        let shown = |(event, _): (Event<'_>, _)| match event {
            Event::Start(Tag::Link { dest_url, link_type: LinkType::Email, .. }) => {
                format!("<mailto:{dest_url}|")
            }
            Event::Start(Tag::Link { dest_url, .. }) => format!("<{dest_url}|"),
            Event::End(TagEnd::Link) => ">".into(),
            Event::Start(tag) if is_delimited(&tag.to_end()) => "*".into(),
            Event::End(tag) if is_delimited(&tag) => "*".into(),
            Event::Code(code) => format!(":{code}:"),
            Event::Text(text) | Event::InlineHtml(text) | Event::Html(text) => text.into_string(),
            Event::SoftBreak | Event::End(TagEnd::TableCell) => " ".into(),
            _ => String::new(),
        };
        events(text, Dialect::Plain).into_iter().map(shown).collect()
    }

    /// Checks that a text shows a link as written in `{}`, and all else as it is.
    fn check(cases: &[&str]) {
        for case in cases {
            let text = case.replace(['{', '}'], "");
            let mut expected = String::new();
            for part in case.split_inclusive('}') {
                match part.split_once('{') {
                    Some((before, address)) => {
                        let address = address.trim_end_matches('}');
                        let is_mail = address.contains('@') && !address.contains(':');
                        let scheme = match address {
                            _ if address.starts_with("www.") => "http://",
                            _ if is_mail => "mailto:",
                            _ => "",
                        };
                        expected.push_str(&format!("{before}<{scheme}{address}|{address}>"));
                    }
                    None => expected.push_str(part),
                }
            }
            assert_eq!(shown(&text), expected, "{text}");
        }
    }

    #[test]
    fn addresses_are_links() {
        check(&[
            "{https://a.b/c}",
            "{http://a.b}",
            "{ftp://a.b/c.tar.gz}",
            "{HTTPS://A.B}",
            "{www.a.b/c}",
            "{http://localhost:8080/x}",
            "{http://10.0.0.1:9090}",
            "{https://user:pw@a.b/c}",
            "{https://a.b/?x=1&y=2#z}",
            "{https://a.b/%E4%B8%AD%E6%96%87}",
            "{https://a.b/c?d[]=1&e[0]=2}",
            "{https://bücher.example/ä}",
            "看 {https://a.b/c} 与 {https://d.e/f}",
            "({https://a.b/c})",
            "[{https://a.b/c}]",
            "\"{https://a.b/c}\"",
            "url={https://a.b/c}",
            "{https://a.b/c}.",
            "{https://a.b/c}?!",
            "{https://a.b/c}'",
            "{https://a.b/c(d)}).",
            "{https://a.b/c;d};",
            "{https://a.b/~user}",
        ]);
    }

    #[test]
    fn other_text_is_none() {
        check(&[
            "https://",
            "http://.",
            "https:// a.b",
            "https://中文.com",
            "http://a_b.c_d",
            "xhttps://a.b",
            "awww.a.b",
            "www.",
            "www. a.b",
            "wwww.a.b",
            "file:///etc/hosts",
            "a://b",
            "@",
            "a@b",
            "a@@b.c",
            "a@b@c.d",
            "@a.b",
            "root@10.0.0.1",
            "lodash@4.17.21",
            "getty@tty1.service",
            "logo@2x.png",
            "git@github.com:a/b.git",
            "scp x root@node.example:/tmp",
            "a@b..c",
        ]);
    }

    #[test]
    fn text_without_spaces_ends_where_chinese_begins() {
        check(&[
            "见{https://a.b/c}的说明",
            "见：{https://a.b/c.html}，并做了",
            "见{https://a.b/c}。",
            "（{https://a.b/c}）",
            "【{https://a.b/c}】",
            "《{https://a.b/c}》",
            "「{https://a.b/c}」",
            "“{https://a.b/c}”",
            "{https://a.b/c}；{https://d.e}：x",
            "{https://a.b/c}、{https://d.e}！",
            "{https://a.b/c}……",
            "{https://a.b/c}——说明",
            "{https://a.b/c}\u{3000}后",
            "{https://a.b/}文档",
            "{https://a.b/c}.的",
            "見{https://a.b/c}です",
            "보기{https://a.b/c}를",
            "地址{www.a.b}，",
            "邮箱{a@b.cn}，或：{c.d+e@f-g.com}。",
            "（{ops_team@a.b}）",
        ]);
    }

    #[test]
    fn chinese_in_a_path_belongs_to_an_address_that_stands_alone() {
        check(&[
            "{https://zh.wikipedia.org/wiki/中文}",
            "见：{https://zh.wikipedia.org/wiki/中文}",
            "见 {https://a.b/docs/安装/配置.html}",
            "{https://a.b/s?q=内存} 后",
            "{https://a.b/wiki/Docker_(软件)}",
            "{https://a.b/wiki/中文}.",
            "打开 {https://a.b/}查看",
            "打开 {https://a.b}查看",
            "打开{https://a.b/wiki/}中文",
            "看 {https://a.b/wiki/}中文，后",
            "看 {https://a.b/wiki/}中文。",
            "看 {https://a.b/wiki/index}中文",
            "看 {https://a.b/wiki/}中文<b>",
        ]);
    }

    #[test]
    fn delimiters_in_an_address_are_its_own() {
        let cases = [
            ("https://a.b/x_y_z", "<U|U>"),
            ("https://a.b/pkg/__init__.py", "<U|U>"),
            ("https://a.b/*c*/~~d~~/e", "<U|U>"),
            ("https://a.b/_c_d*e*", "<https://a.b/_c_d*e|https://a.b/_c_d*e>*"),
            (
                "见 https://a.b/A_(b)_c 和 https://a.b/D_(e)",
                "见 <https://a.b/A_(b)_c|https://a.b/A_(b)_c> 和 <https://a.b/D_(e)|https://a.b/D_(e)>",
            ),
            ("*前 https://a.b/c*d 后*", "*前 <https://a.b/c*d|https://a.b/c*d> 后*"),
            ("**https://a.b/c**", "*<https://a.b/c|https://a.b/c>*"),
            ("**https://a.b/c**，后", "*<https://a.b/c|https://a.b/c>*，后"),
            ("**见https://a.b/c：**后*强*", "*见<https://a.b/c|https://a.b/c>：*后*强*"),
            ("**https://a.b/wiki/中文**", "*<https://a.b/wiki/|https://a.b/wiki/>中文*"),
            ("_https://a.b/c_ *d*", "*<https://a.b/c|https://a.b/c>* *d*"),
            ("_a@b.c_", "*<mailto:a@b.c|a@b.c>*"),
            ("__a_b@c.d__，", "*<mailto:a_b@c.d|a_b@c.d>*，"),
            ("*www.a.b/c_d*", "*<http://www.a.b/c_d|www.a.b/c_d>*"),
            ("~~https://a.b/c~~", "*<https://a.b/c|https://a.b/c>*"),
            ("https://a.b/c\\_d", "<https://a.b/c_d|https://a.b/c_d>"),
            ("https://a.b/*c* \u{1f}**注意：**这里", "<https://a.b/*c|https://a.b/*c>* \u{1f}*注意：*这里"),
        ];
        for (text, expected) in cases {
            assert_eq!(shown(text), expected.replace('U', text), "{text}");
        }
    }

    #[test]
    fn entities_and_tables_are_read_first() {
        let cases = [
            ("https://a.b/?x=1&amp;y=2", "<https://a.b/?x=1&y=2|https://a.b/?x=1&y=2>"),
            ("https://a.b/?x&copy;", "<https://a.b/?x|https://a.b/?x>©"),
            ("https://a.b/?x&#169;&#xA9;.", "<https://a.b/?x|https://a.b/?x>©©."),
            ("https://a.b/?x&copy", "<https://a.b/?x&copy|https://a.b/?x&copy>"),
            (
                "|甲|\n|-|\n|https://a.b/\\|c|\n|www.a.b|",
                "甲 <https://a.b/|c|https://a.b/|c> <http://www.a.b|www.a.b> ",
            ),
            ("https://a.b/c\nhttps://d.e", "<https://a.b/c|https://a.b/c> <https://d.e|https://d.e>"),
            ("> https://a.b/c\n> https://d.e", "<https://a.b/c|https://a.b/c> <https://d.e|https://d.e>"),
        ];
        for (text, expected) in cases {
            assert_eq!(shown(text), expected, "{text}");
        }
    }

    #[test]
    fn links_code_and_html_are_left_alone() {
        let cases = [
            ("[https://a.b](/x)", "</x|https://a.b>"),
            ("[a@b.c **https://a.b**](/x)", "</x|a@b.c *https://a.b*>"),
            ("<https://a.b/c_d_>", "<https://a.b/c_d_|https://a.b/c_d_>"),
            ("![https://a.b](/x)", "https://a.b"),
            ("`https://a.b`", ":https://a.b:"),
            ("`x`https://a.b`y`", ":x:<https://a.b|https://a.b>:y:"),
            ("    https://a.b", "https://a.b"),
            ("```\nhttps://a.b\n```", "https://a.b\n"),
            (
                "<a href=\"https://a.b\">https://a.b</a> https://d.e",
                "<a href=\"https://a.b\">https://a.b</a> <https://d.e|https://d.e>",
            ),
            ("<abbr>https://d.e", "<abbr><https://d.e|https://d.e>"),
            ("<div>https://a.b</div>", "<div>https://a.b</div>"),
            ("[x]: https://a.b/_c_\n\n[x]", "<https://a.b/_c_|x>"),
        ];
        for (text, expected) in cases {
            assert_eq!(shown(text), expected, "{text}");
        }
    }

    #[test]
    fn links_know_where_they_were_written() {
        let text = "# 甲\n\n**注意：**见&amp;https://a.b/_c_ 与 a@b.c。\n";
        let found = events(text, Dialect::Plain).into_iter().filter_map(|(event, range)| match event {
            Event::Start(Tag::Link { .. }) => Some(&text[range]),
            _ => None,
        });
        assert_eq!(found.collect::<Vec<_>>(), ["https://a.b/_c", "a@b.c"]);
    }

    #[test]
    fn hostile_texts_take_no_longer() {
        for part in [
            "http://",
            "www.",
            "_www.x",
            "a@",
            "https://a.b/)",
            "https://a.b/c*d*",
            "https://a.b/x/中",
            "h",
            "https://a.b/;",
            "https://a.b/x/中，",
            "https://a.b/&a;",
            "a.",
            "*https://a.b/*",
            "_a@b.c_",
        ] {
            let text = part.repeat((1 << 19) / part.len());
            let started = std::time::Instant::now();
            events(&text, Dialect::Plain);
            assert!(started.elapsed().as_secs() < 10, "{part}");
        }
    }

    const PARTS: [&str; 40] = [
        "https://a.b/",
        "www.a.b",
        "x_y@a.b",
        "_",
        "*",
        "**",
        "~~",
        "中",
        "，",
        "（",
        "(",
        ")",
        " ",
        "\n",
        "\n\n",
        "`",
        "[",
        "](x)",
        "<",
        ">",
        "<b>",
        "&amp;",
        "&copy;",
        "\\",
        "|",
        "|-|\n",
        "> ",
        "- ",
        "# ",
        "\"",
        ";",
        ".",
        "a",
        "_c_",
        "/",
        "[^a]",
        "<a>",
        "</a>",
        "![",
        "\r\n",
    ];

    /// Texts of these parts in every kind of disorder, the same in each run.
    fn disorder() -> impl Iterator<Item = String> {
        let mut state: u64 = 42;
        let mut next = move |below: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            usize::try_from(state >> 33).unwrap() % below
        };
        (0..20_000).map(move |_| (0..2 + next(14)).map(|_| PARTS[next(PARTS.len())]).collect())
    }

    #[test]
    fn links_nest_and_keep_the_words() {
        for note in disorder() {
            let mut read = emphasis::mask(&note, &[]).parse(options(Dialect::Plain, &note));
            let found = find(&note, &read);
            if is_cut(&read, &found) {
                let hidden: Vec<_> = found.iter().map(|address| address.range.clone()).collect();
                read = emphasis::mask(&note, &hidden).parse(options(Dialect::Plain, &note));
                assert_eq!((find(&note, &read), is_cut(&read, &found)), (found.clone(), false), "{note:?}");
            }
            let words = |events: &Events<'_>| {
                let texts = events.iter().filter_map(|(event, _)| match event {
                    Event::Text(text) => Some(text.to_string()),
                    _ => None,
                });
                texts.collect::<String>()
            };
            let (before, linked) = (words(&read), link(&note, read, &found));
            assert_eq!(words(&linked), before, "{note:?}");
            let mut open = Vec::new();
            for (event, _) in &linked {
                match event {
                    Event::Start(tag) => open.push(tag.to_end()),
                    Event::End(tag) => assert_eq!(open.pop().as_ref(), Some(tag), "{note:?}"),
                    _ => {}
                }
            }
        }
    }
}
