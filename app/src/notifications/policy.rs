//! Who may follow what: whoever may see it. The permission is made here only.

use std::sync::Arc;

use super::things::Thing;
use crate::{
    accounts::model::{Actor, Person},
    calls::{self, model::Call},
    error::AppError,
    proposals::{self, policy::Keys, queries::ProposalView},
};

/// What is known of a thing that somebody wants to follow.
#[derive(Clone, Debug)]
pub enum Found {
    /// Everybody may see it.
    Public,
    Call(Option<Box<Call>>),
    Proposal(Option<Box<ProposalView>>),
    Nothing,
}

/// May follow a thing.
#[derive(Clone, Debug)]
pub struct MayFollow {
    pub(super) person: Arc<Person>,
    pub(super) thing: Thing,
}

/// Gives the permission to follow a thing.
///
/// # Errors
/// [`AppError::SignInRequired`] for a visitor, [`AppError::NotFound`] for who may not see it.
pub fn follow(actor: &Actor, thing: Thing, found: Found) -> Result<MayFollow, AppError> {
    let person = actor.person()?.clone();
    let visible = match found {
        Found::Public => true,
        Found::Call(call) => calls::policy::see(actor, call.map(|call| *call)).is_ok(),
        Found::Proposal(Some(proposal)) => {
            // Its funder sees it from the moment it was sent in.
            let funds = proposal.submitted_at.is_some() && person.membership(proposal.call.party_id).is_some();
            funds || proposals::policy::read(actor, &Keys::default(), Some(*proposal)).is_ok()
        }
        Found::Proposal(None) | Found::Nothing => false,
    };
    if visible { Ok(MayFollow { person, thing }) } else { Err(AppError::NotFound) }
}
