//! One file per page.

mod area;

pub use area::AreaPage;
