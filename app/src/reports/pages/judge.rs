//! `/calls/:slug/voorstellen/:id/verslagen/:report`, for the members of the call's party.

use leptos::{prelude::*, server_fn::ServerFn};

use crate::{
    error::AppError,
    infra::i18n::Texts,
    input::FieldErrors,
    paths,
    proposals::{
        self,
        parts::{breadcrumb, call_links, paragraphs, param},
    },
    reports::{
        api::{JUDGE_FORM, JudgeForm, JudgeReport, WithdrawReport},
        model::{ReportId, ReportState, Verdict},
        panel::submitted_view,
        queries::{self, Report},
    },
    request::RequestCx,
    ui::{
        form::{Choices, ErrorSummary, Fields, Hidden, TextArea},
        page::{Page, page},
    },
};

/// One report: what was asked, what was submitted, and what the funder says of it.
#[component]
pub fn FunderReportPage() -> impl IntoView {
    let (slug, id, report) = (param("slug"), param("id"), param("report"));
    page(async move |cx| {
        let t = cx.t();
        let (may, proposal) = proposals::access::funder_reads(&cx, &slug, &id).await?;
        let report: ReportId = report.parse().map_err(|_| AppError::NotFound)?;
        let report = queries::find(cx.db().reader(), proposal.id, report).await?.ok_or(AppError::NotFound)?;
        let call = may.call();
        let act = match (may.act().is_some(), report.state) {
            (true, ReportState::Submitted) => Some(judge_form(&cx, &slug, &report).await?.into_any()),
            (true, ReportState::Asked) => Some(withdraw_form(t, &slug, &report).into_any()),
            _ => None,
        };
        let title = t.with("report-name", &[("day", t.date(report.due_on).into())]);
        let mut links = call_links(t, &call.slug, &call.title);
        links.push((paths::call_proposal(&call.slug, &id), proposal.title.clone()));
        links.push((paths::call_reports(&call.slug, &id), t.get("reports-title")));
        Ok(Page::new(
            title.clone(),
            view! {
                <div class="wk-narrow">
                    {breadcrumb(t, links, title.clone())}
                    <header class="wk-page-header"><p class="wk-eyebrow">{proposal.title.clone()}</p><h1>{title}</h1>
                        <p class="wk-meta"><span><span class=report.state.badge()>{report.state.label(t)}</span></span><span>{proposal.applicant_name.clone()}</span></p></header>
                    <section class="wk-section"><h2>{t.get("report-asks-title")}</h2>{paragraphs(&report.asks)}</section>
                    {submitted_view(t, &report)}
                    {act}
                </div>
            },
        ))
    })
}

fn hidden(slug: &str, report: &Report) -> impl IntoView + use<> {
    view! { <Hidden name="slug" value=slug/><Hidden name="id" value=report.proposal.to_string()/><Hidden name="report" value=report.id.to_string()/> }
}

fn withdraw_form(t: Texts, slug: &str, report: &Report) -> impl IntoView + use<> {
    view! {
        <details class="wk-details"><summary>{t.get("report-withdraw")}</summary><p>{t.get("report-withdraw-text")}</p>
            <form method="post" action=t.href(WithdrawReport::PATH)>{hidden(slug, report)}
                <button class="wk-button wk-button--danger" type="submit">{t.get("report-withdraw")}</button></form>
        </details>
    }
}

async fn judge_form(cx: &RequestCx, slug: &str, report: &Report) -> Result<impl IntoView + use<>, AppError> {
    let t = cx.t();
    let id = report.id.to_string();
    let (form, errors) = cx
        .kept_form::<JudgeForm>(JUDGE_FORM)
        .await?
        .filter(|(form, _)| form.report == id)
        .unwrap_or_else(|| (JudgeForm::default(), FieldErrors::default()));
    let fields = Fields::new(t, errors);
    let options = vec![
        (Verdict::Approved.as_str().to_owned(), t.get("report-verdict-approved")),
        (Verdict::Returned.as_str().to_owned(), t.get("report-verdict-returned")),
    ];
    Ok(view! {
        <section class="wk-section"><h2>{t.get("report-judge-title")}</h2>
            <form class="wk-form wk-panel" method="post" novalidate=true action=t.href(JudgeReport::PATH)>
                <ErrorSummary fields=fields.clone()/>
                {hidden(slug, report)}
                <Choices fields=fields.clone() name="verdict" label=t.get("report-verdict") values=vec![form.verdict] options=options/>
                <TextArea fields=fields name="reason" label=t.get("report-reason") hint=t.get("report-reason-hint") value=form.reason rows=4/>
                <div class="wk-actions"><button class="wk-button wk-button--primary" type="submit">{t.get("report-judge-button")}</button></div>
            </form>
        </section>
    })
}
