//! Addresses made from a pattern.

use std::collections::BTreeMap;

use jiff::fmt::strtime;
use jiff::tz::TimeZone;
use serde_json::Value;

use crate::config::permalink::{Case, Hexo, Index, Part, Pattern, Permalink, Slice, Word};
use crate::config::{Config, Layout};
use crate::markdown::Page;

/// The address of a page by the pattern for it, if there is one. A page that lacks what the
/// pattern asks for gives the word that stands for it as an error.
pub(super) fn expand<'a>(page: &Page, config: &'a Config) -> Option<Result<String, &'a str>> {
    let permalink = config.permalink.as_ref()?;
    let pattern = permalink.pattern_of(&page.file.path)?;
    if page.front.slug.is_some() && !pattern.takes_slug()
        || (config.layout != Layout::Hexo && is_folder(page))
    {
        return None;
    }
    let names = permalink.hexo.as_ref().map(|hexo| hexo_names(page, hexo));
    let expansion = Expansion { page, permalink, zone: &config.time_zone, names };
    Some(expansion.pattern(pattern).map(|address| finished(address, permalink.hexo.as_ref())))
}

/// Whether a page is that of a folder and not a note in it.
fn is_folder(page: &Page) -> bool {
    let name = page.file.path.rsplit('/').next().unwrap_or_default();
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    stem == "_index" || stem.eq_ignore_ascii_case("readme") || page.file.path == name && stem == "index"
}

/// An address without what a server adds to it anyway.
fn finished(address: String, hexo: Option<&Hexo>) -> String {
    let drops_html = hexo.is_some_and(|hexo| hexo.drops_html);
    if let Some(folder) = address.strip_suffix("/index.html") {
        return format!("{folder}/");
    }
    match address.strip_suffix(".html").filter(|_| drops_html) {
        Some(folder) => format!("{folder}/"),
        None => address,
    }
}

/// What a pattern's words stand for on one page.
struct Expansion<'a> {
    page: &'a Page,
    permalink: &'a Permalink,
    zone: &'a TimeZone,
    /// What a Hexo site takes from the file's name.
    names: Option<BTreeMap<String, String>>,
}

impl Expansion<'_> {
    fn pattern<'a>(&self, pattern: &'a Pattern) -> Result<String, &'a str> {
        let mut address = String::new();
        for part in &pattern.parts {
            match part {
                Part::Text(text) => address.push_str(text),
                Part::Word(word) => address.push_str(&self.word(word).ok_or_else(|| missing(word))?),
            }
        }
        Ok(address)
    }

    fn word(&self, word: &Word) -> Option<String> {
        let page = self.page;
        match word {
            Word::Date(format) => self.date(format),
            Word::Path => self.path(),
            Word::Name => self.name(),
            Word::Title => Some(self.sanitized(&page.title)),
            Word::SlugOrTitle => Some(self.sanitized(page.front.slug.as_ref().unwrap_or(&page.title))),
            Word::SlugOrName => match &page.front.slug {
                Some(slug) => Some(self.sanitized(slug)),
                None => self.name(),
            },
            Word::Section => Some(self.folders().first().map(|name| sanitized(name)).unwrap_or_default()),
            Word::Sections(slice) => Some(self.sections(*slice)),
            Word::Category => self.permalink.hexo.as_ref().map(|hexo| category(page, hexo)),
            Word::Id => self.field("id"),
            Word::Hash => self.hash(),
            Word::Field(name) => self.field(name),
        }
    }

    /// The date in the site's zone for Hexo, as it was written for others.
    fn date(&self, format: &str) -> Option<String> {
        let date = self.page.written?;
        let zoned = date.moment.to_zoned(self.zone.clone());
        let is_hexo = self.permalink.hexo.is_some();
        let written = if is_hexo { Ok(zoned) } else { zoned.with().date(date.day).build() };
        strtime::format(format, &written.ok()?).ok()
    }

    fn path(&self) -> Option<String> {
        self.names.as_ref()?.get("title").cloned()
    }

    /// The name of the file; of the folder, for the page of a folder.
    fn name(&self) -> Option<String> {
        if let Some(path) = self.path() {
            return path.rsplit('/').next().map(str::to_owned);
        }
        let name = self.page.file.path.rsplit('/').next()?;
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        let folder = self.folders().last().copied().filter(|_| stem == "index");
        Some(sanitized(folder.unwrap_or(stem)))
    }

    /// The folders that a page is in; the folder of a page bundle is the page itself.
    fn folders(&self) -> Vec<&str> {
        let path = &self.page.file.path;
        path.rsplit_once('/').map_or(Vec::new(), |(folder, _)| folder.split('/').collect())
    }

    fn sections(&self, slice: Option<Slice>) -> String {
        let mut folders = self.folders();
        if self.page.file.path.ends_with("/index.md") {
            folders.pop();
        }
        let at = |index: Index| match index {
            Index::At(number) => number.min(folders.len()),
            Index::Last => folders.len().saturating_sub(1),
            Index::End => folders.len(),
        };
        let range = match slice {
            None => 0..folders.len(),
            Some(Slice { from, to: None }) => at(from)..(at(from) + 1).min(folders.len()),
            Some(Slice { from, to: Some(to) }) => at(from)..at(to),
        };
        let chosen: Vec<String> =
            folders.get(range).unwrap_or_default().iter().map(|name| sanitized(name)).collect();
        chosen.join("/")
    }

    fn hash(&self) -> Option<String> {
        let seconds = self.page.written?.moment.as_second();
        let digest = sha1_smol::Sha1::from(format!("{}{seconds}", self.path()?)).digest().to_string();
        digest.get(..12).map(str::to_owned)
    }

    /// A field of the front matter, of the file's name, or what the site has for those that
    /// lack it.
    fn field(&self, name: &str) -> Option<String> {
        let front = &self.page.front;
        let known = match name {
            "lang" | "language" => front.language.clone(),
            "slug" => front.slug.clone(),
            "author" => front.author.clone(),
            "series" => front.series.clone(),
            _ => None,
        };
        let extra = || front.extra.iter().find(|(key, _)| key == name).and_then(|(_, value)| plain(value));
        let named = || self.names.as_ref()?.get(name).cloned();
        let default = || self.permalink.hexo.as_ref()?.defaults.get(name).cloned();
        known.or_else(named).or_else(extra).or_else(default)
    }

    fn sanitized(&self, text: &str) -> String {
        if self.permalink.hexo.is_some() { slugized(text).to_lowercase() } else { sanitized(text) }
    }
}

fn missing(word: &Word) -> &str {
    match word {
        Word::Date(_) | Word::Hash => "date",
        Word::Id => "id",
        Word::Field(name) => name,
        _ => "title",
    }
}

fn plain(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(value) => Some(value.to_string()),
        _ => None,
    }
}

/// The last category of a page with those it is below. Hexo takes a list of names for one
/// path, unless a list is in it.
fn category(page: &Page, hexo: &Hexo) -> String {
    let paths = &page.front.category_paths;
    let is_one = paths.iter().all(|path| path.len() == 1);
    let path: Vec<&String> = match paths.last() {
        Some(_) if is_one => paths.iter().flatten().collect(),
        Some(last) => last.iter().collect(),
        // Hexo puts this name into addresses as it is.
        None => return hexo.default_category.clone(),
    };
    let part = |name: &String| {
        let name = slugized(hexo.categories.get(name).unwrap_or(name));
        match hexo.case {
            Case::Kept => name,
            Case::Lower => name.to_lowercase(),
            Case::Upper => name.to_uppercase(),
        }
    };
    path.into_iter().map(part).collect::<Vec<_>>().join("/")
}

/// What Hexo takes from a file's name: by the site's pattern for names, else all of it as
/// `title`.
fn hexo_names(page: &Page, hexo: &Hexo) -> BTreeMap<String, String> {
    let path = Layout::Hexo.published(&page.file.path);
    let path = path.rsplit_once('.').map_or(path, |(path, _)| path);
    let Some(pattern) = &hexo.file_name else {
        return BTreeMap::from([("title".to_owned(), path.to_owned())]);
    };
    let mut names = captured(&pattern.parts, path).unwrap_or_default();
    names.entry("title".to_owned()).or_insert_with(|| slugized(path));
    names
}

/// What the words of a pattern stand for in a text that it fits as a whole: numbers as long
/// as they are, anything else as short as it can be.
fn captured(parts: &[Part], text: &str) -> Option<BTreeMap<String, String>> {
    let mut names = BTreeMap::new();
    let mut rest = text;
    for (at, part) in parts.iter().enumerate() {
        let (name, length) = match part {
            Part::Text(text) => {
                rest = rest.strip_prefix(text.as_str())?;
                continue;
            }
            Part::Word(Word::Date("%Y")) => ("year", digits(rest, 4, 4)?),
            Part::Word(Word::Date("%m")) => ("month", digits(rest, 2, 2)?),
            Part::Word(Word::Date("%d")) => ("day", digits(rest, 2, 2)?),
            Part::Word(Word::Date(_)) => ("", digits(rest, 1, 2)?),
            Part::Word(Word::Path) => ("title", shortest(parts.get(at + 1), rest)?),
            Part::Word(Word::Field(name)) => (name.as_str(), shortest(parts.get(at + 1), rest)?),
            Part::Word(_) => ("", shortest(parts.get(at + 1), rest)?),
        };
        let (found, after) = rest.split_at_checked(length)?;
        names.insert(name.to_owned(), found.to_owned());
        rest = after;
    }
    rest.is_empty().then_some(names)
}

fn digits(text: &str, least: usize, most: usize) -> Option<usize> {
    let count = text.bytes().take(most).take_while(u8::is_ascii_digit).count();
    (count >= least).then_some(count)
}

/// Bytes up to where the next part of a pattern begins.
fn shortest(next: Option<&Part>, text: &str) -> Option<usize> {
    let first = text.chars().next()?.len_utf8();
    match next {
        Some(Part::Text(next)) => text.get(first..)?.find(next.as_str()).map(|at| first + at),
        Some(Part::Word(_)) => Some(first),
        None => Some(text.len()),
    }
}

/// A name as Hexo puts it into an address: punctuation of ASCII and space become hyphens.
fn slugized(text: &str) -> String {
    let mut slug = String::new();
    for ch in text.chars().filter(|ch| !matches!(ch, '\u{0}'..='\u{1f}')) {
        if !ch.is_whitespace() && !ch.is_ascii_punctuation() {
            slug.push(ch);
        } else if !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.trim_matches('-').to_owned()
}

/// A name as Hugo puts it into an address: letters, digits and a few signs in lower case,
/// space as hyphens, the rest dropped.
pub(super) fn sanitized(text: &str) -> String {
    let mut clean = String::new();
    let mut gap = false;
    for ch in text.chars() {
        if ch.is_alphanumeric() || matches!(ch, '.' | '_' | '#' | '+' | '~' | '-' | '@') {
            if gap && ch != '-' {
                clean.push('-');
            }
            gap = false;
            clean.extend(ch.to_lowercase());
        } else if ch.is_whitespace() && !clean.is_empty() && !clean.ends_with('-') {
            gap = true;
        }
    }
    clean
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::SourceFile;
    use crate::source::{Date, FrontMatter, Source};

    /// The page of a note, and the settings of a site.
    fn expanded(path: &str, front: FrontMatter, layout: Layout, settings: &str) -> String {
        let name = if layout == Layout::Hexo { "_config.yml" } else { "hugo.yaml" };
        let config = Config { layout, ..Config::new("站".into()) };
        let checked = config.adopt(&[SourceFile::new(name, settings)]);
        assert_eq!(checked.report, crate::diagnostic::Report::default());
        let source = Source { file: SourceFile::new(path, ""), front, body: 0..0, committed: None };
        let page = crate::markdown::parse(&source, &checked.value, &crate::config::Strings::default()).value;
        match expand(&page, &checked.value) {
            Some(Ok(address)) => address,
            Some(Err(word)) => format!("no {word}"),
            None => "none".to_owned(),
        }
    }

    fn hexo(path: &str, settings: &str) -> String {
        let front = FrontMatter {
            title: Some("Hello: World，你好".into()),
            date: Date::parse("2013-07-14 17:01:34", &TimeZone::UTC),
            category_paths: vec![vec!["foo".into()], vec!["Bar baz".into()]],
            extra: vec![("abbrlink".into(), "4a17b156".into())],
            ..FrontMatter::default()
        };
        expanded(path, front, Layout::Hexo, &format!("timezone: UTC\n{settings}"))
    }

    #[test]
    fn hexo_makes_the_same_addresses() {
        let post = "_posts/lorem/hello-world.md";
        let cases = [
            ("", "2013/07/14/lorem/hello-world/"),
            ("permalink: ':year-:i_month-:i_day-:name.html'", "2013-7-14-hello-world.html"),
            ("permalink: :category/:title/", "foo/Bar-baz/lorem/hello-world/"),
            ("permalink: :category/\ncategory_map: {foo: x}\nfilename_case: 1", "x/bar-baz/"),
            ("permalink: posts/:abbrlink.html", "posts/4a17b156.html"),
            ("permalink: :hour:minute:second/:timestamp/", "170134/1373821294/"),
            ("permalink: :post_title/", "hello-world，你好/"),
            ("permalink: :lang/:name/\npermalink_defaults: {lang: en}", "en/hello-world/"),
            ("permalink: :lang/:name/", "no lang"),
            ("permalink: :name.html\npretty_urls: {trailing_html: false}", "hello-world/"),
            ("permalink: :name/index.html", "hello-world/"),
            (
                "permalink: :title/\ntimezone: Asia/Tokyo\nnew_post_name: ':year-:title.md'",
                "lorem-hello-world/",
            ),
        ];
        for (settings, address) in cases {
            let settings = settings.replace("timezone: Asia/Tokyo\n", "");
            assert_eq!(hexo(post, &settings), address, "{settings}");
        }
        assert_eq!(hexo("_posts/hello-world.md", "permalink: :title-:hash/"), "hello-world-a2c8ac003b43/");
        assert_eq!(hexo("about/index.md", ""), "none");
    }

    #[test]
    fn names_of_files_are_taken_apart() {
        let settings = "new_post_name: :year-:month-:day-:title.md\npermalink: :title/";
        assert_eq!(hexo("_posts/2013-07-14-你好.md", settings), "你好/");
        let settings = "new_post_name: :lang/:title.md\npermalink: :lang/:title/";
        assert_eq!(hexo("_posts/zh/a.b.md", settings), "zh/a.b/");
    }

    #[test]
    fn hexo_dates_are_in_the_sites_zone() {
        let front = FrontMatter {
            date: Date::parse("2013-07-14T20:00:00Z", &TimeZone::UTC),
            ..FrontMatter::default()
        };
        let address = expanded("_posts/a.md", front, Layout::Hexo, "timezone: Asia/Shanghai\n");
        assert_eq!(address, "2013/07/15/a/");
    }

    fn hugo(path: &str, pattern: &str) -> String {
        let front = FrontMatter {
            title: Some("Docker 网络：Host 模式".into()),
            date: Date::parse("2013-07-14T23:00:00-05:00", &TimeZone::UTC),
            ..FrontMatter::default()
        };
        expanded(path, front, Layout::Hugo, &format!("permalinks:\n  posts: {pattern}\n"))
    }

    #[test]
    fn hugo_makes_the_same_addresses() {
        let cases = [
            ("/:year/:month/:day/:slug/", "/2013/07/14/docker-网络host-模式/"),
            ("/:section/:contentbasename", "/posts/my-note"),
            ("/:sections/:filename/", "/posts/a-b/c/my-note/"),
            ("'/:sections[1:]/:title'", "/a-b/c/docker-网络host-模式"),
            ("'/:sections[last]/x/'", "/c/x/"),
            ("'/:sections[0]/:sections[5]/x/'", "/posts//x/"),
            ("'/:monthname/:yearday/'", "/July/195/"),
        ];
        for (pattern, address) in cases {
            assert_eq!(hugo("posts/A b/c/My note.md", pattern), address, "{pattern}");
        }
        assert_eq!(hugo("posts/bundle/index.md", "/:sections/:slugorcontentbasename"), "/posts/bundle");
        assert_eq!(hugo("posts/_index.md", "/x/:slug/"), "none");
        assert_eq!(hugo("wiki/a.md", "/x/:slug/"), "none");
    }
}
