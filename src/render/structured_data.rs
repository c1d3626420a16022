//! What a page is, in the words of schema.org, for search engines. Its addresses are whole
//! URLs, so there is none where the site does not know its own.

use serde_json::{Value, json};

use super::Renderer;
use super::views::PageView;
use crate::output::{SitePath, encode_fully};
use crate::site::Note;

impl Renderer<'_> {
    /// The site and its search, for the home page.
    pub(super) fn site_data(&self) -> Option<String> {
        let home = self.config.base.absolute("")?;
        let mut site = json!({
            "@context": "https://schema.org",
            "@type": "WebSite",
            "name": self.config.title,
            "url": home,
            "inLanguage": self.config.language,
            "potentialAction": {
                "@type": "SearchAction",
                "target": {
                    "@type": "EntryPoint",
                    "urlTemplate": format!("{home}search/?q={{search_term_string}}"),
                },
                "query-input": "required name=search_term_string",
            },
        });
        let description = Some(self.config.description.as_str()).filter(|text| !text.is_empty());
        add(&mut site, "description", description);
        Some(in_script(&site))
    }

    /// A note and where it stands in the site. `page` is its page.
    pub(super) fn article_data(&self, note: &Note, page: &PageView) -> Option<String> {
        let home = self.config.base.absolute("")?;
        let url = page.canonical.as_deref()?;
        let front = &note.page.front;
        let mut article = json!({
            "@type": "TechArticle",
            "headline": note.page.title,
            "url": url,
            "mainEntityOfPage": url,
            "inLanguage": front.language.as_ref().unwrap_or(&self.config.language),
        });
        let text = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        let modified = note.page.updated.or(note.page.date);
        let author = front.author.as_ref().or(self.config.author.as_ref());
        add(&mut article, "description", text(&note.page.summary));
        add(&mut article, "datePublished", note.page.date.map(|date| date.day.to_string()));
        add(&mut article, "dateModified", modified.map(|date| date.day.to_string()));
        add(&mut article, "author", author.map(|name| json!({ "@type": "Person", "name": name })));
        add(&mut article, "keywords", Some(front.tags.clone()).filter(|tags| !tags.is_empty()));
        add(&mut article, "image", page.image.clone());
        let graph = json!([article, self.breadcrumbs(note, &home, url)]);
        Some(in_script(&json!({ "@context": "https://schema.org", "@graph": graph })))
    }

    /// The way from the home page over the note's kind and its trail, as far as it has pages.
    fn breadcrumbs(&self, note: &Note, home: &str, url: &str) -> Value {
        let address = |path: &SitePath| format!("{home}{}", encode_fully(path.as_str()));
        let kind = self.site.kinds.iter().find(|(kind, _)| *kind == note.page.kind);
        let kind = kind.map(|(kind, term)| (self.theme.kind_title(*kind), address(&term.path)));
        let trail =
            note.trail.iter().filter_map(|crumb| Some((crumb.title.clone(), address(crumb.path.as_ref()?))));
        let (first, last) = (self.config.title.clone(), note.page.title.clone());
        let steps = std::iter::once((first, home.to_owned()))
            .chain(kind)
            .chain(trail)
            .chain([(last, url.to_owned())]);
        let items = steps.zip(1..).map(
            |((name, item), position)| json!({ "@type": "ListItem", "position": position, "name": name, "item": item }),
        );
        json!({ "@type": "BreadcrumbList", "itemListElement": items.collect::<Vec<_>>() })
    }
}

/// Adds a field that is known.
fn add(object: &mut Value, name: &str, value: Option<impl Into<Value>>) {
    if let (Value::Object(fields), Some(value)) = (object, value) {
        fields.insert(name.to_owned(), value.into());
    }
}

/// JSON that can stand in a `script` element: nothing in it ends the element or begins a
/// comment. Only strings can hold the sign that would.
fn in_script(value: &Value) -> String {
    value.to_string().replace('<', "\\u003c")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_note_ends_the_script() {
        let value = json!({ "headline": "</script><!-- <script> & 甲" });
        let written = in_script(&value);
        assert!(!written.contains('<'), "{written}");
        assert_eq!(serde_json::from_str::<Value>(&written).unwrap(), value);
    }
}
