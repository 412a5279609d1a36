//! `wijkcall migrate up|down|status`.

use std::process::ExitCode;

use clap::Subcommand;
use migrations::{Migrator, MigratorTrait as _};

use super::{say, start};
use crate::config::Config;

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Bring the database up to date
    Up,
    /// Undo the last steps; data that they made room for is lost
    Down {
        /// How many
        #[arg(long, default_value_t = 1)]
        steps: u32,
    },
    /// Which steps were done, and which not yet (exit code 1: some not yet)
    Status,
}

pub async fn run(command: &Command, config: &Config) -> anyhow::Result<ExitCode> {
    let db = start::database(config).await?;
    match command {
        Command::Up => {
            let pending = Migrator::get_pending_migrations(db.writer()).await?.len();
            Migrator::up(db.writer(), None).await?;
            say(format_args!("{pending} steps done; the database is up to date"))?;
        }
        Command::Down { steps } => {
            Migrator::down(db.writer(), Some(*steps)).await?;
            say(format_args!("{steps} steps undone"))?;
        }
        Command::Status => {
            for migration in Migrator::get_applied_migrations(db.reader()).await? {
                say(format_args!("done     {}", migration.name()))?;
            }
            let pending = Migrator::get_pending_migrations(db.reader()).await?;
            for migration in &pending {
                say(format_args!("not yet  {}", migration.name()))?;
            }
            return Ok(if pending.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE });
        }
    }
    Ok(ExitCode::SUCCESS)
}
