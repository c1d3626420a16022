//! Patterns of addresses, as Hexo and Hugo write them: `:year/:month/:title/`.

use std::collections::BTreeMap;

/// What the addresses of notes are made from that ask for none themselves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Permalink {
    /// The first rule for a note's folder is the one.
    pub rules: Vec<Rule>,
    /// What a Hexo site says about the words of its pattern; none for other sites.
    pub hexo: Option<Hexo>,
}

/// A pattern for the notes below a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// The folder; empty for all notes, `/` for those in none.
    pub folder: String,
    /// The pattern.
    pub pattern: Pattern,
}

/// Text with words in it that stand for something of the note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    /// Its parts in order.
    pub parts: Vec<Part>,
}

/// A part of a pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// Itself.
    Text(String),
    /// What the word stands for.
    Word(Word),
}

/// A word of a pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Word {
    /// The date in a `strftime` format.
    Date(&'static str),
    /// Path of the file below the folder of posts.
    Path,
    /// Name of the file; of its folder when it is that folder's page.
    Name,
    /// The title.
    Title,
    /// The slug, else the title.
    SlugOrTitle,
    /// The slug, else the file's name.
    SlugOrName,
    /// The folder at the top that the note is in.
    Section,
    /// The folders that the note is in: all of them, or a slice.
    Sections(Option<Slice>),
    /// The last of the note's categories with those it is below.
    Category,
    /// The field `id`.
    Id,
    /// Twelve digits made of path and date.
    Hash,
    /// A field of the note's front matter.
    Field(String),
}

/// Folders from one to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slice {
    /// The first.
    pub from: Index,
    /// The one after the last; none for a single folder.
    pub to: Option<Index>,
}

/// A folder of several.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Index {
    /// By its number, from 0.
    At(usize),
    /// The last.
    Last,
    /// Behind the last.
    End,
}

/// What a Hexo site says about the words of its pattern.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hexo {
    /// What fields stand for that a note lacks.
    pub defaults: BTreeMap<String, String>,
    /// What categories are called in addresses.
    pub categories: BTreeMap<String, String>,
    /// The category of notes without one.
    pub default_category: String,
    /// How files are named.
    pub file_name: Option<Pattern>,
    /// The case of categories.
    pub case: Case,
    /// Whether addresses drop the `.html` they would end in.
    pub drops_html: bool,
}

/// What letters become.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Case {
    /// What they are.
    #[default]
    Kept,
    /// Small.
    Lower,
    /// Capital.
    Upper,
}

impl Pattern {
    /// Reads a pattern with Hexo's words. Any other word is a field of the note.
    pub fn hexo(text: &str) -> Pattern {
        Pattern { parts: split(text, |word| Some((hexo_word(trim_word(word)), trim_word(word).len()))) }
    }

    /// Reads a pattern with Hugo's words, which are those of Yunji's own settings.
    ///
    /// # Errors
    ///
    /// Names the first word that is none.
    pub fn hugo(text: &str) -> Result<Pattern, String> {
        let mut unknown = None;
        let parts = split(text, |word| {
            let known = hugo_word(word);
            if known.is_none() && unknown.is_none() {
                unknown = Some(word.to_owned());
            }
            known.map(|known| (known, word.len()))
        });
        unknown.map_or(Ok(Pattern { parts }), Err)
    }

    /// Whether it holds one of the words that a slug goes into.
    pub fn takes_slug(&self) -> bool {
        self.parts.iter().any(|part| matches!(part, Part::Word(Word::SlugOrTitle | Word::SlugOrName)))
    }
}

impl Rule {
    /// The same pattern for several folders.
    pub fn each(folders: &[&str], pattern: &Pattern) -> Vec<Rule> {
        let rule = |folder: &&str| Rule { folder: (*folder).to_owned(), pattern: pattern.clone() };
        folders.iter().map(rule).collect()
    }
}

impl Permalink {
    /// The pattern of a note at `path`, relative to the content folder.
    pub fn pattern_of(&self, path: &str) -> Option<&Pattern> {
        let holds = |rule: &&Rule| match rule.folder.as_str() {
            "" => true,
            "/" => !path.contains('/'),
            folder => path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/')),
        };
        self.rules.iter().find(holds).map(|rule| &rule.pattern)
    }
}

/// Cuts a pattern at its words. `read` gets what may be a word and says what it is and how
/// much of it.
fn split(text: &str, mut read: impl FnMut(&str) -> Option<(Word, usize)>) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(':') {
        plain.push_str(before);
        let length = word_length(after);
        let found = after.get(..length).filter(|word| !word.is_empty()).and_then(&mut read);
        rest = after;
        let Some((word, length)) = found else {
            plain.push(':');
            continue;
        };
        if !plain.is_empty() {
            parts.push(Part::Text(std::mem::take(&mut plain)));
        }
        parts.push(Part::Word(word));
        rest = after.get(length..).unwrap_or_default();
    }
    plain.push_str(rest);
    if !plain.is_empty() {
        parts.push(Part::Text(plain));
    }
    parts
}

/// Bytes of a word and of the brackets behind it.
fn word_length(text: &str) -> usize {
    let letters = text.find(|ch: char| !ch.is_ascii_alphanumeric() && ch != '_').unwrap_or(text.len());
    let rest = text.get(letters..).unwrap_or_default();
    let brackets = rest.starts_with('[').then(|| rest.find(']')).flatten();
    if letters == 0 { 0 } else { letters + brackets.map_or(0, |end| end + 1) }
}

/// Hexo's words have no brackets and do not end in `_`: in `:year_:month` it is text.
fn trim_word(word: &str) -> &str {
    word.split('[').next().unwrap_or(word).trim_end_matches('_')
}

fn date_format(word: &str) -> Option<&'static str> {
    Some(match word {
        "year" => "%Y",
        "month" => "%m",
        "i_month" => "%-m",
        "monthname" => "%B",
        "day" => "%d",
        "i_day" => "%-d",
        "yearday" => "%-j",
        "weekday" => "%w",
        "weekdayname" => "%A",
        "hour" => "%H",
        "minute" => "%M",
        "second" => "%S",
        "timestamp" => "%s",
        _ => return None,
    })
}

fn hexo_word(word: &str) -> Word {
    match word {
        "title" => Word::Path,
        "name" => Word::Name,
        "post_title" => Word::Title,
        "category" => Word::Category,
        "id" => Word::Id,
        "hash" => Word::Hash,
        other => date_format(other).map_or_else(|| Word::Field(other.to_owned()), Word::Date),
    }
}

fn hugo_word(word: &str) -> Option<Word> {
    if let Some(slice) = word.strip_prefix("sections[").and_then(|slice| slice.strip_suffix(']')) {
        return parse_slice(slice).map(|slice| Word::Sections(Some(slice)));
    }
    Some(match word {
        "title" => Word::Title,
        "slug" => Word::SlugOrTitle,
        "slugorfilename" | "slugorcontentbasename" => Word::SlugOrName,
        "filename" | "contentbasename" => Word::Name,
        "section" => Word::Section,
        "sections" => Word::Sections(None),
        other => Word::Date(date_format(other)?),
    })
}

fn parse_slice(text: &str) -> Option<Slice> {
    let index = |text: &str, none: Index| match text.trim() {
        "" => Some(none),
        "last" => Some(Index::Last),
        number => number.parse().ok().map(Index::At),
    };
    match text.split_once(':') {
        None if text.trim().is_empty() => None,
        None => Some(Slice { from: index(text, Index::End)?, to: None }),
        Some((from, to)) => {
            Some(Slice { from: index(from, Index::At(0))?, to: Some(index(to, Index::End)?) })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Part {
        Part::Text(text.to_owned())
    }

    #[test]
    fn words_of_hexo_end_where_hexo_ends_them() {
        let parts = Pattern::hexo(":year_:i_month/:lang/:title.html").parts;
        let expected = [
            Part::Word(Word::Date("%Y")),
            text("_"),
            Part::Word(Word::Date("%-m")),
            text("/"),
            Part::Word(Word::Field("lang".into())),
            text("/"),
            Part::Word(Word::Path),
            text(".html"),
        ];
        assert_eq!(parts, expected);
    }

    #[test]
    fn words_of_hugo_are_known_or_named() {
        let slice = Slice { from: Index::At(1), to: Some(Index::Last) };
        let parts = Pattern::hugo("/:sections[1:last]/:slug").unwrap().parts;
        assert_eq!(parts.get(1), Some(&Part::Word(Word::Sections(Some(slice)))));
        assert_eq!(Pattern::hugo(":year/:mouth").unwrap_err(), "mouth");
        assert_eq!(Pattern::hugo("a: b").unwrap().parts, [text("a: b")]);
    }

    #[test]
    fn the_first_rule_for_a_folder_counts() {
        let rule = |folder: &str, name: &str| Rule {
            folder: folder.into(),
            pattern: Pattern { parts: vec![text(name)] },
        };
        let permalink = Permalink { rules: vec![rule("posts", "a"), rule("/", "b")], hexo: None };
        let of = |path: &str| permalink.pattern_of(path).map(|pattern| pattern.parts.clone());
        assert_eq!(of("posts/x/y.md"), Some(vec![text("a")]));
        assert_eq!(of("x.md"), Some(vec![text("b")]));
        assert_eq!(of("postscript/x.md"), None);
    }
}
