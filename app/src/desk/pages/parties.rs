//! `/vandaag/partijen`

use leptos::prelude::*;

use super::desk;
use crate::{
    desk::queries::waits,
    parties::queries::{self, Card},
    paths,
    ui::page::{Page, page},
};

/// Parties that wait to be verified, the longest first. The button is on the party's own page, beside what it says.
#[component]
pub fn DeskPartiesPage() -> impl IntoView {
    page(async |cx| {
        cx.actor().organiser()?;
        let t = cx.t();
        let now = cx.now();
        let parties = queries::list_unverified(cx.db().reader()).await?;
        let body = if parties.is_empty() {
            view! { <div class="wk-empty"><h2>{t.get("parties-unverified-none")}</h2><p>{t.get("parties-unverified-none-text")}</p></div> }
                .into_any()
        } else {
            let list = parties
                .into_iter()
                .map(|Card { slug, kind, name, area_name, created_at, .. }| {
                    view! {
                        <li>
                            <div><a href=t.href(paths::party(&slug))>{name}</a>
                                <p class="wk-meta"><span>{kind.label(t)}</span>{area_name.map(|area| view! { <span>{area}</span> })}</p></div>
                            <span class="wk-muted">{waits(t, created_at, now)}</span>
                        </li>
                    }
                })
                .collect_view();
            view! { <ul class="wk-worklist" role="list">{list}</ul> }.into_any()
        };
        let title = t.get("parties-unverified-title");
        Ok(Page::new(title.clone(), desk(&cx, paths::DESK_PARTIES, title, t.get("parties-unverified-lead"), body)))
    })
}
