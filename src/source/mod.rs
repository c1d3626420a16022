//! Reading a folder of notes. The only room that reads the content.
//!
//! ```text
//! folder ── walk ──▶ files ── decode ──▶ text ── front matter ──▶ Source
//! ```

mod date;
mod decode;
mod front_matter;
mod properties;
mod walk;

use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use crate::config::{Config, FILE};
use crate::diagnostic::{Checked, Diagnostic, Report, SourceFile};
pub use date::Date;
pub use front_matter::FrontMatter;
pub use walk::real_path;

/// The folder of a site's own templates.
pub const TEMPLATES: &str = "templates";

/// The folder of a site's own files that pages load, or that are published as they are.
pub const STATIC: &str = "static";

/// A note as it was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Source {
    /// Its file; the path is relative to the content folder.
    pub file: Arc<SourceFile>,
    /// What stands before the text.
    pub front: FrontMatter,
    /// The bytes of the file's text that are Markdown.
    pub body: Range<usize>,
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
    pub notes: Vec<Source>,
    /// Everything else that is published.
    pub assets: Vec<Asset>,
}

/// A site's folder and where its notes are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Root {
    /// The site's folder.
    pub folder: PathBuf,
    /// The folder of the notes: the site's own, or one in it.
    pub content: PathBuf,
    /// How the notes' folder is called in messages, relative to the site's; empty for itself.
    pub content_name: &'static str,
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

/// Finds the folder of the notes below a site's root: `content/` where there is one, else
/// what the generator uses whose settings file lies in the root (Hexo, MkDocs, mdBook),
/// else the root itself.
///
/// # Errors
///
/// When `folder` is no folder that can be read.
pub fn find_root(folder: &Path) -> Result<Root, ReadError> {
    walk::require_folder(folder)?;
    let layouts: [(&str, &str); 4] =
        [("content", "content"), ("source", "_config.yml"), ("docs", "mkdocs.yml"), ("src", "book.toml")];
    let used = layouts.iter().find(|(name, sign)| {
        walk::is_folder(&folder.join(name)) && (name == sign || walk::is_file(&folder.join(sign)))
    });
    let content_name = used.map_or("", |&(name, _)| name);
    Ok(Root { folder: folder.to_path_buf(), content: folder.join(content_name), content_name })
}

/// Reads `site.yaml` in the root. Without one, the settings are those of a site named
/// after its folder.
///
/// # Errors
///
/// When the file is there and cannot be read.
pub fn read_config(root: &Root) -> Result<Checked<Config>, ReadError> {
    let defaults = Config::new(walk::folder_name(&root.folder));
    let path = root.folder.join(FILE);
    if !walk::is_file(&path) {
        return Ok(Checked { value: defaults, report: Report::default() });
    }
    let (file, mut report) = decode::read(&path, "", FILE)?;
    let checked = Config::read(&file, defaults);
    Ok(Checked { value: checked.into_value(&mut report), report })
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
    if root.content_name.is_empty() {
        // Notes and site share one folder.
        skip.extend([FILE, TEMPLATES, STATIC].map(|own| root.folder.join(own)));
    }
    let found = walk::walk(&root.content, root.content_name, &skip)?.into_value(&mut report);
    let (notes, assets): (Vec<Asset>, Vec<Asset>) =
        found.into_iter().partition(|asset| is_markdown(&asset.path));
    if notes.is_empty() {
        return Err(ReadError::Empty(root.content.display().to_string()));
    }
    let read: Result<Vec<_>, ReadError> = notes.par_iter().map(|asset| read_note(asset, config)).collect();
    let mut content = Content { notes: Vec::new(), assets };
    for (source, findings) in read? {
        content.notes.extend(source);
        report.append(findings);
    }
    Ok(Checked { value: content, report })
}

fn is_markdown(path: &str) -> bool {
    let extension = path.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase());
    matches!(extension.as_deref(), Some("md" | "markdown" | "mkd"))
}

fn read_note(asset: &Asset, config: &Config) -> Result<(Option<Source>, Report), ReadError> {
    let (file, mut report) = decode::read(&asset.file, &asset.folder, &asset.path)?;
    if report.has_errors() {
        return Ok((None, report));
    }
    let (front, body) = front_matter::read(&file, &config.time_zone).into_value(&mut report);
    Ok((Some(Source { file, front, body }), report))
}

/// The files of a site's own [`TEMPLATES`] or [`STATIC`], sorted by path; none when there is
/// no such folder.
///
/// # Errors
///
/// When a folder cannot be read.
pub fn list(root: &Root, folder: &str) -> Result<Checked<Vec<Asset>>, ReadError> {
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
