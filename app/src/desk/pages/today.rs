//! `/vandaag`

use leptos::prelude::*;

use super::desk;
use crate::{
    desk::queries::{self, Waiting, waits},
    infra::i18n::Texts,
    paths,
    ui::page::{Page, page},
};

#[component]
pub fn DeskPage() -> impl IntoView {
    page(async |cx| {
        cx.actor().organiser()?;
        let t = cx.t();
        let now = cx.now();
        let today = queries::today(cx.db().reader(), now).await?;
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
            <div class="wk-grid wk-grid--small">
                {tile(paths::DESK_MATCHES, &today.matches, t.with("desk-tile-matches", &count(today.matches.count)), false)}
                {tile(paths::DESK_NEEDS, &today.needs, t.with("desk-tile-needs", &count(today.needs.count)), false)}
                {introductions}
                {tile(paths::DESK_SHORTLIST, &today.shortlist, t.with("desk-tile-shortlist", &count(today.shortlist.count)), false)}
                {tile(paths::PARTIES, &today.parties, t.with("desk-tile-parties", &count(today.parties.count)), false)}
                {tile(paths::DESK_MAILS, &today.mails, t.with("desk-tile-mails", &count(today.mails.count)), today.mails.count > 0)}
            </div>
        };
        let title = t.get("nav-desk");
        Ok(Page::new(title.clone(), desk(t, paths::DESK, title, t.get("desk-lead"), body)))
    })
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
