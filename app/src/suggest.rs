//! What the search boxes suggest while somebody types: words completed, posts whose title fits, and what was probably meant.
//!
//! `GET /suggesties/{bakkerij|calls}?q=...` answers the island `Suggestions` with JSON in words for people. It tells nothing that the lists do not show.

use axum::{
    Extension, Json, Router,
    extract::{Path, Query},
    http::StatusCode,
    response::{IntoResponse, Response},
    routing::get,
};
use http::header;
use serde::{Deserialize, Serialize};

use crate::{
    bakery::model::{ListingId, Side},
    calls::{self, model::CallId},
    error::AppError,
    infra::{
        i18n::Texts,
        limits::Limit,
        search::{
            document::DocumentKind,
            query::{Found, Hit, Search},
        },
    },
    paths,
    request::RequestCx,
    state::AppState,
};

/// A quick typist asks a few times in a second, and the people of a town hall share one address.
const SUGGESTIONS: Limit = Limit { name: "suggest", hits: 600, window_seconds: 60 };

/// The beginning of a word that says something.
const SHORTEST: usize = 2;

/// Letters that say enough to be looked for inside a word.
const IN_COMPOUND: usize = 4;

/// A longer text is a story; there is nothing to complete in it.
const LONGEST: usize = 100;

const MOST_WORDS: usize = 4;
const MOST_POSTS: usize = 5;

/// Posts that are looked at for one whose title fits.
const LOOKED_AT: usize = 20;

crate::closed_list! {
    /// The search box for which suggestions are.
    pub enum Place {
        Bakery = "bakkerij",
        Calls = "calls",
    }
}

impl Place {
    fn kinds(self) -> Vec<DocumentKind> {
        match self {
            Self::Bakery => vec![DocumentKind::Need, DocumentKind::Offer],
            Self::Calls => vec![DocumentKind::Call],
        }
    }
}

/// The route of the suggestions.
pub fn router() -> Router<AppState> {
    Router::new().route("/suggesties/{place}", get(suggest))
}

#[derive(Deserialize)]
struct Typed {
    #[serde(default)]
    q: String,
}

/// Either leads to a page or is what to search for.
#[derive(Serialize)]
struct Suggestion {
    text: String,
    /// What kind of suggestion it is.
    note: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    href: Option<String>,
}

#[derive(Serialize)]
struct Suggestions {
    /// How many there are, for who hears the page.
    note: String,
    options: Vec<Suggestion>,
}

async fn suggest(
    Extension(cx): Extension<RequestCx>,
    Path(place): Path<String>,
    Query(typed): Query<Typed>,
) -> Result<Response, StatusCode> {
    let place: Place = place.parse().map_err(|_| StatusCode::NOT_FOUND)?;
    cx.limit(SUGGESTIONS).await.map_err(AppError::status)?;
    let options = options(&cx, place, typed.q.trim_start()).await.map_err(AppError::status)?;
    let note = cx.t().with("suggest-count", &[("count", options.len().into())]);
    Ok(([(header::CACHE_CONTROL, "private, max-age=60")], Json(Suggestions { note, options })).into_response())
}

async fn options(cx: &RequestCx, place: Place, typed: &str) -> Result<Vec<Suggestion>, AppError> {
    let length = typed.trim_end().chars().count();
    if !(SHORTEST..=LONGEST).contains(&length) {
        return Ok(Vec::new());
    }
    let t = cx.t();
    let (before, last) = typed.rfind(char::is_whitespace).map_or(("", typed), |at| typed.split_at(at + char_at(typed, at)));
    let mut search = Search::new("", cx.now());
    search.kinds = place.kinds();
    search.limit = LOOKED_AT;
    let (asked_last, asked_before) = (last.to_owned(), before.to_owned());
    let (words, found) = cx
        .state()
        .search
        .ask(move |index| {
            let words =
                if asked_last.chars().count() < SHORTEST { Vec::new() } else { index.complete(&asked_last, &search, MOST_WORDS)? };
            // What the last word may become is looked for instead of its beginning.
            let last = if words.is_empty() { asked_last } else { words.join(" ") };
            search.text = format!("{asked_before}{last}");
            let found = index.search(&search)?;
            Ok((words, found))
        })
        .await?;
    let mut options = Vec::new();
    let whole = typed.trim_end().to_lowercase();
    for word in &words {
        let text = format!("{before}{word}");
        if text.to_lowercase() != whole {
            options.push(Suggestion { text, note: t.get("suggest-word"), href: None });
        }
    }
    if let Some(meant) = found.did_you_mean.as_ref().filter(|_| words.is_empty()) {
        options.push(Suggestion { text: meant.clone(), note: t.get("suggest-meant"), href: None });
    }
    options.extend(posts(cx, t, found, before, last).await?);
    Ok(options)
}

/// The length in bytes of the character that begins there.
fn char_at(text: &str, at: usize) -> usize {
    text[at..].chars().next().map_or(0, char::len_utf8)
}

/// The posts with these words in their title, those first that have the beginning as it was typed.
async fn posts(cx: &RequestCx, t: Texts, found: Found, before: &str, last: &str) -> Result<Vec<Suggestion>, AppError> {
    let wanted = before.split_whitespace().count().max(1);
    let (last, before) = (last.to_lowercase(), before.to_lowercase());
    let fit = |hit: &Hit| {
        let title = hit.document.title.to_lowercase();
        // In a compound the word that was begun may stand further on: "moestuin" in "buurtmoestuin".
        let has = |word: &str, beginning: &str| word.starts_with(beginning) || (beginning.len() >= IN_COMPOUND && word.contains(beginning));
        let begins = |beginning: &str| title.split(|c: char| !c.is_alphanumeric()).any(|word| has(word, beginning));
        before.split_whitespace().chain([last.as_str()]).filter(|word| begins(word)).count()
    };
    let mut hits: Vec<(usize, Hit)> = found.hits.into_iter().map(|hit| (fit(&hit), hit)).collect();
    hits.retain(|(fit, hit)| *fit >= wanted && !hit.document.title.is_empty());
    // The order of the index holds among those that fit equally.
    hits.sort_by_key(|(fit, _)| std::cmp::Reverse(*fit));
    hits.truncate(MOST_POSTS);
    let ids: Vec<CallId> =
        hits.iter().filter(|(_, hit)| hit.document.kind == DocumentKind::Call).map(|(_, hit)| CallId(hit.document.id)).collect();
    let calls = calls::queries::by_ids(cx.db().reader(), &ids).await?;
    let page = |hit: &Hit| match hit.document.kind {
        DocumentKind::Need => Some((Side::Need.label(t), paths::listing(ListingId(hit.document.id)))),
        DocumentKind::Offer => Some((Side::Offer.label(t), paths::listing(ListingId(hit.document.id)))),
        DocumentKind::Call => {
            let call = calls.iter().find(|call| call.id == CallId(hit.document.id))?;
            Some((t.get("suggest-call"), paths::call(&call.slug)))
        }
    };
    let suggestion = |hit: &Hit| {
        let (note, path) = page(hit)?;
        Some(Suggestion { text: hit.document.title.clone(), note, href: Some(t.href(path)) })
    };
    Ok(hits.iter().filter_map(|(_, hit)| suggestion(hit)).collect())
}
