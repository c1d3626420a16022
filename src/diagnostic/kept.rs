//! Findings in a form that can be kept and said again: places name their file instead of
//! holding its text.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{Diagnostic, Place, Report, Severity, SourceFile};

/// A report without the texts that it is about.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct KeptReport(Vec<Kept>);

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Kept {
    rule: String,
    severity: Severity,
    message: String,
    place: Option<KeptPlace>,
    help: Option<String>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct KeptPlace {
    folder: String,
    path: String,
    range: Range<usize>,
}

impl KeptReport {
    /// Takes down the findings of a report.
    pub fn of(report: &Report) -> KeptReport {
        let place = |place: &Place| KeptPlace {
            folder: place.file.folder.clone(),
            path: place.file.path.clone(),
            range: place.range.clone(),
        };
        let kept = |diagnostic: &Diagnostic| Kept {
            rule: diagnostic.rule.clone().into_owned(),
            severity: diagnostic.severity,
            message: diagnostic.message.clone(),
            place: diagnostic.place.as_ref().map(place),
            help: diagnostic.help.clone(),
        };
        KeptReport(report.diagnostics.iter().map(kept).collect())
    }

    /// The report again. `file` finds a file by its folder and path; none when it does not find
    /// one that the report is about.
    pub fn restore(self, file: impl Fn(&str, &str) -> Option<Arc<SourceFile>>) -> Option<Report> {
        let restored = |kept: Kept| {
            let place = match kept.place {
                Some(place) => Some(Place { file: file(&place.folder, &place.path)?, range: place.range }),
                None => None,
            };
            let Kept { rule, severity, message, help, .. } = kept;
            Some(Diagnostic { rule: Cow::Owned(rule), severity, message, place, help })
        };
        let diagnostics: Option<Vec<Diagnostic>> = self.0.into_iter().map(restored).collect();
        Some(Report { diagnostics: diagnostics? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_is_said_again_about_the_same_files() {
        let file = SourceFile::within("content/", "a.md", "链接 [x](y.md)\n");
        let mut report = Report::default();
        report.push(Diagnostic::warning("link-missing", "y.md is missing").at(&file, 7..17).help("write it"));
        report.push(Diagnostic::hint("other", "something"));
        let find =
            |folder: &str, path: &str| ((folder, path) == ("content/", "a.md")).then(|| Arc::clone(&file));
        assert_eq!(KeptReport::of(&report).restore(find), Some(report.clone()));
        assert_eq!(KeptReport::of(&report).restore(|_, _| None), None);
    }
}
