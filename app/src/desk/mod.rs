//! The organiser's desk: what waits today, matches to judge, needs without one, the shortlist, introductions and mails.
//!
//! Everything here is for organisers (`Actor::organiser`), who gave their second factor. What they do with listings are commands of the bakery.

pub mod api;
pub mod export;
pub mod frame;
pub mod judgements;
pub mod model;
pub mod pages;
pub mod pause;
pub mod queries;
