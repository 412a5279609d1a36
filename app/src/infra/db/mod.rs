//! The database: SQLite by default, PostgreSQL in production, one set of queries for both.
//!
//! SQLite runs in WAL mode with `synchronous=FULL`, one connection that writes and several that only read. On PostgreSQL both are the same pool.
//! A [`Tx`] is the only way to write business rows: it ends in [`Tx::commit`], which asks for the audit row.

pub mod entity;
pub mod related;
mod tx;

use std::sync::{
    Arc, Mutex, PoisonError,
    atomic::{AtomicBool, AtomicU64, Ordering},
};
use std::time::Duration;

use migrations::{Migrator, MigratorTrait};
use sea_orm::{ConnectOptions, Database, DatabaseConnection, DbBackend, DbErr, Statement};

pub use tx::{Audit, Object, Tx};

/// Connections to read and to write with; cheap to clone.
#[derive(Clone, Debug)]
pub struct Db {
    reader: DatabaseConnection,
    writer: DatabaseConnection,
    seen: Arc<Seen>,
}

/// What was asked of the database since the start.
#[derive(Debug, Default)]
struct Seen {
    count: AtomicU64,
    keeping: AtomicBool,
    kept: Mutex<Vec<Statement>>,
}

impl Seen {
    fn note(&self, statement: &Statement) {
        self.count.fetch_add(1, Ordering::Relaxed);
        if self.keeping.load(Ordering::Relaxed) {
            self.kept.lock().unwrap_or_else(PoisonError::into_inner).push(statement.clone());
        }
    }
}

impl Db {
    /// Connects to `sqlite://FILE` or `postgres://...`.
    ///
    /// # Errors
    /// When the address is wrong or nobody answers within ten seconds.
    pub async fn connect(url: &str) -> Result<Self, DbErr> {
        let seen = Arc::new(Seen::default());
        let (mut reader, mut writer) = if url.starts_with("sqlite:") {
            // The writer comes first: it creates the file.
            let writer = Database::connect(sqlite(url, 1, false)).await?;
            (Database::connect(sqlite(url, 8, true)).await?, writer)
        } else {
            let pool = Database::connect(common(url).max_connections(16).min_connections(1).to_owned()).await?;
            (pool.clone(), pool)
        };
        for connection in [&mut reader, &mut writer] {
            let seen = seen.clone();
            connection.set_metric_callback(move |info| {
                seen.note(info.statement);
                metrics::counter!("wijkcall_database_statements_total").increment(1);
            });
        }
        Ok(Self { reader, writer, seen })
    }

    /// Brings the schema up to date.
    ///
    /// # Errors
    /// When a step is refused; the steps before it stay.
    pub async fn migrate(&self) -> Result<(), DbErr> {
        Migrator::up(&self.writer, None).await
    }

    /// For reads.
    pub fn reader(&self) -> &DatabaseConnection {
        &self.reader
    }

    /// For writes that are not business: sessions, rate limits, leases. Everything else goes through [`Db::begin`].
    pub fn writer(&self) -> &DatabaseConnection {
        &self.writer
    }

    pub fn is_postgres(&self) -> bool {
        self.reader.get_database_backend() == DbBackend::Postgres
    }

    /// Gives how many statements ran since the start; tests read the difference.
    pub fn statements(&self) -> u64 {
        self.seen.count.load(Ordering::Relaxed)
    }

    /// Keeps every statement from now on, with its values: for tests that look at how they are answered.
    pub fn keep_statements(&self) {
        self.seen.keeping.store(true, Ordering::Relaxed);
    }

    /// Gives the statements that were kept, and stops keeping them.
    pub fn kept_statements(&self) -> Vec<Statement> {
        self.seen.keeping.store(false, Ordering::Relaxed);
        std::mem::take(&mut *self.seen.kept.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Starts the transaction of one state change.
    ///
    /// # Errors
    /// When no connection is free within the timeout.
    pub async fn begin(&self) -> Result<Tx, DbErr> {
        Tx::begin(&self.writer).await
    }
}

fn common(url: &str) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    options.connect_timeout(Duration::from_secs(10)).acquire_timeout(Duration::from_secs(10)).sqlx_logging(false);
    options
}

fn sqlite(url: &str, connections: u32, read_only: bool) -> ConnectOptions {
    let mut options = common(url);
    options.max_connections(connections).min_connections(1).map_sqlx_sqlite_opts(move |sqlite| {
        sqlite
            .create_if_missing(!read_only)
            .read_only(read_only)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(10))
            .pragma("journal_mode", "WAL")
            // NORMAL loses what was acknowledged when the power fails.
            .pragma("synchronous", "FULL")
            .pragma("cache_size", "-8000")
            .pragma("mmap_size", "134217728")
    });
    options
}
