//! Wijkcall's product code: vertical slices over a little machinery.
//!
//! - A slice (`accounts`, `alerts`, `areas`, `assessments`, `bakery`, `calls`, `desk`, `fits`, `letters`, `notifications`, `parties`, `proposals`, `reports`, `segments`, `templates`) holds everything about one word of the vocabulary,
//!   with the same file names in every slice: `model`, `policy`, `queries`, `commands`, `api`, `pages`, `mails`, `jobs`, `search`.
//! - `infra` is machinery that another product could use unchanged; `ui` are components without domain words.
//! - `islands` and `typed` are all that is compiled for the browser (feature `hydrate`); the rest is server only (feature `ssr`).
//!
//! A request enters through `routes` (pages), an `api.rs` (form posts) or `feeds` and the machine-readable routes; all of them read [`request::RequestCx`].

pub mod islands;
pub mod typed;

#[cfg(feature = "ssr")]
pub mod accounts;
#[cfg(feature = "ssr")]
pub mod alerts;
#[cfg(feature = "ssr")]
pub mod areas;
#[cfg(feature = "ssr")]
pub mod assessments;
#[cfg(feature = "ssr")]
pub mod bakery;
#[cfg(feature = "ssr")]
pub mod calls;
#[cfg(feature = "ssr")]
pub mod demo;
#[cfg(feature = "ssr")]
pub mod desk;
#[cfg(feature = "ssr")]
pub mod error;
#[cfg(feature = "ssr")]
pub mod fits;
#[cfg(feature = "ssr")]
pub mod home;
#[cfg(feature = "ssr")]
pub mod infra;
#[cfg(feature = "ssr")]
pub mod input;
#[cfg(feature = "ssr")]
pub mod jobs;
#[cfg(feature = "ssr")]
pub mod letters;
#[cfg(feature = "ssr")]
pub mod meaning;
#[cfg(feature = "ssr")]
pub mod notifications;
#[cfg(feature = "ssr")]
pub mod open_data;
#[cfg(feature = "ssr")]
pub mod openapi;
#[cfg(feature = "ssr")]
pub mod parties;
#[cfg(feature = "ssr")]
pub mod paths;
#[cfg(feature = "ssr")]
pub mod proposals;
#[cfg(feature = "ssr")]
pub mod reports;
#[cfg(feature = "ssr")]
pub mod request;
#[cfg(feature = "ssr")]
pub mod routes;
#[cfg(feature = "ssr")]
pub mod search;
#[cfg(feature = "ssr")]
pub mod segments;
#[cfg(feature = "ssr")]
pub mod state;
#[cfg(feature = "ssr")]
pub mod suggest;
#[cfg(feature = "ssr")]
pub mod templates;
#[cfg(feature = "ssr")]
pub mod themes;
#[cfg(feature = "ssr")]
pub mod ui;
#[cfg(feature = "ssr")]
pub mod understand;
#[cfg(feature = "ssr")]
pub mod values;
