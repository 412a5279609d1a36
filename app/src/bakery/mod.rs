//! The businessbakkerij: needs, offers, matches and introductions.

pub mod matching;
pub mod model;
