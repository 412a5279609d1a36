//! `/bakkerij/:id`

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::{
    listing_id,
    matches::{fits_mine, matches_section},
    own::{close_button, renew_button},
};
use crate::{
    bakery::{
        cards::kind_mark,
        model::{IntroductionId, IntroductionState, ListingId, Side, Standing, last_day},
        policy,
        queries::{self, ListingView},
    },
    calls::cards::theme_links,
    error::AppError,
    infra::{clock::local_day, db::Object, i18n::Texts},
    notifications::history::mails_about,
    paths,
    ui::page::{Page, page},
};

#[component]
pub fn ListingPage() -> impl IntoView {
    let id = listing_id();
    let put_aside = use_query_map().get_untracked().get("weg").and_then(|id| id.parse().ok());
    page(async move |cx| {
        let t = cx.t();
        let listing = queries::by_id(cx.db().reader(), id.ok_or(AppError::NotFound)?).await?.ok_or(AppError::NotFound)?;
        policy::see(cx.actor(), &listing, cx.now())?;
        let standing = listing.standing(cx.now());
        let own = policy::is_own(cx.actor(), &listing);
        let aside = facts(t, &listing, standing);
        let mut answer = None;
        let below = if own {
            let introductions = queries::introductions_of(cx.db().reader(), listing.id).await?;
            let matches = matches_section(&cx, &listing, standing, put_aside).await?;
            view! { {introduction_links(t, listing.side, introductions)} {matches} }.into_any()
        } else if cx.actor().organiser().is_ok() {
            matches_section(&cx, &listing, standing, put_aside).await?
        } else {
            answer = standing.is_public().then(|| respond(t, listing.side));
            fits_mine(&cx, &listing).await?
        };
        let mails = mails_about(&cx, Object::new("listing", listing.id)).await?;
        let manage = own.then(|| manage(t, listing.id, standing));
        let who = listing.party.as_ref().map_or_else(|| t.get("listing-by-person"), |party| party.name.clone());
        let paragraphs =
            listing.body.lines().filter(|line| !line.trim().is_empty()).map(|line| view! { <p>{line.to_owned()}</p> }).collect_view();
        let language = (listing.locale != t.locale).then_some(listing.locale.as_str());
        Ok(Page::new(
            listing.title.clone(),
            view! {
                <nav class="wk-breadcrumb" aria-label=t.get("breadcrumb")><ol><li><a href=t.href(paths::BAKERY)>{t.get("nav-bakery")}</a></li><li><a href=t.href(paths::listing(listing.id)) aria-current="page">{listing.title.clone()}</a></li></ol></nav>
                <header class="wk-page-header">
                    {kind_mark(t, listing.side)}
                    <h1 lang=language>{listing.title.clone()}</h1>
                    <p class="wk-meta"><span>{who}</span><span>{listing.area.clone()}</span></p>
                </header>
                {manage}
                <div class="wk-sidebar wk-sidebar--end">
                    <div class="wk-stack wk-stack--l"><div class="wk-prose" lang=language>{paragraphs}</div>{theme_links(t, &listing.themes)}{answer}</div>
                    <aside aria-label=t.get("listing-facts")><div class="wk-panel">{aside}</div></aside>
                </div>
                {below}
                {mails}
            },
        ))
    })
}

fn facts(t: Texts, listing: &ListingView, standing: Standing) -> impl IntoView + use<> {
    let (word, class) = standing.badge(t);
    let contributions = listing.contributions.iter().map(|part| view! { <dd>{part.text(t)}</dd> }).collect_view();
    let reach = match (listing.online, listing.reach_km) {
        (true, _) => Some(t.get("listing-online-long")),
        (false, Some(km)) => Some(t.with("listing-reach-km", &[("km", km.into())])),
        (false, None) => None,
    };
    let period = match (listing.starts_on, listing.ends_on) {
        (Some(from), Some(until)) => Some(t.with("period-both", &[("from", t.date(from).into()), ("until", t.date(until).into())])),
        (Some(from), None) => Some(t.with("period-from", &[("from", t.date(from).into())])),
        (None, Some(until)) => Some(t.with("period-until", &[("until", t.date(until).into())])),
        (None, None) => None,
    };
    let label = match listing.side {
        Side::Need => t.get("listing-asks"),
        Side::Offer => t.get("listing-brings"),
    };
    let verified = listing
        .party
        .as_ref()
        .filter(|party| party.verified)
        .map(|_| view! { " "<span class="wk-badge wk-badge--positive">{t.get("listing-verified")}</span> });
    let who = listing.party.as_ref().map(|party| {
        view! { <div><dt>{t.get("listing-party")}</dt><dd><a href=t.href(format!("{}/{}", paths::PARTIES, party.slug))>{party.name.clone()}</a>{verified}</dd></div> }
    });
    view! {
        <dl class="wk-data wk-data--stacked">
            <div><dt>{t.get("listing-state")}</dt><dd><span class=class>{word}</span></dd></div>
            <div><dt>{label}</dt>{contributions}</div>
            {who}
            <div><dt>{t.get("listing-place")}</dt><dd>{listing.area.clone()}</dd>{reach.map(|text| view! { <dd>{text}</dd> })}</div>
            {period.map(|text| view! { <div><dt>{t.get("listing-period")}</dt><dd>{text}</dd></div> })}
            <div><dt>{t.get("listing-posted-on")}</dt><dd>{t.date(local_day(listing.published_at))}</dd></div>
            <div><dt>{t.get("listing-runs-until")}</dt><dd>{t.date(last_day(listing.expires_at))}</dd></div>
        </dl>
    }
}

fn manage(t: Texts, id: ListingId, standing: Standing) -> impl IntoView {
    let (class, text) = match standing {
        Standing::Open => ("wk-alert wk-alert--info", t.get("manage-open")),
        Standing::Expiring => ("wk-alert wk-alert--warning", t.get("manage-expiring")),
        Standing::Expired => ("wk-alert wk-alert--warning", t.get("manage-expired")),
        Standing::Closed => ("wk-alert wk-alert--info", t.get("manage-closed")),
    };
    let buttons = (standing != Standing::Closed).then(|| {
        view! {
            <div class="wk-cluster">
                <a class="wk-button wk-button--secondary wk-button--small" href=t.href(paths::listing_edit(id))>{t.get("listing-edit")}</a>
                {renew_button(t, id, "wk-button wk-button--secondary wk-button--small")}
                {close_button(t, id)}
            </div>
        }
    });
    view! { <div class=class><p>{text}</p>{buttons}</div> }
}

/// For everybody else: contact goes by a post of one's own, so that no address is exposed.
fn respond(t: Texts, side: Side) -> impl IntoView {
    let (title, text, button) = match side {
        Side::Need => (t.get("respond-need-title"), t.get("respond-need-text"), t.get("bakery-post-offer")),
        Side::Offer => (t.get("respond-offer-title"), t.get("respond-offer-text"), t.get("bakery-post-need")),
    };
    view! {
        <section class="wk-panel wk-panel--accent">
            <h2 class="wk-h3">{title}</h2>
            <p>{text}</p>
            <div class="wk-cluster"><a class="wk-button wk-button--primary" href=t.href(paths::listing_new(side.opposite()))>{button}</a></div>
        </section>
    }
}

fn introduction_links(t: Texts, side: Side, introductions: Vec<(IntroductionId, IntroductionState)>) -> impl IntoView {
    (!introductions.is_empty()).then(|| {
        let items = introductions
            .into_iter()
            .map(|(id, state)| {
                let (word, class) = state.badge(t);
                view! { <li><div><a href=t.href(paths::introduction(id, side, ""))>{t.get("listing-introduction")}</a></div><span class=class>{word}</span></li> }
            })
            .collect_view();
        view! { <section class="wk-section"><h2>{t.get("listing-introductions")}</h2><ul class="wk-worklist">{items}</ul></section> }
    })
}
