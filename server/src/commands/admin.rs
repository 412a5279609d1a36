//! `wijkcall admin create EMAIL NAME` and `wijkcall admin setup-link`: the way in when nobody can get in. `wijkcall admin role EMAIL ROLE`: who organises.

use std::process::ExitCode;

use app::{
    accounts::{commands, model::AccountRole, queries},
    infra::{
        clock::Clock,
        i18n::{Locale, Texts},
    },
    input, paths,
    state::AppState,
};
use clap::{Subcommand, ValueEnum};

use super::{say, start};
use crate::config::Config;

const LONGEST_NAME: usize = 100;

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make an account for an admin, or make an existing account an admin's, and print a link to sign in with, once, within a day
    Create { email: String, name: String },
    /// Make an existing account a member's, an organiser's or an admin's; it has to sign in again
    Role { email: String, role: Role },
    /// Print a link with which the first admin sets up the site, once, within a day; earlier ones stop working
    SetupLink,
}

/// What an account may be.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum Role {
    Member,
    Organiser,
    Admin,
}

impl From<Role> for AccountRole {
    fn from(role: Role) -> Self {
        match role {
            Role::Member => Self::Member,
            Role::Organiser => Self::Organiser,
            Role::Admin => Self::Admin,
        }
    }
}

pub async fn run(command: &Command, config: &Config) -> anyhow::Result<ExitCode> {
    let now = Clock::System.now();
    let english = Texts::new(Locale::En);
    let checked = |email: &str| input::email(email).map_err(|problem| anyhow::anyhow!("{email}: {}", problem.text(english)));
    let token = match command {
        Command::Role { email, role } => {
            let (email, role) = (checked(email)?, AccountRole::from(*role));
            let db = start::current_database(config).await?;
            anyhow::ensure!(
                commands::change_role(&db, &email, role, now).await?,
                "{email} has no account; it comes with the first sign-in"
            );
            say(format_args!("{email} is now: {}", role.as_str()))?;
            return Ok(ExitCode::SUCCESS);
        }
        Command::Create { email, name } => {
            let email = checked(email)?;
            let name = input::line(name, LONGEST_NAME).map_err(|problem| anyhow::anyhow!("the name: {}", problem.text(english)))?;
            let db = start::current_database(config).await?;
            commands::create_admin(&db, &email, &name, now).await?
        }
        Command::SetupLink => {
            let db = start::current_database(config).await?;
            commands::create_setup_link(&db, now).await?
        }
    };
    say(address(config, &token))?;
    Ok(ExitCode::SUCCESS)
}

/// Prints the link for the first admin, as long as nobody has an account.
pub async fn offer_setup(config: &Config, state: &AppState) -> anyhow::Result<()> {
    if queries::count(state.db.reader()).await? == 0 {
        let token = commands::create_setup_link(&state.db, state.clock.now()).await?;
        say(format_args!("Nobody has an account yet. Set the site up within a day at\n{}", address(config, &token)))?;
    }
    Ok(())
}

fn address(config: &Config, token: &str) -> String {
    format!("{}{}", config.public_url, Texts::new(Locale::Nl).href(paths::sign_in_link(token)))
}
