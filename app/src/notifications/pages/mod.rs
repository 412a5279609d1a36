//! The pages of mails: what one gets, stopping a mail, and the mailbox of the demo.

mod dev_mail;
mod following;
mod mails;
mod notices;
mod unsubscribe;

pub use dev_mail::{DevMailPage, DevMailsPage, mail_html_router};
pub use following::FollowingPage;
pub use mails::MailsPage;
pub use notices::NoticesPage;
pub use unsubscribe::UnsubscribePage;
