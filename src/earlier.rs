//! What earlier builds made that this one need not make again.
//!
//! A page follows from its note, the settings and the words of the interface; the site from
//! all its notes and the files beside them. Each is known by the digest of what it follows
//! from.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::Summary;
use crate::cache::Cache;
use crate::config::Config;
use crate::diagnostic::{Checked, KeptReport, Report};
use crate::markdown::{self, Page};
use crate::output::Digest;
use crate::render::Theme;
use crate::source::{Asset, Content, Source};

/// Under which names the cache has pages and what was said about the site.
const PAGES: &str = "pages";
const SUMMARY: &str = "summary";

/// What each page of a site, and the site as a whole, follows from.
pub(crate) struct Inputs {
    /// Of the notes, in their order.
    pages: Vec<Digest>,
    /// Of everything.
    pub(crate) all: Digest,
}

impl Inputs {
    pub(crate) fn of(content: &Content, theme: &Theme) -> Inputs {
        let pages: Vec<Digest> = content.notes.par_iter().map(|note| of_note(note, theme)).collect();
        let assets: Vec<Digest> = content.assets.iter().map(of_asset).collect();
        let digests = pages.iter().chain(&assets).map(Digest::as_bytes);
        let theme = theme.digest();
        let all = Digest::of_all(digests.chain([content.dates.as_bytes(), theme.as_bytes()]));
        Inputs { pages, all }
    }
}

fn of_note(note: &Source, theme: &Theme) -> Digest {
    let committed = format!("{:?}", note.committed);
    let theme = theme.digest();
    let (folder, path, text) = (&note.file.folder, &note.file.path, &note.file.text);
    let parts = [folder, path, text, &committed].map(String::as_bytes);
    Digest::of_all(parts.into_iter().chain([theme.as_bytes()]))
}

fn of_asset(asset: &Asset) -> Digest {
    Digest::of(format!("{asset:?}").as_bytes())
}

/// The pages of all notes, read on all cores; those of notes that did not change are as they
/// were.
pub(crate) fn pages(
    content: &Content,
    inputs: &Inputs,
    config: &Config,
    theme: &Theme,
    cache: &Cache,
) -> Vec<Checked<Page>> {
    let pack = cache.pack(PAGES);
    let page = |(source, &key): (&Source, &Digest)| {
        let kept = pack.get(key).and_then(|kept| markdown::restore(&kept, source));
        kept.unwrap_or_else(|| {
            let page = markdown::parse(source, config, theme.strings());
            if let Some(kept) = markdown::keep(&page.value, &page.report) {
                pack.put(key, &kept);
            }
            page
        })
    };
    let pages = content.notes.par_iter().zip(&inputs.pages).map(page).collect();
    pack.tidy();
    pages
}

/// What was said about a site when it was built.
#[derive(Serialize, Deserialize)]
struct Said {
    inputs: Digest,
    summary: Summary,
    report: KeptReport,
}

/// What a build from the same inputs came to.
pub(crate) fn summary(content: &Content, inputs: &Inputs, cache: &Cache) -> Option<Checked<Summary>> {
    let said = cache.read::<Said>(SUMMARY).filter(|said| said.inputs == inputs.all)?;
    let files: BTreeMap<(&str, &str), _> = content
        .notes
        .iter()
        .map(|note| ((note.file.folder.as_str(), note.file.path.as_str()), &note.file))
        .collect();
    let report =
        said.report.restore(|folder, path| files.get(&(folder, path)).map(|file| Arc::clone(file)))?;
    Some(Checked { value: said.summary, report })
}

/// Takes down what a build came to.
pub(crate) fn remember(inputs: Digest, summary: Summary, report: &Report, cache: &Cache) {
    cache.write(SUMMARY, &Said { inputs, summary, report: KeptReport::of(report) });
}
