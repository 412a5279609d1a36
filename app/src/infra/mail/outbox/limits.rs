//! How many mails an address gets, and a party causes, in a stretch of time. What exceeds it waits until there is room again, with the reason beside it.
//!
//! Counted is what went, from the outbox itself, and what other workers have in hand; so nothing is counted that did not go, and all nodes count the same. What
//! somebody waits for behind the screen (a link to sign in, a receipt) does not count for an address and is not held back there.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, ExprTrait, FromQueryResult, QueryFilter, QuerySelect, sea_query::Expr};
use uuid::Uuid;

use super::Status;
use crate::{
    infra::db::{Db, entity::outbox},
    notifications::model::{Event, Urgency},
    parties::model::PartyId,
    state::AppState,
};

/// Stands as the reason in a row that waits because its address got enough for now.
pub const ADDRESS: &str = "limit of the address";

/// Stands as the reason in a row that waits because a party caused enough for now.
pub const PARTY: &str = "limit of the party";

/// Other workers have in hand what fills a window; they are done with it by then.
const SOON: TimeDelta = TimeDelta::minutes(5);

/// Until when a row waits, and why.
type Wait = (DateTime<Utc>, &'static str);

/// A window of time, and how much goes in it.
struct Window<Key> {
    length: TimeDelta,
    most: i64,
    /// By key: how many went, and the first of them.
    went: HashMap<Key, (i64, Option<DateTime<Utc>>)>,
}

impl<Key: std::hash::Hash + Eq> Window<Key> {
    /// Gives until when the next one of that key waits; none when it can go.
    fn wait(&self, key: &Key, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let (count, first) = self.went.get(key).copied().unwrap_or_default();
        (count >= self.most).then(|| first.map_or(now + SOON, |first| Ord::max(first + self.length, now + TimeDelta::seconds(1))))
    }

    /// Notes that one goes now.
    fn count(&mut self, key: Key, now: DateTime<Utc>) {
        let (count, first) = self.went.entry(key).or_default();
        *count += 1;
        first.get_or_insert(now);
    }
}

#[derive(FromQueryResult)]
struct ByAddress {
    key: String,
    count: i64,
    first: Option<DateTime<Utc>>,
}

#[derive(FromQueryResult)]
struct ByParty {
    key: PartyId,
    count: i64,
    first: Option<DateTime<Utc>>,
}

/// The names of what is not held back for an address.
fn urgent() -> impl Iterator<Item = &'static str> {
    Event::ALL.iter().filter(|event| event.urgency() == Urgency::Now).map(|event| event.as_str())
}

/// What went since then, or is in the hands of another worker than `owner`.
fn counted(column: outbox::Column, since: DateTime<Utc>, owner: &str) -> sea_orm::Select<outbox::Entity> {
    let elsewhere = outbox::Column::Status.eq(Status::Sending.as_str()).and(outbox::Column::LeaseOwner.ne(owner));
    outbox::Entity::find()
        .select_only()
        .column_as(column, "key")
        .column_as(outbox::Column::Id.count(), "count")
        .column_as(outbox::Column::SentAt.min(), "first")
        .filter(outbox::Column::SentAt.gt(since).or(elsewhere))
        .group_by(column)
}

async fn by_address(
    db: &Db,
    addresses: &HashSet<&str>,
    owner: &str,
    (length, most): (TimeDelta, u32),
    now: DateTime<Utc>,
) -> Result<Option<Window<String>>, DbErr> {
    if most == 0 || addresses.is_empty() {
        return Ok(None);
    }
    let went = counted(outbox::Column::ToAddress, now - length, owner)
        .filter(outbox::Column::ToAddress.is_in(addresses.iter().copied()))
        .filter(outbox::Column::Kind.is_not_in(urgent()))
        .into_model::<ByAddress>()
        .all(db.reader())
        .await?;
    Ok(Some(Window { length, most: most.into(), went: went.into_iter().map(|row| (row.key, (row.count, row.first))).collect() }))
}

async fn by_party(db: &Db, rows: &[outbox::Model], owner: &str, most: u32, now: DateTime<Utc>) -> Result<Option<Window<PartyId>>, DbErr> {
    let parties: HashSet<PartyId> = rows.iter().filter_map(|row| row.party_id).collect();
    if most == 0 || parties.is_empty() {
        return Ok(None);
    }
    let length = TimeDelta::days(1);
    let went = counted(outbox::Column::PartyId, now - length, owner)
        .filter(outbox::Column::PartyId.is_in(parties))
        .into_model::<ByParty>()
        .all(db.reader())
        .await?;
    Ok(Some(Window { length, most: most.into(), went: went.into_iter().map(|row| (row.key, (row.count, row.first))).collect() }))
}

/// Lets those of these rows go on for which there is room; the others wait. Gives the rows that go and how many do not.
pub(super) async fn let_through(
    state: &AppState,
    owner: &str,
    rows: Vec<outbox::Model>,
    now: DateTime<Utc>,
) -> Result<(Vec<outbox::Model>, usize), DbErr> {
    let (db, limits) = (&state.db, &state.settings.mail);
    let urgent: HashSet<&str> = urgent().collect();
    let is_urgent = |row: &outbox::Model| urgent.contains(row.kind.as_str());
    let addresses: HashSet<&str> = rows.iter().filter(|row| !is_urgent(row)).map(|row| row.to_address.as_str()).collect();
    let mut windows: Vec<Window<String>> = Vec::new();
    for window in [(TimeDelta::hours(1), limits.address_per_hour), (TimeDelta::days(1), limits.address_per_day)] {
        windows.extend(by_address(db, &addresses, owner, window, now).await?);
    }
    let mut party_window = by_party(db, &rows, owner, limits.party_per_day, now).await?;
    let mut waiting: BTreeMap<Wait, Vec<Uuid>> = BTreeMap::new();
    let mut going = Vec::with_capacity(rows.len());
    for row in rows {
        let address = (!is_urgent(&row)).then(|| windows.iter().filter_map(|window| window.wait(&row.to_address, now)).max()).flatten();
        let party = row.party_id.and_then(|party| party_window.as_ref()?.wait(&party, now));
        if let Some(wait) = address.map(|until| (until, ADDRESS)).max(party.map(|until| (until, PARTY))) {
            waiting.entry(wait).or_default().push(row.id);
            continue;
        }
        if !is_urgent(&row) {
            windows.iter_mut().for_each(|window| window.count(row.to_address.clone(), now));
        }
        if let (Some(party), Some(window)) = (row.party_id, &mut party_window) {
            window.count(party, now);
        }
        going.push(row);
    }
    let held_back = waiting.values().map(Vec::len).sum();
    for ((until, reason), ids) in waiting {
        hold_back(db, owner, ids, until, reason).await?;
    }
    Ok((going, held_back))
}

/// Gives rows back until then, as if they had not been taken.
async fn hold_back(db: &Db, owner: &str, ids: Vec<Uuid>, until: DateTime<Utc>, reason: &str) -> Result<(), DbErr> {
    outbox::Entity::update_many()
        .col_expr(outbox::Column::Status, Expr::value(Status::Waiting.as_str()))
        .col_expr(outbox::Column::Attempts, Expr::col(outbox::Column::Attempts).sub(1))
        .col_expr(outbox::Column::LeaseOwner, Expr::value(None::<String>))
        .col_expr(outbox::Column::LeaseUntil, Expr::value(None::<DateTime<Utc>>))
        .col_expr(outbox::Column::NextAttemptAt, Expr::value(until))
        .col_expr(outbox::Column::LastError, Expr::value(reason))
        .filter(outbox::Column::Id.is_in(ids))
        .filter(outbox::Column::Status.eq(Status::Sending.as_str()))
        .filter(outbox::Column::LeaseOwner.eq(owner))
        .exec(db.writer())
        .await?;
    Ok(())
}
