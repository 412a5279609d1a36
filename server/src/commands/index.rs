//! `wijkcall index`: the search index of this node, which is made of the database and can be thrown away.

use std::process::ExitCode;

use anyhow::Context as _;
use app::{
    infra::search::follow::{rebuild, verify},
    search::{PublicPosts, SearchHandle},
};
use clap::Subcommand;

use super::{say, start};
use crate::config::Config;

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Build it anew from the database, while the site goes on with the old one
    Rebuild,
    /// Compare it with the database (exit code 1: they differ)
    Verify,
}

pub async fn run(command: &Command, config: &Config) -> anyhow::Result<ExitCode> {
    let source = PublicPosts::new(start::database(config).await?);
    let index = SearchHandle::at(&config.state_dir).index().context("the search index cannot be opened")?;
    match command {
        Command::Rebuild => {
            let documents = rebuild(&index, &source).await?;
            say(format_args!("The search index was built from {documents} posts."))?;
            Ok(ExitCode::SUCCESS)
        }
        Command::Verify => {
            let report = verify(&index, &source).await?;
            say(format_args!("{} posts in the database.", report.checked))?;
            for (what, ids) in [("missing from", &report.missing), ("too many in", &report.extra), ("outdated in", &report.outdated)] {
                for id in ids {
                    say(format_args!("{id} is {what} the index"))?;
                }
            }
            if report.is_equal() {
                say("The search index equals the database.")?;
            }
            Ok(if report.is_equal() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
        }
    }
}
