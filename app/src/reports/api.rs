//! The form posts of who asks for a report, who writes it and who judges it.

use leptos::{server, server_fn::codec::PostUrl};
use serde::{Deserialize, Serialize};

use super::{
    commands,
    model::{self, MAX_TEXT, ReportId, Verdict},
};
use crate::{
    error::AppError,
    infra::clock::local_day,
    input::{self, FieldErrors, Problem},
    paths,
    proposals::{access, commands::Refusal, model::ProposalId},
    request::post,
};

/// Names of the forms that come back with errors.
pub const ASK_FORM: &str = "report-ask";
pub const WRITE_FORM: &str = "report-write";
pub const JUDGE_FORM: &str = "report-judge";

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
    pub asks: String,
    pub due_on: String,
}

/// Asks for a report.
#[server(prefix = "/do", endpoint = "reports/ask", input = PostUrl)]
pub async fn ask_report(form: AskForm) -> Result<(), AppError> {
    post(async move |cx| {
        let may = access::funder_actor(&cx, &form.slug).await?;
        let id: ProposalId = form.id.parse().map_err(|_| AppError::NotFound)?;
        let page = paths::call_reports(&may.call().slug, id);
        let mut errors = FieldErrors::default();
        let asks = errors.check("asks", input::text(&form.asks, MAX_TEXT));
        let due_on = errors.check("due_on", model::read_due(&form.due_on, local_day(cx.now())));
        let (Some(asks), Some(due_on)) = (asks, due_on) else {
            return cx.back_with(page, ASK_FORM, &form, errors).await;
        };
        commands::ask(cx.state(), &may, id, asks, due_on, cx.now()).await.map_err(plain)?;
        cx.notify("report-was-asked").await?;
        Ok(page)
    })
    .await
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct WithdrawForm {
    pub slug: String,
    /// Of the proposal.
    pub id: String,
    pub report: String,
}

/// Takes back that a report is asked.
#[server(prefix = "/do", endpoint = "reports/withdraw", input = PostUrl)]
pub async fn withdraw_report(form: WithdrawForm) -> Result<(), AppError> {
    post(async move |cx| {
        let may = access::funder_actor(&cx, &form.slug).await?;
        let id: ProposalId = form.id.parse().map_err(|_| AppError::NotFound)?;
        let report: ReportId = form.report.parse().map_err(|_| AppError::NotFound)?;
        commands::withdraw(cx.state(), &may, id, report, cx.now()).await.map_err(plain)?;
        cx.notify("report-was-withdrawn").await?;
        Ok(paths::call_reports(&may.call().slug, id))
    })
    .await
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct WriteForm {
    /// Of the proposal.
    pub id: String,
    pub report: String,
    pub body: String,
    pub spent: String,
    /// `submit`; anything else keeps a draft.
    #[serde(rename = "do")]
    pub button: String,
}

/// Keeps a report as a draft, or hands it in.
#[server(prefix = "/do", endpoint = "reports/write", input = PostUrl)]
pub async fn write_report(form: WriteForm) -> Result<(), AppError> {
    post(async move |cx| {
        let may = access::writer(&cx, &form.id).await?;
        let report: ReportId = form.report.parse().map_err(|_| AppError::NotFound)?;
        let page = paths::proposal_report(may.proposal().id, report);
        if form.button == "submit" {
            match model::read_content(&form.body, &form.spent) {
                Ok(content) => commands::submit(cx.state(), &may, report, content, cx.now()).await.map_err(plain)?,
                Err(errors) => return cx.back_with(page, WRITE_FORM, &form, errors).await,
            }
            cx.notify("report-was-submitted").await?;
        } else {
            match model::read_draft(&form.body, &form.spent) {
                Ok(draft) => commands::save(cx.db(), &may, report, draft, cx.now()).await.map_err(plain)?,
                Err(errors) => return cx.back_with(page, WRITE_FORM, &form, errors).await,
            }
            cx.notify("report-was-saved").await?;
        }
        Ok(page)
    })
    .await
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct JudgeForm {
    pub slug: String,
    /// Of the proposal.
    pub id: String,
    pub report: String,
    /// `approved` or `returned`.
    pub verdict: String,
    /// Obligatory when it is returned.
    pub reason: String,
}

/// Approves a report or returns it.
#[server(prefix = "/do", endpoint = "reports/judge", input = PostUrl)]
pub async fn judge_report(form: JudgeForm) -> Result<(), AppError> {
    post(async move |cx| {
        let may = access::funder_actor(&cx, &form.slug).await?;
        let id: ProposalId = form.id.parse().map_err(|_| AppError::NotFound)?;
        let report: ReportId = form.report.parse().map_err(|_| AppError::NotFound)?;
        let page = paths::call_report(&may.call().slug, id, report);
        let mut errors = FieldErrors::default();
        let verdict: Result<Verdict, _> = form.verdict.parse().map_err(|_| Problem::new("problem-report-verdict"));
        let verdict = errors.check("verdict", verdict);
        let reason = match verdict {
            Some(Verdict::Returned) => input::text(&form.reason, MAX_TEXT),
            _ => input::optional_text(&form.reason, MAX_TEXT),
        };
        let (Some(reason), Some(verdict)) = (errors.check("reason", reason), verdict) else {
            return cx.back_with(page, JUDGE_FORM, &form, errors).await;
        };
        commands::judge(cx.state(), &may, id, report, verdict, reason, cx.now()).await.map_err(plain)?;
        cx.notify("report-was-judged").await?;
        Ok(page)
    })
    .await
}
