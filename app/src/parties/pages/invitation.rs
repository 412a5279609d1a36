//! `/uitnodiging/{token}`

use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_params_map;

use super::super::{
    api::{AcceptForm, AcceptInvitation},
    queries::{self, OpenInvitation},
};
use crate::{
    accounts::{api::SignOut, model::Actor},
    infra::i18n::Texts,
    input::FieldErrors,
    paths,
    ui::{
        form::{ErrorSummary, Fields, Hidden, TextField},
        page::{Page, page},
    },
};

/// The page behind an invitation. Looking at it uses nothing up; its button does.
#[component]
pub fn InvitationPage() -> impl IntoView {
    let token = use_params_map().get_untracked().get("token").unwrap_or_default();
    page(async move |cx| {
        let t = cx.t();
        let Some(invited) = queries::open_invitation(cx.db().reader(), &token, cx.now()).await? else { return Ok(too_late(t)) };
        let (form, errors): (AcceptForm, FieldErrors) = cx.kept_form("accept-invitation").await?.unwrap_or_default();
        let fields = Fields::new(t, errors);
        let OpenInvitation { email, role, party_name, party_slug, account_id, .. } = invited;
        let here = paths::invitation(&token);
        let way_in = match (account_id, cx.actor()) {
            (Some(account), Actor::Person(person)) if person.id == account => accept(t, token, None).into_any(),
            (None, Actor::Anonymous) => {
                let name = view! { <TextField fields=fields.clone() name="name" label=t.get("account-name") hint=t.get("account-name-hint") value=form.name autocomplete="name"/> };
                accept(t, token, Some(name.into_any())).into_any()
            }
            (Some(_), Actor::Anonymous) => view! {
                <p>{t.with("party-invitation-sign-in", &[("email", email.clone().into())])}</p>
                <div class="wk-actions"><a class="wk-button wk-button--primary" href=t.href(paths::sign_in(&here))>{t.get("nav-sign-in")}</a></div>
            }
            .into_any(),
            (_, Actor::Person(person)) => view! {
                <p>{t.with("party-invitation-other", &[("email", email.clone().into()), ("mine", person.email.clone().into())])}</p>
                <form method="post" action=t.href(SignOut::PATH)>
                    <div class="wk-actions"><button class="wk-button wk-button--primary" type="submit">{t.get("account-sign-out")}</button></div>
                </form>
            }
            .into_any(),
        };
        let title = t.with("party-invitation-title", &[("party", party_name.into())]);
        Ok(Page::new(
            title.clone(),
            view! {
                <div class="wk-narrow wk-stack wk-stack--l">
                    <ErrorSummary fields=fields/>
                    <header class="wk-page-header">
                        <h1>{title}</h1>
                        <p class="wk-lead">{role.label(t)}": "{role.explanation(t)}</p>
                        <p><a href=t.href(paths::party(&party_slug))>{t.get("party-invitation-look")}</a></p>
                    </header>
                    {way_in}
                </div>
            },
        ))
    })
}

fn accept(t: Texts, token: String, name: Option<AnyView>) -> impl IntoView {
    view! {
        <form class="wk-form" method="post" novalidate=true action=t.href(AcceptInvitation::PATH)>
            <Hidden name="token" value=token/>
            {name}
            <div class="wk-actions"><button class="wk-button wk-button--primary" type="submit">{t.get("party-invitation-accept")}</button></div>
        </form>
    }
}

fn too_late(t: Texts) -> Page {
    let title = t.get("account-link-late-title");
    Page::new(
        title.clone(),
        view! {
            <div class="wk-narrow wk-stack">
                <h1>{title}</h1>
                <p class="wk-lead">{t.get("party-invitation-late")}</p>
                <div class="wk-actions"><a class="wk-button wk-button--primary" href=t.href(paths::PARTIES)>{t.get("nav-parties")}</a></div>
            </div>
        },
    )
}
