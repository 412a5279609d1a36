//! The product's routes with all layers around them, in one place.

use std::{sync::Arc, time::Duration};

use app::{
    infra::{mail::outbox, search::follow, session::DbSessions},
    request::{self, RequestCx},
    routes,
    search::PublicPosts,
    state::AppState,
};
use axum::{
    Json, Router,
    extract::State,
    middleware::{from_fn, from_fn_with_state},
    response::{IntoResponse, Response},
    routing::get,
};
use chrono::TimeDelta;
use http::{StatusCode, header};
use leptos_axum::{LeptosRoutes as _, generate_route_list, render_app_async_with_context};
use serde_json::json;
use tokio::sync::Semaphore;
use tower::ServiceExt as _;
use tower_http::{CompressionLevel, catch_panic::CatchPanicLayer, compression::CompressionLayer};
use tower_sessions::{
    Expiry, SessionManagerLayer,
    cookie::{SameSite, time},
};

use crate::{
    assets::Manifest,
    config::{Limits, Network},
    middleware::{after_panic, client, headers, language, limits, origin, page, record},
};

/// What the layers need to know.
#[derive(Debug, Clone)]
pub struct Shell {
    /// Without a slash at the end; its origin is the one whose posts are ours.
    pub public_url: String,
    pub proxies: Vec<Network>,
    pub limits: Limits,
    /// The scheme and host from which the map takes its tiles.
    pub tiles: Option<String>,
}

/// Compressing harder costs more than rendering the page did.
const COMPRESSION: CompressionLevel = CompressionLevel::Precise(4);

/// A session that nobody uses for so long ends.
const SESSION_DAYS: i64 = 14;

/// A mail that waits longer than this is worth a look.
const LATE_MAIL: TimeDelta = TimeDelta::minutes(10);

/// How long the database may take to answer before this node says that it is not ready.
const PATIENCE_WITH_DATABASE: Duration = Duration::from_secs(2);

/// The whole site.
///
/// # Errors
/// When the assets inside the program cannot be read, which is a fault of the build.
pub fn build_router(state: AppState, shell: &Shell) -> anyhow::Result<Router> {
    let manifest = Manifest::load()?;
    let ready = Router::new().route("/readyz", get(readyz)).with_state(state.clone());
    Ok(wrap(pages(state, shell), &manifest.router().merge(ready), shell))
}

/// Pages and form posts, with the session and the context of the request.
fn pages(state: AppState, shell: &Shell) -> Router {
    let provide = || {
        if let Ok(cx) = RequestCx::current() {
            routes::provide(&cx);
        }
    };
    let https = shell.public_url.starts_with("https://");
    let sessions = SessionManagerLayer::new(DbSessions::new(state.db.clone(), state.clock.clone()))
        // A browser takes a `__Host-` cookie over https only, from this very host only.
        .with_name(if https { "__Host-wijkcall" } else { "wijkcall" })
        .with_secure(https)
        .with_same_site(SameSite::Lax)
        .with_expiry(Expiry::OnInactivity(time::Duration::days(SESSION_DAYS)));
    Router::new()
        .leptos_routes_with_context(&state, generate_route_list(routes::App), provide, routes::shell)
        .merge(routes::plain())
        .fallback(render_app_async_with_context(provide, routes::shell))
        .layer(from_fn_with_state(state.clone(), request::middleware))
        .layer(sessions)
        .with_state(state)
}

/// Puts the layers around `pages`, the outer ones of them around `plain` and `/healthz` too. The order is told in `middleware`.
pub fn wrap(pages: Router, plain: &Router, shell: &Shell) -> Router {
    let seats = Arc::new(Semaphore::new(shell.limits.in_flight));
    let routes = pages
        .layer(CompressionLayer::new().quality(COMPRESSION))
        .layer(from_fn_with_state(shell.limits, limits::bound))
        .layer(from_fn_with_state(Arc::<str>::from(shell.public_url.as_str()), origin::refuse_cross_site))
        .layer(from_fn_with_state(seats, limits::shed_load))
        .merge(plain.clone())
        .route("/healthz", get(healthz))
        .layer(from_fn(page::instead_of_nothing))
        .layer(CatchPanicLayer::custom(after_panic))
        .layer(from_fn_with_state(headers::Wall::new(&shell.public_url, shell.tiles.as_deref()), headers::add))
        .layer(from_fn_with_state(Arc::<[Network]>::from(shell.proxies.as_slice()), client::find))
        .layer(from_fn(record::request));
    // A layer runs after the route was chosen, so the language is taken off outside of the routes.
    Router::new().fallback_service(routes.map_request(language::choose))
}

/// The process is alive: nothing else is asked, so that a slow database does not get it killed.
async fn healthz() -> impl IntoResponse {
    ([(header::CACHE_CONTROL, "no-store")], "ok")
}

/// This node can take visitors: that is the database's to say. What runs late beside it is told, for people and alarms.
async fn readyz(State(state): State<AppState>) -> Response {
    let asked = async { tokio::join!(search_behind(&state), outbox::standing(&state.db)) };
    let Ok((behind, Ok(mail))) = tokio::time::timeout(PATIENCE_WITH_DATABASE, asked).await else {
        return answer(StatusCode::SERVICE_UNAVAILABLE, json!({ "database": "down" }));
    };
    let late = mail.waiting_since.is_some_and(|since| state.clock.now() - since > LATE_MAIL);
    answer(
        StatusCode::OK,
        json!({
            "database": "ok",
            "search": { "state": if behind.is_some() { "ok" } else { "down" }, "changes_behind": behind },
            "mail": { "state": if late { "late" } else { "ok" }, "waiting": mail.waiting, "held": mail.held, "given_up": mail.failed },
        }),
    )
}

fn answer(status: StatusCode, state: serde_json::Value) -> Response {
    (status, [(header::CACHE_CONTROL, "no-store")], Json(state)).into_response()
}

/// How many changes the search index has yet to see; `None` when it does not work.
async fn search_behind(state: &AppState) -> Option<i64> {
    let handle = state.search.clone();
    // Opening it for the first time reads the disk.
    let index = tokio::task::spawn_blocking(move || handle.index()).await.ok()?.ok()?;
    let lag = follow::lag(&index, &PublicPosts::new(state.db.clone()), state.clock.now()).await.ok()?;
    Some(lag.last - lag.applied.unwrap_or(0))
}
