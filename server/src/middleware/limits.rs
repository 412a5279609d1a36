//! Size, time and number: what one request may cost.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use axum::{
    body::Body,
    extract::{Request, State},
    middleware::Next,
    response::Response,
};
use http::{StatusCode, header};
use http_body_util::{BodyExt as _, LengthLimitError, Limited};
use tokio::sync::Semaphore;

use super::page;
use crate::config::Limits;

/// Lets so many requests in at once and sends the others away at once: a queue would only make everybody slow.
pub async fn shed_load(State(seats): State<Arc<Semaphore>>, request: Request, next: Next) -> Response {
    let Ok(_seat) = seats.try_acquire() else {
        metrics::counter!("http_shed_total").increment(1);
        return page::answer(StatusCode::SERVICE_UNAVAILABLE);
    };
    next.run(request).await
}

/// Bounds the body and the time of a request.
pub async fn bound(State(limits): State<Limits>, request: Request, next: Next) -> Response {
    let (bytes, time) = limits.of(request.uri().path());
    let announced = request.headers().get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
    if announced.is_some_and(|length| length > bytes) {
        return page::answer(StatusCode::PAYLOAD_TOO_LARGE);
    }
    // A body that does not announce its length is counted while it comes. Whatever the handler makes of the broken body
    // (leptos: a redirect), the visitor is told why.
    let too_large = Arc::new(AtomicBool::new(false));
    let mark = Arc::clone(&too_large);
    let request = request.map(|body| {
        Body::new(Limited::new(body, bytes).map_err(move |error| {
            if error.is::<LengthLimitError>() {
                mark.store(true, Ordering::Relaxed);
            }
            error
        }))
    });
    match tokio::time::timeout(time, next.run(request)).await {
        Ok(_) if too_large.load(Ordering::Relaxed) => page::answer(StatusCode::PAYLOAD_TOO_LARGE),
        Ok(response) => response,
        Err(_) => {
            metrics::counter!("http_timeouts_total").increment(1);
            page::answer(StatusCode::SERVICE_UNAVAILABLE)
        }
    }
}

/// How the path ends that takes a file.
const UPLOADS: &[&str] = &["/bestanden"];

/// Room beside the file itself: the other fields and the boundaries of the form.
const FORM_AROUND_A_FILE: usize = 64 * 1024;

impl Limits {
    fn of(&self, path: &str) -> (usize, Duration) {
        if UPLOADS.iter().any(|end| path.ends_with(end)) {
            (self.upload_bytes.saturating_add(FORM_AROUND_A_FILE), self.upload)
        } else {
            (self.body_bytes, self.request)
        }
    }
}
