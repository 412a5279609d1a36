//! Who may do what with listings and introductions. The capability types are made here only.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{
    model::{IntroductionId, ListingId, Side},
    queries::{IntroductionView, ListingView},
};
use crate::{
    accounts::model::{Actor, Organiser, Person},
    error::AppError,
    infra::tokens,
    parties::model::PartyId,
};

/// What the signature in a renewal link is for.
const RENEW: &str = "listing.renew";

/// What the signature in an introduction's link is for.
const ANSWER: &str = "introduction.answer";

/// The permission to post in the name of a party or of oneself.
#[derive(Clone, Debug)]
pub struct MayPost {
    pub(super) person: Arc<Person>,
    pub(super) party_id: Option<PartyId>,
}

/// The permission to change and end a listing.
#[derive(Clone, Debug)]
pub struct MayEdit {
    pub(super) person: Arc<Person>,
    pub(super) id: ListingId,
}

/// The permission to renew a listing; the holder of the link in the mail has it without an account.
#[derive(Clone, Debug)]
pub struct MayRenew {
    pub(super) person: Option<Arc<Person>>,
    pub(super) id: ListingId,
}

/// The permission to answer an introduction for one side.
#[derive(Clone, Debug)]
pub struct MayAnswer {
    pub(super) person: Option<Arc<Person>>,
    pub(super) id: IntroductionId,
    pub(super) side: Side,
}

/// The permission to say of a match whether it fits.
#[derive(Clone, Debug)]
pub struct MayJudge {
    pub(super) person: Arc<Person>,
    pub(super) judge: Judge,
    pub(super) need: ListingId,
    pub(super) offer: ListingId,
}

/// Whose list of matches an opinion changes: that of a party, or of one person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Judge(Uuid);

impl Judge {
    /// Gives what is stored of it.
    pub fn id(self) -> Uuid {
        self.0
    }

    /// Names the one to whom a listing belongs.
    pub fn of_listing(listing: &ListingView) -> Self {
        Self(listing.party.as_ref().map_or(listing.account_id.0, |party| party.id.0))
    }

    /// Names an organiser.
    pub fn organiser(organiser: &Organiser) -> Self {
        Self(organiser.person().id.0)
    }
}

/// Lets everybody with an account post for themselves, and editors and owners for their party.
///
/// # Errors
/// [`AppError::SignInRequired`], [`AppError::NotFound`] for a party of others.
pub fn post_for(actor: &Actor, party_id: Option<PartyId>) -> Result<MayPost, AppError> {
    let person = actor.person()?;
    if party_id.is_some_and(|party| !person.may_edit_for(party)) {
        return Err(AppError::NotFound);
    }
    Ok(MayPost { person: person.clone(), party_id })
}

/// Says whether a listing is the actor's: its author's, or that of an editor or owner of its party.
pub fn is_own(actor: &Actor, listing: &ListingView) -> bool {
    let Actor::Person(person) = actor else { return false };
    match &listing.party {
        Some(party) => person.may_edit_for(party.id),
        None => listing.account_id == person.id,
    }
}

/// Lets those to whom a listing belongs change it.
///
/// # Errors
/// [`AppError::SignInRequired`], [`AppError::NotFound`] for other people.
pub fn edit(actor: &Actor, listing: &ListingView) -> Result<MayEdit, AppError> {
    let person = actor.person()?;
    if !is_own(actor, listing) {
        return Err(AppError::NotFound);
    }
    Ok(MayEdit { person: person.clone(), id: listing.id })
}

/// Shows a listing's matches to those to whom it belongs, and to organisers; gives whose list it is.
///
/// # Errors
/// [`AppError::SignInRequired`], [`AppError::SecondFactorRequired`], [`AppError::NotFound`] for other people.
pub fn see_matches(actor: &Actor, listing: &ListingView) -> Result<Judge, AppError> {
    if is_own(actor, listing) { Ok(Judge::of_listing(listing)) } else { Ok(Judge::organiser(&actor.organiser()?)) }
}

/// Lets the one whose list it is say whether a match fits: those to whom the side `own` belongs, or without one an organiser.
///
/// # Errors
/// As [`see_matches`]; [`AppError::NotFound`] also for a pair of which one side may not be seen.
pub fn judge(actor: &Actor, need: &ListingView, offer: &ListingView, own: Option<Side>, now: DateTime<Utc>) -> Result<MayJudge, AppError> {
    let person = actor.person()?.clone();
    let listing = match own {
        Some(Side::Need) => Some(need),
        Some(Side::Offer) => Some(offer),
        None => None,
    };
    let judge = match listing {
        Some(listing) if is_own(actor, listing) => Judge::of_listing(listing),
        Some(_) => return Err(AppError::NotFound),
        None => Judge::organiser(&actor.organiser()?),
    };
    if need.side != Side::Need || offer.side != Side::Offer {
        return Err(AppError::NotFound);
    }
    see(actor, need, now)?;
    see(actor, offer, now)?;
    Ok(MayJudge { person, judge, need: need.id, offer: offer.id })
}

/// Shows what stands open to everybody; the rest to those to whom it belongs and to organisers.
///
/// # Errors
/// [`AppError::NotFound`].
pub fn see(actor: &Actor, listing: &ListingView, now: DateTime<Utc>) -> Result<(), AppError> {
    let may = listing.standing(now).is_public() || is_own(actor, listing) || actor.organiser().is_ok();
    if may { Ok(()) } else { Err(AppError::NotFound) }
}

impl MayEdit {
    /// Who may change a listing may renew it.
    pub fn renew(self) -> MayRenew {
        MayRenew { person: Some(self.person), id: self.id }
    }
}

/// Gives the signature of the link that renews a listing.
pub fn renewal_code(key: &[u8], id: ListingId) -> String {
    tokens::sign(key, RENEW, &id.to_string())
}

/// Lets the holder of the link in the mail renew.
///
/// # Errors
/// [`AppError::NotFound`] when the signature is not ours.
pub fn renew_by_link(key: &[u8], id: ListingId, code: &str) -> Result<MayRenew, AppError> {
    if tokens::is_signed(key, RENEW, &id.to_string(), code) { Ok(MayRenew { person: None, id }) } else { Err(AppError::NotFound) }
}

fn answer_subject(id: IntroductionId, side: Side) -> String {
    format!("{id}:{}", side.as_str())
}

/// Gives the signature of the link by which one side answers.
pub fn answer_code(key: &[u8], id: IntroductionId, side: Side) -> String {
    tokens::sign(key, ANSWER, &answer_subject(id, side))
}

/// Lets the holder of the link in the mail, and those to whom that side's listing belongs, read and answer.
///
/// # Errors
/// [`AppError::SignInRequired`] for a visitor without a code, [`AppError::NotFound`] for other people.
pub fn answer(actor: &Actor, key: &[u8], introduction: &IntroductionView, side: Side, code: &str) -> Result<MayAnswer, AppError> {
    let signed = !code.is_empty() && tokens::is_signed(key, ANSWER, &answer_subject(introduction.id, side), code);
    let person = match actor {
        Actor::Person(person) if is_own(actor, introduction.listing(side)) => Some(person.clone()),
        Actor::Anonymous if !signed && code.is_empty() => return Err(AppError::SignInRequired),
        _ if signed => None,
        _ => return Err(AppError::NotFound),
    };
    Ok(MayAnswer { person, id: introduction.id, side })
}
