//! Who sees and changes answers: whoever they are of. The capability type is made here only.

use std::sync::Arc;

use crate::{
    accounts::model::{AccountId, Actor, Person},
    error::AppError,
    parties::model::{PartyId, PartyKind},
};

/// Whose the answers are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    Person(AccountId),
    Party(PartyId),
}

/// The permission to answer, and to delete the answers.
#[derive(Clone, Debug)]
pub struct MayAnswer {
    pub(super) person: Arc<Person>,
    pub(super) whose: Whose,
    /// The kind of the party; a person alone chooses.
    pub(super) kind: Option<PartyKind>,
}

impl MayAnswer {
    pub fn whose(&self) -> Whose {
        self.whose
    }

    pub fn kind(&self) -> Option<PartyKind> {
        self.kind
    }
}

/// Says whose answers somebody sees: those of the party that is acted for, else the own.
///
/// # Errors
/// [`AppError::SignInRequired`].
pub fn see(actor: &Actor) -> Result<Whose, AppError> {
    let person = actor.person()?;
    Ok(person.acting_for.map_or(Whose::Person(person.id), Whose::Party))
}

/// Lets people answer for themselves, and editors and owners for their party.
///
/// # Errors
/// [`AppError::SignInRequired`]; [`AppError::NotFound`] for who only reads along.
pub fn answer(actor: &Actor) -> Result<MayAnswer, AppError> {
    let (person, whose) = (actor.person()?, see(actor)?);
    if person.acting_for.is_some_and(|party| !person.may_edit_for(party)) {
        return Err(AppError::NotFound);
    }
    Ok(MayAnswer { person: person.clone(), whose, kind: person.acting().map(|membership| membership.kind) })
}
