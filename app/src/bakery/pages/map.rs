//! `/bakkerij/kaart`: where the results of a search are. The list of places says the same as the map, and is all there is without JavaScript.

use std::collections::HashMap;

use leptos::prelude::*;
use leptos_meta::Link;
use leptos_router::hooks::use_query_map;

use super::filter::{Filter, active};
use crate::{
    areas::{self, model::AreaCode},
    bakery::{model::Side, search::side_of},
    infra::{
        i18n::Texts,
        search::query::{Hit, Search},
    },
    paths,
    request::RequestCx,
    ui::{
        find::chips,
        page::{Page, page},
    },
};

/// The posts that a map shows, the best first.
const MOST_POSTS: usize = 2_000;

/// What is in one place.
struct Spot {
    code: AreaCode,
    lat: f64,
    lon: f64,
    needs: u64,
    offers: u64,
}

#[component]
pub fn BakeryMapPage() -> impl IntoView {
    let asked = Filter::read(&use_query_map().get_untracked());
    page(async move |cx| {
        let (filter, _) = asked.understood(&cx).await?;
        let search = Search { offset: 0, limit: MOST_POSTS, ..filter.search(cx.now(), None) };
        let found = cx.state().search.ask(move |index| index.search(&search)).await?;
        let spots = spots(&found.hits);
        let mut codes: Vec<AreaCode> = spots.iter().map(|spot| spot.code.clone()).collect();
        codes.extend(filter.areas.iter().cloned());
        let labels = areas::queries::labels(cx.db().reader(), &codes).await?;
        Ok(Page::new(cx.t().get("map-title"), body(&cx, &filter, &spots, &labels, found.total)))
    })
}

/// The places of the results, those with the most first.
fn spots(hits: &[Hit]) -> Vec<Spot> {
    let mut spots: HashMap<&str, Spot> = HashMap::new();
    for document in hits.iter().map(|hit| &hit.document) {
        let Some((place, side)) = document.place.as_ref().zip(side_of(document.kind)) else { continue };
        let Ok(code) = place.code.parse() else { continue };
        let spot = spots.entry(&place.code).or_insert(Spot { code, lat: place.lat, lon: place.lon, needs: 0, offers: 0 });
        match side {
            Side::Need => spot.needs += 1,
            Side::Offer => spot.offers += 1,
        }
    }
    let mut spots: Vec<Spot> = spots.into_values().collect();
    spots.sort_by(|one, other| (other.needs + other.offers).cmp(&(one.needs + one.offers)).then_with(|| one.code.cmp(&other.code)));
    spots
}

fn body(cx: &RequestCx, filter: &Filter, spots: &[Spot], labels: &HashMap<AreaCode, String>, total: usize) -> impl IntoView + use<> {
    let t = cx.t();
    let assets = cx.state().assets.clone();
    let items = spots.iter().filter_map(|spot| Some(item(t, filter, spot, labels.get(&spot.code)?))).collect_view();
    let list = filter.href(t, |_| true, 1);
    let chips = chips(t, active(t, filter, labels).into_iter().map(|(label, href)| (label, on_map(&href))).collect());
    let hidden = filter
        .pairs()
        .into_iter()
        .filter(|(name, value)| *name != "q" && !value.is_empty())
        .map(|(name, value)| view! { <input type="hidden" name=name value=value.to_owned()/> })
        .collect_view();
    let places = if spots.is_empty() {
        view! { <div class="wk-empty"><h2>{t.get("bakery-nothing-title")}</h2><p>{t.get("bakery-nothing-text")}</p><a class="wk-button wk-button--secondary" href=list.clone()>{t.get("map-to-list")}</a></div> }
            .into_any()
    } else {
        let tiles = cx.state().settings.map_tiles.clone().unwrap_or_default();
        let credit = cx.state().settings.map_credit.clone();
        view! {
            <div class="wk-map" id="map" role="region" aria-label=t.get("map-label") data-tiles=tiles data-credit=credit data-in=t.get("map-zoom-in") data-out=t.get("map-zoom-out") data-close=t.get("map-close") hidden></div>
            <h2>{t.get("map-places")}</h2>
            <ul class="wk-worklist" id="places" role="list">{items}</ul>
        }
        .into_any()
    };
    let script = assets.map.clone().map(|map| {
        view! { <Link rel="stylesheet" href=map.stylesheet/><script src=map.script nonce=cx.nonce().to_string() defer=""></script> }
    });
    let total = u64::try_from(total).unwrap_or(u64::MAX);
    view! {
        <nav class="wk-breadcrumb" aria-label=t.get("breadcrumb")><ol><li><a href=list.clone()>{t.get("nav-bakery")}</a></li><li><span aria-current="page">{t.get("map-title")}</span></li></ol></nav>
        <header class="wk-page-header"><h1>{t.get("map-title")}</h1></header>
        <form class="wk-search" method="get" action=t.href(paths::BAKERY_MAP) role="search">
            <label class="wk-label" for="q">{t.get("bakery-search-label")}</label>
            <div class="wk-search__row"><input class="wk-input" type="search" id="q" name="q" value=filter.text.clone()/><button class="wk-button wk-button--primary" type="submit">{t.get("search-button")}</button></div>
            {hidden}
        </form>
        <div class="wk-stack">
            <div class="wk-results"><p role="status"><strong>{t.number(total)}</strong>" "{t.with("bakery-found", &[("count", total.into())])}</p><a href=list>{t.get("map-to-list")}</a></div>
            {chips}
            {places}
        </div>
        {script}
    }
}

/// The same address, on the map.
fn on_map(href: &str) -> String {
    href.replacen(paths::BAKERY, paths::BAKERY_MAP, 1)
}

fn item(t: Texts, filter: &Filter, spot: &Spot, label: &str) -> impl IntoView + use<> {
    let here = filter.at(spot.code.clone());
    let counts = [("map-needs", spot.needs), ("map-offers", spot.offers)];
    let counts = counts.into_iter().filter(|(_, count)| *count > 0).map(|(key, count)| t.with(key, &[("count", count.into())]));
    let whole = spot.code.as_str().starts_with("GM").then(|| t.get("map-whole"));
    let meta = counts.chain(whole).map(|text| view! { <span>{text}</span> }).collect_view();
    view! {
        <li data-lat=spot.lat.to_string() data-lon=spot.lon.to_string() data-count=(spot.needs + spot.offers).to_string()>
            <div><a href=here.href(t, |_| true, 1)>{label.to_owned()}</a><p class="wk-meta">{meta}</p></div>
        </li>
    }
}
