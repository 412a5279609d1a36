//! `/voorstellen/:id/verslagen/:report`, for the applicants.

use leptos::{prelude::*, server_fn::ServerFn};

use crate::{
    error::AppError,
    input::FieldErrors,
    paths,
    proposals::{
        self,
        parts::{breadcrumb, paragraphs, param},
    },
    reports::{
        api::{WRITE_FORM, WriteForm, WriteReport},
        model::{ReportId, ReportState},
        panel::submitted_view,
        queries::{self, Report, Typed},
    },
    request::RequestCx,
    ui::{
        form::{ErrorSummary, Fields, Hidden, TextArea, TextField},
        page::{Page, page},
    },
};

/// One report: what was asked, and the form or what was submitted.
#[component]
pub fn ReportPage() -> impl IntoView {
    let (id, report) = (param("id"), param("report"));
    page(async move |cx| {
        let t = cx.t();
        let may = proposals::access::reader(&cx, &id).await?;
        let proposal = may.proposal();
        let report: ReportId = report.parse().map_err(|_| AppError::NotFound)?;
        let (report, typed) = queries::with_draft(cx.db().reader(), proposal.id, report).await?.ok_or(AppError::NotFound)?;
        let form = match may.write().filter(|_| report.state.is_open()) {
            Some(_) => Some(write_form(&cx, &report, typed).await?),
            None => None,
        };
        let note = match report.state {
            ReportState::Returned => Some(("wk-alert wk-alert--warning", "report-returned-text")),
            ReportState::Submitted => Some(("wk-alert wk-alert--info", "report-submitted-text")),
            ReportState::Approved => Some(("wk-alert wk-alert--ok", "report-approved-text")),
            ReportState::Withdrawn => Some(("wk-alert wk-alert--info", "report-withdrawn-text")),
            ReportState::Asked => None,
        };
        let note = note.map(|(class, key)| view! { <div class=class><p>{t.get(key)}</p></div> });
        let title = t.with("report-name", &[("day", t.date(report.due_on).into())]);
        let links =
            vec![(paths::PROPOSALS.to_owned(), t.get("proposal-own-title")), (paths::proposal(proposal.id), proposal.title.clone())];
        Ok(Page::new(
            title.clone(),
            view! {
                <div class="wk-narrow">
                    {breadcrumb(t, links, title.clone())}
                    <header class="wk-page-header"><p class="wk-eyebrow">{proposal.title.clone()}</p><h1>{title}</h1>
                        <p class="wk-meta"><span><span class=report.state.badge()>{report.state.label(t)}</span></span><span>{t.get("report-due")}" "{t.date(report.due_on)}</span></p></header>
                    {note}
                    <section class="wk-section"><h2>{t.get("report-asks-title")}</h2>{paragraphs(&report.asks)}</section>
                    {submitted_view(t, &report)}
                    {form}
                </div>
            },
        ))
    })
}

async fn write_form(cx: &RequestCx, report: &Report, typed: Typed) -> Result<impl IntoView + use<>, AppError> {
    let t = cx.t();
    let id = report.id.to_string();
    let Typed { body, spent, saved_at } = typed;
    let (form, errors) = cx
        .kept_form::<WriteForm>(WRITE_FORM)
        .await?
        .filter(|(form, _)| form.report == id)
        .unwrap_or_else(|| (WriteForm { body, spent, ..WriteForm::default() }, FieldErrors::default()));
    let fields = Fields::new(t, errors);
    let saved = saved_at.map(|at| view! { <p class="wk-note">{t.with("assessment-saved-at", &[("moment", t.moment(at).into())])}</p> });
    Ok(view! {
        <section class="wk-section"><h2>{t.get("report-write-title")}</h2>
            <form class="wk-form wk-panel" method="post" novalidate=true action=t.href(WriteReport::PATH)>
                <ErrorSummary fields=fields.clone()/>
                <Hidden name="id" value=report.proposal.to_string()/><Hidden name="report" value=id/>
                <TextArea fields=fields.clone() name="body" label=t.get("report-body") hint=t.get("report-body-hint") value=form.body rows=12/>
                <TextField fields=fields name="spent" label=t.get("report-spent") hint=t.get("report-spent-hint") value=form.spent size="medium" inputmode="decimal" before="€" optional=true/>
                {saved}
                <div class="wk-actions">
                    <button class="wk-button wk-button--primary" type="submit" name="form[do]" value="submit">{t.get("report-submit")}</button>
                    <button class="wk-button wk-button--secondary" type="submit" name="form[do]" value="save">{t.get("report-save")}</button>
                </div>
            </form>
        </section>
    })
}
