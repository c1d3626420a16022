//! Terms below one another: categories and folders.

use serde::Serialize;

use super::super::note::term_view;
use super::super::views::{LinkView, TermView};
use super::super::{RenderError, Renderer};
use super::Head;
use crate::output::Output;
use crate::site::Branch;

#[derive(Serialize)]
struct Tree<'a> {
    heading: &'a str,
    branches: Vec<BranchView>,
}

/// A branch and how the list goes on to it from the one before: templates cannot nest what
/// they do not know the depth of.
#[derive(Serialize)]
struct BranchView {
    #[serde(flatten)]
    term: TermView,
    depth: usize,
    /// Whether it begins the list below the branch before it.
    opens: bool,
    /// Lists that end before it.
    closes: usize,
    /// Lists that end with it: the whole tree's are left to the template.
    last: usize,
}

impl Renderer<'_> {
    pub(in super::super) fn categories(&self, output: &mut Output) -> Result<(), RenderError> {
        self.tree(("categories", "category"), &self.site.categories, output)
    }

    pub(in super::super) fn folders(&self, output: &mut Output) -> Result<(), RenderError> {
        self.tree(("folders", "folder"), &self.site.folders, output)
    }

    /// The list of all branches, and each branch's list of notes.
    fn tree(
        &self,
        (name, kicker): (&str, &str),
        branches: &[Branch],
        output: &mut Output,
    ) -> Result<(), RenderError> {
        let heading = &self.theme.string(name);
        let path = self.page_path(crate::output::SitePath::parse(&format!("{name}/"))?);
        // Notes may link to the list of categories, whether there are any or not.
        if !branches.is_empty() || name == "categories" {
            let page = self.page(&path, heading, "");
            let own = Tree { heading, branches: views(branches) };
            let file = path.file();
            let content = self.html(&file, "tree.html", &page, &own)?;
            output.insert(file, content, format!("the list of {name}"));
        }
        let kicker = &self.theme.string(kicker);
        let all = LinkView { title: heading.clone(), url: path.href() };
        for (number, branch) in branches.iter().enumerate() {
            let mut trail = vec![all.clone()];
            trail.extend(above(branches, branch).into_iter().rev());
            let below = branches.iter().filter(|other| other.parent == Some(number));
            let children: Vec<TermView> = below.map(|branch| term_view(&branch.term)).collect();
            let head = Head { heading: &branch.term.name, kicker, trail: &trail, children: &children };
            self.list(&branch.term, &head, output)?;
        }
        Ok(())
    }
}

/// What a branch is below, innermost first.
fn above(branches: &[Branch], branch: &Branch) -> Vec<LinkView> {
    let next = |branch: &&Branch| branches.get(branch.parent?);
    let chain = std::iter::successors(next(&branch), next);
    chain.map(|above| LinkView { title: above.term.name.clone(), url: above.term.path.href() }).collect()
}

fn views(branches: &[Branch]) -> Vec<BranchView> {
    let mut views: Vec<BranchView> = Vec::new();
    for (at, branch) in branches.iter().enumerate() {
        let before = views.last().map_or(0, |last| last.depth);
        let is_last = at + 1 == branches.len();
        views.push(BranchView {
            term: term_view(&branch.term),
            depth: branch.depth,
            opens: branch.depth > before,
            closes: before.saturating_sub(branch.depth),
            last: if is_last { branch.depth } else { 0 },
        });
    }
    views
}
