//! Reads about saved searches and what waits to be told.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc, Weekday};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Statement,
};
use uuid::Uuid;

use super::{
    model::{Criteria, Heard, Rhythm, SavedSearchId, Target, last_digest, mail_kind},
    posts::{CALL, LISTING, PostFacts},
};
use crate::{
    accounts::model::AccountId,
    areas::{self, model::AreaCode},
    bakery::model::ListingId,
    calls::model::CallId,
    infra::db::{
        Object,
        entity::{account, alert_post, call, change_log, job_cursor, listing, mail_preference, membership, saved_search},
    },
    notifications::rhythm::weekday_numbered,
    parties::model::{MembershipState, PartyId},
};

/// The name of the job that follows the change log.
pub(super) const CURSOR: &str = "alerts";

/// Rows of the change log that one transaction deals with.
const CHANGES: u64 = 200;

/// People whose mails one round writes.
const PEOPLE: u64 = 200;

/// Values in one statement; SQLite takes 32,766.
const VALUES: usize = 10_000;

/// A search that somebody keeps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedSearch {
    pub id: SavedSearchId,
    pub account_id: AccountId,
    pub name: String,
    pub criteria: Criteria,
    pub rhythm: Rhythm,
    pub created_at: DateTime<Utc>,
}

fn read(row: saved_search::Model) -> Option<SavedSearch> {
    let saved_search::Model { id, account_id, name, target: _, criteria, rhythm, created_at, updated_at: _ } = row;
    Some(SavedSearch { id, account_id, name, criteria: serde_json::from_str(&criteria).ok()?, rhythm, created_at })
}

/// Lists the searches of a person, by name.
///
/// # Errors
/// When the database refuses.
pub async fn own(db: &impl ConnectionTrait, account: AccountId) -> Result<Vec<SavedSearch>, DbErr> {
    let rows = saved_search::Entity::find().filter(saved_search::Column::AccountId.eq(account)).all(db).await?;
    let mut searches: Vec<SavedSearch> = rows.into_iter().filter_map(read).collect();
    searches.sort_by_key(|search| (search.name.to_lowercase(), search.id));
    Ok(searches)
}

/// Finds a search.
///
/// # Errors
/// When the database refuses.
pub async fn by_id(db: &impl ConnectionTrait, id: SavedSearchId) -> Result<Option<SavedSearch>, DbErr> {
    Ok(saved_search::Entity::find_by_id(id).one(db).await?.and_then(read))
}

/// Gives a search as its mails name it, if it belongs to whoever has that address.
///
/// # Errors
/// When the database refuses.
pub async fn heard(db: &impl ConnectionTrait, address: &str, id: SavedSearchId) -> Result<Option<Heard>, DbErr> {
    let of_address = saved_search::Entity::belongs_to(account::Entity).from(saved_search::Column::AccountId).to(account::Column::Id).into();
    let row = saved_search::Entity::find_by_id(id)
        .join(sea_orm::JoinType::InnerJoin, of_address)
        .filter(account::Column::Email.eq(address))
        .one(db)
        .await?;
    Ok(row.map(|row| Heard { id: row.id, name: row.name, rhythm: row.rhythm }))
}

/// Finds the search of a person that asks for just this.
///
/// # Errors
/// When the database refuses.
pub async fn same(db: &impl ConnectionTrait, account: AccountId, target: Target, criteria: &str) -> Result<Option<SavedSearch>, DbErr> {
    let row = saved_search::Entity::find()
        .filter(saved_search::Column::AccountId.eq(account))
        .filter(saved_search::Column::Target.eq(target))
        .filter(saved_search::Column::Criteria.eq(criteria))
        .one(db)
        .await?;
    Ok(row.and_then(read))
}

/// Counts the searches of a person.
///
/// # Errors
/// When the database refuses.
pub async fn count(db: &impl ConnectionTrait, account: AccountId) -> Result<u64, DbErr> {
    saved_search::Entity::find().filter(saved_search::Column::AccountId.eq(account)).count(db).await
}

/// Reads the query of a results page; the calls name their area as it was typed.
///
/// # Errors
/// When the database refuses.
pub async fn read_criteria(db: &impl ConnectionTrait, target: Target, pairs: &[(String, String)]) -> Result<Criteria, DbErr> {
    let mut criteria = Criteria::read(target, pairs);
    if target == Target::Calls {
        let typed = pairs.iter().find(|(name, value)| name == "gebied" && !value.trim().is_empty());
        let area = match typed {
            Some((_, typed)) => areas::queries::by_typed(db, typed).await?,
            None => None,
        };
        criteria.areas = area.map(|area| area.code).into_iter().collect();
    }
    Ok(criteria)
}

/// Gives the labels of the areas that these searches name.
///
/// # Errors
/// When the database refuses.
pub async fn area_labels<'a>(
    db: &impl ConnectionTrait,
    searches: impl IntoIterator<Item = &'a Criteria>,
) -> Result<HashMap<AreaCode, String>, DbErr> {
    let codes: HashSet<AreaCode> = searches.into_iter().flat_map(|criteria| criteria.areas.iter().cloned()).collect();
    areas::queries::labels(db, &codes.into_iter().collect::<Vec<_>>()).await
}

/// Says whether the job has something to look at.
///
/// # Errors
/// When the database refuses.
pub(super) async fn has_changes(db: &impl ConnectionTrait) -> Result<bool, DbErr> {
    let seq = job_cursor::Entity::find_by_id(CURSOR).one(db).await?.map_or(0, |cursor| cursor.seq);
    Ok(!changes_after(db, seq, 1).await?.is_empty())
}

/// Says whether saved searches were asked about a post as it is now.
///
/// # Errors
/// When the database refuses.
pub async fn were_asked(db: &impl ConnectionTrait, post: Uuid) -> Result<bool, DbErr> {
    let seq = job_cursor::Entity::find_by_id(CURSOR).one(db).await?.map_or(0, |cursor| cursor.seq);
    let waits = change_log::Entity::find()
        .select_only()
        .column(change_log::Column::Seq)
        .filter(change_log::Column::Seq.gt(seq))
        .filter(change_log::Column::ObjectId.eq(post))
        .limit(1)
        .into_tuple::<i64>()
        .one(db)
        .await?;
    Ok(waits.is_none())
}

/// Takes the cursor for the rest of the transaction; none when another process has it.
///
/// # Errors
/// When the database refuses.
pub(super) async fn take_cursor(db: &impl ConnectionTrait) -> Result<Option<i64>, DbErr> {
    #[derive(FromQueryResult)]
    struct Cursor {
        seq: i64,
    }
    // SQLite has one writer at a time anyway.
    let lock = if db.get_database_backend() == sea_orm::DbBackend::Postgres { "for update skip locked" } else { "" };
    let sql = format!("select seq from job_cursor where name = $1 {lock}");
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, [CURSOR.into()]);
    Ok(Cursor::find_by_statement(statement).one(db).await?.map(|cursor| cursor.seq))
}

/// A post that changed: the last row of the change log about it.
pub(super) struct Changed {
    pub seq: i64,
    pub object: Object,
    pub at: DateTime<Utc>,
}

/// Lists changes of posts from behind a row of the change log on.
///
/// # Errors
/// When the database refuses.
pub(super) async fn changes(db: &impl ConnectionTrait, after: i64) -> Result<Vec<Changed>, DbErr> {
    let rows = changes_after(db, after, CHANGES).await?;
    Ok(rows
        .into_iter()
        .map(|row| Changed {
            seq: row.seq,
            object: Object::new(if row.object_kind == CALL { CALL } else { LISTING }, row.object_id),
            at: row.at,
        })
        .collect())
}

async fn changes_after(db: &impl ConnectionTrait, after: i64, limit: u64) -> Result<Vec<change_log::Model>, DbErr> {
    change_log::Entity::find()
        .filter(change_log::Column::Seq.gt(after))
        .filter(change_log::Column::ObjectKind.is_in([CALL, LISTING]))
        .order_by_asc(change_log::Column::Seq)
        .limit(limit)
        .all(db)
        .await
}

/// Gives these posts as searches last saw them.
///
/// # Errors
/// When the database refuses.
pub(super) async fn seen(db: &impl ConnectionTrait, ids: &[Uuid]) -> Result<HashMap<Uuid, PostFacts>, DbErr> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = alert_post::Entity::find().filter(alert_post::Column::ObjectId.is_in(ids.iter().copied())).all(db).await?;
    Ok(rows.into_iter().filter_map(|row| Some((row.object_id, serde_json::from_str(&row.facts).ok()?))).collect())
}

/// Gives the people to whom a post belongs: its author, and everybody in its party.
///
/// # Errors
/// When the database refuses.
pub(super) async fn owners(db: &impl ConnectionTrait, object: Object) -> Result<HashSet<AccountId>, DbErr> {
    let (author, party) = if object.kind == CALL {
        let call = call::Entity::find_by_id(CallId(object.id)).one(db).await?;
        (call.as_ref().and_then(|call| call.created_by), call.map(|call| call.party_id))
    } else {
        let listing = listing::Entity::find_by_id(ListingId(object.id)).one(db).await?;
        (listing.as_ref().map(|listing| listing.account_id), listing.and_then(|listing| listing.party_id))
    };
    let mut owners: HashSet<AccountId> = author.into_iter().collect();
    if let Some(party) = party {
        owners.extend(members(db, party).await?);
    }
    Ok(owners)
}

/// Gives the people who belong to a party.
///
/// # Errors
/// When the database refuses.
pub(super) async fn members(db: &impl ConnectionTrait, party: PartyId) -> Result<Vec<AccountId>, DbErr> {
    membership::Entity::find()
        .select_only()
        .column(membership::Column::AccountId)
        .filter(membership::Column::PartyId.eq(party))
        .filter(membership::Column::State.eq(MembershipState::Active))
        .into_tuple()
        .all(db)
        .await
}

#[derive(FromQueryResult)]
struct Listener {
    id: SavedSearchId,
    account_id: AccountId,
    rhythm: Rhythm,
    email: String,
}

/// Of these searches, gives those that are there since before `at`, switched on and of a kind of mail that their owner wants, with that owner.
///
/// # Errors
/// When the database refuses.
pub(super) async fn listening(
    db: &impl ConnectionTrait,
    ids: &[SavedSearchId],
    at: DateTime<Utc>,
) -> Result<Vec<(SavedSearchId, AccountId)>, DbErr> {
    let mut listening = Vec::new();
    for ids in ids.chunks(VALUES) {
        let searches = saved_search::Entity::find()
            .select_only()
            .columns([saved_search::Column::Id, saved_search::Column::AccountId, saved_search::Column::Rhythm])
            .column(account::Column::Email)
            .join(
                sea_orm::JoinType::InnerJoin,
                saved_search::Entity::belongs_to(account::Entity).from(saved_search::Column::AccountId).to(account::Column::Id).into(),
            )
            .filter(saved_search::Column::Id.is_in(ids.iter().copied()))
            .filter(saved_search::Column::Rhythm.ne(Rhythm::Off))
            .filter(saved_search::Column::CreatedAt.lte(at))
            .into_model::<Listener>()
            .all(db)
            .await?;
        let off = unwanted(db, &searches).await?;
        listening.extend(
            searches
                .into_iter()
                .filter(|search| {
                    mail_kind(search.rhythm).is_some_and(|kind| !off.contains(&(search.email.clone(), kind.as_str().to_owned())))
                })
                .map(|search| (search.id, search.account_id)),
        );
    }
    Ok(listening)
}

/// The addresses and kinds of mail that were switched off.
async fn unwanted(db: &impl ConnectionTrait, searches: &[Listener]) -> Result<HashSet<(String, String)>, DbErr> {
    let addresses: HashSet<&str> = searches.iter().map(|search| search.email.as_str()).collect();
    if addresses.is_empty() {
        return Ok(HashSet::new());
    }
    let rows = mail_preference::Entity::find()
        .filter(mail_preference::Column::Address.is_in(addresses))
        .filter(mail_preference::Column::Enabled.eq(false))
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|row| (row.address, row.kind)).collect())
}

/// What is told in one mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Batch {
    Direct,
    /// What was found before the last seven o'clock, for a week before that of the last chosen day.
    Gathered,
}

/// Lists people with something that waits to be told.
///
/// # Errors
/// When the database refuses.
pub(super) async fn to_tell(db: &impl ConnectionTrait, batch: Batch, now: DateTime<Utc>) -> Result<Vec<AccountId>, DbErr> {
    #[derive(FromQueryResult)]
    struct Row {
        account_id: AccountId,
    }
    let (which, values): (&str, Vec<sea_orm::Value>) = match batch {
        Batch::Direct => ("s.rhythm = 'direct'", Vec::new()),
        Batch::Gathered => {
            let weeks: Vec<DateTime<Utc>> =
                (1..=7).filter_map(weekday_numbered).map(|weekday| last_digest(Rhythm::Weekly, weekday, now)).collect();
            let mut values = vec![last_digest(Rhythm::Daily, Weekday::Mon, now)];
            values.extend(weeks);
            (
                "((s.rhythm = 'daily' and a.found_at < $1) or (s.rhythm = 'weekly' and a.found_at < case coalesce(h.weekday, 1)
                 when 1 then $2 when 2 then $3 when 3 then $4 when 4 then $5 when 5 then $6 when 6 then $7 else $8 end))",
                values.into_iter().map(Into::into).collect(),
            )
        }
    };
    let sql = format!(
        "select distinct s.account_id as account_id from search_alert a join saved_search s on s.id = a.search_id
         left join mail_habit h on h.account_id = s.account_id
         where a.state = 'waiting' and {which} order by s.account_id limit {PEOPLE}"
    );
    let rows = Row::find_by_statement(Statement::from_sql_and_values(db.get_database_backend(), sql, values)).all(db).await?;
    Ok(rows.into_iter().map(|row| row.account_id).collect())
}
