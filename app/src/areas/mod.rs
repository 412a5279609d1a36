//! The geography of everything: country, municipalities, districts and neighbourhoods by CBS code.

pub mod fields;
pub mod model;
pub mod queries;
