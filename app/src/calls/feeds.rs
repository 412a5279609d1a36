//! Calls for feed readers and calendars.

use atom_syndication::{Category, Entry, Feed, FixedDateTime, Link, Person, Text};
use axum::{
    Extension, Router,
    extract::Path,
    response::{IntoResponse, Response},
    routing::get,
};
use chrono::{DateTime, Utc};
use http::{StatusCode, header};
use icalendar::{Calendar, Component, Event, EventLike};

use super::{
    model::{CallId, Phase},
    policy,
    queries::{self, Card, Filter, Sort},
};
use crate::{error::AppError, paths, request::RequestCx, state::AppState};

/// How many calls a feed or calendar holds.
const MANY: u32 = 100;

/// The addresses for feed readers and calendars.
pub fn router() -> Router<AppState> {
    Router::new().route("/calls.atom", get(atom)).route("/calls.ics", get(calendar)).route("/calls/{slug}/agenda.ics", get(one_deadline))
}

/// Everybody gets the same, so that it may be kept for a while.
fn answer(content_type: &'static str, body: String) -> Response {
    ([(header::CONTENT_TYPE, content_type), (header::CACHE_CONTROL, "public, max-age=300")], body).into_response()
}

async fn open_calls(cx: &RequestCx, sort: Sort) -> Result<Vec<Card>, AppError> {
    let filter = Filter { phase: Some(Phase::Open), sort, size: MANY, ..Filter::default() };
    Ok(queries::list(cx.db().reader(), &filter, cx.now()).await?.cards)
}

async fn atom(Extension(cx): Extension<RequestCx>) -> Result<Response, StatusCode> {
    let cards = open_calls(&cx, Sort::Newest).await.map_err(AppError::status)?;
    let (t, settings) = (cx.t(), &cx.state().settings);
    let own = settings.absolute(&t.href(paths::CALLS_ATOM));
    let updated = cards.iter().map(|card| card.updated_at).max().unwrap_or(DateTime::UNIX_EPOCH);
    let entry = |card: &Card| {
        let page = settings.absolute(&t.href(paths::call(&card.slug)));
        Entry {
            title: Text::plain(card.title.clone()),
            id: format!("urn:uuid:{}", card.id),
            updated: fixed(card.updated_at),
            published: card.life.published_at.map(fixed),
            authors: vec![Person { name: card.funder_name.clone(), ..Person::default() }],
            categories: card
                .themes
                .iter()
                .map(|theme| Category { term: theme.as_str().to_owned(), label: Some(theme.label(t)), ..Category::default() })
                .collect(),
            links: vec![Link { href: page, rel: "alternate".to_owned(), mime_type: Some("text/html".to_owned()), ..Link::default() }],
            summary: Some(Text::plain(card.summary.clone())),
            ..Entry::default()
        }
    };
    let feed = Feed {
        title: Text::plain(t.get("calls-feed-title")),
        id: own.clone(),
        updated: fixed(updated),
        lang: Some(t.locale.as_str().to_owned()),
        links: vec![
            Link { href: own, rel: "self".to_owned(), mime_type: Some("application/atom+xml".to_owned()), ..Link::default() },
            Link { href: settings.absolute(&t.href(paths::CALLS)), rel: "alternate".to_owned(), ..Link::default() },
        ],
        entries: cards.iter().map(entry).collect(),
        ..Feed::default()
    };
    Ok(answer("application/atom+xml; charset=utf-8", feed.to_string()))
}

fn fixed(moment: DateTime<Utc>) -> FixedDateTime {
    moment.fixed_offset()
}

async fn calendar(Extension(cx): Extension<RequestCx>) -> Result<Response, StatusCode> {
    let cards = open_calls(&cx, Sort::Deadline).await.map_err(AppError::status)?;
    let mut calendar = Calendar::new();
    calendar.name(&cx.t().get("calls-feed-title"));
    for card in cards {
        if let Some(deadline) = card.life.closes_at {
            calendar.push(event(&cx, card.id, &card.slug, &card.title, &card.summary, card.updated_at, deadline));
        }
    }
    Ok(answer("text/calendar; charset=utf-8", calendar.to_string()))
}

async fn one_deadline(Extension(cx): Extension<RequestCx>, Path(slug): Path<String>) -> Result<Response, StatusCode> {
    let found = queries::by_slug(cx.db().reader(), &slug).await.map_err(|error| AppError::from(error).status())?;
    let call = policy::see(cx.actor(), found).map_err(AppError::status)?;
    let deadline = call.life.closes_at.ok_or(StatusCode::NOT_FOUND)?;
    let event = event(&cx, call.id, &call.slug, &call.title, &call.summary, call.updated_at, deadline);
    let body = Calendar::new().push(event).to_string();
    let mut response = answer("text/calendar; charset=utf-8", body);
    // A draft's is for its party alone, and withdrawing is seen at once.
    response.headers_mut().insert(header::CACHE_CONTROL, http::HeaderValue::from_static("private, no-cache"));
    Ok(response)
}

/// The deadline of a call as a moment in a calendar.
fn event(cx: &RequestCx, id: CallId, slug: &str, title: &str, summary: &str, changed: DateTime<Utc>, deadline: DateTime<Utc>) -> Event {
    let page = cx.state().settings.absolute(&cx.t().href(paths::call(slug)));
    Event::new()
        .uid(&format!("call-{id}@wijkcall"))
        .timestamp(changed)
        .last_modified(changed)
        .starts(deadline)
        .ends(deadline)
        .summary(&cx.t().with("calls-event-title", &[("title", title.to_owned().into())]))
        .description(&format!("{summary}\n\n{page}"))
        .url(&page)
        .done()
}
