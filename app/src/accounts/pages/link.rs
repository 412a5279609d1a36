//! `/inloggen/link/{token}`

use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_params_map;

use super::super::{
    api::{UseLink, UseLinkForm},
    model::LinkPurpose,
    queries::{self, OpenLink},
};
use crate::{
    infra::i18n::Texts,
    input::FieldErrors,
    paths,
    ui::{
        form::{ErrorSummary, Fields, Hidden, TextField},
        page::{Page, page},
    },
};

/// The page behind a link in a mail. Looking at it uses nothing up; its button does.
#[component]
pub fn LinkPage() -> impl IntoView {
    let token = use_params_map().get_untracked().get("token").unwrap_or_default();
    page(async move |cx| {
        let t = cx.t();
        let Some(link) = queries::open_link(cx.db().reader(), &token, cx.now()).await? else { return Ok(too_late(t)) };
        let (form, errors): (UseLinkForm, FieldErrors) = cx.kept_form("use-link").await?.unwrap_or_default();
        let fields = Fields::new(t, errors);
        let OpenLink { email, purpose, is_new, asks_name } = link;
        let (title, lead, button) = match (purpose, is_new) {
            (LinkPurpose::Setup, _) => (t.get("account-setup-title"), t.get("account-setup-lead"), t.get("account-setup-button")),
            (LinkPurpose::SignIn, true) => {
                (t.get("account-new-title"), t.with("account-new-lead", &[("email", email.into())]), t.get("account-new-button"))
            }
            (LinkPurpose::SignIn, false) => {
                (t.get("account-link-title"), t.with("account-link-lead", &[("email", email.into())]), t.get("account-sign-in-button"))
            }
        };
        Ok(Page::new(
            title.clone(),
            view! {
                <div class="wk-narrow wk-stack wk-stack--l">
                    <ErrorSummary fields=fields.clone()/>
                    <header class="wk-page-header"><h1>{title}</h1><p class="wk-lead">{lead}</p></header>
                    <form class="wk-form" method="post" novalidate=true action=t.href(UseLink::PATH)>
                        <Hidden name="token" value=token/>
                        {asks_name.then(|| view! {
                            <TextField fields=fields.clone() name="name" label=t.get("account-name") hint=t.get("account-name-hint") value=form.name autocomplete="name"/>
                        })}
                        {(purpose == LinkPurpose::Setup).then(|| view! {
                            <TextField fields=fields.clone() name="email" label=t.get("account-email") value=form.email kind="email" autocomplete="email"/>
                        })}
                        <div class="wk-actions"><button class="wk-button wk-button--primary" type="submit">{button}</button></div>
                    </form>
                </div>
            },
        ))
    })
}

fn too_late(t: Texts) -> Page {
    let title = t.get("account-link-late-title");
    Page::new(
        title.clone(),
        view! {
            <div class="wk-narrow wk-stack">
                <h1>{title}</h1>
                <p class="wk-lead">{t.get("account-link-late-text")}</p>
                <div class="wk-actions"><a class="wk-button wk-button--primary" href=t.href(paths::SIGN_IN)>{t.get("account-link-again")}</a></div>
            </div>
        },
    )
}
