//! Starting a proposal, and the link by which somebody without an account comes back to it.

use chrono::{DateTime, Utc};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, DbErr, EntityTrait, QueryFilter, sea_query::Expr};
use uuid::Uuid;

use super::{Refusal, contact};
use crate::{
    accounts::model::{AccountId, Actor},
    error::AppError,
    infra::{
        db::entity::proposal,
        i18n::{Locale, Texts},
        tokens,
    },
    parties::model::{PartyId, PartyKind},
    paths,
    proposals::{
        mails,
        model::{ProposalId, ProposalState},
        policy,
        queries::{self, CallRef, ProposalView},
    },
    state::AppState,
    values::Cents,
};

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
pub(super) fn way_back(state: &AppState, proposal: &proposal::Model, path: String) -> String {
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
