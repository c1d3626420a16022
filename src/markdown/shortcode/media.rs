//! Recordings and snippets of other sites: what is shown in place there is a link here.

use super::arguments::Arguments;
use super::markdown::autolink;
use super::replace::Meaning;

/// The sites: names of their tags, and the address before the number of what is meant.
const SITES: [(&str, &str); 11] = [
    ("youtube", "https://www.youtube.com/watch?v="),
    ("youtubeplaylist", "https://www.youtube.com/playlist?list="),
    ("vimeo", "https://vimeo.com/"),
    ("bilibili", "https://www.bilibili.com/video/"),
    ("bili", "https://www.bilibili.com/video/"),
    ("tweet", "https://twitter.com/i/status/"),
    ("twitter", "https://twitter.com/i/status/"),
    ("x", "https://twitter.com/i/status/"),
    ("gist", "https://gist.github.com/"),
    ("jsfiddle", "https://jsfiddle.net/"),
    ("asciinema", "https://asciinema.org/a/"),
];

/// Names of tags that hold an address.
const ADDRESSES: [&str; 9] =
    ["iframe", "video", "audio", "pdf", "embed", "music", "dplayer", "aplayer", "videos"];

/// The link that stands for a tag of this name; none for other tags.
pub(super) fn meaning(name: &str, arguments: &Arguments) -> Option<Meaning> {
    let site = SITES.iter().find(|(site, _)| *site == name).map(|(_, address)| *address);
    if site.is_none() && !ADDRESSES.contains(&name) {
        return None;
    }
    let written = arguments.named_or(&["url", "src", "id", "bvid", "href", "link", "file"], 0);
    let address = match site {
        _ if written.contains("://") => written.to_owned(),
        // A snippet has an owner before it.
        Some(site) if name == "gist" && !arguments.at(1).is_empty() => {
            format!("{site}{written}/{}", arguments.at(1))
        }
        Some(site) => format!("{site}{}", arguments.named_or(&["id", "bvid"], 0)),
        None => written.to_owned(),
    };
    let is_number = !written.is_empty() && !written.contains(['"', '(', ')']);
    match autolink(&address).filter(|_| is_number) {
        Some(link) => Some(Meaning::Text(link)),
        None if is_number && site.is_none() => Some(Meaning::Text(super::markdown::link(&address, &address))),
        None => Some(Meaning::Written),
    }
}
