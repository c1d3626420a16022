//! Notes as Markdown, beside their pages: for pasting elsewhere, and for machines.

use rayon::prelude::*;

use super::body::address;
use super::{RenderError, Renderer};
use crate::markdown::{Destination, twin};
use crate::output::{Output, SitePath, encode_url};
use crate::site::{Note, Part, Target};

impl Renderer<'_> {
    /// The twins of all notes, written on all cores.
    pub(super) fn twins(&self, output: &mut Output) -> Result<(), RenderError> {
        let twin = |note: &Note| {
            let path = self.twin_path(note)?;
            let content = self.content(&path, self.twin(note, &path).into_bytes());
            Some((path, content, format!("{} as Markdown", note.page.file.shown())))
        };
        let twins: Vec<_> = self.site.notes.par_iter().filter_map(twin).collect();
        for (path, content, maker) in twins {
            output.insert(path, content, maker);
        }
        Ok(())
    }

    /// Where a note is read as Markdown, if the site has that.
    pub(super) fn twin_path(&self, note: &Note) -> Option<SitePath> {
        self.config.markdown_twins.then(|| note.path.twin())
    }

    /// A note's Markdown. Its links lead to pages: whole URLs where the site knows its own,
    /// so that they work wherever the text is pasted.
    fn twin(&self, note: &Note, path: &SitePath) -> String {
        let root = self.config.base.absolute("").unwrap_or_else(|| path.to_root());
        twin(&note.page, |number| {
            let target = note.targets.get(number)?;
            if matches!(target, Target::External(_) | Target::Wanted(_) | Target::Broken(_)) {
                return None;
            }
            let address = encode_url(&address(self.site, note, &root, target)?);
            Some(Destination { address, name: self.name(note, number, target) })
        })
    }

    /// What a link leads to is called.
    fn name(&self, note: &Note, number: usize, target: &Target) -> String {
        let there = target.note().and_then(|id| self.note(id));
        let block = match target {
            Target::Part(_, Part::Block(number)) => there.and_then(|note| note.page.blocks.get(*number)),
            _ => None,
        };
        let written = || note.page.links.get(number).map(|link| link.target.clone());
        let text = block.map(|block| block.text.clone()).filter(|text| !text.is_empty());
        text.or_else(|| there.map(|note| note.page.title.clone())).or_else(written).unwrap_or_default()
    }
}
