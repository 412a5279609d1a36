//! The businessbakkerij: needs, offers, matches and introductions.

pub mod model;
