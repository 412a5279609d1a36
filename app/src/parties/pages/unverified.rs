//! `/vandaag/partijen`

use leptos::prelude::*;

use super::super::queries::{self, Card};
use crate::{
    paths,
    ui::page::{Page, page},
};

/// For organisers: parties that wait to be verified. The button is on the party's own page, beside what it says.
#[component]
pub fn UnverifiedPartiesPage() -> impl IntoView {
    page(async |cx| {
        let t = cx.t();
        cx.actor().organiser()?;
        let parties = queries::list_unverified(cx.db().reader()).await?;
        let title = t.get("parties-unverified-title");
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
                            <span class="wk-muted">{t.moment(created_at)}</span>
                        </li>
                    }
                })
                .collect_view();
            view! { <ul class="wk-worklist" role="list">{list}</ul> }.into_any()
        };
        Ok(Page::new(
            title.clone(),
            view! {
                <header class="wk-page-header"><h1>{title}</h1><p class="wk-lead">{t.get("parties-unverified-lead")}</p></header>
                {body}
            },
        ))
    })
}
