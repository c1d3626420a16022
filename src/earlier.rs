//! What earlier builds made that this one need not make again.
//!
//! A page follows from its note, the settings and the words of the interface; the site from
//! all its notes and the files beside them. Each is known by the digest of what it follows
//! from.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::Summary;
use crate::cache::{Cache, Pack};
use crate::config::Config;
use crate::diagnostic::{Checked, KeptReport, Report};
use crate::index::{self, Analysis, Analyzer};
use crate::markdown::{self, Page};
use crate::output::Digest;
use crate::render::Theme;
use crate::site::Site;
use crate::source::{Asset, Content, NoteFile};

/// Under which names the cache has pages, what they contribute to the index, its files, and what
/// was said about the site.
const PAGES: &str = "pages";
const DRAWN: &str = "drawn";
const ANALYSES: &str = "analyses";
pub(crate) const FILES: &str = "search";
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

fn of_note(note: &NoteFile, theme: &Theme) -> Digest {
    let committed = format!("{:?}", note.committed);
    let theme = theme.digest();
    let (folder, path, text) = (&note.file.folder, &note.file.path, &note.file.text);
    let parts = [folder, path, text, &committed].map(String::as_bytes);
    Digest::of_all(parts.into_iter().chain([theme.as_bytes()]))
}

fn of_asset(asset: &Asset) -> Digest {
    Digest::of(format!("{asset:?}").as_bytes())
}

/// What earlier builds made of notes, and what makes the rest of it.
pub(crate) struct Known<'a> {
    cache: &'a Cache,
    /// Pages with their HTML.
    pages: Arc<Pack>,
    /// Code with its colours, and diagrams: of use where a page is not, and opened then.
    drawn: OnceLock<Pack>,
    /// What pages contribute to the index.
    analyses: Pack,
    analyzer: Analyzer,
    /// What these depend on beside pages.
    fingerprint: [u8; 32],
    /// Whether so few pages are not known that they are analysed sooner without the whole
    /// dictionary.
    are_few_new: bool,
    /// How many notes this build read.
    read: AtomicUsize,
}

impl Known<'_> {
    pub(crate) fn of<'a>(cache: &'a Cache, config: &Config, inputs: &Inputs) -> Known<'a> {
        let (pages, analyses) = rayon::join(|| cache.pack(PAGES), || cache.pack(ANALYSES));
        let analyzer = index::analyzer(config);
        let fingerprint = analyzer.fingerprint();
        let new = inputs.pages.iter().filter(|&&key| !pages.has(key)).count();
        let are_few_new = new <= Analyzer::FEW;
        let (pages, drawn, read) = (Arc::new(pages), OnceLock::new(), AtomicUsize::new(0));
        Known { cache, pages, drawn, analyses, analyzer, fingerprint, are_few_new, read }
    }

    fn drawn(&self) -> &Pack {
        self.drawn.get_or_init(|| self.cache.pack(DRAWN))
    }

    /// Loads what takes a while to load and will be needed, if so many notes are not known that
    /// it will.
    pub(crate) fn load(&self) {
        if !self.are_few_new {
            self.analyzer.load();
        }
    }

    /// Analyses a page, and keeps that under the digest of its text.
    fn analyze(&self, page: &Page, text: Digest) -> Analysis {
        let analysis = index::analyze(page, &self.analyzer);
        self.analyses.put(text, analysis.as_bytes());
        analysis
    }

    /// Of all that a page's analysis follows from.
    fn of_text(&self, page: &Page) -> Digest {
        let texts = std::iter::once(&page.title).chain(&page.front.tags).map(String::as_bytes);
        Digest::of_all(
            [&self.fingerprint, page.sections.digest()].map(<[u8; 32]>::as_slice).into_iter().chain(texts),
        )
    }

    /// Drops what is of no use any more, and with it the HTML of pages.
    pub(crate) fn tidy(&self, inputs: &Inputs) {
        // A build that read some of the notes asked for their code only.
        if self.read.load(Ordering::Relaxed) == inputs.pages.len() {
            self.drawn().tidy();
        }
        self.pages.tidy();
    }
}

/// The pages of all notes, read on all cores; those that are `known` are as they were.
pub(crate) fn pages(
    content: &Content,
    inputs: &Inputs,
    config: &Config,
    theme: &Theme,
    known: &Known<'_>,
) -> Vec<Checked<Page>> {
    let Known { pages, read, .. } = known;
    let page = |(note, &key): (&NoteFile, &Digest)| {
        markdown::restore(note, key, pages).unwrap_or_else(|| {
            read.fetch_add(1, Ordering::Relaxed);
            let Checked { value: source, mut report } = note.open(config);
            let mut page = markdown::parse_with(&source, config, theme.strings(), known.drawn());
            report.append(std::mem::take(&mut page.report));
            page.report = report;
            if known.are_few_new && known.analyses.keeps() {
                // Now, while the others are read again, and not when the index waits for it.
                known.analyze(&page.value, known.of_text(&page.value));
            }
            markdown::keep(&mut page, key, pages);
            // Read back because a page that was put together bit by bit holds a third more memory
            // than it needs, in pieces all over.
            markdown::restore(note, key, pages).unwrap_or(page)
        })
    };
    content.notes.par_iter().zip(&inputs.pages).map(page).collect()
}

/// What each note that search finds contributes to the index; for those of which that is known
/// already, as it was.
pub(crate) fn analyses(site: &Site, known: &Known<'_>) -> Vec<Analysis> {
    let pages: Vec<&Page> = index::visible(site).map(|note| &note.page).collect();
    let kept = |page: &&Page| {
        let text = known.of_text(page);
        (text, known.analyses.get(text).and_then(Analysis::from_bytes))
    };
    let kept: Vec<(Digest, Option<Analysis>)> = pages.par_iter().map(kept).collect();
    if kept.iter().filter(|(_, kept)| kept.is_none()).count() > Analyzer::FEW {
        // Here and not where the first page waits for it, which is in the pool.
        known.analyzer.load();
    }
    let analysis = |(page, (text, kept)): (&&Page, (Digest, Option<Analysis>))| {
        kept.unwrap_or_else(|| known.analyze(page, text))
    };
    let analyses = pages.par_iter().zip(kept).map(analysis).collect();
    known.analyses.tidy();
    analyses
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
