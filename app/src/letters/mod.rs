//! Letters before and after they go: the outbox for organisers, and for a funder the letters about decisions on its own calls.
//!
//! A letter is `held` until somebody releases it: the letters of a decision always, any other mail when an organiser puts it aside. Who may release it reads it
//! first as it will look, puts other words in, lets it go or discards it with a reason. One letter to several people is one batch, which is handled as one.
//!
//! Organisers do this with all mail; who decides for a funder with the letters of its own calls. A mail that is a key shows nobody what is in it.

pub mod api;
pub mod commands;
pub mod model;
pub mod pages;
pub mod policy;
pub mod queries;
