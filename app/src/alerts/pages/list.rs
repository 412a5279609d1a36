//! `/account/zoekopdrachten`

use leptos::prelude::*;

use super::asked;
use crate::{
    alerts::{
        model::Rhythm,
        queries::{self, SavedSearch},
    },
    areas::model::AreaCode,
    infra::i18n::Texts,
    paths,
    ui::page::{Page, page},
};

/// The own saved searches.
#[component]
pub fn SavedSearchesPage() -> impl IntoView {
    page(async |cx| {
        let t = cx.t();
        let person = cx.actor().person()?.clone();
        let db = cx.db().reader();
        let searches = queries::own(db, person.id).await?;
        let areas = queries::area_labels(db, searches.iter().map(|search| &search.criteria)).await?;
        let list = if searches.is_empty() {
            none(t).into_any()
        } else {
            let items = searches.into_iter().map(|found| item(t, found, |code| areas.get(code).cloned())).collect_view();
            view! { <ul class="wk-worklist" role="list">{items}</ul> }.into_any()
        };
        let title = t.get("alerts-title");
        Ok(Page::new(
            title.clone(),
            view! {
                <div class="wk-narrow">
                    <nav class="wk-breadcrumb" aria-label=t.get("breadcrumb")><ol>
                        <li><a href=t.href(paths::ACCOUNT)>{t.get("nav-account")}</a></li>
                        <li><a href=t.href(paths::SAVED_SEARCHES) aria-current="page">{title.clone()}</a></li>
                    </ol></nav>
                    <header class="wk-page-header"><h1>{title}</h1><p class="wk-lead">{t.with("alerts-lead", &[("address", person.email.clone().into())])}</p></header>
                    {list}
                    <p><a href=t.href(paths::MAILS)>{t.get("mails-title")}</a></p>
                </div>
            },
        ))
    })
}

fn item(t: Texts, search: SavedSearch, name: impl Fn(&AreaCode) -> Option<String>) -> impl IntoView {
    let labels = search.criteria.labels(t, &name);
    let results = search.criteria.results(&name);
    let badge = if search.rhythm == Rhythm::Off { "wk-badge" } else { "wk-badge wk-badge--positive" };
    view! {
        <li>
            <div class="wk-stack">
                <h2 class="wk-h3"><a href=t.href(results)>{search.name.clone()}</a></h2>
                {asked(t, search.criteria.target.label(t), labels)}
                <p class="wk-meta"><span class=badge>{search.rhythm.label(t)}</span></p>
            </div>
            <a class="wk-button wk-button--secondary wk-button--small" href=t.href(paths::saved_search(search.id))>
                {t.get("alerts-change")}<span class="wk-visually-hidden">": "{search.name}</span>
            </a>
        </li>
    }
}

fn none(t: Texts) -> impl IntoView {
    view! {
        <div class="wk-empty"><h2>{t.get("alerts-none-title")}</h2><p>{t.get("alerts-none-text")}</p>
            <div class="wk-actions">
                <a class="wk-button wk-button--primary" href=t.href(paths::BAKERY)>{t.get("nav-bakery")}</a>
                <a class="wk-button wk-button--secondary" href=t.href(paths::CALLS)>{t.get("calls-title")}</a>
            </div>
        </div>
    }
}
