//! How long each phase of a build takes by itself, over one folder of notes:
//!
//! ```text
//! cargo bench --bench phases
//! YUNJI_BENCH_ROOT=~/notes cargo bench --bench phases parse
//! ```
//!
//! Without a folder, over the project's own notes, ten times each.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a benchmark fails by panicking, and looks at the disk"
)]

use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

use divan::Bencher;
use rayon::prelude::*;
use yunji::cache::{Cache, Pack};
use yunji::config::Config;
use yunji::diagnostic::{Checked, Report};
use yunji::index::{self, Analysis};
use yunji::markdown::{self, Page};
use yunji::output::{Content, Digest, Memory, Output, SitePath, Store, Stored};
use yunji::publish::Staging;
use yunji::render::{self, Theme};
use yunji::site::{self, Site};
use yunji::source::{self, NoteFile, Root};

/// How often the project's own notes are built.
const TIMES: usize = 10;

fn main() {
    divan::main();
}

/// What the phases before one have made, for that one to begin with.
struct Made {
    root: Root,
    config: Config,
    theme: Theme,
    content: source::Content,
    pages: Vec<Page>,
    site: Site,
    analyses: Vec<Analysis>,
    output: Output,
    store: Memory,
}

static MADE: LazyLock<Made> = LazyLock::new(|| {
    let folder = std::env::var_os("YUNJI_BENCH_ROOT").map_or_else(own_notes, PathBuf::from);
    let root = source::find_root(&folder).unwrap();
    let config = source::read_config(&root).unwrap().value;
    let theme = Theme::new(&config, &[], &[]).unwrap();
    let content = read(&root, &config);
    let pages = parse(&content, &config, &theme);
    let site = site::assemble(pages.clone(), content.assets.clone(), &config).value;
    let store = Memory::default();
    let mut output = render::render(&site, &config, &theme, &store).unwrap();
    let analyses = analyze(&site, &config);
    output.append(index::index(&site, &analyses, &config, (&store, &Pack::default())).unwrap());
    Made { root, config, theme, content, pages, site, analyses, output, store }
});

/// The project's own notes in a folder that lasts as long as the process.
fn own_notes() -> PathBuf {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    let folder = tempfile::tempdir().unwrap().keep();
    let files = walkdir::WalkDir::new(&own).sort_by_file_name().into_iter().map(Result::unwrap);
    for file in files.filter(|file| file.file_type().is_file()) {
        for copy in 0..TIMES {
            let below = file.path().strip_prefix(&own).unwrap();
            let path = folder.join(format!("content/{copy}")).join(below);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::copy(file.path(), path).unwrap();
        }
    }
    folder
}

fn read(root: &Root, config: &Config) -> source::Content {
    source::read(root, config, Path::new("public")).unwrap().value
}

fn parse(content: &source::Content, config: &Config, theme: &Theme) -> Vec<Page> {
    let parse = |note: &NoteFile| markdown::parse(&note.open(config).value, config, theme.strings()).value;
    content.notes.par_iter().map(parse).collect()
}

#[divan::bench(name = "1 read")]
fn bench_read(bencher: Bencher<'_, '_>) {
    let made = &*MADE;
    bencher.bench(|| read(&made.root, &made.config));
}

#[divan::bench(name = "2 parse and highlight")]
fn bench_parse(bencher: Bencher<'_, '_>) {
    let made = &*MADE;
    bencher.bench(|| parse(&made.content, &made.config, &made.theme));
}

#[divan::bench(name = "2b take pages from the cache")]
fn bench_restore(bencher: Bencher<'_, '_>) {
    let made = &*MADE;
    let folder = tempfile::tempdir().unwrap();
    let pack = Arc::new(Cache::in_folder(folder.path()).pack("pages"));
    let key = |note: &NoteFile| Digest::of(note.file.path.as_bytes());
    for (page, note) in made.pages.iter().zip(&made.content.notes) {
        let mut page = Checked { value: page.clone(), report: Report::default() };
        markdown::keep(&mut page, key(note), &pack);
    }
    let restore = |note: &NoteFile| markdown::restore(note, key(note), &pack).unwrap().value;
    bencher.bench(|| -> Vec<Page> { made.content.notes.par_iter().map(restore).collect() });
}

#[divan::bench(name = "3 link")]
fn bench_link(bencher: Bencher<'_, '_>) {
    let made = &*MADE;
    bencher
        .with_inputs(|| (made.pages.clone(), made.content.assets.clone()))
        .bench_values(|(pages, assets)| site::assemble(pages, assets, &made.config));
}

#[divan::bench(name = "4 render")]
fn bench_render(bencher: Bencher<'_, '_>) {
    let made = &*MADE;
    bencher.bench(|| render::render(&made.site, &made.config, &made.theme, &Memory::default()));
}

/// What is left of rendering when every page is as it was.
#[divan::bench(name = "4b tell pages apart")]
fn bench_views(bencher: Bencher<'_, '_>) {
    let made = &*MADE;
    bencher.bench(|| render::render(&made.site, &made.config, &made.theme, &Unchanged));
}

/// A store that has every page from the same views.
struct Unchanged;

impl Store for Unchanged {
    fn is_published(&self, _inputs: Digest) -> bool {
        false
    }

    fn put(&self, _path: &SitePath, _made_from: Option<Digest>, bytes: Vec<u8>) -> Stored {
        Stored::of(&bytes)
    }

    fn kept(&self, _path: &SitePath, made_from: Digest) -> Option<Stored> {
        Some(Stored { digest: made_from, length: 0 })
    }

    fn holding(&self, _path: &SitePath, _content: Digest) -> Option<Stored> {
        None
    }

    fn read(&self, _path: &SitePath) -> std::io::Result<Vec<u8>> {
        Err(std::io::ErrorKind::NotFound.into())
    }
}

#[divan::bench(name = "5 analyze")]
fn bench_analyze(bencher: Bencher<'_, '_>) {
    let made = &*MADE;
    bencher.bench(|| analyze(&made.site, &made.config));
}

fn analyze(site: &Site, config: &Config) -> Vec<Analysis> {
    let analyzer = index::analyzer(config);
    analyzer.load();
    let notes: Vec<_> = index::visible(site).collect();
    notes.par_iter().map(|note| index::analyze(&note.page, &analyzer)).collect()
}

#[divan::bench(name = "5b index what was analysed")]
fn bench_index(bencher: Bencher<'_, '_>) {
    let made = &*MADE;
    bencher.bench(|| {
        index::index(&made.site, &made.analyses, &made.config, (&Memory::default(), &Pack::default()))
    });
}

/// Into an empty folder; each in its own, so that none waits for another's files to go.
#[divan::bench(name = "6 publish", max_time = 5)]
fn bench_publish(bencher: Bencher<'_, '_>) {
    let made = &*MADE;
    bencher
        .with_inputs(|| tempfile::tempdir().unwrap())
        .bench_refs(|folder| publish(made, &folder.path().join("public"), &Cache::none()));
}

#[divan::bench(name = "7 publish what is there", max_time = 5)]
fn bench_publish_again(bencher: Bencher<'_, '_>) {
    let made = &*MADE;
    let folder = tempfile::tempdir().unwrap();
    let public = folder.path().join("public");
    publish(made, &public, &Cache::none());
    bencher.bench(|| publish(made, &public, &Cache::none()));
}

fn publish(made: &Made, folder: &Path, cache: &Cache) {
    let staging = Staging::open(folder, cache).unwrap();
    for (path, content) in made.output.files() {
        if let Content::Stored(_) = content {
            staging.put(path, None, made.store.read(path).unwrap());
        }
    }
    staging.publish(&made.output, Digest::default()).unwrap();
}
