//! "Wat past bij mij?": a person or a party answers six questions once and sees every open call, need and offer that fits, and for the calls that do not
//! fit, why not.
//!
//! - [`calls`] holds the conditions of a call against the answers. All must be met; each that is not is a reason.
//! - [`posts`] makes a post of the answers and asks the matching for it: what somebody brings is held against needs, what somebody looks for against offers,
//!   by theme, contribution, place and time. There are no words to compare.
//!
//! The answers belong to whom the person acts for. Members of a party see them; editors and owners change and delete them.

pub mod api;
pub mod calls;
pub mod commands;
pub mod model;
pub mod pages;
pub mod policy;
pub mod posts;
pub mod queries;
