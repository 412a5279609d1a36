//! `/api/v1/calls`: the calls for other programs, by the NL API Design Rules. Read only, for everybody, and what everybody may see.

use axum::{
    Extension, Json, Router,
    extract::{Path, RawQuery},
    response::Response,
    routing::get,
};
use chrono::{DateTime, Utc};
use http::{HeaderValue, StatusCode, header};
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};
use uuid::Uuid;

use super::{
    model::{CallState, Phase, Question},
    queries::{self, Card, Filter, PAGE_SIZE, Recorded, Sort},
    search,
};
use crate::{
    areas::{self, model::AreaCode},
    error::AppError,
    infra::search::query::Words,
    open_data::{Gebied, InvalidParam, ItemLinks, MAX_PAGE_SIZE, PageLinks, Problem, member, open, page_size, pairs, problem, refused},
    parties::model::PartyKind,
    paths,
    request::RequestCx,
    state::AppState,
    themes::Theme,
    understand::{Beside, LITERAL, understand},
};

const CALLS: &str = "/api/v1/calls";

/// The addresses of the calls in the API.
pub fn router() -> Router<AppState> {
    Router::new()
        .route("/api/v1/calls", get(list_calls))
        .route("/api/v1/calls/{slug}", get(read_call))
        .route("/api/v1/openapi.json", get(document))
}

/// The description of this part of the API.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Wijkcall",
        version = "1.0.0",
        description = "Maatschappelijke calls van gemeenten en andere fondsen, en de behoeften en het aanbod van de businessbakkerij.",
        license(name = "EUPL-1.2", url = "https://eupl.eu/1.2/nl/")
    ),
    servers((url = "/api/v1")),
    paths(list_calls, read_call)
)]
pub struct Description;

/// A page of calls.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct CallList {
    calls: Vec<CallSummary>,
    /// Aantal calls dat aan de vraag voldoet, op alle pagina's samen.
    aantal: u64,
    #[serde(rename = "_links")]
    links: PageLinks,
}

/// A call as it stands in a list.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct CallSummary {
    id: Uuid,
    slug: String,
    titel: String,
    samenvatting: String,
    /// `gepland`, `open`, `gesloten` of `ingetrokken`, op het moment van het antwoord.
    #[schema(example = "open")]
    fase: &'static str,
    financier: Financier,
    opent_op: Option<DateTime<Utc>>,
    sluit_op: Option<DateTime<Utc>>,
    gepubliceerd_op: Option<DateTime<Utc>>,
    gewijzigd_op: DateTime<Utc>,
    /// Al het geld, in eurocenten.
    totaal_in_centen: Option<i64>,
    /// Het hoogste bedrag voor één voorstel, in eurocenten.
    maximum_in_centen: Option<i64>,
    /// Soorten partijen die mee mogen doen.
    doelgroepen: Vec<&'static str>,
    themas: Vec<&'static str>,
    gebieden: Vec<Gebied>,
    #[serde(rename = "_links")]
    links: ItemLinks,
}

#[derive(Debug, Serialize, ToSchema)]
struct Financier {
    slug: String,
    naam: String,
}

/// Everything of a call.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct CallDetail {
    #[serde(flatten)]
    summary: CallSummary,
    /// Markdown.
    tekst: String,
    /// Markdown.
    voorwaarden: String,
    vragen: Vec<Vraag>,
    toegekend_in_centen: i64,
    wijzigingen: Vec<Wijziging>,
    reden_van_intrekken: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Vraag {
    id: Uuid,
    soort: &'static str,
    vraag: String,
    uitleg: String,
    verplicht: bool,
    maximum_aantal_woorden: Option<i32>,
    keuzes: Vec<String>,
}

/// One change after publishing; amounts in cents, moments in RFC 3339, lists a line each.
#[derive(Debug, Serialize, ToSchema)]
struct Wijziging {
    op: DateTime<Utc>,
    onderdeel: &'static str,
    eerst: String,
    nu: String,
}

/// What a query asks for, before areas and words are looked up.
#[derive(Default)]
struct Asked {
    filter: Filter,
    text: Option<String>,
    /// Names of places and themes in the text are words.
    literal: bool,
    invalid: Vec<InvalidParam>,
}

impl Asked {
    /// Reads the query; everything that is wrong with it is noted at once.
    fn read(query: &str) -> Self {
        let mut asked = Self::default();
        for (name, value) in pairs(query) {
            if let Err(reason) = asked.take(&name, &value) {
                asked.invalid.push(InvalidParam { name, reason });
            }
        }
        asked
    }

    fn take(&mut self, name: &str, value: &str) -> Result<(), String> {
        match name {
            "fase" => self.filter.phase = Some(member(value, &Phase::PUBLIC, Phase::as_str)?),
            "thema" => {
                for theme in value.split(',') {
                    self.filter.themes.push(member(theme, Theme::ALL, Theme::as_str)?);
                }
            }
            "gebied" => self.filter.area = Some(value.parse::<AreaCode>().map_err(|_| "Geen code van het CBS, zoals WK019311".to_owned())?),
            "doelgroep" => self.filter.who = Some(member(value, PartyKind::ALL, PartyKind::as_str)?),
            "zoek" => self.text = Some(value.chars().take(200).collect()),
            LITERAL => self.literal = member(value, &["ja", "nee"], |word| word)? == "ja",
            "sorteer" => self.filter.sort = member(value, Sort::ALL, Sort::as_str)?,
            "cursor" => self.filter.after = Some(value.to_owned()),
            "paginaGrootte" => self.filter.size = page_size(value)?,
            _ => return Err("Deze parameter bestaat niet".to_owned()),
        }
        Ok(())
    }
}

/// Calls die iedereen mag zien.
#[utoipa::path(
    get,
    path = "/calls",
    operation_id = "lijstVanCalls",
    params(
        ("fase" = Option<String>, Query, description = "`gepland`, `open`, `gesloten` of `ingetrokken`; zonder: de eerste drie samen"),
        ("thema" = Option<String>, Query, description = "Eén of meer thema's, gescheiden door komma's"),
        ("gebied" = Option<String>, Query, description = "Code van het CBS; ook gebieden daarbinnen en daarboven"),
        ("doelgroep" = Option<String>, Query, description = "Soort partij die mee mag doen"),
        ("zoek" = Option<String>, Query, description = "Woorden in de call"),
        ("letterlijk" = Option<String>, Query, description = "`ja`: namen van gebieden en thema's in `zoek` zijn woorden, en geen filter"),
        ("sorteer" = Option<String>, Query, description = "`deadline` of `nieuw`"),
        ("cursor" = Option<String>, Query, description = "Uit `_links.next` van de vorige pagina"),
        ("paginaGrootte" = Option<u32>, Query, description = "1 tot en met 100; zonder: 24")
    ),
    responses(
        (status = 200, description = "Een pagina met calls", body = CallList, headers(("API-Version" = String))),
        (status = 400, description = "Alles wat er mis is met de vraag", body = Problem, content_type = "application/problem+json")
    )
)]
async fn list_calls(Extension(cx): Extension<RequestCx>, RawQuery(query): RawQuery) -> Response {
    let query = query.unwrap_or_default();
    let Asked { mut filter, text, literal, mut invalid } = Asked::read(&query);
    let db = cx.db().reader();
    if let Some(code) = &filter.area {
        match areas::queries::by_code(db, code).await {
            Ok(Some(_)) => {}
            Ok(None) => invalid.push(InvalidParam { name: "gebied".to_owned(), reason: "Dit gebied bestaat niet".to_owned() }),
            Err(error) => return refused(error),
        }
    }
    if !invalid.is_empty() {
        return problem(StatusCode::BAD_REQUEST, invalid);
    }
    if let Some(text) = text.filter(|text| !text.trim().is_empty()) {
        // As in the search box: a place or theme in the text is a filter.
        let beside = Beside { areas: usize::from(filter.area.is_some()), themes: filter.themes.len(), literal };
        let meant = match understand(db, &text, beside).await {
            Ok(meant) => meant,
            Err(error) => return refused(error),
        };
        filter.area = meant.area.map(|area| area.code).or(filter.area);
        filter.themes.extend(meant.theme);
        if !meant.text.is_empty() {
            match search::find(cx.state(), &meant.text, Words::Any).await {
                Ok(ids) => filter.ids = Some(ids),
                Err(error) => return refused(error),
            }
        }
    }
    let listed = match queries::list(db, &filter, cx.now()).await {
        Ok(listed) => listed,
        Err(error) => return refused(error),
    };
    let next = listed.next.map(|cursor| ("cursor", cursor));
    open(Json(CallList {
        calls: listed.cards.into_iter().map(|card| summary(&cx, card)).collect(),
        aantal: listed.total,
        links: PageLinks::new(&cx.state().settings, CALLS, &query, next),
    }))
}

/// Eén call met tekst, voorwaarden, vragen en wijzigingen.
#[utoipa::path(
    get,
    path = "/calls/{slug}",
    operation_id = "call",
    params(("slug" = String, Path, description = "Zoals in het adres van de pagina")),
    responses(
        (status = 200, description = "De call", body = CallDetail, headers(("API-Version" = String))),
        (status = 404, description = "Deze call is er niet", body = Problem, content_type = "application/problem+json")
    )
)]
async fn read_call(Extension(cx): Extension<RequestCx>, Path(slug): Path<String>) -> Response {
    match detail(&cx, &slug).await {
        Ok(Some(detail)) => open(Json(detail)),
        Ok(None) => problem(StatusCode::NOT_FOUND, Vec::new()),
        Err(error) => refused(error),
    }
}

async fn detail(cx: &RequestCx, slug: &str) -> Result<Option<CallDetail>, AppError> {
    let db = cx.db().reader();
    // A draft is not in the API, whoever asks.
    let Some(call) = queries::by_slug(db, slug).await?.filter(|call| call.life.state != CallState::Draft) else { return Ok(None) };
    let questions = queries::questions(db, call.id).await?;
    let changes = queries::changes(db, call.id).await?;
    let ((themes, areas), standing) = queries::beside(db, call.id, None).await?;
    let card = Card {
        id: call.id,
        slug: call.slug,
        title: call.title,
        summary: call.summary,
        funder_name: call.funder.name,
        funder_slug: call.funder.slug,
        who_may_apply: call.who_may_apply,
        ceiling: call.ceiling,
        max: call.max,
        updated_at: call.updated_at,
        themes,
        areas,
        life: call.life.clone(),
    };
    Ok(Some(CallDetail {
        summary: summary(cx, card),
        tekst: call.body,
        voorwaarden: call.conditions,
        vragen: questions.into_iter().map(question).collect(),
        toegekend_in_centen: standing.awarded.0,
        wijzigingen: changes.into_iter().map(change).collect(),
        reden_van_intrekken: call.life.withdrawn_reason,
    }))
}

fn question(question: Question) -> Vraag {
    let Question { id, kind, label, help, required, word_limit, options } = question;
    Vraag {
        id: id.0,
        soort: kind.as_str(),
        vraag: label,
        uitleg: help,
        verplicht: required,
        maximum_aantal_woorden: word_limit,
        keuzes: options,
    }
}

fn change(Recorded { at, difference }: Recorded) -> Wijziging {
    Wijziging { op: at, onderdeel: difference.part.as_str(), eerst: difference.before, nu: difference.after }
}

fn summary(cx: &RequestCx, card: Card) -> CallSummary {
    let Card { id, slug, title, summary, funder_name, funder_slug, who_may_apply, ceiling, max, life, updated_at, themes, areas } = card;
    let settings = &cx.state().settings;
    CallSummary {
        id: id.0,
        titel: title,
        samenvatting: summary,
        fase: life.phase(cx.now()).as_str(),
        financier: Financier { slug: funder_slug, naam: funder_name },
        opent_op: life.opens_at,
        sluit_op: life.closes_at,
        gepubliceerd_op: life.published_at,
        gewijzigd_op: updated_at,
        totaal_in_centen: ceiling.map(|amount| amount.0),
        maximum_in_centen: max.map(|amount| amount.0),
        doelgroepen: who_may_apply.into_iter().map(PartyKind::as_str).collect(),
        themas: themes.into_iter().map(Theme::as_str).collect(),
        gebieden: areas.into_iter().map(|(code, naam)| Gebied { code: code.to_string(), naam }).collect(),
        links: ItemLinks::new(settings, &format!("{CALLS}/{slug}"), &paths::call(&slug)),
        slug,
    }
}

/// The description itself; `PAGE_SIZE` and the limits in it are those of the code.
async fn document() -> Response {
    let mut response = open(crate::openapi::json());
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}

const _: () = assert!(PAGE_SIZE == 24 && MAX_PAGE_SIZE == 100, "the description says so");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_that_is_wrong_is_told_at_once() {
        let asked = Asked::read("fase=half&thema=energie,vuur&paginaGrootte=0&sorteer=nieuw&gebied=Dieze&x=1");
        let names: Vec<&str> = asked.invalid.iter().map(|param| param.name.as_str()).collect();
        assert_eq!(names, ["fase", "thema", "paginaGrootte", "gebied", "x"]);
        assert_eq!(asked.filter.sort, Sort::Newest);
    }

    #[test]
    fn the_description_names_every_address() {
        let json = crate::openapi::json();
        for part in ["\"openapi\":\"3.1", "\"/calls\"", "\"/calls/{slug}\"", "application/problem+json"] {
            assert!(json.replace([' ', '\n'], "").contains(part), "{part}");
        }
    }
}
