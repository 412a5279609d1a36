//! One file per page.

mod call;
mod edit;
mod list;
mod manage;
mod new;
mod preview;

pub use call::CallPage;
pub use edit::EditCallPage;
pub use list::CallsPage;
pub use manage::ManageCallsPage;
pub use new::NewCallPage;
pub use preview::PreviewCallPage;
