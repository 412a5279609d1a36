//! What applicants and funders do with a proposal: one transaction each.

use std::collections::HashSet;

use chrono::{DateTime, Datelike, Utc};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, IntoActiveModel, QueryFilter,
    QuerySelect, Statement, sea_query::Expr,
};
use uuid::Uuid;

use super::{
    mails,
    model::{
        self, CoApplicant, CoApplicantState, Content, Draft, MAX_FILES, NotNow, Outcome, ProposalId, ProposalState, Step, receipt_number,
    },
    policy::{self, FunderMayAct, MayWrite},
    queries::{self, CallRef, ProposalView},
};
use crate::{
    accounts::model::{AccountId, Actor},
    calls::model::QuestionId,
    error::AppError,
    infra::{
        clock,
        db::{
            Tx,
            entity::{attachment, budget_line, call, clarification, co_applicant, decision, proposal, proposal_answer, proposal_area},
        },
        files::{Files, Stored},
        i18n::{Locale, Texts},
        mail::{Letter, Recipient},
        tokens,
    },
    input::{FieldErrors, Problem},
    parties::model::{PartyId, PartyKind},
    paths,
    state::AppState,
    values::Cents,
};

/// Why something was not done.
#[derive(Debug)]
pub enum Refusal {
    /// Fields to mend.
    Fields(FieldErrors),
    /// The call does not take proposals any more, or not yet.
    Closed,
    /// What is stored is not what the visitor saw.
    Changed,
    Other(AppError),
}

impl<E: Into<AppError>> From<E> for Refusal {
    fn from(error: E) -> Self {
        Self::Other(error.into())
    }
}

impl From<NotNow> for AppError {
    fn from(_: NotNow) -> Self {
        Self::Conflict
    }
}

/// The longest draft that is kept, in bytes of JSON.
const MAX_DRAFT: usize = 400_000;

/// Who starts a proposal.
#[derive(Clone, Debug)]
pub struct Start {
    pub account_id: Option<AccountId>,
    pub party_id: Option<PartyId>,
    pub applicant_kind: PartyKind,
    pub applicant_name: String,
    pub contact_name: String,
    pub contact_email: String,
    pub locale: Locale,
}

/// What the link in a mail is signed for.
const LINK: &str = "proposal_link";

fn link_token(state: &AppState, id: ProposalId) -> String {
    tokens::sign(&state.settings.secret_key, LINK, &id.to_string())
}

/// Gives the path by which its first applicant comes back to a proposal: by the secret link when there is no account to sign in with.
fn way_back(state: &AppState, proposal: &proposal::Model, path: String) -> String {
    let by_link = proposal.account_id.is_none() && proposal.party_id.is_none();
    if by_link { paths::proposal_link(proposal.id, &link_token(state, proposal.id)) } else { path }
}

/// Starts a draft and mails the way back to it.
///
/// # Errors
/// [`Refusal::Closed`] outside the call's period.
pub async fn start(state: &AppState, actor: &Actor, call: &CallRef, start: Start, now: DateTime<Utc>) -> Result<ProposalId, Refusal> {
    if !call.life.is_open(now) {
        return Err(Refusal::Closed);
    }
    let Start { account_id, party_id, applicant_kind, applicant_name, contact_name, contact_email, locale } = start;
    let id = ProposalId::new();
    let tx = state.db.begin().await?;
    let proposal = proposal::ActiveModel {
        id: Set(id),
        call_id: Set(call.id),
        party_id: Set(party_id),
        account_id: Set(account_id),
        applicant_kind: Set(applicant_kind),
        applicant_name: Set(applicant_name),
        contact_email: Set(contact_email),
        contact_name: Set(contact_name),
        locale: Set(locale),
        access_token_hash: Set(tokens::hash(&link_token(state, id))),
        title: Set(String::new()),
        summary: Set(String::new()),
        requested_cents: Set(Cents(0)),
        own_contribution_cents: Set(Cents(0)),
        draft_json: Set(None),
        state: Set(ProposalState::Draft),
        receipt_number: Set(None),
        submit_token: Set(None),
        submitted_at: Set(None),
        withdrawn_at: Set(None),
        created_at: Set(now),
        updated_at: Set(now),
        version: Set(1),
    }
    .insert(tx.on())
    .await?;
    let path = way_back(state, &proposal, paths::proposal_draft(id));
    let letter = mails::ProposalLink { id, call: &call.title, closes_at: call.life.deadline(), path };
    let to = contact(&proposal);
    state.post.enqueue(&tx, &to, letter.letter(Texts::new(to.locale)), now).await?;
    tx.commit(policy::audit(actor, "proposal.start", id), now).await?;
    Ok(id)
}

/// Finds the proposal of a link; opened by somebody who is signed in, a proposal without an account becomes hers.
///
/// # Errors
/// [`AppError::NotFound`] when the link is not ours.
pub async fn open_link(state: &AppState, actor: &Actor, id: &str, token: &str, now: DateTime<Utc>) -> Result<ProposalView, AppError> {
    let proposal = by_link(state, id, token).await?.ok_or(AppError::NotFound)?;
    if let Actor::Person(person) = actor
        && proposal.account_id.is_none()
        && proposal.party_id.is_none()
    {
        let tx = state.db.begin().await?;
        proposal::Entity::update_many()
            .col_expr(proposal::Column::AccountId, Expr::value(Uuid::from(person.id)))
            .filter(proposal::Column::Id.eq(proposal.id))
            .filter(proposal::Column::AccountId.is_null())
            .exec(tx.on())
            .await?;
        tx.commit(policy::audit(actor, "proposal.claim", proposal.id), now).await?;
    }
    Ok(proposal)
}

/// Finds the proposal that a link opens.
///
/// # Errors
/// When the database refuses.
pub async fn by_link(state: &AppState, id: &str, token: &str) -> Result<Option<ProposalView>, DbErr> {
    let Ok(id) = id.parse() else { return Ok(None) };
    queries::by_link(state.db.reader(), id, &tokens::hash(token)).await
}

/// Keeps what was typed, as it was typed. Gives the version that the next save has to name.
///
/// # Errors
/// [`Refusal::Changed`] when somebody saved after the form was shown, [`Refusal::Closed`] when the proposal cannot be changed any more.
pub async fn save(state: &AppState, may: &MayWrite, draft: &Draft, expected: i32, now: DateTime<Utc>) -> Result<i32, Refusal> {
    let tx = state.db.begin().await?;
    let version = keep(&tx, may, draft, expected, now).await?;
    tx.commit(may.audit("proposal.save"), now).await?;
    Ok(version)
}

async fn keep(tx: &Tx, may: &MayWrite, draft: &Draft, expected: i32, now: DateTime<Utc>) -> Result<i32, Refusal> {
    let json = serde_json::to_string(draft).map_err(|_| AppError::Internal)?;
    if json.len() > MAX_DRAFT {
        return Err(AppError::BadRequest.into());
    }
    let id = may.proposal().id;
    may.proposal().state.after(Step::Submit).map_err(|NotNow| Refusal::Closed)?;
    let next = expected.saturating_add(1);
    let updated = proposal::Entity::update_many()
        .col_expr(proposal::Column::DraftJson, Expr::value(json))
        .col_expr(proposal::Column::Version, Expr::value(next))
        .col_expr(proposal::Column::UpdatedAt, Expr::value(now))
        .filter(proposal::Column::Id.eq(id))
        .filter(proposal::Column::Version.eq(expected))
        .filter(proposal::Column::State.is_in([ProposalState::Draft, ProposalState::Submitted]))
        .exec(tx.on())
        .await?;
    if updated.rows_affected == 0 { Err(Refusal::Changed) } else { Ok(next) }
}

/// Saves the draft and invites the co-applicants in it that were not invited yet. Gives how many that were.
///
/// # Errors
/// As [`save`].
pub async fn invite(state: &AppState, may: &MayWrite, draft: &Draft, expected: i32, now: DateTime<Utc>) -> Result<usize, Refusal> {
    let tx = state.db.begin().await?;
    keep(&tx, may, draft, expected, now).await?;
    let ProposalView { id, call, applicant_name, contact_email, locale, .. } = may.proposal();
    let wanted = model::invitable(draft, contact_email);
    let inviting = Inviting { id: *id, call: &call.title, title: draft.title.trim(), applicant: applicant_name, locale: *locale };
    let invited = invite_new(state, &tx, inviting, &wanted, now).await?;
    tx.commit(may.audit("proposal.invite"), now).await?;
    Ok(invited.len())
}

/// Saves a draft from which a co-applicant was taken out. While nothing was submitted yet, that person is out at once; afterwards with the next submission.
///
/// # Errors
/// As [`save`].
pub async fn remove_co_applicants(
    state: &AppState,
    may: &MayWrite,
    draft: &Draft,
    expected: i32,
    now: DateTime<Utc>,
) -> Result<(), Refusal> {
    let tx = state.db.begin().await?;
    keep(&tx, may, draft, expected, now).await?;
    if may.proposal().state == ProposalState::Draft {
        let left: HashSet<String> = draft.co.iter().map(|row| row.email.trim().to_lowercase()).collect();
        forget_others(&tx, may.proposal().id, &left).await?;
    }
    tx.commit(may.audit("proposal.save"), now).await?;
    Ok(())
}

async fn forget_others(tx: &Tx, id: ProposalId, left: &HashSet<String>) -> Result<(), DbErr> {
    for co in queries::co_applicants(tx.on(), id).await?.into_iter().filter(|co| !left.contains(&co.email)) {
        co_applicant::Entity::delete_by_id(co.id).exec(tx.on()).await?;
    }
    Ok(())
}

/// What an invitation tells.
#[derive(Clone, Copy)]
struct Inviting<'texts> {
    id: ProposalId,
    call: &'texts str,
    title: &'texts str,
    applicant: &'texts str,
    locale: Locale,
}

/// Writes rows and letters for co-applicants that have none; brings name and role of the others up to date. Gives the new addresses.
async fn invite_new(
    state: &AppState,
    tx: &Tx,
    inviting: Inviting<'_>,
    wanted: &[CoApplicant],
    now: DateTime<Utc>,
) -> Result<HashSet<String>, DbErr> {
    let Inviting { id, call, title, applicant, locale } = inviting;
    let known = queries::co_applicants(tx.on(), id).await?;
    let mut invited = HashSet::new();
    for CoApplicant { name, email, role } in wanted {
        if let Some(row) = known.iter().find(|row| row.email == *email) {
            if row.name != *name || row.role != *role {
                let mut row = row.clone().into_active_model();
                row.name = Set(name.clone());
                row.role = Set(role.clone());
                row.update(tx.on()).await?;
            }
            continue;
        }
        let token = tokens::random();
        co_applicant::ActiveModel {
            id: Set(Uuid::now_v7()),
            proposal_id: Set(id),
            email: Set(email.clone()),
            name: Set(name.clone()),
            role: Set(role.clone()),
            token_hash: Set(token.hash),
            state: Set(CoApplicantState::Invited),
            account_id: Set(None),
            invited_at: Set(now),
            answered_at: Set(None),
        }
        .insert(tx.on())
        .await?;
        let path = paths::proposal_invitation(&token.text);
        let letter = mails::CoApplicantAsked { id, call, title, applicant, role, path };
        let to = Recipient { address: email.clone(), name: name.clone(), account_id: None, locale };
        state.post.enqueue(tx, &to, letter.letter(Texts::new(to.locale)), now).await?;
        invited.insert(email.clone());
    }
    Ok(invited)
}

/// A co-applicant's answer. Saying yes again is fine: it is how somebody comes back.
///
/// # Errors
/// [`AppError::NotFound`] without such an invitation, [`AppError::Conflict`] when it was answered otherwise.
pub async fn answer_invitation(
    state: &AppState,
    actor: &Actor,
    token: &str,
    answer: CoApplicantState,
    now: DateTime<Utc>,
) -> Result<ProposalId, AppError> {
    let tx = state.db.begin().await?;
    let (co, id) = queries::invitation(tx.on(), &tokens::hash(token)).await?.ok_or(AppError::NotFound)?;
    let again = co.state == CoApplicantState::Accepted && answer == CoApplicantState::Accepted;
    if co.state != CoApplicantState::Invited && !again {
        return Err(AppError::Conflict);
    }
    let mut row = co.clone().into_active_model();
    row.state = Set(answer);
    row.answered_at = Set(co.answered_at.or(Some(now)));
    if answer == CoApplicantState::Accepted && co.account_id.is_none() {
        row.account_id = Set(actor.person().ok().map(|person| person.id));
    }
    row.update(tx.on()).await?;
    tx.commit(policy::audit(actor, "proposal.answer_invitation", id).outcome(answer.as_str()), now).await?;
    Ok(id)
}

/// Gives what the check page puts into its form: it stands for exactly that content, so that nothing else can be sent in with it.
pub fn submit_token(state: &AppState, id: ProposalId, version: i32, draft_json: Option<&str>) -> String {
    let content = tokens::hash(draft_json.unwrap_or_default());
    tokens::sign(&state.settings.secret_key, "proposal_submit", &format!("{id}:{version}:{content}"))
}

#[derive(FromQueryResult)]
struct Counted {
    last: i32,
}

/// Takes the next number of a year. The row stays locked until the transaction ends, so no two proposals get the same one.
async fn next_number(tx: &Tx, year: i32) -> Result<i32, DbErr> {
    let statement = Statement::from_sql_and_values(
        tx.on().get_database_backend(),
        "insert into receipt_counter (year, last) values ($1, 1)
         on conflict (year) do update set last = receipt_counter.last + 1 returning last",
        [year.into()],
    );
    let counted = Counted::find_by_statement(statement).one(tx.on()).await?;
    counted.map(|counted| counted.last).ok_or_else(|| DbErr::RecordNotFound("the receipt counter".to_owned()))
}

/// Locks a proposal until the transaction ends, and gives it as it is now.
async fn locked(tx: &Tx, id: ProposalId) -> Result<proposal::Model, Refusal> {
    let found = proposal::Entity::find_by_id(id).lock_exclusive().one(tx.on()).await?;
    Ok(found.ok_or(AppError::NotFound)?)
}

/// Sends a proposal in, once for each token of the check page. Sent in again before the deadline it keeps its number.
///
/// # Errors
/// [`Refusal::Closed`] from the second of the deadline, [`Refusal::Changed`] when the draft is not what the check page showed, [`Refusal::Fields`].
pub async fn submit(state: &AppState, may: &MayWrite, token: &str, now: DateTime<Utc>) -> Result<(), Refusal> {
    let tx = state.db.begin().await?;
    let proposal = locked(&tx, may.proposal().id).await?;
    // Pressed twice, or sent again by the browser: it is in.
    let unchanged = proposal.state == ProposalState::Submitted && proposal.draft_json.is_none();
    if proposal.submit_token.as_deref() == Some(token) || unchanged {
        return Ok(());
    }
    let next = proposal.state.after(Step::Submit)?;
    let call = call::Entity::find_by_id(proposal.call_id).lock_shared().one(tx.on()).await?.ok_or(AppError::Internal)?;
    let call = queries::call_ref(call);
    if !call.life.is_open(now) {
        return Err(Refusal::Closed);
    }
    if submit_token(state, proposal.id, proposal.version, proposal.draft_json.as_deref()) != token {
        return Err(Refusal::Changed);
    }
    let view = queries::by_id(tx.on(), proposal.id, None).await?.ok_or(AppError::NotFound)?;
    let (rules, answers) = queries::rules_and_answers(tx.on(), &call, proposal.id).await?;
    let parts = queries::parts(tx.on(), proposal.id).await?;
    let draft = queries::draft(&view, &rules, &answers, &parts).tidied();
    let known = queries::known(tx.on(), &view, &parts, &draft).await?;
    let content = model::read(&draft, &rules, &known).map_err(Refusal::Fields)?;

    let submitted_at = proposal.submitted_at.unwrap_or(now);
    let number = match &proposal.receipt_number {
        Some(number) => number.clone(),
        None => receipt_number(now, next_number(&tx, clock::local_day(now).year()).await?),
    };
    let mut row = proposal.clone().into_active_model();
    row.title = Set(content.title.clone());
    row.summary = Set(content.summary.clone());
    row.requested_cents = Set(content.sums.requested);
    row.own_contribution_cents = Set(content.sums.own);
    row.draft_json = Set(None);
    row.state = Set(next);
    row.receipt_number = Set(Some(number));
    row.submit_token = Set(Some(token.to_owned()));
    row.submitted_at = Set(Some(submitted_at));
    row.updated_at = Set(now);
    row.version = Set(proposal.version.saturating_add(1));
    let proposal = row.update(tx.on()).await?;
    write_content(&tx, proposal.id, &content).await?;

    let wanted: HashSet<String> = content.co.iter().map(|co| co.email.clone()).collect();
    forget_others(&tx, proposal.id, &wanted).await?;
    let proposal::Model { id, applicant_name, locale, .. } = &proposal;
    let inviting = Inviting { id: *id, call: &call.title, title: &content.title, applicant: applicant_name, locale: *locale };
    invite_new(state, &tx, inviting, &content.co, now).await?;
    mail_receipts(state, &tx, &proposal, &call, now).await?;
    tx.commit(may.audit("proposal.submit"), now).await?;
    Ok(())
}

/// Replaces what was submitted before.
async fn write_content(tx: &Tx, id: ProposalId, content: &Content) -> Result<(), DbErr> {
    proposal_answer::Entity::delete_many().filter(proposal_answer::Column::ProposalId.eq(id)).exec(tx.on()).await?;
    budget_line::Entity::delete_many().filter(budget_line::Column::ProposalId.eq(id)).exec(tx.on()).await?;
    proposal_area::Entity::delete_many().filter(proposal_area::Column::ProposalId.eq(id)).exec(tx.on()).await?;
    let answers = content.answers.iter().map(|(question_id, value)| proposal_answer::ActiveModel {
        proposal_id: Set(id),
        question_id: Set(*question_id),
        value: Set(value.clone()),
    });
    insert_all(tx, answers).await?;
    let lines = content.budget.iter().zip(0..).map(|((label, amount), position)| budget_line::ActiveModel {
        id: Set(Uuid::now_v7()),
        proposal_id: Set(id),
        position: Set(position),
        label: Set(label.clone()),
        amount_cents: Set(*amount),
    });
    insert_all(tx, lines).await?;
    let areas = content.areas.iter().map(|code| proposal_area::ActiveModel { proposal_id: Set(id), area_code: Set(code.clone()) });
    insert_all(tx, areas).await
}

async fn insert_all<Row>(tx: &Tx, rows: impl Iterator<Item = Row>) -> Result<(), DbErr>
where
    Row: ActiveModelTrait + Send,
{
    let rows: Vec<Row> = rows.collect();
    if !rows.is_empty() {
        Row::Entity::insert_many(rows).exec_without_returning(tx.on()).await?;
    }
    Ok(())
}

fn contact(proposal: &proposal::Model) -> Recipient {
    Recipient {
        address: proposal.contact_email.clone(),
        name: proposal.contact_name.clone(),
        account_id: proposal.account_id,
        locale: proposal.locale,
    }
}

/// Gives everybody who takes part, with the path by which each of them comes to the proposal.
async fn participants(state: &AppState, tx: &Tx, proposal: &proposal::Model) -> Result<Vec<(Recipient, String)>, DbErr> {
    let path = paths::proposal(proposal.id);
    let mut all = vec![(contact(proposal), way_back(state, proposal, path.clone()))];
    for co in queries::co_applicants(tx.on(), proposal.id).await? {
        if co.state == CoApplicantState::Accepted {
            let to = Recipient { address: co.email, name: co.name, account_id: co.account_id, locale: proposal.locale };
            all.push((to, path.clone()));
        }
    }
    Ok(all)
}

async fn mail_everybody(
    state: &AppState,
    tx: &Tx,
    proposal: &proposal::Model,
    now: DateTime<Utc>,
    letter: impl Fn(Texts, &Recipient, String) -> Letter,
) -> Result<(), DbErr> {
    for (to, path) in participants(state, tx, proposal).await? {
        let letter = letter(Texts::new(to.locale), &to, path);
        state.post.enqueue(tx, &to, letter, now).await?;
    }
    Ok(())
}

async fn mail_receipts(state: &AppState, tx: &Tx, proposal: &proposal::Model, call: &CallRef, now: DateTime<Utc>) -> Result<(), DbErr> {
    mail_everybody(state, tx, proposal, now, |t, to, path| {
        mails::Receipt {
            id: proposal.id,
            call: &call.title,
            title: &proposal.title,
            number: proposal.receipt_number.as_deref().unwrap_or_default(),
            requested: proposal.requested_cents,
            submitted_at: now,
            deadline: call.life.deadline(),
            version: proposal.version,
            path,
            address: &to.address,
        }
        .letter(t)
    })
    .await
}

/// Takes a submitted proposal back.
///
/// # Errors
/// [`AppError::Conflict`] when it was decided on, withdrawn, or never submitted.
pub async fn withdraw(state: &AppState, may: &MayWrite, now: DateTime<Utc>) -> Result<(), Refusal> {
    let tx = state.db.begin().await?;
    let proposal = locked(&tx, may.proposal().id).await?;
    let next = proposal.state.after(Step::Withdraw)?;
    let call = queries::call_of(tx.on(), &proposal).await?;
    let mut row = proposal.clone().into_active_model();
    row.state = Set(next);
    row.withdrawn_at = Set(Some(now));
    row.draft_json = Set(None);
    row.updated_at = Set(now);
    row.version = Set(proposal.version.saturating_add(1));
    row.update(tx.on()).await?;
    mail_everybody(state, &tx, &proposal, now, |t, _, path| {
        let number = proposal.receipt_number.as_deref().unwrap_or_default();
        mails::Withdrawn { id: proposal.id, title: &proposal.title, number, call: &call.title, path }.letter(t)
    })
    .await?;
    tx.commit(may.audit("proposal.withdraw"), now).await?;
    Ok(())
}

/// Throws a draft away that was never submitted.
///
/// # Errors
/// [`AppError::Conflict`] for anything else.
pub async fn discard(state: &AppState, may: &MayWrite, now: DateTime<Utc>) -> Result<(), Refusal> {
    let tx = state.db.begin().await?;
    let proposal = locked(&tx, may.proposal().id).await?;
    if proposal.state != ProposalState::Draft {
        return Err(AppError::Conflict.into());
    }
    proposal::Entity::delete_by_id(proposal.id).exec(tx.on()).await?;
    tx.commit(may.audit("proposal.discard"), now).await?;
    Ok(())
}

/// Forgets what was typed since the last submission.
///
/// # Errors
/// [`AppError::Conflict`] when there was no submission.
pub async fn undo_changes(state: &AppState, may: &MayWrite, now: DateTime<Utc>) -> Result<(), Refusal> {
    let tx = state.db.begin().await?;
    let proposal = locked(&tx, may.proposal().id).await?;
    if proposal.state != ProposalState::Submitted {
        return Err(AppError::Conflict.into());
    }
    let mut row = proposal.clone().into_active_model();
    row.draft_json = Set(None);
    row.updated_at = Set(now);
    row.version = Set(proposal.version.saturating_add(1));
    row.update(tx.on()).await?;
    tx.commit(may.audit("proposal.undo_changes"), now).await?;
    Ok(())
}

/// Answers what the funder asked; once.
///
/// # Errors
/// [`AppError::Conflict`] when nothing was asked, it was answered, or the decision is there.
pub async fn answer_clarification(state: &AppState, may: &MayWrite, answer: String, now: DateTime<Utc>) -> Result<(), Refusal> {
    let tx = state.db.begin().await?;
    let proposal = locked(&tx, may.proposal().id).await?;
    proposal.state.after(Step::Ask)?;
    let asked = clarification::Entity::find_by_id(proposal.id).one(tx.on()).await?;
    let asked = asked.filter(|asked| asked.answer.is_none()).ok_or(AppError::Conflict)?;
    let asked_by = asked.asked_by;
    let mut row = asked.into_active_model();
    row.answer = Set(Some(answer.clone()));
    row.answered_at = Set(Some(now));
    row.update(tx.on()).await?;
    let asker = match asked_by {
        Some(id) => queries::account(tx.on(), id).await?,
        None => None,
    };
    if let Some(asker) = asker {
        let call = queries::call_of(tx.on(), &proposal).await?;
        let number = proposal.receipt_number.as_deref().unwrap_or_default();
        let path = paths::call_proposal(&call.slug, proposal.id);
        let letter = mails::ClarificationAnswered { id: proposal.id, title: &proposal.title, number, answer: &answer, path };
        let to = Recipient { address: asker.email, name: asker.name, account_id: Some(asker.id), locale: asker.locale };
        state.post.enqueue(&tx, &to, letter.letter(Texts::new(to.locale)), now).await?;
    }
    tx.commit(may.audit("proposal.answer_clarification"), now).await?;
    Ok(())
}

/// Asks the applicant one thing; once per proposal.
///
/// # Errors
/// [`AppError::NotFound`] without such a proposal, [`AppError::Conflict`] when something was asked already or the decision is there.
pub async fn ask(state: &AppState, may: &FunderMayAct, id: ProposalId, question: String, now: DateTime<Utc>) -> Result<(), Refusal> {
    let tx = state.db.begin().await?;
    let proposal = submitted(&tx, may, id).await?;
    proposal.state.after(Step::Ask)?;
    if clarification::Entity::find_by_id(id).one(tx.on()).await?.is_some() {
        return Err(AppError::Conflict.into());
    }
    clarification::ActiveModel {
        proposal_id: Set(id),
        question: Set(question.clone()),
        asked_by: Set(Some(may.account_id())),
        asked_at: Set(now),
        answer: Set(None),
        answered_at: Set(None),
    }
    .insert(tx.on())
    .await?;
    let funder = queries::party_name(tx.on(), may.call().party_id).await?;
    let to = contact(&proposal);
    let letter = mails::Clarification {
        id,
        title: &proposal.title,
        number: proposal.receipt_number.as_deref().unwrap_or_default(),
        funder: &funder,
        question: &question,
        path: way_back(state, &proposal, paths::proposal(id)),
    };
    state.post.enqueue(&tx, &to, letter.letter(Texts::new(to.locale)), now).await?;
    tx.commit(may.audit("proposal.ask", id), now).await?;
    Ok(())
}

/// Locks a proposal that was submitted to the funder's call.
async fn submitted(tx: &Tx, may: &FunderMayAct, id: ProposalId) -> Result<proposal::Model, Refusal> {
    let proposal = locked(tx, id).await?;
    if proposal.call_id != may.call().id || proposal.submitted_at.is_none() {
        return Err(AppError::NotFound.into());
    }
    Ok(proposal)
}

/// What a funder decides.
#[derive(Clone, Debug)]
pub struct Verdict {
    pub outcome: Outcome,
    /// As typed; only read for an award.
    pub amount: String,
    pub reason: String,
}

/// Awards or refuses. An award is possible after the deadline only, and never above what was asked or what is left.
///
/// # Errors
/// [`Refusal::Fields`] about the amount, [`AppError::Conflict`] when it was decided, withdrawn, or it is too early.
pub async fn decide(state: &AppState, may: &FunderMayAct, id: ProposalId, verdict: Verdict, now: DateTime<Utc>) -> Result<(), Refusal> {
    let Verdict { outcome, amount, reason } = verdict;
    let tx = state.db.begin().await?;
    // The call is locked first: two awards at the same time must not take the same money.
    let call =
        call::Entity::find_by_id(may.call().id).lock_exclusive().one(tx.on()).await?.map(queries::call_ref).ok_or(AppError::NotFound)?;
    let proposal = submitted(&tx, may, id).await?;
    let (step, awarded) = match outcome {
        Outcome::Refused => (Step::Refuse, Cents(0)),
        Outcome::Awarded => {
            if !call.life.is_over(now) {
                return Err(Refusal::Closed);
            }
            let left = model::remainder(call.ceiling, queries::awarded(tx.on(), call.id).await?);
            let amount = model::read_award(&amount, proposal.requested_cents, left);
            (Step::Award, amount.map_err(|problem| one("amount", problem))?)
        }
    };
    let next = proposal.state.after(step)?;
    let mut row = proposal.clone().into_active_model();
    row.state = Set(next);
    row.draft_json = Set(None);
    row.updated_at = Set(now);
    row.version = Set(proposal.version.saturating_add(1));
    row.update(tx.on()).await?;
    decision::ActiveModel {
        proposal_id: Set(id),
        outcome: Set(outcome),
        reason: Set(reason.clone()),
        awarded_cents: Set(awarded),
        decided_by: Set(Some(may.account_id())),
        decided_at: Set(now),
    }
    .insert(tx.on())
    .await?;
    mail_everybody(state, &tx, &proposal, now, |t, _, path| {
        let number = proposal.receipt_number.as_deref().unwrap_or_default();
        mails::Decision { id, title: &proposal.title, number, call: &call.title, outcome, awarded, reason: &reason, path }.letter(t)
    })
    .await?;
    tx.commit(may.audit("proposal.decide", id).outcome(outcome.as_str()), now).await?;
    Ok(())
}

fn one(field: &str, problem: Problem) -> Refusal {
    let mut errors = FieldErrors::default();
    errors.add(field, problem);
    Refusal::Fields(errors)
}

/// Adds a stored file to a proposal.
///
/// # Errors
/// [`Refusal::Fields`] above the number of files, [`AppError::Conflict`] when the proposal cannot be changed any more.
pub async fn attach(
    state: &AppState,
    may: &MayWrite,
    file: &Stored,
    name: String,
    question: Option<QuestionId>,
    now: DateTime<Utc>,
) -> Result<(), Refusal> {
    let tx = state.db.begin().await?;
    let proposal = locked(&tx, may.proposal().id).await?;
    may_change_files(&tx, &proposal, now).await?;
    let there = queries::files(tx.on(), proposal.id).await?;
    if there.len() as u64 >= MAX_FILES {
        return Err(one("file", Problem::new("problem-files").n(i64::try_from(MAX_FILES).unwrap_or(i64::MAX))));
    }
    attachment::ActiveModel {
        id: Set(Uuid::now_v7()),
        proposal_id: Set(proposal.id),
        question_id: Set(question),
        file_hash: Set(file.hash.clone()),
        file_name: Set(name),
        media_type: Set(file.kind.media_type.to_owned()),
        size_bytes: Set(i64::try_from(file.bytes).unwrap_or(i64::MAX)),
        uploaded_at: Set(now),
    }
    .insert(tx.on())
    .await?;
    tx.commit(may.audit("proposal.attach"), now).await?;
    Ok(())
}

/// Takes a file from a proposal.
///
/// # Errors
/// [`AppError::NotFound`] when it is not there, [`AppError::Conflict`] when the proposal cannot be changed any more.
pub async fn detach(state: &AppState, may: &MayWrite, file: Uuid, now: DateTime<Utc>) -> Result<(), Refusal> {
    let tx = state.db.begin().await?;
    let proposal = locked(&tx, may.proposal().id).await?;
    may_change_files(&tx, &proposal, now).await?;
    let found = queries::files(tx.on(), proposal.id).await?.into_iter().find(|row| row.id == file).ok_or(AppError::NotFound)?;
    attachment::Entity::delete_by_id(found.id).exec(tx.on()).await?;
    tx.commit(may.audit("proposal.detach"), now).await?;
    // A backup that was begun before still finds it.
    if let Err(error) = Files::new(&state.settings.state_dir).keep_a_while(&found.file_hash, now).await {
        tracing::warn!(%error, "a file that was taken from a proposal may go before its time");
    }
    Ok(())
}

/// Files belong to the proposal at once; so they change only while it may be changed.
async fn may_change_files(tx: &Tx, proposal: &proposal::Model, now: DateTime<Utc>) -> Result<(), Refusal> {
    proposal.state.after(Step::Submit)?;
    let call = queries::call_of(tx.on(), proposal).await?;
    if call.life.is_open(now) { Ok(()) } else { Err(Refusal::Closed) }
}
