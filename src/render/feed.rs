//! What machines read: the feed, the sitemap, `robots.txt`.

use serde::Serialize;

use super::body::{Edition, Text};
use super::note::note_terms;
use super::{RenderError, Renderer};
use crate::output::{Output, SitePath, encode_fully};
use crate::site::Note;
use crate::source::Date;

/// The feed's address.
pub(super) const FEED: &str = "atom.xml";

/// Entries of the feed.
const ENTRIES: usize = 20;

#[derive(Serialize)]
struct Feed {
    feed_url: String,
    home_url: String,
    updated: String,
    entries: Vec<Entry>,
}

#[derive(Serialize)]
struct Entry {
    title: String,
    url: String,
    id: String,
    published: String,
    updated: String,
    summary: String,
    html: String,
    tags: Vec<String>,
    author: Option<String>,
}

#[derive(Serialize)]
struct Sitemap {
    urls: Vec<Url>,
}

#[derive(Serialize)]
struct Url {
    loc: String,
    lastmod: Option<String>,
}

impl Renderer<'_> {
    /// Feed and sitemap need absolute addresses, so a site without `base_url` has neither.
    pub(super) fn feeds(&self, output: &mut Output) -> Result<(), RenderError> {
        let mut robots = "User-agent: *\nAllow: /\n".to_owned();
        if let Some(home) = self.config.base.absolute("") {
            robots.push_str(&format!("\nSitemap: {home}sitemap.xml\n"));
            let feed = self.theme.render("atom.xml", &tera::Context::from_serialize(&self.feed(&home)?)?)?;
            let map =
                self.theme.render("sitemap.xml", &tera::Context::from_serialize(&self.sitemap(&home))?)?;
            self.text(FEED, feed, "the feed", output)?;
            self.text("sitemap.xml", map, "the sitemap", output)?;
        }
        if !self.is_own("robots.txt") {
            self.text("robots.txt", robots, "the rules for robots", output)?;
        }
        Ok(())
    }

    fn text(&self, path: &str, text: String, maker: &str, output: &mut Output) -> Result<(), RenderError> {
        let path = SitePath::parse(path)?;
        let content = self.content(&path, text.into_bytes());
        output.insert(path, content, maker);
        Ok(())
    }

    /// The newest dated notes with their full text.
    fn feed(&self, home: &str) -> Result<Feed, RenderError> {
        let notes = self.site.listed.iter().filter_map(|&id| self.note(id));
        let dated = notes.filter_map(|note| Some((note, note.page.date?))).take(ENTRIES);
        let entries = dated.map(|(note, date)| self.entry(note, date, home));
        let entries: Vec<Entry> = entries.collect::<Result<_, RenderError>>()?;
        // Without a dated note there is nothing that could have been updated.
        let updated = entries.iter().map(|entry| entry.updated.clone()).max();
        Ok(Feed {
            feed_url: format!("{home}{FEED}"),
            home_url: home.to_owned(),
            updated: updated.unwrap_or_else(|| "1970-01-01T00:00:00Z".to_owned()),
            entries,
        })
    }

    /// A note in the feed.
    fn entry(&self, note: &Note, published: Date, home: &str) -> Result<Entry, RenderError> {
        let page = &note.page;
        let url = format!("{home}{}", encode_fully(note.path.as_str()));
        // Places on the page, such as footnotes: not every reader knows the entry's address.
        let html = Text::of(self.site, note, Edition::Feed(home)).html()?;
        let html = html.replace("href=\"#", &format!("href=\"{url}#"));
        let tags = note_terms(&page.front.tags, &self.tags).into_iter();
        Ok(Entry {
            title: xml_text(&page.title),
            id: url.clone(),
            published: published.rfc3339(),
            updated: page.updated.unwrap_or(published).rfc3339(),
            summary: xml_text(&page.summary),
            html: xml_text(&html),
            tags: tags.map(|tag| xml_text(&tag.name)).collect(),
            author: page.front.author.as_deref().map(xml_text),
            url,
        })
    }

    fn sitemap(&self, home: &str) -> Sitemap {
        let front = Url { loc: home.to_owned(), lastmod: None };
        let visible = self.site.notes.iter().filter(|note| !note.page.front.hidden);
        let notes = visible.map(|note| Url {
            loc: format!("{home}{}", encode_fully(note.path.as_str())),
            lastmod: note.page.updated.or(note.page.date).map(|date| date.day.to_string()),
        });
        Sitemap { urls: std::iter::once(front).chain(notes).collect() }
    }
}

/// Text without the characters that XML cannot hold even escaped.
fn xml_text(text: &str) -> String {
    let fits =
        |ch: &char| (!ch.is_control() || matches!(ch, '\n' | '\t')) && !matches!(ch, '\u{fffe}' | '\u{ffff}');
    text.chars().filter(fits).collect()
}
