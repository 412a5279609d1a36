//! `/vandaag`

use chrono::{DateTime, Utc};
use leptos::prelude::*;

use super::desk;
use crate::{
    bakery::{model::IntroductionState, policy::Judge, queries::ListingView},
    desk::queries::{self, IntroductionRow, Waiting, waits},
    infra::i18n::Texts,
    paths,
    ui::page::{Page, page},
};

/// The mails that were given up.
const DESK_MAILS_FAILED: &str = "/vandaag/mails?staat=failed";

/// How many of the longest waiting are named.
const NAMED: usize = 4;

#[component]
pub fn DeskPage() -> impl IntoView {
    page(async |cx| {
        let judge = Judge::organiser(&cx.actor().organiser()?);
        let t = cx.t();
        let now = cx.now();
        let db = cx.db().reader();
        let today = queries::today(db, judge, now).await?;
        let paused = crate::desk::pause::banner(&cx).await?;
        let mut asked = queries::introductions(db, Some(IntroductionState::Asked), 1).await?;
        asked.sort_by_key(|row| row.asked_at);
        let needs = queries::needs_without_match(db, 1, now).await?;
        let tile = |path: &'static str, waiting: &Waiting, label: String, warn: bool| {
            let hint = waiting
                .oldest
                .filter(|_| waiting.count > 0)
                .map(|oldest| t.with("desk-oldest", &[("waits", waits(t, oldest, now).into())]));
            tile(t, path, waiting.count, label, hint, warn)
        };
        let count = |count: i64| [("count", count.into())];
        let late = (today.late > 0).then(|| t.with("desk-late", &count(today.late)));
        let introductions = {
            let hint = late.or_else(|| {
                today
                    .introductions
                    .oldest
                    .filter(|_| today.introductions.count > 0)
                    .map(|oldest| t.with("desk-oldest", &[("waits", waits(t, oldest, now).into())]))
            });
            let label = t.with("desk-tile-introductions", &count(today.introductions.count));
            self::tile(t, paths::DESK_INTRODUCTIONS, today.introductions.count, label, hint, today.late > 0)
        };
        let body = view! {
            {paused}
            <div class="wk-grid wk-grid--small">
                {tile(paths::DESK_MATCHES, &today.matches, t.with("desk-tile-matches", &count(today.matches.count)), false)}
                {tile(paths::DESK_NEEDS, &today.needs, t.with("desk-tile-needs", &count(today.needs.count)), false)}
                {introductions}
                {tile(paths::DESK_SHORTLIST, &today.shortlist, t.with("desk-tile-shortlist", &count(today.shortlist.count)), false)}
                {tile(paths::DESK_PARTIES, &today.parties, t.with("desk-tile-parties", &count(today.parties.count)), false)}
                {tile(paths::DESK_MAILS, &today.letters, t.with("desk-tile-letters", &count(today.letters.count)), today.letters.count > 0)}
                {tile(DESK_MAILS_FAILED, &today.mails, t.with("desk-tile-mails", &count(today.mails.count)), today.mails.count > 0)}
            </div>
            {waiting_answers(t, asked, now)}
            {waiting_needs(t, needs, now)}
        };
        let title = t.get("nav-desk");
        Ok(Page::new(title.clone(), desk(&cx, paths::DESK, title, t.get("desk-lead"), body)))
    })
}

/// The introductions that wait longest for an answer, and on whom.
fn waiting_answers(t: Texts, rows: Vec<IntroductionRow>, now: DateTime<Utc>) -> Option<impl IntoView + use<>> {
    if rows.is_empty() {
        return None;
    }
    let lines = rows
        .into_iter()
        .take(NAMED)
        .map(|row| {
            let open = match (row.need_answer.is_some(), row.offer_answer.is_some()) {
                (false, false) => t.get("desk-waits-both"),
                (false, true) => t.get("desk-waits-need"),
                (true, _) => t.get("desk-waits-offer"),
            };
            let reminded = row.reminded_at.is_some().then(|| view! { <span>{t.get("desk-reminded")}</span> });
            view! {
                <li><div><a href=t.href(paths::listing(row.need.id))>{row.need.title}</a>" – "<a href=t.href(paths::listing(row.offer.id))>{row.offer.title}</a>
                    <p class="wk-meta"><span>{open}</span>{reminded}</p></div>
                <span class="wk-muted">{waits(t, row.asked_at, now)}</span></li>
            }
        })
        .collect_view();
    Some(section(t, t.get("desk-waiting-answers"), paths::DESK_INTRODUCTIONS, lines.into_any()))
}

/// The needs that wait longest for a match.
fn waiting_needs(t: Texts, needs: Vec<ListingView>, now: DateTime<Utc>) -> Option<impl IntoView + use<>> {
    if needs.is_empty() {
        return None;
    }
    let lines = needs
        .into_iter()
        .take(NAMED)
        .map(|need| {
            view! {
                <li><div><a href=t.href(paths::listing(need.id))>{need.title}</a><p class="wk-meta"><span>{need.area}</span></p></div>
                <span class="wk-muted">{waits(t, need.published_at, now)}</span></li>
            }
        })
        .collect_view();
    Some(section(t, t.get("desk-needs"), paths::DESK_NEEDS, lines.into_any()))
}

fn section(t: Texts, title: String, all: &'static str, lines: AnyView) -> impl IntoView + use<> {
    view! {
        <section class="wk-section">
            <div class="wk-section-header"><h2 class="wk-h3">{title.clone()}</h2><a href=t.href(all)>{t.get("desk-all")}<span class="wk-visually-hidden">": "{title}</span></a></div>
            <ul class="wk-worklist" role="list">{lines}</ul>
        </section>
    }
}

fn tile(t: Texts, path: &'static str, count: i64, label: String, hint: Option<String>, warn: bool) -> impl IntoView {
    let class = match (count, warn) {
        (0, _) => "wk-tile wk-tile--quiet",
        (_, true) => "wk-tile wk-tile--warning",
        _ => "wk-tile",
    };
    let number = t.number(u64::try_from(count).unwrap_or_default());
    view! { <a class=class href=t.href(path)><span class="wk-tile__number">{number}</span><span class="wk-tile__label">{label}</span>{hint.map(|hint| view! { <span class="wk-tile__hint">{hint}</span> })}</a> }
}
