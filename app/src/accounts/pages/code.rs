//! `/inloggen/code`

use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_query_map;

use super::super::{
    api::{CodeForm, GiveCode},
    model::SecondFactor,
};
use crate::{
    input::FieldErrors,
    paths,
    ui::{
        form::{ErrorSummary, Fields, Hidden, TextField},
        page::{Page, page},
    },
};

/// Asks for the code of the authenticator app; leads to its set-up when there is none yet.
#[component]
pub fn CodePage() -> impl IntoView {
    let next = use_query_map().get_untracked().get("next").unwrap_or_default();
    page(async move |cx| {
        let t = cx.t();
        if cx.half_signed_in().is_none() {
            let to = match cx.actor().person()?.second_factor {
                SecondFactor::NotSetUp => paths::second_factor_setup(&next),
                SecondFactor::Asked | SecondFactor::Given => paths::local(&next).to_owned(),
            };
            leptos_axum::redirect(&t.href(to));
        }
        let (_, errors): (CodeForm, FieldErrors) = cx.kept_form("second-factor").await?.unwrap_or_default();
        let fields = Fields::new(t, errors);
        let title = t.get("account-code-title");
        Ok(Page::new(
            title.clone(),
            view! {
                <div class="wk-narrow wk-stack wk-stack--l">
                    <ErrorSummary fields=fields.clone()/>
                    <header class="wk-page-header"><h1>{title}</h1><p class="wk-lead">{t.get("account-code-lead")}</p></header>
                    <form class="wk-form" method="post" novalidate=true action=t.href(GiveCode::PATH)>
                        <Hidden name="next" value=next/>
                        <TextField fields=fields name="code" label=t.get("account-code") hint=t.get("account-code-hint") value=""
                            size="short" inputmode="numeric" autocomplete="one-time-code"/>
                        <div class="wk-actions"><button class="wk-button wk-button--primary" type="submit">{t.get("account-code-button")}</button></div>
                    </form>
                </div>
            },
        ))
    })
}
