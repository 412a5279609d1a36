//! The process around `app`: configuration, command line, accept loop, layers, files. Nothing here knows the domain.

pub mod assets;
pub mod commands;
pub mod config;
pub mod listen;
pub mod middleware;
pub mod router;
pub mod telemetry;
pub mod work;

pub use router::{Shell, build_router};
