//! Rows that belong to a row, in the same statement: an SQL expression gives them as one JSON text.
//!
//! What comes out of the database as its own type (moments, uuids) looks different on SQLite and PostgreSQL once it is in JSON; so only texts and numbers go
//! in, and uuids through [`uuid_text`].

use sea_orm::{ColIdx, DbBackend, DbErr, QueryResult, TryGetError, TryGetable};
use serde::de::DeserializeOwned;

/// Gives the expression for all rows of `from` (a table with its joins and conditions), each as an array of `columns`, sorted by `order`.
pub fn rows(backend: DbBackend, columns: &str, from: &str, order: &str) -> String {
    match backend {
        DbBackend::Postgres => {
            format!("(select cast(coalesce(json_agg(json_build_array({columns}) order by {order}), '[]') as text) from {from})")
        }
        _ => format!("(select json_group_array(json_array({columns}) order by {order}) from {from})"),
    }
}

/// Gives the expression for a uuid as text.
pub fn uuid_text(backend: DbBackend, column: &str) -> String {
    match backend {
        DbBackend::Postgres => format!("cast({column} as text)"),
        _ => format!("lower(hex({column}))"),
    }
}

/// A column that [`rows`] made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Related<T>(pub Vec<T>);

impl<T> Default for Related<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T: DeserializeOwned> TryGetable for Related<T> {
    fn try_get_by<I: ColIdx>(row: &QueryResult, index: I) -> Result<Self, TryGetError> {
        let text = String::try_get_by(row, index)?;
        let rows = serde_json::from_str(&text).map_err(|error| DbErr::Type(format!("related rows: {error}")))?;
        Ok(Self(rows))
    }
}
