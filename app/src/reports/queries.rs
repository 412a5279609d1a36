//! Reads about reports. What an applicant typed and did not submit is there for applicants alone.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, Statement, Value};

use super::model::{REMIND_DAYS, ReportId, ReportState, is_reminded};
use crate::{
    infra::{clock::local_day, db::entity::report},
    proposals::model::ProposalId,
    values::Cents,
};

/// A report as the funder and the applicants see it.
#[derive(Clone, Debug)]
pub struct Report {
    pub id: ReportId,
    pub proposal: ProposalId,
    pub asks: String,
    pub due_on: NaiveDate,
    pub state: ReportState,
    pub body: String,
    pub spent: Option<Cents>,
    pub submitted_at: Option<DateTime<Utc>>,
    pub reason: String,
    pub judged_at: Option<DateTime<Utc>>,
}

/// What applicants typed since, as they typed it, and when it was saved.
#[derive(Clone, Debug, Default)]
pub struct Typed {
    pub body: String,
    pub spent: String,
    pub saved_at: Option<DateTime<Utc>>,
}

fn shown(row: report::Model) -> Report {
    Report {
        id: row.id,
        proposal: row.proposal_id,
        asks: row.asks,
        due_on: row.due_on,
        state: row.state,
        body: row.body,
        spent: row.spent_cents,
        submitted_at: row.submitted_at,
        reason: row.reason,
        judged_at: row.judged_at,
    }
}

/// Lists the reports on a proposal, the nearest date first.
///
/// # Errors
/// When the database refuses.
pub async fn of_proposal(db: &impl ConnectionTrait, proposal: ProposalId) -> Result<Vec<Report>, DbErr> {
    let rows = report::Entity::find()
        .filter(report::Column::ProposalId.eq(proposal))
        .order_by_asc(report::Column::DueOn)
        .order_by_asc(report::Column::Id)
        .all(db)
        .await?;
    Ok(rows.into_iter().map(shown).collect())
}

/// Finds a report on a proposal, for its funder.
///
/// # Errors
/// When the database refuses.
pub async fn find(db: &impl ConnectionTrait, proposal: ProposalId, id: ReportId) -> Result<Option<Report>, DbErr> {
    Ok(row(db, proposal, id).await?.map(shown))
}

/// Finds a report on a proposal with what was typed since, for its applicants.
///
/// # Errors
/// When the database refuses.
pub async fn with_draft(db: &impl ConnectionTrait, proposal: ProposalId, id: ReportId) -> Result<Option<(Report, Typed)>, DbErr> {
    let Some(row) = row(db, proposal, id).await? else { return Ok(None) };
    let spent = row.spent_cents.map(crate::proposals::model::typed_money).unwrap_or_default();
    let typed = match &row.draft {
        Some(draft) => Typed { body: draft.clone(), spent: row.draft_spent.clone().unwrap_or_default(), saved_at: row.saved_at },
        // What was returned is what one goes on with.
        None => Typed { body: row.body.clone(), spent, saved_at: None },
    };
    Ok(Some((shown(row), typed)))
}

async fn row(db: &impl ConnectionTrait, proposal: ProposalId, id: ReportId) -> Result<Option<report::Model>, DbErr> {
    report::Entity::find_by_id(id).filter(report::Column::ProposalId.eq(proposal)).one(db).await
}

#[derive(FromQueryResult)]
struct DueRow {
    id: ReportId,
    due_on: NaiveDate,
    asked_at: DateTime<Utc>,
    reminded_on: Option<NaiveDate>,
}

/// Lists reports of which the applicants are reminded today.
///
/// # Errors
/// When the database refuses.
pub async fn due(db: &impl ConnectionTrait, today: NaiveDate) -> Result<Vec<ReportId>, DbErr> {
    let [_, first] = REMIND_DAYS;
    let sql = "select r.id, r.due_on, r.asked_at, r.reminded_on from report r join proposal p on p.id = r.proposal_id
         where r.state = 'asked' and r.due_on <= $1 and (r.reminded_on is null or r.reminded_on <= r.due_on) and p.state = 'awarded'
         order by r.due_on, r.id limit 500";
    let values: [Value; 1] = [(today + TimeDelta::days(first)).into()];
    let rows = DueRow::find_by_statement(Statement::from_sql_and_values(db.get_database_backend(), sql, values)).all(db).await?;
    let now = |row: &DueRow| is_reminded(row.due_on, row.reminded_on.unwrap_or_else(|| local_day(row.asked_at)), today);
    Ok(rows.into_iter().filter(now).map(|row| row.id).collect())
}
