//! `wijkcall import areas FILE`.

use std::{fs, path::PathBuf, process::ExitCode};

use anyhow::Context as _;
use app::{
    areas::{commands, import},
    infra::clock::Clock,
};
use clap::Subcommand;

use super::{say, start};
use crate::config::Config;

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Municipalities, districts and neighbourhoods, from a CSV or GeoJSON file (code, year, name, parent, latitude, longitude); all rows or none
    Areas { file: PathBuf },
}

pub async fn run(command: &Command, config: &Config) -> anyhow::Result<ExitCode> {
    let Command::Areas { file } = command;
    let text = fs::read_to_string(file).with_context(|| format!("the file {} cannot be read", file.display()))?;
    let read = if text.trim_start_matches('\u{feff}').trim_start().starts_with('{') {
        import::read_geojson(&text).with_context(|| format!("{} is no GeoJSON feature collection", file.display()))?
    } else {
        import::read_csv(&text)
    };
    for wrong in &read.wrong {
        eprintln!("{wrong}");
    }
    anyhow::ensure!(read.wrong.is_empty(), "{} rows are wrong; nothing was imported", read.wrong.len());
    anyhow::ensure!(!read.rows.is_empty(), "there is no row in {}", file.display());
    let db = start::current_database(config).await?;
    let count = commands::import(&db, read.rows, Clock::System.now()).await?;
    say(format_args!("areas imported: {count}"))?;
    Ok(ExitCode::SUCCESS)
}
