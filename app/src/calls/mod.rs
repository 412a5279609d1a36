//! Calls: an invitation by a funder, with budget, areas, themes, questions and a deadline.
//!
//! A call starts as a draft that only its party sees. It is published when nothing is missing (`model::ready`), opens and closes by itself at the
//! second, and may be closed early or withdrawn. What changes after publishing is recorded and shown. Editors and owners of a verified
//! municipality, organisation, company or cooperative make calls.

pub mod api;
pub mod api_v1;
pub mod cards;
pub mod commands;
pub mod feeds;
pub mod form;
pub mod model;
pub mod pages;
pub mod policy;
pub mod queries;
pub mod search;

/// What is no page: feeds, calendars and the API.
pub fn routes() -> axum::Router<crate::state::AppState> {
    feeds::router().merge(api_v1::router())
}
