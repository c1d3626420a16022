//! Alerts, and the few words that Yunji itself puts into a page's text.

/// Words of the page's own language.
pub(super) struct Words {
    chinese: bool,
}

/// Kinds of remarks: their names in all dialects, the class of the theme, and their titles.
const CALLOUTS: [(&str, &str, &str, &str); 14] = [
    ("note default primary seealso", "note", "说明", "Note"),
    ("info inf", "note", "信息", "Info"),
    ("tip hint", "tip", "提示", "Tip"),
    ("success check done pass", "tip", "成功", "Success"),
    ("important", "important", "重要", "Important"),
    ("question help faq", "important", "问题", "Question"),
    ("warning warn attention", "warning", "注意", "Warning"),
    ("caution", "caution", "当心", "Caution"),
    ("danger error failure fail missing", "caution", "危险", "Danger"),
    ("bug", "caution", "缺陷", "Bug"),
    ("example", "note", "示例", "Example"),
    ("quote cite", "note", "引用", "Quote"),
    ("abstract summary tldr", "note", "摘要", "Summary"),
    ("todo", "note", "待办", "To do"),
];

/// Whether some program has remarks of this kind.
pub(super) fn is_callout(kind: &str) -> bool {
    known(kind).is_some()
}

/// Class and titles of a kind.
fn known(kind: &str) -> Option<(&'static str, &'static str, &'static str)> {
    let is_kind = |names: &str| names.split(' ').any(|name| name.eq_ignore_ascii_case(kind));
    let found = CALLOUTS.iter().find(|(names, ..)| is_kind(names));
    found.map(|&(_, class, chinese, english)| (class, chinese, english))
}

impl Words {
    pub(super) fn new(language: &str) -> Words {
        Words { chinese: language.starts_with("zh") }
    }

    fn pick(&self, chinese: &'static str, english: &'static str) -> &'static str {
        if self.chinese { chinese } else { english }
    }

    /// Class and title of a remark of any kind that some program knows.
    pub(super) fn callout(&self, kind: &str) -> (&'static str, String) {
        match known(kind) {
            Some((class, chinese, english)) => (class, self.pick(chinese, english).to_owned()),
            None => ("note", kind.to_lowercase()),
        }
    }

    /// What is shown of something folded away that has no title.
    pub(super) fn details(&self) -> &'static str {
        self.pick("详情", "Details")
    }

    /// Label of the link beside a heading.
    pub(super) fn heading_link(&self) -> &'static str {
        self.pick("本节链接", "Link to this section")
    }

    /// Label of a link from a footnote back to the text.
    pub(super) fn footnote_back(&self) -> &'static str {
        self.pick("回到正文", "Back to the text")
    }

    /// What a drawing without a title is called.
    pub(super) fn diagram(&self) -> &'static str {
        self.pick("示意图", "Diagram")
    }

    /// What unfolds the words that a drawing is made of.
    pub(super) fn diagram_source(&self) -> &'static str {
        self.pick("图的源码", "Source of the diagram")
    }

    /// Title of the list of footnotes.
    pub(super) fn footnotes(&self) -> &'static str {
        self.pick("脚注", "Footnotes")
    }

    /// Label of the box of a task.
    pub(super) fn task(&self, done: bool) -> &'static str {
        if done { self.pick("已完成", "Done") } else { self.pick("待办", "To do") }
    }
}
