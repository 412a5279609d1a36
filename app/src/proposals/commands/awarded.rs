//! An awarded proposal, for what comes after the award.

use sea_orm::EntityTrait;

use super::{Refusal, deciding::submitted, locked, participants};
use crate::{
    error::AppError,
    infra::{
        db::{
            Tx,
            entity::{decision, proposal},
        },
        mail::Recipient,
    },
    proposals::{
        model::{Outcome, ProposalId},
        policy::FunderMayAct,
        queries,
    },
    state::AppState,
};

/// An awarded proposal of which the applicants know that it is, with whom to tell what.
#[derive(Clone, Debug)]
pub struct Awarded {
    pub title: String,
    pub number: String,
    /// Of the call.
    pub slug: String,
    /// Who take part in it, each with the own way to it.
    pub people: Vec<(Recipient, String)>,
    /// Who decide for the funder, without who is barred from it.
    pub deciders: Vec<Recipient>,
}

/// Locks an awarded proposal.
///
/// # Errors
/// [`AppError::Conflict`] when it is not awarded, or the applicants do not know yet.
pub async fn lock_awarded(state: &AppState, tx: &Tx, id: ProposalId) -> Result<Awarded, Refusal> {
    let found = locked(tx, id).await?;
    awarded(state, tx, found).await
}

/// The same for who decides for its call.
///
/// # Errors
/// As [`lock_awarded`]; [`AppError::NotFound`] when it is not of that call, or this person is barred from it.
pub async fn lock_awarded_for(state: &AppState, tx: &Tx, may: &FunderMayAct, id: ProposalId) -> Result<Awarded, Refusal> {
    let found = submitted(tx, may, id).await?;
    awarded(state, tx, found).await
}

async fn awarded(state: &AppState, tx: &Tx, proposal: proposal::Model) -> Result<Awarded, Refusal> {
    let decided = decision::Entity::find_by_id(proposal.id).one(tx.on()).await?;
    if !decided.is_some_and(|decided| decided.outcome == Outcome::Awarded && decided.told_at.is_some()) {
        return Err(AppError::Conflict.into());
    }
    let people = participants(state, tx, &proposal).await?;
    let call = queries::call_of(tx.on(), &proposal).await?;
    let mut deciders = Vec::new();
    for decider in queries::reminders::deciders(tx.on(), call.party_id).await? {
        let barred = match decider.account_id {
            Some(account) => queries::barred::is_barred(tx.on(), proposal.id, account).await?,
            None => false,
        };
        if !barred {
            deciders.push(decider);
        }
    }
    let proposal::Model { title, receipt_number, .. } = proposal;
    Ok(Awarded { title, number: receipt_number.unwrap_or_default(), slug: call.slug, people, deciders })
}
