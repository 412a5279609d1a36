//! All layers around the product's own routes, in one place.

use std::sync::Arc;

use axum::{
    Router,
    middleware::{from_fn, from_fn_with_state},
    routing::get,
};
use http::header;
use tokio::sync::Semaphore;
use tower_http::{CompressionLevel, catch_panic::CatchPanicLayer, compression::CompressionLayer};

use crate::{
    assets::Manifest,
    config::{Limits, Network},
    middleware::{after_panic, client, headers, limits, origin, record},
};

/// What the layers need to know.
#[derive(Debug, Clone)]
pub struct Shell {
    /// Without a slash at the end; its origin is the one whose posts are ours.
    pub public_url: String,
    pub proxies: Vec<Network>,
    pub limits: Limits,
}

/// Compressing harder costs more than rendering the page did.
const COMPRESSION: CompressionLevel = CompressionLevel::Precise(4);

/// Puts the layers around `pages` and adds the files and `/healthz`. The order is told in `middleware`.
pub fn wrap(pages: Router, manifest: &Manifest, shell: &Shell) -> Router {
    let seats = Arc::new(Semaphore::new(shell.limits.in_flight));
    let pages = pages
        .layer(CompressionLayer::new().quality(COMPRESSION))
        .layer(from_fn_with_state(shell.limits, limits::bound))
        .layer(from_fn_with_state(Arc::<str>::from(shell.public_url.as_str()), origin::refuse_cross_site))
        .layer(from_fn_with_state(seats, limits::shed_load));
    pages
        .merge(manifest.router())
        .route("/healthz", get(healthz))
        .layer(CatchPanicLayer::custom(after_panic))
        .layer(from_fn_with_state(headers::Wall::new(&shell.public_url), headers::add))
        .layer(from_fn_with_state(Arc::<[Network]>::from(shell.proxies.as_slice()), client::find))
        .layer(from_fn(record::request))
}

/// The process is alive: nothing else is asked, so that a slow database does not get it killed.
async fn healthz() -> impl axum::response::IntoResponse {
    ([(header::CACHE_CONTROL, "no-store")], "ok")
}
