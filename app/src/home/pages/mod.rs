//! One file per page.

mod home;
mod texts;

pub use home::HomePage;
pub use texts::{AboutPage, AccessibilityPage, PrivacyPage};
