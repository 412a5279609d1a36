//! Reads about proposals. What a funder gets comes from rows that a submission wrote, never from a draft.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, JoinType, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait,
    sea_query::{Expr, ExprTrait},
};
use uuid::Uuid;

use super::{
    model::{
        self, CoApplicantState, CoRow, Draft, Known, MAX_AREAS, Outcome, ProposalId, ProposalState, Question, Rules, Window, answer_typed,
        field_of, typed_money,
    },
    policy::{FunderMayRead, Keys},
};
use crate::{
    accounts::model::{AccountId, Person},
    areas::{self, model::AreaCode},
    calls::model::{CallId, QuestionId, QuestionKind},
    infra::db::entity::{
        attachment, budget_line, call, call_question, clarification, co_applicant, decision, party, proposal, proposal_answer,
        proposal_area,
    },
    parties::model::{PartyId, PartyKind},
    values::Cents,
};

/// Rows on one page of a list.
pub const PAGE: u64 = 50;

/// Finds a proposal.
///
/// # Errors
/// When the database refuses.
pub async fn by_id(db: &impl ConnectionTrait, id: ProposalId) -> Result<Option<proposal::Model>, DbErr> {
    proposal::Entity::find_by_id(id).one(db).await
}

/// Finds the call of an address.
///
/// # Errors
/// When the database refuses.
pub async fn call_by_slug(db: &impl ConnectionTrait, slug: &str) -> Result<Option<call::Model>, DbErr> {
    // PostgreSQL takes no NUL in a text.
    if slug.contains('\0') {
        return Ok(None);
    }
    call::Entity::find().filter(call::Column::Slug.eq(slug)).one(db).await
}

/// Gives the call of a proposal.
///
/// # Errors
/// When the database refuses.
pub async fn call_of(db: &impl ConnectionTrait, proposal: &proposal::Model) -> Result<call::Model, DbErr> {
    let missing = || DbErr::RecordNotFound("the call of a proposal".to_owned());
    call::Entity::find_by_id(proposal.call_id).one(db).await?.ok_or_else(missing)
}

/// Says when a call takes proposals.
pub fn window(call: &call::Model) -> Window {
    Window { state: call.state, opens_at: call.opens_at, closes_at: call.closes_at, closed_early_at: call.closed_early_at }
}

/// Gives the kinds that may apply; empty means everybody.
pub fn who_may_apply(call: &call::Model) -> Vec<PartyKind> {
    serde_json::from_str(&call.who_may_apply).unwrap_or_default()
}

/// Gives what a call asks.
///
/// # Errors
/// When the database refuses.
pub async fn rules(db: &impl ConnectionTrait, call: &call::Model) -> Result<Rules, DbErr> {
    let questions = call_question::Entity::find()
        .filter(call_question::Column::CallId.eq(call.id))
        .order_by_asc(call_question::Column::Position)
        .all(db)
        .await?
        .into_iter()
        .map(|call_question::Model { id, call_id: _, position: _, kind, label, help, required, word_limit, options }| Question {
            id,
            kind,
            label,
            help,
            required,
            word_limit,
            options: serde_json::from_str(&options).unwrap_or_default(),
        })
        .collect();
    Ok(Rules { questions, ceiling: call.ceiling_cents, max: call.max_cents })
}

/// Gives the co-applicants of a proposal in the order of inviting.
///
/// # Errors
/// When the database refuses.
pub async fn co_applicants(db: &impl ConnectionTrait, id: ProposalId) -> Result<Vec<co_applicant::Model>, DbErr> {
    co_applicant::Entity::find()
        .filter(co_applicant::Column::ProposalId.eq(id))
        .order_by_asc(co_applicant::Column::InvitedAt)
        .order_by_asc(co_applicant::Column::Id)
        .all(db)
        .await
}

/// Gives what stands in the form: what was typed since the last submission, or what was submitted.
///
/// # Errors
/// When the database refuses.
pub async fn draft(db: &impl ConnectionTrait, proposal: &proposal::Model, rules: &Rules) -> Result<Draft, DbErr> {
    if let Some(draft) = proposal.draft_json.as_deref().and_then(|json| serde_json::from_str(json).ok()) {
        return Ok(draft);
    }
    let kinds: HashMap<QuestionId, QuestionKind> = rules.questions.iter().map(|question| (question.id, question.kind)).collect();
    let answers = proposal_answer::Entity::find().filter(proposal_answer::Column::ProposalId.eq(proposal.id)).all(db).await?;
    let answers = answers
        .into_iter()
        .filter_map(|answer| kinds.get(&answer.question_id).map(|kind| (field_of(answer.question_id), answer_typed(*kind, &answer.value))))
        .collect();
    let budget = budget_lines(db, proposal.id)
        .await?
        .into_iter()
        .map(|(label, amount)| model::BudgetRow { label, amount: typed_money(amount) })
        .collect();
    let codes = area_codes(db, proposal.id).await?;
    let labels = areas::queries::labels(db, &codes).await?;
    let areas = codes.into_iter().map(|code| labels.get(&code).cloned().unwrap_or_else(|| code.to_string())).collect();
    let co = co_applicants(db, proposal.id).await?;
    let co = co.into_iter().map(|co| CoRow { name: co.name, email: co.email, role: co.role }).collect();
    let own = proposal.own_contribution_cents;
    Ok(Draft {
        title: proposal.title.clone(),
        summary: proposal.summary.clone(),
        answers,
        budget,
        own_contribution: if own == Cents(0) { String::new() } else { typed_money(own) },
        areas,
        co,
    })
}

async fn budget_lines(db: &impl ConnectionTrait, id: ProposalId) -> Result<Vec<(String, Cents)>, DbErr> {
    let lines = budget_line::Entity::find().filter(budget_line::Column::ProposalId.eq(id)).order_by_asc(budget_line::Column::Position);
    Ok(lines.all(db).await?.into_iter().map(|line| (line.label, line.amount_cents)).collect())
}

async fn area_codes(db: &impl ConnectionTrait, id: ProposalId) -> Result<Vec<AreaCode>, DbErr> {
    let areas =
        proposal_area::Entity::find().filter(proposal_area::Column::ProposalId.eq(id)).order_by_asc(proposal_area::Column::AreaCode);
    Ok(areas.all(db).await?.into_iter().map(|area| area.area_code).collect())
}

/// Looks up what a form cannot know by itself.
///
/// # Errors
/// When the database refuses.
pub async fn known(db: &impl ConnectionTrait, proposal: &proposal::Model, draft: &Draft) -> Result<Known, DbErr> {
    let mut areas = HashMap::new();
    for typed in draft.areas.iter().take(MAX_AREAS + 1).filter(|typed| !typed.contains('\0')) {
        if let Some(area) = areas::queries::by_typed(db, typed).await? {
            areas.insert(typed.trim().to_owned(), area.code);
        }
    }
    let files = files(db, proposal.id).await?.into_iter().filter_map(|file| file.question_id).collect();
    Ok(Known { areas, files, contact_email: proposal.contact_email.clone() })
}

/// Gives the files of a proposal, the oldest first.
///
/// # Errors
/// When the database refuses.
pub async fn files(db: &impl ConnectionTrait, id: ProposalId) -> Result<Vec<attachment::Model>, DbErr> {
    attachment::Entity::find().filter(attachment::Column::ProposalId.eq(id)).order_by_asc(attachment::Column::Id).all(db).await
}

/// Gives those of these stored files that belong to a proposal.
///
/// # Errors
/// When the database refuses.
pub async fn attached(db: &impl ConnectionTrait, hashes: &[String]) -> Result<HashSet<String>, DbErr> {
    let rows = attachment::Entity::find()
        .select_only()
        .column(attachment::Column::FileHash)
        .distinct()
        .filter(attachment::Column::FileHash.is_in(hashes))
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().collect())
}

/// One answer as it is shown.
#[derive(Clone, Debug)]
pub struct Answer {
    pub label: String,
    pub kind: QuestionKind,
    pub value: String,
}

/// A file as it is listed.
#[derive(Clone, Debug)]
pub struct FileRow {
    pub id: Uuid,
    pub name: String,
    pub bytes: i64,
    pub question: Option<String>,
}

/// A co-applicant as it is listed.
#[derive(Clone, Debug)]
pub struct Co {
    pub name: String,
    pub email: String,
    pub role: String,
    pub state: CoApplicantState,
}

/// What was asked, and answered.
#[derive(Clone, Debug)]
pub struct Asked {
    pub question: String,
    pub asked_at: DateTime<Utc>,
    pub answer: Option<String>,
    pub answered_at: Option<DateTime<Utc>>,
}

/// What was decided.
#[derive(Clone, Debug)]
pub struct Decided {
    pub outcome: Outcome,
    pub reason: String,
    pub awarded: Cents,
    pub decided_at: DateTime<Utc>,
}

/// Everything of a proposal that is shown, as it was submitted.
#[derive(Clone, Debug)]
pub struct Dossier {
    pub title: String,
    pub summary: String,
    pub answers: Vec<Answer>,
    pub budget: Vec<(String, Cents)>,
    pub own: Cents,
    pub requested: Cents,
    pub areas: Vec<String>,
    pub co: Vec<Co>,
    pub files: Vec<FileRow>,
    pub asked: Option<Asked>,
    pub decided: Option<Decided>,
}

/// Loads what was submitted.
///
/// # Errors
/// When the database refuses.
pub async fn dossier(db: &impl ConnectionTrait, proposal: &proposal::Model, rules: &Rules) -> Result<Dossier, DbErr> {
    let stored = proposal_answer::Entity::find().filter(proposal_answer::Column::ProposalId.eq(proposal.id)).all(db).await?;
    let mut stored: HashMap<QuestionId, String> = stored.into_iter().map(|answer| (answer.question_id, answer.value)).collect();
    let answers = rules
        .questions
        .iter()
        .filter_map(|question| {
            let value = stored.remove(&question.id)?;
            Some(Answer { label: question.label.clone(), kind: question.kind, value })
        })
        .collect();
    let codes = area_codes(db, proposal.id).await?;
    let labels = areas::queries::labels(db, &codes).await?;
    Ok(Dossier {
        title: proposal.title.clone(),
        summary: proposal.summary.clone(),
        answers,
        budget: budget_lines(db, proposal.id).await?,
        own: proposal.own_contribution_cents,
        requested: proposal.requested_cents,
        areas: codes.into_iter().map(|code| labels.get(&code).cloned().unwrap_or_else(|| code.to_string())).collect(),
        co: co_rows(co_applicants(db, proposal.id).await?),
        files: file_rows(files(db, proposal.id).await?, rules),
        asked: asked(db, proposal.id).await?,
        decided: decided(db, proposal.id).await?,
    })
}

/// Lists co-applicants for the screen.
pub fn co_rows(rows: Vec<co_applicant::Model>) -> Vec<Co> {
    rows.into_iter().map(|co| Co { name: co.name, email: co.email, role: co.role, state: co.state }).collect()
}

/// Lists files for the screen.
pub fn file_rows(files: Vec<attachment::Model>, rules: &Rules) -> Vec<FileRow> {
    let label = |id: QuestionId| rules.questions.iter().find(|question| question.id == id).map(|question| question.label.clone());
    let row = |file: attachment::Model| FileRow {
        id: file.id,
        name: file.file_name,
        bytes: file.size_bytes,
        question: file.question_id.and_then(label),
    };
    files.into_iter().map(row).collect()
}

/// Gives the clarification of a proposal.
///
/// # Errors
/// When the database refuses.
pub async fn asked(db: &impl ConnectionTrait, id: ProposalId) -> Result<Option<Asked>, DbErr> {
    let found = clarification::Entity::find_by_id(id).one(db).await?;
    Ok(found.map(|clarification::Model { proposal_id: _, question, asked_by: _, asked_at, answer, answered_at }| Asked {
        question,
        asked_at,
        answer,
        answered_at,
    }))
}

/// Gives the decision on a proposal.
///
/// # Errors
/// When the database refuses.
pub async fn decided(db: &impl ConnectionTrait, id: ProposalId) -> Result<Option<Decided>, DbErr> {
    let found = decision::Entity::find_by_id(id).one(db).await?;
    Ok(found.map(|decision::Model { proposal_id: _, outcome, reason, awarded_cents, decided_by: _, decided_at }| Decided {
        outcome,
        reason,
        awarded: awarded_cents,
        decided_at,
    }))
}

/// Finds the invitation of a link.
///
/// # Errors
/// When the database refuses.
pub async fn invitation(db: &impl ConnectionTrait, token_hash: &str) -> Result<Option<(co_applicant::Model, proposal::Model)>, DbErr> {
    let found = co_applicant::Entity::find().filter(co_applicant::Column::TokenHash.eq(token_hash)).one(db).await?;
    let Some(co) = found else { return Ok(None) };
    Ok(by_id(db, co.proposal_id).await?.map(|proposal| (co, proposal)))
}

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
    let opened = keys.write.iter().chain(&keys.read).copied();
    let mut mine = Condition::any().add(proposal::Column::Id.is_in(opened));
    if let Some(person) = person {
        let accepted = co_applicant::Entity::find()
            .select_only()
            .column(co_applicant::Column::ProposalId)
            .filter(co_applicant::Column::AccountId.eq(person.id))
            .filter(co_applicant::Column::State.eq(CoApplicantState::Accepted))
            .into_query();
        let parties = person.memberships.iter().map(|membership| membership.party_id);
        mine = mine
            .add(Condition::all().add(proposal::Column::AccountId.eq(person.id)).add(proposal::Column::PartyId.is_null()))
            .add(proposal::Column::PartyId.is_in(parties))
            .add(proposal::Column::Id.in_subquery(accepted));
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
            proposal::Column::State,
            proposal::Column::ReceiptNumber,
            proposal::Column::SubmittedAt,
        ])
        .columns([decision::Column::AwardedCents, decision::Column::Reason])
        .join(
            JoinType::LeftJoin,
            proposal::Entity::belongs_to(decision::Entity).from(proposal::Column::Id).to(decision::Column::ProposalId).into(),
        )
        .filter(proposal::Column::CallId.eq(may.call().id))
        .filter(proposal::Column::SubmittedAt.is_not_null())
        .filter(proposal::Column::State.ne(ProposalState::Draft));
    if let Some(state) = state {
        query = query.filter(proposal::Column::State.eq(state));
    }
    if let Some(After { submitted_at, id }) = after {
        query = query.filter(
            Condition::any()
                .add(proposal::Column::SubmittedAt.lt(submitted_at))
                .add(Condition::all().add(proposal::Column::SubmittedAt.eq(submitted_at)).add(proposal::Column::Id.lt(id))),
        );
    }
    query.order_by_desc(proposal::Column::SubmittedAt).order_by_desc(proposal::Column::Id).limit(rows).into_model().all(db).await
}

/// What a call received, counted by state.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    counts: HashMap<ProposalState, i64>,
    /// What all proposals ask that were not withdrawn.
    pub requested: Cents,
    pub awarded: Cents,
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
    state: ProposalState,
    count: i64,
    requested: Option<i64>,
    awarded: Option<i64>,
}

/// Counts what a call received. Of drafts it gives their number and nothing else.
///
/// # Errors
/// When the database refuses.
pub async fn totals(db: &impl ConnectionTrait, call: CallId) -> Result<Totals, DbErr> {
    // PostgreSQL adds up to a decimal number, SQLite to a whole one.
    let sum = |column: Expr| column.sum().cast_as("bigint");
    let rows = proposal::Entity::find()
        .select_only()
        .column(proposal::Column::State)
        .column_as(Expr::col((proposal::Entity, proposal::Column::Id)).count(), "count")
        .column_as(sum(Expr::col((proposal::Entity, proposal::Column::RequestedCents))), "requested")
        .column_as(sum(Expr::col((decision::Entity, decision::Column::AwardedCents))), "awarded")
        .join(
            JoinType::LeftJoin,
            proposal::Entity::belongs_to(decision::Entity).from(proposal::Column::Id).to(decision::Column::ProposalId).into(),
        )
        .filter(proposal::Column::CallId.eq(call))
        .group_by(proposal::Column::State)
        .into_model::<TotalsRow>()
        .all(db)
        .await?;
    let mut totals = Totals::default();
    for TotalsRow { state, count, requested, awarded } in rows {
        totals.counts.insert(state, count);
        if !matches!(state, ProposalState::Draft | ProposalState::Withdrawn) {
            totals.requested.0 += requested.unwrap_or_default();
        }
        totals.awarded.0 += awarded.unwrap_or_default();
    }
    Ok(totals)
}

/// Finds a proposal that was submitted to that call.
///
/// # Errors
/// When the database refuses.
pub async fn submitted_to(db: &impl ConnectionTrait, call: &call::Model, id: &str) -> Result<Option<proposal::Model>, DbErr> {
    let Ok(id) = id.parse() else { return Ok(None) };
    let found = by_id(db, id).await?;
    Ok(found.filter(|proposal| proposal.call_id == call.id && proposal.state != ProposalState::Draft && proposal.submitted_at.is_some()))
}

/// Gives the name of a call's party.
///
/// # Errors
/// When the database refuses.
pub async fn party_name(db: &impl ConnectionTrait, id: PartyId) -> Result<String, DbErr> {
    let found = party::Entity::find_by_id(id).one(db).await?;
    Ok(found.map(|party| party.name).unwrap_or_default())
}

/// Gives the address and name of an account.
///
/// # Errors
/// When the database refuses.
pub async fn account(db: &impl ConnectionTrait, id: AccountId) -> Result<Option<crate::infra::db::entity::account::Model>, DbErr> {
    crate::infra::db::entity::account::Entity::find_by_id(id).one(db).await
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
