//! The texts that a party writes itself: of the letters about its decisions, and of the receipt of a proposal, in Dutch and in English.
//!
//! A template is plain text with placeholders of a closed list. Without one a letter has our own words; what the party wrote counts from the next letter on.

pub mod api;
pub mod commands;
pub mod model;
pub mod pages;
pub mod policy;
pub mod queries;
