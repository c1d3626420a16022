//! Reading without a network, and without a server: what browsers keep of a site, and a
//! site's form for a disk.
//!
//! Nothing is kept of a preview. A site that keeps nothing any more still publishes a
//! worker, which takes away itself and what an earlier one kept.

mod disk;
mod worker;

use crate::config::{Config, Delivery};
use crate::output::{Content, Output, SitePath, Store};
use crate::render::Theme;
use crate::source::ReadError;

/// Why a site cannot be made for reading offline.
#[derive(Debug, thiserror::Error)]
pub enum OfflineError {
    /// A file of the site cannot be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// The list of its files cannot be written.
    #[error(transparent)]
    Json(#[from] serde_json::Error),
    /// A file would have an impossible name.
    #[error(transparent)]
    Path(#[from] crate::output::PathError),
    /// A file that was made cannot be read back.
    #[error("cannot read back a file of the site: {0}")]
    Store(#[from] std::io::Error),
}

/// Gives a finished site what reading offline needs.
///
/// # Errors
///
/// When a picture that was there a moment ago cannot be looked at.
pub fn offline(
    output: Output,
    config: &Config,
    theme: &Theme,
    store: &dyn Store,
) -> Result<Output, OfflineError> {
    if config.delivery != Delivery::Disk && output.get(worker::PATH).is_some() {
        // The site's own: brought along with its files.
        return Ok(output);
    }
    match config.delivery {
        Delivery::Web if config.offline => worker::with_worker(output, theme, store),
        Delivery::Web | Delivery::Preview => with_retired_worker(output, theme, store),
        Delivery::Disk => disk::with_scripts(output, theme, store),
    }
}

fn with_retired_worker(mut output: Output, theme: &Theme, store: &dyn Store) -> Result<Output, OfflineError> {
    let path = SitePath::parse(worker::PATH)?;
    let script = store.put(&path, None, theme.source("sw-retired.js").to_vec());
    output.insert(path, Content::Stored(script), "the retired service worker");
    Ok(output)
}
