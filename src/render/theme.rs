//! The theme: templates, strings and static files, the program's own with a site's in
//! their place where it has some. The only file that knows Tera's engine.

mod assets;
mod embedded;

use std::collections::BTreeMap;

use tera::{Context, Tera};

use super::RenderError;
use super::manifest::MANIFEST;
use super::views::{DeliveryView, PagesView, SiteView};
use crate::config::{Config, Delivery, Kind, Strings, yaml};
use crate::output::Digest;
use assets::Assets;
use embedded::{TEMPLATES, overlay};

/// Address of the service worker, which stays the same and lies above all pages.
pub const SERVICE_WORKER: &str = "sw.js";

/// Address of the page that the service worker shows in place of one it does not have.
pub const OFFLINE: &str = "assets/offline/index.html";

/// A theme ready to render.
pub struct Theme {
    tera: Tera,
    strings: Strings,
    assets: Assets,
    digest: Digest,
}

impl Theme {
    /// The theme of a site. `templates` and `statics` are the site's own files, by their
    /// path in its `templates/` and `static/`.
    ///
    /// # Errors
    ///
    /// When a template or a file of strings cannot be read.
    pub fn new(
        config: &Config,
        templates: &[(String, Vec<u8>)],
        statics: &[(String, Vec<u8>)],
    ) -> Result<Theme, RenderError> {
        let templates = overlay(TEMPLATES, templates);
        let strings = strings(&templates, &config.language)?;
        let assets = Assets::new(statics, config.delivery);
        let mut tera = Tera::default();
        let mut sources = Vec::new();
        for (name, bytes) in &templates {
            if !name.starts_with("strings/") {
                let text = std::str::from_utf8(bytes)
                    .map_err(|error| RenderError::Template(format!("templates/{name}: {error}")))?;
                sources.push((name.as_str(), text));
            }
        }
        tera.add_raw_templates(sources)?;
        let site = SiteView {
            title: config.title.clone(),
            description: config.description.clone(),
            language: config.language.clone(),
            author: config.author.clone(),
            base_url: config.base.absolute(""),
            locale: config.language.contains('-').then(|| config.language.replace('-', "_")),
            link_previews: config.link_previews,
        };
        let context = tera.global_context();
        context.insert("site", &site);
        context.insert("t", &strings);
        context.insert("assets", assets.addresses());
        context.insert("pages", &PagesView::new(config.delivery));
        context.insert("delivery", &delivery(config));
        // Derived, so that it shows every field: none can be forgotten.
        let settings = format!("{config:?}");
        let own = statics.iter().map(|(name, bytes)| (name, bytes));
        let parts = templates.iter().chain(own).flat_map(|(name, bytes)| [name.as_bytes(), bytes.as_slice()]);
        let digest = Digest::of_all(parts.chain([settings.as_bytes()]));
        Ok(Theme { tera, strings, assets, digest })
    }

    /// What all pages follow from beside their views and the program: the site's templates,
    /// strings and static files, and the settings.
    pub fn digest(&self) -> Digest {
        self.digest
    }

    /// Whether a file of that name in a site's `static/` takes the place of one of the
    /// theme's; others are published as they are.
    pub fn owns_static(name: &str) -> bool {
        assets::owns(name)
    }

    pub(super) fn render(&self, template: &str, context: &Context) -> Result<String, RenderError> {
        Ok(self.tera.render(template, context)?)
    }

    /// What the interface says.
    pub fn strings(&self) -> &Strings {
        &self.strings
    }

    /// A string of the interface; its key where a site's own strings lack it.
    pub(super) fn string(&self, key: &str) -> String {
        self.strings.get(key).to_owned()
    }

    pub(super) fn kind_title(&self, kind: Kind) -> String {
        self.string(&format!("kind_{}", kind.name()))
    }

    /// A file of the theme that pages do not load by an address of its own.
    pub fn source(&self, name: &str) -> &[u8] {
        self.assets.source(name)
    }

    /// Whether there is a static file of that name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.assets.addresses().contains_key(name)
    }

    /// The address of a static file.
    pub fn asset(&self, name: &str) -> String {
        self.assets.addresses().get(name).cloned().unwrap_or_else(|| name.to_owned())
    }

    /// The static files by their address.
    pub fn files(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.assets.files().iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice()))
    }
}

/// What pages need for how they are delivered.
fn delivery(config: &Config) -> DeliveryView {
    let from_server = config.delivery != Delivery::Disk;
    DeliveryView {
        service_worker: (config.delivery == Delivery::Web && config.offline).then_some(SERVICE_WORKER),
        manifest: from_server.then_some(MANIFEST),
        disk: !from_server,
    }
}

/// The strings of a language: its own file, else those of its script for `zh…`, else English. What a
/// site's own file leaves out is English.
fn strings(templates: &BTreeMap<String, Vec<u8>>, language: &str) -> Result<Strings, RenderError> {
    let exact = format!("strings/{language}.yaml");
    let traditional = ["zh-Hant", "zh-HK", "zh-MO"].iter().any(|tag| language.starts_with(tag));
    let name = match templates.contains_key(&exact) {
        true => exact,
        false if traditional => "strings/zh-TW.yaml".to_owned(),
        false if language.starts_with("zh") => "strings/zh-CN.yaml".to_owned(),
        false => "strings/en.yaml".to_owned(),
    };
    let mut strings = Strings::default();
    for name in ["strings/en.yaml", &name] {
        let bytes = templates.get(name).map(Vec::as_slice).unwrap_or_default();
        let fields = yaml::parse_mapping(&String::from_utf8_lossy(bytes))
            .map_err(|error| RenderError::Template(format!("templates/{name}: {}", error.message)))?;
        let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
        strings.extend(fields.into_iter().map(|field| (field.key, text(&field.value))));
    }
    Ok(strings)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::embedded::STATIC;
    use super::*;

    fn files(folder: &str) -> BTreeSet<String> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
        let entries = walkdir::WalkDir::new(&root).into_iter().map(Result::unwrap);
        let files = entries.filter(|entry| entry.file_type().is_file());
        files.map(|entry| entry.path().strip_prefix(&root).unwrap().to_str().unwrap().to_owned()).collect()
    }

    #[test]
    fn every_file_of_the_theme_is_embedded() {
        let names =
            |list: &[(&str, &[u8])]| list.iter().map(|(name, _)| (*name).to_owned()).collect::<BTreeSet<_>>();
        assert_eq!(files("templates"), names(TEMPLATES));
        assert_eq!(files("static"), names(STATIC));
    }

    #[test]
    fn every_language_says_everything() {
        let templates = overlay(TEMPLATES, &[]);
        let keys = |language: &str| {
            let text = String::from_utf8(templates[&format!("strings/{language}.yaml")].clone()).unwrap();
            yaml::parse_mapping(&text).unwrap().into_iter().map(|field| field.key).collect::<BTreeSet<_>>()
        };
        assert_eq!(keys("zh-CN"), keys("en"));
        assert_eq!(keys("zh-TW"), keys("en"));
    }

    /// The colours that a piece of a style sheet defines.
    fn colours(css: &str) -> Vec<(&str, &str)> {
        let declared = css.split("--").filter_map(|part| part.split_once(": #"));
        declared.map(|(name, rest)| (name, rest.split(';').next().unwrap())).collect()
    }

    /// The colours of each theme that a style sheet defines, by name: light first.
    fn themes(css: &str) -> Vec<BTreeMap<&str, &str>> {
        let mut blocks = css.split("@media");
        let light: BTreeMap<_, _> = colours(blocks.next().unwrap()).into_iter().collect();
        let dark = blocks.map(|block| light.clone().into_iter().chain(colours(block)).collect());
        std::iter::once(light.clone()).chain(dark.collect::<Vec<_>>()).collect()
    }

    /// How much light a colour gives, as WCAG 2 counts it.
    fn luminance(colour: &str) -> f64 {
        let digits: String = match colour.len() {
            3 => colour.chars().flat_map(|digit| [digit, digit]).collect(),
            _ => colour.to_owned(),
        };
        let channel = |at: usize| {
            let value = f64::from(u8::from_str_radix(&digits[at..at + 2], 16).unwrap()) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * channel(0) + 0.7152 * channel(2) + 0.0722 * channel(4)
    }

    #[test]
    fn code_is_legible_on_every_ground() {
        let (_, css) = STATIC.iter().find(|(name, _)| *name == "style/color.css").unwrap();
        let themes = themes(std::str::from_utf8(css).unwrap());
        assert_eq!(themes.len(), 3, "light, and dark twice");
        assert_eq!(themes[1], themes[2], "the dark values stand twice");
        for theme in themes {
            let inks = theme.keys().filter(|name| name.starts_with("c-"));
            let inks: Vec<&str> =
                inks.copied().chain(["text", "muted", "good", "bad", "warn", "accent"]).collect();
            assert_eq!(inks.len(), 14);
            for ground in ["sunk", "diff-in", "diff-out", "code-marked", "code-warning"] {
                for ink in &inks {
                    let (one, other) = (luminance(theme[ink]), luminance(theme[ground]));
                    let contrast = (one.max(other) + 0.05) / (one.min(other) + 0.05);
                    assert!(contrast >= 4.5, "{ink} on {ground}: {contrast:.2}");
                }
            }
        }
    }
}
