//! What people hear from us: the kinds of mail, which of them they want, and which areas and calls they follow.
//!
//! A mail that belongs to what somebody does here always goes; every other kind can be switched off, with one click in the mail itself.

pub mod model;
