//! Terms below one another: categories as notes write them, and folders.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::terms::term_path;
use super::{Note, NoteId, Site, Term};
use crate::config::{Config, Layout};
use crate::output::SitePath;

/// How deep terms may lie; what is below counts for the last.
const DEEPEST: usize = 8;

/// A term and its place in a tree. A list of branches is in reading order, each before
/// those below it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Branch {
    /// The term; its notes are also those of the branches below.
    pub term: Term,
    /// Number of the branch that it is below.
    pub parent: Option<usize>,
    /// How many branches it is below.
    pub depth: usize,
}

/// Fills categories and, where no note has any, the folders.
pub(super) fn collect(site: &mut Site, config: &Config) {
    let written: Vec<Vec<Vec<String>>> =
        site.notes.iter().map(|note| category_paths(note, config.layout)).collect();
    let (categories, numbers) = grow("categories", &written, &site.listed);
    for (note, paths) in site.notes.iter_mut().zip(&written) {
        note.categories = along(paths, &numbers);
    }
    site.categories = categories;
    if site.categories.is_empty() {
        site.folders = folders(site, config.layout);
    }
}

/// The paths of a note's categories. Hexo takes a list of names for one path, unless a list
/// is in it.
fn category_paths(note: &Note, layout: Layout) -> Vec<Vec<String>> {
    let paths = &note.page.front.category_paths;
    if layout == Layout::Hexo && paths.iter().all(|path| path.len() == 1) {
        return vec![paths.iter().flatten().cloned().collect()];
    }
    paths.clone()
}

/// The tree of folders. None where folders say nothing: in blogs and outlines all notes lie
/// in one, and where each is a kind the list of kinds says the same.
fn folders(site: &Site, layout: Layout) -> Vec<Branch> {
    if matches!(layout, Layout::Hexo | Layout::Logseq) {
        return Vec::new();
    }
    let path = |note: &Note| {
        let (folders, _) = note.page.file.path.rsplit_once('/')?;
        Some(folders.split('/').map(str::to_owned).collect())
    };
    let paths: Vec<Vec<Vec<String>>> =
        site.notes.iter().map(|note| path(note).into_iter().collect()).collect();
    let (mut branches, numbers) = grow("folders", &paths, &site.listed);
    let flat = branches.iter().all(|branch| branch.depth == 0);
    if branches.len() < 2 || (flat && branches.len() == site.kinds.len()) {
        return Vec::new();
    }
    // A folder is called what its own page is called.
    for (note, paths) in site.notes.iter().zip(&paths).filter(|(note, _)| is_index(note)) {
        let branch = along(paths, &numbers).last().and_then(|&number| branches.get_mut(number));
        if let Some(branch) = branch {
            branch.term.name.clone_from(&note.page.title);
        }
    }
    branches
}

fn is_index(note: &Note) -> bool {
    let name = note.page.file.path.rsplit('/').next().unwrap_or_default();
    ["index.md", "_index.md", "readme.md"].iter().any(|index| name.eq_ignore_ascii_case(index))
}

/// Numbers of branches by their path in lower case.
type Numbers = BTreeMap<Vec<String>, usize>;

/// A branch while the tree grows.
#[derive(Default)]
struct Node<'a> {
    spellings: BTreeMap<&'a str, usize>,
    notes: Vec<NoteId>,
    below: BTreeMap<String, Node<'a>>,
}

/// The tree of the paths of all notes, siblings with most notes first.
fn grow(folder: &str, paths: &[Vec<Vec<String>>], listed: &[NoteId]) -> (Vec<Branch>, Numbers) {
    let mut root = Node::default();
    for &id in listed {
        for path in paths.get(id).into_iter().flatten() {
            let mut node = &mut root;
            for name in names(path) {
                node = node.below.entry(name.to_lowercase()).or_default();
                *node.spellings.entry(name).or_default() += 1;
                if node.notes.last() != Some(&id) {
                    node.notes.push(id);
                }
            }
        }
    }
    let mut tree = Tree::default();
    tree.add(root, &Above { number: None, folder: folder.to_owned(), names: Vec::new() });
    (tree.branches, tree.numbers)
}

fn names(path: &[String]) -> impl Iterator<Item = &str> {
    path.iter().map(|name| name.trim()).filter(|name| !name.is_empty()).take(DEEPEST)
}

/// Numbers of the branches along paths, each once.
fn along(paths: &[Vec<String>], numbers: &Numbers) -> Vec<usize> {
    let mut found: Vec<usize> = Vec::new();
    for path in paths {
        let mut key = Vec::new();
        for name in names(path) {
            key.push(name.to_lowercase());
            let number = numbers.get(&key).copied();
            found.extend(number.filter(|number| !found.contains(number)));
        }
    }
    found
}

#[derive(Default)]
struct Tree {
    branches: Vec<Branch>,
    numbers: Numbers,
}

/// What branches are put below.
struct Above {
    number: Option<usize>,
    /// Path of its list, without the last slash.
    folder: String,
    /// Its path in lower case.
    names: Vec<String>,
}

impl Tree {
    /// Adds what is below a node, as deep as paths may be.
    fn add(&mut self, node: Node<'_>, above: &Above) {
        let mut below: Vec<(String, Node<'_>)> = node.below.into_iter().collect();
        below.sort_by_key(|(_, node)| Reverse(node.notes.len()));
        // A list's own file and its further pages have these names.
        let taken = ["index.html", "page"].map(|name| format!("{}/{name}/", above.folder));
        let mut taken = BTreeSet::from(taken);
        for (key, mut node) in below {
            let name = node.spellings.iter().max_by_key(|&(name, count)| (*count, Reverse(*name)));
            let name = name.map_or("", |(name, _)| *name).to_owned();
            let path = term_path(&above.folder, &name, &mut taken);
            let names: Vec<String> = above.names.iter().cloned().chain([key]).collect();
            let number = self.branches.len();
            let folder = path.as_str().trim_end_matches('/').to_owned();
            let notes = std::mem::take(&mut node.notes);
            let term = Term { name, path: SitePath::clone(&path), notes };
            self.branches.push(Branch { term, parent: above.number, depth: above.names.len() });
            self.numbers.insert(names.clone(), number);
            self.add(node, &Above { number: Some(number), folder, names });
        }
    }
}
