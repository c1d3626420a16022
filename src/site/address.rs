//! Addresses of notes.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use super::permalink::{expand, sanitized};
use super::{Note, NoteId};
use crate::config::{Config, Layout};
use crate::diagnostic::{Checked, Diagnostic, Report};
use crate::markdown::{Page, namespaced};
use crate::output::SitePath;

/// The address of a page: what its front matter asks for, else what the site's pattern
/// makes of it, else its file's path. A page that asks for an impossible address gets its
/// file's, beside an error.
pub(super) fn address(page: &Page, config: &Config) -> Checked<SitePath> {
    let mut report = Report::default();
    let natural = natural(&page.file.path, config);
    let expanded = expanded(page, config, &natural).into_value(&mut report);
    let (field, text) = match (&page.front.permalink, &page.front.slug, expanded) {
        (Some(permalink), _, _) => ("permalink", page_address(permalink)),
        (None, _, Some(expanded)) => ("permalink pattern", expanded),
        (None, Some(slug), _) => ("slug", with_slug(&natural, slug)),
        (None, None, None) => ("file name", natural.clone()),
    };
    let path = SitePath::parse(&text).unwrap_or_else(|error| {
        let message = format!("the {field} makes no address: {error}");
        let finding = Diagnostic::error("address", message).help("use letters, digits, Han and hyphens");
        report.push(at_field(page, field, finding));
        fallback(&natural)
    });
    Checked { value: path, report }
}

/// What the site's pattern makes of a page. A page that lacks what the pattern asks for,
/// or of which it makes no address, keeps its file's beside a warning.
fn expanded(page: &Page, config: &Config, natural: &str) -> Checked<Option<String>> {
    let expanded = match expand(page, config) {
        None => return Checked::default(),
        Some(Ok(address)) => {
            let address = page_address(&address);
            let checked = SitePath::parse(&address);
            checked
                .map(|_| address)
                .map_err(|error| format!("the permalink pattern makes no address: {error}"))
        }
        Some(Err(lacking)) => Err(format!("the permalink pattern needs \"{lacking}\", which the note lacks")),
    };
    let mut report = Report::default();
    let value = expanded.map_err(|message| {
        let finding = Diagnostic::warning("permalink-pattern", message).at(&page.file, 0..0);
        report.push(finding.help(format!("its address is that of its file, /{natural}")));
    });
    Checked { value: value.ok(), report }
}

/// The address that follows from a file's path: without the extension; a folder's own page
/// (`index.md`, `_index.md`, else `README.md`) at the folder's address.
fn natural(path: &str, config: &Config) -> String {
    let published = config.layout.published(path);
    // A post in a folder that only sorts the notes has a folder for its page.
    let is_file = config.html_addresses && published == path;
    let decoded = (config.layout == Layout::Logseq).then(|| namespaced(published));
    let path = decoded.as_deref().unwrap_or(published);
    let (folder, name) = path.rsplit_once('/').map_or(("", path), |(folder, name)| (folder, name));
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let is_index = ["index", "_index", "readme"].iter().any(|index| stem.eq_ignore_ascii_case(index));
    let end = if is_file { ".html" } else { "/" };
    let address = match (folder, is_index) {
        // The root's address is the home page's.
        ("", true) => format!("{}/", stem.trim_start_matches('_').to_lowercase()),
        ("", false) => format!("{stem}{end}"),
        (folder, true) => format!("{folder}/"),
        (folder, false) => format!("{folder}/{stem}{end}"),
    };
    match config.layout {
        // A page's name may hold what no path can.
        Layout::Logseq => address.split('/').map(name_part).collect::<Vec<_>>().join("/"),
        Layout::Hugo => address.split('/').map(sanitized).collect::<Vec<_>>().join("/"),
        _ => address,
    }
}

fn name_part(part: &str) -> String {
    if part.is_empty() { String::new() } else { SitePath::part_from_name(part) }
}

fn with_slug(natural: &str, slug: &str) -> String {
    let folder = natural.trim_end_matches('/').rsplit_once('/').map_or("", |(folder, _)| folder);
    format!("{folder}/{}/", slug.trim_matches('/'))
}

/// A permalink is a page's own file when it has an extension of one, else a folder.
fn page_address(permalink: &str) -> String {
    let is_file = permalink.ends_with(".html") || permalink.ends_with(".htm");
    if is_file || permalink.ends_with('/') { permalink.to_owned() } else { format!("{permalink}/") }
}

/// An address made of whatever can stay of a path that cannot be one.
fn fallback(natural: &str) -> SitePath {
    let parts: Vec<String> =
        natural.split('/').filter(|part| !part.is_empty()).map(SitePath::part_from_name).collect();
    SitePath::parse(&format!("{}/", parts.join("/"))).unwrap_or_else(|_| SitePath::root())
}

/// A finding where a front matter field stands, else at the file's beginning.
fn at_field(page: &Page, field: &str, finding: Diagnostic) -> Diagnostic {
    finding.at(&page.file, page.front.places.get(field).cloned().unwrap_or(0..0))
}

/// Reports notes that share an address: an error where it is the same, a warning where
/// only some file systems take it for the same.
pub(super) fn check_unique(notes: &[Note], report: &mut Report) {
    let keys: Vec<String> = notes.par_iter().map(|note| note.path.collision_key()).collect();
    let mut seen: BTreeMap<String, &Note> = BTreeMap::new();
    for (note, key) in notes.iter().zip(keys) {
        let Some(other) = seen.insert(key, note) else { continue };
        let (this, that) = (&note.page.file, &other.page.file);
        let finding = if note.path == other.path {
            let (that, this) = (that.shown(), this.shown());
            let message = format!("{that} and {this} have the same address, /{}", note.path);
            Diagnostic::error("address-twice", message)
        } else {
            let message = format!("the addresses /{} and /{} differ only in case", other.path, note.path);
            Diagnostic::warning("address-case", message)
        };
        report.push(
            finding.at(&Arc::clone(this), 0..0).help("give one of them another file name, slug or permalink"),
        );
    }
}

/// Former addresses: `aliases` in front matter. One that is another note's own, or taken
/// already, is reported and dropped.
pub(super) fn redirects(notes: &[Note], report: &mut Report) -> Vec<(SitePath, NoteId)> {
    let keys: Vec<String> = notes.par_iter().map(|note| note.path.file().collision_key()).collect();
    let mut taken: BTreeMap<String, NoteId> = keys.into_iter().zip(0..).collect();
    let mut redirects = Vec::new();
    for (id, note) in notes.iter().enumerate() {
        for alias in &note.page.front.aliases {
            let Some(path) = former_address(note, alias, report) else { continue };
            match taken.get(&path.file().collision_key()) {
                Some(&owner) if owner == id => {}
                Some(&owner) => {
                    let owner = notes.get(owner).map(|note| note.page.file.shown()).unwrap_or_default();
                    let message = format!("the alias {alias} is the address of {owner}");
                    let finding =
                        Diagnostic::warning("alias-taken", message).help("remove the alias from one of them");
                    report.push(at_field(&note.page, "aliases", finding));
                }
                None => {
                    taken.insert(path.file().collision_key(), id);
                    redirects.push((path, id));
                }
            }
        }
    }
    redirects
}

/// The address an alias means. One without a slash is another name for the note, as
/// Obsidian and Logseq use the field, and no address.
fn former_address(note: &Note, alias: &str, report: &mut Report) -> Option<SitePath> {
    if !alias.contains('/') && !alias.ends_with(".html") {
        return None;
    }
    let path = SitePath::parse(&page_address(alias));
    if let Err(error) = &path {
        let message = format!("the alias {alias} makes no address: {error}");
        let finding = Diagnostic::error("address", message).help("write it as /old/address/");
        report.push(at_field(&note.page, "aliases", finding));
    }
    path.ok().filter(|path| *path != SitePath::root())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn natural(path: &str, layout: Layout, html_addresses: bool) -> String {
        super::natural(path, &Config { layout, html_addresses, ..Config::new(String::new()) })
    }

    #[test]
    fn addresses_follow_files() {
        let plain = |path: &str| natural(path, Layout::Plain, false);
        assert_eq!(plain("docker/cgroup.md"), "docker/cgroup/");
        assert_eq!(plain("docker/_index.md"), "docker/");
        assert_eq!(plain("docker/README.md"), "docker/");
        assert_eq!(plain("README.md"), "readme/");
        assert_eq!(plain("v1.2/说明.md"), "v1.2/说明/");
        assert_eq!(with_slug("docker/cgroup/", "limits"), "docker/limits/");
        assert_eq!(page_address("/2020/01/x.html"), "/2020/01/x.html");
        assert_eq!(page_address("old"), "old/");
    }

    #[test]
    fn addresses_are_those_that_other_generators_gave() {
        assert_eq!(natural("_posts/a/b.md", Layout::Hexo, false), "a/b/");
        assert_eq!(natural("about/index.md", Layout::Hexo, true), "about/");
        assert_eq!(natural("links.md", Layout::Hexo, true), "links.html");
        assert_eq!(natural("Posts/A b（1）.md", Layout::Hugo, false), "posts/a-b1/");
        assert_eq!(natural("ch1/x.md", Layout::MdBook, true), "ch1/x.html");
    }
}
