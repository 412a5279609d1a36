//! `/gebieden/{code}`

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::super::{
    model::{AreaCode, AreaKind},
    queries,
};
use crate::{
    bakery::cards::{latest, listing_card},
    calls::{
        cards::call_card,
        model::Phase,
        queries::{Filter, list},
    },
    error::AppError,
    infra::i18n::Texts,
    notifications::{button::FollowButton, things::Thing},
    paths,
    ui::{
        find::query_string,
        page::{Page, page},
    },
};

const ART: &str = include_str!("../../../assets/hero.svg");

/// How many posts of the businessbakkerij are shown.
const POSTS: usize = 6;

/// What goes on in an area: open calls, needs and offers, and the areas in and around it.
#[component]
pub fn AreaPage() -> impl IntoView {
    let code = use_params_map().get_untracked().get("code").unwrap_or_default();
    page(async move |cx| {
        let t = cx.t();
        let db = cx.db().reader();
        let code: AreaCode = code.parse().map_err(|_| AppError::NotFound)?;
        let account = cx.actor().person().ok().map(|person| person.id);
        let area = queries::surrounded(db, &code, account).await?.ok_or(AppError::NotFound)?;
        let filter = Filter { phase: Some(Phase::Open), area: Some(code.clone()), size: 6, ..Filter::default() };
        let calls = list(db, &filter, cx.now()).await?;
        let posts = latest(&cx, Some(&code), POSTS).await?;
        let follows = account.map(|_| area.followed);
        let now = cx.now();
        let in_area = query_string([("gebied", code.as_str())]);
        let empty_calls = calls.cards.is_empty();
        let empty_posts = posts.cards.is_empty();
        let figures = [("area-figure-calls", calls.total), ("area-figure-needs", posts.needs), ("area-figure-offers", posts.offers)]
            .map(|(key, count)| view! { <div><dt>{t.with(key, &[("count", count.into())])}</dt><dd>{t.number(count)}</dd></div> });
        Ok(Page::new(
            area.name.clone(),
            view! {
                <header class="wk-hero wk-full"><div class="wk-hero__inner">
                    <div class="wk-hero__text">
                        <p class="wk-meta"><span>{kind_label(t, area.kind)}</span>{area.above.iter().map(|(code, name)| view! { <span><a href=t.href(paths::area(code))>{name.clone()}</a></span> }).collect_view()}</p>
                        <h1>{area.name.clone()}</h1>
                        <dl class="wk-figures">{figures.collect_view()}</dl>
                        <FollowButton t=t thing=Thing::Area(code.clone()) follows=follows back=paths::area(&code)/>
                    </div>
                    <div class="wk-hero__art" aria-hidden="true" inner_html=ART></div>
                </div></header>
                <section class="wk-section">
                    <div class="wk-section-header"><h2>{t.get("area-calls")}</h2>
                        <a href=t.href(format!("{}?{in_area}", paths::CALLS))>{t.get("area-all-calls")}</a></div>
                    {empty_calls.then(|| view! { <div class="wk-empty"><p>{t.get("area-no-calls")}</p><a class="wk-button wk-button--secondary" href=t.href(paths::CALLS)>{t.get("error-to-calls")}</a></div> })}
                    <div class="wk-grid wk-grid--2">{calls.cards.into_iter().map(|card| call_card(t, card, now)).collect_view()}</div>
                </section>
                <section class="wk-section">
                    <div class="wk-section-header"><h2>{t.get("area-posts")}</h2>
                        <a href=t.href(format!("{}?{in_area}", paths::BAKERY))>{t.get("area-all-posts")}</a></div>
                    {empty_posts.then(|| view! { <div class="wk-empty"><p>{t.get("area-no-posts")}</p><a class="wk-button wk-button--secondary" href=t.href(paths::BAKERY_NEW)>{t.get("area-post")}</a></div> })}
                    {(!empty_posts).then(|| view! { <ul class="wk-grid wk-grid--2" role="list">{posts.cards.into_iter().map(|card| listing_card(t, card)).collect_view()}</ul> })}
                </section>
                {(!area.parts.is_empty()).then(|| view! {
                    <section class="wk-section">
                        <h2>{t.get("area-parts")}</h2>
                        <ul class="wk-cluster" role="list">{area.parts.into_iter().map(|(code, name)| view! { <li><a href=t.href(paths::area(code))>{name}</a></li> }).collect_view()}</ul>
                    </section>
                })}
            },
        ))
    })
}

fn kind_label(t: Texts, kind: AreaKind) -> String {
    t.get(match kind {
        AreaKind::Country => "area-kind-country",
        AreaKind::Municipality => "area-kind-municipality",
        AreaKind::District => "area-kind-district",
        AreaKind::Neighbourhood => "area-kind-neighbourhood",
    })
}
