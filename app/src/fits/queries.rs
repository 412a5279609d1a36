//! Reads of answers.

use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, sea_query::SimpleExpr};

use super::{model::Answers, policy::Whose};
use crate::infra::db::entity::fit_profile;

/// The row of a person or a party.
pub(super) fn of_whom(whose: Whose) -> SimpleExpr {
    match whose {
        Whose::Person(account) => fit_profile::Column::AccountId.eq(account),
        Whose::Party(party) => fit_profile::Column::PartyId.eq(party),
    }
}

/// Gives what was answered; answers that cannot be read any more are asked again.
///
/// # Errors
/// When the database refuses.
pub async fn answers(db: &impl ConnectionTrait, whose: Whose) -> Result<Option<Answers>, DbErr> {
    let row = fit_profile::Entity::find().filter(of_whom(whose)).one(db).await?;
    Ok(row.and_then(|row| serde_json::from_str(&row.answers).ok()))
}
