//! Parties: who acts, and the people who act for them.

pub mod model;
