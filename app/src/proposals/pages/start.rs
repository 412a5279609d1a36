//! `/calls/:slug/voorstel`

use leptos::{prelude::*, server_fn::ServerFn};

use super::parts::{breadcrumb, call_links, param};
use crate::{
    accounts::model::Actor,
    calls::model::CallState,
    error::AppError,
    infra::i18n::Texts,
    input::FieldErrors,
    parties::model::PartyKind,
    paths,
    proposals::{
        api::{GROUP, MYSELF, START_FORM, StartForm, StartProposal},
        model::may_apply_as,
        queries::{self, CallRef},
    },
    request::RequestCx,
    ui::{
        form::{Choices, ErrorSummary, Fields, Hidden, Select, TextField},
        page::{Page, page},
    },
};

#[component]
pub fn StartProposalPage() -> impl IntoView {
    let slug = param("slug");
    page(async move |cx| {
        let t = cx.t();
        let call = queries::call_by_slug(cx.db().reader(), &slug).await?;
        let call = call.filter(|call| call.life.state != CallState::Draft).ok_or(AppError::NotFound)?;
        let links = call_links(t, &call.slug, &call.title);
        let title = t.get("proposal-start-title");
        let life = &call.life;
        let body = if life.is_open(cx.now()) {
            form(&cx, &call).await?.into_any()
        } else {
            let key =
                if life.is_over(cx.now()) || life.state == CallState::Withdrawn { "proposal-call-over" } else { "proposal-call-early" };
            view! { <div class="wk-alert wk-alert--info"><p>{t.get(key)}</p></div>
            <p><a href=t.href(paths::CALLS)>{t.get("error-to-calls")}</a></p> }
            .into_any()
        };
        let deadline = life.deadline().map(|at| t.with("proposal-start-deadline", &[("deadline", t.moment(at).into())]));
        Ok(Page::new(
            title.clone(),
            view! {
                {breadcrumb(t, links, title.clone())}
                <div class="wk-narrow">
                    <header class="wk-page-header">
                        <p class="wk-eyebrow">{call.title.clone()}</p>
                        <h1>{title}</h1>
                        <p class="wk-lead">{t.get("proposal-start-lead")}</p>
                        {deadline.map(|text| view! { <p>{text}</p> })}
                    </header>
                    {body}
                </div>
            },
        ))
    })
}

/// Gives who a person can apply as: own parties, herself, a group without a page here.
fn applicants(t: Texts, actor: &Actor, allowed: &[PartyKind]) -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = Vec::new();
    if let Actor::Person(person) = actor {
        for membership in &person.memberships {
            if person.may_edit_for(membership.party_id) && may_apply_as(membership.kind, allowed) {
                all.push((membership.party_id.to_string(), format!("{} ({})", membership.name, membership.kind.label(t).to_lowercase())));
            }
        }
    }
    if may_apply_as(PartyKind::Person, allowed) {
        all.push((MYSELF.to_owned(), t.get("proposal-as-myself")));
    }
    all.push((GROUP.to_owned(), t.get(if actor.is_signed_in() { "proposal-as-other-group" } else { "proposal-as-group" })));
    all
}

async fn form(cx: &RequestCx, call: &CallRef) -> Result<impl IntoView + use<>, AppError> {
    let t = cx.t();
    let allowed = &call.who_may_apply;
    let applicants = applicants(t, cx.actor(), allowed);
    let (form, errors) = match cx.kept_form::<StartForm>(START_FORM).await? {
        Some(kept) => kept,
        None => {
            let acting = cx.actor().person().ok().and_then(|person| person.acting_for).map(|party| party.to_string());
            let chosen = acting
                .filter(|id| applicants.iter().any(|(value, _)| value == id))
                .or_else(|| applicants.first().map(|(value, _)| value.clone()));
            (StartForm { applicant: chosen.unwrap_or_default(), ..StartForm::default() }, FieldErrors::default())
        }
    };
    let kinds = PartyKind::ALL
        .iter()
        .copied()
        .filter(|kind| *kind != PartyKind::Person && may_apply_as(*kind, allowed))
        .map(|kind| (kind.as_str().to_owned(), kind.label(t)))
        .collect();
    let fields = Fields::new(t, errors);
    let only_group = applicants.len() == 1;
    let visitor = !cx.actor().is_signed_in();
    let sign_in = paths::sign_in(&paths::proposal_start(&call.slug));
    Ok(view! {
        <ErrorSummary fields=fields.clone()/>
        {visitor.then(|| view! { <p>{t.get("proposal-start-account")}" "<a href=t.href(sign_in)>{t.get("nav-sign-in")}</a></p> })}
        <form class="wk-form" method="post" novalidate=true action=t.href(StartProposal::PATH)>
            <Hidden name="slug" value=call.slug.clone()/>
            {visitor.then(|| view! {
                <TextField fields=fields.clone() name="name" label=t.get("proposal-your-name") value=form.name.clone() autocomplete="name"/>
                <TextField fields=fields.clone() name="email" label=t.get("proposal-your-email") hint=t.get("proposal-your-email-hint")
                    value=form.email.clone() kind="email" autocomplete="email"/>
            })}
            {(!only_group).then(|| view! { <Choices fields=fields.clone() name="applicant" label=t.get("proposal-applicant")
                values=vec![form.applicant.clone()] options=applicants/> })}
            {only_group.then(|| view! { <Hidden name="applicant" value=GROUP/> })}
            <fieldset class="wk-fieldset"><legend class="wk-legend">{t.get("proposal-group-legend")}</legend>
                <p class="wk-hint">{t.get(if only_group { "proposal-group-for" } else { "proposal-group-hint" })}</p>
                <Select fields=fields.clone() name="kind" label=t.get("proposal-group-kind") value=form.kind.clone() options=kinds optional=!only_group/>
                <TextField fields=fields name="group" label=t.get("proposal-group-name") value=form.group.clone() autocomplete="organization" optional=!only_group/>
            </fieldset>
            <div class="wk-actions"><button class="wk-button wk-button--primary" type="submit">{t.get("proposal-start-button")}</button></div>
        </form>
    })
}
