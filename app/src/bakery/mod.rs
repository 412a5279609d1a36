//! The businessbakkerij: needs, offers, matches and introductions.
//!
//! People post what they need and what they offer. The engine in [`matching`] suggests pairs with reasons; organisers judge them at their desk and
//! introduce. Both sides are asked, and learn each other's address only after both said yes.

pub mod api;
pub mod api_v1;
pub mod cards;
pub mod commands;
pub mod due;
pub mod jobs;
pub mod mails;
pub mod matches;
pub mod matching;
pub mod model;
pub mod pages;
pub mod policy;
pub mod queries;
pub mod search;
