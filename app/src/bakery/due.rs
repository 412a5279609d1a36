//! Reads of what waits for the jobs, a bounded number at a time.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect, Statement,
    sea_query::{Expr, ExprTrait},
};

use super::{
    model::{EXPIRY_NOTICE_DAYS, IntroductionState, LAPSE_AFTER_DAYS, ListingId, ListingState, REMIND_AFTER_DAYS, STRONG_SCORE, Side},
    queries::{self, IntroductionView, ListingView, NOT_TURNED_DOWN},
};
use crate::infra::db::entity::{introduction, listing};

/// Rows that one round of a job takes.
const ROUND: u64 = 100;

/// Listings whose matches are looked up at a time; each takes some milliseconds.
const MATCHED_AT_ONCE: u64 = 20;

/// Lists open listings whose matches were not looked up for their present version, the last changed first: id, side and version.
///
/// # Errors
/// When the database refuses.
pub async fn to_match(db: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<Vec<(ListingId, Side, i32)>, DbErr> {
    listing::Entity::find()
        .select_only()
        .columns([listing::Column::Id, listing::Column::Side, listing::Column::Version])
        .filter(listing::Column::State.eq(ListingState::Open))
        .filter(listing::Column::ExpiresAt.gt(now))
        .filter(Expr::col(listing::Column::MatchedVersion).lt(Expr::col(listing::Column::Version)))
        .order_by_desc(listing::Column::UpdatedAt)
        .limit(MATCHED_AT_ONCE)
        .into_tuple()
        .all(db)
        .await
}

/// A listing with matches that its author has not heard of, the best first.
#[derive(Clone, Debug)]
pub struct Untold {
    pub listing: ListingView,
    pub found: Vec<(ListingView, f64)>,
}

#[derive(FromQueryResult)]
struct UntoldRow {
    own: ListingId,
    other: ListingId,
    score: f64,
}

/// Lists what authors have not heard of, for listings that had no such mail today.
///
/// # Errors
/// When the database refuses.
pub async fn untold_matches(db: &impl ConnectionTrait, today: NaiveDate, now: DateTime<Utc>) -> Result<Vec<Untold>, DbErr> {
    let mut rows = Vec::new();
    for (own, other, mailed) in [("need_id", "offer_id", "need_mailed_at"), ("offer_id", "need_id", "offer_mailed_at")] {
        let sql = format!(
            "select m.{own} as own, m.{other} as other, m.score as score from listing_match m
             join listing l on l.id = m.{own} join listing o on o.id = m.{other}
             where m.{mailed} is null and m.score >= $1 and l.state = 'open' and l.expires_at > $2 and o.state = 'open' and o.expires_at > $2{NOT_TURNED_DOWN}
             and (l.matches_mailed_on is null or l.matches_mailed_on < $3)
             order by m.{own}, m.score desc limit {ROUND}"
        );
        let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, [STRONG_SCORE.into(), now.into(), today.into()]);
        rows.extend(UntoldRow::find_by_statement(statement).all(db).await?);
    }
    let mut ids: Vec<ListingId> = rows.iter().flat_map(|row| [row.own, row.other]).collect();
    ids.sort_unstable();
    ids.dedup();
    let listings: HashMap<ListingId, ListingView> =
        queries::by_ids(db, &ids).await?.into_iter().map(|listing| (listing.id, listing)).collect();
    let mut untold: Vec<Untold> = Vec::new();
    for row in rows {
        let (Some(own), Some(other)) = (listings.get(&row.own), listings.get(&row.other)) else { continue };
        let found = (other.clone(), row.score);
        match untold.last_mut().filter(|last| last.listing.id == row.own) {
            Some(last) => last.found.push(found),
            None => untold.push(Untold { listing: own.clone(), found: vec![found] }),
        }
    }
    Ok(untold)
}

/// Lists listings that expire within a week and whose authors were not told; not in their first two days.
///
/// # Errors
/// When the database refuses.
pub async fn expiring(db: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<Vec<ListingView>, DbErr> {
    let ids: Vec<ListingId> = listing::Entity::find()
        .select_only()
        .column(listing::Column::Id)
        .filter(listing::Column::State.eq(ListingState::Open))
        .filter(listing::Column::ExpiresAt.gt(now))
        .filter(listing::Column::ExpiresAt.lte(now + TimeDelta::days(EXPIRY_NOTICE_DAYS)))
        .filter(listing::Column::ExpiryMailedAt.is_null())
        .filter(listing::Column::PublishedAt.lt(now - TimeDelta::days(2)))
        .order_by_asc(listing::Column::ExpiresAt)
        .limit(ROUND)
        .into_tuple()
        .all(db)
        .await?;
    queries::by_ids(db, &ids).await
}

/// Lists introductions that were asked a week ago and not reminded of.
///
/// # Errors
/// When the database refuses.
pub async fn to_remind(db: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<Vec<IntroductionView>, DbErr> {
    let rows = introduction::Entity::find()
        .filter(introduction::Column::State.eq(IntroductionState::Asked))
        .filter(introduction::Column::AskedAt.lte(now - TimeDelta::days(REMIND_AFTER_DAYS)))
        .filter(introduction::Column::RemindedAt.is_null())
        .order_by_asc(introduction::Column::AskedAt)
        .limit(ROUND)
        .all(db)
        .await?;
    queries::with_listings(db, rows).await
}

/// Lists introductions that were asked three weeks ago.
///
/// # Errors
/// When the database refuses.
pub async fn to_lapse(db: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<Vec<IntroductionView>, DbErr> {
    let rows = introduction::Entity::find()
        .filter(introduction::Column::State.eq(IntroductionState::Asked))
        .filter(introduction::Column::AskedAt.lte(now - TimeDelta::days(LAPSE_AFTER_DAYS)))
        .order_by_asc(introduction::Column::AskedAt)
        .limit(ROUND)
        .all(db)
        .await?;
    queries::with_listings(db, rows).await
}
