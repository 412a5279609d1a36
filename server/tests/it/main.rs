//! Tests of the whole program, from outside.

mod configuration;
mod connections;
mod shell;
mod site;
mod support;
