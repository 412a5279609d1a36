//! Writing a party's texts.

use chrono::{DateTime, Utc};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};

use super::{
    model::{Template, TemplateKind},
    policy::MayWrite,
};
use crate::{
    error::AppError,
    infra::{
        db::{Db, entity::letter_template},
        i18n::Locale,
    },
};

/// Keeps a text; it counts from the next letter on. `expected` is the version that was seen, 0 for our own words.
///
/// # Errors
/// [`AppError::Conflict`] when somebody saved since.
pub async fn save(
    db: &Db,
    may: &MayWrite,
    kind: TemplateKind,
    locale: Locale,
    template: Template,
    expected: i32,
    now: DateTime<Utc>,
) -> Result<(), AppError> {
    let tx = db.begin().await?;
    let key = (may.party(), kind.as_str().to_owned(), locale);
    if expected == 0 {
        if letter_template::Entity::find_by_id(key).one(tx.on()).await?.is_some() {
            return Err(AppError::Conflict);
        }
        let row = letter_template::ActiveModel {
            party_id: Set(may.party()),
            kind: Set(kind.as_str().to_owned()),
            locale: Set(locale),
            subject: Set(template.subject),
            body: Set(template.body),
            updated_at: Set(now),
            version: Set(1),
        };
        letter_template::Entity::insert(row).exec_without_returning(tx.on()).await?;
    } else {
        let saved = letter_template::Entity::update_many()
            .col_expr(letter_template::Column::Subject, Expr::value(template.subject))
            .col_expr(letter_template::Column::Body, Expr::value(template.body))
            .col_expr(letter_template::Column::UpdatedAt, Expr::value(now))
            .col_expr(letter_template::Column::Version, Expr::value(expected.saturating_add(1)))
            .filter(letter_template::Column::PartyId.eq(may.party()))
            .filter(letter_template::Column::Kind.eq(kind.as_str()))
            .filter(letter_template::Column::Locale.eq(locale))
            .filter(letter_template::Column::Version.eq(expected))
            .exec(tx.on())
            .await?;
        if saved.rows_affected == 0 {
            return Err(AppError::Conflict);
        }
    }
    Ok(tx.commit(may.audit("template.save").outcome(kind.as_str()), now).await?)
}

/// Goes back to our own words.
///
/// # Errors
/// When the database refuses.
pub async fn reset(db: &Db, may: &MayWrite, kind: TemplateKind, locale: Locale, now: DateTime<Utc>) -> Result<(), AppError> {
    let tx = db.begin().await?;
    letter_template::Entity::delete_by_id((may.party(), kind.as_str().to_owned(), locale)).exec(tx.on()).await?;
    Ok(tx.commit(may.audit("template.reset").outcome(kind.as_str()), now).await?)
}
