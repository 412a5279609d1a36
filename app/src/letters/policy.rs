//! Who may do what with letters.

use std::sync::Arc;

use super::queries::Scope;
use crate::{
    accounts::model::{Organiser, Person},
    infra::db::{Audit, Object},
    parties::model::PartyId,
    proposals::policy::{FunderMayAct, FunderMayRead},
};

/// The permission to read some letters; `act` is there for those who may also release, edit and discard them.
#[derive(Clone, Debug)]
pub struct MayRead {
    scope: Scope,
    act: Option<MayAct>,
}

/// The permission to release, edit, hold and discard some letters.
#[derive(Clone, Debug)]
pub struct MayAct {
    scope: Scope,
    person: Arc<Person>,
    party: Option<PartyId>,
}

impl MayRead {
    pub fn scope(&self) -> &Scope {
        &self.scope
    }

    pub fn act(&self) -> Option<&MayAct> {
        self.act.as_ref()
    }
}

impl MayAct {
    pub fn scope(&self) -> &Scope {
        &self.scope
    }

    /// Starts the audit row of something that is done with this permission.
    pub fn audit(&self, action: &'static str, object: Object) -> Audit {
        match self.party {
            Some(party) => Audit::new(action, object).by(self.person.id, Some(party)),
            None => self.person.audit(action, object),
        }
    }
}

/// Organisers handle all mail.
pub fn organiser(organiser: &Organiser) -> MayAct {
    MayAct { scope: Scope::All, person: organiser.person().clone(), party: None }
}

/// The same, to read.
pub fn organiser_reads(who: &Organiser) -> MayRead {
    MayRead { scope: Scope::All, act: Some(organiser(who)) }
}

/// Who decides on the proposals to a call handles the letters of these decisions.
pub fn funder(may: &FunderMayAct) -> MayAct {
    let call = may.call();
    MayAct { scope: Scope::Call(call.id, may.account_id()), person: may.person().clone(), party: Some(call.party_id) }
}

/// Whoever may read the proposals to a call reads the letters of its decisions.
pub fn funder_reads(may: &FunderMayRead) -> MayRead {
    MayRead { scope: Scope::Call(may.call().id, may.reader()), act: may.act().map(funder) }
}
