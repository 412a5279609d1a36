//! Reads of the texts that parties wrote.

use std::collections::HashMap;

use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter};

use super::model::{Template, TemplateKind};
use crate::{
    infra::{db::entity::letter_template, i18n::Locale},
    parties::model::PartyId,
};

fn template(row: letter_template::Model) -> Template {
    Template { subject: row.subject, body: row.body, version: row.version }
}

/// Lists what a party wrote.
///
/// # Errors
/// When the database refuses.
pub async fn of_party(db: &impl ConnectionTrait, party: PartyId) -> Result<HashMap<(TemplateKind, Locale), Template>, DbErr> {
    let rows = letter_template::Entity::find().filter(letter_template::Column::PartyId.eq(party)).all(db).await?;
    Ok(rows.into_iter().filter_map(|row| Some(((row.kind.parse().ok()?, row.locale), template(row)))).collect())
}

/// Finds what a party wrote for one letter.
///
/// # Errors
/// When the database refuses.
pub async fn find(db: &impl ConnectionTrait, party: PartyId, kind: TemplateKind, locale: Locale) -> Result<Option<Template>, DbErr> {
    let found = letter_template::Entity::find_by_id((party, kind.as_str().to_owned(), locale)).one(db).await?;
    Ok(found.map(template))
}
