//! Sessions in the product's own database, behind `tower-sessions`.
//!
//! The cookie holds 128 random bits; the table holds their hash, so that a copy of the database opens no session.
//! Who is signed in is a column as well, so that a person can see and end the own sessions.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use tower_sessions::{
    Session, SessionStore,
    cookie::time::OffsetDateTime,
    session::{Id, Record},
    session_store::{Error, Result},
};
use uuid::Uuid;

use super::{
    clock::Clock,
    db::{Db, entity::session},
    tokens,
};
use crate::accounts::model::AccountId;

/// Keys of what a session holds.
pub mod key {
    pub const ACCOUNT: &str = "account";
    pub const ACTING_FOR: &str = "acting_for";
    pub const SECOND_FACTOR: &str = "second_factor";
    pub const USER_AGENT: &str = "user_agent";
    pub const SEEN: &str = "seen";
    pub const NOTICE: &str = "notice";
    pub const FORM: &str = "form";
    /// The secret of a second factor that is being set up.
    pub const TOTP_SETUP: &str = "totp_setup";
}

/// The session table as a store.
#[derive(Clone, Debug)]
pub struct DbSessions {
    db: Db,
    clock: Clock,
}

impl DbSessions {
    pub fn new(db: Db, clock: Clock) -> Self {
        Self { db, clock }
    }

    /// Removes sessions that have expired.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn forget_expired(&self) -> std::result::Result<(), sea_orm::DbErr> {
        session::Entity::delete_many().filter(session::Column::ExpiresAt.lt(self.clock.now())).exec(self.db.writer()).await?;
        Ok(())
    }
}

/// Gives the key of a session's own row.
pub fn row_id(session: &Session) -> Option<String> {
    session.id().as_ref().map(stored_id)
}

fn stored_id(id: &Id) -> String {
    tokens::hash(&id.to_string())
}

fn refused(error: impl std::fmt::Display) -> Error {
    Error::Backend(error.to_string())
}

fn text(record: &Record, key: &str) -> Option<String> {
    record.data.get(key).and_then(|value| value.as_str()).map(str::to_owned)
}

impl DbSessions {
    /// The columns that change with every save.
    fn row(&self, record: &Record) -> Result<session::ActiveModel> {
        let now = self.clock.now();
        let expires_at = DateTime::<Utc>::from_timestamp(record.expiry_date.unix_timestamp(), 0).unwrap_or(now);
        let account_id: Option<AccountId> = text(record, key::ACCOUNT).and_then(|id| id.parse().ok());
        Ok(session::ActiveModel {
            account_id: Set(account_id),
            data: Set(serde_json::to_string(&record.data).map_err(|error| Error::Encode(error.to_string()))?),
            user_agent: Set(text(record, key::USER_AGENT).unwrap_or_default()),
            last_seen_at: Set(now),
            expires_at: Set(expires_at),
            ..Default::default()
        })
    }
}

#[async_trait::async_trait]
impl SessionStore for DbSessions {
    async fn create(&self, record: &mut Record) -> Result<()> {
        // 128 random bits do not collide; a clash would be refused by the primary key.
        let mut row = self.row(record)?;
        row.id = Set(stored_id(&record.id));
        row.public_id = Set(Uuid::now_v7());
        row.created_at = Set(self.clock.now());
        session::Entity::insert(row).exec_without_returning(self.db.writer()).await.map_err(refused)?;
        Ok(())
    }

    /// Only ever changes a row that is there: a session that was ended elsewhere must not come back because a request was still busy.
    async fn save(&self, record: &Record) -> Result<()> {
        session::Entity::update_many()
            .set(self.row(record)?)
            .filter(session::Column::Id.eq(stored_id(&record.id)))
            .exec(self.db.writer())
            .await
            .map_err(refused)?;
        Ok(())
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let found: Option<(String, DateTime<Utc>)> = session::Entity::find_by_id(stored_id(id))
            .filter(session::Column::ExpiresAt.gt(self.clock.now()))
            .select_only()
            .columns([session::Column::Data, session::Column::ExpiresAt])
            .into_tuple()
            .one(self.db.reader())
            .await
            .map_err(refused)?;
        let Some((data, expires_at)) = found else { return Ok(None) };
        let data: HashMap<String, serde_json::Value> = serde_json::from_str(&data).map_err(|error| Error::Decode(error.to_string()))?;
        let expiry_date = OffsetDateTime::from_unix_timestamp(expires_at.timestamp()).map_err(|error| Error::Decode(error.to_string()))?;
        Ok(Some(Record { id: *id, data, expiry_date }))
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        session::Entity::delete_by_id(stored_id(id)).exec(self.db.writer()).await.map_err(refused)?;
        Ok(())
    }
}
