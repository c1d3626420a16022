//! Links between notes as pictures: around one note, and of the whole site.
//!
//! Positions are whole numbers from whole numbers, found in one step: the same on every
//! machine, and a note more moves the others only as far as it has to.

mod around;
mod drawing;
mod whole;

pub(super) use around::NoteGraph;
pub(super) use whole::is_worth_a_page;
