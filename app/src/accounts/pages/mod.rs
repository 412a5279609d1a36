//! One file per page.

mod account;
mod code;
mod link;
mod link_sent;
mod new_address;
mod second_factor;
mod sign_in;
mod sign_up;

pub use account::AccountPage;
pub use code::CodePage;
pub use link::LinkPage;
pub use link_sent::LinkSentPage;
pub use new_address::NewAddressPage;
pub use second_factor::SecondFactorPage;
pub use sign_in::SignInPage;
pub use sign_up::SignUpPage;
