//! Emphasis in text written without spaces.
//!
//! CommonMark takes a delimiter between punctuation and a letter for one of the side of the
//! letter, and `**注意：**这里` is no emphasis: `**` cannot close after `：` and before `这`.
//! The CJK-friendly amendments, which VitePress and others follow, do not count Chinese,
//! Japanese and Korean punctuation as punctuation there, and let such characters stand
//! beside any. In short, with `J` for them, `P` for other punctuation and `L` for the rest,
//! and where no space is on either side:
//!
//! ```text
//! J*J, J*L, L*J    as CommonMark has letters on both sides
//! J*P, P*J         as CommonMark has punctuation on both sides
//! ```
//!
//! So both sides count as the same, and where they do not in CommonMark the `J` gets a
//! stand-in. `_` and a single `~` do not work inside words, which the amendments leave.

use std::ops::Range;

use super::character::is_cjk;
use super::mask::{Class, Masked, Masker};

/// What a delimiter is beside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Space,
    Cjk,
    /// Punctuation and letters that are not Chinese, Japanese or Korean.
    Other(Class),
}

impl Kind {
    fn of(ch: char) -> Kind {
        match ch {
            _ if ch.is_whitespace() => Kind::Space,
            _ if is_cjk(ch) => Kind::Cjk,
            _ => Kind::Other(Class::of(ch)),
        }
    }
}

/// A character beside a run of delimiters.
#[derive(Debug, Clone, Copy)]
struct Neighbour {
    at: usize,
    ch: char,
    kind: Kind,
    /// What it counts as where the amendments change nothing.
    class: Class,
}

/// A character beside one or two runs, and what it has to count as to each.
#[derive(Debug, Clone, Copy)]
struct Wanted {
    at: usize,
    ch: char,
    left: Option<Class>,
    right: Option<Class>,
}

/// A text whose emphasis pulldown-cmark reads as the amendments have it. Delimiters in
/// `hidden`, sorted ranges of the text, are none.
pub(super) fn mask<'a>(text: &'a str, hidden: &[Range<usize>]) -> Masked<'a> {
    let mut masker = Masker::new(text);
    let mut hidden = hidden.iter().peekable();
    let mut last: Option<Wanted> = None;
    for run in (Runs { text, at: 0 }) {
        while hidden.next_if(|range| range.end <= run.start).is_some() {}
        if hidden.peek().is_some_and(|range| range.start <= run.start) {
            replace(&mut masker, last.take());
            hide(&mut masker, text, run);
            continue;
        }
        let (before, after) = wanted(text, &run);
        let before = match (last.take(), before) {
            // The only character between two runs.
            (Some(last), Some(before)) if last.at == before.at => Some(Wanted { left: last.left, ..before }),
            (last, before) => {
                replace(&mut masker, last);
                before
            }
        };
        replace(&mut masker, before);
        last = after;
    }
    replace(&mut masker, last);
    masker.finish()
}

fn replace(masker: &mut Masker<'_>, wanted: Option<Wanted>) {
    let Some(Wanted { at, ch, left, right }) = wanted else { return };
    let own = Class::of(ch);
    let (left, right) = (left.or(right).unwrap_or(own), right.or(left).unwrap_or(own));
    if (left, right) != (own, own) {
        masker.replace(at, ch, (left, right));
    }
}

fn hide(masker: &mut Masker<'_>, text: &str, run: Range<usize>) {
    for (offset, ch) in text.get(run.clone()).unwrap_or_default().char_indices() {
        masker.replace(run.start + offset, ch, (Class::Letter, Class::Letter));
    }
}

/// What the characters before and after a run have to count as.
fn wanted(text: &str, run: &Range<usize>) -> (Option<Wanted>, Option<Wanted>) {
    let (Some(before), Some(after)) = (before(text, run.start), after(text, run.end)) else {
        return (None, None);
    };
    let (left, right) = match (before.kind, after.kind) {
        (Kind::Space, _) | (_, Kind::Space) => return (None, None),
        _ if !works_in_words(text.get(run.clone()).unwrap_or_default()) => (before.class, after.class),
        (Kind::Cjk, Kind::Cjk) if before.class == after.class => (before.class, before.class),
        (Kind::Cjk, Kind::Cjk) => (Class::Letter, Class::Letter),
        (Kind::Cjk, Kind::Other(class)) | (Kind::Other(class), Kind::Cjk) => (class, class),
        (Kind::Other(left), Kind::Other(right)) => (left, right),
    };
    let before = Wanted { at: before.at, ch: before.ch, left: None, right: Some(left) };
    let after = Wanted { at: after.at, ch: after.ch, left: Some(right), right: None };
    (Some(before), Some(after))
}

fn works_in_words(run: &str) -> bool {
    run.starts_with('*') || run == "~~"
}

/// The character that a run follows. One with a variation selector is what it is without,
/// but for quotation marks that the selector makes wide.
fn before(text: &str, at: usize) -> Option<Neighbour> {
    let mut chars = text.get(..at)?.char_indices().rev();
    let (at, ch) = chars.next()?;
    let base = chars.next().map_or(' ', |(_, base)| base);
    let (kind, class) = match (ch, Kind::of(base)) {
        ('\u{fe01}', _) if matches!(base, '‘' | '’' | '“' | '”') => (Kind::Cjk, Class::Punctuation),
        ('\u{fe00}'..='\u{fe0e}', Kind::Space) => (Kind::Other(Class::Letter), Class::Letter),
        ('\u{fe00}'..='\u{fe0e}', kind) => (kind, Class::of(base)),
        // These follow ideographs only.
        ('\u{e0100}'..='\u{e01ef}', _) => (Kind::Cjk, Class::Letter),
        _ => (Kind::of(ch), Class::of(ch)),
    };
    Some(Neighbour { at, ch, kind, class })
}

/// The character that follows a run.
fn after(text: &str, at: usize) -> Option<Neighbour> {
    let ch = text.get(at..)?.chars().next()?;
    Some(Neighbour { at, ch, kind: Kind::of(ch), class: Class::of(ch) })
}

/// Runs of equal delimiters in a text, wherever they stand.
struct Runs<'a> {
    text: &'a str,
    at: usize,
}

impl Iterator for Runs<'_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Range<usize>> {
        loop {
            let rest = self.text.get(self.at..)?;
            let start = self.at + rest.find(['*', '_', '~', '\\'])?;
            let bytes = self.text.as_bytes().get(start..)?;
            let delimiter = *bytes.first()?;
            if delimiter == b'\\' {
                let escapes = bytes.get(1).is_some_and(u8::is_ascii_punctuation);
                self.at = start + 1 + usize::from(escapes);
                continue;
            }
            self.at = start + bytes.iter().take_while(|byte| **byte == delimiter).count();
            return Some(start..self.at);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::dialect::Dialect;
    use pulldown_cmark::{Event, Tag, TagEnd};

    use super::super::{events, options};
    use super::*;

    /// A text with its emphasis as `<1 … 1>` and strong emphasis as `<2 … 2>`, strikes as
    /// `<- … ->`, links and code in brackets, and all else as the reader gets it.
    fn shown(text: &str) -> String {
        let shown = |(event, _): (Event<'_>, _)| match event {
            Event::Start(Tag::Emphasis) => "<1".into(),
            Event::End(TagEnd::Emphasis) => "1>".into(),
            Event::Start(Tag::Strong) => "<2".into(),
            Event::End(TagEnd::Strong) => "2>".into(),
            Event::Start(Tag::Strikethrough) => "<-".into(),
            Event::End(TagEnd::Strikethrough) => "->".into(),
            Event::Start(Tag::Link { dest_url, title, .. }) => format!("[{dest_url}|{title}|"),
            Event::End(TagEnd::Link) => "]".into(),
            Event::Code(code) => format!("[{code}]"),
            Event::Text(text) | Event::InlineHtml(text) | Event::Html(text) => text.into_string(),
            Event::FootnoteReference(label) => format!("[^{label}]"),
            Event::SoftBreak => "/".into(),
            Event::End(TagEnd::TableCell) => "|".into(),
            _ => String::new(),
        };
        events(text, Dialect::Plain).into_iter().map(shown).collect()
    }

    fn check(cases: &[(&str, &str)]) {
        for (text, expected) in cases {
            assert_eq!(&shown(text), expected, "{text}");
        }
    }

    #[test]
    fn full_width_punctuation_ends_emphasis() {
        check(&[
            ("**注意：**这里", "<2注意：2>这里"),
            ("*注意：*这里", "<1注意：1>这里"),
            ("***注意：***这里", "<1<2注意：2>1>这里"),
            ("这里**注意：**", "这里<2注意：2>"),
            ("先**停，**再**启。**后", "先<2停，2>再<2启。2>后"),
            ("*（括号）*后", "<1（括号）1>后"),
            ("前*（括号）*后", "前<1（括号）1>后"),
            ("前**【重要】**后", "前<2【重要】2>后"),
            ("前**《手册》**后", "前<2《手册》2>后"),
            ("前**「引」**后", "前<2「引」2>后"),
            ("真的**吗？**是", "真的<2吗？2>是"),
            ("**100％**的", "<2100％2>的"),
            ("用**＄HOME＝／**吧", "用<2＄HOME＝／2>吧"),
            ("**一、**准备", "<2一、2>准备"),
            ("**全角，**abc", "<2全角，2>abc"),
            ("abc**，全角**", "abc<2，全角2>"),
            ("abc**（全角）**def", "abc<2（全角）2>def"),
            ("~~（删）~~后", "<-（删）->后"),
            ("前~~（删）~~后", "前<-（删）->后"),
        ]);
    }

    #[test]
    fn other_punctuation_ends_emphasis_beside_ideographs() {
        check(&[
            ("**“引号”**后", "<2“引号”2>后"),
            ("他说**“好”**吗", "他说<2“好”2>吗"),
            ("他说*‘好’*吗", "他说<1‘好’1>吗"),
            ("他说**\"好\"**吗", "他说<2\"好\"2>吗"),
            ("看**(1)**和", "看<2(1)2>和"),
            ("等等**……**后", "等等<2……2>后"),
            ("前**——破折号——**后", "前<2——破折号——2>后"),
            ("前**[链接](x)**后", "前<2[x||链接]2>后"),
            ("**[链接](x)**后", "<2[x||链接]2>后"),
            ("*[链接](<x> \"题*目\")*后", "<1[x|题*目|链接]1>后"),
            ("前**`free -m`**后", "前<2[free -m]2>后"),
            ("前**<b>粗</b>**后", "前<2<b>粗</b>2>后"),
            ("前**$HOME**后", "前<2$HOME2>后"),
            ("前**-v**后", "前<2-v2>后"),
            ("改为**50%**。", "改为<250%2>。"),
            ("改为**50%**了", "改为<250%2>了"),
            ("**好😀**吗", "<2好😀2>吗"),
            ("前**😀好**吗", "前<2😀好2>吗"),
            ("~~“删”~~后", "<-“删”->后"),
            ("**\\*星\\***后", "<2*星*2>后"),
            ("**A&amp;**后", "<2A&2>后"),
        ]);
    }

    #[test]
    fn all_of_the_writing_systems_are_alike() {
        check(&[
            ("これは**「重要」**です", "これは<2「重要」2>です"),
            ("**この文を強調できますか（Can I?）？**残念", "<2この文を強調できますか（Can I?）？2>残念"),
            ("カタカナ**ー（注）**です", "カタカナ<2ー（注）2>です"),
            ("ﾊﾝｶｸ**｢注｣**ﾃﾞｽ", "ﾊﾝｶｸ<2｢注｣2>ﾃﾞｽ"),
            ("**스크립트(script)**라고", "<2스크립트(script)2>라고"),
            ("이 **용어(term)**를", "이 <2용어(term)2>를"),
            ("ㄅ**（注）**ㄆ", "ㄅ<2（注）2>ㄆ"),
            ("𠀀**（注）**𠀁", "𠀀<2（注）2>𠀁"),
            ("**𠀀“”**𠀁", "<2𠀀“”2>𠀁"),
            ("葛\u{e0100}**(注)**葛\u{e0100}", "葛\u{e0100}<2(注)2>葛\u{e0100}"),
            ("〆\u{fe00}**(注)**後", "〆\u{fe00}<2(注)2>後"),
            ("**”\u{fe01}**a", "<2”\u{fe01}2>a"),
            ("**”\u{fe00}**a", "**”\u{fe00}**a"),
            ("_“\u{fe00}_a_", "_“\u{fe00}<1a1>"),
        ]);
    }

    #[test]
    fn the_rest_is_as_in_commonmark() {
        check(&[
            ("** 空格**", "** 空格**"),
            ("**空格 **后", "**空格 **后"),
            ("**全角空格\u{3000}**后", "**全角空格\u{3000}**后"),
            ("前**\u{3000}全角空格**", "前**\u{3000}全角空格**"),
            ("**\u{a0}空格**", "**\u{a0}空格**"),
            ("a**\"b\"**c", "a**\"b\"**c"),
            ("a*(b)*c", "a*(b)*c"),
            ("a**“b”**c", "a**“b”**c"),
            ("**注:**abc", "**注:**abc"),
            ("2*3*4", "2<131>4"),
            ("a * b * c", "a * b * c"),
            ("\\**注意：**这里", "**注意：**这里"),
            ("\\*注意：*这里", "*注意：*这里"),
            ("*注意：", "*注意："),
            ("**", "**"),
            ("**\n注意：**这里", "**/注意：**这里"),
            ("**注意：\n**这里", "**注意：/**这里"),
            ("__注意：__", "<2注意：2>"),
            ("__注意：__，后", "<2注意：2>，后"),
            ("__注意：__这里", "__注意：__这里"),
            ("前_（注）_后", "前_（注）_后"),
            ("snake_case_（名）_x", "snake_case_（名）_x"),
            ("约~5~10", "约~5~10"),
            ("~（删）~后", "~（删）~后"),
            ("~~ 删~~后", "~~ 删~~后"),
            ("前~~~（删）~~~后", "前~~~（删）~~~后"),
        ]);
    }

    #[test]
    fn one_character_between_two_delimiters_may_count_as_two() {
        check(&[
            ("x*一*.", "x<1一1>."),
            ("a**一*\"b\"*", "a**一<1\"b\"1>"),
            ("a**𠀀*\"b\"*", "a**𠀀<1\"b\"1>"),
            ("（*注*）abc", "（<1注1>）abc"),
            ("\"*。*a", "\"<1。1>a"),
            ("a*。*\"b\"", "a<1。1>\"b\""),
            ("_中*“文”*_", "<1中<1“文”1>1>"),
        ]);
    }

    #[test]
    fn emphasis_nests_and_crosses_lines() {
        check(&[
            ("**外“*内，*”外**后", "<2外“<1内，1>”外2>后"),
            ("***重，*轻：**后", "<2<1重，1>轻：2>后"),
            ("**甲。\n乙。**丙", "<2甲。/乙。2>丙"),
            ("> **注意：**这里\n> **“二”**行", "<2注意：2>这里/<2“二”2>行"),
            ("- **注意：**这里", "<2注意：2>这里"),
            ("# **注意：**这里", "<2注意：2>这里"),
            ("- [ ] **注意：**这里", "<2注意：2>这里"),
            ("[**注意：**这里](x)", "[x||<2注意：2>这里]"),
            ("|甲|\n|-|\n|**注意：**这里|\n|前**“好”**|", "甲|<2注意：2>这里|前<2“好”2>|"),
            ("|甲|\n|-|\n|`\\|`**：**这|", "甲|[|]<2：2>这|"),
        ]);
    }

    #[test]
    fn nothing_else_changes() {
        check(&[
            ("`**注意：**这里`", "[**注意：**这里]"),
            ("`前**“好”\n**后`", "[前**“好” **后]"),
            ("```前**“好”**后\n前**“好”**后\n```", "前**“好”**后\n"),
            ("    前**“好”**后", "前**“好”**后"),
            ("<div>前**“好”**后</div>", "<div>前**“好”**后</div>"),
            ("前<b title=\"中**“好”**中\">", "前<b title=\"中**“好”**中\">"),
            ("[甲](/中*\"文\"*中)", "[/中*\"文\"*中||甲]"),
            ("[甲](/x&amp;中*\"文\"*中 '中*\"文\"*中')", "[/x&中*\"文\"*中|中*\"文\"*中|甲]"),
            ("<https://a.b/中*\"文\"*中>", "[https://a.b/中*\"文\"*中||https://a.b/中*\"文\"*中]"),
            ("[中*“文]\n\n[中*“文]: /x", "[/x||中*“文]"),
            ("前[^中*“文]\n\n[^中*“文]: 注", "前[^中*“文]注"),
            ("[甲]: /中*\"文\"*中\n\n[甲]", "[/中*\"文\"*中||甲]"),
        ]);
    }

    #[test]
    fn the_text_of_a_note_is_never_taken_for_a_stand_in() {
        check(&[
            ("\u{e000}**注意：**这里\u{e001}", "\u{e000}<2注意：2>这里\u{e001}"),
            ("&#xE000;**注意：**这里&#57345;", "\u{e000}<2注意：2>这里\u{e001}"),
            ("&#xE000;&#x2b12;前**“好”**后&raquo;", "\u{e000}\u{2b12}前<2“好”2>后»"),
        ]);
        let all: String = ('\u{e000}'..='\u{f8ff}').collect();
        assert_eq!(shown(&format!("{all}**注意：**这里")), format!("{all}**注意：**这里"));
    }

    #[test]
    fn a_text_without_such_emphasis_is_not_copied() {
        for text in ["**注意** 这里 *强调* 与 `a*b`", "**注意**这里", "a*b*c\n\n- **x**: y", "没有"]
        {
            assert!(!mask(text, &[]).is_copy(), "{text}");
        }
        assert!(mask("**注意：**这里", &[]).is_copy());
    }

    #[test]
    fn hostile_texts_take_no_longer() {
        for part in ["*，", "**“好”**吗", "中*.", "\\*", "*", "a*一*\"", "&#", "~~（~~后"] {
            let text = part.repeat((1 << 20) / part.len());
            let started = std::time::Instant::now();
            mask(&text, &[]).parse(options(Dialect::Plain, &text));
            assert!(started.elapsed().as_secs() < 10, "{part}");
        }
    }
}
