//! Wijkcall's product code, compiled for the server (`ssr`) and, as islands, for the browser (`hydrate`).

#[cfg(feature = "ssr")]
pub mod bakery;
#[cfg(feature = "ssr")]
pub mod infra;
