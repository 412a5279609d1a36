//! What people hear from us: the list of events (`events.txt`), the page with notices, the kinds of mail, which of them they want, and which areas and calls they follow.
//!
//! Somebody hears of an event at once, in a round-up at seven in the morning by day or by week ([`rhythm`]), or by notice alone.
//! A mail that belongs to what somebody does here always goes; every other kind can be switched off, with one click in the mail itself.
//! Mails to many (a new call, a deadline) are written by [`jobs`]: in small transactions, each person at most once, however often the job runs.

pub mod api;
pub mod commands;
pub mod jobs;
pub mod mails;
pub mod model;
pub mod pages;
pub mod queries;
pub mod rhythm;
pub mod unsubscribe;
