//! The command line: one file for each subcommand.
//!
//! What a command finds is printed to standard output, the log goes to standard error. Exit codes: 0 done, 1 not done,
//! 2 a mistake in the command or the configuration.

mod admin;
mod backup;
mod bounce;
mod config;
mod demo;
mod doctor;
mod evaluate;
mod healthcheck;
mod import;
mod index;
mod migrate;
mod model;
mod sample_mails;
mod send_test_mail;
mod serve;
mod start;
mod worker;

use std::{io::Write as _, process::ExitCode};

use clap::{Parser, Subcommand};

use crate::config::{Config, Flags};

/// Neighbourhood calls and reciprocity: one program with everything inside
#[derive(Debug, Parser)]
#[command(name = "wijkcall", version, about, disable_help_subcommand = true)]
pub struct Cli {
    #[command(flatten)]
    pub flags: Flags,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the site until SIGTERM or Ctrl-C, and do its jobs
    Serve(serve::Serve),
    /// Do the jobs alone, beside one or more `serve --no-worker`
    Worker,
    /// Serve an invented neighbourhood on state that is thrown away
    Demo(demo::Demo),
    /// The database's structure
    #[command(subcommand)]
    Migrate(migrate::Command),
    /// Check everything the site needs (exit code 1: something is wrong)
    Doctor,
    /// Send one mail now, to see whether the settings are right
    SendTestMail(send_test_mail::SendTestMail),
    /// Write a mail of every kind, in both languages, as HTML and as text, to look at
    SampleMails(sample_mails::SampleMails),
    /// Read a mail that another server sent back (from standard input), and note what it tells
    Bounce,
    /// Ask a running server whether it is ready (exit code 0: yes)
    Healthcheck,
    /// Get the first administrator in, and say who organises
    #[command(subcommand)]
    Admin(admin::Command),
    /// Make or check a backup (SQLite and files)
    Backup(backup::Backup),
    /// Put a backup back into an empty state folder
    Restore(backup::Restore),
    /// Measure the quality of search and matching on a judged set (BEIR files)
    Evaluate(evaluate::EvaluateArgs),
    /// The search index of this node
    #[command(subcommand)]
    Index(index::Command),
    /// The model by which search can look at what texts mean
    #[command(subcommand)]
    Model(model::Command),
    /// Take data in
    #[command(subcommand)]
    Import(import::Command),
    /// Print the description of the API (OpenAPI 3.1, JSON)
    Openapi,
    /// Print the settings
    #[command(subcommand)]
    Config(config::Command),
}

impl Cli {
    /// Does what was asked.
    ///
    /// # Errors
    /// Whatever stopped it, for the person at the keyboard.
    pub fn run(self, config: Config) -> anyhow::Result<ExitCode> {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
        runtime.block_on(async {
            match self.command {
                Command::Serve(serve) => serve::run(&serve, &config).await,
                Command::Worker => worker::run(&config).await,
                Command::Demo(demo) => demo::run(&demo, &config).await,
                Command::Migrate(command) => migrate::run(&command, &config).await,
                Command::Doctor => doctor::run(&config).await,
                Command::Admin(command) => admin::run(&command, &config).await,
                Command::Backup(backup) => backup::run(&backup, &config).await,
                Command::Restore(restore) => backup::restore(&restore, &config).await,
                Command::SendTestMail(arguments) => send_test_mail::run(&arguments, &config).await,
                Command::SampleMails(arguments) => sample_mails::run(&arguments, &config),
                Command::Bounce => bounce::run(&config).await,
                Command::Healthcheck => healthcheck::run(&config).await,
                Command::Evaluate(args) => evaluate::run(args).map(|()| ExitCode::SUCCESS),
                Command::Index(command) => index::run(&command, &config).await,
                Command::Model(command) => model::run(&command),
                Command::Import(command) => import::run(&command, &config).await,
                Command::Openapi => say(app::openapi::json()).map(|()| ExitCode::SUCCESS),
                Command::Config(command) => config::run(&command, &config),
            }
        })
    }
}

/// Prints one text; a reader that has gone away (`| head`) is no error.
fn say(text: impl std::fmt::Display) -> anyhow::Result<()> {
    match writeln!(std::io::stdout(), "{text}") {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}
