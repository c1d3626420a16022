//! Hexo's `_config.yml`.

use serde_json::Value;

use super::{Adoption, nested, pairs};
use crate::config::permalink::{Case, Hexo, Part, Pattern, Permalink, Rule, Word};

/// The pattern of a site that names none.
const DEFAULT: &str = ":year/:month/:day/:title/";

impl Adoption {
    pub(super) fn hexo(&mut self) {
        self.title("title");
        if !self.description("description") {
            self.description("subtitle");
        }
        self.author("author");
        self.language("language");
        self.time_zone("timezone");
        self.base("url");
        self.hexo_root();
        self.hexo_permalink();
        self.page_size("per_page");
        for name in ["exclude", "ignore"] {
            let ignored = self.list(name).unwrap_or_default();
            self.config.ignored.extend(ignored);
        }
        self.hexo_breaks();
        self.hexo_edit();
    }

    /// Where the themes NexT and Butterfly are told that posts are edited.
    fn hexo_edit(&mut self) {
        let theme = self.whole("theme_config").unwrap_or(Value::Null);
        let is_on = nested(&theme, &["post_edit", "enable"]) == Some(&Value::Bool(true));
        let url = nested(&theme, &["post_edit", "url"]).and_then(Value::as_str);
        if let Some(url) = url.filter(|_| is_on) {
            self.edit_url("theme_config", url, "");
        }
    }

    /// The path that `url` should end in; it is believed where that has none.
    fn hexo_root(&mut self) {
        let root = self.fields.take_text(&["root"]).filter(|root| root.starts_with('/'));
        if let Some(root) = root.filter(|_| self.config.base.path == "/") {
            self.config.base.path = format!("{}/", root.trim_end_matches('/'));
        }
    }

    fn hexo_permalink(&mut self) {
        let pattern = self.text("permalink").unwrap_or_else(|| DEFAULT.to_owned());
        let pattern = Pattern::hexo(pattern.trim_start_matches('/'));
        let defaults = self.take("permalink_defaults", "names with values", pairs);
        let categories = self.take("category_map", "names with names for addresses", pairs);
        let category = self.fields.take_text(&["default_category"]);
        let case = self.fields.take_with(&["filename_case"], "0, 1 or 2", |value| match value.as_u64()? {
            0 => Some(Case::Kept),
            1 => Some(Case::Lower),
            2 => Some(Case::Upper),
            _ => None,
        });
        let file_name = self.fields.take_text(&["new_post_name"]);
        let pretty = self.whole("pretty_urls").unwrap_or(Value::Null);
        let hexo = Hexo {
            defaults: defaults.unwrap_or_default(),
            categories: categories.unwrap_or_default(),
            default_category: category.unwrap_or_else(|| "uncategorized".to_owned()),
            file_name: file_name.as_deref().and_then(named),
            case: case.unwrap_or_default(),
            drops_html: nested(&pretty, &["trailing_html"]) == Some(&Value::Bool(false)),
        };
        let rules = Rule::each(&["_posts", "_drafts"], &pattern);
        self.config.permalink = Some(Permalink { rules, hexo: Some(hexo) });
        self.config.html_addresses = true;
    }

    /// Hexo's own renderer shows line breaks as they are.
    fn hexo_breaks(&mut self) {
        let marked = self.whole("marked").unwrap_or(Value::Null);
        let other = self.whole("markdown").unwrap_or(Value::Null);
        let breaks = [
            nested(&marked, &["breaks"]),
            nested(&other, &["render", "breaks"]),
            nested(&other, &["breaks"]),
        ];
        let breaks = breaks.into_iter().flatten().find_map(Value::as_bool);
        self.config.hard_breaks = Some(breaks.unwrap_or(true));
    }
}

/// How files are named, where it says more than their title.
fn named(name: &str) -> Option<Pattern> {
    let name = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let pattern = Pattern::hexo(name);
    (pattern.parts != [Part::Word(Word::Path)]).then_some(pattern)
}
