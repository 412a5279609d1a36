//! `/aanmelden`

use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_query_map;

use super::super::api::{LinkForm, SignUp};
use crate::{
    input::FieldErrors,
    paths,
    ui::{
        form::{ErrorSummary, Fields, Hidden, TextField},
        page::{Page, page},
    },
};

/// Asks for a name and a mail address.
#[component]
pub fn SignUpPage() -> impl IntoView {
    let next = use_query_map().get_untracked().get("next").unwrap_or_default();
    page(async move |cx| {
        let t = cx.t();
        let (form, errors): (LinkForm, FieldErrors) = cx.kept_form("sign-up").await?.unwrap_or_default();
        let fields = Fields::new(t, errors);
        let sign_in = paths::sign_in(&next);
        let title = t.get("account-sign-up-title");
        Ok(Page::new(
            title.clone(),
            view! {
                <div class="wk-narrow wk-stack wk-stack--l">
                    <ErrorSummary fields=fields.clone()/>
                    <header class="wk-page-header">
                        <h1>{title}</h1>
                        <p class="wk-lead">{t.get("account-sign-up-lead")}</p>
                    </header>
                    <form class="wk-form" method="post" novalidate=true action=t.href(SignUp::PATH)>
                        <Hidden name="next" value=next/>
                        <TextField fields=fields.clone() name="name" label=t.get("account-name") hint=t.get("account-name-hint") value=form.name autocomplete="name"/>
                        <TextField fields=fields name="email" label=t.get("account-email") value=form.email kind="email" autocomplete="email"/>
                        <div class="wk-actions"><button class="wk-button wk-button--primary" type="submit">{t.get("account-ask-sign-up-link")}</button></div>
                    </form>
                    <p class="wk-note">{t.get("account-sign-up-privacy")}" "<a href=t.href(paths::PRIVACY)>{t.get("nav-privacy")}</a></p>
                    <p>{t.get("account-have-account")}" "<a href=t.href(sign_in)>{t.get("nav-sign-in")}</a></p>
                </div>
            },
        ))
    })
}
