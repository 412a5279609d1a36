//! Opening, changing and closing the session of a person. Its id changes each time, so that a session that was planted or stolen before is worth nothing.

use super::{
    model::{AccountId, AccountRole, Person, SecondFactor},
    queries,
};
use crate::{error::AppError, infra::session::key, parties::model::PartyId, paths, request::RequestCx, state::Environment};

/// Signs a person in, and gives the path to go to: `next`, with the second factor before it where that is asked.
pub async fn open(cx: &RequestCx, account: AccountId, next: &str) -> Result<String, AppError> {
    let db = cx.db().reader();
    // The demo asks nobody for a second step, except who set one up to see how it works.
    let demo = cx.state().settings.environment == Environment::Demo;
    let given = demo && queries::by_id(db, account).await?.is_some_and(|account| account.totp_secret.is_none());
    let person = queries::person(db, account, None, given).await?.ok_or(AppError::Internal)?;
    let session = cx.session();
    session.clear().await;
    session.cycle_id().await?;
    session.insert(key::ACCOUNT, account).await?;
    session.insert(key::SECOND_FACTOR, given).await?;
    session.insert(key::USER_AGENT, cx.user_agent()).await?;
    session.insert(key::SEEN, cx.now().timestamp()).await?;
    if let Some(membership) = person.memberships.first() {
        session.insert(key::ACTING_FOR, membership.party_id).await?;
    }
    Ok(onwards(&person, next))
}

fn onwards(person: &Person, next: &str) -> String {
    let next = match paths::local(next) {
        paths::HOME => paths::ACCOUNT,
        next => next,
    };
    match (person.second_factor, person.role) {
        (SecondFactor::Asked, _) => paths::second_factor(next),
        (SecondFactor::NotSetUp, AccountRole::Organiser | AccountRole::Admin) => paths::second_factor_setup(next),
        _ => next.to_owned(),
    }
}

/// Notes that the second factor was given (or is gone) in this session.
pub async fn second_factor(cx: &RequestCx, given: bool) -> Result<(), AppError> {
    let session = cx.session();
    session.cycle_id().await?;
    session.remove_value(key::TOTP_SETUP).await?;
    Ok(session.insert(key::SECOND_FACTOR, given).await?)
}

/// Chooses for whom the person acts; `None` is for the person alone.
pub async fn act_for(cx: &RequestCx, party: Option<PartyId>) -> Result<(), AppError> {
    let session = cx.session();
    session.cycle_id().await?;
    match party {
        Some(party) => session.insert(key::ACTING_FOR, party).await?,
        None => {
            session.remove_value(key::ACTING_FOR).await?;
        }
    }
    Ok(())
}

/// Signs the person out.
pub async fn close(cx: &RequestCx) -> Result<(), AppError> {
    // Not `flush`: what is noted after it would bring the old id back.
    cx.session().clear().await;
    Ok(cx.session().cycle_id().await?)
}
