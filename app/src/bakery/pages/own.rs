//! `/bakkerij/mijn`

use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_query_map;

use crate::{
    bakery::{
        api::{CloseListing, RenewListing},
        cards::kind_mark,
        model::{ListingId, Side, Standing, last_day},
        queries::{self, OWN_PER_PAGE, OwnListing},
    },
    infra::i18n::Texts,
    paths,
    ui::{
        find::pager,
        form::Hidden,
        page::{Page, page},
    },
};

#[component]
pub fn OwnListingsPage() -> impl IntoView {
    let number: u64 = use_query_map().get_untracked().get("pagina").and_then(|page| page.parse().ok()).unwrap_or(1).max(1);
    page(async move |cx| {
        let t = cx.t();
        let person = cx.actor().person()?;
        let mut listings = queries::own(cx.db().reader(), person, number, cx.now()).await?;
        let more = listings.len() > usize::try_from(OWN_PER_PAGE).unwrap_or(usize::MAX);
        listings.truncate(usize::try_from(OWN_PER_PAGE).unwrap_or(usize::MAX));
        let now = cx.now();
        let body = if listings.is_empty() {
            view! { <div class="wk-empty"><h2>{t.get("own-empty-title")}</h2><p>{t.get("own-empty-text")}</p></div> }.into_any()
        } else {
            let cards = listings.into_iter().map(|own| card(t, own, now)).collect_view();
            view! { <ul class="wk-stack" role="list">{cards}</ul> }.into_any()
        };
        let pager = pager(t, number, more, |page| t.href(format!("{}?pagina={page}", paths::BAKERY_OWN)));
        Ok(Page::new(
            t.get("own-title"),
            view! {
                <nav class="wk-breadcrumb" aria-label=t.get("breadcrumb")><ol><li><a href=t.href(paths::BAKERY)>{t.get("nav-bakery")}</a></li></ol></nav>
                <header class="wk-page-header">
                    <h1>{t.get("own-title")}</h1>
                    <p class="wk-lead">{t.get("own-lead")}</p>
                    <div class="wk-actions">
                        <a class="wk-button wk-button--primary" href=t.href(paths::listing_new(Side::Need))>{t.get("bakery-post-need")}</a>
                        <a class="wk-button wk-button--secondary" href=t.href(paths::listing_new(Side::Offer))>{t.get("bakery-post-offer")}</a>
                    </div>
                </header>
                {body}
                {pager}
            },
        ))
    })
}

fn card(t: Texts, own: OwnListing, now: chrono::DateTime<chrono::Utc>) -> impl IntoView {
    let OwnListing { listing, matches } = own;
    let standing = listing.standing(now);
    let (word, class) = standing.badge(t);
    let until = t.date(last_day(listing.expires_at));
    let id = listing.id;
    let matches = standing.is_public().then(|| view! { <span>{t.with("own-matches", &[("count", matches.into())])}</span> });
    let buttons = (standing != Standing::Closed).then(|| {
        view! {
            <div class="wk-cluster">
                {renew_button(t, id, "wk-button wk-button--secondary wk-button--small")}
                <a class="wk-button wk-button--subtle wk-button--small" href=t.href(paths::listing_edit(id))>{t.get("listing-edit")}</a>
                {close_button(t, id)}
            </div>
        }
    });
    view! {
        <li class="wk-card">
            <div class="wk-cluster wk-cluster--between"><div class="wk-cluster">{kind_mark(t, listing.side)}<span class=class>{word}</span></div></div>
            <h2 class="wk-h3"><a href=t.href(paths::listing(id))>{listing.title}</a></h2>
            <p class="wk-meta">
                {listing.party.map(|party| view! { <span>{party.name}</span> })}
                <span>{listing.area}</span><span>{t.with("listing-until", &[("date", until.into())])}</span>{matches}
            </p>
            {buttons}
        </li>
    }
}

/// Renews with one click.
pub(super) fn renew_button(t: Texts, id: ListingId, class: &'static str) -> impl IntoView {
    view! {
        <form class="wk-inline-form" method="post" action=t.href(RenewListing::PATH)>
            <Hidden name="listing" value=id.to_string()/><button class=class type="submit">{t.get("listing-renew")}</button>
        </form>
    }
}

/// Closes with one click.
pub(super) fn close_button(t: Texts, id: ListingId) -> impl IntoView {
    view! {
        <form class="wk-inline-form" method="post" action=t.href(CloseListing::PATH)>
            <Hidden name="listing" value=id.to_string()/><button class="wk-button wk-button--subtle wk-button--small" type="submit">{t.get("listing-close")}</button>
        </form>
    }
}
