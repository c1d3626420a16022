//! Addresses for a disk, where nobody finds `index.html` in a folder.

use super::{Site, Target};
use crate::output::file_address;

/// Makes every address of a page that of its file. Last of all: until then links are
/// resolved by the addresses that the site has everywhere else.
pub(super) fn address_files(site: &mut Site) {
    let kinds = site.kinds.iter_mut().map(|(_, term)| term);
    let branches = site.categories.iter_mut().chain(&mut site.folders).map(|branch| &mut branch.term);
    for term in kinds.chain(&mut site.tags).chain(&mut site.series).chain(branches) {
        term.path = term.path.file();
    }
    site.wanted_page = site.wanted_page.file();
    for note in &mut site.notes {
        note.path = note.path.file();
        for path in note.trail.iter_mut().filter_map(|crumb| crumb.path.as_mut()) {
            *path = path.file();
        }
        for target in &mut note.targets {
            if let Target::Note(_, address) | Target::Site(address) = target {
                *address = file_address(address);
            }
        }
    }
}
