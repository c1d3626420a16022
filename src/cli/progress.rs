//! A line that says what a build is doing, on terminals, when it takes longer than a moment.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::Phase;

/// A progress line; gone when dropped.
pub(super) struct Progress {
    bar: ProgressBar,
}

impl Progress {
    /// A line that stays away when `quiet`, and whenever standard error is no terminal.
    pub(super) fn new(quiet: bool) -> Progress {
        let target = if quiet { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() };
        let bar = ProgressBar::with_draw_target(Some(5), target);
        let style = ProgressStyle::with_template("{spinner} {msg} [{bar:20}]");
        if let Ok(style) = style {
            bar.set_style(style.progress_chars("=> "));
        }
        bar.enable_steady_tick(Duration::from_millis(120));
        Progress { bar }
    }

    /// Says what is being done now.
    pub(super) fn phase(&self, phase: Phase) {
        let (step, message) = match phase {
            Phase::Read => (0, "reading notes"),
            Phase::Parse => (1, "reading Markdown"),
            Phase::Assemble => (2, "linking pages"),
            Phase::Render => (3, "rendering pages"),
            Phase::Index => (4, "making the search index"),
        };
        self.bar.set_position(step);
        self.bar.set_message(message);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
