//! Reads about assessments. What an assessor may not see yet does not leave this module.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult, Statement, Value};

use super::model::{AssessmentId, Interest, Mark, Mean, REMIND_DAYS, Standing};
use crate::{
    accounts::model::AccountId,
    infra::{i18n::Locale, mail::Recipient},
    parties::model::PartyId,
    proposals::model::ProposalId,
};

/// What somebody was asked to assess: of the proposal its title and who sent it in, nothing more.
#[derive(Clone, Debug)]
pub struct Assigned {
    pub id: AssessmentId,
    pub account_id: Option<AccountId>,
    pub proposal: ProposalId,
    pub title: String,
    pub applicant: String,
    pub number: String,
    pub call: String,
    /// The slug of the call.
    pub slug: String,
    /// The party of the call.
    pub party_id: PartyId,
    pub due_on: NaiveDate,
    pub standing: Standing,
    pub mark: Option<Mark>,
    pub reasons: String,
    pub saved_at: Option<DateTime<Utc>>,
    pub submitted_at: Option<DateTime<Utc>>,
    /// Whether the proposal waits for a decision.
    pub waits: bool,
}

#[derive(FromQueryResult)]
struct Row {
    id: AssessmentId,
    account_id: Option<AccountId>,
    proposal_id: ProposalId,
    title: String,
    applicant_name: String,
    receipt_number: Option<String>,
    call: String,
    slug: String,
    party_id: PartyId,
    due_on: NaiveDate,
    interest: Option<Interest>,
    mark: Option<Mark>,
    reasons: String,
    saved_at: Option<DateTime<Utc>>,
    submitted_at: Option<DateTime<Utc>>,
    withdrawn_at: Option<DateTime<Utc>>,
    waits: i32,
}

impl Row {
    fn assigned(self) -> Assigned {
        Assigned {
            id: self.id,
            account_id: self.account_id,
            proposal: self.proposal_id,
            title: self.title,
            applicant: self.applicant_name,
            number: self.receipt_number.unwrap_or_default(),
            call: self.call,
            slug: self.slug,
            party_id: self.party_id,
            due_on: self.due_on,
            standing: Standing::of(self.interest, self.submitted_at, self.withdrawn_at),
            mark: self.mark,
            reasons: self.reasons,
            saved_at: self.saved_at,
            submitted_at: self.submitted_at,
            waits: self.waits > 0,
        }
    }
}

async fn find(db: &impl ConnectionTrait, condition: &str, values: impl IntoIterator<Item = Value>) -> Result<Vec<Assigned>, DbErr> {
    let sql = format!(
        "select s.id, s.account_id, s.proposal_id, p.title, p.applicant_name, p.receipt_number, c.title as call, c.slug, c.party_id, s.due_on,
             s.interest, s.mark, s.reasons, s.saved_at, s.submitted_at, s.withdrawn_at,
             (case when p.state = 'submitted' and d.proposal_id is null then 1 else 0 end) as waits
         from assessment s join proposal p on p.id = s.proposal_id join call c on c.id = p.call_id
         left join decision d on d.proposal_id = p.id where {condition}"
    );
    let rows = Row::find_by_statement(Statement::from_sql_and_values(db.get_database_backend(), sql, values)).all(db).await?;
    Ok(rows.into_iter().map(Row::assigned).collect())
}

/// Finds what an account was asked to assess of a proposal.
///
/// # Errors
/// When the database refuses.
pub async fn assigned(db: &impl ConnectionTrait, proposal: ProposalId, account: AccountId) -> Result<Option<Assigned>, DbErr> {
    Ok(find(db, "s.proposal_id = $1 and s.account_id = $2", [proposal.0.into(), account.0.into()]).await?.pop())
}

/// Lists what an account was asked to assess, the nearest date first.
///
/// # Errors
/// When the database refuses.
pub async fn of_account(db: &impl ConnectionTrait, account: AccountId) -> Result<Vec<Assigned>, DbErr> {
    find(db, "s.account_id = $1 order by s.due_on, s.id limit 300", [account.0.into()]).await
}

/// One of those who were asked, as the others see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub id: AssessmentId,
    /// `None` when the account is gone.
    pub name: Option<String>,
    pub due_on: NaiveDate,
    pub standing: Standing,
    pub submitted_at: Option<DateTime<Utc>>,
    /// What was judged: after submitting, for who may know.
    pub given: Option<(Mark, String)>,
}

/// All who were asked about a proposal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Results {
    pub lines: Vec<Line>,
    pub mean: Option<Mean>,
    /// The reader judges first: the judgements of others are left out.
    pub hidden: bool,
}

#[derive(FromQueryResult)]
struct LineRow {
    id: AssessmentId,
    account_id: Option<AccountId>,
    name: Option<String>,
    due_on: NaiveDate,
    interest: Option<Interest>,
    mark: Option<Mark>,
    reasons: String,
    submitted_at: Option<DateTime<Utc>>,
    withdrawn_at: Option<DateTime<Utc>>,
}

/// Lists who were asked about a proposal, and what they judged, for somebody who may know. A reader who is asked too, and did not submit while it `waits`,
/// gets no judgement of others.
///
/// # Errors
/// When the database refuses.
pub async fn results(db: &impl ConnectionTrait, proposal: ProposalId, reader: AccountId, waits: bool) -> Result<Results, DbErr> {
    let sql = "select s.id, s.account_id, a.name, s.due_on, s.interest, s.mark, s.reasons, s.submitted_at, s.withdrawn_at
         from assessment s left join account a on a.id = s.account_id where s.proposal_id = $1 order by s.asked_at, s.id";
    let rows =
        LineRow::find_by_statement(Statement::from_sql_and_values(db.get_database_backend(), sql, [proposal.0.into()])).all(db).await?;
    let standing = |row: &LineRow| Standing::of(row.interest, row.submitted_at, row.withdrawn_at);
    let hidden = rows
        .iter()
        .any(|row| row.account_id == Some(reader) && (standing(row) == Standing::Conflict || (waits && standing(row).is_open())));
    let lines: Vec<Line> = rows
        .into_iter()
        .map(|row| {
            let standing = standing(&row);
            let given = row.mark.filter(|_| standing == Standing::Submitted && !hidden).map(|mark| (mark, row.reasons));
            Line { id: row.id, name: row.name, due_on: row.due_on, standing, submitted_at: row.submitted_at, given }
        })
        .collect();
    let mean = Mean::of(lines.iter().filter_map(|line| line.given.as_ref().map(|(mark, _)| *mark)));
    Ok(Results { lines, mean, hidden })
}

/// Somebody who can be asked.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Candidate {
    pub id: AccountId,
    pub name: String,
    pub email: String,
    pub locale: Locale,
}

impl Candidate {
    /// Makes it somebody who gets a letter.
    pub fn recipient(self) -> Recipient {
        Recipient { address: self.email, name: self.name, account_id: Some(self.id), locale: self.locale }
    }
}

/// Lists the members of a party who can be asked to assess a proposal: not asked yet, or no longer; and not taking part in it themselves.
///
/// # Errors
/// When the database refuses.
pub async fn candidates(db: &impl ConnectionTrait, party: PartyId, proposal: ProposalId) -> Result<Vec<Candidate>, DbErr> {
    let sql = "select a.id, a.name, a.email, a.locale from membership m join account a on a.id = m.account_id
         where m.party_id = $1 and m.state = 'active'
         and not exists (select 1 from assessment s where s.proposal_id = $2 and s.account_id = a.id
             and (s.withdrawn_at is null or s.interest = 'conflict'))
         and not exists (select 1 from co_applicant x where x.proposal_id = $2 and x.account_id = a.id and x.state = 'accepted')
         and not exists (select 1 from proposal p where p.id = $2 and (p.account_id = a.id or exists
             (select 1 from membership n where n.party_id = p.party_id and n.account_id = a.id and n.state = 'active')))
         order by a.name, a.id";
    let values = [party.0.into(), proposal.0.into()];
    Candidate::find_by_statement(Statement::from_sql_and_values(db.get_database_backend(), sql, values)).all(db).await
}

#[derive(FromQueryResult)]
struct LateRow {
    id: AssessmentId,
}

/// Lists assessments of which the assessor may have to be reminded; the command looks again.
///
/// # Errors
/// When the database refuses.
pub async fn nearly_due(db: &impl ConnectionTrait, today: NaiveDate) -> Result<Vec<AssessmentId>, DbErr> {
    let sql = "select s.id from assessment s join proposal p on p.id = s.proposal_id join call c on c.id = p.call_id
         where s.due_on <= $1 and s.submitted_at is null and s.withdrawn_at is null and (s.interest is null or s.interest = 'none')
         and (s.reminded_on is null or (s.reminded_on <= s.due_on and s.due_on < $2))
         and p.state = 'submitted' and c.state = 'published' and not exists (select 1 from decision d where d.proposal_id = p.id)
         and exists (select 1 from membership m where m.party_id = c.party_id and m.account_id = s.account_id and m.state = 'active')
         order by s.due_on, s.id limit 200";
    let values: [Value; 2] = [(today + TimeDelta::days(REMIND_DAYS)).into(), today.into()];
    let rows = LateRow::find_by_statement(Statement::from_sql_and_values(db.get_database_backend(), sql, values)).all(db).await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// Finds who is reminded of an assessment, while that person belongs to the call's party, with what was asked.
///
/// # Errors
/// When the database refuses.
pub async fn reminded(db: &impl ConnectionTrait, id: AssessmentId) -> Result<Option<(Recipient, Assigned)>, DbErr> {
    let Some(assigned) = find(db, "s.id = $1", [id.0.into()]).await?.pop() else { return Ok(None) };
    let sql = "select a.id, a.name, a.email, a.locale from membership m join account a on a.id = m.account_id
         where m.party_id = $1 and m.account_id = $2 and m.state = 'active'";
    let values: [Value; 2] = [assigned.party_id.0.into(), assigned.account_id.map(|account| account.0).into()];
    let who = Candidate::find_by_statement(Statement::from_sql_and_values(db.get_database_backend(), sql, values)).one(db).await?;
    Ok(who.map(|who| (who.recipient(), assigned)))
}
