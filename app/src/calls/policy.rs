//! Who may do what with a call. The permissions are types that are made here only, and asked for by `commands`.

use std::sync::Arc;

use super::model::{Call, CallState, may_fund};
use crate::{
    accounts::model::{Actor, Membership, Person},
    error::AppError,
    parties::model::PartyId,
};

/// May make calls in the name of one party.
#[derive(Clone, Debug)]
pub struct MayCreate {
    person: Arc<Person>,
    party: PartyId,
}

impl MayCreate {
    pub fn person(&self) -> &Arc<Person> {
        &self.person
    }

    pub fn party(&self) -> PartyId {
        self.party
    }
}

/// May change one call, publish it, close it and withdraw it.
#[derive(Clone, Debug)]
pub struct MayEdit {
    person: Arc<Person>,
    call: Call,
}

impl MayEdit {
    pub fn person(&self) -> &Arc<Person> {
        &self.person
    }

    pub fn call(&self) -> &Call {
        &self.call
    }
}

/// Gives the parties for which somebody may make calls.
///
/// # Errors
/// [`AppError::SignInRequired`].
pub fn funders(actor: &Actor) -> Result<Vec<&Membership>, AppError> {
    let person = actor.person()?;
    Ok(person.memberships.iter().filter(|membership| may_create_for(person, membership)).collect())
}

fn may_create_for(person: &Person, membership: &Membership) -> bool {
    membership.verified && may_fund(membership.kind) && person.may_edit_for(membership.party_id)
}

/// Who may make a call for `party`: editors and owners, when it has been verified and is of a kind that publishes calls.
///
/// # Errors
/// [`AppError::SignInRequired`], [`AppError::NotFound`].
pub fn create(actor: &Actor, party: PartyId) -> Result<MayCreate, AppError> {
    let person = actor.person()?;
    let membership = person.membership(party).filter(|membership| may_create_for(person, membership));
    membership.map(|_| MayCreate { person: person.clone(), party }).ok_or(AppError::NotFound)
}

/// Who may see a call: everybody once it was published; of a draft, the members of its party.
///
/// # Errors
/// [`AppError::NotFound`].
pub fn see(actor: &Actor, call: Option<Call>) -> Result<Call, AppError> {
    call.filter(|call| call.life.state != CallState::Draft || is_member(actor, call)).ok_or(AppError::NotFound)
}

fn is_member(actor: &Actor, call: &Call) -> bool {
    matches!(actor, Actor::Person(person) if person.membership(call.funder.id).is_some())
}

/// Who may change a call: editors and owners of its party.
///
/// # Errors
/// [`AppError::SignInRequired`], also for a call that is not there; [`AppError::NotFound`].
pub fn edit(actor: &Actor, call: Option<Call>) -> Result<MayEdit, AppError> {
    let person = actor.person()?;
    let call = call.filter(|call| person.may_edit_for(call.funder.id)).ok_or(AppError::NotFound)?;
    Ok(MayEdit { person: person.clone(), call })
}

/// Says whether somebody may change a call.
pub fn may_edit(actor: &Actor, call: &Call) -> bool {
    matches!(actor, Actor::Person(person) if person.may_edit_for(call.funder.id))
}

/// Says whether somebody may read the proposals that a call received: any member of its party.
pub fn may_read_proposals(actor: &Actor, call: &Call) -> bool {
    is_member(actor, call)
}
