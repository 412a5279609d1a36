//! What applicants and funders do with a proposal: one transaction each.

mod awarded;
mod co_applicants;
mod deciding;
mod drafts;
mod files;
mod reminding;
mod start;
mod submitting;

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use sea_orm::{DbErr, EntityTrait, QuerySelect};

use super::{
    model::{CoApplicantState, NotNow, ProposalId},
    queries,
};
use crate::{
    error::AppError,
    infra::{
        db::{Tx, entity::proposal},
        i18n::Texts,
        mail::{Letter, Recipient},
    },
    input::{FieldErrors, Problem},
    notifications::{
        self,
        mails::{Became, ProposalNews},
    },
    paths,
    state::AppState,
};

pub use awarded::{Awarded, lock_awarded, lock_awarded_for};
pub use co_applicants::{answer_invitation, invite, remove_co_applicants};
pub use deciding::{Verdict, Waiting, answer_clarification, ask, decide, lock, lock_waiting, lock_waiting_for, take_back, tell};
pub use drafts::{discard, save, undo_changes};
pub use files::{attach, detach};
pub use reminding::{remind_of_call, remind_of_draft, tell_decision};
pub use start::{Start, by_link, open_link, start};
pub use submitting::{submit, submit_token, withdraw};

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

/// Locks a proposal until the transaction ends, and gives it as it is now.
async fn locked(tx: &Tx, id: ProposalId) -> Result<proposal::Model, Refusal> {
    let found = proposal::Entity::find_by_id(id).lock_exclusive().one(tx.on()).await?;
    Ok(found.ok_or(AppError::NotFound)?)
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
    let mut all = vec![(contact(proposal), start::way_back(state, proposal, path.clone()))];
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

/// The addresses that hear of a proposal since they take part in it.
async fn addresses(state: &AppState, tx: &Tx, proposal: &proposal::Model) -> Result<HashSet<String>, DbErr> {
    Ok(participants(state, tx, proposal).await?.into_iter().map(|(to, _)| to.address).collect())
}

/// Tells those who follow a proposal what became of it, except who hears of it already.
async fn tell_followers(
    state: &AppState,
    tx: &Tx,
    proposal: &proposal::Model,
    became: Became,
    heard: &HashSet<String>,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let call = queries::call_of(tx.on(), proposal).await?;
    let news = ProposalNews { id: proposal.id, title: &proposal.title, call: &call.slug, became };
    notifications::commands::tell_of_proposal(tx, &state.post, &news, heard, now).await
}

fn one(field: &str, problem: Problem) -> Refusal {
    let mut errors = FieldErrors::default();
    errors.add(field, problem);
    Refusal::Fields(errors)
}
