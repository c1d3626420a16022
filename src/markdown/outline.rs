//! What a page says, without how it looks: sections for search, text for a summary.

use yunji_search::Section;

use super::han::Length;

/// Characters of a summary that the author did not mark.
const SUMMARY: usize = 120;

/// Collects the text of a page while its HTML is written.
#[derive(Debug)]
pub(super) struct Outline {
    sections: Vec<Section>,
    length: Length,
    /// The text up to the author's mark, and all of it as long as none came.
    summary: String,
    /// Where the summary ends unless the author marks another place.
    cut: Option<usize>,
    /// Whether the author marked where it ends.
    marked: bool,
}

/// The text of a page.
#[derive(Debug, Default)]
pub(super) struct Text {
    pub(super) sections: Vec<Section>,
    /// How many sections before the first were left out.
    pub(super) skipped: usize,
    pub(super) length: Length,
    pub(super) summary: String,
}

/// A place in the text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    section: usize,
    at: usize,
}

impl Outline {
    /// An outline with an open section for what stands before any heading, which begins
    /// in `line`.
    pub(super) fn new(line: u32) -> Outline {
        let section =
            Section { anchor: String::new(), heading: String::new(), level: 0, line, text: String::new() };
        Outline {
            sections: vec![section],
            length: Length::default(),
            summary: String::new(),
            cut: None,
            marked: false,
        }
    }

    /// Begins a section.
    pub(super) fn heading(&mut self, anchor: String, heading: String, level: u8, line: u32) {
        self.length.add(Length::of(&heading));
        self.cut_if(!self.summary.is_empty());
        self.sections.push(Section { anchor, heading, level, line, text: String::new() });
    }

    /// Adds text that is read.
    pub(super) fn text(&mut self, text: &str) {
        self.aside(text);
        if !self.marked {
            self.summary.push_str(text);
        }
    }

    /// Adds text that is read beside the rest, as footnotes are: not summarised.
    pub(super) fn aside(&mut self, text: &str) {
        self.length.add(Length::of(text));
        self.code(text);
    }

    /// Adds text that is looked at: searched, but neither counted nor summarised.
    pub(super) fn code(&mut self, text: &str) {
        if let Some(section) = self.sections.last_mut() {
            section.text.push_str(text);
        }
    }

    /// Ends a block: what follows is not part of its last sentence.
    pub(super) fn end_block(&mut self) {
        if let Some(section) = self.sections.last_mut()
            && !section.text.is_empty()
            && !section.text.ends_with('\n')
        {
            section.text.push('\n');
        }
        self.end_words();
        self.cut_if(self.cut.is_none() && self.summary.chars().nth(SUMMARY - 1).is_some());
    }

    /// Ends a cell of a table: what follows is other words, on the same line.
    pub(super) fn end_cell(&mut self) {
        self.code(" ");
        self.end_words();
    }

    /// Keeps what follows in the summary apart from what is there.
    fn end_words(&mut self) {
        if !self.summary.is_empty() && !self.summary.ends_with(' ') {
            self.summary.push(' ');
        }
    }

    /// Ends a summary that is long enough, as far as the author does not say otherwise.
    fn cut_if(&mut self, long_enough: bool) {
        if self.cut.is_none() && long_enough {
            self.cut = Some(self.summary.len());
        }
    }

    /// Ends the summary here, whatever its length: the author said so.
    pub(super) fn end_summary(&mut self) {
        self.marked = true;
    }

    /// The last character so far.
    pub(super) fn last(&self) -> Option<char> {
        self.sections.last().and_then(|section| section.text.chars().next_back())
    }

    /// Number of the section at hand.
    pub(super) fn section(&self) -> usize {
        self.sections.len().saturating_sub(1)
    }

    /// Where the text is now.
    pub(super) fn place(&self) -> Place {
        Place {
            section: self.sections.len(),
            at: self.sections.last().map_or(0, |section| section.text.len()),
        }
    }

    /// The sentence around a place in the last section, as far as it is written: at most
    /// `longest` characters to either side.
    pub(super) fn around(&self, place: Place, longest: usize) -> String {
        let Some(section) = self.sections.last().filter(|_| place.section == self.sections.len()) else {
            return String::new();
        };
        let (before, after) = section.text.split_at_checked(place.at).unwrap_or((&section.text, ""));
        // First the length: a line may be as long as the file.
        let from = before.char_indices().rev().nth(longest).map_or(0, |(at, _)| at);
        let to = after.char_indices().nth(longest).map_or(after.len(), |(at, _)| at);
        let before = before.get(from..).and_then(|near| near.rsplit('\n').next()).unwrap_or_default();
        let after = after.get(..to).and_then(|near| near.split('\n').next()).unwrap_or_default();
        let ends = |ch: char| matches!(ch, '。' | '！' | '？' | '；');
        let start = before.rfind(ends).map_or(0, |at| at + '。'.len_utf8());
        let end = after.find(ends).map_or(after.len(), |at| at + '。'.len_utf8());
        let sentence = [before.get(start..), after.get(..end)].map(Option::unwrap_or_default).concat();
        sentence.trim().to_owned()
    }

    /// The text. A first section without any is left out when others follow.
    pub(super) fn finish(mut self) -> Text {
        for section in &mut self.sections {
            section.text.truncate(section.text.trim_end().len());
        }
        let empty =
            self.sections.len() > 1 && self.sections.first().is_some_and(|first| first.text.is_empty());
        if empty {
            self.sections.remove(0);
        }
        let end = self.cut.filter(|_| !self.marked).unwrap_or(self.summary.len());
        let summary = self.summary.get(..end).unwrap_or_default();
        let summary = summary.split_whitespace().collect::<Vec<_>>().join(" ");
        let summary = if self.marked { summary } else { shorten(&summary) };
        Text { sections: self.sections, skipped: usize::from(empty), length: self.length, summary }
    }
}

/// Cuts a text to the length of a summary, at the end of a sentence where one is near.
fn shorten(text: &str) -> String {
    let Some((cut, _)) = text.char_indices().nth(SUMMARY + SUMMARY / 4) else { return text.to_owned() };
    let head = text.get(..cut).unwrap_or_default();
    let sentence = head.char_indices().filter(|&(_, ch)| matches!(ch, '。' | '！' | '？' | '；'));
    let long_enough = sentence.map(|(at, ch)| at + ch.len_utf8()).rfind(|&at| at * 3 >= cut);
    match long_enough {
        Some(end) => head.get(..end).unwrap_or(head).to_owned(),
        None => {
            // Not inside a word or an identifier.
            let whole = head.trim_end_matches(|ch: char| ch.is_ascii_graphic());
            let whole = if whole.len() * 2 > cut { whole } else { head };
            format!("{}…", whole.trim_end())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn summary(paragraphs: &[&str]) -> String {
        let mut outline = Outline::new(1);
        for paragraph in paragraphs {
            outline.text(paragraph);
            outline.end_block();
        }
        outline.finish().summary
    }

    #[test]
    fn a_summary_is_the_first_paragraphs() {
        assert_eq!(summary(&["短。", "也短。"]), "短。 也短。");
        let long = format!("{}。{}", "字".repeat(100), "字".repeat(100));
        assert_eq!(summary(&[&long]), format!("{}。", "字".repeat(100)));
        let endless = "字".repeat(300);
        assert_eq!(summary(&[&endless]), format!("{}…", "字".repeat(150)));
    }

    #[test]
    fn a_mark_is_stronger_than_length_and_headings() {
        let mut outline = Outline::new(1);
        outline.text(&"字".repeat(200));
        outline.end_block();
        outline.heading("a".into(), "标题".into(), 2, 3);
        outline.text("还有。");
        outline.end_summary();
        outline.text("不要。");
        outline.end_summary();
        assert_eq!(outline.finish().summary, format!("{} 还有。", "字".repeat(200)));
    }

    #[test]
    fn an_empty_first_section_is_left_out() {
        let mut outline = Outline::new(1);
        outline.heading("a".into(), "A".into(), 2, 3);
        outline.text("正文");
        let text = outline.finish();
        assert_eq!(text.sections.len(), 1);
        assert_eq!(text.sections[0].line, 3);
    }
}
