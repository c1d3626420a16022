//! Kinds of notes.

use serde::{Deserialize, Serialize};

/// What a note is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Kind {
    /// What broke, why, and what helped.
    Troubleshooting,
    /// How things are done here.
    Handbook,
    /// Questions and answers.
    Interview,
    /// Anything else worth keeping.
    Note,
}

impl Kind {
    /// All kinds in the order they are shown.
    pub const ALL: [Kind; 4] = [Kind::Troubleshooting, Kind::Handbook, Kind::Note, Kind::Interview];

    /// Its name in front matter, addresses and search.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Troubleshooting => "troubleshooting",
            Kind::Handbook => "handbook",
            Kind::Interview => "interview",
            Kind::Note => "note",
        }
    }

    /// What it may be called in front matter, as a folder and in a query: its name first.
    pub fn names(self) -> &'static [&'static str] {
        match self {
            Kind::Troubleshooting => {
                &["troubleshooting", "incident", "incidents", "故障", "排障", "故障排查"]
            }
            Kind::Handbook => &["handbook", "handbooks", "手册"],
            Kind::Interview => &["interview", "interviews", "面试", "面试题"],
            Kind::Note => &["note", "notes", "笔记"],
        }
    }

    /// The kind with a name, as written in front matter or as a folder is called; Chinese
    /// and plural names are known too.
    pub fn from_name(name: &str) -> Option<Kind> {
        let name = name.trim().to_lowercase();
        Kind::ALL.into_iter().find(|kind| kind.names().contains(&name.as_str()))
    }
}
