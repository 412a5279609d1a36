//! `/bakkerij`: the public search.

use std::collections::HashMap;

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::filter::{FROM, Filter, MOST_PAGES, ORDER, Order, Origin, PER_PAGE, active, is_filter};
use crate::{
    areas::{self, model::AreaCode},
    bakery::{
        cards::{Card, listing_card},
        model::{ListingId, Resource, Side},
        queries,
    },
    error::AppError,
    infra::{
        i18n::Texts,
        search::query::{FacetCount, Facets, Words},
    },
    islands::Suggestions,
    parties::model::PartyKind,
    paths,
    request::RequestCx,
    themes::Theme,
    ui::{
        find::{Choice, chips, facet, pager},
        page::{Page, page},
    },
    understand::Understood,
};

/// Areas offered as a filter, the fullest first.
const MOST_AREAS: usize = 12;

#[component]
pub fn BakeryPage() -> impl IntoView {
    let asked = Filter::read(&use_query_map().get_untracked());
    page(async move |cx| {
        let t = cx.t();
        let (filter, meant) = asked.understood(&cx).await?;
        let from = filter.place(&cx).await?;
        let search = filter.search(cx.now(), from.as_ref());
        let found = cx.state().search.ask(move |index| index.search(&search)).await?;
        let mut codes = filter.areas.clone();
        codes.extend(shown_areas(&found.facets.areas));
        let labels = areas::queries::labels(cx.db().reader(), &codes).await?;
        let ids: Vec<ListingId> = found.hits.iter().map(|hit| ListingId(hit.document.id)).collect();
        let facts = queries::card_facts(cx.db().reader(), &ids).await?;
        let cards = found
            .hits
            .iter()
            .filter_map(|hit| {
                let km = from.as_ref().zip(hit.document.place.as_ref()).map(|(from, place)| place.km_to(from.lat, from.lon));
                let card = Card::of_document(t, &hit.document, &facts)?.with_marks(&hit.document, &hit.highlights);
                Some(Card { km, by_meaning: hit.by_meaning, ..card })
            })
            .map(|card| listing_card(t, card))
            .collect_view();
        let results = if found.total == 0 {
            let wider = wider(&cx, &filter).await?;
            nothing_found(t, &filter, &labels, found.did_you_mean.as_deref(), &wider).into_any()
        } else {
            view! { <h2 class="wk-visually-hidden">{t.get("bakery-results")}</h2><ul class="wk-grid wk-grid--2" role="list">{cards}</ul> }
                .into_any()
        };
        let suggestion = (found.total > 0).then(|| found.did_you_mean.as_deref().map(|words| did_you_mean(t, &filter, words)));
        let last = usize::try_from(filter.page).unwrap_or(usize::MAX).saturating_mul(PER_PAGE);
        let pager = pager(t, filter.page, found.total > last && filter.page < MOST_PAGES, |page| filter.href(t, |_| true, page));
        Ok(Page::new(
            t.get("nav-bakery"),
            view! {
                <header class="wk-page-header">
                    <h1>{t.get("bakery-title")}</h1>
                    <p class="wk-lead">{t.get("bakery-lead")}</p>
                    <div class="wk-actions">
                        <a class="wk-button wk-button--primary" href=t.href(paths::listing_new(Side::Need))>{t.get("bakery-post-need")}</a>
                        <a class="wk-button wk-button--secondary" href=t.href(paths::listing_new(Side::Offer))>{t.get("bakery-post-offer")}</a>
                        <a class="wk-button wk-button--subtle" href=t.href(paths::FITS)>{t.get("fits-title")}</a>
                        {cx.actor().is_signed_in().then(|| view! { <a class="wk-button wk-button--subtle" href=t.href(paths::BAKERY_OWN)>{t.get("own-title")}</a> })}
                    </div>
                </header>
                <form method="get" action=t.href(paths::BAKERY) role="search">
                    <div class="wk-search">
                        <label class="wk-label" for="q">{t.get("bakery-search-label")}</label>
                        <div class="wk-search__row"><input class="wk-input" type="search" id="q" name="q" value=filter.text.clone()/><button class="wk-button wk-button--primary" type="submit">{t.get("search-button")}</button></div>
                        <Suggestions input="q".to_owned() url=t.href(paths::suggestions("bakkerij")) label=t.get("suggest-label")/>
                    </div>
                    <div class="wk-sidebar">
                        <aside aria-label=t.get("filters")>{facets(t, &filter, &found.facets, &labels)}</aside>
                        <div class="wk-stack">
                            <div class="wk-results"><p role="status"><strong>{t.number(u64::try_from(found.total).unwrap_or(u64::MAX))}</strong>" "{t.with("bakery-found", &[("count", found.total.into())])}</p>{sorting(t, &filter)}</div>
                            {(found.total > 0).then(|| view! { <p><a href=filter.map_href(t)>{t.get("map-to-map")}</a></p> })}
                            {from_note(t, &filter, from.as_ref())}
                            {chips(t, active(t, &filter, &labels))}
                            {meant_note(t, &asked, &filter, &meant)}
                            <p><a href=t.href(filter.save_path())>{t.get("alerts-save-link")}</a></p>
                            {suggestion}
                            {results}
                            {pager}
                        </div>
                    </div>
                </form>
            },
        )
        .with_islands())
    })
}

/// The choice of an order.
fn sorting(t: Texts, filter: &Filter) -> impl IntoView + use<> {
    let choices = [(Order::Best, "sort-best"), (Order::Newest, "sort-newest"), (Order::Nearest, "sort-nearest")]
        .map(|(order, key)| view! { <option value=order.as_str() selected=filter.order == order>{t.get(key)}</option> })
        .collect_view();
    view! {
        <div class="wk-inline-form">
            <label class="wk-label" for=ORDER>{t.get("sort-label")}</label>
            <select class="wk-select" id=ORDER name=ORDER>{choices}</select>
            <label class="wk-label" for=FROM>{t.get("sort-from")}</label>
            <input class="wk-input wk-input--short" id=FROM name=FROM value=filter.from.clone() maxlength="100" autocomplete="off"/>
            <button class="wk-button wk-button--secondary wk-button--small" type="submit">{t.get("sort-button")}</button>
        </div>
    }
}

/// Says from where distances count, or that the place is not known.
fn from_note(t: Texts, filter: &Filter, from: Option<&Origin>) -> impl IntoView + use<> {
    (filter.order == Order::Nearest).then(|| {
        let text =
            from.map_or_else(|| t.get("sort-from-unknown"), |from| t.with("sort-from-known", &[("place", from.label.as_str().into())]));
        view! { <p class="wk-note">{text}</p> }
    })
}

/// The fullest areas; the country holds everything and says nothing.
fn shown_areas(counts: &[FacetCount]) -> impl Iterator<Item = AreaCode> {
    counts.iter().filter_map(|count| count.key.parse::<AreaCode>().ok()).filter(|code| !code.as_str().starts_with("NL")).take(MOST_AREAS)
}

fn facets(t: Texts, filter: &Filter, facets: &Facets, labels: &HashMap<AreaCode, String>) -> impl IntoView + use<> {
    let count_of = |counts: &[FacetCount], key: &str| counts.iter().find(|count| count.key == key).map_or(0, |count| count.count);
    let choices = |counts: &[FacetCount], all: Vec<(&'static str, String, bool)>| -> Vec<Choice> {
        let choices =
            all.into_iter().map(|(value, label, chosen)| Choice { value: value.to_owned(), label, count: count_of(counts, value), chosen });
        choices.filter(|choice| choice.count > 0 || choice.chosen).collect()
    };
    let sides = Side::ALL.iter().map(|side| (side.as_str(), side.label(t), filter.sides.contains(side))).collect();
    let themes = Theme::ALL.iter().map(|theme| (theme.as_str(), theme.label(t), filter.themes.contains(theme))).collect();
    let resources =
        Resource::ALL.iter().map(|resource| (resource.as_str(), resource.label(t), filter.resources.contains(resource))).collect();
    let party_kinds = PartyKind::ALL.iter().map(|kind| (kind.as_str(), kind.label(t), filter.party_kinds.contains(kind))).collect();
    let mut codes: Vec<AreaCode> = filter.areas.clone();
    for code in shown_areas(&facets.areas) {
        if !codes.contains(&code) {
            codes.push(code);
        }
    }
    let areas = codes
        .iter()
        .filter_map(|code| {
            let label = labels.get(code)?.clone();
            Some(Choice {
                value: code.as_str().to_owned(),
                label,
                count: count_of(&facets.areas, code.as_str()),
                chosen: filter.areas.contains(code),
            })
        })
        .collect();
    let active = filter.pairs().iter().filter(|(name, value)| is_filter(name) && *name != "woorden" && !value.is_empty()).count();
    let counter = (active > 0).then(|| view! { " "<span class="wk-counter">{active}</span> });
    view! {
        <details class="wk-filters"><summary>{t.get("filters")}{counter}</summary>
            {facet("soort", t.get("facet-side"), choices(&facets.kinds, sides))}
            {facet("thema", t.get("facet-theme"), choices(&facets.themes, themes))}
            {facet("inbreng", t.get("facet-resource"), choices(&facets.resources, resources))}
            {facet("gebied", t.get("facet-area"), areas)}
            {facet("partij", t.get("facet-party"), choices(&facets.party_kinds, party_kinds))}
            <div class="wk-actions"><button class="wk-button wk-button--secondary" type="submit">{t.get("filters-apply")}</button><a href=t.href(paths::BAKERY)>{t.get("filters-clear")}</a></div>
        </details>
    }
}

/// Says which names in the text were taken as filters, with the way to look for the words instead; and offers themes that stand in it.
fn meant_note(t: Texts, asked: &Filter, filter: &Filter, meant: &Understood) -> impl IntoView + use<> {
    let names: Vec<String> = meant.area.iter().map(|area| area.label.clone()).chain(meant.theme.map(|theme| theme.label(t))).collect();
    let taken = (!names.is_empty()).then(|| {
        let words = Filter { literal: true, ..asked.clone() };
        let label = t.with("meant-as-words", &[("words", asked.text.as_str().into())]);
        view! { <p class="wk-note">{t.with("meant-filters", &[("names", names.join(", ").into())])}" "<a href=words.href(t, |_| true, 1)>{label}</a></p> }
    });
    let themes = meant.offered.iter().filter(|theme| !filter.themes.contains(theme));
    let offered: Vec<_> = themes
        .map(|theme| {
            let all = Filter { text: String::new(), themes: vec![*theme], page: 1, ..filter.clone() };
            view! { <li><a href=all.href(t, |_| true, 1)>{t.with("meant-theme", &[("theme", theme.label(t).into())])}</a></li> }
        })
        .collect();
    let offered =
        (!offered.is_empty()).then(|| view! { <ul class="wk-chips" role="list" aria-label=t.get("meant-offered")>{offered}</ul> });
    view! { {taken}{offered} }
}

fn did_you_mean(t: Texts, filter: &Filter, words: &str) -> impl IntoView + use<> {
    let corrected = Filter { text: words.to_owned(), ..filter.clone() };
    view! { <p>{t.get("did-you-mean")}" "<a href=corrected.href(t, |_| true, 1)>{words.to_owned()}</a>"?"</p> }
}

/// How many there would be with less asked.
struct Wider {
    /// The same words, without filters.
    words: usize,
    /// Themes with the same filters but without the words, the fullest first.
    themes: Vec<(Theme, u64)>,
}

/// Themes that are named on a page without results.
const THEMES_NAMED: usize = 5;

async fn wider(cx: &RequestCx, filter: &Filter) -> Result<Wider, AppError> {
    let words = Filter {
        sides: vec![],
        themes: vec![],
        resources: vec![],
        areas: vec![],
        party_kinds: vec![],
        words: Words::Any,
        page: 1,
        ..filter.clone()
    };
    let filters = Filter { text: String::new(), themes: vec![], page: 1, ..filter.clone() };
    let (words, filters) = (words.search(cx.now(), None), filters.search(cx.now(), None));
    let (words, filters) = cx.state().search.ask(move |index| Ok((index.search(&words)?, index.search(&filters)?))).await?;
    let themes = filters.facets.themes.iter().filter_map(|count| Some((count.key.parse().ok()?, count.count))).take(THEMES_NAMED).collect();
    Ok(Wider { words: words.total, themes })
}

/// The ways on from a page without results: one filter less, the words alone, the filters alone, a theme, and posting it.
fn nothing_found(
    t: Texts,
    filter: &Filter,
    labels: &HashMap<AreaCode, String>,
    correction: Option<&str>,
    wider: &Wider,
) -> impl IntoView + use<> {
    let correction = correction.map(|words| did_you_mean(t, filter, words));
    let text = if filter.is_empty() { t.get("bakery-empty-text") } else { t.get("bakery-nothing-text") };
    let mut ways: Vec<(String, String)> = Vec::new();
    let off: Vec<(String, String)> = active(t, filter, labels);
    let has_filters = filter.pairs().iter().any(|(name, value)| is_filter(name) && !value.is_empty());
    if has_filters && !filter.text.is_empty() && wider.words > 0 {
        let href = filter.href(t, |(name, _)| !is_filter(name), 1);
        ways.push((t.with("nothing-words-alone", &[("words", filter.text.as_str().into()), ("count", wider.words.into())]), href));
    }
    if has_filters && off.len() > 1 {
        ways.extend(off.into_iter().map(|(label, href)| (t.with("nothing-without", &[("filter", label.into())]), href)));
    }
    let alone = Filter { text: String::new(), themes: Vec::new(), ..filter.clone() };
    ways.extend(wider.themes.iter().map(|(theme, count)| {
        let themed = Filter { themes: vec![*theme], ..alone.clone() };
        (t.with("nothing-theme", &[("theme", theme.label(t).into()), ("count", (*count).into())]), themed.href(t, |_| true, 1))
    }));
    let ways = (!filter.is_empty() && !ways.is_empty()).then(|| {
        let items = ways.into_iter().map(|(label, href)| view! { <li><a href=href>{label}</a></li> }).collect_view();
        view! { <p>{t.get("nothing-try")}</p><ul>{items}</ul> }
    });
    let all = (!filter.is_empty())
        .then(|| view! { <a class="wk-button wk-button--secondary" href=t.href(paths::BAKERY)>{t.get("bakery-show-all")}</a> });
    view! {
        <div class="wk-empty">
            <h2>{t.get("bakery-nothing-title")}</h2>
            {correction}
            <p>{text}</p>
            {ways}
            <div class="wk-actions">
                {all}
                <a class="wk-button wk-button--secondary" href=t.href(paths::listing_new(Side::Need))>{t.get("bakery-post-need")}</a>
                <a class="wk-button wk-button--secondary" href=t.href(paths::listing_new(Side::Offer))>{t.get("bakery-post-offer")}</a>
            </div>
        </div>
    }
}
