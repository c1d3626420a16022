//! How well the search of the project's own notes answers judged queries.
//!
//! `tests/relevance/queries.jsonl` holds what readers type and the notes that answer it;
//! `tests/relevance/README.md` tells how they were judged.
//!
//! `cargo test --test relevance -- --nocapture` prints the scores and the misses.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a test fails by panicking, and looks at the disk"
)]

mod support;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde::Deserialize;
use serde_json::Value;
use support::{program, run};

/// The least that the search must reach.
struct Floor {
    kind: &'static str,
    top3: f64,
    mrr: f64,
}

/// What all queries together must reach. A query is worth about one hundredth.
const OVERALL: Floor = Floor { kind: "all", top3: 0.95, mrr: 0.92 };

/// What the queries of each kind must reach. A query is worth about one twelfth.
const KINDS: [Floor; 8] = [
    Floor { kind: "zh-natural", top3: 0.83, mrr: 0.75 },
    Floor { kind: "zh-keywords", top3: 0.83, mrr: 0.75 },
    Floor { kind: "identifier", top3: 0.83, mrr: 0.75 },
    Floor { kind: "pasted-error", top3: 0.83, mrr: 0.75 },
    Floor { kind: "mixed", top3: 0.83, mrr: 0.75 },
    Floor { kind: "traditional-or-fullwidth", top3: 0.83, mrr: 0.75 },
    Floor { kind: "typo-or-prefix", top3: 0.83, mrr: 0.75 },
    Floor { kind: "pinyin", top3: 0.83, mrr: 0.75 },
];

/// The fewest queries of a kind that still say something about it.
const QUERIES_OF_A_KIND: usize = 12;

/// Sections asked for; many of them can belong to one page.
const LIMIT: &str = "50";

/// The grade of a page that answers, and not merely helps.
const ANSWERS: u8 = 2;

#[derive(Deserialize)]
struct Query {
    id: String,
    query: String,
    kind: String,
    relevant: Vec<Judgement>,
}

#[derive(Deserialize)]
struct Judgement {
    path: String,
    heading: Option<String>,
    grade: u8,
}

impl Query {
    fn is_answered_by(&self, page: &str) -> bool {
        self.answers().any(|path| path == page)
    }

    fn answers(&self) -> impl Iterator<Item = &str> {
        self.relevant.iter().filter(|page| page.grade == ANSWERS).map(|page| page.path.as_str())
    }
}

/// A query and the pages that came back, best first.
struct Asked<'a> {
    query: &'a Query,
    pages: Vec<String>,
}

impl Asked<'_> {
    /// The position of the first page that answers, from 1.
    fn rank(&self) -> Option<usize> {
        self.pages.iter().position(|page| self.query.is_answered_by(page)).map(|at| at + 1)
    }

    fn is_in_the_first(&self, count: usize) -> bool {
        self.rank().is_some_and(|rank| rank <= count)
    }

    fn reciprocal_rank(&self) -> f64 {
        self.rank().filter(|&rank| rank <= 10).map_or(0.0, |rank| 1.0 / number(rank))
    }
}

/// What a set of queries came to.
struct Score {
    queries: usize,
    top3: f64,
    mrr: f64,
}

impl Score {
    fn of<'a>(asked: impl Iterator<Item = &'a Asked<'a>>) -> Score {
        let (mut queries, mut top3, mut mrr) = (0, 0, 0.0);
        for one in asked {
            queries += 1;
            top3 += usize::from(one.is_in_the_first(3));
            mrr += one.reciprocal_rank();
        }
        Score { queries, top3: number(top3) / number(queries), mrr: mrr / number(queries) }
    }

    /// What falls short of the floor.
    fn shortfalls(&self, floor: &Floor) -> Vec<String> {
        [("top3", self.top3, floor.top3), ("MRR@10", self.mrr, floor.mrr)]
            .into_iter()
            .filter(|(_, reached, least)| reached < least)
            .map(|(metric, reached, least)| format!("{} {metric}: {reached:.3} < {least:.3}", floor.kind))
            .collect()
    }
}

fn number(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap())
}

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn queries() -> Vec<Query> {
    let lines = std::fs::read_to_string(repository().join("tests/relevance/queries.jsonl")).unwrap();
    lines.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|e| panic!("{e}: {line}"))).collect()
}

/// Builds the project's own notes and gives the folder of their index.
fn build(folder: &Path) -> PathBuf {
    let site = folder.join("site");
    let mut command = Command::new(program());
    command.args(["--color", "never", "--root"]).arg(repository()).args(["build", "--output"]).arg(&site);
    let ran = run(&mut command);
    assert_eq!(ran.status, Some(0), "{}", ran.err);
    site.join("search")
}

/// Asks all queries at once, as the engine then is loaded only once.
fn ask<'a>(queries: &'a [Query], folder: &Path) -> Vec<Asked<'a>> {
    let index = build(folder);
    let file = folder.join("queries.txt");
    // A line is a query, so a pasted message must lose its line breaks.
    let lines: String = queries.iter().map(|query| one_line(&query.query) + "\n").collect();
    std::fs::write(&file, lines).unwrap();
    let mut command = Command::new(program());
    command.args(["search", "--limit", LIMIT, "--index"]).arg(index).arg("--queries").arg(file);
    let ran = run(&mut command);
    assert_eq!(ran.status, Some(0), "{}", ran.err);
    let answers: Vec<Vec<String>> = ran.out.lines().map(pages).collect();
    assert_eq!(answers.len(), queries.len(), "an answer to every query");
    queries.iter().zip(answers).map(|(query, pages)| Asked { query, pages }).collect()
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The pages of an answer. Of several sections of a page the best counts.
fn pages(answer: &str) -> Vec<String> {
    let answer: Value = serde_json::from_str(answer).unwrap();
    let mut seen = BTreeSet::new();
    let paths = answer["results"].as_array().unwrap().iter().map(|result| result["path"].as_str().unwrap());
    paths.filter(|path| seen.insert(*path)).map(str::to_owned).collect()
}

fn print_score(name: &str, score: &Score) {
    println!("{name:<26}{:>5}{:>8.3}{:>8.3}", score.queries, score.top3, score.mrr);
}

/// Lists the queries without an answer in the first three: what to look at next.
fn print_misses(asked: &[Asked]) {
    for one in asked.iter().filter(|one| !one.is_in_the_first(3)) {
        let rank = one.rank().map_or("none".to_owned(), |rank| rank.to_string());
        println!("\n{} at {rank}: {}", one.query.id, one_line(&one.query.query));
        println!("  want {}", one.query.answers().collect::<Vec<_>>().join(", "));
        println!("  got  {}", one.pages.iter().take(3).cloned().collect::<Vec<_>>().join(", "));
    }
}

#[test]
fn the_projects_own_notes_are_found() {
    let queries = queries();
    let folder = tempfile::tempdir().unwrap();
    let asked = ask(&queries, folder.path());

    println!("{:<26}{:>5}{:>8}{:>8}", "kind", "n", "top3", "MRR@10");
    let mut shortfalls = Vec::new();
    for floor in &KINDS {
        let score = Score::of(asked.iter().filter(|one| one.query.kind == floor.kind));
        print_score(floor.kind, &score);
        shortfalls.extend(score.shortfalls(floor));
    }
    let score = Score::of(asked.iter());
    print_score(OVERALL.kind, &score);
    shortfalls.extend(score.shortfalls(&OVERALL));
    print_misses(&asked);
    assert!(shortfalls.is_empty(), "{}", shortfalls.join("\n"));
}

#[test]
fn every_kind_has_enough_queries() {
    let queries = queries();
    for floor in &KINDS {
        let count = queries.iter().filter(|query| query.kind == floor.kind).count();
        assert!(count >= QUERIES_OF_A_KIND, "{}: {count}", floor.kind);
    }
    let unknown = queries.iter().find(|query| KINDS.iter().all(|floor| floor.kind != query.kind));
    assert!(unknown.is_none(), "{:?}", unknown.map(|query| &query.kind));
    let ids: BTreeSet<&str> = queries.iter().map(|query| query.id.as_str()).collect();
    assert_eq!(ids.len(), queries.len(), "an id is given once");
}

fn has_heading(note: &str, heading: &str) -> bool {
    note.lines().any(|line| line.starts_with('#') && line.trim_start_matches('#').trim() == heading)
}

/// A note that was renamed must not turn into a miss that nobody can explain.
#[test]
fn every_judgement_names_a_note_and_a_heading_that_exist() {
    for query in queries() {
        assert!(query.answers().next().is_some(), "{}: nothing answers", query.id);
        for Judgement { path, heading, grade } in &query.relevant {
            assert!((1..=ANSWERS).contains(grade), "{}: grade {grade}", query.id);
            let note = std::fs::read_to_string(repository().join("content").join(path))
                .unwrap_or_else(|e| panic!("{}: {path}: {e}", query.id));
            let found = heading.as_ref().is_none_or(|heading| has_heading(&note, heading));
            assert!(found, "{}: {path} has no heading {heading:?}", query.id);
        }
    }
}
