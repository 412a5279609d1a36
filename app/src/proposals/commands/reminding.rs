//! Reminding of what was left: a draft, and a call whose proposals wait for a decision. Whoever does what is asked meanwhile is not reminded.

use chrono::{DateTime, Utc};

use super::{Refusal, addresses, contact, locked, start::way_back, tell_followers};
use crate::{
    error::AppError,
    infra::{
        db::{Audit, Object},
        i18n::Texts,
    },
    notifications::mails::Became,
    paths,
    proposals::{
        mails,
        model::{Outcome, ProposalId, ProposalState},
        queries::{
            self,
            reminders::{self, Told, Waiting},
        },
    },
    state::AppState,
};

/// Reminds whoever began a proposal of it, once.
///
/// # Errors
/// When the database refuses.
pub async fn remind_of_draft(state: &AppState, id: ProposalId, now: DateTime<Utc>) -> Result<(), Refusal> {
    let tx = state.db.begin().await?;
    let proposal = locked(&tx, id).await?;
    let call = queries::call_of(tx.on(), &proposal).await?;
    if proposal.state != ProposalState::Draft || proposal.updated_at > now - reminders::DRAFT_LEFT || !call.life.is_open(now) {
        return Err(AppError::Conflict.into());
    }
    let to = contact(&proposal);
    let path = way_back(state, &proposal, paths::proposal_draft(id));
    let letter = mails::DraftWaiting {
        id,
        title: &proposal.title,
        call: &call.title,
        closes_at: call.life.deadline(),
        party: proposal.party_id,
        path,
    };
    state.post.enqueue(&tx, &to, letter.letter(Texts::new(to.locale)), now).await?;
    tx.commit(Audit::new("proposal.remind", Object::new("proposal", id)), now).await?;
    Ok(())
}

/// Tells those who follow a proposal what was decided, once the applicants were told.
///
/// # Errors
/// When the database refuses.
pub async fn tell_decision(state: &AppState, decided: &Told, now: DateTime<Utc>) -> Result<(), Refusal> {
    let tx = state.db.begin().await?;
    let proposal = locked(&tx, decided.proposal).await?;
    let mut heard = addresses(state, &tx, &proposal).await?;
    if let Some(by) = decided.by {
        heard.extend(queries::account(tx.on(), by).await?.map(|account| account.email));
    }
    let became = if decided.outcome == Outcome::Awarded { Became::Awarded } else { Became::Refused };
    tell_followers(state, &tx, &proposal, became, &heard, now).await?;
    reminders::mark(&tx, &decided.key(), now).await?;
    tx.commit(Audit::new("proposal.tell_followers", Object::new("proposal", decided.proposal)), now).await?;
    Ok(())
}

/// Reminds those who decide on a call that proposals to it wait; each once for each time that it is due.
///
/// # Errors
/// When the database refuses.
pub async fn remind_of_call(state: &AppState, waiting: &Waiting, now: DateTime<Utc>) -> Result<(), Refusal> {
    let tx = state.db.begin().await?;
    let Some(call) = queries::call_by_id(tx.on(), waiting.call).await? else { return Err(AppError::NotFound.into()) };
    let count = reminders::undecided(tx.on(), waiting.call).await?;
    if count == 0 {
        return Err(AppError::Conflict.into());
    }
    let mut letters = Vec::new();
    for to in reminders::deciders(tx.on(), call.party_id).await? {
        let letter = mails::CallWaiting { call: &call, count, key: &waiting.key };
        let letter = letter.letter(Texts::new(to.locale), &to.address);
        letters.push((to, letter));
    }
    state.post.enqueue_all(&tx, letters, now).await?;
    reminders::mark(&tx, &waiting.key, now).await?;
    tx.commit(Audit::new("call.remind", Object::new("call", waiting.call)), now).await?;
    Ok(())
}
