//! One file per page.

mod check;
mod draft;
mod files;
mod funder_list;
mod funder_read;
mod invitation;
mod link;
mod own;
mod proposal;
mod receipt;
mod start;
mod withdraw;

use super::parts;

pub use check::CheckPage;
pub use draft::DraftPage;
pub use files::FilesPage;
pub use funder_list::CallProposalsPage;
pub use funder_read::CallProposalPage;
pub use invitation::InvitationPage;
pub use link::ProposalLinkPage;
pub use own::OwnProposalsPage;
pub use proposal::ProposalPage;
pub use receipt::ReceiptPage;
pub use start::StartProposalPage;
pub use withdraw::WithdrawPage;
