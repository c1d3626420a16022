//! `yunji build`

use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::bail;

use super::Ending;
use super::arguments::{Arguments, BuildCommand, Format};
use super::progress::Progress;
use super::report::{self, count};
use super::timings::Timings;
use crate::Built;
use crate::config::{Base, Config, Delivery};
use crate::diagnostic::{Report, Severity};
use crate::publish::{archive, publish};
use crate::source::{self, Root};

pub(super) fn run(command: &BuildCommand, arguments: &Arguments) -> anyhow::Result<Ending> {
    let start = Instant::now();
    let output = command.offline_zip.clone().or_else(|| command.output.clone());
    let output = output.unwrap_or_else(|| default_output(&arguments.root));
    let base = command.base_url.as_deref().map(Base::parse).transpose().map_err(anyhow::Error::msg)?;
    let adjust = |config: &mut Config| {
        config.drafts = command.drafts;
        config.precompress = command.precompress;
        config.base = base.clone().unwrap_or_else(|| config.base.clone());
        if command.offline_zip.is_some() {
            config.delivery = Delivery::Disk;
            // Nothing subscribes to a folder.
            config.base = Base { origin: None, path: "/".into() };
            // Nothing can be fetched there, neither twins nor pages to look into.
            config.markdown_twins = false;
            config.link_previews = false;
        }
    };
    let timings = Timings::default();
    let Some(built) = build(arguments, &output, command.format, &timings, adjust)? else {
        return Ok(Ending::Problems);
    };
    timings.begin("publish");
    let done = match &command.offline_zip {
        Some(file) => format!("{} bytes", archive(&built.output, file)?),
        None => {
            let published = publish(&built.output, &output)?;
            let changed = published.changed + published.removed;
            format!("{changed} of {} changed", count(published.files, "file"))
        }
    };
    if command.timings && command.format == Format::Text {
        report::print(&timings.table());
    }
    // Whoever asked for JSON reads every line of standard error as JSON.
    if !arguments.quiet && command.format == Format::Text {
        report::print(&format!(
            "{}, {} indexed, {done}, {:.2} s → {}\n",
            count(built.notes, "note"),
            count(built.sections, "section"),
            start.elapsed().as_secs_f64(),
            output.display(),
        ));
    }
    Ok(Ending::Done)
}

/// Where a site is built when nothing else is said.
pub(super) fn default_output(root: &Path) -> PathBuf {
    root.join("public")
}

/// Builds a site and prints what is wrong with it. None when that forbids publishing.
pub(super) fn build(
    arguments: &Arguments,
    output: &Path,
    format: Format,
    timings: &Timings,
    adjust: impl FnOnce(&mut Config),
) -> anyhow::Result<Option<Built>> {
    let root = source::find_root(&arguments.root)?;
    check_output(&root, output)?;
    let mut report = Report::default();
    let mut config = source::read_config(&root)?.into_value(&mut report);
    adjust(&mut config);
    if let Some(adopted) = config.adopted.as_ref().filter(|_| !arguments.quiet && format == Format::Text) {
        report::print(&format!("{adopted}\n"));
    }
    if arguments.verbose && format == Format::Text {
        report::print(&format!("notes in {}\n", root.content.display()));
    }
    let progress = Progress::new(arguments.quiet);
    let built = crate::build(&root, &config, output, |phase| {
        progress.phase(phase);
        timings.phase(phase);
    });
    drop(progress);
    let built = built?.into_value(&mut report);
    if arguments.verbose && format == Format::Text && !built.dates.is_empty() {
        report::print(&format!("dates of notes that have none: {}\n", built.dates));
    }
    report::findings(&report, format, report::style(arguments.color), least(arguments, format));
    let errors = report.count(Severity::Error);
    if format == Format::Text && !arguments.quiet {
        report::print(&totals(&report, arguments.verbose));
    }
    if errors > 0 && format == Format::Text {
        report::print("nothing was published: mend the errors and build again\n");
    }
    Ok((errors == 0).then_some(built))
}

/// The least bad findings that are printed. Hints are many in notes that were never meant
/// for this program.
fn least(arguments: &Arguments, format: Format) -> Severity {
    match (arguments.quiet, arguments.verbose || format == Format::Json) {
        (true, _) => Severity::Error,
        (false, true) => Severity::Hint,
        (false, false) => Severity::Warning,
    }
}

/// One line that counts the findings; empty without any.
fn totals(report: &Report, verbose: bool) -> String {
    let [errors, warnings, hints] =
        [Severity::Error, Severity::Warning, Severity::Hint].map(|severity| report.count(severity));
    let hint = match (hints, verbose) {
        (0, _) => String::new(),
        (hints, true) => format!(", {}", count(hints, "hint")),
        (hints, false) => format!(", {} (--verbose shows them)", count(hints, "hint")),
    };
    match errors + warnings + hints {
        0 => String::new(),
        _ => format!("{}, {}{hint}\n", count(errors, "error"), count(warnings, "warning")),
    }
}

/// Refuses to build over the notes themselves.
fn check_output(root: &Root, output: &Path) -> anyhow::Result<()> {
    let output = source::real_path(output);
    if source::real_path(&root.content).starts_with(&output) {
        bail!("{} holds the notes: choose another folder with --output", output.display());
    }
    Ok(())
}
