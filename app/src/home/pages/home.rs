//! `/`

use leptos::prelude::*;

use crate::{
    bakery::cards::{latest, listing_card},
    calls::{self, cards::call_card, model::Phase, queries::Filter},
    infra::i18n::Texts,
    paths,
    ui::page::{Page, page},
};

const ART: &str = include_str!("../../../assets/hero.svg");

/// How many open calls the page shows.
const SHOWN: u32 = 3;

/// How many needs and offers the page shows.
const POSTS: usize = 6;

#[component]
pub fn HomePage() -> impl IntoView {
    page(async |cx| {
        let t = cx.t();
        let filter = Filter { phase: Some(Phase::Open), size: SHOWN, ..Filter::default() };
        let open = calls::queries::list(cx.db().reader(), &filter, cx.now()).await?;
        let now = cx.now();
        let cards = open.cards.into_iter().map(|card| call_card(t, card, now)).collect_view();
        let posts = latest(&cx, None, POSTS).await?;
        let newest = (!posts.cards.is_empty()).then(|| {
            let all = t.with("home-posts-all", &[("count", t.number(posts.needs + posts.offers).into())]);
            view! {
                <section class="wk-band">
                    <div class="wk-section-header"><h2>{t.get("home-posts")}</h2><a href=t.href(paths::BAKERY)>{all}</a></div>
                    <ul class="wk-grid" role="list">{posts.cards.into_iter().map(|card| listing_card(t, card)).collect_view()}</ul>
                </section>
            }
        });
        Ok(Page::new(
            t.get("home-title"),
            view! {
                {hero(t)}
                <section class="wk-section">
                    <h2 class="wk-visually-hidden">{t.get("home-doors")}</h2>
                    <ul class="wk-doors wk-grid" role="list">
                        {door(t, t.get("home-door-municipality"), t.get("home-door-municipality-text"), paths::CALLS_MANAGE)}
                        {door(t, t.get("home-door-company"), t.get("home-door-company-text"), paths::BAKERY)}
                        {door(t, t.get("home-door-resident"), t.get("home-door-resident-text"), paths::CALLS)}
                    </ul>
                </section>
                <section class="wk-section">
                    <div class="wk-section-header"><h2>{t.get("home-open")}</h2><a href=t.href(paths::CALLS)>{t.get("home-open-all")}</a></div>
                    {if open.total == 0 { view! { <p>{t.get("home-open-none")}</p> }.into_any() } else { view! { <div class="wk-grid">{cards}</div> }.into_any() }}
                </section>
                {newest}
                <section class="wk-section">
                    <h2>{t.get("home-how")}</h2>
                    <ol class="wk-how">
                        <li><h3>{t.get("home-how-call")}</h3><p>{t.get("home-how-call-text")}</p></li>
                        <li><h3>{t.get("home-how-together")}</h3><p>{t.get("home-how-together-text")}</p></li>
                        <li><h3>{t.get("home-how-decision")}</h3><p>{t.get("home-how-decision-text")}</p></li>
                    </ol>
                </section>
            },
        ))
    })
}

fn hero(t: Texts) -> impl IntoView {
    view! {
        <section class="wk-hero wk-full"><div class="wk-hero__inner">
            <div class="wk-hero__text">
                <h1>{t.get("home-title")}</h1>
                <p class="wk-lead">{t.get("home-lead")}</p>
                <div class="wk-actions">
                    <a class="wk-button wk-button--primary wk-button--large" href=t.href(paths::CALLS)>{t.get("home-to-calls")}</a>
                    <a class="wk-button wk-button--secondary wk-button--large" href=t.href(paths::BAKERY)>{t.get("home-to-bakery")}</a>
                </div>
            </div>
            <div class="wk-hero__art" aria-hidden="true" inner_html=ART></div>
        </div></section>
    }
}

fn door(t: Texts, title: String, text: String, path: &'static str) -> impl IntoView {
    view! { <li class="wk-door"><h3><a href=t.href(path)>{title}</a></h3><p>{text}</p></li> }
}
