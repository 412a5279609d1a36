//! Rate limits, kept in the database so that they hold for all nodes together.

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult, Statement};

use super::db::Db;

/// How often something may happen from one place in a fixed window of time.
#[derive(Clone, Copy, Debug)]
pub struct Limit {
    pub name: &'static str,
    pub hits: i32,
    pub window_seconds: i64,
}

#[derive(FromQueryResult)]
struct Counted {
    hits: i32,
}

impl Limit {
    /// Counts one more hit of `key` and says whether it is still allowed.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn allows(self, db: &Db, key: &str, now: DateTime<Utc>) -> Result<bool, DbErr> {
        let window_start = now.timestamp().div_euclid(self.window_seconds) * self.window_seconds;
        let backend = db.writer().get_database_backend();
        let statement = Statement::from_sql_and_values(
            backend,
            "insert into rate_limit (key, window_start, hits) values ($1, $2, 1)
             on conflict (key, window_start) do update set hits = rate_limit.hits + 1 returning hits",
            [format!("{}:{key}", self.name).into(), window_start.into()],
        );
        let counted = Counted::find_by_statement(statement).one(db.writer()).await?;
        Ok(counted.is_some_and(|counted| counted.hits <= self.hits))
    }
}

/// Removes windows that ended more than a day ago.
///
/// # Errors
/// When the database refuses.
pub async fn forget_old(db: &Db, now: DateTime<Utc>) -> Result<(), DbErr> {
    let backend = db.writer().get_database_backend();
    let statement =
        Statement::from_sql_and_values(backend, "delete from rate_limit where window_start < $1", [(now.timestamp() - 86_400).into()]);
    db.writer().execute_raw(statement).await?;
    Ok(())
}
