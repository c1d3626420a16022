//! A query into clauses: what to look up, and how much each finding is worth.

mod plan;
mod vocabulary;

pub(crate) use plan::{Clause, Plan, Target, plan};
pub(crate) use vocabulary::Vocabulary;
