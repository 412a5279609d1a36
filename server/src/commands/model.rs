//! `wijkcall model`: whether a folder holds an embedding model that search can use.

use std::{
    fmt::Write as _,
    path::{Path, PathBuf},
    process::ExitCode,
    time::{Duration, Instant},
};

use app::infra::search::meaning::model::{Examination, Model};
use clap::Subcommand;

use super::say;

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Say whether the model in a folder can be used, how good and how quick it is (exit code 1: it cannot)
    Check {
        /// The folder with config.json, tokenizer.json and model.safetensors
        folder: PathBuf,
    },
}

pub fn run(command: &Command) -> anyhow::Result<ExitCode> {
    let Command::Check { folder } = command;
    match check(folder) {
        Ok(found) => {
            say(format_args!("The model in {} can be used: {found}.", folder.display()))?;
            say("Name the folder in the setting `search.model` (WIJKCALL_SEARCH_MODEL) to use it.")?;
            Ok(ExitCode::SUCCESS)
        }
        Err(why) => {
            say(format_args!("The model in {} cannot be used: {why}.", folder.display()))?;
            Ok(ExitCode::FAILURE)
        }
    }
}

/// Opens the model and examines it; both ways in words.
pub fn check(folder: &Path) -> Result<String, String> {
    let started = Instant::now();
    let model = Model::open(folder).map_err(|error| error.to_string())?;
    let opened = started.elapsed();
    let Examination { texts, right, of, time } = model.examine().map_err(|error| error.to_string())?;
    if right < of {
        return Err(format!(
            "it does not know what Dutch texts mean: a text with the same meaning was nearer than a strange one in only {right} of {of} cases"
        ));
    }
    let mut found = format!("{} numbers for a text", model.dimension());
    let _ = write!(found, ", the same meaning was nearer than another in {right} of {of} cases");
    let _ = write!(found, ", opened in {}, {} for a short text", milliseconds(opened), milliseconds(time / texts.max(1)));
    Ok(found)
}

fn milliseconds(time: Duration) -> String {
    format!("{:.0} ms", time.as_secs_f64() * 1_000.0)
}
