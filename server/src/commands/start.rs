//! What every command that touches data opens first.

use std::{
    fs,
    io::{self, Write as _},
    os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _},
    path::Path,
};

use anyhow::Context as _;
use app::{
    accounts, areas,
    infra::{clock::Clock, db::Db},
    state::{AppState, Environment, Settings},
};
use migrations::{Migrator, MigratorTrait as _};
use rand::RngExt as _;

use crate::{
    assets::Manifest,
    config::{Config, Env},
};

/// Makes the state folder, readable for this user alone.
pub fn state_dir(config: &Config) -> anyhow::Result<()> {
    fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(&config.state_dir)
        .with_context(|| format!("the folder {} (setting `state_dir`) cannot be made", config.state_dir.display()))
}

/// Connects without looking at the schema.
pub async fn database(config: &Config) -> anyhow::Result<Db> {
    state_dir(config)?;
    Db::connect(&config.database_url).await.context("the database (setting `database_url`) cannot be opened")
}

/// Connects, and makes sure that the schema is this program's.
///
/// A single SQLite file is brought up to date on the way. On PostgreSQL, where several nodes start at once and a step may
/// need a moment of an administrator's choice, `wijkcall migrate up` does that.
pub async fn current_database(config: &Config) -> anyhow::Result<Db> {
    let db = database(config).await?;
    if db.is_postgres() {
        let pending = Migrator::get_pending_migrations(db.writer()).await.context("the migrations cannot be read")?;
        anyhow::ensure!(pending.is_empty(), "the database lacks {} migrations; run `wijkcall migrate up` first", pending.len());
    } else {
        db.migrate().await.context("the database cannot be brought up to date")?;
    }
    Ok(db)
}

/// Opens everything for serving and working.
pub async fn state(config: &Config, environment: Environment) -> anyhow::Result<AppState> {
    let db = current_database(config).await?;
    let areas = areas::commands::seed_if_empty(&db, super::demo::AREAS, Clock::System.now()).await.context("the shipped areas")?;
    if areas > 0 {
        tracing::info!(areas, "took over the shipped areas; `wijkcall import areas` adds others");
    }
    let settings = settings(config, environment)?;
    let assets = Manifest::load()?;
    if assets.is_empty() {
        tracing::warn!("this program was built without its style and scripts; `make build` puts them in");
    }
    let state = AppState::new(db, Clock::System, settings, assets.names());
    let sealed = accounts::commands::seal_second_factors(&state.db, &state.seal).await.context("the secrets of second factors")?;
    if sealed > 0 {
        tracing::info!(sealed, "sealed the secrets of second factors");
    }
    Ok(state)
}

/// What of the configuration the product itself wants to know.
pub fn settings(config: &Config, environment: Environment) -> anyhow::Result<Settings> {
    Ok(Settings {
        public_url: config.public_url.clone(),
        environment,
        mail_from: config.mail_from.clone(),
        smtp_url: config.smtp_url.clone(),
        dkim: config.dkim.clone(),
        mail: config.mail.clone(),
        secret_key: secret_key(config)?,
        state_dir: config.state_dir.clone(),
        upload_max_bytes: config.limits.upload_bytes,
        map_tiles: config.map.tiles.clone(),
        map_credit: config.map.credit.clone(),
        search_model: config.search_model.clone(),
    })
}

pub fn environment(config: &Config) -> Environment {
    match config.env {
        Env::Development => Environment::Development,
        Env::Production => Environment::Production,
    }
}

/// The configured key, or in development one that is made once and kept.
fn secret_key(config: &Config) -> anyhow::Result<Vec<u8>> {
    if let Some(key) = &config.secret_key {
        return Ok(key.clone().into_bytes());
    }
    let path = config.state_dir.join("secret.key");
    match fs::read(&path) {
        Ok(key) if key.len() >= 32 => return Ok(key),
        Ok(_) => anyhow::bail!("the key in {} is too short; remove the file and a new one is made", path.display()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(error).with_context(|| format!("the key in {} cannot be read", path.display())),
    }
    let bytes: [u8; 32] = rand::rng().random();
    let key: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    write_private(&path, key.as_bytes()).with_context(|| format!("the key cannot be kept in {}", path.display()))?;
    Ok(key.into_bytes())
}

fn write_private(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}
