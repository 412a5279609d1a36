//! Lists of proposals: one's own, and what a call received.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, JoinType, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait, Statement,
    sea_query::{Expr, ExprTrait, Func, SimpleExpr},
};

use super::{CALL_COLUMNS, CallRef, CallRow, barred::barred_mark};
use crate::{
    accounts::model::{AccountId, Person},
    infra::{
        db::entity::{call, co_applicant, decision, proposal},
        i18n::Locale,
        mail::Recipient,
    },
    parties::model::PartyKind,
    proposals::{
        model::{CoApplicantState, Draft, ProposalId, ProposalState},
        policy::{FunderMayRead, Keys},
    },
    values::Cents,
};

/// Rows on one page of a list.
pub const PAGE: u64 = 50;

/// One row of the list of own proposals.
#[derive(Clone, Debug, FromQueryResult)]
pub struct OwnRow {
    pub id: ProposalId,
    pub title: String,
    pub applicant_name: String,
    pub state: ProposalState,
    pub receipt_number: Option<String>,
    pub draft_json: Option<String>,
    pub updated_at: DateTime<Utc>,
    pub call_title: String,
    pub closes_at: Option<DateTime<Utc>>,
}

impl OwnRow {
    /// Gives the title as submitted, or else as typed.
    pub fn name(&self) -> Option<String> {
        if !self.title.is_empty() {
            return Some(self.title.clone());
        }
        let draft: Draft = serde_json::from_str(self.draft_json.as_deref()?).ok()?;
        Some(draft.title).filter(|title| !title.trim().is_empty())
    }
}

/// Lists what a visitor works on or reads as an applicant, the latest first; at most two hundred.
///
/// # Errors
/// When the database refuses.
pub async fn own(db: &impl ConnectionTrait, person: Option<&Person>, keys: &Keys) -> Result<Vec<OwnRow>, DbErr> {
    let opened: Vec<ProposalId> = keys.write.iter().chain(&keys.read).copied().collect();
    // An empty list would become a condition without a column, for which no index helps.
    let mut mine = Condition::any();
    if !opened.is_empty() {
        mine = mine.add(proposal::Column::Id.is_in(opened));
    }
    if let Some(person) = person {
        let accepted = co_applicant::Entity::find()
            .select_only()
            .column(co_applicant::Column::ProposalId)
            .filter(co_applicant::Column::AccountId.eq(person.id))
            .filter(co_applicant::Column::State.eq(CoApplicantState::Accepted))
            .into_query();
        mine = mine
            .add(Condition::all().add(proposal::Column::AccountId.eq(person.id)).add(proposal::Column::PartyId.is_null()))
            .add(proposal::Column::Id.in_subquery(accepted));
        let parties: Vec<_> = person.memberships.iter().map(|membership| membership.party_id).collect();
        if !parties.is_empty() {
            mine = mine.add(proposal::Column::PartyId.is_in(parties));
        }
    }
    if mine.is_empty() {
        return Ok(Vec::new());
    }
    proposal::Entity::find()
        .select_only()
        .columns([
            proposal::Column::Id,
            proposal::Column::Title,
            proposal::Column::ApplicantName,
            proposal::Column::State,
            proposal::Column::ReceiptNumber,
            proposal::Column::DraftJson,
            proposal::Column::UpdatedAt,
        ])
        .column_as(call::Column::Title, "call_title")
        .column(call::Column::ClosesAt)
        .join(JoinType::InnerJoin, proposal::Entity::belongs_to(call::Entity).from(proposal::Column::CallId).to(call::Column::Id).into())
        .filter(mine)
        .order_by_desc(proposal::Column::UpdatedAt)
        .limit(200)
        .into_model()
        .all(db)
        .await
}

/// One submitted proposal in the funder's list. Holds nothing of a draft.
#[derive(Clone, Debug, FromQueryResult)]
pub struct SubmittedRow {
    pub id: ProposalId,
    pub title: String,
    pub applicant_kind: PartyKind,
    pub applicant_name: String,
    pub contact_name: String,
    pub contact_email: String,
    pub requested_cents: Cents,
    pub own_contribution_cents: Cents,
    pub state: ProposalState,
    pub receipt_number: Option<String>,
    pub submitted_at: Option<DateTime<Utc>>,
    pub awarded_cents: Option<Cents>,
    pub reason: Option<String>,
    /// When the applicants heard of the decision.
    pub told_at: Option<DateTime<Utc>>,
    /// Above 0 when the reader is barred from it; then there is nothing here but its title, number, applicant and state.
    pub barred: i32,
}

impl SubmittedRow {
    /// Says whether it was decided and the applicants do not know it yet.
    pub fn is_untold(&self) -> bool {
        matches!(self.state, ProposalState::Awarded | ProposalState::Refused) && self.told_at.is_none()
    }

    /// Leaves nothing but what somebody who is barred from it may know.
    fn close(&mut self) {
        self.contact_name = String::new();
        self.contact_email = String::new();
        self.requested_cents = Cents(0);
        self.own_contribution_cents = Cents(0);
        self.awarded_cents = None;
        self.reason = None;
    }
}

/// Where a proposal stands for its funder, who knows of a decision before the applicants do.
fn state_for_funder() -> SimpleExpr {
    let outcome = Expr::col((decision::Entity, decision::Column::Outcome));
    Func::coalesce([outcome, Expr::col((proposal::Entity, proposal::Column::State))]).into()
}

/// Where the next page of a list starts: after this row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct After {
    pub submitted_at: DateTime<Utc>,
    pub id: ProposalId,
}

impl After {
    /// Reads what [`std::fmt::Display`] wrote.
    pub fn parse(text: &str) -> Option<Self> {
        let (micros, id) = text.split_once('.')?;
        Some(Self { submitted_at: DateTime::from_timestamp_micros(micros.parse().ok()?)?, id: id.parse().ok()? })
    }
}

impl std::fmt::Display for After {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}", self.submitted_at.timestamp_micros(), self.id)
    }
}

/// Lists what was submitted to a call, the latest first.
///
/// # Errors
/// When the database refuses.
pub async fn submitted(
    db: &impl ConnectionTrait,
    may: &FunderMayRead,
    state: Option<ProposalState>,
    after: Option<After>,
    rows: u64,
) -> Result<Vec<SubmittedRow>, DbErr> {
    let mut query = proposal::Entity::find()
        .select_only()
        .columns([
            proposal::Column::Id,
            proposal::Column::Title,
            proposal::Column::ApplicantKind,
            proposal::Column::ApplicantName,
            proposal::Column::ContactName,
            proposal::Column::ContactEmail,
            proposal::Column::RequestedCents,
            proposal::Column::OwnContributionCents,
            proposal::Column::ReceiptNumber,
            proposal::Column::SubmittedAt,
        ])
        .column_as(state_for_funder(), "state")
        .column_as(barred_mark(may.reader()), "barred")
        .columns([decision::Column::AwardedCents, decision::Column::Reason, decision::Column::ToldAt])
        .join(
            JoinType::LeftJoin,
            proposal::Entity::belongs_to(decision::Entity).from(proposal::Column::Id).to(decision::Column::ProposalId).into(),
        )
        .filter(proposal::Column::CallId.eq(may.call().id))
        .filter(proposal::Column::SubmittedAt.is_not_null())
        .filter(proposal::Column::State.ne(ProposalState::Draft));
    if let Some(state) = state {
        query = query.filter(state_for_funder().eq(state.as_str()));
    }
    if let Some(After { submitted_at, id }) = after {
        query = query.filter(
            Condition::any()
                .add(proposal::Column::SubmittedAt.lt(submitted_at))
                .add(Condition::all().add(proposal::Column::SubmittedAt.eq(submitted_at)).add(proposal::Column::Id.lt(id))),
        );
    }
    let query = query.order_by_desc(proposal::Column::SubmittedAt).order_by_desc(proposal::Column::Id).limit(rows);
    let mut rows: Vec<SubmittedRow> = query.into_model().all(db).await?;
    rows.iter_mut().filter(|row| row.barred > 0).for_each(SubmittedRow::close);
    Ok(rows)
}

#[derive(FromQueryResult)]
struct PersonRow {
    address: String,
    name: String,
    account_id: Option<AccountId>,
    locale: Locale,
}

/// Lists the people who take part in proposals to a call that stand so, as far as they know.
///
/// # Errors
/// When the database refuses.
pub async fn people(db: &impl ConnectionTrait, slug: &str, state: ProposalState, most: u64) -> Result<Vec<Recipient>, DbErr> {
    let sql = format!(
        "select p.contact_email as address, p.contact_name as name, p.account_id, p.locale from proposal p join call c on c.id = p.call_id
         where c.slug = $1 and p.state = $2 and p.submitted_at is not null
         union all select x.email, x.name, x.account_id, p.locale from co_applicant x join proposal p on p.id = x.proposal_id
         join call c on c.id = p.call_id where c.slug = $1 and p.state = $2 and p.submitted_at is not null and x.state = 'accepted'
         limit {most}"
    );
    let values = [slug.into(), state.as_str().into()];
    let rows = PersonRow::find_by_statement(Statement::from_sql_and_values(db.get_database_backend(), sql, values)).all(db).await?;
    let recipient = |PersonRow { address, name, account_id, locale }: PersonRow| Recipient { address, name, account_id, locale };
    Ok(rows.into_iter().map(recipient).collect())
}

/// What a call received, counted by state.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    counts: HashMap<ProposalState, i64>,
    /// What all proposals ask that were not withdrawn.
    pub requested: Cents,
    pub awarded: Cents,
    /// Decisions that the applicants do not know yet.
    pub untold: i64,
}

impl Totals {
    pub fn of(&self, state: ProposalState) -> i64 {
        self.counts.get(&state).copied().unwrap_or_default()
    }

    /// Gives how many were submitted, the withdrawn ones included.
    pub fn submitted(&self) -> i64 {
        self.counts.iter().filter(|(state, _)| **state != ProposalState::Draft).map(|(_, count)| count).sum()
    }
}

#[derive(FromQueryResult)]
struct TotalsRow {
    #[sea_orm(nested)]
    call: CallRow,
    state: Option<ProposalState>,
    count: i64,
    requested: i64,
    awarded: i64,
    untold: i64,
}

/// Finds the call of an address and counts what it received, in one statement. Of drafts it gives their number and nothing else.
///
/// # Errors
/// When the database refuses.
pub async fn call_with_totals(db: &impl ConnectionTrait, slug: &str) -> Result<Option<(CallRef, Totals)>, DbErr> {
    // PostgreSQL takes no NUL in a text. It adds up to a decimal number, SQLite to a whole one.
    if slug.contains('\0') {
        return Ok(None);
    }
    let sql = format!(
        "select {CALL_COLUMNS}, coalesce(d.outcome, p.state) as state, count(p.call_id) as count, cast(coalesce(sum(p.requested_cents), 0) as bigint) as requested,
                count(case when d.outcome is not null and d.told_at is null then 1 end) as untold,
                (select cast(coalesce(sum(d.awarded_cents), 0) as bigint) from proposal a join decision d on d.proposal_id = a.id
                 where a.call_id = c.id and d.outcome = 'awarded') as awarded
         from call c left join proposal p on p.call_id = c.id left join decision d on d.proposal_id = p.id where c.slug = $1
         group by c.id, coalesce(d.outcome, p.state)"
    );
    let rows = TotalsRow::find_by_statement(Statement::from_sql_and_values(db.get_database_backend(), sql, [slug.into()])).all(db).await?;
    let mut found = None;
    let mut totals = Totals::default();
    for TotalsRow { call, state, count, requested, awarded, untold } in rows {
        found = Some(call);
        totals.awarded = Cents(awarded);
        totals.untold += untold;
        let Some(state) = state else { continue };
        totals.counts.insert(state, count);
        if !matches!(state, ProposalState::Draft | ProposalState::Withdrawn) {
            totals.requested.0 += requested;
        }
    }
    Ok(found.map(|call| (call.call(), totals)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_start_of_a_page_is_read_as_it_was_written() {
        let after = After { submitted_at: "2026-11-02T09:00:00.000123Z".parse().expect("a moment"), id: ProposalId::new() };
        assert_eq!(After::parse(&after.to_string()), Some(after));
        for text in ["", "1", "x.y", "99999999999999999999.1", "1.2"] {
            assert_eq!(After::parse(text), None, "{text}");
        }
    }
}
