//! `wijkcall doctor`: looks at everything the site needs and says, one line each, what is not in order.

use std::{fmt::Display, process::ExitCode};

use app::{
    accounts::{self, model::second_factor_of},
    infra::{mail, seal::Seal},
};
use migrations::{Migrator, MigratorTrait as _};
use sea_orm::ConnectionTrait as _;

use super::{model, say, start};
use crate::{assets::Manifest, config::Config};

/// Counts what is not in order while it prints.
#[derive(Default)]
struct Findings {
    wrong: usize,
}

impl Findings {
    fn report<T: Display, E: Display>(&mut self, what: &str, result: Result<T, E>) -> anyhow::Result<()> {
        match result {
            Ok(detail) => say(format_args!("ok     {what}: {detail}")),
            Err(why) => {
                self.wrong += 1;
                say(format_args!("WRONG  {what}: {why}"))
            }
        }
    }
}

pub async fn run(config: &Config) -> anyhow::Result<ExitCode> {
    let mut findings = Findings::default();
    findings.report("settings", Ok::<_, &str>(format!("{:?}, {}", config.env, config.public_url)))?;
    findings.report("state folder", writable(config).map_err(|error| format!("{error:#}")))?;
    findings.report("database", database(config).await.map_err(|error| format!("{error:#}")))?;
    findings.report("secrets", secrets(config).await.map_err(|error| format!("{error:#}")))?;
    findings.report("mail", mail(config).await)?;
    match start::settings(config, start::environment(config))
        .map_err(|error| format!("{error:#}"))
        .and_then(|settings| mail::check_sender(&settings))
    {
        Ok(records) if config.smtp_url.is_some() => {
            findings.report(
                "sender",
                Ok::<_, &str>(format!("{}; this is what others look for in the DNS, which is not asked here:", config.mail_from)),
            )?;
            for record in records {
                say(format_args!("       {record}"))?;
            }
        }
        Ok(_) => {}
        Err(why) => findings.report("sender", Err::<&str, _>(why))?,
    }
    findings.report("search", meaning(config))?;
    findings.report("style and scripts", assets())?;
    if findings.wrong == 0 {
        say("all is in order")?;
        return Ok(ExitCode::SUCCESS);
    }
    say(format_args!("{} of these must be mended", findings.wrong))?;
    Ok(ExitCode::FAILURE)
}

fn writable(config: &Config) -> anyhow::Result<String> {
    start::state_dir(config)?;
    tempfile::tempfile_in(&config.state_dir)?;
    Ok(format!("{} can be written", config.state_dir.display()))
}

async fn database(config: &Config) -> anyhow::Result<String> {
    let db = start::database(config).await?;
    let kind = if db.is_postgres() { "PostgreSQL" } else { "SQLite" };
    let pending = Migrator::get_pending_migrations(db.reader()).await?.len();
    anyhow::ensure!(pending == 0, "{kind} lacks {pending} migrations; run `wijkcall migrate up`");
    if !db.is_postgres() {
        let rows = db.reader().query_all_raw(sea_orm::Statement::from_string(sea_orm::DbBackend::Sqlite, "PRAGMA quick_check")).await?;
        let answers: Vec<String> = rows.iter().map(|row| row.try_get_by_index(0)).collect::<Result<_, _>>()?;
        anyhow::ensure!(answers == ["ok"], "the file is damaged: {}; restore a backup", answers.join("; "));
    }
    Ok(format!("{kind}, up to date"))
}

/// Whether the key is the one with which secrets were sealed.
async fn secrets(config: &Config) -> anyhow::Result<String> {
    let db = start::database(config).await?;
    let seal = Seal::new(&start::settings(config, start::environment(config))?.secret_key);
    let stored = accounts::queries::second_factors(db.reader()).await?;
    let closed = stored.iter().filter(|(id, secret)| seal.open(&second_factor_of(*id), secret).is_err()).count();
    anyhow::ensure!(
        closed == 0,
        "the setting `secret_key` does not open {closed} of {} second factors; put the key back that was there before",
        stored.len()
    );
    Ok(format!("the key opens all {} second factors", stored.len()))
}

/// Whether the server takes mail from us: connection, TLS, greeting, signing in and sender.
async fn mail(config: &Config) -> Result<String, String> {
    let settings = start::settings(config, start::environment(config)).map_err(|error| format!("{error:#}"))?;
    let found = mail::say_hello(&settings).await?;
    let signed = settings.dkim.map_or("mails are not signed", |_| "mails are signed");
    Ok(format!("{found}; {signed}; `wijkcall send-test-mail` tries a whole mail"))
}

fn meaning(config: &Config) -> Result<String, String> {
    match &config.search_model {
        None => Ok("by words alone; the setting `search.model` is empty".to_owned()),
        Some(folder) => model::check(folder).map(|found| format!("by words and meaning: {found}")),
    }
}

fn assets() -> Result<&'static str, String> {
    match Manifest::load() {
        Ok(manifest) if manifest.is_empty() => Err("not in this program; build it with `make build`".to_owned()),
        Ok(_) => Ok("inside"),
        Err(error) => Err(error.to_string()),
    }
}
