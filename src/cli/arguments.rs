//! What was typed.

use std::net::IpAddr;
use std::path::PathBuf;

use clap::{Args, ColorChoice, Parser, Subcommand, ValueEnum};

/// Turns a folder of Markdown notes into a searchable static knowledge base.
#[derive(Debug, Parser)]
#[command(name = "yunji", version, propagate_version = true, max_term_width = 100)]
#[command(after_help = "Examples:
  yunji build                        build the site here into public/
  yunji serve --open                 build it and look at it in a browser
  yunji --root ~/notes build         a folder of notes is enough, no settings needed
  yunji search 容器内存限制             search the built site")]
pub(super) struct Arguments {
    /// Folder of the site
    #[arg(long, global = true, value_name = "DIR", default_value = ".")]
    pub(super) root: PathBuf,
    /// When to use colours
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub(super) color: ColorChoice,
    /// Print errors only
    #[arg(long, short, global = true, conflicts_with = "verbose")]
    pub(super) quiet: bool,
    /// Print more
    #[arg(long, short, global = true)]
    pub(super) verbose: bool,
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Build the site
    Build(BuildCommand),
    /// Build the site and serve it on this machine
    Serve(ServeCommand),
    /// Search a built site
    Search(SearchCommand),
}

/// Builds the site into a folder that any web server can serve as it is.
///
/// The folder is replaced as a whole when everything went well, and left alone otherwise.
/// Files in it that Yunji did not make stay.
///
/// With --offline-zip the site goes into one file instead, and the folder is left alone: a
/// ZIP whose pages, unpacked anywhere, are read and searched without a web server.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  yunji build
  yunji build --output /var/www/notes --base-url https://ops.example.org/notes/
  yunji build --offline-zip notes.zip
  yunji build --format json 2>problems.jsonl

Exit status: 0 built, 1 errors in the notes (nothing published), 2 could not run.")]
pub(super) struct BuildCommand {
    /// Folder to build into [default: public in the site's folder]
    #[arg(long, short, value_name = "DIR")]
    pub(super) output: Option<PathBuf>,
    /// Where the site will be published, in place of base_url in site.yaml
    #[arg(long, value_name = "URL")]
    pub(super) base_url: Option<String>,
    /// Publish drafts too
    #[arg(long)]
    pub(super) drafts: bool,
    /// Put .br and .gz beside every search file, for hosts that serve them
    #[arg(long)]
    pub(super) precompress: bool,
    /// Build into a ZIP instead, to be unpacked and read from a disk without a server
    #[arg(long, value_name = "FILE", conflicts_with_all = ["output", "base_url", "precompress"])]
    pub(super) offline_zip: Option<PathBuf>,
    /// Make everything anew, and nothing of what earlier builds left in the cache
    #[arg(long)]
    pub(super) clean: bool,
    /// Print how long each phase took
    #[arg(long)]
    pub(super) timings: bool,
    /// How problems in the notes are printed
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(super) format: Format,
}

/// Builds the site in memory and serves it.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  yunji serve
  yunji serve --port 8080 --open
  yunji serve --host 0.0.0.0         for others in your network to look at")]
pub(super) struct ServeCommand {
    /// Port; 0 for any that is free
    #[arg(long, short, value_name = "N", default_value_t = 1808)]
    pub(super) port: u16,
    /// Address to listen on
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1")]
    pub(super) host: IpAddr,
    /// Open the site in a browser
    #[arg(long)]
    pub(super) open: bool,
    /// Serve drafts too
    #[arg(long)]
    pub(super) drafts: bool,
    /// Send a strict Content-Security-Policy: the browser's console then names what a
    /// careful host would block, such as styles in a note's own HTML or pictures elsewhere
    #[arg(long)]
    pub(super) csp: bool,
}

/// Searches with the same index and the same engine as the search box of the site.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  yunji search 容器内存限制
  yunji search cpu.cfs_quota_us --json
  yunji search 回滚 --kind handbook --limit 3
  yunji search --index /var/www/notes/search 'no space left on device'
  yunji search 'tag:docker 重启 -swarm'
  yunji search --explain ncxl
  yunji search --queries queries.txt >answers.jsonl

Words are searched for by any of them; the rarest count most. In a query:
  \"no space left\"   exactly these words
  -word             not with this word
  kind:interview    only notes of a kind (类型:); of several, any
  tag:docker        only notes with a tag (标签:); of several, all
Misspelt and unfinished words, pinyin and initials are understood; a pasted
log line is searched for by what in it can carry meaning.")]
pub(super) struct SearchCommand {
    /// What to search for
    #[arg(required_unless_present = "queries", value_name = "QUERY")]
    pub(super) query: Vec<String>,
    /// Print the answer as JSON
    #[arg(long)]
    pub(super) json: bool,
    /// Results at most
    #[arg(long, short = 'n', value_name = "N", default_value_t = 10)]
    pub(super) limit: usize,
    /// The search folder of a built site [default: public/search in the site's folder]
    #[arg(long, value_name = "DIR")]
    pub(super) index: Option<PathBuf>,
    /// Only notes of this kind: troubleshooting, handbook, interview, note; any of several
    #[arg(long, value_name = "KIND")]
    pub(super) kind: Vec<String>,
    /// Only notes with this tag; all of several
    #[arg(long, value_name = "TAG")]
    pub(super) tag: Vec<String>,
    /// Put the sections of a page together, two at most; --limit then counts pages
    #[arg(long)]
    pub(super) group: bool,
    /// Say what was looked up, and what each term added to each score
    #[arg(long)]
    pub(super) explain: bool,
    /// Answer every line of a file, one JSON object a line
    #[arg(long, value_name = "FILE", conflicts_with = "query")]
    pub(super) queries: Option<PathBuf>,
}

/// How problems are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// For people
    Text,
    /// One JSON object a line
    Json,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_arguments_fit_together() {
        super::Arguments::command().debug_assert();
    }
}
