//! The geography of everything: country, municipalities, districts and neighbourhoods by CBS code.

pub mod commands;
pub mod fields;
pub mod import;
pub mod model;
pub mod pages;
pub mod queries;
