//! Tags between `{%` and `%}`, which Hexo, Jekyll and GitBook have in common.

use super::arguments::Arguments;
use super::replace::{Language, Meaning};
use super::scan::{Form, Inner, Syntax, Tag};
use super::{gitbook, hexo, jekyll, media};
use crate::source::Source;

/// The tags of a note.
pub(super) struct Liquid {
    /// The folder of what belongs to the note alone, in Hexo: called as its file is.
    folder: String,
    /// Whether comments may be tabs.
    has_tabs: bool,
}

impl Liquid {
    pub(super) fn new(source: &Source, text: &str) -> Liquid {
        let name = source.file.path.rsplit('/').next().unwrap_or_default();
        let folder = name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_owned();
        Liquid { folder, has_tabs: ["tabs ", "tabs%", "timeline "].iter().any(|sign| text.contains(sign)) }
    }
}

/// Tags that comments hold: `<!-- tab 标题 -->`.
const IN_COMMENTS: [&str; 4] = ["tab", "subtab", "subsubtab", "timeline"];

impl Syntax for Liquid {
    fn delimiters(&self) -> &'static [(&'static str, &'static str)] {
        if self.has_tabs { &[("{%", "%}"), ("<!--", "-->")] } else { &[("{%", "%}")] }
    }

    fn read<'a>(&self, inner: &'a str, open: &str) -> Option<Inner<'a>> {
        let inner = inner.strip_prefix('-').unwrap_or(inner);
        let inner = inner.strip_suffix('-').unwrap_or(inner).trim();
        let is_name = |ch: char| ch.is_alphanumeric() || matches!(ch, '_' | '-');
        let end = inner.find(|ch| !is_name(ch)).unwrap_or(inner.len());
        let (name, arguments) = inner.split_at_checked(end)?;
        let bare = name.strip_prefix("end").filter(|bare| !bare.is_empty());
        if !name.starts_with(char::is_alphabetic)
            || (open == "<!--" && !IN_COMMENTS.contains(&bare.unwrap_or(name)))
        {
            return None;
        }
        let form = if bare.is_some() { Form::Close } else { Form::Open };
        Some(Inner { form, name: bare.unwrap_or(name), arguments })
    }

    fn is_raw(&self, name: &str) -> bool {
        ["raw", "codeblock", "code", "highlight", "mermaid", "comment", "wavedrom", "math", "katex"]
            .contains(&name)
    }
}

impl Language for Liquid {
    fn meaning(&self, tag: &Tag<'_>, arguments: &Arguments, parent: Option<(&Tag<'_>, usize)>) -> Meaning {
        let name = tag.inner.name;
        let parent = parent.map(|(parent, number)| (parent.inner.name, number));
        let has_end = tag.partner.is_some();
        if tag.open == "<!--" {
            return hexo::comment(name, tag.inner.arguments, parent);
        }
        jekyll::meaning(name, arguments, has_end)
            .or_else(|| gitbook::meaning(name, arguments, has_end))
            .or_else(|| hexo::meaning(name, tag.inner.arguments, &self.folder))
            .or_else(|| media::meaning(name, arguments))
            .unwrap_or(Meaning::Unknown)
    }

    fn shown(&self, name: &str) -> (String, String) {
        (format!("{{% {name} %}}"), format!("{{% end{name} %}}"))
    }

    fn unescaped(&self, _: &Tag<'_>) -> String {
        String::new()
    }
}
