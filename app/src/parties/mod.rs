//! Parties: who acts, and the people who act for them.
//!
//! Anybody who is signed in registers a party and is its first owner. Owners decide who belongs to it: by inviting an address, or by answering a request to join;
//! a party is never without an owner. An organiser verifies it, which is what lets a municipality, fund or company publish calls.

pub mod api;
pub mod commands;
pub mod mails;
pub mod model;
pub mod pages;
pub mod policy;
pub mod queries;
