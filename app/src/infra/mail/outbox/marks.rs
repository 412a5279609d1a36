//! Notes what became of the rows that a worker sent.
//!
//! A mark must be in the database before its line takes the next mail, so that a worker that dies leaves at most one mail per line that may go twice.
//! Lines that finish at the same time are marked together: one of them writes for all that wait, since a commit costs more than a mail.

use std::{collections::BTreeMap, sync::Mutex};

use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, sea_query::Expr};
use uuid::Uuid;

use super::{Status, suppression};
use crate::infra::db::{Db, entity::outbox};

/// What became of a row.
#[derive(Clone, Debug)]
pub(super) struct Mark {
    pub id: Uuid,
    pub becomes: Becomes,
    pub address: Option<AddressNews>,
}

/// The columns that a mark writes; rows that become the same are written together.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Becomes {
    pub status: &'static str,
    /// `None`: as it was.
    pub next_attempt_at: Option<DateTime<Utc>>,
    pub last_error: Option<String>,
}

/// What an attempt told of an address.
#[derive(Clone, Debug)]
pub(super) enum AddressNews {
    NoSuchMailbox { address: String, answer: String },
    Arrived { address: String },
}

/// Collects marks and writes them.
#[derive(Default)]
pub(super) struct Marks {
    waiting: Mutex<Vec<Mark>>,
    turn: tokio::sync::Mutex<()>,
}

impl Marks {
    /// Writes a mark; comes back when it, or the group that it went with, is in the database.
    ///
    /// # Errors
    /// When the database refuses; the rows of the group may then go twice.
    pub(super) async fn write(&self, db: &Db, owner: &str, mark: Mark, now: DateTime<Utc>) -> Result<(), DbErr> {
        self.write_all(db, owner, vec![mark], now).await
    }

    /// Writes marks.
    ///
    /// # Errors
    /// As [`Marks::write`].
    pub(super) async fn write_all(&self, db: &Db, owner: &str, marks: Vec<Mark>, now: DateTime<Utc>) -> Result<(), DbErr> {
        self.locked().extend(marks);
        let _turn = self.turn.lock().await;
        // Nothing, when the one before took them along.
        let group = std::mem::take(&mut *self.locked());
        put(db, owner, group, now).await
    }

    fn locked(&self) -> std::sync::MutexGuard<'_, Vec<Mark>> {
        self.waiting.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

async fn put(db: &Db, owner: &str, group: Vec<Mark>, now: DateTime<Utc>) -> Result<(), DbErr> {
    let mut same: BTreeMap<Becomes, Vec<Uuid>> = BTreeMap::new();
    let mut news = Vec::new();
    for Mark { id, becomes, address } in group {
        same.entry(becomes).or_default().push(id);
        news.extend(address);
    }
    for (becomes, ids) in same {
        mark(db.writer(), owner, becomes, &ids, now).await?;
    }
    for news in news {
        match news {
            AddressNews::NoSuchMailbox { address, answer } => suppression::add(db.writer(), &address, &answer, now).await?,
            AddressNews::Arrived { address } => suppression::arrived(db.writer(), &address).await?,
        }
    }
    Ok(())
}

/// Marks rows that are still this worker's.
async fn mark(db: &impl ConnectionTrait, owner: &str, becomes: Becomes, ids: &[Uuid], now: DateTime<Utc>) -> Result<(), DbErr> {
    let Becomes { status, next_attempt_at, last_error } = becomes;
    let mut update = outbox::Entity::update_many()
        .col_expr(outbox::Column::Status, Expr::value(status))
        .col_expr(outbox::Column::LeaseOwner, Expr::value(None::<String>))
        .col_expr(outbox::Column::LeaseUntil, Expr::value(None::<DateTime<Utc>>))
        .col_expr(outbox::Column::LastError, Expr::value(last_error))
        .col_expr(outbox::Column::SentAt, Expr::value((status == Status::Sent.as_str()).then_some(now)))
        .filter(outbox::Column::Id.is_in(ids.iter().copied()))
        .filter(outbox::Column::Status.eq(Status::Sending.as_str()))
        .filter(outbox::Column::LeaseOwner.eq(owner));
    if let Some(next_attempt_at) = next_attempt_at {
        update = update.col_expr(outbox::Column::NextAttemptAt, Expr::value(next_attempt_at));
    }
    let marked = update.exec(db).await?.rows_affected;
    if u64::try_from(ids.len()) != Ok(marked) {
        tracing::warn!(rows = ids.len(), marked, "a mail took longer than its lease");
    }
    Ok(())
}
