//! The command line: arguments, commands, reports, exit status.
//!
//! Exit status: 0 done, 1 problems in the content, 2 could not run.

mod arguments;
mod build;
mod progress;
mod report;
mod search;
mod serve;
mod timings;

use std::process::ExitCode;

use clap::Parser;

use arguments::{Arguments, Command};

/// How a command ended when nothing kept it from running.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ending {
    Done,
    /// The content has errors, which have been printed.
    Problems,
}

/// Runs the program with the process's arguments.
pub fn run() -> ExitCode {
    let arguments = Arguments::parse();
    let ending = match &arguments.command {
        Command::Build(command) => build::run(command, &arguments),
        Command::Serve(command) => serve::run(command, &arguments),
        Command::Search(command) => search::run(command, &arguments),
    };
    match ending {
        Ok(Ending::Done) => ExitCode::SUCCESS,
        Ok(Ending::Problems) => ExitCode::from(1),
        Err(error) => {
            report::failure(&error, arguments.color);
            ExitCode::from(2)
        }
    }
}
