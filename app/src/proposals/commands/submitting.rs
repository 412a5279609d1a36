//! Sending in, and taking back.

use std::collections::HashSet;

use chrono::{DateTime, Datelike, Utc};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, IntoActiveModel, QueryFilter,
    QuerySelect, Statement,
};
use uuid::Uuid;

use super::{
    Refusal, addresses,
    co_applicants::{Inviting, forget_others, invite_new},
    deciding::take_back,
    locked, mail_everybody, tell_followers,
};
use crate::{
    error::AppError,
    infra::{
        clock,
        db::{
            Tx,
            entity::{budget_line, call, proposal, proposal_answer, proposal_area},
        },
        tokens,
    },
    notifications::mails::Became,
    proposals::{
        mails,
        model::{self, Content, ProposalId, ProposalState, Step, receipt_number},
        policy::MayWrite,
        queries::{self, CallRef},
    },
    state::AppState,
    templates::{self, model::TemplateKind},
};

/// Gives what the check page puts into its form: it stands for exactly that content, so that nothing else can be sent in with it.
pub fn submit_token(state: &AppState, id: ProposalId, version: i32, draft_json: Option<&str>) -> String {
    let content = tokens::hash(draft_json.unwrap_or_default());
    tokens::sign(&state.settings.secret_key, "proposal_submit", &format!("{id}:{version}:{content}"))
}

#[derive(FromQueryResult)]
struct Counted {
    last: i32,
}

/// Takes the next number of a year. The row stays locked until the transaction ends, so no two proposals get the same one.
async fn next_number(tx: &Tx, year: i32) -> Result<i32, DbErr> {
    let statement = Statement::from_sql_and_values(
        tx.on().get_database_backend(),
        "insert into receipt_counter (year, last) values ($1, 1)
         on conflict (year) do update set last = receipt_counter.last + 1 returning last",
        [year.into()],
    );
    let counted = Counted::find_by_statement(statement).one(tx.on()).await?;
    counted.map(|counted| counted.last).ok_or_else(|| DbErr::RecordNotFound("the receipt counter".to_owned()))
}

/// Sends a proposal in, once for each token of the check page. Sent in again before the deadline it keeps its number.
///
/// # Errors
/// [`Refusal::Closed`] from the second of the deadline, [`Refusal::Changed`] when the draft is not what the check page showed, [`Refusal::Fields`].
pub async fn submit(state: &AppState, may: &MayWrite, token: &str, now: DateTime<Utc>) -> Result<(), Refusal> {
    let tx = state.db.begin().await?;
    let proposal = locked(&tx, may.proposal().id).await?;
    // Pressed twice, or sent again by the browser: it is in.
    let unchanged = proposal.state == ProposalState::Submitted && proposal.draft_json.is_none();
    if proposal.submit_token.as_deref() == Some(token) || unchanged {
        return Ok(());
    }
    let next = proposal.state.after(Step::Submit)?;
    let call = call::Entity::find_by_id(proposal.call_id).lock_shared().one(tx.on()).await?.ok_or(AppError::Internal)?;
    let call = queries::call_ref(call);
    if !call.life.is_open(now) {
        return Err(Refusal::Closed);
    }
    if submit_token(state, proposal.id, proposal.version, proposal.draft_json.as_deref()) != token {
        return Err(Refusal::Changed);
    }
    let view = queries::by_id(tx.on(), proposal.id, None).await?.ok_or(AppError::NotFound)?;
    let (rules, answers) = queries::rules_and_answers(tx.on(), &call, proposal.id).await?;
    let parts = queries::parts(tx.on(), proposal.id).await?;
    let draft = queries::draft(&view, &rules, &answers, &parts).tidied();
    let known = queries::known(tx.on(), &view, &parts, &draft).await?;
    let content = model::read(&draft, &rules, &known).map_err(Refusal::Fields)?;

    let submitted_at = proposal.submitted_at.unwrap_or(now);
    let number = match &proposal.receipt_number {
        Some(number) => number.clone(),
        None => receipt_number(now, next_number(&tx, clock::local_day(now).year()).await?),
    };
    let mut row = proposal.clone().into_active_model();
    row.title = Set(content.title.clone());
    row.summary = Set(content.summary.clone());
    row.requested_cents = Set(content.sums.requested);
    row.own_contribution_cents = Set(content.sums.own);
    row.draft_json = Set(None);
    row.state = Set(next);
    row.receipt_number = Set(Some(number));
    row.submit_token = Set(Some(token.to_owned()));
    row.submitted_at = Set(Some(submitted_at));
    row.updated_at = Set(now);
    row.version = Set(proposal.version.saturating_add(1));
    let proposal = row.update(tx.on()).await?;
    write_content(&tx, proposal.id, &content).await?;
    // What was decided on the version before, and nobody was told, does not hold for this one.
    take_back(&tx, proposal.id, "", now).await?;

    let wanted: HashSet<String> = content.co.iter().map(|co| co.email.clone()).collect();
    forget_others(&tx, proposal.id, &wanted).await?;
    let proposal::Model { id, applicant_name, locale, .. } = &proposal;
    let inviting = Inviting { id: *id, call: &call.title, title: &content.title, applicant: applicant_name, locale: *locale };
    invite_new(state, &tx, inviting, &content.co, now).await?;
    mail_receipts(state, &tx, &proposal, &call, now).await?;
    tx.commit(may.audit("proposal.submit"), now).await?;
    Ok(())
}

/// Replaces what was submitted before.
async fn write_content(tx: &Tx, id: ProposalId, content: &Content) -> Result<(), DbErr> {
    proposal_answer::Entity::delete_many().filter(proposal_answer::Column::ProposalId.eq(id)).exec(tx.on()).await?;
    budget_line::Entity::delete_many().filter(budget_line::Column::ProposalId.eq(id)).exec(tx.on()).await?;
    proposal_area::Entity::delete_many().filter(proposal_area::Column::ProposalId.eq(id)).exec(tx.on()).await?;
    let answers = content.answers.iter().map(|(question_id, value)| proposal_answer::ActiveModel {
        proposal_id: Set(id),
        question_id: Set(*question_id),
        value: Set(value.clone()),
    });
    insert_all(tx, answers).await?;
    let lines = content.budget.iter().zip(0..).map(|((label, amount), position)| budget_line::ActiveModel {
        id: Set(Uuid::now_v7()),
        proposal_id: Set(id),
        position: Set(position),
        label: Set(label.clone()),
        amount_cents: Set(*amount),
    });
    insert_all(tx, lines).await?;
    let areas = content.areas.iter().map(|code| proposal_area::ActiveModel { proposal_id: Set(id), area_code: Set(code.clone()) });
    insert_all(tx, areas).await
}

async fn insert_all<Row>(tx: &Tx, rows: impl Iterator<Item = Row>) -> Result<(), DbErr>
where
    Row: ActiveModelTrait + Send,
{
    let rows: Vec<Row> = rows.collect();
    if !rows.is_empty() {
        Row::Entity::insert_many(rows).exec_without_returning(tx.on()).await?;
    }
    Ok(())
}

async fn mail_receipts(state: &AppState, tx: &Tx, proposal: &proposal::Model, call: &CallRef, now: DateTime<Utc>) -> Result<(), DbErr> {
    let template = templates::queries::find(tx.on(), call.party_id, TemplateKind::Receipt, proposal.locale).await?;
    let funder = match &template {
        Some(_) => queries::party_name(tx.on(), call.party_id).await?,
        None => String::new(),
    };
    let words = template.as_ref().map(|template| mails::Words { template, funder: &funder, applicant: &proposal.applicant_name });
    mail_everybody(state, tx, proposal, now, |t, to, path| {
        mails::Receipt {
            id: proposal.id,
            call: &call.title,
            title: &proposal.title,
            number: proposal.receipt_number.as_deref().unwrap_or_default(),
            requested: proposal.requested_cents,
            submitted_at: now,
            deadline: call.life.deadline(),
            version: proposal.version,
            path,
            address: &to.address,
        }
        .letter(t, words.as_ref())
    })
    .await
}

/// Takes a submitted proposal back.
///
/// # Errors
/// [`AppError::Conflict`] when it was decided on, withdrawn, or never submitted.
pub async fn withdraw(state: &AppState, may: &MayWrite, now: DateTime<Utc>) -> Result<(), Refusal> {
    let tx = state.db.begin().await?;
    let proposal = locked(&tx, may.proposal().id).await?;
    let next = proposal.state.after(Step::Withdraw)?;
    let call = queries::call_of(tx.on(), &proposal).await?;
    let mut row = proposal.clone().into_active_model();
    row.state = Set(next);
    row.withdrawn_at = Set(Some(now));
    row.draft_json = Set(None);
    row.updated_at = Set(now);
    row.version = Set(proposal.version.saturating_add(1));
    row.update(tx.on()).await?;
    take_back(&tx, proposal.id, "", now).await?;
    mail_everybody(state, &tx, &proposal, now, |t, _, path| {
        let number = proposal.receipt_number.as_deref().unwrap_or_default();
        mails::Withdrawn { id: proposal.id, title: &proposal.title, number, call: &call.title, path }.letter(t)
    })
    .await?;
    let mut heard = addresses(state, &tx, &proposal).await?;
    heard.extend(may.person().map(|person| person.email.clone()));
    tell_followers(state, &tx, &proposal, Became::Withdrawn, &heard, now).await?;
    tx.commit(may.audit("proposal.withdraw"), now).await?;
    Ok(())
}
