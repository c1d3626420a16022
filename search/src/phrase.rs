//! Quoted phrases: looked for in the text itself, because no positions are stored.

use crate::analysis::fold;
use crate::page::Section;

/// Whether a section, with its heading and its page's title, holds every phrase. Phrases are
/// folded; any white space is as good as any other.
pub(crate) fn holds_all(title: &str, section: &Section, phrases: &[String]) -> bool {
    if phrases.is_empty() {
        return true;
    }
    let texts = [title, &section.heading, &section.text].map(plain);
    phrases.iter().all(|phrase| {
        let phrase = plain(phrase);
        texts.iter().any(|text| text.contains(phrase.trim()))
    })
}

/// `text` folded, white space as single spaces.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for folded in fold(text) {
        match folded.ch.is_whitespace() {
            true if plain.ends_with(' ') => {}
            true => plain.push(' '),
            false => plain.push(folded.ch),
        }
    }
    plain
}
