//! `wijkcall bounce < MAIL`: reads a mail that another server sent back, and notes what it tells.
//!
//! For a mail server that pipes what arrives at the address on the envelope. A mail that tells nothing is no error: it would be sent back, to nobody. When the
//! database cannot be reached the exit code is 75, at which mail servers try again later.

use std::{io::Read as _, process::ExitCode};

use anyhow::Context as _;
use app::{
    infra::{clock::Clock, mail::returned},
    notifications::returned::commands::{self, Noted},
};

use super::{say, start};
use crate::config::Config;

/// "Try again later" of sysexits.h.
const TEMPORARY: u8 = 75;

pub async fn run(config: &Config) -> anyhow::Result<ExitCode> {
    let mut mail = Vec::new();
    std::io::stdin().take(returned::MAX_BYTES as u64).read_to_end(&mut mail).context("the mail cannot be read")?;
    let reports = returned::read(&mail);
    if reports.is_empty() {
        say("this mail tells nothing of a mail that was sent from here")?;
        return Ok(ExitCode::SUCCESS);
    }
    match note(config, &reports).await {
        Ok(()) => Ok(ExitCode::SUCCESS),
        Err(error) => {
            tracing::error!("what came of a mail cannot be noted: {error:#}");
            Ok(ExitCode::from(TEMPORARY))
        }
    }
}

async fn note(config: &Config, reports: &[returned::Report]) -> anyhow::Result<()> {
    let db = start::current_database(config).await?;
    for report in reports {
        say(match commands::note(&db, report, Clock::System.now()).await? {
            Noted::Nothing => "nothing: no mail of that name went to that address, or this was known",
            Noted::Kept => "noted with the mail",
            Noted::AddressStopped => "noted: there is no such mailbox, and no more mail goes there",
            Noted::KindStopped => "noted: the reader complains, and no more mail of that kind goes there",
        })?;
    }
    Ok(())
}
