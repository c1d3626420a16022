//! How pages reach their readers.

/// How pages reach their readers, which decides what browsers can do with them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delivery {
    /// Published: from a web server, and kept for reading offline.
    Web,
    /// By `yunji serve`: from a server too, but nothing may be kept that is rewritten next.
    Preview,
    /// As files of a disk: no server finds `index.html` in a folder, and no script may fetch
    /// anything.
    Disk,
}
