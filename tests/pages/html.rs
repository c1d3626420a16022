//! What a page says of itself, and where it leads.

use std::collections::BTreeSet;

use html5gum::{DefaultEmitter, StartTag, Token, Tokenizer};

/// A page of a built site, as far as these tests look at it.
#[derive(Default)]
pub(crate) struct Page {
    /// The language it says it is in.
    pub(crate) language: String,
    /// The text of each `title` in the head.
    pub(crate) titles: Vec<String>,
    /// How many `h1` there are.
    pub(crate) h1s: usize,
    /// How many `main` landmarks.
    pub(crate) mains: usize,
    /// Whether it sends readers on at once.
    pub(crate) redirects: bool,
    /// All ids.
    pub(crate) ids: BTreeSet<String>,
    /// Ids that stand there more than once.
    pub(crate) twice: Vec<String>,
    /// Addresses of what it links to and loads.
    pub(crate) addresses: Vec<String>,
    /// Style sheets and scripts that it loads.
    pub(crate) loaded: Vec<String>,
    /// What a strict policy forbids: styles and scripts in the page itself.
    pub(crate) inline: Vec<String>,
    in_title: bool,
    in_body: bool,
}

impl Page {
    pub(crate) fn read(html: &[u8]) -> Page {
        let mut emitter = DefaultEmitter::<()>::default();
        emitter.naively_switch_states(true);
        let mut page = Page::default();
        for Ok(token) in Tokenizer::new_with_emitter(html, emitter) {
            match token {
                Token::StartTag(tag) => page.tag(&tag),
                Token::String(text) if page.in_title => {
                    page.titles.push(String::from_utf8_lossy(&text).into_owned());
                }
                Token::EndTag(_) => page.in_title = false,
                _ => {}
            }
        }
        page
    }

    fn tag(&mut self, tag: &StartTag<()>) {
        let name = String::from_utf8_lossy(&tag.name).into_owned();
        let attributes: Vec<(String, String)> = tag
            .attributes
            .iter()
            .map(|(name, value)| {
                (String::from_utf8_lossy(name).into(), String::from_utf8_lossy(value).into())
            })
            .collect();
        let value =
            |wanted: &str| attributes.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.clone());
        match name.as_str() {
            "html" => self.language = value("lang").unwrap_or_default(),
            // Pictures in the body have titles of their own.
            "title" => self.in_title = !self.in_body,
            "body" => self.in_body = true,
            "h1" => self.h1s += 1,
            "main" => self.mains += 1,
            "meta" => self.redirects |= value("http-equiv").is_some_and(|value| value == "refresh"),
            "script" => self.loaded.extend(value("src")),
            "link" if value("rel").is_some_and(|rel| rel == "stylesheet") => {
                self.loaded.extend(value("href"));
            }
            _ => {}
        }
        // A block of data is no program, and no policy forbids it.
        let runs = value("src").is_none() && value("type").is_none_or(|kind| kind != "application/ld+json");
        if name == "style" || (name == "script" && runs) {
            self.inline.push(format!("<{name}>"));
        }
        self.inline.extend(
            attributes
                .iter()
                .filter(|(name, _)| name == "style" || name.starts_with("on"))
                .map(|(attribute, value)| format!("<{name} {attribute}=\"{value}\">")),
        );
        if let Some(id) = value("id").filter(|id| !self.ids.insert(id.clone())) {
            self.twice.push(id);
        }
        let leads = ["href", "src", "poster"];
        self.addresses.extend(leads.iter().filter_map(|name| value(name)));
    }
}
