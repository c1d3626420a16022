//! How long each phase of a build took.

use std::cell::RefCell;
use std::time::{Duration, Instant};

use crate::Phase;

/// The phases of a build with when they began.
#[derive(Default)]
pub(super) struct Timings {
    begun: RefCell<Vec<(&'static str, Instant)>>,
}

impl Timings {
    /// Notes that a phase begins, and so that the one before it ends.
    pub(super) fn phase(&self, phase: Phase) {
        self.begin(match phase {
            Phase::Read => "read",
            Phase::Parse => "parse",
            Phase::Assemble => "link",
            Phase::Render => "render",
            Phase::Index => "index",
        });
    }

    /// Notes that something begins that is no phase of building itself.
    pub(super) fn begin(&self, name: &'static str) {
        self.begun.borrow_mut().push((name, Instant::now()));
    }

    /// One line for each phase, the last of which ends now.
    pub(super) fn table(&self) -> String {
        let now = Instant::now();
        let begun = self.begun.borrow();
        let ends = begun.iter().skip(1).map(|(_, end)| *end).chain([now]);
        let lines = begun.iter().zip(ends).map(|((name, start), end)| line(name, end - *start));
        lines.collect()
    }
}

fn line(name: &str, time: Duration) -> String {
    format!("{name:<8}{:>9.3} s\n", time.as_secs_f64())
}
