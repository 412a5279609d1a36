//! `/calls/:slug/voorstellen/:id/verslagen`, for the members of the call's party.

use leptos::{prelude::*, server_fn::ServerFn};

use crate::{
    error::AppError,
    input::FieldErrors,
    paths,
    proposals::{
        self,
        model::ProposalState,
        parts::{breadcrumb, call_links, param},
        policy::FunderMayAct,
        queries::ProposalView,
    },
    reports::{
        api::{ASK_FORM, AskForm, AskReport},
        panel::list,
        queries,
    },
    request::RequestCx,
    ui::{
        form::{ErrorSummary, Fields, Hidden, TextArea, TextField},
        page::{Page, page},
    },
};

/// The reports on an awarded proposal, and the form that asks for one more.
#[component]
pub fn AskReportsPage() -> impl IntoView {
    let (slug, id) = (param("slug"), param("id"));
    page(async move |cx| {
        let t = cx.t();
        let (may, proposal) = proposals::access::funder_reads(&cx, &slug, &id).await?;
        let told = proposal.decided.as_ref().is_some_and(|decided| decided.told_at.is_some());
        if !told || proposal.state != ProposalState::Awarded {
            return Err(AppError::NotFound);
        }
        let call = may.call();
        let reports = queries::of_proposal(cx.db().reader(), proposal.id).await?;
        let reports = if reports.is_empty() {
            view! { <p>{t.get("report-none")}</p> }.into_any()
        } else {
            list(t, reports, |report| paths::call_report(&slug, proposal.id, report)).into_any()
        };
        let form = match may.act() {
            Some(act) => Some(ask_form(&cx, act, &proposal).await?),
            None => None,
        };
        let title = t.get("reports-title");
        let mut links = call_links(t, &call.slug, &call.title);
        links.push((paths::call_proposals(&call.slug), t.get("proposal-received-title")));
        links.push((paths::call_proposal(&call.slug, &id), proposal.title.clone()));
        Ok(Page::new(
            title.clone(),
            view! {
                <div class="wk-narrow">
                    {breadcrumb(t, links, title.clone())}
                    <header class="wk-page-header"><p class="wk-eyebrow">{proposal.title.clone()}</p><h1>{title}</h1></header>
                    {reports}
                    {form}
                </div>
            },
        ))
    })
}

async fn ask_form(cx: &RequestCx, may: &FunderMayAct, proposal: &ProposalView) -> Result<impl IntoView + use<>, AppError> {
    let t = cx.t();
    let id = proposal.id.to_string();
    let (form, errors) = cx
        .kept_form::<AskForm>(ASK_FORM)
        .await?
        .filter(|(form, _)| form.id == id)
        .unwrap_or_else(|| (AskForm::default(), FieldErrors::default()));
    let fields = Fields::new(t, errors);
    Ok(view! {
        <section class="wk-section"><h2>{t.get("report-ask-title")}</h2>
            <form class="wk-form wk-panel" method="post" novalidate=true action=t.href(AskReport::PATH)>
                <ErrorSummary fields=fields.clone()/>
                <Hidden name="slug" value=may.call().slug.clone()/><Hidden name="id" value=id/>
                <TextArea fields=fields.clone() name="asks" label=t.get("report-asks") hint=t.get("report-asks-hint") value=form.asks rows=4/>
                <TextField fields=fields name="due_on" label=t.get("report-due-label") hint=t.get("report-due-hint") value=form.due_on kind="date" size="medium"/>
                <div class="wk-actions"><button class="wk-button wk-button--primary" type="submit">{t.get("report-ask-button")}</button></div>
            </form>
        </section>
    })
}
