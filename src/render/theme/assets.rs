//! What pages load: files of the theme under addresses that change with their content.

use std::collections::BTreeMap;

use super::embedded::{STATIC, overlay};
use crate::config::Delivery;

/// Files that are made of parts, and the parts in their order: one request, and still
/// files that one can read. A site may put its own in the place of a part or of the whole.
const BUNDLES: [(&str, &[&str]); 3] = [
    (
        "yunji.css",
        &[
            "style/color.css",
            "style/ground.css",
            "style/frame.css",
            "style/parts.css",
            "style/home.css",
            "style/lists.css",
            "style/index.css",
            "style/graph.css",
            "style/note.css",
            "style/notehead.css",
            "style/code.css",
            "style/blocks.css",
            "style/outline.css",
            "style/lightbox.css",
            "style/search.css",
            "style/offline.css",
            "style/diagram.css",
            "style/marks.css",
            "style/preview.css",
            "style/widths.css",
            "style/print.css",
        ],
    ),
    (
        "page.js",
        &[
            "page/clipboard.js",
            "page/copy.js",
            "page/wide.js",
            "page/twin.js",
            "page/anchors.js",
            "page/tabs.js",
            "page/outline.js",
            "page/lightbox.js",
            "page/contents.js",
            "page/marks.js",
            "page/offline.js",
            "page/filter.js",
            "page/reveal.js",
            "page/stale.js",
            "page/preview.js",
        ],
    ),
    (
        "search.js",
        &[
            "search/box.js",
            "search/engine.js",
            "search/input.js",
            "search/results.js",
            "search/help.js",
            "search/facets.js",
            "search/recent.js",
            "search/keys.js",
            "search/leave.js",
            "search/address.js",
            "search/dialog.js",
        ],
    ),
];

/// Service workers, whose address must not change.
const WORKERS: [&str; 2] = ["sw.js", "sw-retired.js"];

/// The site's mark, and the pictures of it for systems that take no drawing.
const FAVICON: &str = "favicon.svg";
const ICONS: [&str; 2] = ["icon-192.png", "icon-512.png"];

/// What only pages on a disk load.
const DISK: &str = "disk.js";

/// Whether a file of that name in a site's `static/` takes the place of one of the theme's.
pub(super) fn owns(name: &str) -> bool {
    STATIC.iter().any(|(own, _)| *own == name) || BUNDLES.iter().any(|(bundle, _)| *bundle == name)
}

/// The static files of a theme.
pub(super) struct Assets {
    addresses: BTreeMap<String, String>,
    files: BTreeMap<String, Vec<u8>>,
    sources: BTreeMap<String, Vec<u8>>,
}

impl Assets {
    /// The program's files with `statics`, the site's own, in their place.
    pub(super) fn new(statics: &[(String, Vec<u8>)], delivery: Delivery) -> Assets {
        let (addresses, files, sources) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        let mut assets = Assets { addresses, files, sources };
        let is_replaced = |name: &str| statics.iter().any(|(own, _)| own == name);
        for (name, bytes) in bundled(overlay(STATIC, statics), is_replaced) {
            if WORKERS.contains(&name.as_str()) {
                assets.sources.insert(name, bytes);
                continue;
            }
            let on_disk = delivery == Delivery::Disk;
            // Of a site that has a drawing of its own, the program's pictures show another.
            let is_other_mark = is_replaced(FAVICON) && !is_replaced(&name);
            if (ICONS.contains(&name.as_str()) && (on_disk || is_other_mark)) || (name == DISK && !on_disk) {
                continue;
            }
            let path = address(&name, &bytes);
            assets.addresses.insert(name, path.clone());
            assets.files.insert(path, bytes);
        }
        assets
    }

    /// The address of each file, by its name.
    pub(super) fn addresses(&self) -> &BTreeMap<String, String> {
        &self.addresses
    }

    /// A file that is published at an address of its own kind; empty for others.
    pub(super) fn source(&self, name: &str) -> &[u8] {
        self.sources.get(name).map(Vec::as_slice).unwrap_or_default()
    }

    /// The content of each file, by its address.
    pub(super) fn files(&self) -> &BTreeMap<String, Vec<u8>> {
        &self.files
    }
}

/// Puts bundles in the place of their parts.
fn bundled(
    mut files: BTreeMap<String, Vec<u8>>,
    is_replaced: impl Fn(&str) -> bool,
) -> BTreeMap<String, Vec<u8>> {
    for (bundle, parts) in BUNDLES {
        let lean = |part: &&str| {
            let bytes = files.remove(*part)?;
            // What a site wrote itself is published as it is.
            Some(if is_replaced(part) { bytes } else { without_comments(&bytes) })
        };
        let parts: Vec<Vec<u8>> = parts.iter().filter_map(lean).collect();
        files.entry(bundle.to_owned()).or_insert_with(|| parts.join(&b'\n'));
    }
    files
}

/// A part without the lines that are comments: readers pay for them and never see them.
fn without_comments(part: &[u8]) -> Vec<u8> {
    let is_code = |line: &&[u8]| {
        let line = line.trim_ascii();
        !(line.starts_with(b"//") || (line.starts_with(b"/*") && line.ends_with(b"*/")))
    };
    part.split_inclusive(|&byte| byte == b'\n').filter(is_code).collect::<Vec<_>>().concat()
}

/// An address that changes with the content, so that browsers may keep the file for ever.
fn address(name: &str, bytes: &[u8]) -> String {
    let hash = blake3::hash(bytes).to_hex();
    let hash = hash.get(..8).unwrap_or_default();
    let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
    format!("assets/{stem}.{hash}.{extension}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_is_in_one_bundle() {
        let parts: Vec<&str> = BUNDLES.iter().flat_map(|(_, parts)| parts.iter().copied()).collect();
        for (name, _) in STATIC.iter().filter(|(name, _)| name.contains('/')) {
            assert_eq!(parts.iter().filter(|part| *part == name).count(), 1, "{name}");
        }
        assert!(parts.iter().all(|part| owns(part)), "a part that is no file");
    }

    #[test]
    fn a_site_replaces_a_part_or_the_whole() {
        let css = |name: &str, text: &str| {
            let assets = Assets::new(&[(name.to_owned(), text.as_bytes().to_vec())], Delivery::Web);
            let path = assets.addresses()["yunji.css"].clone();
            String::from_utf8(assets.files()[&path].clone()).unwrap()
        };
        assert_eq!(css("yunji.css", "/* mine */"), "/* mine */");
        let part = css("style/print.css", "/* mine */");
        assert!(part.ends_with("/* mine */") && part.contains(".notehead"));
    }
}
