//! From a request to a permission: loads the facts that `policy` asks for.

use super::{
    policy::{self, MayAssess},
    queries,
};
use crate::{error::AppError, proposals::model::ProposalId, request::RequestCx};

/// Gives the permission to assess the proposal that a form or an address names.
///
/// # Errors
/// As [`policy::assess`].
pub async fn assessor(cx: &RequestCx, proposal: &str) -> Result<MayAssess, AppError> {
    let account = cx.actor().person()?.id;
    let id: ProposalId = proposal.parse().map_err(|_| AppError::NotFound)?;
    policy::assess(cx.actor(), queries::assigned(cx.db().reader(), id, account).await?)
}
