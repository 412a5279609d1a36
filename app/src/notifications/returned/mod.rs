//! What becomes of mails after they went, as other servers tell it: that they did not arrive, or that their reader complains of them.
//!
//! It comes as a mail, through `wijkcall bounce`, or from the provider of the mail server, through `POST /api/mail/returned`. An address that does not exist gets no
//! more mail; who complains gets no more of that kind. Nothing happens for a mail that we did not send to that address.

pub mod commands;
mod webhook;

pub use webhook::router;
