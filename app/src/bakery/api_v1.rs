//! `/api/v1/listings`: needs and offers for other programs, found by the same engine as on the site. It tells what the public pages tell: never a person.

use axum::{
    Extension, Json, Router,
    extract::{Path, RawQuery},
    response::Response,
    routing::get,
};
use chrono::{DateTime, NaiveDate, Utc};
use http::StatusCode;
use leptos_router::params::ParamsMap;
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};
use uuid::Uuid;

use super::{
    model::{ListingId, Resource, Side},
    pages::filter::{Filter, MOST_PAGES, Order, Origin},
    queries::{self, ListingView},
};
use crate::{
    areas::{self, model::AreaCode},
    error::AppError,
    infra::search::query::{FacetCount, Facets},
    open_data::{Gebied, InvalidParam, ItemLinks, PageLinks, Problem, member, open, page_size, pairs, problem, refused},
    parties::model::PartyKind,
    paths,
    request::RequestCx,
    state::AppState,
    themes::Theme,
    understand::LITERAL,
};

const LISTINGS: &str = "/api/v1/listings";

/// How many a page holds when nothing is asked.
const PAGE_SIZE: u32 = 20;

/// The addresses of needs and offers in the API.
pub fn router() -> Router<AppState> {
    Router::new().route("/api/v1/listings", get(list_listings)).route("/api/v1/listings/{id}", get(read_listing))
}

/// The description of this part of the API.
#[derive(OpenApi)]
#[openapi(paths(list_listings, read_listing))]
pub struct Description;

/// A page of needs and offers.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct ListingList {
    listings: Vec<Listing>,
    /// Aantal dat aan de vraag voldoet, op alle pagina's samen.
    aantal: usize,
    /// Dezelfde woorden zonder tikfout, als die er in leek te staan.
    bedoelde_u: Option<String>,
    tellingen: Tellingen,
    #[serde(rename = "_links")]
    links: PageLinks,
}

/// Hoeveel er van elke waarde zijn, met alle andere filters van de vraag: wat een ander filter zou opleveren.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Tellingen {
    soort: Vec<Telling>,
    thema: Vec<Telling>,
    inbreng: Vec<Telling>,
    gebied: Vec<Telling>,
    partij: Vec<Telling>,
}

#[derive(Debug, Serialize, ToSchema)]
struct Telling {
    waarde: String,
    aantal: u64,
}

/// A need or an offer.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Listing {
    id: Uuid,
    #[schema(example = "need")]
    soort: &'static str,
    titel: String,
    tekst: String,
    /// De taal van titel en tekst.
    taal: &'static str,
    themas: Vec<&'static str>,
    inbreng: Vec<Inbreng>,
    gebied: Gebied,
    /// Zo ver mag het van het gebied af zijn.
    bereik_in_km: Option<i32>,
    /// Afstand tot de plaats waarop gesorteerd is.
    #[serde(skip_serializing_if = "Option::is_none")]
    afstand_in_km: Option<f64>,
    /// De plaats doet er niet toe.
    online: bool,
    vanaf: Option<NaiveDate>,
    tot_en_met: Option<NaiveDate>,
    /// Leeg: een bewoner.
    partij: Option<Partij>,
    geplaatst_op: DateTime<Utc>,
    verloopt_op: DateTime<Utc>,
    #[serde(rename = "_links")]
    links: ItemLinks,
}

#[derive(Debug, Serialize, ToSchema)]
struct Inbreng {
    #[schema(example = "uren")]
    soort: &'static str,
    hoeveelheid: Option<f64>,
    eenheid: String,
}

#[derive(Debug, Serialize, ToSchema)]
struct Partij {
    slug: String,
    naam: String,
    soort: &'static str,
    geverifieerd: bool,
}

/// What a query asks for: the filter of the search page, and how much of it.
struct Asked {
    filter: Filter,
    size: u32,
    invalid: Vec<InvalidParam>,
}

impl Asked {
    /// Reads the query; everything that is wrong with it is noted at once.
    fn read(query: &str) -> Self {
        let (mut size, mut invalid) = (PAGE_SIZE, Vec::new());
        let mut map = ParamsMap::new();
        for (name, value) in pairs(query) {
            let read = match name.as_str() {
                "paginaGrootte" => page_size(&value).map(|wanted| size = wanted),
                _ => checked(&name, &value).map(|on_the_page| {
                    let values = if LISTS.contains(&on_the_page) { value.split(',').collect() } else { vec![value.as_str()] };
                    for value in values {
                        map.insert(on_the_page, value.to_owned());
                    }
                }),
            };
            if let Err(reason) = read {
                invalid.push(InvalidParam { name, reason });
            }
        }
        Self { filter: Filter::read(&map), size, invalid }
    }
}

/// Parameters that may hold several values.
const LISTS: [&str; 5] = ["soort", "thema", "inbreng", "gebied", "partij"];

/// Checks a value and gives the name of its parameter on the search page.
fn checked(name: &str, value: &str) -> Result<&'static str, String> {
    fn all<T: Copy>(value: &str, all: &[T], name: impl Fn(T) -> &'static str + Copy) -> Result<(), String> {
        value.split(',').try_for_each(|value| member(value, all, name).map(|_| ()))
    }
    match name {
        "zoek" => Ok("q"),
        "woorden" => all(value, &["alle"], |word| word).map(|()| "woorden"),
        LITERAL => all(value, &["ja"], |word| word).map(|()| LITERAL),
        "soort" => all(value, Side::ALL, Side::as_str).map(|()| "soort"),
        "thema" => all(value, Theme::ALL, Theme::as_str).map(|()| "thema"),
        "inbreng" => all(value, Resource::ALL, Resource::as_str).map(|()| "inbreng"),
        "partij" => all(value, PartyKind::ALL, PartyKind::as_str).map(|()| "partij"),
        "gebied" => {
            let is_code = value.split(',').all(|code| code.parse::<AreaCode>().is_ok());
            is_code.then_some("gebied").ok_or_else(|| "Geen code van het CBS, zoals WK019311".to_owned())
        }
        "sorteer" => member(value, Order::ALL, Order::as_str).map(|_| "volgorde"),
        "bij" => Ok("bij"),
        "pagina" => {
            let page = value.parse::<u64>().ok().filter(|page| (1..=MOST_PAGES).contains(page));
            page.map(|_| "pagina").ok_or_else(|| format!("Een getal van 1 tot en met {MOST_PAGES}"))
        }
        _ => Err("Deze parameter bestaat niet".to_owned()),
    }
}

/// Behoeften en aanbod die openstaan.
#[utoipa::path(
    get,
    path = "/listings",
    operation_id = "lijstVanBehoeftenEnAanbod",
    params(
        ("zoek" = Option<String>, Query, description = "Woorden; een gebied of thema erin is een filter, net als in het zoekvak"),
        ("woorden" = Option<String>, Query, description = "`alle`: elk woord moet erin staan; zonder: hoe meer, hoe hoger"),
        ("letterlijk" = Option<String>, Query, description = "`ja`: namen van gebieden en thema's in `zoek` zijn woorden, en geen filter"),
        ("soort" = Option<String>, Query, description = "`need` of `offer`"),
        ("thema" = Option<String>, Query, description = "Eén of meer thema's, gescheiden door komma's"),
        ("inbreng" = Option<String>, Query, description = "Wat gevraagd of geboden wordt, gescheiden door komma's"),
        ("gebied" = Option<String>, Query, description = "Codes van het CBS, gescheiden door komma's; ook gebieden daarbinnen"),
        ("partij" = Option<String>, Query, description = "Soorten partijen, gescheiden door komma's"),
        ("sorteer" = Option<String>, Query, description = "`best`, `nieuw` of `dichtbij`"),
        ("bij" = Option<String>, Query, description = "De naam van de plaats vanaf waar `dichtbij` telt; zonder: het eerste gebied"),
        ("pagina" = Option<u64>, Query, description = "1 tot en met 500"),
        ("paginaGrootte" = Option<u32>, Query, description = "1 tot en met 100; zonder: 20")
    ),
    responses(
        (status = 200, description = "Een pagina met behoeften en aanbod", body = ListingList, headers(("API-Version" = String))),
        (status = 400, description = "Alles wat er mis is met de vraag", body = Problem, content_type = "application/problem+json")
    )
)]
async fn list_listings(Extension(cx): Extension<RequestCx>, RawQuery(query): RawQuery) -> Response {
    let query = query.unwrap_or_default();
    let Asked { filter, size, mut invalid } = Asked::read(&query);
    if let Err(error) = check_areas(&cx, &filter, &mut invalid).await {
        return refused(error);
    }
    if !invalid.is_empty() {
        return problem(StatusCode::BAD_REQUEST, invalid);
    }
    match list(&cx, &query, &filter, size).await {
        Ok(list) => open(Json(list)),
        Err(error) => refused(error),
    }
}

/// Notes the areas that there are not.
async fn check_areas(cx: &RequestCx, filter: &Filter, invalid: &mut Vec<InvalidParam>) -> Result<(), AppError> {
    let known = areas::queries::labels(cx.db().reader(), &filter.areas).await?;
    if filter.areas.iter().any(|code| !known.contains_key(code)) {
        invalid.push(InvalidParam { name: "gebied".to_owned(), reason: "Dit gebied bestaat niet".to_owned() });
    }
    Ok(())
}

async fn list(cx: &RequestCx, query: &str, asked: &Filter, size: u32) -> Result<ListingList, AppError> {
    let (filter, _) = asked.understood(cx).await?;
    let from = filter.place(cx).await?;
    let mut search = filter.search(cx.now(), from.as_ref());
    search.limit = usize::try_from(size).unwrap_or(usize::MAX);
    search.offset = usize::try_from(filter.page - 1).unwrap_or(usize::MAX).saturating_mul(search.limit);
    let end = search.offset.saturating_add(search.limit);
    let found = cx.state().search.ask(move |index| index.search(&search)).await?;
    let ids: Vec<ListingId> = found.hits.iter().map(|hit| ListingId(hit.document.id)).collect();
    let views = queries::by_ids(cx.db().reader(), &ids).await?;
    let listings = found.hits.iter().filter_map(|hit| {
        // The index may be a second behind; the database knows what has been closed since.
        let view = views.iter().find(|view| view.id.0 == hit.document.id).filter(|view| view.standing(cx.now()).is_public())?;
        let km = |from: &Origin| Some(hit.document.place.as_ref()?.km_to(from.lat, from.lon));
        Some(Listing { afstand_in_km: from.as_ref().and_then(km), ..listing(cx, view.clone()) })
    });
    let has_more = found.total > end && filter.page < MOST_PAGES;
    let next = has_more.then(|| ("pagina", (filter.page + 1).to_string()));
    Ok(ListingList {
        listings: listings.collect(),
        aantal: found.total,
        bedoelde_u: found.did_you_mean,
        tellingen: counts(found.facets),
        links: PageLinks::new(&cx.state().settings, LISTINGS, query, next),
    })
}

fn counts(facets: Facets) -> Tellingen {
    let list =
        |counts: Vec<FacetCount>| counts.into_iter().map(|FacetCount { key, count }| Telling { waarde: key, aantal: count }).collect();
    let Facets { kinds, themes, resources, areas, party_kinds } = facets;
    Tellingen { soort: list(kinds), thema: list(themes), inbreng: list(resources), gebied: list(areas), partij: list(party_kinds) }
}

/// Eén behoefte of aanbod, zolang het openstaat.
#[utoipa::path(
    get,
    path = "/listings/{id}",
    operation_id = "behoefteOfAanbod",
    params(("id" = Uuid, Path, description = "Zoals in het adres van de pagina")),
    responses(
        (status = 200, description = "De behoefte of het aanbod", body = Listing, headers(("API-Version" = String))),
        (status = 404, description = "Dit is er niet of niet meer", body = Problem, content_type = "application/problem+json")
    )
)]
async fn read_listing(Extension(cx): Extension<RequestCx>, Path(id): Path<String>) -> Response {
    let Ok(id) = id.parse::<ListingId>() else { return problem(StatusCode::NOT_FOUND, Vec::new()) };
    match queries::by_id(cx.db().reader(), id).await {
        Ok(Some(view)) if view.standing(cx.now()).is_public() => open(Json(listing(&cx, view))),
        Ok(_) => problem(StatusCode::NOT_FOUND, Vec::new()),
        Err(error) => refused(error),
    }
}

fn listing(cx: &RequestCx, view: ListingView) -> Listing {
    Listing {
        id: view.id.0,
        soort: view.side.as_str(),
        titel: view.title,
        tekst: view.body,
        taal: view.locale.as_str(),
        themas: view.themes.into_iter().map(Theme::as_str).collect(),
        inbreng: view
            .contributions
            .into_iter()
            .map(|part| Inbreng { soort: part.resource.as_str(), hoeveelheid: part.quantity, eenheid: part.unit })
            .collect(),
        gebied: Gebied { code: view.area_code.to_string(), naam: view.area },
        bereik_in_km: view.reach_km,
        afstand_in_km: None,
        online: view.online,
        vanaf: view.starts_on,
        tot_en_met: view.ends_on,
        partij: view.party.map(|party| Partij {
            slug: party.slug,
            naam: party.name,
            soort: party.kind.as_str(),
            geverifieerd: party.verified,
        }),
        geplaatst_op: view.published_at,
        verloopt_op: view.expires_at,
        links: ItemLinks::new(&cx.state().settings, &format!("{LISTINGS}/{}", view.id), &paths::listing(view.id)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_that_is_wrong_is_told_at_once() {
        let asked = Asked::read("soort=need,iets&thema=energie&paginaGrootte=101&sorteer=nieuw&gebied=Dieze&pagina=0&q=x&zoek=zon");
        let names: Vec<&str> = asked.invalid.iter().map(|param| param.name.as_str()).collect();
        assert_eq!(names, ["soort", "paginaGrootte", "gebied", "pagina", "q"]);
        assert_eq!((asked.filter.text.as_str(), asked.filter.order), ("zon", Order::Newest));
    }

    #[test]
    fn values_with_commas_are_several() {
        let asked = Asked::read("soort=need,offer&thema=energie,zorg&zoek=tuin,+bank");
        assert!(asked.invalid.is_empty(), "{:?}", asked.invalid);
        assert_eq!((asked.filter.sides.len(), asked.filter.themes.len(), asked.filter.text.as_str()), (2, 2, "tuin, bank"));
    }
}
