//! `wijkcall config default|show`.

use std::process::ExitCode;

use clap::Subcommand;

use super::say;
use crate::config::{Config, DEFAULTS};

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Every setting with its default and an explanation, as a file to start from
    Default,
    /// What is in force, and where each value came from
    Show,
}

pub fn run(command: &Command, config: &Config) -> anyhow::Result<ExitCode> {
    match command {
        Command::Default => say(DEFAULTS.trim_end())?,
        Command::Show => say(config.shown().trim_end())?,
    }
    Ok(ExitCode::SUCCESS)
}
