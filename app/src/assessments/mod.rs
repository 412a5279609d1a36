//! Assessments: people of a call's party judge a proposal before its decision.
//!
//! Life: asked -> declared (no interest) -> submitted; withdrawn by who decides, and asked again after that. Who declares an interest is out, for good.
//! Until somebody who is asked has declared, and for ever after declaring an interest, that person reads nothing of the proposal but its title and who sent it
//! in: `proposals::queries::barred` holds that rule for pages, files, lists, letters and mails.
//!
//! Who may: editors and owners of the call's party ask, withdraw, and see who judged what; a member who is asked declares and judges, and sees the judgements of
//! others after the own one. Nobody else knows that there are any: applicants, followers, organisers and other members do not meet them.

pub mod access;
pub mod api;
pub mod commands;
pub mod jobs;
pub mod mails;
pub mod model;
pub mod pages;
pub mod panel;
pub mod policy;
pub mod queries;
