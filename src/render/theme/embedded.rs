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
    "404.html", "archives.html", "atom.xml", "base.html", "components.html", "home.html", "list.html",
    "note.html", "offline.html", "redirect.html", "search.html", "sitemap.xml", "tasks.html", "terms.html", "wanted.html",
    "strings/en.yaml", "strings/zh-CN.yaml",
);

/// Files that pages load, and the parts of those made of several.
pub(super) const STATIC: &[(&str, &[u8])] = embed!("static":
    "disk.js", "favicon.svg", "icon-192.png", "icon-512.png", "search-worker.js", "search.js", "sw-retired.js",
    "sw.js", "theme.js",
    "page/contents.js", "page/copy.js", "page/marks.js", "page/offline.js", "page/tabs.js",
    "style/blocks.css", "style/code.css", "style/color.css", "style/frame.css", "style/ground.css",
    "style/home.css", "style/lists.css", "style/note.css", "style/offline.css", "style/parts.css", "style/print.css",
    "style/search.css", "style/widths.css",
);

/// The program's files with a site's own in their place.
pub(super) fn overlay(own: &[(&str, &[u8])], over: &[(String, Vec<u8>)]) -> BTreeMap<String, Vec<u8>> {
    let mut files: BTreeMap<String, Vec<u8>> =
        own.iter().map(|(name, bytes)| ((*name).to_owned(), bytes.to_vec())).collect();
    files.extend(over.iter().cloned());
    files
}
