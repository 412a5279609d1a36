//! Inviting co-applicants, and their answer.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, DbErr, EntityTrait, IntoActiveModel};
use uuid::Uuid;

use super::{Refusal, drafts::keep};
use crate::{
    accounts::model::Actor,
    error::AppError,
    infra::{
        db::{Object, Tx, entity::co_applicant},
        i18n::{Locale, Texts},
        mail::{Recipient, outbox::held},
        tokens,
    },
    notifications::model::Event,
    paths,
    proposals::{
        mails,
        model::{self, CoApplicant, CoApplicantState, Draft, ProposalId, ProposalState},
        policy::{self, MayWrite},
        queries::{self, ProposalView},
    },
    state::AppState,
};

/// Saves the draft and invites the co-applicants in it that were not invited yet. Gives how many that were.
///
/// # Errors
/// As [`super::save`].
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
/// As [`super::save`].
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

pub(super) async fn forget_others(tx: &Tx, id: ProposalId, left: &HashSet<String>) -> Result<(), DbErr> {
    for co in queries::co_applicants(tx.on(), id).await?.into_iter().filter(|co| !left.contains(&co.email)) {
        co_applicant::Entity::delete_by_id(co.id).exec(tx.on()).await?;
    }
    Ok(())
}

/// What an invitation tells.
#[derive(Clone, Copy)]
pub(super) struct Inviting<'texts> {
    pub id: ProposalId,
    pub call: &'texts str,
    pub title: &'texts str,
    pub applicant: &'texts str,
    pub locale: Locale,
}

/// Writes rows and letters for co-applicants that have none; brings name and role of the others up to date. Gives the new addresses.
pub(super) async fn invite_new(
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
    let co = row.update(tx.on()).await?;
    if answer == CoApplicantState::Accepted && !again {
        // A letter that waits to be released is for them too.
        let locale = queries::locale(tx.on(), id).await?;
        let to = Recipient { address: co.email, name: co.name, account_id: co.account_id, locale };
        held::add_reader(&tx, &state.post, Object::new("proposal", id), Event::Decision, to, &paths::proposal(id), now).await?;
    }
    tx.commit(policy::audit(actor, "proposal.answer_invitation", id).outcome(answer.as_str()), now).await?;
    Ok(id)
}
