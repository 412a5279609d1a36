//! Who may read, write and decide. Facts go in, a capability type or a refusal comes out.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{
    model::ProposalId,
    queries::{CallRef, ProposalView},
};
use crate::{
    accounts::model::{AccountId, Actor, Person},
    error::AppError,
    infra::db::{Audit, Object},
};

/// The proposals that a session opened through a link in a mail.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Keys {
    pub write: Vec<ProposalId>,
    pub read: Vec<ProposalId>,
}

impl Keys {
    pub fn is_empty(&self) -> bool {
        self.write.is_empty() && self.read.is_empty()
    }
}

/// The permission to read a proposal as its applicant; `write` is there for those who may work on it too.
#[derive(Clone, Debug)]
pub struct MayRead {
    proposal: ProposalView,
    write: Option<MayWrite>,
}

/// The permission to work on a proposal.
#[derive(Clone, Debug)]
pub struct MayWrite {
    proposal: ProposalView,
    actor: Actor,
}

impl MayRead {
    pub fn proposal(&self) -> &ProposalView {
        &self.proposal
    }

    pub fn write(&self) -> Option<&MayWrite> {
        self.write.as_ref()
    }
}

impl MayWrite {
    pub fn proposal(&self) -> &ProposalView {
        &self.proposal
    }

    pub fn person(&self) -> Option<&Arc<Person>> {
        self.actor.person().ok()
    }

    /// Starts the audit row of something that is done with this permission.
    pub fn audit(&self, action: &'static str) -> Audit {
        audit(&self.actor, action, self.proposal.id)
    }
}

/// Starts the audit row of something that this actor does to a proposal.
pub fn audit(actor: &Actor, action: &'static str, id: ProposalId) -> Audit {
    let object = Object::new("proposal", id);
    match actor {
        Actor::Anonymous => Audit::new(action, object),
        Actor::Person(person) => person.audit(action, object),
    }
}

/// Gives the permission to work on a proposal.
///
/// # Errors
/// [`AppError::SignInRequired`] for a visitor without any key, [`AppError::NotFound`] for others.
pub fn write(actor: &Actor, keys: &Keys, proposal: Option<ProposalView>) -> Result<MayWrite, AppError> {
    read(actor, keys, proposal)?.write.ok_or(AppError::NotFound)
}

/// Gives the permission to read a proposal as its applicant.
///
/// # Errors
/// As [`write()`].
pub fn read(actor: &Actor, keys: &Keys, proposal: Option<ProposalView>) -> Result<MayRead, AppError> {
    let refused = if actor.is_signed_in() { AppError::NotFound } else { AppError::SignInRequired };
    let Some(proposal) = proposal else { return Err(refused) };
    let person = actor.person().ok();
    let writes = keys.write.contains(&proposal.id)
        || person.is_some_and(|person| match proposal.party_id {
            Some(party) => person.may_edit_for(party),
            None => proposal.account_id == Some(person.id),
        });
    let reads = writes
        || keys.read.contains(&proposal.id)
        || person.is_some_and(|person| {
            proposal.party_id.is_some_and(|party| person.membership(party).is_some()) || proposal.taking_part == Some(person.id)
        });
    if !reads {
        return Err(refused);
    }
    let write = writes.then(|| MayWrite { proposal: proposal.clone(), actor: actor.clone() });
    Ok(MayRead { proposal, write })
}

/// The permission to read what was submitted to a call.
#[derive(Clone, Debug)]
pub struct FunderMayRead {
    call: CallRef,
    reader: AccountId,
    act: Option<FunderMayAct>,
}

/// The permission to ask about proposals to a call and to decide on them.
#[derive(Clone, Debug)]
pub struct FunderMayAct {
    call: CallRef,
    person: Arc<Person>,
}

impl FunderMayRead {
    pub fn call(&self) -> &CallRef {
        &self.call
    }

    /// Gives who reads; from single proposals this person may be barred.
    pub fn reader(&self) -> AccountId {
        self.reader
    }

    pub fn act(&self) -> Option<&FunderMayAct> {
        self.act.as_ref()
    }
}

impl FunderMayAct {
    pub fn call(&self) -> &CallRef {
        &self.call
    }

    pub fn account_id(&self) -> AccountId {
        self.person.id
    }

    pub fn person(&self) -> &Arc<Person> {
        &self.person
    }

    /// Starts the audit row of something that is done with this permission.
    pub fn audit(&self, action: &'static str, id: ProposalId) -> Audit {
        Audit::new(action, Object::new("proposal", id)).by(self.person.id, Some(self.call.party_id))
    }
}

/// Gives the permission to read what was submitted to a call.
///
/// # Errors
/// [`AppError::SignInRequired`] for a visitor, [`AppError::NotFound`] for everybody outside the call's party.
pub fn funder_reads(actor: &Actor, call: Option<CallRef>) -> Result<FunderMayRead, AppError> {
    let person = actor.person()?;
    let call = call.filter(|call| person.membership(call.party_id).is_some()).ok_or(AppError::NotFound)?;
    let act = person.may_edit_for(call.party_id).then(|| FunderMayAct { call: call.clone(), person: person.clone() });
    Ok(FunderMayRead { call, reader: person.id, act })
}

/// Gives the permission to ask and to decide.
///
/// # Errors
/// As [`funder_reads`]; a viewer of the party gets [`AppError::NotFound`] too.
pub fn funder_acts(actor: &Actor, call: Option<CallRef>) -> Result<FunderMayAct, AppError> {
    funder_reads(actor, call)?.act.ok_or(AppError::NotFound)
}
