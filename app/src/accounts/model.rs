//! What a person is to the product, and who acts in a request.

use std::sync::Arc;

use crate::{
    error::AppError,
    infra::{
        db::{Audit, Object},
        i18n::Locale,
    },
    parties::model::{MemberRole, PartyId, PartyKind},
};

crate::id! {
    /// A person's account.
    AccountId
}

crate::closed_list! {
    /// What a person may do on the whole site; what one may do for a party is a [`MemberRole`].
    pub enum AccountRole {
        Member = "member",
        Organiser = "organiser",
        Admin = "admin",
    }
}

crate::closed_list! {
    /// What a link in a mail is for.
    pub enum LinkPurpose {
        SignIn = "sign_in",
        Setup = "setup",
    }
}

/// One party for which a person may act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Membership {
    pub party_id: PartyId,
    pub slug: String,
    pub name: String,
    pub kind: PartyKind,
    pub verified: bool,
    pub role: MemberRole,
}

/// A person who is signed in, as policies see it.
#[derive(Clone, Debug)]
pub struct Person {
    pub id: AccountId,
    pub email: String,
    pub name: String,
    pub role: AccountRole,
    pub locale: Locale,
    /// Active memberships only.
    pub memberships: Vec<Membership>,
    /// The party chosen in the menu; always one of the memberships.
    pub acting_for: Option<PartyId>,
    /// Whether a second factor is set up, and given in this session.
    pub second_factor: SecondFactor,
}

/// Where a person is with the second factor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SecondFactor {
    NotSetUp,
    Asked,
    Given,
}

impl Person {
    /// Gives the membership in that party.
    pub fn membership(&self, party: PartyId) -> Option<&Membership> {
        self.memberships.iter().find(|membership| membership.party_id == party)
    }

    /// Says whether the person may change things in that party's name.
    pub fn may_edit_for(&self, party: PartyId) -> bool {
        self.membership(party).is_some_and(|membership| membership.role != MemberRole::Viewer)
    }

    /// Says whether the person decides who belongs to that party.
    pub fn owns(&self, party: PartyId) -> bool {
        self.membership(party).is_some_and(|membership| membership.role == MemberRole::Owner)
    }

    /// Gives the membership that is chosen in the menu.
    pub fn acting(&self) -> Option<&Membership> {
        self.acting_for.and_then(|party| self.membership(party))
    }
}

/// Who makes the request.
#[derive(Clone, Debug)]
pub enum Actor {
    Anonymous,
    Person(Arc<Person>),
}

impl Actor {
    /// Gives the person.
    ///
    /// # Errors
    /// [`AppError::SignInRequired`] for a visitor who is not signed in.
    pub fn person(&self) -> Result<&Arc<Person>, AppError> {
        match self {
            Self::Anonymous => Err(AppError::SignInRequired),
            Self::Person(person) => Ok(person),
        }
    }

    pub fn is_signed_in(&self) -> bool {
        matches!(self, Self::Person(_))
    }

    /// Gives the person if it is an organiser (or admin) who gave the second factor.
    ///
    /// # Errors
    /// [`AppError::SignInRequired`], [`AppError::NotFound`] for other people, [`AppError::SecondFactorRequired`].
    pub fn organiser(&self) -> Result<Organiser, AppError> {
        let person = self.person()?;
        match (person.role, person.second_factor) {
            (AccountRole::Member, _) => Err(AppError::NotFound),
            (_, SecondFactor::Given) => Ok(Organiser(person.clone())),
            _ => Err(AppError::SecondFactorRequired),
        }
    }

    /// Gives the person if it is an admin who gave the second factor.
    ///
    /// # Errors
    /// As [`Actor::organiser`].
    pub fn admin(&self) -> Result<Admin, AppError> {
        let Organiser(person) = self.organiser()?;
        if person.role == AccountRole::Admin { Ok(Admin(person)) } else { Err(AppError::NotFound) }
    }
}

/// The permission to do an organiser's work; made by [`Actor::organiser`] only.
#[derive(Clone, Debug)]
pub struct Organiser(Arc<Person>);

/// The permission to do an admin's work; made by [`Actor::admin`] only.
#[derive(Clone, Debug)]
pub struct Admin(Arc<Person>);

impl Organiser {
    pub fn person(&self) -> &Arc<Person> {
        &self.0
    }
}

impl Admin {
    pub fn person(&self) -> &Arc<Person> {
        &self.0
    }
}

impl Person {
    /// Starts the audit row of something that this person does.
    pub fn audit(&self, action: &'static str, object: Object) -> Audit {
        Audit::new(action, object).by(self.id, self.acting_for)
    }
}
