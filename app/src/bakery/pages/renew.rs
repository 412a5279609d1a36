//! `/bakkerij/:id/verlengen?code=`: the page behind the link in the mail; it works without signing in.

use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_query_map;

use super::listing_id;
use crate::{
    bakery::{
        api::RenewListingByLink,
        cards::kind_mark,
        model::{DEFAULT_DAYS, Standing, last_day},
        policy, queries,
    },
    error::AppError,
    paths,
    ui::{
        form::Hidden,
        page::{Page, page},
    },
};

#[component]
pub fn RenewListingPage() -> impl IntoView {
    let id = listing_id();
    let code = use_query_map().get_untracked().get("code").unwrap_or_default();
    page(async move |cx| {
        let t = cx.t();
        let id = id.ok_or(AppError::NotFound)?;
        policy::renew_by_link(&cx.state().settings.secret_key, id, &code)?;
        let listing = queries::by_id(cx.db().reader(), id).await?.ok_or(AppError::NotFound)?;
        let standing = listing.standing(cx.now());
        let until = t.date(last_day(listing.expires_at));
        let state = match standing {
            Standing::Closed => t.get("renew-closed"),
            Standing::Expired => t.with("renew-expired", &[("date", until.into())]),
            Standing::Open | Standing::Expiring => t.with("renew-until", &[("date", until.into())]),
        };
        let button = (standing != Standing::Closed).then(|| {
            view! {
                <form class="wk-form" method="post" novalidate=true action=t.href(RenewListingByLink::PATH)>
                    <Hidden name="listing" value=id.to_string()/><Hidden name="code" value=code/>
                    <p>{t.with("renew-text", &[("days", DEFAULT_DAYS.into())])}</p>
                    <div class="wk-actions"><button class="wk-button wk-button--primary" type="submit">{t.get("listing-renew")}</button></div>
                </form>
            }
        });
        Ok(Page::new(
            t.get("renew-title"),
            view! {
                <div class="wk-narrow">
                    <h1>{t.get("renew-title")}</h1>
                    <div class="wk-card">{kind_mark(t, listing.side)}<h2 class="wk-h3">{listing.title}</h2><p>{state}</p></div>
                    {button}
                    <p><a href=t.href(paths::BAKERY_OWN)>{t.get("renew-to-own")}</a></p>
                </div>
            },
        ))
    })
}
