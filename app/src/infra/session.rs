//! Sessions in the product's own database, behind `tower-sessions`.
//!
//! The cookie holds 128 random bits; the table holds their hash, so that a copy of the database opens no session.
//! Who is signed in is a column as well, so that a person can see and end the own sessions. What policies ask about that person comes with the session, in
//! the same statement, and is never stored in it.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, FromQueryResult, QueryFilter, Statement};
use tower_sessions::{
    Session, SessionStore,
    cookie::time::OffsetDateTime,
    session::{Id, Record},
    session_store::{Error, Result},
};
use uuid::Uuid;

use super::{
    clock::Clock,
    db::{
        Db,
        entity::session,
        related::{self, Related},
    },
    i18n::Locale,
    tokens,
};
use crate::{
    accounts::model::{AccountId, AccountRole, Known, Membership},
    parties::model::{MemberRole, PartyId, PartyKind},
};

/// Keys of what a session holds.
pub mod key {
    pub const ACCOUNT: &str = "account";
    pub const ACTING_FOR: &str = "acting_for";
    pub const SECOND_FACTOR: &str = "second_factor";
    pub const USER_AGENT: &str = "user_agent";
    pub const SEEN: &str = "seen";
    pub const NOTICE: &str = "notice";
    pub const FORM: &str = "form";
    /// What is known of the person ([`crate::accounts::model::Known`]): put in when the session is read, left out when it is kept.
    pub const PERSON: &str = "person";
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

/// What is stored of the data: all but what is read from elsewhere each time.
fn stored_data(record: &Record) -> Result<String> {
    let kept: HashMap<&String, &serde_json::Value> = record.data.iter().filter(|(name, _)| *name != key::PERSON).collect();
    serde_json::to_string(&kept).map_err(|error| Error::Encode(error.to_string()))
}

/// A session with its person; the columns of the person are empty for a visitor.
#[derive(FromQueryResult)]
struct Row {
    data: String,
    expires_at: DateTime<Utc>,
    email: Option<String>,
    name: Option<String>,
    role: Option<AccountRole>,
    locale: Option<Locale>,
    totp_enabled_at: Option<DateTime<Utc>>,
    unread: i64,
    mails_to_see: i64,
    to_assess: i64,
    memberships: Related<(PartyId, String, String, PartyKind, i64, MemberRole)>,
}

impl Row {
    fn person(&mut self) -> Option<Known> {
        let memberships = std::mem::take(&mut self.memberships).0;
        let membership =
            |(party_id, slug, name, kind, verified, role)| Membership { party_id, slug, name, kind, verified: verified == 1, role };
        Some(Known {
            email: self.email.take()?,
            name: self.name.take()?,
            role: self.role?,
            locale: self.locale?,
            second_factor_set_up: self.totp_enabled_at.is_some(),
            unread: self.unread,
            mails_to_see: self.mails_to_see,
            to_assess: self.to_assess,
            memberships: memberships.into_iter().map(membership).collect(),
        })
    }
}

impl DbSessions {
    /// The columns that change with every save.
    fn row(&self, record: &Record) -> Result<session::ActiveModel> {
        let now = self.clock.now();
        let expires_at = DateTime::<Utc>::from_timestamp(record.expiry_date.unix_timestamp(), 0).unwrap_or(now);
        let account_id: Option<AccountId> = text(record, key::ACCOUNT).and_then(|id| id.parse().ok());
        Ok(session::ActiveModel {
            account_id: Set(account_id),
            data: Set(stored_data(record)?),
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
        let db = self.db.reader();
        let backend = db.get_database_backend();
        let party = related::uuid_text(backend, "p.id");
        let memberships = related::rows(
            backend,
            &format!("{party}, p.slug, p.name, p.kind, case when p.verified_at is null then 0 else 1 end, m.role"),
            "membership m join party p on p.id = m.party_id where m.account_id = a.id and m.state = 'active'",
            "p.name",
        );
        let sql = format!(
            "select s.data, s.expires_at, a.email, a.name, a.role, a.locale, a.totp_enabled_at,
             (select count(*) from notice n where n.account_id = a.id and n.read_at is null) as unread,
             case when a.role in ('organiser', 'admin') then (select count(*) from outbox o where o.status in ('held', 'failed')) else 0 end
                 as mails_to_see,
             (select count(*) from assessment w join proposal v on v.id = w.proposal_id join call k on k.id = v.call_id
                 where w.account_id = a.id and w.submitted_at is null and w.withdrawn_at is null and (w.interest is null or w.interest = 'none')
                 and v.state = 'submitted' and not exists (select 1 from decision d where d.proposal_id = v.id)
                 and exists (select 1 from membership n where n.party_id = k.party_id and n.account_id = a.id and n.state = 'active'))
                 as to_assess,
             {memberships} as memberships
             from session s left join account a on a.id = s.account_id where s.id = $1 and s.expires_at > $2"
        );
        let statement = Statement::from_sql_and_values(backend, sql, [stored_id(id).into(), self.clock.now().into()]);
        let Some(mut row) = Row::find_by_statement(statement).one(db).await.map_err(refused)? else { return Ok(None) };
        let mut data: HashMap<String, serde_json::Value> =
            serde_json::from_str(&row.data).map_err(|error| Error::Decode(error.to_string()))?;
        if let Some(person) = row.person() {
            data.insert(key::PERSON.to_owned(), serde_json::to_value(person).map_err(|error| Error::Decode(error.to_string()))?);
        }
        let expiry_date =
            OffsetDateTime::from_unix_timestamp(row.expires_at.timestamp()).map_err(|error| Error::Decode(error.to_string()))?;
        Ok(Some(Record { id: *id, data, expiry_date }))
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        session::Entity::delete_by_id(stored_id(id)).exec(self.db.writer()).await.map_err(refused)?;
        Ok(())
    }
}
