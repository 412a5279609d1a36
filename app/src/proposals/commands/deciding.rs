//! What the funder asks and decides, and what the applicant answers.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, DbErr, EntityTrait, ExprTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
    sea_query::Expr,
};

use super::{Refusal, contact, locked, one, participants, start::way_back, tell_followers};
use crate::{
    error::AppError,
    infra::{
        db::{
            Object, Tx,
            entity::{call, clarification, decision, proposal},
        },
        i18n::Texts,
        mail::{Recipient, outbox::held},
    },
    notifications::{mails::Became, model::Event},
    paths,
    proposals::{
        mails,
        model::{self, Outcome, ProposalId, ProposalState, Step},
        policy::{FunderMayAct, MayWrite},
        queries,
    },
    state::AppState,
    templates::{self, model::TemplateKind},
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
        // Who asked and has declared an interest since reads nothing more of it.
        Some(id) if queries::barred::is_barred(tx.on(), proposal.id, id).await? => None,
        Some(id) => queries::account(tx.on(), id).await?,
        None => None,
    };
    let mut heard = HashSet::new();
    if let Some(asker) = asker {
        let call = queries::call_of(tx.on(), &proposal).await?;
        let number = proposal.receipt_number.as_deref().unwrap_or_default();
        let path = paths::call_proposal(&call.slug, proposal.id);
        let letter = mails::ClarificationAnswered { id: proposal.id, title: &proposal.title, number, answer: &answer, path };
        let to = Recipient { address: asker.email, name: asker.name, account_id: Some(asker.id), locale: asker.locale };
        heard.insert(to.address.clone());
        state.post.enqueue(&tx, &to, letter.letter(Texts::new(to.locale)), now).await?;
    }
    heard.extend(may.person().map(|person| person.email.clone()));
    tell_followers(state, &tx, &proposal, Became::Answered, &heard, now).await?;
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
    let decided = decision::Entity::find_by_id(id).one(tx.on()).await?.is_some();
    if decided || clarification::Entity::find_by_id(id).one(tx.on()).await?.is_some() {
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
pub(super) async fn submitted(tx: &Tx, may: &FunderMayAct, id: ProposalId) -> Result<proposal::Model, Refusal> {
    let proposal = locked(tx, id).await?;
    let barred = queries::barred::is_barred(tx.on(), id, may.account_id()).await?;
    if proposal.call_id != may.call().id || proposal.submitted_at.is_none() || barred {
        return Err(AppError::NotFound.into());
    }
    Ok(proposal)
}

/// A proposal that waits for a decision, as somebody knows it who does not read it.
#[derive(Clone, Debug)]
pub struct Waiting {
    pub title: String,
    pub applicant: String,
    pub number: String,
}

/// Locks a proposal that waits for a decision.
///
/// # Errors
/// [`AppError::Conflict`] when it was decided or withdrawn.
pub async fn lock_waiting(tx: &Tx, id: ProposalId) -> Result<Waiting, AppError> {
    let proposal = proposal::Entity::find_by_id(id).lock_exclusive().one(tx.on()).await?.ok_or(AppError::NotFound)?;
    if proposal.state != ProposalState::Submitted || decision::Entity::find_by_id(id).one(tx.on()).await?.is_some() {
        return Err(AppError::Conflict);
    }
    let proposal::Model { title, applicant_name, receipt_number, .. } = proposal;
    Ok(Waiting { title, applicant: applicant_name, number: receipt_number.unwrap_or_default() })
}

/// Locks a proposal that waits for a decision of this person.
///
/// # Errors
/// As [`lock_waiting`]; [`AppError::NotFound`] when it is not of that call, or this person is barred from it.
pub async fn lock_waiting_for(tx: &Tx, may: &FunderMayAct, id: ProposalId) -> Result<Waiting, Refusal> {
    submitted(tx, may, id).await?;
    Ok(lock_waiting(tx, id).await?)
}

/// What a funder decides.
#[derive(Clone, Debug)]
pub struct Verdict {
    pub outcome: Outcome,
    /// As typed; only read for an award.
    pub amount: String,
    pub reason: String,
}

/// Awards or refuses. An award is possible after the deadline only, and never above what was asked or what is left. The applicants hear of it when
/// somebody releases its letter ([`tell`]).
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
    proposal.state.after(step)?;
    if decision::Entity::find_by_id(id).one(tx.on()).await?.is_some() {
        return Err(AppError::Conflict.into());
    }
    decision::ActiveModel {
        proposal_id: Set(id),
        outcome: Set(outcome),
        reason: Set(reason.clone()),
        awarded_cents: Set(awarded),
        decided_by: Set(Some(may.account_id())),
        decided_at: Set(now),
        told_at: Set(None),
    }
    .insert(tx.on())
    .await?;
    let number = proposal.receipt_number.as_deref().unwrap_or_default();
    let kind = if outcome == Outcome::Awarded { TemplateKind::Award } else { TemplateKind::Refusal };
    let template = templates::queries::find(tx.on(), call.party_id, kind, proposal.locale).await?;
    let funder = queries::party_name(tx.on(), call.party_id).await?;
    let words = template.as_ref().map(|template| mails::Words { template, funder: &funder, applicant: &proposal.applicant_name });
    let letter = |(to, path): (Recipient, String)| {
        let decision = mails::Decision { id, title: &proposal.title, number, call: &call.title, outcome, awarded, reason: &reason, path };
        let letter = decision.letter(Texts::new(to.locale), words.as_ref());
        (to, letter)
    };
    let letters = participants(state, &tx, &proposal).await?.into_iter().map(letter).collect();
    state.post.enqueue_held(&tx, letters, now).await?;
    tx.commit(may.audit("proposal.decide", id).outcome(outcome.as_str()), now).await?;
    Ok(())
}

/// Lets nobody else touch these proposals until the transaction ends.
///
/// # Errors
/// When the database refuses.
pub async fn lock(tx: &Tx, ids: &[ProposalId]) -> Result<(), DbErr> {
    for some in ids.chunks(500) {
        proposal::Entity::find()
            .filter(proposal::Column::Id.is_in(some.iter().copied()))
            .order_by_asc(proposal::Column::Id)
            .lock_exclusive()
            .all(tx.on())
            .await?;
    }
    Ok(())
}

/// Applies decisions whose letters go now: from here on the applicants know them.
///
/// # Errors
/// When the database refuses.
pub async fn tell(tx: &Tx, ids: &[ProposalId], now: DateTime<Utc>) -> Result<(), DbErr> {
    for some in ids.chunks(500) {
        let untold = decision::Entity::find()
            .filter(decision::Column::ProposalId.is_in(some.iter().copied()))
            .filter(decision::Column::ToldAt.is_null())
            .all(tx.on())
            .await?;
        for outcome in Outcome::ALL {
            let ids: Vec<ProposalId> = untold.iter().filter(|row| row.outcome == *outcome).map(|row| row.proposal_id).collect();
            if ids.is_empty() {
                continue;
            }
            proposal::Entity::update_many()
                .col_expr(proposal::Column::State, Expr::value(ProposalState::from(*outcome).as_str()))
                .col_expr(proposal::Column::DraftJson, Expr::value(None::<String>))
                .col_expr(proposal::Column::UpdatedAt, Expr::value(now))
                .col_expr(proposal::Column::Version, Expr::col(proposal::Column::Version).add(1))
                .filter(proposal::Column::Id.is_in(ids.iter().copied()))
                .exec(tx.on())
                .await?;
            decision::Entity::update_many()
                .col_expr(decision::Column::ToldAt, Expr::value(now))
                .filter(decision::Column::ProposalId.is_in(ids))
                .exec(tx.on())
                .await?;
        }
    }
    Ok(())
}

/// Takes back a decision that the applicants do not know yet; its letter does not go. Says whether there was one.
///
/// # Errors
/// When the database refuses.
pub async fn take_back(tx: &Tx, id: ProposalId, reason: &str, now: DateTime<Utc>) -> Result<bool, DbErr> {
    let gone = decision::Entity::delete_many()
        .filter(decision::Column::ProposalId.eq(id))
        .filter(decision::Column::ToldAt.is_null())
        .exec(tx.on())
        .await?;
    if gone.rows_affected > 0 {
        held::discard_about(tx, Object::new("proposal", id), Event::Decision, reason, now).await?;
    }
    Ok(gone.rows_affected > 0)
}
