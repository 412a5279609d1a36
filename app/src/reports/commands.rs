//! Asking for reports, writing them and judging them: one transaction each.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect};

use super::{
    mails::About,
    model::{Content, Draft, ReportId, ReportState, Step, Verdict, is_reminded},
};
use crate::{
    error::AppError,
    infra::{
        clock::local_day,
        db::{Audit, Db, Object, Tx, entity::report},
        i18n::Texts,
        mail::Letter,
    },
    paths,
    proposals::{
        commands::{Awarded, Refusal, lock_awarded, lock_awarded_for},
        model::ProposalId,
        policy::{FunderMayAct, MayWrite},
    },
    state::AppState,
};

async fn locked(tx: &Tx, proposal: ProposalId, id: ReportId) -> Result<report::Model, AppError> {
    let found = report::Entity::find_by_id(id).filter(report::Column::ProposalId.eq(proposal)).lock_exclusive().one(tx.on()).await?;
    found.ok_or(AppError::NotFound)
}

/// Tells everybody who takes part in the proposal; each is led to it in the own way.
async fn tell_applicants(
    state: &AppState,
    tx: &Tx,
    awarded: &Awarded,
    row: &report::Model,
    now: DateTime<Utc>,
    letter: impl Fn(About<'_>, Texts) -> Letter,
) -> Result<(), AppError> {
    let letters = awarded.people.iter().map(|(to, path)| {
        let about =
            About { id: row.id, title: &awarded.title, number: &awarded.number, asks: &row.asks, due_on: row.due_on, path: path.clone() };
        (to.clone(), letter(about, Texts::new(to.locale)))
    });
    Ok(state.post.enqueue_all(tx, letters.collect(), now).await?)
}

/// Asks the applicants for a report before the end of a day.
///
/// # Errors
/// [`AppError::Conflict`] unless it is awarded and the applicants know that.
pub async fn ask(
    state: &AppState,
    may: &FunderMayAct,
    id: ProposalId,
    asks: String,
    due_on: NaiveDate,
    now: DateTime<Utc>,
) -> Result<(), Refusal> {
    let tx = state.db.begin().await?;
    let awarded = lock_awarded_for(state, &tx, may, id).await?;
    let row = report::ActiveModel {
        id: Set(ReportId::new()),
        proposal_id: Set(id),
        asks: Set(asks),
        due_on: Set(due_on),
        asked_by: Set(Some(may.account_id())),
        asked_at: Set(now),
        state: Set(ReportState::Asked),
        draft: Set(None),
        draft_spent: Set(None),
        saved_at: Set(None),
        body: Set(String::new()),
        spent_cents: Set(None),
        submitted_at: Set(None),
        reason: Set(String::new()),
        judged_by: Set(None),
        judged_at: Set(None),
        reminded_on: Set(None),
    };
    let row = row.insert(tx.on()).await?;
    tell_applicants(state, &tx, &awarded, &row, now, |about, t| about.asked(t)).await?;
    tx.commit(may.audit("report.ask", id), now).await?;
    Ok(())
}

/// Takes back that a report is asked.
///
/// # Errors
/// [`AppError::Conflict`] when it was submitted or withdrawn.
pub async fn withdraw(state: &AppState, may: &FunderMayAct, proposal: ProposalId, id: ReportId, now: DateTime<Utc>) -> Result<(), Refusal> {
    let tx = state.db.begin().await?;
    lock_awarded_for(state, &tx, may, proposal).await?;
    let before = locked(&tx, proposal, id).await?;
    let next = before.state.after(Step::Withdraw)?;
    let mut row = before.into_active_model();
    row.state = Set(next);
    row.draft = Set(None);
    row.draft_spent = Set(None);
    row.update(tx.on()).await?;
    tx.commit(may.audit("report.withdraw", proposal), now).await?;
    Ok(())
}

/// Keeps a draft.
///
/// # Errors
/// [`AppError::Conflict`] when nothing is asked any more.
pub async fn save(db: &Db, may: &MayWrite, id: ReportId, draft: Draft, now: DateTime<Utc>) -> Result<(), Refusal> {
    let tx = db.begin().await?;
    let before = locked(&tx, may.proposal().id, id).await?;
    before.state.after(Step::Save)?;
    let mut row = before.into_active_model();
    row.draft = Set(Some(draft.body));
    row.draft_spent = Set(Some(draft.spent));
    row.saved_at = Set(Some(now));
    row.update(tx.on()).await?;
    tx.commit(may.audit("report.save"), now).await?;
    Ok(())
}

/// Hands a report in; who asked for it hears, or whoever decides for the funder when that person left.
///
/// # Errors
/// [`AppError::Conflict`] when nothing is asked any more.
pub async fn submit(state: &AppState, may: &MayWrite, id: ReportId, content: Content, now: DateTime<Utc>) -> Result<(), Refusal> {
    let tx = state.db.begin().await?;
    let proposal = may.proposal().id;
    let awarded = lock_awarded(state, &tx, proposal).await?;
    let before = locked(&tx, proposal, id).await?;
    let next = before.state.after(Step::Submit)?;
    let asked_by = before.asked_by;
    let mut row = before.into_active_model();
    row.state = Set(next);
    row.body = Set(content.body);
    row.spent_cents = Set(content.spent);
    row.draft = Set(None);
    row.draft_spent = Set(None);
    row.submitted_at = Set(Some(now));
    row.reason = Set(String::new());
    row.judged_at = Set(None);
    let row = row.update(tx.on()).await?;
    let (askers, others): (Vec<_>, Vec<_>) =
        awarded.deciders.iter().cloned().partition(|to| to.account_id == asked_by && asked_by.is_some());
    let letters = if askers.is_empty() { others } else { askers }.into_iter().map(|to| {
        let about = About {
            id,
            title: &awarded.title,
            number: &awarded.number,
            asks: &row.asks,
            due_on: row.due_on,
            path: paths::call_report(&awarded.slug, proposal, id),
        };
        let letter = about.submitted(Texts::new(to.locale));
        (to, letter)
    });
    state.post.enqueue_all(&tx, letters.collect(), now).await?;
    tx.commit(may.audit("report.submit"), now).await?;
    Ok(())
}

/// Approves a report, or returns it with a reason.
///
/// # Errors
/// [`AppError::Conflict`] when it is not submitted.
pub async fn judge(
    state: &AppState,
    may: &FunderMayAct,
    proposal: ProposalId,
    id: ReportId,
    verdict: Verdict,
    reason: String,
    now: DateTime<Utc>,
) -> Result<(), Refusal> {
    let tx = state.db.begin().await?;
    let awarded = lock_awarded_for(state, &tx, may, proposal).await?;
    let before = locked(&tx, proposal, id).await?;
    let next = before.state.after(Step::Judge(verdict))?;
    let mut row = before.into_active_model();
    row.state = Set(next);
    row.reason = Set(reason.clone());
    row.judged_by = Set(Some(may.account_id()));
    row.judged_at = Set(Some(now));
    let row = row.update(tx.on()).await?;
    tell_applicants(state, &tx, &awarded, &row, now, |about, t| about.judged(t, verdict, &reason)).await?;
    tx.commit(may.audit("report.judge", proposal).outcome(verdict.as_str()), now).await?;
    Ok(())
}

/// Reminds the applicants of a report that is asked.
///
/// # Errors
/// [`AppError::Conflict`] when it is not time, or not needed any more.
pub async fn remind(state: &AppState, id: ReportId, now: DateTime<Utc>) -> Result<(), Refusal> {
    let tx = state.db.begin().await?;
    let found = report::Entity::find_by_id(id).one(tx.on()).await?.ok_or(AppError::NotFound)?;
    let awarded = lock_awarded(state, &tx, found.proposal_id).await?;
    let before = locked(&tx, found.proposal_id, id).await?;
    let today = local_day(now);
    let heard_on = before.reminded_on.unwrap_or_else(|| local_day(before.asked_at));
    if before.state != ReportState::Asked || !is_reminded(before.due_on, heard_on, today) {
        return Err(AppError::Conflict.into());
    }
    let mut row = before.into_active_model();
    row.reminded_on = Set(Some(today));
    let row = row.update(tx.on()).await?;
    tell_applicants(state, &tx, &awarded, &row, now, |about, t| about.reminder(t, today)).await?;
    tx.commit(Audit::new("report.remind", Object::new("report", id)), now).await?;
    Ok(())
}
