//! The picture that others show with a link to a page. They load it from anywhere, so there
//! is one only where the site knows its own URL.

use super::Renderer;
use super::body::address;
use crate::markdown::LinkUse;
use crate::output::encode_url_fully;
use crate::site::{Note, Target};

/// Endings of pictures that every reader of such links can show.
const SHOWN: [&str; 6] = [".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif"];

/// Where the picture is that a note's front matter names; none if it is not there.
pub(super) fn cover(note: &Note) -> Option<&Target> {
    note.targets.get(note.page.cover?).filter(|target| is_file(target))
}

impl Renderer<'_> {
    /// The picture of a note: the one it names, else the first it shows.
    pub(super) fn note_picture(&self, note: &Note) -> Option<String> {
        let root = self.config.base.absolute("")?;
        let pictures = note.page.links.iter().zip(&note.targets);
        let first = pictures
            .filter(|(link, target)| link.usage == LinkUse::Image && is_file(target))
            .filter_map(|(_, target)| address(self.site, note, &root, target))
            .find(|address| is_shown(address));
        let cover = cover(note).and_then(|target| address(self.site, note, &root, target));
        cover.or(first).map(|address| encode_url_fully(&address))
    }

    /// The picture of pages without one.
    pub(super) fn site_picture(&self) -> Option<String> {
        match self.site.image.as_ref()? {
            Target::Site(path) => self.config.base.absolute(&encode_url_fully(path)),
            Target::External(url) => Some(encode_url_fully(url)),
            _ => None,
        }
    }
}

/// Whether it can be loaded from elsewhere: pictures may be written in the address itself.
fn is_file(target: &Target) -> bool {
    match target {
        Target::External(url) => url.starts_with("https:") || url.starts_with("http:"),
        Target::Site(_) => true,
        _ => false,
    }
}

fn is_shown(address: &str) -> bool {
    let path = address.split(['?', '#']).next().unwrap_or_default().to_ascii_lowercase();
    SHOWN.iter().any(|ending| path.ends_with(ending))
}
