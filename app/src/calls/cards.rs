//! How calls look, here and in other slices.

use chrono::{DateTime, TimeDelta, Utc};
use leptos::prelude::*;

use super::{
    model::{Life, Phase},
    queries::Card,
};
use crate::{infra::i18n::Texts, paths, themes::Theme, values::Cents};

/// Within this time a call closes soon.
const SOON: TimeDelta = TimeDelta::days(3);

/// The phase as a badge.
pub fn badge(t: Texts, life: &Life, now: DateTime<Utc>) -> impl IntoView + use<> {
    let phase = life.phase(now);
    let soon = phase == Phase::Open && life.closes_at.is_some_and(|end| end - now < SOON);
    let (class, label) = match phase {
        Phase::Open if soon => ("wk-badge wk-badge--warning", t.get("calls-closes-soon")),
        Phase::Open => ("wk-badge wk-badge--positive", phase.label(t)),
        Phase::Scheduled => ("wk-badge wk-badge--info", phase.label(t)),
        Phase::Draft | Phase::Closed | Phase::Withdrawn => ("wk-badge wk-badge--neutral", phase.label(t)),
    };
    view! { <span class=class>{label}</span> }
}

/// Says how long something lasts, rounded down to days, hours or minutes.
fn lasting(t: Texts, time: TimeDelta) -> String {
    if time.num_days() > 0 {
        t.with("calls-days", &[("count", time.num_days().into())])
    } else if time.num_hours() > 0 {
        t.with("calls-hours", &[("count", time.num_hours().into())])
    } else {
        t.with("calls-minutes", &[("count", time.num_minutes().max(1).into())])
    }
}

/// The moment that matters now: its label, how long until then, and when it is.
pub fn next_moment(t: Texts, life: &Life, now: DateTime<Utc>) -> (String, String, Option<String>) {
    let until = |key: &str, moment: Option<DateTime<Utc>>| match moment {
        Some(moment) => (t.get(key), lasting(t, moment - now), Some(t.moment(moment))),
        None => (t.get("calls-part-closes"), t.get("calls-unknown"), None),
    };
    let past = |key: &str, moment: Option<DateTime<Utc>>| (t.get(key), moment.map(|moment| t.moment(moment)).unwrap_or_default(), None);
    match life.phase(now) {
        Phase::Scheduled => until("calls-opens-in", life.opens_at),
        Phase::Open | Phase::Draft => until("calls-closes-in", life.closes_at),
        Phase::Closed => past("calls-closed-at", life.closed_early_at.or(life.closes_at)),
        Phase::Withdrawn => past("calls-withdrawn-at", life.withdrawn_at),
    }
}

/// The themes as tags.
pub fn theme_tags(t: Texts, themes: &[Theme]) -> impl IntoView + use<> {
    let tags = themes.iter().map(|theme| view! { <li class="wk-tag" data-theme=colour(*theme)>{theme.label(t)}</li> }).collect_view();
    view! { <ul class="wk-tags" role="list">{tags}</ul> }
}

/// The same, each a link to the page of its theme, where one can follow it; for a page about one thing.
pub fn theme_links(t: Texts, themes: &[Theme]) -> impl IntoView + use<> {
    let tag = |theme: &Theme| {
        let href = t.href(paths::theme(theme.as_str()));
        view! { <li class="wk-tag" data-theme=colour(*theme)><a href=href>{theme.label(t)}</a></li> }
    };
    let tags = themes.iter().map(tag).collect_view();
    view! { <ul class="wk-tags" role="list">{tags}</ul> }
}

/// The name that the style gives a theme's colour.
fn colour(theme: Theme) -> &'static str {
    if theme == Theme::PublicSpace { "groen" } else { theme.as_str() }
}

/// Says how much money there is.
pub fn money(t: Texts, ceiling: Option<Cents>, max: Option<Cents>) -> (String, String) {
    match (ceiling, max) {
        (Some(ceiling), _) => (t.get("calls-available"), t.money(ceiling)),
        (None, Some(max)) => (t.get("calls-part-max"), t.money(max)),
        (None, None) => (t.get("calls-available"), t.get("calls-no-money")),
    }
}

/// A call in a list; goes inside a `wk-grid` or `wk-stack`.
pub fn call_card(t: Texts, card: Card, now: DateTime<Utc>) -> impl IntoView + use<> {
    let (money_label, amount) = money(t, card.ceiling, card.max);
    let (when_label, when, moment) = next_moment(t, &card.life, now);
    let places: Vec<String> = card.areas.iter().take(3).map(|(_, label)| label.clone()).collect();
    view! {
        <article class="wk-card wk-call-card">
            <div class="wk-call-card__top">{badge(t, &card.life, now)}<span>{card.funder_name}</span></div>
            <h3 class="wk-card__title"><a href=t.href(paths::call(&card.slug))>{card.title}</a></h3>
            <p>{card.summary}</p>
            <p class="wk-meta">{places.into_iter().map(|place| view! { <span>{place}</span> }).collect_view()}</p>
            {theme_tags(t, &card.themes)}
            <dl class="wk-call-card__facts">
                <div><dt>{money_label}</dt><dd>{amount}</dd></div>
                <div><dt>{when_label}</dt><dd>{when}{moment.map(|moment| view! { " "<small>{moment}</small> })}</dd></div>
            </dl>
        </article>
    }
}
