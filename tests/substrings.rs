//! Any piece of any note is found: what readers expect when they paste half a phrase.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a test fails by panicking, and looks at the disk"
)]

mod support;

use std::path::Path;
use std::process::Command;

use serde_json::Value;
use support::{program, run};
use yunji_search::analysis::{fold, is_han, plain};

/// Pieces that are looked for.
const PIECES: usize = 300;

/// A section of a note as the search folder holds it.
struct Section {
    url: String,
    /// Title, heading and text, folded.
    folded: String,
    text: Vec<char>,
}

#[test]
fn every_piece_of_every_note_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let public = folder.path().join("public");
    let root = env!("CARGO_MANIFEST_DIR");
    let built = run(Command::new(program()).args(["--root", root, "build", "--output"]).arg(&public));
    assert_eq!(built.status, Some(0), "{}", built.err);
    let sections = sections(&public.join("search/pages"));
    let pieces = pieces(&sections);
    let quoted = ask(&public, &pieces, |piece| format!("“{piece}”"), "1000");
    let bare = ask(&public, &pieces, str::to_owned, "20");
    for (number, (section, piece)) in pieces.iter().enumerate() {
        let url = &sections[*section].url;
        assert!(quoted[number].contains(url), "“{piece}” is not found in {url}");
        let holders = sections.iter().filter(|section| section.folded.contains(&folded(piece))).count();
        assert!(holders >= 20 || bare[number].contains(url), "{piece}: {url} is not among the first 20");
    }
}

/// The sections of all records of a search folder, in the order of their addresses.
fn sections(pages: &Path) -> Vec<Section> {
    let mut sections = Vec::new();
    for entry in std::fs::read_dir(pages).unwrap() {
        let page: Value = serde_json::from_slice(&std::fs::read(entry.unwrap().path()).unwrap()).unwrap();
        for section in page["sections"].as_array().unwrap() {
            let [title, heading, text, anchor] =
                [&page["title"], &section["heading"], &section["text"], &section["anchor"]]
                    .map(|value| value.as_str().unwrap());
            let fragment = if anchor.is_empty() { String::new() } else { format!("#{anchor}") };
            sections.push(Section {
                url: format!("{}{fragment}", page["url"].as_str().unwrap()),
                folded: folded(&format!("{title}\n{heading}\n{text}")),
                text: text.chars().collect(),
            });
        }
    }
    sections.sort_by(|a, b| a.url.cmp(&b.url));
    sections
}

/// Runs of 2 to 8 Han characters from anywhere, with the section each is from. The same on
/// every run: the numbers are Marsaglia's xorshift from a fixed seed.
fn pieces(sections: &[Section]) -> Vec<(usize, String)> {
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut below = |limit: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % limit as u64) as usize
    };
    let mut pieces = Vec::new();
    while pieces.len() < PIECES {
        let section = below(sections.len());
        let text = &sections[section].text;
        let length = 2 + below(7);
        if text.len() < length {
            continue;
        }
        let start = below(text.len() - length + 1);
        let piece = &text[start..start + length];
        if piece.iter().all(|&ch| is_han(ch)) {
            pieces.push((section, piece.iter().collect()));
        }
    }
    pieces
}

/// The addresses that `yunji search` answers each piece with.
fn ask(
    public: &Path,
    pieces: &[(usize, String)],
    query: fn(&str) -> String,
    limit: &str,
) -> Vec<Vec<String>> {
    let file = public.join("../queries.txt");
    let lines: Vec<String> = pieces.iter().map(|(_, piece)| query(piece)).collect();
    std::fs::write(&file, lines.join("\n") + "\n").unwrap();
    let mut command = Command::new(program());
    let asked = run(command
        .args(["search", "--limit", limit, "--index"])
        .arg(public.join("search"))
        .arg("--queries")
        .arg(&file));
    let urls = |line: &str| {
        let answer: Value = serde_json::from_str(line).unwrap();
        let results = answer["results"].as_array().unwrap().clone();
        results.iter().map(|hit| hit["url"].as_str().unwrap().to_owned()).collect()
    };
    asked.out.lines().map(urls).collect()
}

fn folded(text: &str) -> String {
    plain(&fold(text))
}
