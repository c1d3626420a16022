//! The web app manifest: what a browser needs to install the site.

use serde::Serialize;

use super::{RenderError, Renderer};
use crate::output::{Output, SitePath};

/// Its address. Stays the same: browsers look there for changes of what they installed.
pub(super) const MANIFEST: &str = "manifest.webmanifest";

/// Colours of the theme's light page and of its mark.
const BACKGROUND: &str = "#fbfcfb";
const THEME: &str = "#0b5e63";

#[derive(Serialize)]
struct Manifest<'a> {
    name: &'a str,
    short_name: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    description: &'a str,
    lang: &'a str,
    start_url: &'static str,
    scope: &'static str,
    display: &'static str,
    display_override: [&'static str; 1],
    background_color: &'static str,
    theme_color: &'static str,
    icons: Vec<Icon>,
}

#[derive(Serialize)]
struct Icon {
    src: String,
    sizes: &'static str,
    #[serde(rename = "type")]
    media_type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    purpose: Option<&'static str>,
}

impl Renderer<'_> {
    pub(super) fn manifest(&self, output: &mut Output) -> Result<(), RenderError> {
        let title = self.config.title.as_str();
        let manifest = Manifest {
            name: title,
            short_name: title,
            description: &self.config.description,
            lang: &self.config.language,
            start_url: "./",
            scope: "./",
            display: "standalone",
            // With a way back: from a note one goes back to the list.
            display_override: ["minimal-ui"],
            background_color: BACKGROUND,
            theme_color: THEME,
            icons: self.icons(),
        };
        let bytes =
            serde_json::to_vec(&manifest).map_err(|error| RenderError::Template(error.to_string()))?;
        let path = SitePath::parse(MANIFEST)?;
        if !self.is_own(path.as_str()) {
            let content = self.content(&path, bytes);
            output.insert(path, content, "the web app manifest");
        }
        Ok(())
    }

    /// The drawing in any size, and for systems that take none the same as pictures.
    fn icons(&self) -> Vec<Icon> {
        let icon = |name: &str, sizes, media_type, purpose| {
            let src = self.theme.has(name).then(|| self.theme.asset(name))?;
            Some(Icon { src, sizes, media_type, purpose })
        };
        let icons = [
            icon("favicon.svg", "any", "image/svg+xml", None),
            icon("icon-192.png", "192x192", "image/png", None),
            icon("icon-512.png", "512x512", "image/png", None),
            icon("icon-512.png", "512x512", "image/png", Some("maskable")),
        ];
        icons.into_iter().flatten().collect()
    }
}
