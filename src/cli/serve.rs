//! `yunji serve`

use std::net::SocketAddr;

use super::Ending;
use super::arguments::{Arguments, Format, ServeCommand};
use super::build::{Setup, default_output};
use super::report::{self, count};
use super::timings::Timings;
use crate::Storage;
use crate::cache::Cache;
use crate::config::{Base, Delivery};
use crate::output::Memory;
use crate::serve::serve;

pub(super) fn run(command: &ServeCommand, arguments: &Arguments) -> anyhow::Result<Ending> {
    let address = SocketAddr::new(command.host, command.port);
    let (output, timings) = (default_output(&arguments.root), Timings::default());
    let setup = Setup::read(arguments, &output, Format::Text, |config| {
        config.drafts = command.drafts;
        config.delivery = Delivery::Preview;
        // Pages are served from the root here, wherever they will be published.
        config.base = Base { origin: Some(format!("http://{address}")), path: "/".into() };
    })?;
    // Other pages than those that are published, and so another cache.
    let cache = Cache::open(&setup.root.folder, &setup.root.folder.join(".preview"), false);
    let store = Memory::default();
    let Some(built) = setup.build(Storage { cache: &cache, store: &store }, &timings)? else {
        return Ok(Ending::Problems);
    };
    let notes = count(built.summary.notes, "note");
    serve((built.output.unwrap_or_default(), store), address, command.csp, |address| {
        let url = format!("http://{address}/");
        if command.host.is_unspecified() {
            report::print("everyone who reaches this machine can read these notes\n");
        }
        report::print(&format!("{notes} on {url}  (Ctrl-C stops)\n"));
        if command.open {
            open(&url);
        }
    })?;
    Ok(Ending::Done)
}

/// Opens the system's browser; that there is none is said and no failure.
fn open(url: &str) {
    let program = if cfg!(target_os = "macos") { "open" } else { "xdg-open" };
    if let Err(error) = std::process::Command::new(program).arg(url).spawn() {
        report::print(&format!("cannot open a browser ({program}: {error})\n"));
    }
}
