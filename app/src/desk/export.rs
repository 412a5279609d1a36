//! `/vandaag/export.csv`: all rows of what the filter of the matches page shows.

use axum::{
    Router,
    extract::{Extension, Query},
    response::{IntoResponse, Response},
    routing::get,
};
use http::header;

use super::{
    model::MatchFilter,
    queries::{self, Pair},
};
use crate::{
    bakery::{policy::Judge, queries::ListingView},
    error::AppError,
    infra::{clock::local_day, spreadsheet::cell},
    paths,
    request::RequestCx,
    state::AppState,
};

/// Matches read at once.
const BATCH: usize = 1_000;

/// The route of the file.
pub fn router() -> Router<AppState> {
    Router::new().route("/vandaag/export.csv", get(export))
}

/// Gives the file; people who may not see it get the answer that there is no such page.
async fn export(Extension(cx): Extension<RequestCx>, Query(query): Query<Vec<(String, String)>>) -> Response {
    match file(&cx, &query).await {
        Ok(bytes) => {
            let name = format!("attachment; filename=\"matches-{}.csv\"", local_day(cx.now()));
            let headers = [
                (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
                (header::CONTENT_DISPOSITION, name),
                (header::CACHE_CONTROL, "no-store".to_owned()),
            ];
            (headers, bytes).into_response()
        }
        Err(error) => error.status().into_response(),
    }
}

async fn file(cx: &RequestCx, query: &[(String, String)]) -> Result<Vec<u8>, AppError> {
    let judge = Judge::organiser(&cx.actor().organiser()?);
    let filter = MatchFilter::read(|name| query.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str()));
    let db = cx.db().reader();
    let query = queries::match_query(db, &filter, judge).await?;
    let mut writer = csv::Writer::from_writer(Vec::new());
    let failed = |error: csv::Error| {
        tracing::error!(%error, "the export cannot be written");
        AppError::Internal
    };
    writer.write_record(HEADER).map_err(failed)?;
    let mut after = None;
    loop {
        let pairs = queries::list_matches(db, &query, after, BATCH, cx.now()).await?.pairs;
        for pair in &pairs {
            writer.write_record(record(cx, pair)).map_err(failed)?;
        }
        match pairs.last() {
            Some(last) if pairs.len() == BATCH => after = Some(last.cursor()),
            _ => break,
        }
    }
    writer.into_inner().map_err(|_| AppError::Internal)
}

const HEADER: [&str; 18] = [
    "score",
    "gevonden_op",
    "behoefte",
    "behoefte_van",
    "behoefte_gebied",
    "behoefte_themas",
    "behoefte_inbreng",
    "behoefte_tot",
    "behoefte_adres",
    "aanbod",
    "aanbod_van",
    "aanbod_gebied",
    "aanbod_themas",
    "aanbod_inbreng",
    "aanbod_tot",
    "aanbod_adres",
    "shortlist",
    "kennismaking",
];

fn record(cx: &RequestCx, pair: &Pair) -> Vec<String> {
    let t = cx.t();
    let mut cells = vec![crate::bakery::cards::points(pair.score).to_string(), local_day(pair.found_at).to_string()];
    cells.extend(side(cx, &pair.need));
    cells.extend(side(cx, &pair.offer));
    cells.push(pair.shortlisted.as_ref().map(|note| if note.is_empty() { "ja".to_owned() } else { note.clone() }).unwrap_or_default());
    cells.push(pair.introduced.map(|state| state.badge(t).0).unwrap_or_default());
    cells.iter().map(|text| cell(text)).collect()
}

fn side(cx: &RequestCx, listing: &ListingView) -> [String; 7] {
    let t = cx.t();
    let themes: Vec<String> = listing.themes.iter().map(|theme| theme.label(t)).collect();
    let contributions: Vec<String> = listing.contributions.iter().map(|part| part.text(t)).collect();
    [
        listing.title.clone(),
        listing.party.as_ref().map(|party| party.name.clone()).unwrap_or_default(),
        listing.area.clone(),
        themes.join("; "),
        contributions.join("; "),
        crate::bakery::model::last_day(listing.expires_at).to_string(),
        cx.state().settings.absolute(&paths::listing(listing.id)),
    ]
}
