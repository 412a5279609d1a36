//! `/account/adres`

use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_query_map;

use super::super::{
    api::ChangeAddress,
    commands::{AddressLink, reads_address_link},
};
use crate::{
    paths,
    ui::{
        form::Hidden,
        page::{Page, page},
    },
};

/// The page behind the link to a new address. Looking at it changes nothing; its button does.
#[component]
pub fn NewAddressPage() -> impl IntoView {
    let query = use_query_map().get_untracked();
    let link = AddressLink {
        email: query.get("naar").unwrap_or_default(),
        until: query.get("tot").and_then(|until| until.parse().ok()).unwrap_or_default(),
        signature: query.get("teken").unwrap_or_default(),
    };
    page(async move |cx| {
        let t = cx.t();
        let person = cx.actor().person()?;
        if !reads_address_link(cx.state(), person, &link, cx.now()) {
            let title = t.get("account-link-late-title");
            return Ok(Page::new(
                title.clone(),
                view! {
                    <div class="wk-narrow wk-stack">
                        <h1>{title}</h1>
                        <p class="wk-lead">{t.get("account-address-late")}</p>
                        <div class="wk-actions"><a class="wk-button wk-button--primary" href=t.href(paths::ACCOUNT)>{t.get("nav-account")}</a></div>
                    </div>
                },
            ));
        }
        let title = t.get("account-address-confirm-title");
        let lead = t.with("account-address-confirm", &[("old", person.email.clone().into()), ("new", link.email.clone().into())]);
        Ok(Page::new(
            title.clone(),
            view! {
                <div class="wk-narrow wk-stack wk-stack--l">
                    <header class="wk-page-header"><h1>{title}</h1><p class="wk-lead">{lead}</p></header>
                    <form class="wk-form" method="post" novalidate=true action=t.href(ChangeAddress::PATH)>
                        <Hidden name="email" value=link.email/>
                        <Hidden name="until" value=link.until.to_string()/>
                        <Hidden name="signature" value=link.signature/>
                        <div class="wk-actions"><button class="wk-button wk-button--primary" type="submit">{t.get("account-address-confirm-button")}</button></div>
                    </form>
                </div>
            },
        ))
    })
}
