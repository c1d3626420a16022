//! Settings of a site: `site.yaml`, all of it optional.

mod adopt;
mod delivery;
mod edit;
mod edn;
mod field;
mod fields;
mod glob;
pub mod json;
mod kind;
mod layout;
mod navigation;
pub mod permalink;
mod strings;
pub mod toml;
pub mod yaml;

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::tz::TimeZone;

use crate::diagnostic::{Checked, Diagnostic, Report, SourceFile};
pub use adopt::{content_folder, is_zola};
pub use delivery::Delivery;
pub use edit::EditUrl;
pub use field::{Field, SyntaxError};
pub use fields::Fields;
pub use kind::Kind;
pub use layout::{DRAFTS, Layout, POSTS};
pub use navigation::NavigationEntry;
use permalink::{Hexo, Pattern, Permalink, Rule};
pub use strings::Strings;

/// The name of the settings file in a site's root.
pub const FILE: &str = "site.yaml";

/// Settings of a site, complete and valid.
#[derive(Debug, Clone, PartialEq)]
pub struct Config {
    /// The site's name.
    pub title: String,
    /// One sentence about it; may be empty.
    pub description: String,
    /// Language of the notes and of the interface, as an HTML `lang`.
    pub language: String,
    /// Who writes, where a note does not say.
    pub author: Option<String>,
    /// Where the site is published.
    pub base: Base,
    /// The picture that stands for a page which has none of its own, where links to it are
    /// shown: a file of the content or a URL.
    pub image: Option<String>,
    /// Time zone of dates that name none.
    pub time_zone: TimeZone,
    /// Kind of the notes below a folder of the content, by the folder's path.
    pub kinds: BTreeMap<String, Kind>,
    /// Notes on a page of a list.
    pub page_size: usize,
    /// Whether a line break in a paragraph is shown as one; none where a note's own dialect
    /// may decide.
    pub hard_breaks: Option<bool>,
    /// Whether notes hold mathematics between dollar signs, where they do not say so
    /// themselves; none where a note's dialect may decide.
    pub math: Option<bool>,
    /// Whether lines of code are numbered where the block does not say.
    pub line_numbers: bool,
    /// Whether notes marked as drafts are published.
    pub drafts: bool,
    /// How pages reach their readers.
    pub delivery: Delivery,
    /// Whether browsers keep what was read, for reading it without a network.
    pub offline: bool,
    /// Whether the search folder holds compressed copies of its files.
    pub precompress: bool,
    /// Words of the site's own that search keeps whole.
    pub search_words: Vec<String>,
    /// Groups of words of the site's own that stand for one another in a search.
    pub search_synonyms: Vec<Vec<String>>,
    /// Whose folder it is.
    pub layout: Layout,
    /// Whether each note is published as Markdown too.
    pub markdown_twins: bool,
    /// Whether a link to a note shows what it leads to before it is followed.
    pub link_previews: bool,
    /// What addresses are made from where a note asks for none itself.
    pub permalink: Option<Permalink>,
    /// Whether the address of a note is a file that ends in `.html`, and no folder.
    pub html_addresses: bool,
    /// The notes in the order that a table of contents of the author's puts them in.
    pub navigation: Vec<NavigationEntry>,
    /// How Logseq writes the title of a day, such as `yyyy-MM-dd`.
    pub journal_title_format: Option<String>,
    /// Properties that Logseq does not show.
    pub hidden_properties: Vec<String>,
    /// Files and folders below the content folder that are not read, as paths or with
    /// `*` and `**`.
    pub ignored: Vec<String>,
    /// Whether notes get the dates of their commits where they have none of their own.
    pub git_dates: bool,
    /// Days after which a note counts as old unless it was looked at again; 0 for never.
    pub stale_after: u32,
    /// Where notes are edited.
    pub edit_url: Option<EditUrl>,
    /// What was taken over from another generator's settings, in one line.
    pub adopted: Option<String>,
}

/// Where a site is published. Pages link to each other relatively and work anywhere; only
/// feeds, sitemaps and the page for missing addresses have to know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Base {
    /// Scheme and host, such as `https://notes.example.org`, if known.
    pub origin: Option<String>,
    /// Path below it, beginning and ending in `/`.
    pub path: String,
}

impl Base {
    /// Reads a URL (`https://host/path/`) or a path (`/path/`).
    ///
    /// # Errors
    ///
    /// Says what is wrong, as one sentence.
    pub fn parse(text: &str) -> Result<Base, String> {
        let (origin, path) = match text.split_once("://") {
            Some(("http" | "https", rest)) => {
                let host = rest.split('/').next().unwrap_or_default();
                let origin = text.get(..text.len() - rest.len() + host.len()).unwrap_or_default();
                if host.is_empty() {
                    return Err(format!("\"{text}\" has no host"));
                }
                (Some(origin.to_owned()), rest.get(host.len()..).unwrap_or_default())
            }
            None if text.starts_with('/') => (None, text),
            _ => return Err(format!("\"{text}\" is neither a URL nor a path that begins with /")),
        };
        if path.contains(['?', '#', ' ']) {
            return Err(format!("\"{text}\" has a query, a fragment or a space"));
        }
        let path = format!("{}/", path.trim_end_matches('/'));
        Ok(Base { origin, path })
    }

    /// The absolute URL of a path below the root, if the site's host is known.
    pub fn absolute(&self, path: &str) -> Option<String> {
        let origin = self.origin.as_ref()?;
        Some(format!("{origin}{}{path}", self.path))
    }
}

impl Config {
    /// The settings of a site that has no `site.yaml`.
    pub fn new(title: String) -> Config {
        Config {
            title,
            description: String::new(),
            language: "zh-CN".into(),
            author: None,
            base: Base { origin: None, path: "/".into() },
            image: None,
            time_zone: TimeZone::fixed(jiff::tz::offset(8)),
            kinds: BTreeMap::new(),
            page_size: 20,
            hard_breaks: None,
            math: None,
            line_numbers: false,
            drafts: false,
            delivery: Delivery::Web,
            offline: true,
            precompress: false,
            search_words: Vec::new(),
            search_synonyms: Vec::new(),
            markdown_twins: true,
            link_previews: true,
            layout: Layout::Plain,
            permalink: None,
            html_addresses: false,
            navigation: Vec::new(),
            journal_title_format: None,
            hidden_properties: Vec::new(),
            ignored: Vec::new(),
            git_dates: true,
            stale_after: 730,
            edit_url: None,
            adopted: None,
        }
    }

    /// Takes over the settings of the generator that laid a site out. What its files do not
    /// say stays as it is; what is wrong in them is reported as warnings.
    pub fn adopt(self, files: &[Arc<SourceFile>]) -> Checked<Config> {
        adopt::adopt(files, self)
    }

    /// Reads `site.yaml`. What it does not say stays as in `defaults`; a setting that is
    /// wrong is reported and stays so too.
    pub fn read(file: &Arc<SourceFile>, defaults: Config) -> Checked<Config> {
        let mut report = Report::default();
        let mut fields = match yaml::parse_mapping(&file.text) {
            Ok(found) => Fields::of_settings(found, file),
            Err(error) => {
                let mut diagnostic = Diagnostic::error("site-yaml", error.message).at(file, error.range);
                diagnostic.help = error.help;
                report.push(diagnostic);
                return Checked { value: defaults, report };
            }
        };
        let value = settings(&mut fields, defaults);
        fields.reject_rest("no such setting");
        report.append(fields.report);
        Checked { value, report }
    }

    /// Whether a file of the content is not read.
    pub fn ignores(&self, path: &str) -> bool {
        self.ignored.iter().any(|pattern| glob::matches(pattern, path))
    }

    /// What the table of contents calls the note at `path`.
    pub fn navigation_title(&self, path: &str) -> Option<&str> {
        let entry = self.navigation.iter().find(|entry| entry.path.as_deref() == Some(path));
        entry.map(|entry| entry.title.as_str()).filter(|title| !title.is_empty())
    }

    /// The kind of a note at `path`, relative to the content, that names none itself: the
    /// setting of the nearest folder, else the folder's name if that is a kind.
    pub fn kind_of(&self, path: &str) -> Kind {
        let mut folder = path;
        while let Some((parent, _)) = folder.rsplit_once('/') {
            if let Some(kind) = self.kind_of_folder(parent) {
                return kind;
            }
            folder = parent;
        }
        Kind::Note
    }

    /// The kind that a folder itself gives to what is in it.
    pub fn kind_of_folder(&self, folder: &str) -> Option<Kind> {
        let name = folder.rsplit('/').next().unwrap_or(folder);
        self.kinds.get(folder).copied().or_else(|| Kind::from_name(name))
    }
}

fn settings(fields: &mut Fields, defaults: Config) -> Config {
    let base = fields.take_with(&["base_url"], "a URL such as https://notes.example.org/", |value| {
        Base::parse(value.as_str()?).ok()
    });
    let zone = fields.take_with(
        &["time_zone"],
        "an offset such as +08:00 or a name such as Asia/Shanghai",
        |value| parse_zone(value.as_str()?),
    );
    let kinds = fields.take_with(
        &["kinds"],
        "folders with their kinds, such as `incidents: troubleshooting`",
        parse_kinds,
    );
    let size = fields.take_with(&["page_size"], "a number from 1 to 1000", |value| {
        value.as_u64().filter(|size| (1..=1000).contains(size)).and_then(|size| usize::try_from(size).ok())
    });
    let stale_after = fields.take_with(&["stale_after"], "a number of days, or 0 for never", |value| {
        value.as_u64().and_then(|days| u32::try_from(days).ok())
    });
    let edit_url = fields.take_with(
        &["edit_url"],
        "a URL such as https://git.example.com/team/notes/edit/main/content/{path}",
        |value| EditUrl::parse(value.as_str()?),
    );
    let synonyms = fields.take_with(
        &["search_synonyms"],
        "a list of groups such as [[网关, gateway], [k8s, kubernetes]]",
        parse_groups,
    );
    let permalink = fields.take_with(
        &["permalink"],
        "a pattern such as /:year/:month/:slug/ or folders with their patterns",
        |value| parse_permalink(value, &defaults),
    );
    Config {
        title: fields.take_text(&["title"]).unwrap_or(defaults.title),
        description: fields.take_text(&["description"]).unwrap_or(defaults.description),
        language: fields.take_text(&["language"]).unwrap_or(defaults.language),
        author: fields.take_text(&["author"]).or(defaults.author),
        base: base.unwrap_or(defaults.base),
        image: fields.take_text(&["image"]).or(defaults.image),
        time_zone: zone.unwrap_or(defaults.time_zone),
        kinds: kinds.unwrap_or(defaults.kinds),
        page_size: size.unwrap_or(defaults.page_size),
        hard_breaks: fields.take_bool(&["hard_breaks"]).or(defaults.hard_breaks),
        math: fields.take_bool(&["math", "mathjax", "katex"]).or(defaults.math),
        line_numbers: fields.take_bool(&["line_numbers"]).unwrap_or(defaults.line_numbers),
        offline: fields.take_bool(&["offline"]).unwrap_or(defaults.offline),
        search_words: fields.take_list(&["search_words"]).unwrap_or(defaults.search_words),
        search_synonyms: synonyms.unwrap_or(defaults.search_synonyms),
        markdown_twins: fields.take_bool(&["markdown_twins"]).unwrap_or(defaults.markdown_twins),
        link_previews: fields.take_bool(&["link_previews"]).unwrap_or(defaults.link_previews),
        permalink: permalink.or(defaults.permalink),
        git_dates: fields.take_bool(&["git_dates"]).unwrap_or(defaults.git_dates),
        stale_after: stale_after.unwrap_or(defaults.stale_after),
        edit_url: edit_url.or(defaults.edit_url),
        ..defaults
    }
}

/// One pattern for all notes, or patterns by folder, with the words of the generator whose
/// folder it is.
fn parse_permalink(value: &serde_json::Value, adopted: &Config) -> Option<Permalink> {
    let is_hexo = adopted.layout == Layout::Hexo;
    let hexo = adopted.permalink.as_ref().and_then(|permalink| permalink.hexo.clone());
    let hexo = hexo.or_else(|| is_hexo.then(Hexo::default));
    let pattern = |value: &serde_json::Value| {
        let text = value.as_str()?;
        if is_hexo { Some(Pattern::hexo(text)) } else { Pattern::hugo(text).ok() }
    };
    let Some(folders) = value.as_object() else {
        let (posts, all) = (["_posts", "_drafts"], [""]);
        let folders = if is_hexo { posts.as_slice() } else { all.as_slice() };
        return Some(Permalink { rules: Rule::each(folders, &pattern(value)?), hexo });
    };
    let rule = |(folder, value): (&String, &serde_json::Value)| {
        let folder = folder.trim_matches('/');
        let folder = if folder.is_empty() { "/" } else { folder }.to_owned();
        Some(Rule { folder, pattern: pattern(value)? })
    };
    let mut rules: Vec<Rule> = folders.iter().map(rule).collect::<Option<_>>()?;
    rules.sort_by_key(|rule| std::cmp::Reverse(rule.folder.matches('/').count()));
    Some(Permalink { rules, hexo })
}

fn parse_groups(value: &serde_json::Value) -> Option<Vec<Vec<String>>> {
    let word = |value: &serde_json::Value| value.as_str().map(str::to_owned);
    let group = |value: &serde_json::Value| -> Option<Vec<String>> {
        let words: Vec<String> = value.as_array()?.iter().map(word).collect::<Option<_>>()?;
        (words.len() > 1).then_some(words)
    };
    value.as_array()?.iter().map(group).collect()
}

fn parse_zone(text: &str) -> Option<TimeZone> {
    if let Ok(zone) = TimeZone::get(text) {
        return Some(zone);
    }
    let moment = format!("2000-01-01T00:00{text}");
    let pieces = jiff::fmt::temporal::Pieces::parse(&moment).ok()?;
    pieces.to_numeric_offset().map(TimeZone::fixed)
}

fn parse_kinds(value: &serde_json::Value) -> Option<BTreeMap<String, Kind>> {
    let pair = |(folder, kind): (&String, &serde_json::Value)| {
        Some((folder.trim_matches('/').to_owned(), Kind::from_name(kind.as_str()?)?))
    };
    value.as_object()?.iter().map(pair).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Checked<Config> {
        let file = SourceFile::new(FILE, text);
        Config::read(&file, Config::new("folder".into()))
    }

    #[test]
    fn everything_is_optional() {
        let Checked { value, report } = read("");
        assert_eq!(value, Config::new("folder".into()));
        assert_eq!(report, Report::default());
    }

    #[test]
    fn all_wrong_settings_are_reported_in_one_run() {
        let checked = read("base_url: notes\npage_size: 0\ntime_zone: 东八区\ncolour: red\ntitle: 好\n");
        let rules: Vec<usize> = checked
            .report
            .sorted()
            .iter()
            .map(|diagnostic| diagnostic.place.as_ref().unwrap().position().line)
            .collect();
        assert_eq!(rules, [1, 2, 3, 4]);
        assert_eq!(checked.value.title, "好");
    }

    #[test]
    fn synonyms_are_groups_of_words() {
        let config = read("search_words: [北斗, 天枢平台]\nsearch_synonyms:\n- [北斗, beidou]\n").value;
        assert_eq!(config.search_words, ["北斗", "天枢平台"]);
        assert_eq!(config.search_synonyms, [["北斗", "beidou"]]);
        for wrong in ["search_synonyms: 北斗", "search_synonyms: [北斗, beidou]", "search_synonyms: [[北斗]]"]
        {
            assert!(read(wrong).report.has_errors(), "{wrong}");
        }
    }

    #[test]
    fn zones_are_names_or_offsets() {
        assert!(parse_zone("Asia/Shanghai").is_some());
        assert_eq!(parse_zone("+08:00"), Some(TimeZone::fixed(jiff::tz::offset(8))));
        assert!(parse_zone("nowhere").is_none());
    }

    #[test]
    fn a_base_is_a_url_or_a_path() {
        let base = Base::parse("https://example.org/notes").unwrap();
        assert_eq!(base.absolute("a/").unwrap(), "https://example.org/notes/a/");
        assert_eq!(Base::parse("/notes/").unwrap().absolute("a/"), None);
        assert_eq!(Base::parse("https://example.org").unwrap().path, "/");
        for wrong in ["notes", "ftp://x/", "https:///x", "/a b/", "/a?b"] {
            assert!(Base::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn the_nearest_folder_gives_the_kind() {
        let config = read("kinds: {wiki/db: interview}\n").value;
        assert_eq!(config.kind_of("wiki/db/redo.md"), Kind::Interview);
        assert_eq!(config.kind_of("wiki/x.md"), Kind::Note);
        assert_eq!(config.kind_of("troubleshooting/oom.md"), Kind::Troubleshooting);
    }
}
