//! House components without domain words. Their classes and markup are described in `style/README.md`.

pub mod breadcrumb;
pub mod error;
pub mod find;
pub mod form;
pub mod layout;
pub mod mail;
pub mod page;
