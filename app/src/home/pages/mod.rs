//! One file per page.

mod home;
mod texts;
mod theme;

pub use home::HomePage;
pub use texts::{AboutPage, AccessibilityPage, PrivacyPage};
pub use theme::ThemePage;
