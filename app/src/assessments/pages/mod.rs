//! One file per page.

mod ask;
mod list;
mod one;

pub use ask::AskAssessorsPage;
pub use list::AssessmentsPage;
pub use one::AssessmentPage;
