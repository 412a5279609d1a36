//! Who may assess. Asking, withdrawing and seeing all of it is for who decides: `proposals::policy::FunderMayAct`.

use std::sync::Arc;

use super::queries::Assigned;
use crate::{
    accounts::model::{AccountId, Actor, Person},
    error::AppError,
    infra::db::{Audit, Object},
};

/// The permission to declare and to judge what one was asked to assess.
#[derive(Clone, Debug)]
pub struct MayAssess {
    assigned: Assigned,
    person: Arc<Person>,
}

impl MayAssess {
    pub fn assigned(&self) -> &Assigned {
        &self.assigned
    }

    pub fn account_id(&self) -> AccountId {
        self.person.id
    }

    /// Starts the audit row of something that is done with this permission.
    pub fn audit(&self, action: &'static str) -> Audit {
        Audit::new(action, Object::new("assessment", self.assigned.id)).by(self.person.id, Some(self.assigned.party_id))
    }
}

/// Gives the permission to assess what this person was asked to, while the person belongs to the call's party.
///
/// # Errors
/// [`AppError::SignInRequired`] for a visitor, [`AppError::NotFound`] for everybody else.
pub fn assess(actor: &Actor, assigned: Option<Assigned>) -> Result<MayAssess, AppError> {
    let person = actor.person()?.clone();
    let own = |assigned: &Assigned| assigned.account_id == Some(person.id) && person.membership(assigned.party_id).is_some();
    let assigned = assigned.filter(own).ok_or(AppError::NotFound)?;
    Ok(MayAssess { assigned, person })
}
