//! Hugo's settings: `hugo.toml`, `config.toml` and the files of `config/_default/`.

use serde_json::Value;

use super::{Adoption, language, nested, person};
use crate::config::field::Field;
use crate::config::permalink::{Pattern, Permalink, Rule};

/// The fields of a settings file. Those of `params.toml` and the like belong below the name
/// of their file.
pub(super) fn under_its_name(path: &str, fields: Vec<Field>) -> Vec<Field> {
    let name = path.rsplit('/').next().unwrap_or(path);
    let name = name.split('.').next().unwrap_or(name);
    if matches!(name, "hugo" | "config") {
        return fields;
    }
    let range = fields.first().map_or(0..0, |field| field.range.clone());
    let value = fields.into_iter().map(|field| (field.key, field.value)).collect();
    vec![Field { key: name.to_owned(), value: Value::Object(value), range }]
}

/// The folder of the site's own language, where each of its languages has one.
pub(super) fn language_folder<'a>(named: impl Fn(&str) -> Option<&'a Field>) -> Option<&'a Value> {
    let own = named("defaultContentLanguage").and_then(|field| field.value.as_str()).unwrap_or("en");
    nested(&named("languages")?.value, &[own, "contentDir"])
}

impl Adoption {
    pub(super) fn hugo(&mut self) {
        self.title("title");
        self.base("baseURL");
        self.language("defaultContentLanguage");
        self.language("languageCode");
        self.language("locale");
        self.time_zone("timeZone");
        self.author("author");
        self.page_size("paginate");
        self.hugo_language();
        self.hugo_params();
        self.hugo_permalinks();
        if let Some(value) =
            self.whole("pagination").and_then(|value| nested(&value, &["pagerSize"])?.as_u64())
        {
            self.config.page_size = usize::try_from(value.clamp(1, 1000)).unwrap_or(self.config.page_size);
            self.note("pagination");
        }
        let breaks = ["goldmark", "renderer", "hardWraps"];
        if let Some(breaks) = self.whole("markup").and_then(|value| nested(&value, &breaks)?.as_bool()) {
            self.config.hard_breaks = Some(breaks);
            self.note("markup");
        }
    }

    /// What the site's own language says, of several.
    fn hugo_language(&mut self) {
        let Some(languages) = self.whole("languages") else { return };
        let own = self.config.language.clone();
        let Some(pairs) = languages.as_object() else { return };
        let is_own = |name: &str| language(name).is_some_and(|name| name.eq_ignore_ascii_case(&own));
        let found = pairs.iter().find(|(name, _)| is_own(name)).map(|(_, value)| value);
        let Some(found) = found.filter(|value| value.is_object()) else { return };
        if let Some(title) = nested(found, &["title"]).and_then(Value::as_str) {
            self.config.title = title.to_owned();
            self.note("languages");
        }
        self.hugo_description(found);
        self.hugo_description(nested(found, &["params"]).unwrap_or(&Value::Null));
    }

    fn hugo_params(&mut self) {
        let Some(params) = self.whole("params") else { return };
        self.hugo_description(&params);
        if let Some(author) = nested(&params, &["author"]).and_then(person) {
            self.config.author = Some(author);
            self.note("params");
        }
        self.hugo_edit(&params);
    }

    /// Where the themes Docsy, PaperMod and Hextra are told that notes are edited.
    fn hugo_edit(&mut self, params: &Value) {
        let text =
            |path: &[&str]| nested(params, path).and_then(Value::as_str).filter(|text| !text.is_empty());
        let is_on = |path: &[&str]| nested(params, path).and_then(Value::as_bool) == Some(true);
        let folder = self.content.clone();
        if let Some(repository) = text(&["github_repo"]) {
            let branch = text(&["github_branch"]).unwrap_or("main");
            let below = text(&["github_subdir"]).map_or(folder.clone(), |above| format!("{above}/{folder}"));
            let pattern = format!("{}/edit/{branch}/", repository.trim_end_matches('/'));
            self.edit_url("github_repo", &pattern, below.trim_matches('/'));
        } else if let Some(url) =
            text(&["editPost", "URL"]).filter(|_| is_on(&["editPost", "appendFilePath"]))
        {
            self.edit_url("editPost", url, "");
        } else if let Some(url) = text(&["editURL", "base"]).filter(|_| is_on(&["editURL", "enable"])) {
            self.edit_url("editURL", url, "");
        }
    }

    fn hugo_description(&mut self, value: &Value) {
        if let Some(description) = nested(value, &["description"]).and_then(Value::as_str) {
            self.config.description = description.to_owned();
            self.note("description");
        }
    }

    /// `[permalinks]`, by section, or by kind of page and section.
    fn hugo_permalinks(&mut self) {
        let Some(permalinks) = self.whole("permalinks") else { return };
        let pages = nested(&permalinks, &["page"]).filter(|pages| pages.is_object());
        let Some(sections) = pages.unwrap_or(&permalinks).as_object() else { return };
        let mut rules = Vec::new();
        for (section, pattern) in sections {
            let Some(pattern) = pattern.as_str() else { continue };
            let folder = section.trim_matches(['/', ' ']);
            let folder = if folder.is_empty() { "/" } else { folder }.to_owned();
            match Pattern::hugo(pattern) {
                Ok(pattern) => rules.push(Rule { folder, pattern }),
                Err(word) => {
                    let message = format!("the pattern \"{pattern}\" has a word that is none: {word}");
                    self.warn("permalinks", message, "notes there get the addresses of their files");
                }
            }
        }
        if !rules.is_empty() {
            // A folder's rule comes before that of the folder it is in.
            rules.sort_by_key(|rule| std::cmp::Reverse(rule.folder.matches('/').count()));
            self.config.permalink = Some(Permalink { rules, hexo: None });
            self.note("permalinks");
        }
    }
}
