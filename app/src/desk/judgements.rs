//! `/vandaag/oordelen/{file}`: what people said of matches, as a judged set in BEIR form that `wijkcall evaluate` reads.
//!
//! A need is a query, an offer a document. The grade of a pair is 2 when everybody who judged it said that it fits, 1 when opinions differ, and 0 when
//! everybody said that it does not. `queries.jsonl` holds the needs that were judged; `corpus.jsonl` every open offer and those that were judged, so that
//! there is something to rank them among. Nothing says who gave an opinion.

use std::io::Write;

use axum::{
    Router,
    extract::{Extension, Path},
    response::{IntoResponse, Response},
    routing::get,
};
use http::header;
use serde::Serialize;

use crate::{
    areas,
    bakery::{
        model::{ListingId, Side},
        queries::{self as bakery, ListingView},
    },
    desk::queries,
    error::AppError,
    parties::model::PartyKind,
    request::RequestCx,
    state::AppState,
};

/// Listings read at once.
const BATCH: usize = 500;

/// The route of the files.
pub fn router() -> Router<AppState> {
    Router::new().route("/vandaag/oordelen/{file}", get(file))
}

/// Gives a file; people who may not see it get the answer that there is no such page.
async fn file(Extension(cx): Extension<RequestCx>, Path(file): Path<String>) -> Response {
    let written = match cx.actor().organiser() {
        Err(error) => Err(error),
        Ok(_) => match file.as_str() {
            "qrels.tsv" => grades(&cx).await,
            "queries.jsonl" => needs(&cx).await,
            "corpus.jsonl" => offers(&cx).await,
            _ => Err(AppError::NotFound),
        },
    };
    match written {
        Ok(bytes) => {
            let kind = if file.ends_with(".tsv") { "text/tab-separated-values; charset=utf-8" } else { "application/jsonl; charset=utf-8" };
            let headers = [
                (header::CONTENT_TYPE, kind.to_owned()),
                (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{file}\"")),
                (header::CACHE_CONTROL, "no-store".to_owned()),
            ];
            (headers, bytes).into_response()
        }
        Err(error) => error.status().into_response(),
    }
}

async fn grades(cx: &RequestCx) -> Result<Vec<u8>, AppError> {
    let mut text = String::from("query-id\tcorpus-id\tscore\n");
    for judged in queries::judgements(cx.db().reader()).await? {
        text.push_str(&format!("{}\t{}\t{}\n", judged.need, judged.offer, judged.grade()));
    }
    Ok(text.into_bytes())
}

async fn needs(cx: &RequestCx) -> Result<Vec<u8>, AppError> {
    let mut ids: Vec<ListingId> = queries::judgements(cx.db().reader()).await?.iter().map(|judged| judged.need).collect();
    ids.dedup();
    let mut out = Vec::new();
    for ids in ids.chunks(BATCH) {
        write(cx, bakery::by_ids(cx.db().reader(), ids).await?, &mut out).await?;
    }
    Ok(out)
}

async fn offers(cx: &RequestCx) -> Result<Vec<u8>, AppError> {
    let db = cx.db().reader();
    let mut judged: Vec<ListingId> = queries::judgements(db).await?.iter().map(|judged| judged.offer).collect();
    judged.sort_unstable();
    judged.dedup();
    let mut out = Vec::new();
    let mut after = None;
    loop {
        let open = bakery::open_after(db, Side::Offer, after, BATCH as u64).await?;
        let (count, last) = (open.len(), open.last().map(|listing| listing.id));
        judged.retain(|id| open.binary_search_by_key(id, |listing| listing.id).is_err());
        write(cx, open, &mut out).await?;
        if count < BATCH {
            break;
        }
        after = last;
    }
    for ids in judged.chunks(BATCH) {
        write(cx, bakery::by_ids(db, ids).await?, &mut out).await?;
    }
    Ok(out)
}

/// A line of a set, as `infra::search::evaluate::Entry` reads it.
#[derive(Serialize)]
struct Line<'a> {
    #[serde(rename = "_id")]
    id: String,
    title: &'a str,
    text: &'a str,
    theme: Vec<&'static str>,
    resource: Vec<&'static str>,
    /// The code of the place and those in which it lies.
    area: Vec<String>,
    party_kind: &'static str,
}

async fn write(cx: &RequestCx, listings: Vec<ListingView>, out: &mut Vec<u8>) -> Result<(), AppError> {
    let codes: Vec<_> = listings.iter().map(|listing| listing.area_code.clone()).collect();
    let ancestry = areas::queries::ancestry(cx.db().reader(), &codes).await?;
    let failed = |error: std::io::Error| {
        tracing::error!(%error, "the judgements cannot be written");
        AppError::Internal
    };
    for listing in &listings {
        let line = Line {
            id: listing.id.to_string(),
            title: &listing.title,
            text: &listing.body,
            theme: listing.themes.iter().map(|theme| theme.as_str()).collect(),
            resource: listing.contributions.iter().map(|part| part.resource.as_str()).collect(),
            area: areas::queries::chain(&ancestry, &listing.area_code),
            party_kind: listing.party.as_ref().map_or(PartyKind::Person, |party| party.kind).as_str(),
        };
        serde_json::to_writer(&mut *out, &line).map_err(|error| failed(error.into()))?;
        out.write_all(b"\n").map_err(failed)?;
    }
    Ok(())
}
