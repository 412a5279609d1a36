//! Introducing two sides: both are asked, and learn how to reach each other only after both said yes.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, SqlErr};

use crate::{
    accounts::model::Organiser,
    bakery::{
        mails::{IntroductionAsked, IntroductionBothYes, IntroductionDeclined, IntroductionEnded, IntroductionReminder, IntroductionSide},
        model::{Answer, Answers, IntroductionId, IntroductionState, LAPSE_AFTER_DAYS, ListingId, Side},
        policy::{MayAnswer, answer_code},
        queries::{self, Contact, IntroductionView},
    },
    error::AppError,
    infra::{
        clock::local_day,
        db::{Audit, Object, Tx, entity::introduction},
        i18n::Texts,
        mail::Letter,
    },
    state::AppState,
};

/// Asks both sides of a match whether they want to meet.
///
/// # Errors
/// [`AppError::NotFound`] when a listing does not exist or is on the wrong side, [`AppError::Conflict`] when one does not stand open or they
/// were introduced before.
pub async fn introduce(
    state: &AppState,
    organiser: &Organiser,
    need: ListingId,
    offer: ListingId,
    message: String,
    now: DateTime<Utc>,
) -> Result<IntroductionId, AppError> {
    let person = organiser.person();
    let tx = state.db.begin().await?;
    let listings = queries::by_ids(tx.on(), &[need, offer]).await?;
    let find =
        |id: ListingId, side: Side| listings.iter().find(|listing| listing.id == id && listing.side == side).ok_or(AppError::NotFound);
    let (need, offer) = (find(need, Side::Need)?, find(offer, Side::Offer)?);
    if !need.standing(now).is_public() || !offer.standing(now).is_public() {
        return Err(AppError::Conflict);
    }
    let id = IntroductionId::new();
    let row = introduction::ActiveModel {
        id: Set(id),
        need_id: Set(need.id),
        offer_id: Set(offer.id),
        state: Set(IntroductionState::Asked),
        message: Set(message.clone()),
        asked_by: Set(Some(person.id)),
        asked_at: Set(now),
        need_answer: Set(None),
        need_answered_at: Set(None),
        offer_answer: Set(None),
        offer_answered_at: Set(None),
        reminded_at: Set(None),
        closed_at: Set(None),
        version: Set(1),
    };
    row.insert(tx.on()).await.map_err(|error| match error.sql_err() {
        Some(SqlErr::UniqueConstraintViolation(_)) => AppError::Conflict,
        _ => error.into(),
    })?;
    let introduction = IntroductionView {
        id,
        answers: Answers { state: IntroductionState::Asked, need: None, offer: None },
        message,
        asked_by: Some(person.id),
        asked_at: now,
        need: need.clone(),
        offer: offer.clone(),
        version: 1,
    };
    write_to(state, &tx, &introduction, Side::ALL, now, |about, t, _| {
        IntroductionAsked { about, message: &introduction.message }.letter(t)
    })
    .await?;
    tx.commit(person.audit("introduction.ask", Object::new("introduction", id)), now).await?;
    Ok(id)
}

/// Takes the answer of one side. The same answer twice is one answer.
///
/// # Errors
/// [`AppError::NotFound`] when it is gone, [`AppError::Conflict`] when that side gave the other answer or the introduction is over.
pub async fn answer(state: &AppState, may: MayAnswer, answer: Answer, now: DateTime<Utc>) -> Result<(), AppError> {
    let MayAnswer { person, id, side } = may;
    let tx = state.db.begin().await?;
    let introduction = queries::introduction(tx.on(), id).await?.ok_or(AppError::NotFound)?;
    if introduction.answers.of(side) == Some(answer) {
        return Ok(());
    }
    let answers = introduction.answers.give(side, answer).map_err(|_| AppError::Conflict)?;
    let mut values = introduction::ActiveModel { state: Set(answers.state), version: Set(introduction.version + 1), ..Default::default() };
    match side {
        Side::Need => (values.need_answer, values.need_answered_at) = (Set(Some(answer)), Set(Some(now))),
        Side::Offer => (values.offer_answer, values.offer_answered_at) = (Set(Some(answer)), Set(Some(now))),
    }
    if answers.state != IntroductionState::Asked {
        values.closed_at = Set(Some(now));
    }
    change(&tx, &introduction, values).await?;
    match answers.state {
        IntroductionState::BothYes => {
            write_to(state, &tx, &introduction, Side::ALL, now, |about, t, contact| IntroductionBothYes { about, contact }.letter(t))
                .await?;
        }
        IntroductionState::Declined => {
            write_to(state, &tx, &introduction, &[side.opposite()], now, |about, t, _| IntroductionDeclined { about }.letter(t)).await?;
            tell_organiser(state, &tx, &introduction, now).await?;
        }
        IntroductionState::Asked | IntroductionState::Lapsed => {}
    }
    let object = Object::new("introduction", id);
    let audit = match person {
        Some(person) => person.audit("introduction.answer", object),
        None => Audit::new("introduction.answer", object),
    };
    tx.commit(audit.outcome(answer.as_str()), now).await?;
    Ok(())
}

/// Asks the sides that have not answered once more.
///
/// # Errors
/// [`AppError::Conflict`] when it was changed meanwhile.
pub async fn remind(state: &AppState, introduction: &IntroductionView, now: DateTime<Utc>) -> Result<(), AppError> {
    let tx = state.db.begin().await?;
    let values = introduction::ActiveModel { reminded_at: Set(Some(now)), version: Set(introduction.version + 1), ..Default::default() };
    change(&tx, introduction, values).await?;
    let silent: Vec<Side> = Side::ALL.iter().copied().filter(|side| introduction.answers.of(*side).is_none()).collect();
    let until = local_day(introduction.asked_at + TimeDelta::days(LAPSE_AFTER_DAYS));
    write_to(state, &tx, introduction, &silent, now, |about, t, _| IntroductionReminder { about, until }.letter(t)).await?;
    tx.commit(Audit::new("introduction.remind", Object::new("introduction", introduction.id)), now).await?;
    Ok(())
}

/// Ends an introduction that was not answered in time. Who had said yes hears that it did not work out.
///
/// # Errors
/// [`AppError::Conflict`] when it was changed meanwhile.
pub async fn lapse(state: &AppState, introduction: &IntroductionView, now: DateTime<Utc>) -> Result<(), AppError> {
    let tx = state.db.begin().await?;
    let values = introduction::ActiveModel {
        state: Set(IntroductionState::Lapsed),
        closed_at: Set(Some(now)),
        version: Set(introduction.version + 1),
        ..Default::default()
    };
    change(&tx, introduction, values).await?;
    let willing: Vec<Side> = Side::ALL.iter().copied().filter(|side| introduction.answers.of(*side) == Some(Answer::Yes)).collect();
    write_to(state, &tx, introduction, &willing, now, |about, t, _| IntroductionDeclined { about }.letter(t)).await?;
    tx.commit(Audit::new("introduction.lapse", Object::new("introduction", introduction.id)), now).await?;
    Ok(())
}

/// Updates one that is still asked and at the version that was read.
async fn change(tx: &Tx, introduction: &IntroductionView, values: introduction::ActiveModel) -> Result<(), AppError> {
    let changed = introduction::Entity::update_many()
        .set(values)
        .filter(introduction::Column::Id.eq(introduction.id))
        .filter(introduction::Column::Version.eq(introduction.version))
        .filter(introduction::Column::State.eq(IntroductionState::Asked))
        .exec(tx.on())
        .await?;
    if changed.rows_affected == 0 { Err(AppError::Conflict) } else { Ok(()) }
}

/// Writes to the authors of these sides; the letter learns how to reach the other one, and only one letter tells that.
async fn write_to(
    state: &AppState,
    tx: &Tx,
    introduction: &IntroductionView,
    sides: &[Side],
    now: DateTime<Utc>,
    letter: impl Fn(IntroductionSide<'_>, Texts, &Contact) -> Letter,
) -> Result<(), AppError> {
    let contacts = queries::contacts(tx.on(), &[introduction.need.account_id, introduction.offer.account_id]).await?;
    for side in sides.iter().copied() {
        let (own, other) = (introduction.listing(side), introduction.listing(side.opposite()));
        let (Some(to), Some(other_contact)) = (contacts.get(&own.account_id), contacts.get(&other.account_id)) else { continue };
        let code = answer_code(&state.settings.secret_key, introduction.id, side);
        let about = IntroductionSide { id: introduction.id, side, own, other, code: &code };
        let letter = letter(about, Texts::new(to.locale), other_contact);
        state.post.enqueue(tx, &to.recipient(), letter, now).await?;
    }
    Ok(())
}

async fn tell_organiser(state: &AppState, tx: &Tx, introduction: &IntroductionView, now: DateTime<Utc>) -> Result<(), AppError> {
    let Some(id) = introduction.asked_by else { return Ok(()) };
    let contacts = queries::contacts(tx.on(), &[id]).await?;
    if let Some(organiser) = contacts.get(&id) {
        let letter = IntroductionEnded { id: introduction.id, need: &introduction.need, offer: &introduction.offer };
        state.post.enqueue(tx, &organiser.recipient(), letter.letter(Texts::new(organiser.locale)), now).await?;
    }
    Ok(())
}
