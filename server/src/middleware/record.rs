//! One request id, one log line and the figures of every request. No address, no query string, no path with a name in it.

use std::time::Instant;

use axum::{
    extract::{MatchedPath, Request},
    middleware::Next,
    response::Response,
};
use http::{HeaderName, HeaderValue, StatusCode};
use tracing::Instrument as _;
use uuid::Uuid;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The id of this request, in log lines, in the answer and on an error page.
#[derive(Debug, Clone, Copy)]
pub struct RequestId(pub Uuid);

/// The layer.
pub async fn request(mut request: Request, next: Next) -> Response {
    let start = Instant::now();
    // Sorted by time, so that a person who reports one gives the minute too.
    let id = Uuid::now_v7();
    request.extensions_mut().insert(RequestId(id));
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().map_or("unknown", MatchedPath::as_str).to_owned();
    let span = tracing::info_span!("request", %id);
    let mut response = next.run(request).instrument(span).await;

    let (status, seconds) = (response.status(), start.elapsed().as_secs_f64());
    let labels = [("method", label_of(&method).to_owned()), ("route", route.clone()), ("status", status.as_str().to_owned())];
    metrics::counter!("http_requests_total", &labels).increment(1);
    metrics::histogram!("http_request_seconds", "route" => route.clone()).record(seconds);
    let milliseconds = (seconds * 1000.0).round();
    if status.is_server_error() && status != StatusCode::SERVICE_UNAVAILABLE {
        tracing::error!(%id, %method, route, status = status.as_u16(), milliseconds, "answered");
    } else {
        tracing::info!(%id, %method, route, status = status.as_u16(), milliseconds, "answered");
    }
    if let Ok(value) = HeaderValue::from_str(&id.to_string()) {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    response
}

/// Anyone can make up methods; a figure of its own for each would fill the memory.
fn label_of(method: &http::Method) -> &'static str {
    match method.as_str() {
        "GET" => "GET",
        "HEAD" => "HEAD",
        "POST" => "POST",
        "PUT" => "PUT",
        "PATCH" => "PATCH",
        "DELETE" => "DELETE",
        _ => "other",
    }
}
