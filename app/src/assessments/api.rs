//! The form posts of who asks and of who assesses.

use leptos::{server, server_fn::codec::PostUrl};
use serde::{Deserialize, Serialize};

use super::{
    access::assessor,
    commands,
    model::{self, Interest},
};
use crate::{
    accounts::model::AccountId,
    error::AppError,
    infra::clock::local_day,
    input::{FieldErrors, Problem},
    paths,
    proposals::{access, commands::Refusal, model::ProposalId},
    request::post,
};

/// Names of the forms that come back with errors.
pub const ASK_FORM: &str = "assessment-ask";
pub const DECLARE_FORM: &str = "assessment-declare";
pub const JUDGE_FORM: &str = "assessment-judge";

fn plain(refusal: Refusal) -> AppError {
    match refusal {
        Refusal::Fields(_) => AppError::BadRequest,
        Refusal::Closed | Refusal::Changed => AppError::Conflict,
        Refusal::Other(error) => error,
    }
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct AskForm {
    /// Of the call.
    pub slug: String,
    /// Of the proposal.
    pub id: String,
    /// Accounts.
    pub people: Vec<String>,
    pub due_on: String,
}

/// Asks people to assess a proposal.
#[server(prefix = "/do", endpoint = "assessments/ask", input = PostUrl)]
pub async fn ask_assessors(form: AskForm) -> Result<(), AppError> {
    post(async move |cx| {
        let may = access::funder_actor(&cx, &form.slug).await?;
        let id: ProposalId = form.id.parse().map_err(|_| AppError::NotFound)?;
        let page = paths::call_proposal_assessors(&may.call().slug, id);
        let mut errors = FieldErrors::default();
        let people: Vec<AccountId> = form.people.iter().filter_map(|person| person.parse().ok()).collect();
        if people.is_empty() {
            errors.add("people", Problem::new("problem-assessment-people"));
        }
        let due_on = errors.check("due_on", model::read_due(&form.due_on, local_day(cx.now())));
        let Some(due_on) = due_on.filter(|_| errors.is_empty()) else {
            return cx.back_with(page, ASK_FORM, &form, errors).await;
        };
        match commands::ask(cx.state(), &may, id, &people, due_on, cx.now()).await {
            Ok(0) => errors.add("people", Problem::new("problem-assessment-nobody")),
            Ok(_) => {
                cx.notify("assessment-was-asked").await?;
                return Ok(paths::call_proposal(&may.call().slug, id));
            }
            Err(Refusal::Closed) => errors.add("people", Problem::new("problem-assessment-early")),
            Err(refusal) => return Err(plain(refusal)),
        }
        cx.back_with(page, ASK_FORM, &form, errors).await
    })
    .await
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct WithdrawForm {
    pub slug: String,
    /// Of the proposal.
    pub id: String,
    pub assessment: String,
}

/// Takes a request to assess back.
#[server(prefix = "/do", endpoint = "assessments/withdraw", input = PostUrl)]
pub async fn withdraw_request(form: WithdrawForm) -> Result<(), AppError> {
    post(async move |cx| {
        let may = access::funder_actor(&cx, &form.slug).await?;
        let id: ProposalId = form.id.parse().map_err(|_| AppError::NotFound)?;
        let assessment = form.assessment.parse().map_err(|_| AppError::NotFound)?;
        commands::withdraw(cx.db(), &may, id, assessment, cx.now()).await.map_err(plain)?;
        cx.notify("assessment-was-withdrawn").await?;
        Ok(paths::call_proposal(&may.call().slug, id))
    })
    .await
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct DeclareForm {
    /// Of the proposal.
    pub id: String,
    /// `none` or `conflict`.
    pub interest: String,
}

/// Says whether one has an interest in a proposal.
#[server(prefix = "/do", endpoint = "assessments/declare", input = PostUrl)]
pub async fn declare_interest(form: DeclareForm) -> Result<(), AppError> {
    post(async move |cx| {
        let may = assessor(&cx, &form.id).await?;
        let page = paths::assessment(may.assigned().proposal);
        let mut errors = FieldErrors::default();
        let interest: Result<Interest, _> = form.interest.parse().map_err(|_| Problem::new("problem-assessment-interest"));
        let Some(interest) = errors.check("interest", interest) else {
            return cx.back_with(page, DECLARE_FORM, &form, errors).await;
        };
        commands::declare(cx.db(), &may, interest, cx.now()).await?;
        Ok(page)
    })
    .await
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct JudgeForm {
    /// Of the proposal.
    pub id: String,
    pub mark: String,
    pub reasons: String,
    /// `submit`; anything else keeps a draft.
    #[serde(rename = "do")]
    pub button: String,
}

/// Keeps a judgement as a draft, or hands it in.
#[server(prefix = "/do", endpoint = "assessments/judge", input = PostUrl)]
pub async fn judge_proposal(form: JudgeForm) -> Result<(), AppError> {
    post(async move |cx| {
        let may = assessor(&cx, &form.id).await?;
        let page = paths::assessment(may.assigned().proposal);
        let submits = form.button == "submit";
        let read = if submits { model::read_whole } else { model::read_draft };
        let judgement = match read(&form.mark, &form.reasons) {
            Ok(judgement) => judgement,
            Err(errors) => return cx.back_with(page, JUDGE_FORM, &form, errors).await,
        };
        if submits {
            commands::submit(cx.db(), &may, judgement, cx.now()).await?;
            cx.notify("assessment-was-submitted").await?;
        } else {
            commands::save(cx.db(), &may, judgement, cx.now()).await?;
            cx.notify("assessment-was-saved").await?;
        }
        Ok(page)
    })
    .await
}
