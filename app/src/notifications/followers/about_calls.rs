//! What happens to a call that somebody follows: it changes, is withdrawn, or is about to close.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::{super::things::Thing, DEADLINE_DAYS, NEWS, ROWS, Reader, SETTLED, open, untold};
use crate::{
    accounts::model::AccountId,
    calls::{
        self,
        model::{Call, CallId, CallState, Difference},
    },
    infra::db::entity::{call, call_change},
};

/// Calls whose followers hear of one thing: what changed, in how much time.
#[derive(Clone, Debug)]
pub struct Change {
    pub call: Call,
    /// What changed; empty when the call was withdrawn.
    pub differences: Vec<Difference>,
    /// Who changed it; they know.
    pub by: HashSet<AccountId>,
    /// When it began to change.
    pub since: DateTime<Utc>,
    pub key: String,
}

/// Lists changes of calls that have settled and of which not all were told: what was changed in one go is one change.
///
/// # Errors
/// When the database refuses.
pub async fn lately_changed(db: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<Vec<Change>, DbErr> {
    let rows = call_change::Entity::find()
        .filter(call_change::Column::At.gt(now - NEWS))
        .order_by_asc(call_change::Column::At)
        .order_by_asc(call_change::Column::Id)
        .limit(ROWS)
        .all(db)
        .await?;
    let mut of_calls: HashMap<CallId, Vec<Vec<call_change::Model>>> = HashMap::new();
    for row in rows {
        let bursts = of_calls.entry(row.call_id).or_default();
        match bursts.last_mut().filter(|burst| burst.last().is_some_and(|last| row.at - last.at < SETTLED)) {
            Some(burst) => burst.push(row),
            None => bursts.push(vec![row]),
        }
    }
    let settled = of_calls.into_values().flatten().filter_map(|burst| {
        let (first, last) = (burst.first()?, burst.last()?);
        let key = format!("call_changed:{}:{}", last.call_id, last.at.timestamp_micros());
        (last.at <= now - SETTLED).then(|| (last.call_id, first.at, key, burst.clone()))
    });
    let mut settled = open(db, settled.collect(), |(_, _, key, _)| key.clone()).await?;
    settled.sort_by_key(|(_, since, ..)| *since);
    let withdrawn = call::Entity::find()
        .select_only()
        .columns([call::Column::Id, call::Column::WithdrawnAt])
        .filter(call::Column::WithdrawnAt.gt(now - NEWS))
        .limit(ROWS)
        .into_tuple::<(CallId, Option<DateTime<Utc>>)>()
        .all(db)
        .await?;
    let withdrawn = withdrawn.into_iter().filter_map(|(id, at)| Some((id, at?, format!("call_changed:{id}:withdrawn"), Vec::new())));
    settled.extend(open(db, withdrawn.collect(), |(_, _, key, _)| key.clone()).await?);
    let ids: Vec<CallId> = settled.iter().map(|(id, ..)| *id).collect();
    let calls: HashMap<CallId, Call> = calls::queries::by_ids(db, &ids).await?.into_iter().map(|call| (call.id, call)).collect();
    Ok(settled
        .into_iter()
        .filter_map(|(id, since, key, rows)| {
            let call = calls.get(&id)?.clone();
            // Of a call that was taken back meanwhile, that is all there is to say.
            if call.life.state == CallState::Withdrawn && !rows.is_empty() {
                return None;
            }
            let by = rows.iter().filter_map(|row| row.account_id).collect();
            Some(Change { call, differences: differences(rows), by, since, key })
        })
        .collect())
}

/// Makes of several changes of one part a single one.
fn differences(rows: Vec<call_change::Model>) -> Vec<Difference> {
    let mut all: Vec<Difference> = Vec::new();
    for row in rows {
        let Ok(part) = row.field.parse() else { continue };
        match all.iter_mut().find(|difference| difference.part == part) {
            Some(difference) => difference.after = row.after_text,
            None => all.push(Difference { part, before: row.before_text, after: row.after_text }),
        }
    }
    all.retain(|difference| difference.before != difference.after);
    all
}

/// Lists followers of a call that were not told under that key.
///
/// # Errors
/// When the database refuses.
pub async fn of_that_call(db: &impl ConnectionTrait, call: CallId, since: DateTime<Utc>, key: &str) -> Result<Vec<Reader>, DbErr> {
    untold(db, &[Thing::Call(call)], since, key, "", Vec::new()).await
}

/// A deadline that is near.
#[derive(Clone, Debug)]
pub struct Deadline {
    pub call: Call,
    pub closes_at: DateTime<Utc>,
    /// From when on it is near: who followed, or began a draft, later than that knows it.
    pub since: DateTime<Utc>,
    pub key: String,
}

/// Gives how many days before a deadline people are reminded of it now; a late run reminds once.
pub fn deadline_days(closes_at: DateTime<Utc>, now: DateTime<Utc>) -> Option<i64> {
    let mut days = DEADLINE_DAYS.into_iter().filter(|days| closes_at - TimeDelta::days(*days) <= now);
    days.next().filter(|_| now < closes_at)
}

/// Lists deadlines that are near and of which not all were reminded.
///
/// # Errors
/// When the database refuses.
pub async fn closing_soon(db: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<Vec<Deadline>, DbErr> {
    let [_, longest] = DEADLINE_DAYS;
    let rows = call::Entity::find()
        .select_only()
        .columns([call::Column::Id, call::Column::ClosesAt])
        .filter(call::Column::State.eq(CallState::Published))
        .filter(call::Column::ClosesAt.gt(now))
        .filter(call::Column::ClosesAt.lte(now + TimeDelta::days(longest)))
        .order_by_asc(call::Column::ClosesAt)
        .limit(ROWS)
        .into_tuple::<(CallId, Option<DateTime<Utc>>)>()
        .all(db)
        .await?;
    let near = rows.into_iter().filter_map(|(id, closes_at)| {
        let closes_at = closes_at?;
        let days = deadline_days(closes_at, now)?;
        Some((id, closes_at, closes_at - TimeDelta::days(days), format!("deadline_soon:{id}:{}:{days}", closes_at.timestamp())))
    });
    let near = open(db, near.collect(), |(_, _, _, key)| key.clone()).await?;
    let ids: Vec<CallId> = near.iter().map(|(id, ..)| *id).collect();
    let mut calls: HashMap<CallId, Call> = calls::queries::by_ids(db, &ids).await?.into_iter().map(|call| (call.id, call)).collect();
    let near = near.into_iter().filter_map(|(id, closes_at, since, key)| {
        let call = calls.remove(&id).filter(|call| call.is_open(now))?;
        Some(Deadline { call, closes_at, since, key })
    });
    Ok(near.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_deadline_is_near_twice() {
        let closes_at: DateTime<Utc> = "2026-12-01T22:59:00Z".parse().expect("a moment");
        for (before, expected) in [
            (TimeDelta::days(7) + TimeDelta::seconds(1), None),
            (TimeDelta::days(7), Some(7)),
            (TimeDelta::days(1) + TimeDelta::seconds(1), Some(7)),
            (TimeDelta::days(1), Some(1)),
            (TimeDelta::seconds(1), Some(1)),
            (TimeDelta::zero(), None),
        ] {
            assert_eq!(deadline_days(closes_at, closes_at - before), expected, "{before}");
        }
    }
}
