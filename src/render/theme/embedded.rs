//! The files of the theme as they are in the program.

use std::collections::BTreeMap;

/// Lists files of a folder at the crate's root with their content.
macro_rules! embed {
    ($folder:literal: $($name:literal),* $(,)?) => {
        &[$(($name, include_bytes!(concat!("../../../", $folder, "/", $name)).as_slice())),*]
    };
}

/// Templates and strings of the theme.
pub(super) const TEMPLATES: &[(&str, &[u8])] = embed!("templates":
    "404.html", "archives.html", "atom.xml", "base.html", "components.html", "graph-parts.html",
    "graph.html", "home.html", "identifiers.html", "list.html", "note.html", "offline.html",
    "redirect.html", "search.html", "sitemap.xml", "tasks.html", "terms.html", "tree.html",
    "wanted.html", "strings/en.yaml", "strings/zh-CN.yaml", "strings/zh-TW.yaml",
);

/// Files that pages load, and the parts of those made of several.
pub(super) const STATIC: &[(&str, &[u8])] = embed!("static":
    "disk.js", "favicon.svg", "icon-192.png", "icon-512.png", "search-worker.js",
    "sw-retired.js", "sw.js", "theme.js", "page/anchors.js", "page/clipboard.js",
    "page/contents.js", "page/copy.js", "page/filter.js", "page/lightbox.js", "page/marks.js",
    "page/offline.js", "page/outline.js", "page/preview.js", "page/reveal.js", "page/stale.js",
    "page/tabs.js", "page/twin.js", "page/wide.js", "search/address.js", "search/box.js",
    "search/dialog.js", "search/engine.js", "search/facets.js", "search/help.js", "search/input.js",
    "search/keys.js", "search/leave.js", "search/recent.js", "search/results.js",
    "style/blocks.css", "style/code.css", "style/color.css", "style/diagram.css", "style/frame.css",
    "style/graph.css", "style/ground.css", "style/home.css", "style/index.css",
    "style/lightbox.css", "style/lists.css", "style/marks.css", "style/note.css",
    "style/notehead.css", "style/offline.css", "style/outline.css", "style/parts.css",
    "style/preview.css", "style/print.css", "style/search.css", "style/widths.css",
);

/// The program's files with a site's own in their place.
pub(super) fn overlay(own: &[(&str, &[u8])], over: &[(String, Vec<u8>)]) -> BTreeMap<String, Vec<u8>> {
    let mut files: BTreeMap<String, Vec<u8>> =
        own.iter().map(|(name, bytes)| ((*name).to_owned(), bytes.to_vec())).collect();
    files.extend(over.iter().cloned());
    files
}
