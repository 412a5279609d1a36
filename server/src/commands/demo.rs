//! `wijkcall demo`: the whole site with an invented neighbourhood, on state that is thrown away.

use std::{path::Path, process::ExitCode, sync::Arc};

use anyhow::Context as _;
use app::{
    accounts::model::InventedPerson,
    areas,
    demo::{content::Content, seed, verdicts},
    infra::{clock::Clock, db::Db},
    state::Environment,
};
use clap::Args;

use super::{serve, start};
use crate::config::{Config, Env};

/// What the program carries; `server/demo/README.md` says where it comes from.
pub(super) const AREAS: &str = include_str!("../../demo/areas.csv");
const FILES: [&str; 5] = [
    include_str!("../../demo/parties.toml"),
    include_str!("../../demo/people.toml"),
    include_str!("../../demo/calls.toml"),
    include_str!("../../demo/proposals.toml"),
    include_str!("../../demo/listings.toml"),
];

#[derive(Debug, Args)]
pub struct Demo {
    /// How many proposals there are at least; more than the demo has are made out of its own
    #[arg(long, value_name = "COUNT", default_value_t = 0)]
    proposals: usize,
    /// How many needs and offers there are at least
    #[arg(long, value_name = "COUNT", default_value_t = 0)]
    listings: usize,
    /// Fill the configured database and stop, to serve or measure it afterwards
    #[arg(long)]
    only_fill: bool,
}

pub async fn run(demo: &Demo, config: &Config) -> anyhow::Result<ExitCode> {
    anyhow::ensure!(config.env != Env::Production, "the demo signs anybody in, so it does not run with env = \"production\"");
    if demo.only_fill {
        let db = start::database(config).await?;
        db.migrate().await.context("the schema")?;
        fill(&db, demo).await?;
        return Ok(ExitCode::SUCCESS);
    }
    // Removed when the program stops.
    let folder = tempfile::Builder::new().prefix("wijkcall-demo-").tempdir().context("no folder for the demo's state")?;
    let config = throw_away(config, folder.path());
    let db = start::database(&config).await?;
    db.migrate().await.context("the schema")?;
    fill(&db, demo).await?;
    let mut state = start::state(&config, Environment::Demo).await?;
    let content = content()?;
    verdicts::decide(&state, &content, state.clock.now()).await.context("the letters that wait")?;
    state.invented = invented(content);
    // Otherwise the first moments have nothing to find. Matches come by the jobs, while the site serves.
    app::search::catch_up(&state).await.context("the search index")?;
    serve::serve(&config, state).await?;
    Ok(ExitCode::SUCCESS)
}

/// Puts all state into that folder; a PostgreSQL database that was named is used as it is.
fn throw_away(config: &Config, folder: &Path) -> Config {
    let mut config = config.clone();
    config.state_dir = folder.to_owned();
    if !config.database_url.starts_with("postgres") {
        config.database_url = format!("sqlite://{}/db.sqlite", folder.display());
    }
    config
}

/// Fills an empty database with the demo.
async fn fill(db: &Db, demo: &Demo) -> anyhow::Result<()> {
    anyhow::ensure!(
        app::accounts::queries::count(db.reader()).await? == 0,
        "the database has accounts already; the demo wants an empty one"
    );
    let now = Clock::System.now();
    let read = areas::import::read_csv(AREAS);
    anyhow::ensure!(read.wrong.is_empty(), "the shipped areas have wrong rows: {:?}", read.wrong);
    areas::commands::import(db, read.rows, now).await?;
    let mut content = content()?;
    seed::grow(&mut content, demo.proposals, demo.listings);
    seed::write(db, &content, now).await
}

/// The people whom anybody may be, in the order of their file.
fn invented(content: Content) -> Arc<[InventedPerson]> {
    let people = content.person.into_iter().filter(|person| person.one_click);
    people.map(|person| InventedPerson { email: person.email, title_nl: person.title_nl, title_en: person.title_en }).collect()
}

fn content() -> anyhow::Result<Content> {
    let mut content = Content::default();
    for file in FILES {
        content.add(toml::from_str(file).context("a file of the demo")?);
    }
    Ok(content)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_demo_fills_an_empty_database_and_grows() {
        let folder = tempfile::tempdir().expect("a folder");
        let db = Db::connect(&format!("sqlite://{}/db.sqlite", folder.path().display())).await.expect("a database");
        db.migrate().await.expect("the schema");
        let demo = Demo { proposals: 60, listings: 300, only_fill: true };
        fill(&db, &demo).await.expect("the demo");
        let mut grown = content().expect("the files");
        assert!(grown.call.len() >= 6 && grown.proposal.len() >= 20 && grown.listing.len() >= 120 && grown.party.len() >= 8);
        seed::grow(&mut grown, demo.proposals, demo.listings);
        assert_eq!((grown.proposal.len(), grown.listing.len()), (60, 300));
        assert!(fill(&db, &demo).await.is_err(), "a second time is refused");
    }
}
