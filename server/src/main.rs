//! The command `wijkcall`.

use std::process::ExitCode;

use clap::Parser as _;
use server::{commands::Cli, config::Config, telemetry};

/// What a mistake on the command line gives too.
const BAD_CONFIGURATION: u8 = 2;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let config = match Config::load(&cli.flags) {
        Ok(config) => config,
        Err(error) => {
            eprintln!("wijkcall: {error}");
            return ExitCode::from(BAD_CONFIGURATION);
        }
    };
    telemetry::start_log(&config.log);
    match cli.run(config) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("wijkcall: {error:#}");
            ExitCode::FAILURE
        }
    }
}
