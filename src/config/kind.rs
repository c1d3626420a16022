//! Kinds of notes.

/// What a note is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
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

    /// The kind with a name, as written in front matter or as a folder is called; Chinese
    /// and plural names are known too.
    pub fn from_name(name: &str) -> Option<Kind> {
        match name.trim().to_lowercase().as_str() {
            "troubleshooting" | "incident" | "incidents" | "故障" | "排障" | "故障排查" => {
                Some(Kind::Troubleshooting)
            }
            "handbook" | "handbooks" | "手册" => Some(Kind::Handbook),
            "interview" | "interviews" | "面试" => Some(Kind::Interview),
            "note" | "notes" | "笔记" => Some(Kind::Note),
            _ => None,
        }
    }
}
