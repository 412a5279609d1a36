//! Writing a mail to a selection, trying it, and putting it aside for all of them.

use chrono::{DateTime, Utc};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use uuid::Uuid;

use super::{
    mails::Written,
    model::{Audience, Segment, Words},
    queries,
};
use crate::{
    accounts::model::{Organiser, Person},
    error::AppError,
    infra::{
        db::{Db, Object, Tx, entity::segment},
        i18n::{Locale, Texts},
        mail::Recipient,
    },
    state::AppState,
};

/// What an organiser typed.
#[derive(Clone, Debug)]
pub struct Draft {
    pub audience: Audience,
    pub dutch: Words,
    pub english: Option<Words>,
}

fn object(id: Uuid) -> Object {
    Object::new("segment", id)
}

/// Keeps a mail; `seen` is the mail that is changed, with the version that was seen. Gives its id.
///
/// # Errors
/// [`AppError::Conflict`] when somebody changed it since, or it was put aside already.
pub async fn save(db: &Db, organiser: &Organiser, seen: Option<(Uuid, i32)>, draft: Draft, now: DateTime<Utc>) -> Result<Uuid, AppError> {
    let tx = db.begin().await?;
    let Draft { audience, dutch, english } = draft;
    let audience = serde_json::to_string(&audience).map_err(|_| AppError::Internal)?;
    let english = english.unwrap_or_default();
    let id = match seen {
        None => {
            let id = Uuid::now_v7();
            let row = segment::ActiveModel {
                id: Set(id),
                audience: Set(audience),
                subject: Set(dutch.subject),
                body: Set(dutch.body),
                english_subject: Set(english.subject),
                english_body: Set(english.body),
                created_by: Set(Some(organiser.person().id)),
                created_at: Set(now),
                updated_at: Set(now),
                queued_at: Set(None),
                people: Set(0),
                version: Set(1),
            };
            segment::Entity::insert(row).exec_without_returning(tx.on()).await?;
            id
        }
        Some((id, version)) => {
            let saved = segment::Entity::update_many()
                .col_expr(segment::Column::Audience, Expr::value(audience))
                .col_expr(segment::Column::Subject, Expr::value(dutch.subject))
                .col_expr(segment::Column::Body, Expr::value(dutch.body))
                .col_expr(segment::Column::EnglishSubject, Expr::value(english.subject))
                .col_expr(segment::Column::EnglishBody, Expr::value(english.body))
                .col_expr(segment::Column::UpdatedAt, Expr::value(now))
                .col_expr(segment::Column::Version, Expr::value(version.saturating_add(1)))
                .filter(segment::Column::Id.eq(id))
                .filter(segment::Column::Version.eq(version))
                .filter(segment::Column::QueuedAt.is_null())
                .exec(tx.on())
                .await?;
            if saved.rows_affected == 0 {
                return Err(AppError::Conflict);
            }
            id
        }
    };
    tx.commit(organiser.person().audit("segment.save", object(id)), now).await?;
    Ok(id)
}

async fn found(tx: &Tx, id: Uuid) -> Result<Segment, AppError> {
    queries::find(tx.on(), id).await?.ok_or(AppError::NotFound)
}

fn written(segment: &Segment, locale: Locale) -> Written<'_> {
    let call = match &segment.audience {
        Audience::Proposals { call, .. } => Some(call.as_str()),
        Audience::Parties { .. } | Audience::Listings { .. } => None,
    };
    let Words { subject, body } = segment.words(locale);
    Written { id: segment.id, subject, body, call }
}

/// The organiser, as a reader of that language.
fn oneself(person: &Person, locale: Locale) -> Recipient {
    Recipient { address: person.email.clone(), name: person.name.clone(), account_id: Some(person.id), locale }
}

/// Sends the mail to the organiser alone, at once, in each language in which it is written.
///
/// # Errors
/// [`AppError::NotFound`].
pub async fn try_out(state: &AppState, organiser: &Organiser, id: Uuid, now: DateTime<Utc>) -> Result<(), AppError> {
    let tx = state.db.begin().await?;
    let segment = found(&tx, id).await?;
    let letters = segment.languages().into_iter().map(|locale| {
        let t = Texts::new(locale);
        let mut letter = written(&segment, locale).letter(t);
        letter.subject = t.with("segment-try-subject", &[("subject", letter.subject.as_str().into())]);
        (oneself(organiser.person(), locale), letter)
    });
    state.post.enqueue_all(&tx, letters.collect(), now).await?;
    Ok(tx.commit(organiser.person().audit("segment.try", object(id)), now).await?)
}

/// Puts the mail aside for everybody whom it reaches, who must be those that were seen; somebody releases it from there.
///
/// # Errors
/// [`AppError::Conflict`] when it was put aside already, or says or reaches something else than was seen.
pub async fn queue(
    state: &AppState,
    organiser: &Organiser,
    id: Uuid,
    version: i32,
    mark: &str,
    now: DateTime<Utc>,
) -> Result<(), AppError> {
    let tx = state.db.begin().await?;
    let segment = found(&tx, id).await?;
    let reach = queries::reach(tx.on(), &segment.audience, now).await?;
    if reach.mark != mark || reach.too_many || reach.people.is_empty() {
        return Err(AppError::Conflict);
    }
    let people = i32::try_from(reach.people.len()).unwrap_or(i32::MAX);
    let queued = segment::Entity::update_many()
        .col_expr(segment::Column::QueuedAt, Expr::value(now))
        .col_expr(segment::Column::People, Expr::value(people))
        .filter(segment::Column::Id.eq(id))
        .filter(segment::Column::Version.eq(version))
        .filter(segment::Column::QueuedAt.is_null())
        .exec(tx.on())
        .await?;
    if queued.rows_affected == 0 {
        return Err(AppError::Conflict);
    }
    let letter = |to: Recipient| {
        let mut letter = written(&segment, to.locale).letter(Texts::new(to.locale));
        letter.dedupe_key = Some(format!("segment:{id}:{}", to.address));
        (to, letter)
    };
    state.post.enqueue_held(&tx, reach.people.into_iter().map(letter).collect(), now).await?;
    Ok(tx.commit(organiser.person().audit("segment.queue", object(id)), now).await?)
}

/// Gives what the mail looks like to a reader of that language: its text and its HTML.
pub fn preview(state: &AppState, organiser: &Organiser, segment: &Segment, locale: Locale) -> (String, String) {
    state.post.preview(&oneself(organiser.person(), locale), written(segment, locale).letter(Texts::new(locale)))
}
