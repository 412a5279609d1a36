//! Reports: what became of an awarded proposal.
//!
//! Life: asked -> submitted -> approved, or returned with a reason and submitted again; withdrawn while it is asked. A draft is of the applicants alone; the funder
//! reads what was submitted.
//!
//! Who may: editors and owners of the call's party ask, withdraw and judge, its viewers read; who may work on the proposal writes, who may read it reads. They
//! are asked about proposals that are awarded, once the applicants know that.

pub mod api;
pub mod commands;
pub mod jobs;
pub mod mails;
pub mod model;
pub mod pages;
pub mod panel;
pub mod queries;
