//! Yunji turns a folder of Markdown notes into a static knowledge base with search.
//!
//! ```text
//! folder ── source::read ─────▶ Source    one note: front matter and text
//! Source ── markdown::parse ──▶ Page      one note read: HTML, headings, sections, links
//! Page   ── site::assemble ───▶ Site      all notes: addresses, links resolved, lists
//! Site   ── render::render ───▶ Output    files of the site as a value
//!        ── index::index ─────▶ Output    files of the search folder
//! Output ── offline::offline ─▶ Output    what reading without a network needs
//! Output ── publish::publish ─▶ public/   only what changed, all or nothing
//! ```
//!
//! Data flows one way, as plain values. A pass returns what it made and a report of what
//! was wrong in the content; [`build`] runs them all and whoever calls it stops before
//! publishing when the report has errors. Only [`source`] reads notes, only [`publish`]
//! writes the site. What a pass need not make again is taken from the [`cache`]; the result
//! is the same without it.

pub mod cache;
pub mod cli;
pub mod config;
pub mod diagnostic;
mod earlier;
pub mod index;
pub mod markdown;
pub mod offline;
pub mod output;
pub mod publish;
pub mod render;
pub mod serve;
pub mod site;
pub mod source;

use std::path::Path;

use serde::{Deserialize, Serialize};

use cache::Cache;
use config::Config;
use diagnostic::{Checked, Diagnostic, Report};
use earlier::{Inputs, Known};
use output::{Digest, Output, Store};
use render::{RenderError, Theme};
use site::Site;
use source::{Content, Root};

/// What a build has beside the site's folder.
#[derive(Clone, Copy)]
pub struct Storage<'a> {
    /// What earlier builds made.
    pub cache: &'a Cache,
    /// Where the content of files goes.
    pub store: &'a dyn Store,
}

/// A finished site, and what it is made of.
#[derive(Debug, Default)]
pub struct Built {
    /// The files, whose content is in the store; none where the site is published already as
    /// it would be built.
    pub output: Option<Output>,
    /// What it was built from.
    pub inputs: Digest,
    /// What it came to.
    pub summary: Summary,
    /// Where dates come from that notes do not give themselves, in a few words.
    pub dates: String,
}

/// A site in numbers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// How many notes there are.
    pub notes: usize,
    /// How many sections search knows.
    pub sections: usize,
    /// How many files there are.
    pub files: usize,
}

/// What a build is doing, for showing progress.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// Reading the folder.
    Read,
    /// Reading Markdown.
    Parse,
    /// Putting pages together.
    Assemble,
    /// Rendering pages, while search is indexed.
    Render,
    /// What is left of indexing when all pages are rendered.
    Index,
}

/// Why a site cannot be built, whatever its content.
#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    /// Its folder cannot be read.
    #[error(transparent)]
    Read(#[from] source::ReadError),
    /// A template fails.
    #[error(transparent)]
    Render(#[from] render::RenderError),
    /// Search cannot be made.
    #[error(transparent)]
    Index(#[from] index::MakeError),
    /// It cannot be made for reading offline.
    #[error(transparent)]
    Offline(#[from] offline::OfflineError),
}

/// Builds the site in `root`: the whole chain but for publishing. `skip` is a folder that
/// is no content though it lies among it: the output of former builds.
///
/// With errors in the content the output is empty: it would have to leave things out.
///
/// # Errors
///
/// When the folder cannot be read, or a template of the site's own fails.
pub fn build(
    root: &Root,
    config: &Config,
    skip: &Path,
    storage: Storage<'_>,
    progress: impl Fn(Phase),
) -> Result<Checked<Built>, BuildError> {
    match attempt(root, config, skip, storage, &progress) {
        // Whatever became of the cache meanwhile: nothing depends on it.
        Err(BuildError::Render(RenderError::Lost)) => {
            attempt(root, config, skip, Storage { cache: &Cache::none(), ..storage }, &progress)
        }
        done => done,
    }
}

/// Builds the site unless the cache loses something on the way.
fn attempt(
    root: &Root,
    config: &Config,
    skip: &Path,
    storage: Storage<'_>,
    progress: &impl Fn(Phase),
) -> Result<Checked<Built>, BuildError> {
    let Storage { cache, store } = storage;
    let mut report = Report::default();
    progress(Phase::Read);
    let content = source::read(root, config, skip)?.into_value(&mut report);
    let (theme, content) = theme(root, config, content)?.into_value(&mut report);
    let inputs = Inputs::of(&content, &theme);
    let mut built = Built { inputs: inputs.all, dates: content.dates.clone(), ..Built::default() };
    if let Some(said) =
        store.is_published(inputs.all).then(|| earlier::summary(&content, &inputs, cache)).flatten()
    {
        built.summary = said.into_value(&mut report);
        return Ok(Checked { value: built, report });
    }
    progress(Phase::Parse);
    let known = Known::of(cache, config, &inputs);
    let made = std::thread::scope(|scope| {
        // Nothing before the index waits for it.
        scope.spawn(|| known.load());
        let mut made = Report::default();
        let pages = earlier::pages(&content, &inputs, config, &theme, &known);
        drop(content.notes);
        let pages = pages.into_iter().map(|page| page.into_value(&mut made)).collect();
        progress(Phase::Assemble);
        let site = site::assemble(pages, content.assets, config).into_value(&mut made);
        if !report.has_errors() && !made.has_errors() {
            let output = files((&site, &known), config, &theme, storage, progress)?;
            check_conflicts(&output, &mut made);
            let found = site.notes.iter().filter(|note| !note.page.front.hidden);
            let sections = found.map(|note| note.page.sections.len()).sum();
            built.summary = Summary { notes: site.notes.len(), sections, files: output.len() };
            built.output = Some(output);
            earlier::remember(inputs.all, built.summary, &made, cache);
        }
        known.tidy(&inputs);
        // Taking a large site apart takes as long as linking it, and nobody waits for it.
        std::thread::spawn(move || drop(site));
        Ok::<_, BuildError>(made)
    })?;
    report.append(made);
    Ok(Checked { value: built, report })
}

/// All files of a site.
fn files(
    (site, known): (&Site, &Known<'_>),
    config: &Config,
    theme: &Theme,
    Storage { cache, store }: Storage<'_>,
    progress: impl Fn(Phase),
) -> Result<Output, BuildError> {
    progress(Phase::Render);
    let analyses = earlier::analyses(site, known);
    let mut indexed = None;
    // The index before the pages: a long stretch of it keeps one core busy, and the pages the
    // others meanwhile.
    let rendered = rayon::in_place_scope(|scope| {
        scope.spawn(|_| {
            let files = cache.pack(earlier::FILES);
            indexed = Some(index::index(site, &analyses, config, (store, &files)));
            files.tidy();
        });
        let rendered = render::render(site, config, theme, store);
        progress(Phase::Index);
        rendered
    });
    let mut output = rendered?;
    output.append(indexed.transpose()?.unwrap_or_default());
    Ok(offline::offline(output, config, theme, store)?)
}

/// The theme with the site's own files in it. Those in `static/` that replace none of the
/// theme's are published like files beside the notes.
fn theme(
    root: &Root,
    config: &Config,
    mut content: Content,
) -> Result<Checked<(Theme, Content)>, BuildError> {
    let mut report = Report::default();
    let load = |asset: &source::Asset| Ok((asset.path.clone(), source::load(asset)?));
    let templates = source::templates(root)?.into_value(&mut report);
    let templates: Vec<_> = templates.iter().map(load).collect::<Result<_, BuildError>>()?;
    let statics = source::statics(root)?.into_value(&mut report);
    let (own, extra): (Vec<_>, Vec<_>) =
        statics.into_iter().partition(|asset| root.changes_theme && Theme::owns_static(&asset.path));
    let statics: Vec<_> = own.iter().map(load).collect::<Result<_, BuildError>>()?;
    content.assets.extend(extra);
    Ok(Checked { value: (Theme::new(config, &templates, &statics)?, content), report })
}

/// Two files at one path: which one wins would be a matter of luck.
fn check_conflicts(output: &Output, report: &mut Report) {
    for conflict in output.conflicts() {
        let message = format!("/{} would be both {} and {}", conflict.path, conflict.first, conflict.second);
        report.push(
            Diagnostic::error("path-twice", message)
                .help("give one of them another name; a note may also have another slug or permalink"),
        );
    }
}
