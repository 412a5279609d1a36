//! From a request to a permission: loads the facts that `policy` asks for.

use super::{
    policy::{self, Found, MayFollow},
    things::Thing,
};
use crate::{areas, calls, error::AppError, parties, proposals, request::RequestCx};

/// Gives the permission to follow what a form names.
///
/// # Errors
/// As [`policy::follow`].
pub async fn follower(cx: &RequestCx, kind: &str, key: &str) -> Result<MayFollow, AppError> {
    let account = cx.actor().person()?.id;
    let db = cx.db().reader();
    let thing = Thing::read(kind, key).ok_or(AppError::NotFound)?;
    let there = |there: bool| if there { Found::Public } else { Found::Nothing };
    let found = match &thing {
        Thing::Theme(_) => Found::Public,
        Thing::Area(code) => there(areas::queries::by_code(db, code).await?.is_some()),
        Thing::Party(id) => there(parties::queries::by_id(db, *id).await?.is_some()),
        Thing::Call(id) => Found::Call(calls::queries::by_id(db, *id).await?.map(Box::new)),
        Thing::Proposal(id) => Found::Proposal(proposals::queries::by_id(db, *id, Some(account)).await?.map(Box::new)),
    };
    policy::follow(cx.actor(), thing, found)
}
