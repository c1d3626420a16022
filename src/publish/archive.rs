//! The site as one ZIP file.

#![expect(clippy::disallowed_methods, reason = "this room writes the site")]

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::disk::{Failed, OnPath};
use crate::output::{Content, Output, Store};

/// Writes the files of `output`, whose content `store` has, into a ZIP file, which takes the
/// place of one that is there only when it is complete. The same files make the same bytes.
/// Returns how many bytes.
///
/// # Errors
///
/// When the disk refuses.
pub fn archive(output: &Output, store: &dyn Store, file: &Path) -> Result<u64, Failed> {
    let file = std::path::absolute(file).on("find", file)?;
    let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let staging = file.with_file_name(format!(".{name}.yunji-new"));
    if let Some(parent) = file.parent() {
        std::fs::create_dir_all(parent).on("create", parent)?;
    }
    let written = write(output, store, &staging).on("write", &file);
    let published = written.and_then(|size| {
        std::fs::rename(&staging, &file).on("publish", &file)?;
        Ok(size)
    });
    if published.is_err() {
        // The error matters, not whether tidying up after it worked too.
        let _ = std::fs::remove_file(&staging);
    }
    published
}

fn write(output: &Output, store: &dyn Store, path: &Path) -> io::Result<u64> {
    let mut archive = ZipWriter::new(BufWriter::new(File::create(path)?));
    // No time and no rights of whoever builds.
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    for (path, content) in output.files() {
        archive.start_file(path.as_str(), options)?;
        match content {
            Content::Stored(_) => archive.write_all(&store.read(path)?)?,
            Content::Copy(source) => drop(io::copy(&mut File::open(source)?, &mut archive)?),
        }
    }
    let file = archive.finish()?.into_inner().map_err(io::IntoInnerError::into_error)?;
    file.sync_all()?;
    Ok(file.metadata()?.len())
}
