//! Proposals: what a party submits to a call.

pub mod model;
