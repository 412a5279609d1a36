//! One file per page.

mod form;
mod invitation;
mod list;
mod members;
mod party;

pub use form::{EditPartyPage, NewPartyPage};
pub use invitation::InvitationPage;
pub use list::PartiesPage;
pub use members::MembersPage;
pub use party::PartyPage;
