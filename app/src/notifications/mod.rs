//! What people hear from us: the list of events (`events.txt`) and of reminders (`reminders.txt`), the page with notices, the kinds of mail, which of them they want, and what they follow ([`things`]).
//!
//! Somebody hears of an event at once, in a round-up at seven in the morning by day or by week ([`rhythm`]), or by notice alone.
//! A mail that belongs to what somebody does here always goes; every other kind can be switched off, with one click in the mail itself.
//! Mails to many (a new call, a deadline) are written by [`jobs`]: in small transactions, each person at most once, however often the job runs.

pub mod access;
pub mod api;
pub mod button;
pub mod commands;
pub mod followers;
pub mod history;
pub mod jobs;
pub mod mails;
pub mod model;
pub mod pages;
pub mod policy;
pub mod queries;
pub mod returned;
pub mod rhythm;
pub mod things;
pub mod unsubscribe;
