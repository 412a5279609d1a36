//! Reads of what was left: drafts, and calls whose proposals wait for a decision.

use std::collections::HashSet;

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, PaginatorTrait, QueryFilter, QuerySelect,
    Statement, Value, sea_query::OnConflict,
};

use crate::{
    accounts::model::AccountId,
    calls::model::CallId,
    infra::{
        db::{
            Tx,
            entity::{account, decision, followers_told, membership, proposal},
        },
        mail::Recipient,
    },
    notifications::followers::{DEADLINE_DAYS, NEWS},
    parties::model::{MemberRole, MembershipState, PartyId},
    proposals::model::{Outcome, ProposalId, ProposalState},
};

/// How long a draft is left before its author is reminded of it. When the deadline is near, that is said instead.
pub const DRAFT_LEFT: TimeDelta = TimeDelta::days(3);

/// How many days after the deadline a funder is reminded that proposals wait, the last first.
pub const WAITING_DAYS: [i64; 2] = [42, 14];

/// How long after that a reminder that did not go is still sent.
const LATEST: TimeDelta = TimeDelta::days(90);

/// Rows that one round of a job takes.
const ROUND: u64 = 100;

#[derive(FromQueryResult)]
struct DraftRow {
    id: ProposalId,
}

/// Lists drafts that were left for some days, for a call that is open for a while yet, and of which nobody was reminded.
///
/// # Errors
/// When the database refuses.
pub async fn left_drafts(db: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<Vec<ProposalId>, DbErr> {
    let [_, near] = DEADLINE_DAYS;
    let sql = format!(
        "select p.id from proposal p join call c on c.id = p.call_id
         where p.state = 'draft' and p.updated_at <= $1 and c.state = 'published' and c.closes_at > $2 and c.closed_early_at is null
         and (c.opens_at is null or c.opens_at <= $3)
         and not exists (select 1 from outbox o where o.object_kind = 'proposal' and o.object_id = p.id and o.kind = 'draft_waiting')
         and not exists (select 1 from notice n where n.object_id = p.id and n.event = 'draft_waiting')
         order by p.updated_at limit {ROUND}"
    );
    let values: [Value; 3] = [(now - DRAFT_LEFT).into(), (now + TimeDelta::days(near)).into(), now.into()];
    let rows = DraftRow::find_by_statement(Statement::from_sql_and_values(db.get_database_backend(), sql, values)).all(db).await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// A decision that the applicants were told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    pub proposal: ProposalId,
    pub outcome: Outcome,
    pub by: Option<AccountId>,
}

impl Told {
    /// The key of the event.
    pub fn key(&self) -> String {
        format!("proposal_news:{}:{}", self.proposal, self.outcome.as_str())
    }
}

/// Lists decisions that the applicants were told lately, and the followers of those proposals were not.
///
/// # Errors
/// When the database refuses.
pub async fn lately_told(db: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<Vec<Told>, DbErr> {
    let rows: Vec<(ProposalId, Outcome, Option<AccountId>)> = decision::Entity::find()
        .select_only()
        .columns([decision::Column::ProposalId, decision::Column::Outcome, decision::Column::DecidedBy])
        .filter(decision::Column::ToldAt.gt(now - NEWS))
        .into_tuple()
        .all(db)
        .await?;
    let decisions: Vec<Told> = rows.into_iter().map(|(proposal, outcome, by)| Told { proposal, outcome, by }).collect();
    let done = done(db, decisions.iter().map(Told::key).collect()).await?;
    Ok(decisions.into_iter().filter(|decided| !done.contains(&decided.key())).collect())
}

async fn done(db: &impl ConnectionTrait, keys: Vec<String>) -> Result<HashSet<String>, DbErr> {
    let mut done = HashSet::new();
    for some in keys.chunks(1_000) {
        let rows: Vec<String> = followers_told::Entity::find()
            .select_only()
            .column(followers_told::Column::Key)
            .filter(followers_told::Column::Key.is_in(some))
            .into_tuple()
            .all(db)
            .await?;
        done.extend(rows);
    }
    Ok(done)
}

/// A call that waits for decisions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    pub call: CallId,
    pub key: String,
}

#[derive(FromQueryResult)]
struct WaitingRow {
    id: CallId,
    closed_at: DateTime<Utc>,
}

/// Lists calls that closed long ago, with proposals that wait for a decision, of which nobody was reminded this time.
///
/// # Errors
/// When the database refuses.
pub async fn waiting_calls(db: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<Vec<Waiting>, DbErr> {
    let [_, first] = WAITING_DAYS;
    let sql = "select distinct c.id, coalesce(c.closed_early_at, c.closes_at) as closed_at from proposal p join call c on c.id = p.call_id
         where p.state = 'submitted' and not exists (select 1 from decision d where d.proposal_id = p.id)
         and c.state = 'published' and coalesce(c.closed_early_at, c.closes_at) <= $1
         and coalesce(c.closed_early_at, c.closes_at) > $2";
    let values: [Value; 2] = [(now - TimeDelta::days(first)).into(), (now - LATEST).into()];
    let rows = WaitingRow::find_by_statement(Statement::from_sql_and_values(db.get_database_backend(), sql, values)).all(db).await?;
    let waiting: Vec<Waiting> = rows
        .into_iter()
        .filter_map(|WaitingRow { id, closed_at }| {
            let days = waiting_days(closed_at, now)?;
            Some(Waiting { call: id, key: format!("call_waiting:{id}:{}:{days}", closed_at.timestamp()) })
        })
        .collect();
    let told = done(db, waiting.iter().map(|waiting| waiting.key.clone()).collect()).await?;
    Ok(waiting.into_iter().filter(|waiting| !told.contains(&waiting.key)).collect())
}

/// Gives after how many days a funder is reminded now; a late run reminds once.
pub fn waiting_days(closed_at: DateTime<Utc>, now: DateTime<Utc>) -> Option<i64> {
    WAITING_DAYS.into_iter().find(|days| closed_at + TimeDelta::days(*days) <= now)
}

/// Notes that those who decide were reminded.
///
/// # Errors
/// When the database refuses.
pub async fn mark(tx: &Tx, key: &str, now: DateTime<Utc>) -> Result<(), DbErr> {
    followers_told::Entity::insert(followers_told::ActiveModel { key: Set(key.to_owned()), at: Set(now) })
        .on_conflict(OnConflict::column(followers_told::Column::Key).do_nothing().to_owned())
        .exec_without_returning(tx.on())
        .await?;
    Ok(())
}

/// Counts the proposals to a call that wait for a decision.
///
/// # Errors
/// When the database refuses.
pub async fn undecided(db: &impl ConnectionTrait, call: CallId) -> Result<u64, DbErr> {
    let decided = sea_orm::sea_query::Query::select().column(decision::Column::ProposalId).from(decision::Entity).to_owned();
    proposal::Entity::find()
        .filter(proposal::Column::CallId.eq(call))
        .filter(proposal::Column::State.eq(ProposalState::Submitted))
        .filter(proposal::Column::Id.not_in_subquery(decided))
        .count(db)
        .await
}

/// Lists those who decide for a party: its owners and editors.
///
/// # Errors
/// When the database refuses.
pub async fn deciders(db: &impl ConnectionTrait, party: PartyId) -> Result<Vec<Recipient>, DbErr> {
    let members = membership::Entity::find()
        .select_only()
        .column(membership::Column::AccountId)
        .filter(membership::Column::PartyId.eq(party))
        .filter(membership::Column::State.eq(MembershipState::Active))
        .filter(membership::Column::Role.is_in([MemberRole::Owner, MemberRole::Editor]));
    let accounts =
        account::Entity::find().filter(account::Column::Id.in_subquery(sea_orm::QueryTrait::into_query(members))).all(db).await?;
    Ok(accounts
        .into_iter()
        .map(|account| Recipient { address: account.email, name: account.name, account_id: Some(account.id), locale: account.locale })
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_funder_is_reminded_twice() {
        let closed_at: DateTime<Utc> = "2026-12-01T22:59:00Z".parse().expect("a moment");
        for (days, expected) in [(0, None), (13, None), (14, Some(14)), (41, Some(14)), (42, Some(42)), (80, Some(42))] {
            assert_eq!(waiting_days(closed_at, closed_at + TimeDelta::days(days)), expected, "{days}");
        }
    }
}
