//! `yunji build`

use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::bail;

use super::Ending;
use super::arguments::{Arguments, BuildCommand, Format};
use super::progress::Progress;
use super::report::{self, count};
use super::timings::Timings;
use crate::cache::Cache;
use crate::config::{Base, Config, Delivery};
use crate::diagnostic::{Report, Severity};
use crate::output::{Memory, Output};
use crate::publish::{Staging, archive};
use crate::source::{self, Root};
use crate::{Built, Storage};

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
    let setup = Setup::read(arguments, &output, command.format, adjust)?;
    let cache = Cache::open(&setup.root.folder, &output, command.clean);
    let published = match &command.offline_zip {
        Some(file) => {
            let store = Memory::default();
            let built = setup.build(Storage { cache: &cache, store: &store }, &timings)?;
            timings.begin("publish");
            built.map(|built| Ok::<_, anyhow::Error>((zipped(&built, &store, file)?, built.summary)))
        }
        None => {
            let staging = Staging::open(&output, &cache)?;
            let built = setup.build(Storage { cache: &cache, store: &staging }, &timings)?;
            timings.begin("publish");
            built.map(|built| Ok((published(&built, staging)?, built.summary)))
        }
    };
    let Some((done, summary)) = published.transpose()? else { return Ok(Ending::Problems) };
    if command.timings && command.format == Format::Text {
        report::print(&timings.table());
    }
    // Whoever asked for JSON reads every line of standard error as JSON.
    if !arguments.quiet && command.format == Format::Text {
        report::print(&format!(
            "{}, {} indexed, {done}, {:.2} s → {}\n",
            count(summary.notes, "note"),
            count(summary.sections, "section"),
            start.elapsed().as_secs_f64(),
            output.display(),
        ));
    }
    Ok(Ending::Done)
}

/// Publishes a site that was built into a folder; says what changed.
fn published(built: &Built, staging: Staging<'_>) -> anyhow::Result<String> {
    let Some(output) = &built.output else {
        return Ok(format!("0 of {} changed", count(built.summary.files, "file")));
    };
    let published = staging.publish(output, built.inputs)?;
    let changed = published.changed + published.removed;
    Ok(format!("{changed} of {} changed", count(published.files, "file")))
}

/// Writes a site into a ZIP file; says how large that is.
fn zipped(built: &Built, store: &Memory, file: &Path) -> anyhow::Result<String> {
    let nothing = Output::default();
    let output = built.output.as_ref().unwrap_or(&nothing);
    Ok(format!("{} bytes", archive(output, store, file)?))
}

/// Where a site is built when nothing else is said.
pub(super) fn default_output(root: &Path) -> PathBuf {
    root.join("public")
}

/// A site that is about to be built.
pub(super) struct Setup<'a> {
    arguments: &'a Arguments,
    output: &'a Path,
    format: Format,
    pub(super) root: Root,
    config: Config,
    /// What is wrong with the settings.
    report: Report,
}

impl<'a> Setup<'a> {
    /// Finds the site and reads its settings.
    pub(super) fn read(
        arguments: &'a Arguments,
        output: &'a Path,
        format: Format,
        adjust: impl FnOnce(&mut Config),
    ) -> anyhow::Result<Setup<'a>> {
        let root = source::find_root(&arguments.root)?;
        check_output(&root, output)?;
        let mut report = Report::default();
        let mut config = source::read_config(&root)?.into_value(&mut report);
        adjust(&mut config);
        if let Some(adopted) = config.adopted.as_ref().filter(|_| !arguments.quiet && format == Format::Text)
        {
            report::print(&format!("{adopted}\n"));
        }
        if arguments.verbose && format == Format::Text {
            report::print(&format!("notes in {}\n", root.content.display()));
        }
        Ok(Setup { arguments, output, format, root, config, report })
    }

    /// Builds the site and prints what is wrong with it. None when that forbids publishing.
    pub(super) fn build(self, storage: Storage<'_>, timings: &Timings) -> anyhow::Result<Option<Built>> {
        let Setup { arguments, format, mut report, .. } = self;
        let progress = Progress::new(arguments.quiet);
        let built = crate::build(&self.root, &self.config, self.output, storage, |phase| {
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
