//! `/calls/nieuw`

use leptos::{prelude::*, server_fn::ServerFn};

use crate::{
    accounts::model::Membership,
    calls::{
        api::{BEGIN_FORM, BeginCall, BeginForm},
        model::may_fund,
        policy,
    },
    input::FieldErrors,
    paths,
    request::RequestCx,
    ui::{
        breadcrumb::breadcrumb,
        form::{Choices, ErrorSummary, Fields, Hidden, TextField},
        page::{Page, page},
    },
};

#[component]
pub fn NewCallPage() -> impl IntoView {
    page(async |cx| {
        let funders: Vec<Membership> = policy::funders(cx.actor())?.into_iter().cloned().collect();
        if funders.is_empty() { Ok(explain(&cx)) } else { form(&cx, funders).await }
    })
}

async fn form(cx: &RequestCx, funders: Vec<Membership>) -> Result<Page, crate::error::AppError> {
    let t = cx.t();
    let (form, errors) = cx.kept_form::<BeginForm>(BEGIN_FORM).await?.unwrap_or_else(|| (BeginForm::default(), FieldErrors::default()));
    let fields = Fields::new(t, errors);
    let acting = cx.actor().person()?.acting_for;
    let chosen = funders
        .iter()
        .find(|membership| membership.party_id.to_string() == form.party)
        .or_else(|| funders.iter().find(|membership| Some(membership.party_id) == acting))
        .or_else(|| funders.first());
    let chosen = chosen.map(|membership| membership.party_id.to_string()).unwrap_or_default();
    let party = if funders.len() == 1 {
        view! { <Hidden name="party" value=chosen/> }.into_any()
    } else {
        let options = funders.iter().map(|membership| (membership.party_id.to_string(), membership.name.clone())).collect();
        view! { <Choices fields=fields.clone() name="party" label=t.get("calls-new-party") values=vec![chosen] options=options/> }
            .into_any()
    };
    Ok(Page::new(
        t.get("calls-new"),
        view! {
            {breadcrumb(t, vec![(t.get("calls-title"), paths::CALLS.to_owned()), (t.get("calls-manage"), paths::CALLS_MANAGE.to_owned())], t.get("calls-new"))}
            <div class="wk-narrow">
                <ErrorSummary fields=fields.clone()/>
                <header class="wk-page-header"><h1>{t.get("calls-new")}</h1><p class="wk-lead">{t.get("calls-new-lead")}</p></header>
                <form class="wk-form" method="post" novalidate=true action=t.href(BeginCall::PATH)>
                    {party}
                    <TextField fields=fields.clone() name="title" label=t.get("calls-part-title") hint=t.get("calls-title-hint") value=form.title/>
                    <div class="wk-actions"><button class="wk-button wk-button--primary" type="submit">{t.get("calls-new-begin")}</button></div>
                </form>
            </div>
        },
    ))
}

/// Tells somebody who cannot publish a call yet what is needed for it.
fn explain(cx: &RequestCx) -> Page {
    let t = cx.t();
    let waiting: Vec<String> = cx
        .actor()
        .person()
        .map(|person| {
            let unverified = person.memberships.iter().filter(|membership| may_fund(membership.kind) && !membership.verified);
            unverified.map(|membership| membership.name.clone()).collect()
        })
        .unwrap_or_default();
    let text = if waiting.is_empty() {
        t.get("calls-explain-no-party")
    } else {
        t.with("calls-explain-unverified", &[("party", waiting.join(", ").into())])
    };
    Page::new(
        t.get("calls-explain-title"),
        view! {
            <div class="wk-narrow">
                <header class="wk-page-header"><h1>{t.get("calls-explain-title")}</h1><p class="wk-lead">{text}</p></header>
                <p>{t.get("calls-explain-why")}</p>
                <div class="wk-actions">
                    <a class="wk-button wk-button--primary" href=t.href(paths::PARTIES)>{t.get("calls-explain-to-parties")}</a>
                    <a class="wk-button wk-button--secondary" href=t.href(paths::CALLS)>{t.get("error-to-calls")}</a>
                </div>
            </div>
        },
    )
}
