//! `wijkcall backup --to FOLDER`, `wijkcall backup verify BACKUP` and `wijkcall restore BACKUP`.
//!
//! For SQLite and the files beside it. The database is copied while the site runs, as it is at one moment; files never
//! change once they are there, and stay for a week after they were taken from a proposal, so copying them afterwards misses none. The search index is not in it: it is made anew.
//! A backup appears under its own name only when it is complete and on the disk.
//! PostgreSQL has its own tools (`pg_dump`, replicas); there only the files are missing from them.

use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::{self, Read as _},
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::Context as _;
use app::infra::{clock::Clock, db::Db};
use clap::{Args, Subcommand};
use sea_orm::{ConnectionTrait as _, DbBackend, Statement};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::{say, start};
use crate::config::Config;

const DATABASE: &str = "db.sqlite";
const FILES: &str = "files";
const MANIFEST: &str = "manifest.json";

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, arg_required_else_help = true)]
pub struct Backup {
    /// Make a backup in a new folder in this one
    #[arg(long, value_name = "FOLDER")]
    to: Option<PathBuf>,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Check that a backup is complete and undamaged
    Verify { backup: PathBuf },
}

#[derive(Debug, Args)]
pub struct Restore {
    /// The folder that `backup --to` made
    backup: PathBuf,
}

/// What is in a backup.
#[derive(Debug, Serialize, Deserialize)]
struct Manifest {
    program: String,
    made_at: chrono::DateTime<chrono::Utc>,
    /// Path in the backup to what it must be.
    files: BTreeMap<String, Entry>,
}

#[derive(Debug, Serialize, Deserialize, PartialEq, Eq)]
struct Entry {
    bytes: u64,
    sha256: String,
}

pub async fn run(backup: &Backup, config: &Config) -> anyhow::Result<ExitCode> {
    match (&backup.to, &backup.command) {
        (Some(to), _) => {
            let made = make(config, to).await?;
            say(made.display())?;
        }
        (None, Some(Command::Verify { backup })) => {
            let manifest = verify(backup).await?;
            say(format_args!(
                "{} files of {} are complete and undamaged",
                manifest.files.len(),
                manifest.made_at.format("%Y-%m-%d %H:%M:%S UTC")
            ))?;
        }
        (None, None) => anyhow::bail!("say --to FOLDER, or verify BACKUP"),
    }
    Ok(ExitCode::SUCCESS)
}

async fn make(config: &Config, to: &Path) -> anyhow::Result<PathBuf> {
    database_file(config)?;
    let now = Clock::System.now();
    let place = to.join(now.format("wijkcall-%Y%m%dT%H%M%S%.3fZ").to_string());
    let partial = place.with_extension("partial");
    fs::create_dir_all(&partial).with_context(|| format!("the folder {} cannot be made", partial.display()))?;

    let db = start::database(config).await?;
    let copy = partial.join(DATABASE);
    let path = copy.to_str().context("the name of the folder is not valid UTF-8")?.replace('\'', "''");
    db.writer().execute_unprepared(&format!("VACUUM INTO '{path}'")).await.context("the database cannot be copied")?;
    File::open(&copy)?.sync_all()?;

    let files = config.state_dir.join(FILES);
    for name in names_in(&files)? {
        copy_durably(&files.join(&name), &partial.join(FILES).join(&name))?;
    }
    let mut manifest = Manifest { program: env!("CARGO_PKG_VERSION").to_owned(), made_at: now, files: BTreeMap::new() };
    for name in names_in(&partial)? {
        let entry = entry_of(&partial.join(&name))?;
        manifest.files.insert(name, entry);
    }
    let file = File::create(partial.join(MANIFEST))?;
    serde_json::to_writer_pretty(&file, &manifest)?;
    file.sync_all()?;
    File::open(&partial)?.sync_all()?;
    fs::rename(&partial, &place)?;
    File::open(to)?.sync_all()?;
    Ok(place)
}

async fn verify(backup: &Path) -> anyhow::Result<Manifest> {
    let text =
        fs::read(backup.join(MANIFEST)).with_context(|| format!("{} is no complete backup: it has no {MANIFEST}", backup.display()))?;
    let manifest: Manifest = serde_json::from_slice(&text).with_context(|| format!("{MANIFEST} is damaged"))?;
    anyhow::ensure!(manifest.files.contains_key(DATABASE), "{MANIFEST} names no {DATABASE}");
    for (name, expected) in &manifest.files {
        let inside = Path::new(name).components().all(|part| matches!(part, std::path::Component::Normal(_)));
        anyhow::ensure!(inside, "{MANIFEST} names {name}, which is not inside the backup");
        let found = entry_of(&backup.join(name)).with_context(|| format!("{name} cannot be read"))?;
        anyhow::ensure!(found == *expected, "{name} is not what it was when the backup was made");
    }
    // On a copy, since opening it may write beside it.
    let folder = tempfile::tempdir()?;
    let copy = folder.path().join(DATABASE);
    fs::copy(backup.join(DATABASE), &copy)?;
    let db = Db::connect(&format!("sqlite://{}", copy.display())).await.with_context(|| format!("{DATABASE} cannot be opened"))?;
    let rows = db.reader().query_all_raw(Statement::from_string(DbBackend::Sqlite, "PRAGMA integrity_check")).await?;
    let answers: Vec<String> = rows.iter().map(|row| row.try_get_by_index(0)).collect::<Result<_, _>>()?;
    anyhow::ensure!(answers == ["ok"], "{DATABASE} is damaged: {}", answers.join("; "));
    Ok(manifest)
}

/// Puts a backup back, into a state folder that has no database yet.
pub async fn restore(restore: &Restore, config: &Config) -> anyhow::Result<ExitCode> {
    let database = database_file(config)?;
    for present in [&database, &database.with_extension("sqlite-wal"), &config.state_dir.join(FILES)] {
        anyhow::ensure!(!present.exists(), "{} is there already; stop the site and move it away first", present.display());
    }
    let manifest = verify(&restore.backup).await?;
    start::state_dir(config)?;
    for name in manifest.files.keys().filter(|name| *name != DATABASE) {
        copy_durably(&restore.backup.join(name), &config.state_dir.join(name))?;
    }
    // An index of other data would be worse than none.
    match fs::remove_dir_all(config.state_dir.join("index")) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error.into()),
        _ => {}
    }
    // The database comes last: with it the state is complete.
    copy_durably(&restore.backup.join(DATABASE), &database)?;
    say(format_args!("{} files restored to {}", manifest.files.len(), config.state_dir.display()))?;
    Ok(ExitCode::SUCCESS)
}

fn database_file(config: &Config) -> anyhow::Result<PathBuf> {
    let path = config.database_url.strip_prefix("sqlite://").map(|rest| rest.split('?').next().unwrap_or(rest));
    path.map(PathBuf::from).context("this is for SQLite; on PostgreSQL use pg_dump and pg_restore, and copy the folder `files`")
}

fn entry_of(path: &Path) -> anyhow::Result<Entry> {
    let mut file = File::open(path)?;
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 128 * 1024];
    let mut bytes = 0;
    loop {
        let read = file.read(&mut buffer)?;
        if read == 0 {
            break;
        }
        bytes += read as u64;
        hash.update(&buffer[..read]);
    }
    Ok(Entry { bytes, sha256: hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect() })
}

/// The paths of all files below a folder, relative to it and sorted; none when there is no such folder.
fn names_in(folder: &Path) -> anyhow::Result<Vec<String>> {
    let mut names = Vec::new();
    let mut open = vec![PathBuf::new()];
    while let Some(relative) = open.pop() {
        let entries = match fs::read_dir(folder.join(&relative)) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => return Err(error.into()),
        };
        for entry in entries {
            let entry = entry?;
            let path = relative.join(entry.file_name());
            if entry.file_type()?.is_dir() {
                open.push(path);
            } else {
                names.push(path.to_str().context("a file name is not valid UTF-8")?.to_owned());
            }
        }
    }
    names.sort();
    Ok(names)
}

/// Copies under another name, waits for the disk, then gives it its name and waits for that too.
fn copy_durably(from: &Path, to: &Path) -> anyhow::Result<()> {
    let folder = to.parent().context("a file has a folder")?;
    fs::create_dir_all(folder)?;
    let mut name = to.as_os_str().to_owned();
    name.push(".partial");
    fs::copy(from, &name)?;
    File::open(&name)?.sync_all()?;
    fs::rename(&name, to)?;
    File::open(folder)?.sync_all()?;
    Ok(())
}
