//! Reading a folder of notes. The only room that reads the content.
//!
//! ```text
//! folder ── walk ──▶ files ── decode ──▶ NoteFile ── front matter ──▶ Source
//! ```

mod date;
mod decode;
mod front_matter;
mod git;
mod layout;
mod picture;
mod walk;

use std::collections::BTreeSet;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use crate::cache::Stamp;
use crate::config::{Config, DRAFTS, FILE, Layout};
use crate::diagnostic::{Checked, Diagnostic, Report, SourceFile};
pub use date::Date;
pub use front_matter::FrontMatter;
pub use layout::{Root, find_root};
pub use picture::Size;
pub use walk::real_path;

/// The folder of a site's own templates.
const TEMPLATES: &str = "templates";

/// The folder of a site's own files that pages load, or that are published as they are.
const STATIC: &str = "static";

/// What the names of notes end in.
const EXTENSIONS: [&str; 3] = ["md", "markdown", "mkd"];

/// A note's file as it was found.
#[derive(Debug, Clone, PartialEq)]
pub struct NoteFile {
    /// Its path is relative to the content folder.
    pub file: Arc<SourceFile>,
    /// When it was committed, where that is known and asked for.
    pub committed: Option<Committed>,
}

impl NoteFile {
    /// Reads what stands before the text: only of notes that are not known from an earlier build.
    pub fn open(&self, config: &Config) -> Checked<Source> {
        let NoteFile { file, committed } = self;
        let Checked { value: (mut front, body), report } = front_matter::read(file, &config.time_zone);
        front.draft |= config.layout == Layout::Hexo && file.path.starts_with(DRAFTS);
        Checked { value: Source { file: Arc::clone(file), front, body, committed: *committed }, report }
    }
}

/// A note as it was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Source {
    /// Its file; the path is relative to the content folder.
    pub file: Arc<SourceFile>,
    /// What stands before the text.
    pub front: FrontMatter,
    /// The bytes of the file's text that are Markdown.
    pub body: Range<usize>,
    /// When it was committed, where that is known and asked for.
    pub committed: Option<Committed>,
}

/// When a note was committed to the repository that it is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Committed {
    /// First, whatever it was called then.
    pub first: Date,
    /// Last with another text than before.
    pub last: Date,
}

/// A file beside the notes that is published as it is: an image, a download.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asset {
    /// Path relative to the folder it was found in, with forward slashes.
    pub path: String,
    /// That folder as a user would type it, ending in a slash; empty for the site's own.
    pub folder: String,
    /// Where it is.
    pub file: PathBuf,
    /// How large it is, if it is a picture.
    pub size: Option<Size>,
    /// What tells it from a former one, for files that are not notes.
    pub stamp: Option<Stamp>,
}

impl Asset {
    /// Its path as a user would type it in the site's folder.
    pub fn shown(&self) -> String {
        format!("{}{}", self.folder, self.path)
    }
}

/// What a content folder holds, sorted by path.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Content {
    /// The notes.
    pub notes: Vec<NoteFile>,
    /// Everything else that is published.
    pub assets: Vec<Asset>,
    /// Where the dates of notes that have none come from, in a few words, or why they have
    /// none.
    pub dates: String,
}

/// Why a site cannot be read at all.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// A folder or file could not be read.
    #[error("cannot read {path}: {error}")]
    Disk {
        /// Which.
        path: String,
        /// Why not.
        error: std::io::Error,
    },
    /// There is nothing to publish.
    #[error("{0} holds no Markdown files")]
    Empty(String),
}

/// Reads the settings: those of another generator whose folder it is, and over them
/// `site.yaml`. Without any, the settings are those of a site named after its folder.
///
/// # Errors
///
/// When `site.yaml` is there and cannot be read.
pub fn read_config(root: &Root) -> Result<Checked<Config>, ReadError> {
    let mut report = Report::default();
    let defaults = Config { layout: root.layout, ..Config::new(walk::folder_name(&root.folder)) };
    let adopted = defaults.adopt(&root.settings).into_value(&mut report);
    let path = root.folder.join(FILE);
    if !walk::is_file(&path) {
        return Ok(Checked { value: adopted, report });
    }
    let (file, findings) = decode::read(&path, "", FILE)?;
    report.append(findings);
    let value = Config::read(&file, adopted).into_value(&mut report);
    Ok(Checked { value, report })
}

/// Reads all notes and finds all other files of a content folder. `skip` is passed over:
/// the output folder, where it lies inside.
///
/// # Errors
///
/// When a folder or file cannot be read, or there are no notes.
pub fn read(root: &Root, config: &Config, skip: &Path) -> Result<Checked<Content>, ReadError> {
    let mut report = Report::default();
    let mut skip = vec![skip.to_path_buf()];
    skip.extend(root.passed_over());
    let mut found = walk::walk(&root.content, &root.content_name, &skip)?.into_value(&mut report);
    found.retain(|asset| !config.ignores(&asset.path));
    let (notes, assets): (Vec<Asset>, Vec<Asset>) =
        found.into_iter().partition(|asset| is_markdown(&asset.path));
    if notes.is_empty() {
        return Err(ReadError::Empty(root.content.display().to_string()));
    }
    let read = || notes.par_iter().map(read_note).collect::<Result<Vec<_>, _>>();
    let (read, history) = rayon::join(read, || history(root, config));
    let history = history.into_value(&mut report);
    let mut content = Content { notes: Vec::new(), assets: measured(assets), dates: history.remark.clone() };
    for (note, findings) in read? {
        content.notes.extend(note);
        report.append(findings);
    }
    for note in &mut content.notes {
        let date = |moment| Date::at(moment, &config.time_zone);
        let times = history.of(&note.file.path);
        note.committed = times.map(|times| Committed { first: date(times.first), last: date(times.last) });
    }
    check_navigation(&content, config, &mut report);
    Ok(Checked { value: content, report })
}

/// What the history of the notes tells, where the settings ask for it.
fn history(root: &Root, config: &Config) -> Checked<git::History> {
    if config.git_dates { git::history(&root.content) } else { git::History::not_wanted() }
}

/// Reports entries of a table of contents that no file is for.
fn check_navigation(content: &Content, config: &Config, report: &mut Report) {
    let notes = content.notes.iter().map(|note| note.file.path.as_str());
    let known: BTreeSet<&str> = notes.chain(content.assets.iter().map(|asset| asset.path.as_str())).collect();
    for entry in &config.navigation {
        let Some(path) = entry.path.as_deref().filter(|path| !known.contains(path)) else { continue };
        let message = format!("{path} is in the table of contents and not among the notes");
        let mut finding =
            Diagnostic::warning("navigation-missing", message).help("write the note, or take the entry out");
        finding.place = Some(entry.place.clone());
        report.push(finding);
    }
}

fn is_markdown(path: &str) -> bool {
    let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
    EXTENSIONS.iter().any(|known| extension.eq_ignore_ascii_case(known))
}

fn read_note(asset: &Asset) -> Result<(Option<NoteFile>, Report), ReadError> {
    let (file, report) = decode::read(&asset.file, &asset.folder, &asset.path)?;
    let note = (!report.has_errors()).then_some(NoteFile { file, committed: None });
    Ok((note, report))
}

/// The files of a site's own templates, sorted by path; none where the folder of that name
/// is another generator's.
///
/// # Errors
///
/// When a folder cannot be read.
pub fn templates(root: &Root) -> Result<Checked<Vec<Asset>>, ReadError> {
    if root.changes_theme { list(root, TEMPLATES) } else { Ok(Checked::default()) }
}

/// The files that are published at the site's root as they are, sorted by path.
///
/// # Errors
///
/// When a folder cannot be read.
pub fn statics(root: &Root) -> Result<Checked<Vec<Asset>>, ReadError> {
    let found = root.statics().map_or_else(|| Ok(Checked::default()), |folder| list(root, &folder))?;
    Ok(Checked { value: measured(found.value), report: found.report })
}

/// Files with what tells them from former ones, and the size of those that are pictures.
fn measured(mut assets: Vec<Asset>) -> Vec<Asset> {
    assets.par_iter_mut().for_each(|asset| {
        asset.stamp = Stamp::of(&asset.file);
        asset.size = picture::size(&asset.file);
    });
    assets
}

/// The files of a folder of the site; none when there is no such folder.
fn list(root: &Root, folder: &str) -> Result<Checked<Vec<Asset>>, ReadError> {
    let path = root.folder.join(folder);
    if walk::is_folder(&path) { walk::walk(&path, folder, &[]) } else { Ok(Checked::default()) }
}

/// The content of a file.
///
/// # Errors
///
/// When it cannot be read.
pub fn load(asset: &Asset) -> Result<Vec<u8>, ReadError> {
    decode::bytes(&asset.file)
}

/// How many bytes a file has.
///
/// # Errors
///
/// When it cannot be looked at.
pub fn length(file: &Path) -> Result<u64, ReadError> {
    walk::length(file)
}

/// The lines of a text file, such as a list of queries.
///
/// # Errors
///
/// When it cannot be read.
pub fn read_lines(path: &Path) -> Result<Vec<String>, ReadError> {
    let (file, _) = decode::read(path, "", &path.display().to_string())?;
    Ok(file.text.lines().map(str::to_owned).collect())
}

/// The finding for a note whose front matter is broken.
fn front_matter_error(message: impl Into<String>) -> Diagnostic {
    Diagnostic::error("front-matter", message)
}
