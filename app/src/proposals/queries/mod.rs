//! Reads about proposals. What a funder gets comes from rows that a submission wrote, never from a draft.

pub mod barred;
mod dossier;
mod lists;
pub mod reminders;

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect, Statement, Value};

pub use dossier::{
    Answer, Answers, Asked, Attached, Co, Decided, Dossier, FileRow, Parts, dossier, draft, file_rows, known, parts, rules_and_answers,
};
pub use lists::{After, OwnRow, PAGE, SubmittedRow, Totals, call_with_totals, own, people, submitted};

use super::model::{CoApplicantState, Outcome, ProposalId, ProposalState};
use crate::{
    accounts::model::AccountId,
    calls::model::{CallId, CallState, Life},
    infra::{
        db::entity::{account, attachment, call, co_applicant, party, proposal},
        i18n::Locale,
    },
    parties::model::{PartyId, PartyKind},
    values::Cents,
};

/// What a proposal has to do with its call.
#[derive(Clone, Debug)]
pub struct CallRef {
    pub id: CallId,
    pub slug: String,
    pub party_id: PartyId,
    pub title: String,
    pub life: Life,
    /// The kinds that may apply; empty means everybody.
    pub who_may_apply: Vec<PartyKind>,
    pub ceiling: Option<Cents>,
    pub max: Option<Cents>,
}

/// A proposal as its applicants and the funder see it, with its call, what was asked about it and what was decided.
#[derive(Clone, Debug)]
pub struct ProposalView {
    pub id: ProposalId,
    pub call: CallRef,
    pub party_id: Option<PartyId>,
    pub account_id: Option<AccountId>,
    pub applicant_kind: PartyKind,
    pub applicant_name: String,
    pub contact_email: String,
    pub contact_name: String,
    pub locale: Locale,
    pub title: String,
    pub summary: String,
    pub requested: Cents,
    pub own: Cents,
    /// What was typed since the last submission; `None` when there is nothing new.
    pub draft_json: Option<String>,
    pub state: ProposalState,
    pub receipt_number: Option<String>,
    pub submitted_at: Option<DateTime<Utc>>,
    pub withdrawn_at: Option<DateTime<Utc>>,
    pub version: i32,
    pub asked: Option<Asked>,
    pub decided: Option<Decided>,
    /// The account for which the proposal was read, when it is one of the co-applicants who said yes.
    pub taking_part: Option<AccountId>,
    /// Whether that account follows it.
    pub followed: bool,
    /// Whether that account reads, as a funder, nothing but title and applicant; see [`barred`].
    pub barred: bool,
}

impl ProposalView {
    /// Says whether it was sent in, even when it was withdrawn or decided on since.
    pub fn was_submitted(&self) -> bool {
        self.state != ProposalState::Draft && self.submitted_at.is_some()
    }
}

/// The columns that [`CallRow`] reads, of a call `c`.
const CALL_COLUMNS: &str =
    "c.id as call_id, c.slug as call_slug, c.party_id as call_party_id, c.title as call_title, c.state as call_state,
     c.opens_at, c.closes_at, c.published_at, c.closed_early_at, c.withdrawn_at as call_withdrawn_at, c.withdrawn_reason, c.who_may_apply,
     c.ceiling_cents, c.max_cents";

#[derive(FromQueryResult)]
struct CallRow {
    call_id: CallId,
    call_slug: String,
    call_party_id: PartyId,
    call_title: String,
    call_state: CallState,
    opens_at: Option<DateTime<Utc>>,
    closes_at: Option<DateTime<Utc>>,
    published_at: Option<DateTime<Utc>>,
    closed_early_at: Option<DateTime<Utc>>,
    call_withdrawn_at: Option<DateTime<Utc>>,
    withdrawn_reason: Option<String>,
    who_may_apply: String,
    ceiling_cents: Option<Cents>,
    max_cents: Option<Cents>,
}

impl CallRow {
    fn call(self) -> CallRef {
        CallRef {
            id: self.call_id,
            slug: self.call_slug,
            party_id: self.call_party_id,
            title: self.call_title,
            life: Life {
                state: self.call_state,
                opens_at: self.opens_at,
                closes_at: self.closes_at,
                published_at: self.published_at,
                closed_early_at: self.closed_early_at,
                withdrawn_at: self.call_withdrawn_at,
                withdrawn_reason: self.withdrawn_reason,
            },
            who_may_apply: serde_json::from_str(&self.who_may_apply).unwrap_or_default(),
            ceiling: self.ceiling_cents,
            max: self.max_cents,
        }
    }
}

/// Makes of a call's own row what a proposal has to do with it; for commands that lock it.
pub fn call_ref(call: call::Model) -> CallRef {
    CallRef {
        id: call.id,
        slug: call.slug,
        party_id: call.party_id,
        title: call.title,
        life: Life {
            state: call.state,
            opens_at: call.opens_at,
            closes_at: call.closes_at,
            published_at: call.published_at,
            closed_early_at: call.closed_early_at,
            withdrawn_at: call.withdrawn_at,
            withdrawn_reason: call.withdrawn_reason,
        },
        who_may_apply: serde_json::from_str(&call.who_may_apply).unwrap_or_default(),
        ceiling: call.ceiling_cents,
        max: call.max_cents,
    }
}

#[derive(FromQueryResult)]
struct Row {
    id: ProposalId,
    #[sea_orm(nested)]
    call: CallRow,
    party_id: Option<PartyId>,
    account_id: Option<AccountId>,
    applicant_kind: PartyKind,
    applicant_name: String,
    contact_email: String,
    contact_name: String,
    locale: Locale,
    title: String,
    summary: String,
    requested_cents: Cents,
    own_contribution_cents: Cents,
    draft_json: Option<String>,
    state: ProposalState,
    receipt_number: Option<String>,
    submitted_at: Option<DateTime<Utc>>,
    withdrawn_at: Option<DateTime<Utc>>,
    version: i32,
    question: Option<String>,
    asked_at: Option<DateTime<Utc>>,
    answer: Option<String>,
    answered_at: Option<DateTime<Utc>>,
    outcome: Option<Outcome>,
    reason: Option<String>,
    awarded_cents: Option<Cents>,
    decided_at: Option<DateTime<Utc>>,
    told_at: Option<DateTime<Utc>>,
    taking_part: Option<AccountId>,
    followed: i64,
    barred: i32,
}

impl Row {
    fn view(self) -> ProposalView {
        let asked = self.question.zip(self.asked_at).map(|(question, asked_at)| Asked {
            question,
            asked_at,
            answer: self.answer,
            answered_at: self.answered_at,
        });
        let decided = self.outcome.zip(self.decided_at).map(|(outcome, decided_at)| Decided {
            outcome,
            reason: self.reason.unwrap_or_default(),
            awarded: self.awarded_cents.unwrap_or_default(),
            decided_at,
            told_at: self.told_at,
        });
        ProposalView {
            id: self.id,
            call: self.call.call(),
            party_id: self.party_id,
            account_id: self.account_id,
            applicant_kind: self.applicant_kind,
            applicant_name: self.applicant_name,
            contact_email: self.contact_email,
            contact_name: self.contact_name,
            locale: self.locale,
            title: self.title,
            summary: self.summary,
            requested: self.requested_cents,
            own: self.own_contribution_cents,
            draft_json: self.draft_json,
            state: decided.as_ref().map_or(self.state, |decided| decided.outcome.into()),
            receipt_number: self.receipt_number,
            submitted_at: self.submitted_at,
            withdrawn_at: self.withdrawn_at,
            version: self.version,
            asked,
            decided,
            taking_part: self.taking_part,
            followed: self.followed > 0,
            barred: self.barred > 0,
        }
    }
}

/// Who reads about a decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reader {
    /// Hears of it with the letter.
    Applicant,
    Funder,
}

/// Reads the proposal `p` that `condition` finds; `$1` is the account for which it is read.
async fn find(
    db: &impl ConnectionTrait,
    reader: Reader,
    account: Option<AccountId>,
    id: ProposalId,
    condition: &str,
    more: impl IntoIterator<Item = Value>,
) -> Result<Option<ProposalView>, DbErr> {
    let told = if reader == Reader::Applicant { "and d.told_at is not null" } else { "" };
    let bars = barred::bars("p.id", "$1");
    let sql = format!(
        "select p.id, p.party_id, p.account_id, p.applicant_kind, p.applicant_name, p.contact_email, p.contact_name, p.locale, p.title, p.summary,
                p.requested_cents, p.own_contribution_cents, p.draft_json, p.state, p.receipt_number, p.submitted_at, p.withdrawn_at, p.version,
                q.question, q.asked_at, q.answer, q.answered_at, d.outcome, d.reason, d.awarded_cents, d.decided_at, d.told_at,
                (select x.account_id from co_applicant x where x.proposal_id = p.id and x.state = 'accepted' and x.account_id = $1 limit 1)
                    as taking_part,
                (select count(*) from follow f where f.account_id = $1 and f.object_kind = 'proposal' and f.object_key = $3) as followed,
                (case when {bars} then 1 else 0 end) as barred, {CALL_COLUMNS}
         from proposal p join call c on c.id = p.call_id left join clarification q on q.proposal_id = p.id
         left join decision d on d.proposal_id = p.id {told} where p.id = $2 {condition}"
    );
    let own: [Value; 3] = [account.map(|account| account.0).into(), id.0.into(), id.to_string().into()];
    let values = own.into_iter().chain(more);
    let row = Row::find_by_statement(Statement::from_sql_and_values(db.get_database_backend(), sql, values)).one(db).await?;
    Ok(row.map(Row::view))
}

/// Finds a proposal for an account, in one statement. Of a decision it tells once the applicants know it.
///
/// # Errors
/// When the database refuses.
pub async fn by_id(db: &impl ConnectionTrait, id: ProposalId, account: Option<AccountId>) -> Result<Option<ProposalView>, DbErr> {
    find(db, Reader::Applicant, account, id, "", []).await
}

/// Finds a proposal for its funder, with a decision that the applicants do not know yet; in one statement.
///
/// # Errors
/// When the database refuses.
pub async fn for_funder(db: &impl ConnectionTrait, id: ProposalId, account: AccountId) -> Result<Option<ProposalView>, DbErr> {
    find(db, Reader::Funder, Some(account), id, "", []).await
}

/// Finds the proposal that a link opens.
///
/// # Errors
/// When the database refuses.
pub async fn by_link(db: &impl ConnectionTrait, id: ProposalId, token_hash: &str) -> Result<Option<ProposalView>, DbErr> {
    // Comparing hashes tells nothing about the token.
    find(db, Reader::Applicant, None, id, "and p.access_token_hash = $4", [token_hash.into()]).await
}

async fn find_call(db: &impl ConnectionTrait, condition: &str, value: Value) -> Result<Option<CallRef>, DbErr> {
    let sql = format!("select {CALL_COLUMNS} from call c where {condition}");
    let row = CallRow::find_by_statement(Statement::from_sql_and_values(db.get_database_backend(), sql, [value])).one(db).await?;
    Ok(row.map(CallRow::call))
}

/// Finds the call of an address.
///
/// # Errors
/// When the database refuses.
pub async fn call_by_slug(db: &impl ConnectionTrait, slug: &str) -> Result<Option<CallRef>, DbErr> {
    // PostgreSQL takes no NUL in a text.
    if slug.contains('\0') {
        return Ok(None);
    }
    find_call(db, "c.slug = $1", slug.into()).await
}

/// Finds a call.
///
/// # Errors
/// When the database refuses.
pub async fn call_by_id(db: &impl ConnectionTrait, id: CallId) -> Result<Option<CallRef>, DbErr> {
    find_call(db, "c.id = $1", id.0.into()).await
}

/// Gives the call of a proposal.
///
/// # Errors
/// When the database refuses.
pub async fn call_of(db: &impl ConnectionTrait, proposal: &proposal::Model) -> Result<CallRef, DbErr> {
    let missing = || DbErr::RecordNotFound("the call of a proposal".to_owned());
    find_call(db, "c.id = $1", proposal.call_id.0.into()).await?.ok_or_else(missing)
}

#[derive(FromQueryResult)]
struct AwardedRow {
    awarded: i64,
}

/// Gives what has been awarded from a call, what nobody was told yet included.
///
/// # Errors
/// When the database refuses.
pub async fn awarded(db: &impl ConnectionTrait, call: CallId) -> Result<Cents, DbErr> {
    let sql = "select cast(coalesce(sum(d.awarded_cents), 0) as bigint) as awarded from proposal p join decision d on d.proposal_id = p.id
         where p.call_id = $1 and d.outcome = 'awarded'";
    let row =
        AwardedRow::find_by_statement(Statement::from_sql_and_values(db.get_database_backend(), sql, [call.0.into()])).one(db).await?;
    Ok(Cents(row.map_or(0, |row| row.awarded)))
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

/// Finds the invitation of a link, with its proposal; for the command that answers it.
///
/// # Errors
/// When the database refuses.
pub async fn invitation(db: &impl ConnectionTrait, token_hash: &str) -> Result<Option<(co_applicant::Model, ProposalId)>, DbErr> {
    let found = co_applicant::Entity::find().filter(co_applicant::Column::TokenHash.eq(token_hash)).one(db).await?;
    Ok(found.map(|co| {
        let id = co.proposal_id;
        (co, id)
    }))
}

/// What somebody who is invited sees.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Invited {
    pub state: CoApplicantState,
    pub role: String,
    pub call: String,
    /// Empty before the first submission.
    pub title: String,
    pub applicant: String,
}

/// Finds what the page of an invitation shows, in one statement.
///
/// # Errors
/// When the database refuses.
pub async fn invited(db: &impl ConnectionTrait, token_hash: &str) -> Result<Option<Invited>, DbErr> {
    let sql = "select x.state, x.role, c.title as call, p.title, p.applicant_name as applicant
         from co_applicant x join proposal p on p.id = x.proposal_id join call c on c.id = p.call_id where x.token_hash = $1";
    Invited::find_by_statement(Statement::from_sql_and_values(db.get_database_backend(), sql, [token_hash.into()])).one(db).await
}

/// Gives the name of a call's party.
///
/// # Errors
/// When the database refuses.
pub async fn party_name(db: &impl ConnectionTrait, id: PartyId) -> Result<String, DbErr> {
    let found = party::Entity::find_by_id(id).one(db).await?;
    Ok(found.map(|party| party.name).unwrap_or_default())
}

/// Gives the language in which a proposal was made.
///
/// # Errors
/// When the database refuses.
pub async fn locale(db: &impl ConnectionTrait, id: ProposalId) -> Result<Locale, DbErr> {
    let found = proposal::Entity::find_by_id(id).select_only().column(proposal::Column::Locale).into_tuple::<Locale>().one(db).await?;
    Ok(found.unwrap_or(Locale::Nl))
}

/// Gives the address and name of an account.
///
/// # Errors
/// When the database refuses.
pub async fn account(db: &impl ConnectionTrait, id: AccountId) -> Result<Option<account::Model>, DbErr> {
    account::Entity::find_by_id(id).one(db).await
}
