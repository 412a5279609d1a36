//! From a request to a permission: loads the facts that `policy` asks for.

use tower_sessions::Session;

use super::{
    model::ProposalId,
    policy::{self, FunderMayAct, FunderMayRead, Keys, MayRead, MayWrite},
    queries::{self, ProposalView, Totals},
};
use crate::{error::AppError, request::RequestCx};

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

/// Finds the proposal that the address names, for whoever may know one.
async fn find(cx: &RequestCx, keys: &Keys, id: &str) -> Result<Option<ProposalView>, AppError> {
    let account = cx.actor().person().ok().map(|person| person.id);
    match id.parse() {
        Ok(id) if account.is_some() || !keys.is_empty() => Ok(queries::by_id(cx.db().reader(), id, account).await?),
        _ => Ok(None),
    }
}

/// Gives the permission to read the proposal that the address names.
///
/// # Errors
/// As [`policy::read`].
pub async fn reader(cx: &RequestCx, id: &str) -> Result<MayRead, AppError> {
    let keys = keys(cx.session()).await?;
    policy::read(cx.actor(), &keys, find(cx, &keys, id).await?)
}

/// Gives the permission to work on the proposal that the address names.
///
/// # Errors
/// As [`policy::write`].
pub async fn writer(cx: &RequestCx, id: &str) -> Result<MayWrite, AppError> {
    let keys = keys(cx.session()).await?;
    policy::write(cx.actor(), &keys, find(cx, &keys, id).await?)
}

/// Gives the permission to read what was submitted to the call that the address names, and what that adds up to.
///
/// # Errors
/// As [`policy::funder_reads`].
pub async fn funder_lists(cx: &RequestCx, slug: &str) -> Result<(FunderMayRead, Totals), AppError> {
    cx.actor().person()?;
    let (call, totals) = queries::call_with_totals(cx.db().reader(), slug).await?.unzip();
    Ok((policy::funder_reads(cx.actor(), call)?, totals.unwrap_or_default()))
}

/// Gives a proposal that was submitted to the call that the address names.
///
/// # Errors
/// As [`submitted_for_funder`].
pub async fn funder_reads(cx: &RequestCx, slug: &str, id: &str) -> Result<(FunderMayRead, ProposalView), AppError> {
    open(funder_knows(cx, slug, id).await?)
}

/// The same for who may be barred from it, and then is shown its title and applicant alone.
///
/// # Errors
/// As [`policy::funder_reads`].
pub async fn funder_knows(cx: &RequestCx, slug: &str, id: &str) -> Result<(FunderMayRead, ProposalView), AppError> {
    let (may, proposal) = known_to_funder(cx, id).await?;
    if may.call().slug == slug { Ok((may, proposal)) } else { Err(AppError::NotFound) }
}

/// Keeps out who is barred from the proposal.
fn open((may, proposal): (FunderMayRead, ProposalView)) -> Result<(FunderMayRead, ProposalView), AppError> {
    if proposal.barred { Err(AppError::NotFound) } else { Ok((may, proposal)) }
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
/// As [`policy::funder_reads`]; [`AppError::NotFound`] for who is barred from it.
pub async fn submitted_for_funder(cx: &RequestCx, id: &str) -> Result<(FunderMayRead, ProposalView), AppError> {
    open(known_to_funder(cx, id).await?)
}

async fn known_to_funder(cx: &RequestCx, id: &str) -> Result<(FunderMayRead, ProposalView), AppError> {
    let account = cx.actor().person()?.id;
    let id: ProposalId = id.parse().map_err(|_| AppError::NotFound)?;
    let proposal =
        queries::for_funder(cx.db().reader(), id, account).await?.filter(ProposalView::was_submitted).ok_or(AppError::NotFound)?;
    Ok((policy::funder_reads(cx.actor(), Some(proposal.call.clone()))?, proposal))
}
