//! `/calls/:slug/voorstellen/:id/beoordelaars`, for who decides on the call's proposals.

use chrono::TimeDelta;
use leptos::{prelude::*, server_fn::ServerFn};

use crate::{
    assessments::{
        api::{ASK_FORM, AskAssessors, AskForm},
        queries,
    },
    error::AppError,
    infra::clock::local_day,
    input::FieldErrors,
    paths,
    proposals::{
        self,
        model::ProposalState,
        parts::{breadcrumb, call_links, param},
    },
    ui::{
        form::{Choices, ErrorSummary, Fields, Hidden, TextField},
        page::{Page, page},
    },
};

/// How many days are proposed.
const USUAL_DAYS: i64 = 14;

/// Asks people to assess one proposal.
#[component]
pub fn AskAssessorsPage() -> impl IntoView {
    let (slug, id) = (param("slug"), param("id"));
    page(async move |cx| {
        let t = cx.t();
        let (may, proposal) = proposals::access::funder_reads(&cx, &slug, &id).await?;
        let call = may.act().ok_or(AppError::NotFound)?.call();
        let title = t.get("assessment-ask-title");
        let mut links = call_links(t, &call.slug, &call.title);
        links.push((paths::call_proposals(&call.slug), t.get("proposal-received-title")));
        links.push((paths::call_proposal(&call.slug, &id), proposal.title.clone()));
        let body = if proposal.state != ProposalState::Submitted {
            view! { <div class="wk-alert wk-alert--info"><p>{t.get("assessment-ask-decided")}</p></div> }.into_any()
        } else if !call.life.is_over(cx.now()) {
            view! { <div class="wk-alert wk-alert--info"><p>{t.get("problem-assessment-early")}</p></div> }.into_any()
        } else {
            let people = queries::candidates(cx.db().reader(), call.party_id, proposal.id).await?;
            if people.is_empty() {
                view! { <div class="wk-alert wk-alert--info"><p>{t.get("assessment-nobody-left")}</p></div> }.into_any()
            } else {
                let usual = || {
                    let due_on = (local_day(cx.now()) + TimeDelta::days(USUAL_DAYS)).to_string();
                    (AskForm { due_on, ..AskForm::default() }, FieldErrors::default())
                };
                let (form, errors) = cx.kept_form::<AskForm>(ASK_FORM).await?.filter(|(form, _)| form.id == id).unwrap_or_else(usual);
                let fields = Fields::new(t, errors);
                let options = people.into_iter().map(|person| (person.id.to_string(), person.name)).collect();
                view! {
                    <form class="wk-form" method="post" novalidate=true action=t.href(AskAssessors::PATH)>
                        <ErrorSummary fields=fields.clone()/>
                        <Hidden name="slug" value=call.slug.clone()/><Hidden name="id" value=id.clone()/>
                        <Choices fields=fields.clone() name="people" label=t.get("assessment-people") hint=t.get("assessment-people-hint")
                            values=form.people options=options many=true/>
                        <TextField fields=fields name="due_on" label=t.get("assessment-due-label") hint=t.get("assessment-due-hint") value=form.due_on kind="date" size="medium"/>
                        <div class="wk-actions"><button class="wk-button wk-button--primary" type="submit">{t.get("assessment-ask-button")}</button></div>
                    </form>
                }
                .into_any()
            }
        };
        Ok(Page::new(
            title.clone(),
            view! {
                <div class="wk-narrow">
                    {breadcrumb(t, links, title.clone())}
                    <header class="wk-page-header"><p class="wk-eyebrow">{proposal.title.clone()}</p><h1>{title}</h1><p class="wk-lead">{t.get("assessment-ask-lead")}</p></header>
                    {body}
                </div>
            },
        ))
    })
}
