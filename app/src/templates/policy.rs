//! Who may write a party's texts: its editors and owners.

use std::sync::Arc;

use crate::{
    accounts::model::{Actor, Membership, Person},
    error::AppError,
    infra::db::{Audit, Object},
    parties::model::PartyId,
};

/// The permission to write the texts of a party.
#[derive(Clone, Debug)]
pub struct MayWrite {
    person: Arc<Person>,
    membership: Membership,
}

impl MayWrite {
    pub fn party(&self) -> PartyId {
        self.membership.party_id
    }

    pub fn slug(&self) -> &str {
        &self.membership.slug
    }

    pub fn name(&self) -> &str {
        &self.membership.name
    }

    /// Starts the audit row of something that is done with this permission.
    pub fn audit(&self, action: &'static str) -> Audit {
        Audit::new(action, Object::new("party", self.party())).by(self.person.id, Some(self.party()))
    }
}

/// Gives the permission to write the texts of the party that the address names.
///
/// # Errors
/// [`AppError::SignInRequired`], [`AppError::NotFound`].
pub fn write(actor: &Actor, slug: &str) -> Result<MayWrite, AppError> {
    let person = actor.person()?.clone();
    let membership = person.memberships.iter().find(|membership| membership.slug == slug && person.may_edit_for(membership.party_id));
    let membership = membership.cloned().ok_or(AppError::NotFound)?;
    Ok(MayWrite { person, membership })
}
