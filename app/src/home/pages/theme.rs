//! `/themas/{theme}`

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use crate::{
    bakery::cards::{latest_about, listing_card},
    calls::{
        cards::call_card,
        model::Phase,
        queries::{Filter, list},
    },
    error::AppError,
    notifications::{self, button::FollowButton, things::Thing},
    paths,
    themes::Theme,
    ui::{
        find::query_string,
        page::{Page, page},
    },
};

/// How many posts of the businessbakkerij are shown.
const POSTS: usize = 6;

/// What goes on about a theme: open calls, needs and offers.
#[component]
pub fn ThemePage() -> impl IntoView {
    let theme = use_params_map().get_untracked().get("theme").unwrap_or_default();
    page(async move |cx| {
        let t = cx.t();
        let db = cx.db().reader();
        let theme: Theme = theme.parse().map_err(|_| AppError::NotFound)?;
        let follows = match cx.actor().person() {
            Ok(person) => Some(notifications::queries::follows(db, person.id, &Thing::Theme(theme)).await?),
            Err(_) => None,
        };
        let filter = Filter { phase: Some(Phase::Open), themes: vec![theme], size: 6, ..Filter::default() };
        let calls = list(db, &filter, cx.now()).await?.cards;
        let posts = latest_about(&cx, theme, POSTS).await?.cards;
        let now = cx.now();
        let about = query_string([("thema", theme.as_str())]);
        let (no_calls, no_posts) = (calls.is_empty(), posts.is_empty());
        let title = theme.label(t);
        Ok(Page::new(
            title.clone(),
            view! {
                <header class="wk-page-header"><p class="wk-eyebrow">{t.get("following-theme")}</p><h1>{title}</h1>
                    <FollowButton t=t thing=Thing::Theme(theme) follows=follows back=paths::theme(theme.as_str())/></header>
                <section class="wk-section">
                    <div class="wk-section-header"><h2>{t.get("area-calls")}</h2>
                        <a href=t.href(format!("{}?{about}", paths::CALLS))>{t.get("theme-all-calls")}</a></div>
                    {no_calls.then(|| view! { <div class="wk-empty"><p>{t.get("theme-no-calls")}</p><a class="wk-button wk-button--secondary" href=t.href(paths::CALLS)>{t.get("error-to-calls")}</a></div> })}
                    <div class="wk-grid wk-grid--2">{calls.into_iter().map(|card| call_card(t, card, now)).collect_view()}</div>
                </section>
                <section class="wk-section">
                    <div class="wk-section-header"><h2>{t.get("area-posts")}</h2>
                        <a href=t.href(format!("{}?{about}", paths::BAKERY))>{t.get("area-all-posts")}</a></div>
                    {no_posts.then(|| view! { <div class="wk-empty"><p>{t.get("theme-no-posts")}</p><a class="wk-button wk-button--secondary" href=t.href(paths::BAKERY_NEW)>{t.get("area-post")}</a></div> })}
                    {(!no_posts).then(|| view! { <ul class="wk-grid wk-grid--2" role="list">{posts.into_iter().map(|card| listing_card(t, card)).collect_view()}</ul> })}
                </section>
            },
        ))
    })
}
