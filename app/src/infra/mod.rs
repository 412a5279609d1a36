//! Machinery without domain words: database, sessions, passwords, texts, clock, tokens, limits, search, mail, files.

pub mod address;
pub mod clock;
pub mod db;
pub mod files;
pub mod i18n;
pub mod limits;
pub mod mail;
pub mod markdown;
pub mod passwords;
pub mod seal;
pub mod search;
pub mod session;
pub mod spreadsheet;
pub mod tokens;
pub mod totp;
