//! From a request to a permission: loads the facts that `policy` asks for.

use tower_sessions::Session;

use super::{
    model::ProposalId,
    policy::{self, FunderMayAct, FunderMayRead, Keys, MayRead, MayWrite},
    queries,
};
use crate::{error::AppError, infra::db::entity::proposal, request::RequestCx};

const KEYS: &str = "proposals";

/// Gives what this session opened through links in mails.
///
/// # Errors
/// When the session cannot be read.
pub async fn keys(session: &Session) -> Result<Keys, AppError> {
    Ok(session.get(KEYS).await?.unwrap_or_default())
}

/// Lets this session work on a proposal.
///
/// # Errors
/// When the session cannot be kept.
pub async fn let_write(session: &Session, id: ProposalId) -> Result<(), AppError> {
    let mut keys = keys(session).await?;
    remember(&mut keys.write, id);
    Ok(session.insert(KEYS, keys).await?)
}

/// Lets this session read a proposal.
///
/// # Errors
/// When the session cannot be kept.
pub async fn let_read(session: &Session, id: ProposalId) -> Result<(), AppError> {
    let mut keys = keys(session).await?;
    remember(&mut keys.read, id);
    Ok(session.insert(KEYS, keys).await?)
}

/// A session stays small: it remembers the last fifty.
fn remember(ids: &mut Vec<ProposalId>, id: ProposalId) {
    ids.retain(|other| *other != id);
    ids.push(id);
    let surplus = ids.len().saturating_sub(50);
    ids.drain(..surplus);
}

/// Gives the permission to read the proposal that the address names.
///
/// # Errors
/// As [`policy::read`].
pub async fn reader(cx: &RequestCx, id: &str) -> Result<MayRead, AppError> {
    let keys = keys(cx.session()).await?;
    let proposal = match id.parse() {
        Ok(id) if cx.actor().is_signed_in() || !keys.is_empty() => queries::by_id(cx.db().reader(), id).await?,
        _ => None,
    };
    let co_applicants = match &proposal {
        Some(proposal) if cx.actor().is_signed_in() && proposal.account_id != cx.actor().person().ok().map(|person| person.id) => {
            queries::co_applicants(cx.db().reader(), proposal.id).await?
        }
        _ => Vec::new(),
    };
    policy::read(cx.actor(), &keys, proposal, &co_applicants)
}

/// Gives the permission to work on the proposal that the address names.
///
/// # Errors
/// As [`policy::write`].
pub async fn writer(cx: &RequestCx, id: &str) -> Result<MayWrite, AppError> {
    let keys = keys(cx.session()).await?;
    let proposal = match id.parse() {
        Ok(id) if cx.actor().is_signed_in() || !keys.is_empty() => queries::by_id(cx.db().reader(), id).await?,
        _ => None,
    };
    policy::write(cx.actor(), &keys, proposal)
}

/// Gives the permission to read what was submitted to the call that the address names.
///
/// # Errors
/// As [`policy::funder_reads`].
pub async fn funder_reader(cx: &RequestCx, slug: &str) -> Result<FunderMayRead, AppError> {
    cx.actor().person()?;
    policy::funder_reads(cx.actor(), queries::call_by_slug(cx.db().reader(), slug).await?)
}

/// Gives the permission to ask and decide on proposals to the call that the address names.
///
/// # Errors
/// As [`policy::funder_acts`].
pub async fn funder_actor(cx: &RequestCx, slug: &str) -> Result<FunderMayAct, AppError> {
    cx.actor().person()?;
    policy::funder_acts(cx.actor(), queries::call_by_slug(cx.db().reader(), slug).await?)
}

/// Gives a submitted proposal to somebody of its call's party.
///
/// # Errors
/// As [`policy::funder_reads`].
pub async fn submitted_for_funder(cx: &RequestCx, id: &str) -> Result<proposal::Model, AppError> {
    cx.actor().person()?;
    let db = cx.db().reader();
    let id: ProposalId = id.parse().map_err(|_| AppError::NotFound)?;
    let proposal = queries::by_id(db, id).await?.ok_or(AppError::NotFound)?;
    let may = policy::funder_reads(cx.actor(), Some(queries::call_of(db, &proposal).await?))?;
    queries::submitted_to(db, may.call(), &id.to_string()).await?.ok_or(AppError::NotFound)
}
