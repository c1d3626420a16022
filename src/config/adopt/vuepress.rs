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
const KNOWN: [&str; 5] = ["title", "description", "lang", "base", "cleanUrls"];

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
