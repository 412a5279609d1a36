//! Mail from an organiser to a selection: the owners of parties that a filter finds, the authors of
//! needs or offers, or everybody who takes part in proposals to a call. Beside the Dutch words there may be English ones, for those who read English.
//!
//! It is written and seen first, tried on oneself, and then put aside as one letter to all of them (`letters`), who each get it once. Whoever unsubscribed,
//! and addresses that do not exist, are left out and counted.

pub mod api;
pub mod commands;
pub mod mails;
pub mod model;
pub mod pages;
pub mod queries;
