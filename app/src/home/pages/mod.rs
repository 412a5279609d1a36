//! One file per page.

mod home;

pub use home::HomePage;
