//! The demo's neighbourhood: invented people, calls, proposals and listings, put into an empty database.
//!
//! `content` is the shape of the files that the server carries (`server/demo/*.toml`); `seed` writes them, with times counted from the start, and `verdicts`
//! makes the decisions whose letters wait.

pub mod content;
pub mod letters;
pub mod seed;
pub mod verdicts;
