//! People: signing up and in, sessions, second factor, and who is acting in a request.
//!
//! A person signs in with a link in a mail, or with a password. The same link signs up: an address without an account gets one when its link is used,
//! so that asking for a link takes the same road, time and answer for every address. Opening a link changes nothing; the button on its page does.
//! Organisers and admins give a code of their authenticator app as well, before [`model::Actor::organiser`] lets them through.

pub mod api;
pub mod commands;
pub mod mails;
pub mod model;
pub mod pages;
pub mod queries;
pub mod session;
