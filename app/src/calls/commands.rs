//! What people do with calls, one function per sentence. Each is one transaction with its audit row.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, PaginatorTrait, QueryFilter};
use uuid::Uuid;

use super::{
    model::{Amended, CallId, CallState, Content, Difference, Life, Question, QuestionId, Ready, Step, differences, slug},
    policy::{MayCreate, MayEdit},
};
use crate::{
    areas::model::AreaCode,
    error::AppError,
    infra::{
        db::{
            Db, Object, Tx,
            entity::{call, call_area, call_change, call_question, call_theme},
        },
        tokens,
    },
    parties::model::PartyKind,
    themes::Theme,
};

/// Begins a call as a draft and gives its address.
///
/// # Errors
/// When the database refuses.
pub async fn begin_draft(db: &Db, may: &MayCreate, title: &str, now: DateTime<Utc>) -> Result<String, AppError> {
    let tx = db.begin().await?;
    let id = CallId::new();
    let slug = free_slug(tx.on(), title, id).await?;
    let Life { state, opens_at, closes_at, published_at, closed_early_at, withdrawn_at, withdrawn_reason } = Life::draft();
    call::ActiveModel {
        id: Set(id),
        slug: Set(slug.clone()),
        party_id: Set(may.party()),
        title: Set(title.to_owned()),
        summary: Set(String::new()),
        body: Set(String::new()),
        conditions: Set(String::new()),
        who_may_apply: Set(kinds(&[])?),
        ceiling_cents: Set(None),
        max_cents: Set(None),
        opens_at: Set(opens_at),
        closes_at: Set(closes_at),
        state: Set(state),
        published_at: Set(published_at),
        closed_early_at: Set(closed_early_at),
        withdrawn_at: Set(withdrawn_at),
        withdrawn_reason: Set(withdrawn_reason),
        created_by: Set(Some(may.person().id)),
        created_at: Set(now),
        updated_at: Set(now),
        version: Set(1),
    }
    .insert(tx.on())
    .await?;
    tx.commit(may.person().audit("call.begin", Object::new("call", id)), now).await?;
    Ok(slug)
}

/// Saves a draft as far as it is filled in, and gives its new version.
///
/// # Errors
/// [`AppError::Conflict`] when it is not a draft any more or somebody else saved it after `version`.
pub async fn save_draft(db: &Db, may: &MayEdit, version: i32, content: &Content, now: DateTime<Utc>) -> Result<i32, AppError> {
    let call = may.call();
    if call.life.state != CallState::Draft {
        return Err(AppError::Conflict);
    }
    let tx = db.begin().await?;
    let life = Life { opens_at: content.opens_at, closes_at: content.closes_at, ..call.life.clone() };
    write(&tx, call.id, &call.slug, version, content, &life, now).await?;
    tx.commit(may.person().audit("call.save", Object::new("call", call.id)), now).await?;
    Ok(version + 1)
}

/// Publishes a draft and gives its address, which follows its title.
///
/// # Errors
/// [`AppError::Conflict`] when it is not a draft any more or somebody else saved it after `version`.
pub async fn publish(db: &Db, may: &MayEdit, version: i32, ready: Ready, now: DateTime<Utc>) -> Result<String, AppError> {
    let call = may.call();
    let content = ready.content().clone();
    let life = call.life.clone().step(Step::Publish(ready), now).map_err(|_| AppError::Conflict)?;
    let mut tx = db.begin().await?;
    let slug = free_slug(tx.on(), &content.title, call.id).await?;
    write(&tx, call.id, &slug, version, &content, &life, now).await?;
    tx.changed(Object::new("call", call.id));
    tx.commit(may.person().audit("call.publish", Object::new("call", call.id)), now).await?;
    Ok(slug)
}

/// Changes a call that is public, and records what changed.
///
/// # Errors
/// [`AppError::Conflict`] when it is not public or somebody else changed it after `version`.
pub async fn change_published(db: &Db, may: &MayEdit, version: i32, amended: &Amended, now: DateTime<Utc>) -> Result<(), AppError> {
    let call = may.call();
    if call.life.state != CallState::Published {
        return Err(AppError::Conflict);
    }
    if amended.differences().is_empty() {
        return Ok(());
    }
    let content = amended.content();
    let life = Life { opens_at: content.opens_at, closes_at: content.closes_at, ..call.life.clone() };
    let mut tx = db.begin().await?;
    write(&tx, call.id, &call.slug, version, content, &life, now).await?;
    record(&tx, may, amended.differences(), now).await?;
    tx.changed(Object::new("call", call.id));
    tx.commit(may.person().audit("call.change", Object::new("call", call.id)), now).await?;
    Ok(())
}

/// Ends the time to apply now.
///
/// # Errors
/// [`AppError::Conflict`] when the call is not open.
pub async fn close_early(db: &Db, may: &MayEdit, now: DateTime<Utc>) -> Result<(), AppError> {
    let before = Content::of(may.call(), Vec::new(), Vec::new(), Vec::new());
    let after = Content { closes_at: Some(now), ..before.clone() };
    take(db, may, Step::CloseEarly, "call.close_early", &differences(&before, &after), now).await
}

/// Takes a call back, with the reason that everybody can read.
///
/// # Errors
/// [`AppError::Conflict`] when the call is not public.
pub async fn withdraw(db: &Db, may: &MayEdit, reason: String, now: DateTime<Utc>) -> Result<(), AppError> {
    take(db, may, Step::Withdraw(reason), "call.withdraw", &[], now).await
}

async fn take(
    db: &Db,
    may: &MayEdit,
    step: Step,
    action: &'static str,
    differences: &[Difference],
    now: DateTime<Utc>,
) -> Result<(), AppError> {
    let call = may.call();
    let life = call.life.clone().step(step, now).map_err(|_| AppError::Conflict)?;
    let mut tx = db.begin().await?;
    update(&tx, call.id, call.version, of_life(&life), now).await?;
    record(&tx, may, differences, now).await?;
    tx.changed(Object::new("call", call.id));
    tx.commit(may.person().audit(action, Object::new("call", call.id)), now).await?;
    Ok(())
}

fn of_life(life: &Life) -> call::ActiveModel {
    let Life { state, opens_at, closes_at, published_at, closed_early_at, withdrawn_at, withdrawn_reason } = life.clone();
    call::ActiveModel {
        state: Set(state),
        opens_at: Set(opens_at),
        closes_at: Set(closes_at),
        published_at: Set(published_at),
        closed_early_at: Set(closed_early_at),
        withdrawn_at: Set(withdrawn_at),
        withdrawn_reason: Set(withdrawn_reason),
        ..Default::default()
    }
}

/// Writes what a funder filled in, and where the call is in its life.
async fn write(tx: &Tx, id: CallId, slug: &str, version: i32, content: &Content, life: &Life, now: DateTime<Utc>) -> Result<(), AppError> {
    let Content { title, summary, body, conditions, who_may_apply, ceiling, max, opens_at: _, closes_at: _, themes, areas, questions } =
        content;
    let row = call::ActiveModel {
        slug: Set(slug.to_owned()),
        title: Set(title.clone()),
        summary: Set(summary.clone()),
        body: Set(body.clone()),
        conditions: Set(conditions.clone()),
        who_may_apply: Set(kinds(who_may_apply)?),
        ceiling_cents: Set(*ceiling),
        max_cents: Set(*max),
        ..of_life(life)
    };
    update(tx, id, version, row, now).await?;
    write_themes(tx.on(), id, themes).await?;
    write_areas(tx.on(), id, areas).await?;
    write_questions(tx.on(), id, questions).await
}

/// Updates the row if it still has that version, and counts the version up.
async fn update(tx: &Tx, id: CallId, version: i32, row: call::ActiveModel, now: DateTime<Utc>) -> Result<(), AppError> {
    let row = call::ActiveModel { updated_at: Set(now), version: Set(version.saturating_add(1)), ..row };
    let updated = call::Entity::update_many()
        .set(row)
        .filter(call::Column::Id.eq(id))
        .filter(call::Column::Version.eq(version))
        .exec(tx.on())
        .await?;
    if updated.rows_affected == 1 { Ok(()) } else { Err(AppError::Conflict) }
}

async fn write_themes(tx: &DatabaseTransaction, id: CallId, themes: &[Theme]) -> Result<(), AppError> {
    call_theme::Entity::delete_many().filter(call_theme::Column::CallId.eq(id)).exec(tx).await?;
    let rows = themes.iter().map(|theme| call_theme::ActiveModel { call_id: Set(id), theme: Set(*theme) });
    Ok(call_theme::Entity::insert_many(rows).exec_without_returning(tx).await.map(|_| ())?)
}

async fn write_areas(tx: &DatabaseTransaction, id: CallId, areas: &[(AreaCode, String)]) -> Result<(), AppError> {
    call_area::Entity::delete_many().filter(call_area::Column::CallId.eq(id)).exec(tx).await?;
    let rows = areas.iter().map(|(code, _)| call_area::ActiveModel { call_id: Set(id), area_code: Set(code.clone()) });
    Ok(call_area::Entity::insert_many(rows).exec_without_returning(tx).await.map(|_| ())?)
}

/// Keeps the rows of questions that stay, since answers refer to them.
async fn write_questions(tx: &DatabaseTransaction, id: CallId, questions: &[Question]) -> Result<(), AppError> {
    let kept: Vec<QuestionId> = questions.iter().map(|question| question.id).collect();
    call_question::Entity::delete_many()
        .filter(call_question::Column::CallId.eq(id))
        .filter(call_question::Column::Id.is_not_in(kept))
        .exec(tx)
        .await?;
    let there: HashSet<QuestionId> =
        call_question::Entity::find().filter(call_question::Column::CallId.eq(id)).all(tx).await?.into_iter().map(|row| row.id).collect();
    for (question, position) in questions.iter().zip(0..) {
        let Question { id: question_id, kind, label, help, required, word_limit, options } = question.clone();
        let row = call_question::ActiveModel {
            id: Set(question_id),
            call_id: Set(id),
            position: Set(position),
            kind: Set(kind),
            label: Set(label),
            help: Set(help),
            required: Set(required),
            word_limit: Set(word_limit),
            options: Set(serde_json::to_string(&options).map_err(|_| AppError::Internal)?),
        };
        if there.contains(&question_id) {
            call_question::Entity::update(row).exec(tx).await?;
        } else {
            call_question::Entity::insert(row).exec_without_returning(tx).await?;
        }
    }
    Ok(())
}

async fn record(tx: &Tx, may: &MayEdit, differences: &[Difference], now: DateTime<Utc>) -> Result<(), DbErr> {
    let rows = differences.iter().map(|Difference { part, before, after }| call_change::ActiveModel {
        id: Set(Uuid::now_v7()),
        call_id: Set(may.call().id),
        at: Set(now),
        account_id: Set(Some(may.person().id)),
        field: Set(part.as_str().to_owned()),
        before_text: Set(before.clone()),
        after_text: Set(after.clone()),
    });
    call_change::Entity::insert_many(rows).exec_without_returning(tx.on()).await.map(|_| ())
}

fn kinds(kinds: &[PartyKind]) -> Result<String, AppError> {
    serde_json::to_string(kinds).map_err(|_| AppError::Internal)
}

/// Gives the address that goes with a title, with something behind it when another call has it.
async fn free_slug(tx: &DatabaseTransaction, title: &str, id: CallId) -> Result<String, DbErr> {
    let plain = slug(title);
    let taken = call::Entity::find().filter(call::Column::Slug.eq(&plain)).filter(call::Column::Id.ne(id)).count(tx).await? > 0;
    // Enough to tell two calls apart, and short enough to read out.
    let rest: String = tokens::hash(&id.to_string()).chars().take(6).collect();
    Ok(if taken { format!("{plain}-{rest}") } else { plain })
}
