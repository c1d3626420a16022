//! What is printed, and in which colours.

use std::io::{IsTerminal, Write, stderr};

use clap::ColorChoice;

use super::arguments::Format;
use crate::diagnostic::{Report, Severity, Style, to_json, to_terminal};

/// Whether standard error gets colours.
pub(super) fn style(choice: ColorChoice) -> Style {
    style_for(choice, stderr().is_terminal())
}

/// Whether an output gets colours that is a terminal or not.
pub(super) fn style_for(choice: ColorChoice, is_terminal: bool) -> Style {
    match choice {
        ColorChoice::Always => Style::Color,
        ColorChoice::Auto if is_terminal => Style::Color,
        _ => Style::Plain,
    }
}

/// Prints findings to standard error, in one write: those at least as bad as `least`.
pub(super) fn findings(report: &Report, format: Format, style: Style, least: Severity) {
    let mut shown = String::new();
    for diagnostic in report.sorted() {
        if diagnostic.severity > least {
            continue;
        }
        match format {
            Format::Json => shown.push_str(&to_json(diagnostic)),
            Format::Text => shown.push_str(&to_terminal(diagnostic, style)),
        }
        shown.push('\n');
    }
    print(&shown);
}

/// Prints why a command could not run.
pub(super) fn failure(error: &anyhow::Error, color: ColorChoice) {
    let head = match style(color) {
        Style::Color => "\u{1b}[1;31merror\u{1b}[0m",
        Style::Plain => "error",
    };
    print(&format!("{head}: {error:#}\n"));
}

/// Prints to standard error. That it is gone is no reason to fail.
pub(super) fn print(text: &str) {
    let _ = stderr().write_all(text.as_bytes());
}

/// A number with its noun: `1 note`, `2 notes`.
pub(super) fn count(number: usize, noun: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {noun}{plural}")
}
