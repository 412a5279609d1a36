//! The businessbakkerij: needs, offers, matches and introductions.
