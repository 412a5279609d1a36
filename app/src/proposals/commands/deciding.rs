//! What the funder asks and decides, and what the applicant answers.

use chrono::{DateTime, Utc};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, IntoActiveModel, QuerySelect};

use super::{Refusal, contact, locked, mail_everybody, one, start::way_back};
use crate::{
    error::AppError,
    infra::{
        db::{
            Tx,
            entity::{call, clarification, decision, proposal},
        },
        i18n::Texts,
        mail::Recipient,
    },
    paths,
    proposals::{
        mails,
        model::{self, Outcome, ProposalId, Step},
        policy::{FunderMayAct, MayWrite},
        queries,
    },
    state::AppState,
    values::Cents,
};

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
