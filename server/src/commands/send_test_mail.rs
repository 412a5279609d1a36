//! `wijkcall send-test-mail ADDRESS`: whether the settings for mail are right.

use std::process::ExitCode;

use app::infra::{clock::Clock, i18n::Locale, mail};
use clap::Args;

use super::{say, start};
use crate::config::Config;

#[derive(Debug, Args)]
pub struct SendTestMail {
    /// Who gets it
    address: String,
}

pub async fn run(arguments: &SendTestMail, config: &Config) -> anyhow::Result<ExitCode> {
    start::state_dir(config)?;
    let settings = start::settings(config, start::environment(config))?;
    if let Err(failure) = mail::send_test(&settings, &arguments.address, Locale::Nl, Clock::System.now()).await {
        anyhow::bail!("the mail was not sent: {}", mail::with_advice(&failure));
    }
    match &config.smtp_url {
        Some(_) => say(format_args!(
            "the mail server took a mail for {}; whether it arrives, only its mailbox tells, and `wijkcall doctor` what may be in the way",
            arguments.address
        ))?,
        None => say(format_args!("a mail was written to {}", settings.mail_dir().display()))?,
    }
    Ok(ExitCode::SUCCESS)
}
