//! People: signing up and in, sessions, second factor, and who is acting in a request.

pub mod model;
pub mod queries;
