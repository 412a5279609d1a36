//! `/partijen`

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::super::{
    model::PartyKind,
    queries::{self, Card, Filter},
};
use crate::{
    areas::{self, fields::AreaSuggestions},
    infra::i18n::Texts,
    paths,
    ui::{
        find::query_string,
        page::{Page, page},
    },
};

/// What the address asks for, as it was typed.
struct Asked {
    text: String,
    kind: String,
    area: String,
    after: String,
}

/// The public list of parties.
#[component]
pub fn PartiesPage() -> impl IntoView {
    let query = use_query_map().get_untracked();
    let value = move |name: &str| query.get(name).unwrap_or_default().chars().take(120).collect::<String>();
    let asked = Asked { text: value("q"), kind: value("soort"), area: value("gebied"), after: value("na") };
    page(async move |cx| {
        let t = cx.t();
        let db = cx.db().reader();
        let area = match asked.area.trim() {
            "" => None,
            typed => areas::queries::by_typed(db, typed).await?,
        };
        let area_unknown = area.is_none() && !asked.area.trim().is_empty();
        let filter = Filter {
            text: asked.text.trim().to_owned(),
            kind: asked.kind.parse().ok(),
            area: area.map(|area| (area.kind, area.code)),
            after: asked.after.clone(),
        };
        let (cards, more) = queries::list(db, &filter).await?;
        let choices = areas::queries::choices(db).await?;
        let next = cards.last().filter(|_| more).map(|last| {
            let pairs = [("q", asked.text.as_str()), ("soort", &asked.kind), ("gebied", &asked.area), ("na", &last.slug)];
            format!("{}?{}", t.href(paths::PARTIES), query_string(pairs))
        });
        let first = asked.after.is_empty();
        let mail = cx.actor().organiser().is_ok().then(|| {
            let pairs = [("q", asked.text.as_str()), ("soort", &asked.kind), ("gebied", &asked.area)];
            view! { <p><a href=t.href(format!("{}?{}", paths::DESK_SEGMENT, query_string(pairs)))>{t.get("segment-from-list")}</a></p> }
        });
        let title = t.get("nav-parties");
        Ok(Page::new(
            title.clone(),
            view! {
                <header class="wk-page-header">
                    <h1>{title}</h1>
                    <p class="wk-lead">{t.get("parties-lead")}</p>
                    <div class="wk-actions"><a class="wk-button wk-button--secondary" href=t.href(paths::NEW_PARTY)>{t.get("account-party-new")}</a></div>
                </header>
                <div class="wk-sidebar">
                    <aside aria-label=t.get("filters")>{filters(t, &asked)}<AreaSuggestions choices=choices/></aside>
                    <div class="wk-stack">
                        {mail}
                        {area_unknown.then(|| view! { <div class="wk-alert wk-alert--warning" role="status"><p>{t.get("area-unknown")}</p></div> })}
                        {if cards.is_empty() {
                            view! { <div class="wk-empty"><h2>{t.get("parties-none")}</h2><p>{t.get("parties-none-text")}</p><a class="wk-button wk-button--secondary" href=t.href(paths::PARTIES)>{t.get("filters-clear")}</a></div> }.into_any()
                        } else {
                            view! { <div class="wk-grid wk-grid--2">{cards.into_iter().map(|card| party_card(t, card)).collect_view()}</div> }.into_any()
                        }}
                        {(next.is_some() || !first).then(|| view! {
                            <nav class="wk-pagination" aria-label=t.get("pager")>
                                {(!first).then(|| view! { <a href=t.href(paths::PARTIES)>{t.get("parties-to-start")}</a> })}
                                {next.map(|href| view! { <a rel="next" href=href>{t.get("pager-next")}</a> })}
                            </nav>
                        })}
                    </div>
                </div>
            },
        ))
    })
}

fn filters(t: Texts, asked: &Asked) -> impl IntoView + use<> {
    let kinds = PartyKind::ALL
        .iter()
        .filter(|kind| **kind != PartyKind::Person)
        .map(|kind| view! { <option value=kind.as_str() selected=kind.as_str() == asked.kind>{kind.label(t)}</option> })
        .collect_view();
    let count = [&asked.text, &asked.kind, &asked.area].into_iter().filter(|value| !value.trim().is_empty()).count();
    view! {
        <details class="wk-filters" open=count == 0>
            <summary>{t.get("filters")}{(count > 0).then(|| view! { " "<span class="wk-counter">{count}</span> })}</summary>
            <form method="get" action=t.href(paths::PARTIES)>
                <div class="wk-field"><label class="wk-label" for="q">{t.get("parties-filter-name")}</label>
                    <input class="wk-input" type="search" id="q" name="q" value=asked.text.clone()/></div>
                <div class="wk-field"><label class="wk-label" for="soort">{t.get("party-kind")}</label>
                    <select class="wk-select" id="soort" name="soort"><option value="">{t.get("parties-filter-any")}</option>{kinds}</select></div>
                <div class="wk-field"><label class="wk-label" for="gebied">{t.get("party-area")}</label>
                    <input class="wk-input" id="gebied" name="gebied" value=asked.area.clone() list="area-suggestions" autocomplete="off"/></div>
                <div class="wk-actions">
                    <button class="wk-button wk-button--secondary" type="submit">{t.get("filters-apply")}</button>
                    {(count > 0).then(|| view! { <a href=t.href(paths::PARTIES)>{t.get("filters-clear")}</a> })}
                </div>
            </form>
        </details>
    }
}

fn party_card(t: Texts, card: Card) -> impl IntoView {
    let Card { id: _, slug, kind, name, description, area_name, verified_at, created_at: _ } = card;
    view! {
        <article class="wk-card">
            <p class="wk-meta"><span>{kind.label(t)}</span>{area_name.map(|area| view! { <span>{area}</span> })}</p>
            <h2 class="wk-card__title wk-h3"><a href=t.href(paths::party(&slug))>{name}</a></h2>
            <p>{shortened(&description)}</p>
            {verified_at.map(|_| view! { <p><span class="wk-badge wk-badge--positive">{t.get("party-verified")}</span></p> })}
        </article>
    }
}

/// The first words of a text, cut off between words.
fn shortened(text: &str) -> String {
    const LENGTH: usize = 160;
    if text.chars().count() <= LENGTH {
        return text.to_owned();
    }
    let start: String = text.chars().take(LENGTH).collect();
    let cut = start.rfind(char::is_whitespace).unwrap_or(start.len());
    format!("{}…", start[..cut].trim_end_matches([',', '.', ' ']))
}
