//! Who may do what with a party. The permissions are types that are made here only.

use std::sync::Arc;

use super::model::{MemberRole, Party, PartyKind};
use crate::{
    accounts::model::{Actor, Organiser, Person},
    error::AppError,
};

/// May change a party's page and decide who belongs to it.
#[derive(Clone, Debug)]
pub struct MayRun {
    pub(super) person: Arc<Person>,
    pub(super) party: Party,
}

/// May see who belongs to a party, and leave it.
#[derive(Clone, Debug)]
pub struct MayLook {
    pub(super) person: Arc<Person>,
    pub(super) party: Party,
    role: MemberRole,
}

/// May ask to belong to a party.
#[derive(Clone, Debug)]
pub struct MayJoin {
    pub(super) person: Arc<Person>,
    pub(super) party: Party,
}

/// May verify a party, or take that back.
#[derive(Clone, Debug)]
pub struct MayVerify {
    pub(super) person: Arc<Person>,
    pub(super) party: Party,
}

impl MayRun {
    pub fn party(&self) -> &Party {
        &self.party
    }
}

impl MayLook {
    pub fn party(&self) -> &Party {
        &self.party
    }

    pub fn person(&self) -> &Person {
        &self.person
    }

    pub fn is_owner(&self) -> bool {
        self.role == MemberRole::Owner
    }
}

/// Owners run a party.
///
/// # Errors
/// [`AppError::SignInRequired`], also for a party that is not there; [`AppError::NotFound`].
pub fn run(actor: &Actor, party: Option<Party>) -> Result<MayRun, AppError> {
    let person = actor.person()?.clone();
    let party = party.filter(|party| person.owns(party.id)).ok_or(AppError::NotFound)?;
    Ok(MayRun { person, party })
}

/// Members see who else belongs to a party.
///
/// # Errors
/// As [`run`].
pub fn look(actor: &Actor, party: Option<Party>) -> Result<MayLook, AppError> {
    let person = actor.person()?.clone();
    let party = party.ok_or(AppError::NotFound)?;
    let role = person.membership(party.id).ok_or(AppError::NotFound)?.role;
    Ok(MayLook { person, party, role })
}

/// Everybody who is signed in may ask to join, except members and where the party is one person.
///
/// # Errors
/// As [`run`]; [`AppError::Conflict`] for a member.
pub fn join(actor: &Actor, party: Option<Party>) -> Result<MayJoin, AppError> {
    let person = actor.person()?.clone();
    let party = party.filter(|party| party.kind != PartyKind::Person).ok_or(AppError::NotFound)?;
    if person.membership(party.id).is_some() { Err(AppError::Conflict) } else { Ok(MayJoin { person, party }) }
}

/// Organisers verify.
///
/// # Errors
/// [`AppError::NotFound`].
pub fn verify(organiser: Organiser, party: Option<Party>) -> Result<MayVerify, AppError> {
    Ok(MayVerify { person: organiser.person().clone(), party: party.ok_or(AppError::NotFound)? })
}
