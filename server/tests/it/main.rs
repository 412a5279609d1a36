//! Tests of the whole program, from outside.

mod accounts;
mod alerts;
mod assessments;
mod bakery;
mod calls;
mod canaries;
mod configuration;
mod connections;
mod delivery;
mod files;
mod find;
mod fits;
mod following;
mod hostile;
mod kill;
mod killed;
mod letters;
mod mail;
mod matrix;
mod meaning;
mod nodes;
mod notifications;
mod operations;
mod outbox;
mod parties;
mod privacy;
mod proposals;
mod reports;
mod shell;
mod site;
mod statements;
#[allow(dead_code, reason = "a kit for the tests of every slice, some of which are still to come")]
mod support;
