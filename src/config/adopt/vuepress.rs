//! The `config.js` of VuePress and VitePress: a program, of which only the plain texts at
//! its top are read.

use serde_json::Value;

use super::Adoption;
use crate::config::Layout;
use crate::config::field::{Field, line_end};

/// Fields that hold plain text, and nothing else, as one line each; of fields of one name
/// the one that is nested least, then the first.
pub(super) fn parse_mapping(text: &str) -> Vec<Field> {
    let mut fields: Vec<(usize, Field)> = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let indent = line.len() - line.trim_start().len();
        if let Some((key, value)) = field(line.trim()) {
            let range = start + indent..line_end(text, start + indent);
            let field = Field { key: key.to_owned(), value, range };
            match fields.iter_mut().find(|(_, known)| known.key == field.key) {
                Some((depth, known)) if indent < *depth => (*depth, *known) = (indent, field),
                Some(_) => {}
                None => fields.push((indent, field)),
            }
        }
        start += line.len();
    }
    fields.into_iter().map(|(_, field)| field).collect()
}

/// The settings that Yunji has a notion of.
const KNOWN: [&str; 11] = [
    "title",
    "description",
    "lang",
    "base",
    "cleanUrls",
    "pattern",
    "repo",
    "docsRepo",
    "docsBranch",
    "docsDir",
    "editLinks",
];

fn field(line: &str) -> Option<(&str, Value)> {
    let (key, value) = line.split_once(':')?;
    let key = KNOWN.into_iter().find(|known| *known == key.trim().trim_matches(['"', '\'']))?;
    let value = value.trim().trim_end_matches(',').trim_end();
    let quote = value.chars().next()?;
    let text = value.strip_prefix(quote)?.strip_suffix(quote);
    match value {
        "true" | "false" => Some((key, Value::Bool(value == "true"))),
        _ if matches!(quote, '"' | '\'' | '`') => {
            let text = text.filter(|text| !text.contains([quote, '\\', '$']))?;
            Some((key, Value::from(text)))
        }
        _ => None,
    }
}

impl Adoption {
    pub(super) fn vuepress(&mut self) {
        self.title("title");
        self.description("description");
        self.language("lang");
        self.base("base");
        let clean = self.fields.take_bool(&["cleanUrls"]) == Some(true);
        self.config.html_addresses = self.config.layout == Layout::VuePress || !clean;
        match self.config.layout {
            Layout::VuePress => self.vuepress_edit(),
            _ => self.vitepress_edit(),
        }
    }

    /// `editLink.pattern`; other patterns have no place for a path.
    fn vitepress_edit(&mut self) {
        let pattern = self.fields.take_text(&["pattern"]).filter(|pattern| pattern.contains(":path"));
        if let Some(pattern) = pattern {
            self.edit_url("pattern", &pattern.replace(":path", "{path}"), "");
        }
    }

    fn vuepress_edit(&mut self) {
        let mut text = |name: &'static str| self.fields.take_text(&[name]);
        let (repository, own) = (text("repo"), text("docsRepo"));
        let (branch, folder) = (text("docsBranch"), text("docsDir").unwrap_or_default());
        let Some(repository) = own.or(repository) else { return };
        if self.fields.take_bool(&["editLinks"]) != Some(true) {
            return;
        }
        let is_address = repository.contains("://");
        let repository = if is_address { repository } else { format!("https://github.com/{repository}") };
        let edit = if repository.contains("gitlab") { "-/edit" } else { "edit" };
        let branch = branch.unwrap_or_else(|| "master".to_owned());
        let pattern = format!("{}/{edit}/{branch}/", repository.trim_end_matches('/'));
        self.edit_url("repo", &pattern, folder.trim_matches('/'));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_texts_are_read() {
        let text = "export default defineConfig({\n  themeConfig: {\n    title: '深处',\n  },\n  title: '手册',\n  \
                    lang: process.env.LANG,\n  base: \"/docs/\",\n  description: `a ${b}`,\n})\n";
        let fields = parse_mapping(text);
        let shown: Vec<String> =
            fields.iter().map(|field| format!("{} {}", field.key, field.value)).collect();
        assert_eq!(shown, ["title \"手册\"", "base \"/docs/\""]);
    }
}
