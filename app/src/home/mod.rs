//! The landing page and the texts about the site.

pub mod pages;
