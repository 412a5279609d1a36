//! Proposals: what a party (with co-applicants) submits to a call.
//!
//! Life: draft -> submitted -> awarded or refused; withdrawn from submitted. A decision is taken first and told later, when its letter is released: until then
//! the proposal is submitted to everybody but its funder, and the decision can be taken back. A draft is seen by its applicants only; the funder sees what was submitted, in its last
//! version. The applicant may change and submit again until the deadline, with the same receipt number.
//!
//! A member of the call's party who is asked to assess a proposal and did not say yet that there is no interest, or said that there is one, reads nothing of it but
//! title and applicant ([`queries::barred`]).
//!
//! Who may: the account that started it (or, for a party, its editors and owners) and whoever opened the link in the mail work on it; viewers of the party and
//! co-applicants who accepted read it. Of the call's party viewers read what was submitted, editors and owners ask and decide. Others: not there.

pub mod access;
pub mod api;
pub mod commands;
pub mod jobs;
pub mod mails;
pub mod model;
pub mod pages;
pub mod parts;
pub mod policy;
pub mod queries;
mod transfer;

pub use transfer::routes;
