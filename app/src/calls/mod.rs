//! Calls: an invitation by a funder, with budget, areas, themes, questions and a deadline.

pub mod model;
