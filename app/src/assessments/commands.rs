//! Asking people to assess a proposal, and what they do: one transaction each.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect};

use super::{
    mails::Asked,
    model::{AssessmentId, Interest, Judgement, Standing, Step, is_reminded},
    policy::MayAssess,
    queries::{self, Candidate},
};
use crate::{
    accounts::model::AccountId,
    error::AppError,
    infra::{
        clock::local_day,
        db::{Audit, Db, Object, Tx, entity::assessment},
        i18n::Texts,
    },
    proposals::{
        commands::{Refusal, Waiting, lock_waiting, lock_waiting_for},
        model::ProposalId,
        policy::FunderMayAct,
    },
    state::AppState,
};

fn standing(row: &assessment::Model) -> Standing {
    Standing::of(row.interest, row.submitted_at, row.withdrawn_at)
}

async fn locked(tx: &Tx, id: AssessmentId) -> Result<assessment::Model, AppError> {
    assessment::Entity::find_by_id(id).lock_exclusive().one(tx.on()).await?.ok_or(AppError::NotFound)
}

/// Asks some members of the call's party to assess a proposal before the end of a day. Gives how many are asked: who was asked meanwhile, or cannot be
/// asked, is left out.
///
/// # Errors
/// [`Refusal::Closed`] while applicants can still change their proposals; [`AppError::Conflict`] when it was decided or withdrawn.
pub async fn ask(
    state: &AppState,
    may: &FunderMayAct,
    id: ProposalId,
    people: &[AccountId],
    due_on: NaiveDate,
    now: DateTime<Utc>,
) -> Result<usize, Refusal> {
    if !may.call().life.is_over(now) {
        return Err(Refusal::Closed);
    }
    let tx = state.db.begin().await?;
    let Waiting { title, applicant, number } = lock_waiting_for(&tx, may, id).await?;
    let mut letters = Vec::new();
    let candidates = queries::candidates(tx.on(), may.call().party_id, id).await?;
    for candidate in candidates.into_iter().filter(|candidate| people.contains(&candidate.id)) {
        let assessment = put(&tx, may, id, &candidate, due_on, now).await?;
        let asked = Asked {
            id: assessment,
            proposal: id,
            title: &title,
            applicant: &applicant,
            number: &number,
            call: &may.call().title,
            party: may.call().party_id,
            due_on,
        };
        let to = candidate.recipient();
        let letter = asked.letter(Texts::new(to.locale));
        letters.push((to, letter));
    }
    let count = letters.len();
    if count == 0 {
        return Ok(0);
    }
    state.post.enqueue_all(&tx, letters, now).await?;
    tx.commit(may.audit("assessment.ask", id), now).await?;
    Ok(count)
}

/// Writes that somebody is asked; again, when it was withdrawn before. Then a draft is still there, and the interest is declared anew.
async fn put(
    tx: &Tx,
    may: &FunderMayAct,
    proposal: ProposalId,
    who: &Candidate,
    due_on: NaiveDate,
    now: DateTime<Utc>,
) -> Result<AssessmentId, AppError> {
    let before = assessment::Entity::find()
        .filter(assessment::Column::ProposalId.eq(proposal))
        .filter(assessment::Column::AccountId.eq(who.id))
        .lock_exclusive()
        .one(tx.on())
        .await?;
    let Some(before) = before else {
        let id = AssessmentId::new();
        let row = assessment::ActiveModel {
            id: Set(id),
            proposal_id: Set(proposal),
            account_id: Set(Some(who.id)),
            asked_by: Set(Some(may.account_id())),
            asked_at: Set(now),
            due_on: Set(due_on),
            interest: Set(None),
            declared_at: Set(None),
            mark: Set(None),
            reasons: Set(String::new()),
            saved_at: Set(None),
            submitted_at: Set(None),
            withdrawn_at: Set(None),
            reminded_on: Set(None),
        };
        row.insert(tx.on()).await?;
        return Ok(id);
    };
    standing(&before).after(Step::AskAgain)?;
    let id = before.id;
    let mut row = before.into_active_model();
    row.asked_by = Set(Some(may.account_id()));
    row.asked_at = Set(now);
    row.due_on = Set(due_on);
    row.interest = Set(None);
    row.declared_at = Set(None);
    row.withdrawn_at = Set(None);
    row.reminded_on = Set(None);
    row.update(tx.on()).await?;
    Ok(id)
}

/// Says whether one has an interest. Who has one reads nothing of the proposal from here on.
///
/// # Errors
/// [`AppError::Conflict`] when it was declared already, judged, or the request was withdrawn.
pub async fn declare(db: &Db, may: &MayAssess, interest: Interest, now: DateTime<Utc>) -> Result<(), AppError> {
    let tx = db.begin().await?;
    let before = locked(&tx, may.assigned().id).await?;
    standing(&before).after(Step::Declare(interest))?;
    let mut row = before.into_active_model();
    row.interest = Set(Some(interest));
    row.declared_at = Set(Some(now));
    row.update(tx.on()).await?;
    Ok(tx.commit(may.audit("assessment.declare").outcome(interest.as_str()), now).await?)
}

/// Keeps a draft.
///
/// # Errors
/// [`AppError::Conflict`] when it was submitted, an interest declared, the request withdrawn, or the proposal decided on.
pub async fn save(db: &Db, may: &MayAssess, judgement: Judgement, now: DateTime<Utc>) -> Result<(), AppError> {
    let tx = db.begin().await?;
    let row = write(&tx, may, Step::Save, judgement, now).await?;
    row.update(tx.on()).await?;
    Ok(tx.commit(may.audit("assessment.save"), now).await?)
}

/// Hands a judgement in, once.
///
/// # Errors
/// As [`save`].
pub async fn submit(db: &Db, may: &MayAssess, judgement: Judgement, now: DateTime<Utc>) -> Result<(), AppError> {
    let tx = db.begin().await?;
    let mut row = write(&tx, may, Step::Submit, judgement, now).await?;
    row.submitted_at = Set(Some(now));
    row.update(tx.on()).await?;
    Ok(tx.commit(may.audit("assessment.submit"), now).await?)
}

async fn write(
    tx: &Tx,
    may: &MayAssess,
    step: Step,
    judgement: Judgement,
    now: DateTime<Utc>,
) -> Result<assessment::ActiveModel, AppError> {
    let Judgement { mark, reasons } = judgement;
    lock_waiting(tx, may.assigned().proposal).await?;
    let before = locked(tx, may.assigned().id).await?;
    standing(&before).after(step)?;
    let mut row = before.into_active_model();
    row.mark = Set(mark);
    row.reasons = Set(reasons);
    row.saved_at = Set(Some(now));
    Ok(row)
}

/// Takes a request back that was not answered yet.
///
/// # Errors
/// [`AppError::NotFound`] without such a request about that proposal, [`AppError::Conflict`] when it was answered or withdrawn.
pub async fn withdraw(db: &Db, may: &FunderMayAct, proposal: ProposalId, id: AssessmentId, now: DateTime<Utc>) -> Result<(), Refusal> {
    let tx = db.begin().await?;
    lock_waiting_for(&tx, may, proposal).await?;
    let before = locked(&tx, id).await?;
    if before.proposal_id != proposal {
        return Err(AppError::NotFound.into());
    }
    standing(&before).after(Step::Withdraw)?;
    let mut row = before.into_active_model();
    row.withdrawn_at = Set(Some(now));
    row.update(tx.on()).await?;
    tx.commit(may.audit("assessment.withdraw", proposal), now).await?;
    Ok(())
}

/// Reminds an assessor who is behind.
///
/// # Errors
/// [`AppError::Conflict`] when it is not time, or not needed any more.
pub async fn remind(state: &AppState, id: AssessmentId, now: DateTime<Utc>) -> Result<(), AppError> {
    let tx = state.db.begin().await?;
    let before = locked(&tx, id).await?;
    let today = local_day(now);
    let heard_on = before.reminded_on.unwrap_or_else(|| local_day(before.asked_at));
    let Some((to, assigned)) = queries::reminded(tx.on(), id).await? else { return Err(AppError::NotFound) };
    if !assigned.waits || !standing(&before).is_open() || !is_reminded(before.due_on, heard_on, today) {
        return Err(AppError::Conflict);
    }
    let mut row = before.into_active_model();
    row.reminded_on = Set(Some(today));
    row.update(tx.on()).await?;
    let asked = Asked {
        id,
        proposal: assigned.proposal,
        title: &assigned.title,
        applicant: &assigned.applicant,
        number: &assigned.number,
        call: &assigned.call,
        party: assigned.party_id,
        due_on: assigned.due_on,
    };
    let letter = asked.reminder(Texts::new(to.locale), today);
    state.post.enqueue(&tx, &to, letter, now).await?;
    Ok(tx.commit(Audit::new("assessment.remind", Object::new("assessment", id)), now).await?)
}
