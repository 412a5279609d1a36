//! `/inloggen`

use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_query_map;

use super::super::{
    api::{AskLink, DemoSignIn, LinkForm, PasswordForm, SignIn},
    model::{AccountRole, InventedPerson},
    queries::{self, DemoPerson},
};
use crate::{
    infra::i18n::{Locale, Texts},
    input::FieldErrors,
    paths,
    state::Environment,
    ui::{
        form::{ErrorSummary, Fields, Hidden, TextField},
        page::{Page, page},
    },
};

/// Asks for a mail address, or for a password beside it. In the demo it also offers the invented people.
#[component]
pub fn SignInPage() -> impl IntoView {
    let next = use_query_map().get_untracked().get("next").unwrap_or_default();
    page(async move |cx| {
        let t = cx.t();
        if cx.actor().is_signed_in() {
            leptos_axum::redirect(&t.href(paths::local(&next).to_owned()));
        }
        let (link, link_errors): (LinkForm, FieldErrors) = cx.kept_form("sign-in-link").await?.unwrap_or_default();
        let (password, password_errors): (PasswordForm, FieldErrors) = cx.kept_form("sign-in-password").await?.unwrap_or_default();
        let with_password = !password_errors.is_empty();
        let invented = cx.state().invented.clone();
        let mut people = match cx.state().settings.environment {
            Environment::Demo => queries::list_demo_people(cx.db().reader()).await?,
            _ => Vec::new(),
        };
        if !invented.is_empty() {
            let place = |email: &str| invented.iter().position(|person| person.email == email);
            people.retain(|person| place(&person.email).is_some());
            people.sort_by_key(|person| place(&person.email));
        }
        let link_fields = Fields::new(t, link_errors);
        let password_fields = Fields::new(t, password_errors);
        let sign_up = paths::sign_up(&next);
        let title = t.get("account-sign-in-title");
        Ok(Page::new(
            title.clone(),
            view! {
                <div class="wk-narrow">
                    <ErrorSummary fields=link_fields.clone()/>
                    <ErrorSummary fields=password_fields.clone()/>
                    <header class="wk-page-header">
                        <h1>{title}</h1>
                        <p class="wk-lead">{t.get("account-sign-in-lead")}</p>
                    </header>
                    <form class="wk-form" method="post" novalidate=true action=t.href(AskLink::PATH)>
                        <Hidden name="next" value=next.clone()/>
                        <TextField fields=link_fields name="email" label=t.get("account-email") value=link.email kind="email" autocomplete="email"/>
                        <div class="wk-actions"><button class="wk-button wk-button--primary" type="submit">{t.get("account-ask-link")}</button></div>
                    </form>
                    <details class="wk-details" open=with_password>
                        <summary>{t.get("account-with-password")}</summary>
                        <form class="wk-form" method="post" novalidate=true action=t.href(SignIn::PATH)>
                            <Hidden name="next" value=next.clone()/>
                            <TextField fields=password_fields.clone() name="address" label=t.get("account-email") value=password.address kind="email" autocomplete="username"/>
                            <TextField fields=password_fields name="password" label=t.get("account-password") value="" kind="password" autocomplete="current-password"/>
                            <div class="wk-actions"><button class="wk-button wk-button--secondary" type="submit">{t.get("account-sign-in-button")}</button></div>
                            <p class="wk-note">{t.get("account-password-forgotten")}</p>
                        </form>
                    </details>
                    <p>{t.get("account-no-account")}" "<a href=t.href(sign_up)>{t.get("account-to-sign-up")}</a></p>
                </div>
                {(!people.is_empty()).then(|| demo_people(t, people, &invented, &next))}
            },
        ))
    })
}

fn demo_people(t: Texts, people: Vec<DemoPerson>, invented: &[InventedPerson], next: &str) -> impl IntoView + use<> {
    let people = people
        .into_iter()
        .map(|DemoPerson { id, name, email, role, party }| {
            let title = invented.iter().find(|person| person.email == email).map(|person| match t.locale {
                Locale::Nl => person.title_nl.clone(),
                Locale::En => person.title_en.clone(),
            });
            let title = title.unwrap_or_else(|| match (role, party) {
                (AccountRole::Member, Some(party)) => party,
                (AccountRole::Member, None) => t.get("account-demo-member"),
                (AccountRole::Organiser, _) => t.get("account-demo-organiser"),
                (AccountRole::Admin, _) => t.get("account-demo-admin"),
            });
            view! {
                <li>
                    <div><strong>{name.clone()}</strong><p class="wk-meta">{title}</p></div>
                    <form class="wk-inline-form" method="post" action=t.href(DemoSignIn::PATH)>
                        <Hidden name="id" value=id.to_string()/>
                        <Hidden name="next" value=next.to_owned()/>
                        <button class="wk-button wk-button--secondary wk-button--small" type="submit">
                            {t.get("account-demo-button")}<span class="wk-visually-hidden">": "{name}</span>
                        </button>
                    </form>
                </li>
            }
        })
        .collect_view();
    view! {
        <section class="wk-panel wk-panel--tint">
            <h2>{t.get("account-demo-title")}</h2>
            <p>{t.get("account-demo-text")}</p>
            <ul class="wk-demo-people" role="list">{people}</ul>
        </section>
    }
}
