//! Settings taken over from the files of other generators: one file each, from text to
//! settings. Reading the disk is another room's.
//!
//! What a setting means is decided here. One that Yunji has no notion of is passed over in
//! silence; one that it has and cannot understand is a warning, and so is a file that
//! cannot be read: the site was not made for Yunji, and is published all the same.

mod book;
mod hexo;
mod hugo;
mod logseq;
mod mkdocs;
mod obsidian;
mod vuepress;
mod zola;

use std::sync::Arc;

use serde_json::Value;

use super::field::{Field, SyntaxError};
use super::{Base, Config, EditUrl, Fields, Layout, edn, json, parse_zone, yaml};
use crate::diagnostic::{Checked, Diagnostic, Report, SourceFile};
pub use zola::is_zola;

/// Settings being taken over.
struct Adoption {
    config: Config,
    /// What is left of the file at hand.
    fields: Fields,
    /// What was taken, by the names it has there.
    taken: Vec<&'static str>,
    /// The folder of the notes, where the settings name one, else Hugo's usual one.
    content: String,
}

/// Takes over what the settings of a site say, over what `config` says.
pub(super) fn adopt(files: &[Arc<SourceFile>], config: Config) -> Checked<Config> {
    let mut report = Report::default();
    let mut config = config;
    // Obsidian shows line breaks unless it is told not to.
    config.hard_breaks = (config.layout == Layout::Obsidian).then_some(true);
    let none = Fields::of_adopted(Vec::new(), &SourceFile::new("", ""));
    let content = content_folder(config.layout, files).unwrap_or_else(|| "content".to_owned());
    let mut adoption = Adoption { config, fields: none, taken: Vec::new(), content };
    let mut names = Vec::new();
    for file in files {
        let layout = adoption.config.layout;
        match fields(layout, file) {
            Ok(fields) => {
                let before = adoption.taken.len();
                adoption.fields = Fields::of_adopted(fields, file);
                adoption.read(layout, file);
                report.append(std::mem::take(&mut adoption.fields.report));
                if adoption.taken.len() > before {
                    names.push(file.shown());
                }
            }
            Err(error) => report.push(broken(file, error)),
        }
    }
    let mut config = adoption.config;
    if config.layout != Layout::Plain {
        config.adopted = Some(told(config.layout, &adoption.taken, &names));
    }
    Checked { value: config, report }
}

/// The folder of the notes that the settings of a site name, relative to the site's; none
/// where they name none or one outside.
pub fn content_folder(layout: Layout, files: &[Arc<SourceFile>]) -> Option<String> {
    let name = match layout {
        Layout::Hexo => "source_dir",
        Layout::Hugo => "contentDir",
        Layout::MkDocs => "docs_dir",
        Layout::MdBook => "book",
        Layout::GitBook => "root",
        _ => return None,
    };
    let fields: Vec<Field> = files.iter().filter_map(|file| fields(layout, file).ok()).flatten().collect();
    let named = |name: &str| fields.iter().find(|field| field.key.eq_ignore_ascii_case(name));
    let value = match (named(name), layout) {
        (Some(field), Layout::MdBook) => nested(&field.value, &["src"])?,
        (Some(field), _) => &field.value,
        (None, Layout::Hugo) => hugo::language_folder(named)?,
        (None, _) => return None,
    };
    let parts = value.as_str()?.replace('\\', "/");
    let parts: Vec<&str> = parts.split('/').filter(|part| !matches!(*part, "" | ".")).collect();
    let inside = !value.as_str()?.starts_with('/') && !parts.contains(&"..");
    inside.then(|| parts.join("/"))
}

/// The fields of a settings file in whatever it is written.
fn fields(layout: Layout, file: &SourceFile) -> Result<Vec<Field>, SyntaxError> {
    let extension = file.path.rsplit_once('.').map_or("", |(_, extension)| extension);
    let fields = match extension {
        "toml" => super::toml::parse_mapping(&file.text)?,
        "json" => json::parse_mapping(&file.text)?,
        "edn" => edn::parse_mapping(&file.text),
        "js" | "ts" | "mjs" | "mts" => vuepress::parse_mapping(&file.text),
        "yml" | "yaml" => yaml::parse_mapping(&file.text)?,
        _ => Vec::new(),
    };
    Ok(if layout == Layout::Hugo { hugo::under_its_name(&file.path, fields) } else { fields })
}

fn broken(file: &Arc<SourceFile>, error: SyntaxError) -> Diagnostic {
    let message = format!("these settings cannot be read: {}", error.message);
    let mut finding = Diagnostic::warning("adopted-settings", message).at(file, error.range);
    finding.help = error.help;
    finding
}

/// What was adopted, in one line.
fn told(layout: Layout, taken: &[&'static str], files: &[String]) -> String {
    match taken.split_last() {
        None => layout.name().to_owned(),
        Some((last, [])) => format!("{}: {last} from {}", layout.name(), files.join(", ")),
        Some((last, before)) => {
            format!("{}: {} and {last} from {}", layout.name(), before.join(", "), files.join(", "))
        }
    }
}

impl Adoption {
    fn read(&mut self, layout: Layout, file: &Arc<SourceFile>) {
        match layout {
            Layout::Plain => {}
            Layout::Hexo => self.hexo(),
            Layout::Hugo => self.hugo(),
            Layout::Zola => self.zola(),
            Layout::Logseq => self.logseq(),
            Layout::Obsidian => self.obsidian(),
            Layout::MkDocs => self.mkdocs(file),
            Layout::MdBook | Layout::GitBook => self.book(file),
            Layout::VuePress | Layout::VitePress => self.vuepress(),
        }
    }

    /// Takes a field of the file, and remembers that it was there.
    fn take<T>(
        &mut self,
        name: &'static str,
        expected: &str,
        read: impl FnOnce(&Value) -> Option<T>,
    ) -> Option<T> {
        let value = self.fields.take_with(&[name], expected, read)?;
        self.note(name);
        Some(value)
    }

    fn text(&mut self, name: &'static str) -> Option<String> {
        let text = self.fields.take_text(&[name])?;
        self.note(name);
        Some(text)
    }

    fn list(&mut self, name: &'static str) -> Option<Vec<String>> {
        let list = self.fields.take_list(&[name])?;
        self.note(name);
        Some(list)
    }

    /// Takes a field whole, to look into it. What of it is used, the caller notes.
    fn whole(&mut self, name: &'static str) -> Option<Value> {
        self.fields.take_with(&[name], "a mapping", |value| Some(value.clone()))
    }

    fn note(&mut self, name: &'static str) {
        if !self.taken.contains(&name) {
            self.taken.push(name);
        }
    }

    fn title(&mut self, name: &'static str) {
        if let Some(title) = self.text(name) {
            self.config.title = title;
        }
    }

    fn description(&mut self, name: &'static str) -> bool {
        let description = self.text(name);
        let given = description.is_some();
        self.config.description = description.unwrap_or_else(|| std::mem::take(&mut self.config.description));
        given
    }

    /// The language, or the first of several.
    fn language(&mut self, name: &'static str) {
        let read = |value: &Value| match value {
            Value::Array(several) => several.first()?.as_str().map(language),
            other => other.as_str().map(language),
        };
        if let Some(Some(language)) = self.take(name, "a language such as zh-CN", read) {
            self.config.language = language;
        }
    }

    /// Where the site is published.
    fn base(&mut self, name: &'static str) {
        let read = |value: &Value| {
            let url = value.as_str()?.trim();
            if is_placeholder(url) { Some(None) } else { Base::parse(url).ok().map(Some) }
        };
        let expected = "a URL such as https://notes.example.org/";
        if let Some(Some(base)) = self.fields.take_with(&[name], expected, read) {
            self.config.base = base;
            self.note(name);
        }
    }

    fn time_zone(&mut self, name: &'static str) {
        let expected = "a name such as Asia/Shanghai or an offset such as +08:00";
        if let Some(zone) = self.take(name, expected, |value| parse_zone(value.as_str()?)) {
            self.config.time_zone = zone;
        }
    }

    /// The first author.
    fn author(&mut self, name: &'static str) {
        if let Some(author) = self.take(name, "a name", person) {
            self.config.author = Some(author);
        }
    }

    fn page_size(&mut self, name: &'static str) {
        // Hexo writes 0 for lists in one piece.
        let read = |value: &Value| match value.as_u64()? {
            0 => Some(1000),
            size => usize::try_from(size.min(1000)).ok(),
        };
        if let Some(size) = self.take(name, "a number", read) {
            self.config.page_size = size;
        }
    }

    /// Where notes are edited, by a setting that has been taken under `name`.
    fn edit_url(&mut self, name: &'static str, pattern: &str, below: &str) {
        match EditUrl::parse(pattern) {
            Some(url) => {
                self.config.edit_url = Some(url.below(below));
                self.note(name);
            }
            None => {
                let message = format!("\"{pattern}\" is no web address, and notes get no link to edit them");
                self.warn(name, message, "it begins with https:// or http://");
            }
        }
    }

    /// A warning about the field that was taken last under `name`.
    fn warn(&mut self, name: &'static str, message: String, help: &str) {
        self.fields.warn(name, message, help);
    }
}

/// A name, the first of several, or the name in a mapping.
fn person(value: &Value) -> Option<String> {
    match value {
        Value::String(name) => Some(name.clone()),
        Value::Array(several) => person(several.first()?),
        Value::Object(_) => nested(value, &["name"])?.as_str().map(str::to_owned),
        _ => None,
    }
}

/// The value at a path of keys, whatever their case.
fn nested<'a>(value: &'a Value, path: &[&str]) -> Option<&'a Value> {
    path.iter().try_fold(value, |value, key| {
        let pairs = value.as_object()?;
        pairs.iter().find(|(name, _)| name.eq_ignore_ascii_case(key)).map(|(_, value)| value)
    })
}

/// A mapping from text to text.
fn pairs(value: &Value) -> Option<std::collections::BTreeMap<String, String>> {
    let text = |value: &Value| match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    };
    value.as_object()?.iter().map(|(key, value)| Some((key.clone(), text(value)?))).collect()
}

/// A language as HTML names it; none for what only themes understand.
fn language(written: &str) -> Option<String> {
    let name = written.trim().replace('_', "-");
    match name.to_ascii_lowercase().as_str() {
        "" | "default" => None,
        "zh" | "cn" | "zh-cn" | "zh-hans" | "zh-hans-cn" => Some("zh-CN".to_owned()),
        "zh-tw" | "zh-hant" | "zh-hant-tw" => Some("zh-TW".to_owned()),
        _ => Some(name),
    }
}

/// The addresses that generators write into the settings of a new site.
fn is_placeholder(url: &str) -> bool {
    let host = url.split("://").nth(1).unwrap_or_default().split('/').next().unwrap_or_default();
    let host = host.trim_start_matches("www.");
    matches!(host, "example.com" | "example.org" | "example.net" | "yoursite.com" | "your-domain.com")
}
