//! Saved searches: somebody keeps a search of the businessbakkerij or of the calls, and hears of what is new for it.
//!
//! - A saved search asks for all of its words and filters. It alerts on a post exactly when the post is among its results; `search` and `posts` hold that
//!   rule for both sides, `watchers` keeps everybody's searches in memory.
//! - [`jobs::find`] follows the change log: it compares a post with how searches last saw it (`alert_post`) and notes each search that finds it now and
//!   did not before. A search and a post are noted together once, ever (`search_alert`).
//! - [`jobs::tell`] mails what was noted: at once, or at seven in the morning per day or week. What was told, and when, stands with each pair,
//!   so that a late run or a restart loses and repeats nothing.

pub mod api;
pub mod commands;
pub mod jobs;
pub mod mails;
pub mod model;
pub mod pages;
pub mod policy;
pub mod posts;
pub mod queries;
pub mod reach;
pub mod search;
pub mod watchers;
