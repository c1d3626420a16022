//! `yunji serve`

use std::net::SocketAddr;

use super::Ending;
use super::arguments::{Arguments, Format, ServeCommand};
use super::build::{build, default_output};
use super::report::{self, count};
use super::timings::Timings;
use crate::config::{Base, Delivery};
use crate::serve::serve;

pub(super) fn run(command: &ServeCommand, arguments: &Arguments) -> anyhow::Result<Ending> {
    let address = SocketAddr::new(command.host, command.port);
    let built =
        build(arguments, &default_output(&arguments.root), Format::Text, &Timings::default(), |config| {
            config.drafts = command.drafts;
            config.delivery = Delivery::Preview;
            // Pages are served from the root here, wherever they will be published.
            config.base = Base { origin: Some(format!("http://{address}")), path: "/".into() };
        })?;
    let Some(built) = built else { return Ok(Ending::Problems) };
    let notes = count(built.notes, "note");
    serve(built.output, address, command.csp, |address| {
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
