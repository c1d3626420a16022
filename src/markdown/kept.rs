//! Pages in a form that can be kept, so that a note that did not change is not read again.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::Page;
use crate::diagnostic::{Checked, KeptReport, Report};
use crate::source::Source;

/// A page with what was found in its note. Owned when it is read, borrowed when it is written.
#[derive(Serialize, Deserialize)]
struct Kept<P> {
    page: P,
    report: KeptReport,
}

/// Takes down a page and its findings, but for the text of the note. None when that is not
/// possible, which costs nothing but time.
pub fn keep(page: &Page, report: &Report) -> Option<Vec<u8>> {
    rmp_serde::to_vec(&Kept { page, report: KeptReport::of(report) }).ok()
}

/// The page again that was taken down when it was read from a note like `source`. None when it
/// is not one.
pub fn restore(kept: &[u8], source: &Source) -> Option<Checked<Page>> {
    let Kept { page, report } = rmp_serde::from_slice::<Kept<Page>>(kept).ok()?;
    let own = |folder: &str, path: &str| {
        (folder == source.file.folder && path == source.file.path).then(|| Arc::clone(&source.file))
    };
    let report = report.restore(own)?;
    Some(Checked { value: Page { file: Arc::clone(&source.file), ..page }, report })
}
