//! One state change: business rows, audit row, change-log rows and outbox rows, all or nothing.

use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr,
    EntityTrait, QueryFilter, SqliteTransactionMode, Statement, TransactionOptions, TransactionTrait, sea_query::Expr,
};
use uuid::Uuid;

use super::entity::{audit, change_log, outbox};

/// Values in one statement; SQLite takes 32,766.
const VALUES: usize = 5_000;

/// What a row is about: a kind of thing (`call`, `proposal`, ...) and which one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Object {
    pub kind: &'static str,
    pub id: Uuid,
}

impl Object {
    pub fn new(kind: &'static str, id: impl Into<Uuid>) -> Self {
        Self { kind, id: id.into() }
    }
}

/// Who did what to what. Holds no text of a person.
#[derive(Clone, Debug)]
pub struct Audit {
    /// `None` when the product itself acts, or somebody without an account.
    pub account_id: Option<Uuid>,
    pub party_id: Option<Uuid>,
    /// `call.publish`, `introduction.answer`, ...
    pub action: &'static str,
    pub object: Object,
    /// `done`, or a word of the slice such as `awarded`.
    pub outcome: &'static str,
}

impl Audit {
    /// Describes an action that was done by the product itself; [`Audit::by`] names a person.
    pub fn new(action: &'static str, object: Object) -> Self {
        Self { account_id: None, party_id: None, action, object, outcome: "done" }
    }

    pub fn by(mut self, account_id: impl Into<Uuid>, party_id: Option<impl Into<Uuid>>) -> Self {
        self.account_id = Some(account_id.into());
        self.party_id = party_id.map(Into::into);
        self
    }

    pub fn outcome(mut self, outcome: &'static str) -> Self {
        self.outcome = outcome;
        self
    }
}

/// An open write transaction. Dropped without a commit, it leaves nothing behind.
pub struct Tx {
    inner: DatabaseTransaction,
    changed: Vec<Object>,
    /// The rows that it put into the outbox.
    mails: Mutex<Vec<Uuid>>,
    /// The party whose act causes them, when it is not the one that acts now.
    cause: Option<Uuid>,
}

impl Tx {
    pub(super) async fn begin(writer: &DatabaseConnection) -> Result<Self, DbErr> {
        let options = match writer.get_database_backend() {
            // Takes the write lock at once, so that a transaction never has to give up halfway.
            DbBackend::Sqlite => {
                TransactionOptions { sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate), ..TransactionOptions::default() }
            }
            _ => TransactionOptions::default(),
        };
        Ok(Self { inner: writer.begin_with_options(options).await?, changed: Vec::new(), mails: Mutex::default(), cause: None })
    }

    /// The connection to run queries on.
    pub fn on(&self) -> &DatabaseTransaction {
        &self.inner
    }

    /// Notes that something findable changed; the search index reads it after the commit.
    pub fn changed(&mut self, object: Object) {
        if !self.changed.contains(&object) {
            self.changed.push(object);
        }
    }

    /// Notes rows that were put into the outbox: they count for the party whose act caused them.
    pub fn mailed(&self, rows: impl IntoIterator<Item = Uuid>) {
        self.mails.lock().unwrap_or_else(PoisonError::into_inner).extend(rows);
    }

    /// Says that what is mailed comes from an earlier act of that party; otherwise it comes from the party that the audit row names.
    pub fn caused_by(&mut self, party: impl Into<Uuid>) {
        self.cause = Some(party.into());
    }

    /// Writes which party caused the mails.
    async fn write_cause(&mut self, party: Uuid) -> Result<(), DbErr> {
        let mails = std::mem::take(self.mails.get_mut().unwrap_or_else(PoisonError::into_inner));
        for some in mails.chunks(VALUES) {
            outbox::Entity::update_many()
                .col_expr(outbox::Column::PartyId, Expr::value(party))
                .filter(outbox::Column::Id.is_in(some.iter().copied()))
                .exec(&self.inner)
                .await?;
        }
        Ok(())
    }

    /// Writes the audit row and the change log, and commits.
    ///
    /// # Errors
    /// When the database refuses; then nothing of the transaction is there.
    pub async fn commit(mut self, audit: Audit, now: DateTime<Utc>) -> Result<(), DbErr> {
        let Audit { account_id, party_id, action, object, outcome } = audit;
        if let Some(party) = self.cause.or(party_id) {
            self.write_cause(party).await?;
        }
        audit::ActiveModel {
            id: Set(Uuid::now_v7()),
            at: Set(now),
            account_id: Set(account_id),
            party_id: Set(party_id),
            action: Set(action.to_owned()),
            object_kind: Set(object.kind.to_owned()),
            object_id: Set(Some(object.id)),
            outcome: Set(outcome.to_owned()),
        }
        .insert(&self.inner)
        .await?;
        if !self.changed.is_empty() && self.inner.get_database_backend() == DbBackend::Postgres {
            // Numbers of the change log must become visible in their order, or a reader that remembers the last one skips rows. Held until the commit.
            self.inner.execute_raw(Statement::from_string(DbBackend::Postgres, "select pg_advisory_xact_lock(7203681)")).await?;
        }
        for object in &self.changed {
            change_log::ActiveModel {
                object_kind: Set(object.kind.to_owned()),
                object_id: Set(object.id),
                at: Set(now),
                ..Default::default()
            }
            .insert(&self.inner)
            .await?;
        }
        self.inner.commit().await
    }
}
