//! One file per page.

mod ask;
mod judge;
mod write;

pub use ask::AskReportsPage;
pub use judge::FunderReportPage;
pub use write::ReportPage;
