//! Refuses what another site makes a visitor's browser send. leptos does nothing against it, and cookies alone would let it in.

use std::sync::Arc;

use app::paths;
use axum::{
    extract::{Request, State},
    middleware::Next,
    response::Response,
};
use http::{HeaderMap, Method, StatusCode, header};

use super::page;

/// Paths that other programs post to, each of which has its own proof of who asks: mail programs unsubscribe by a signed
/// address, and a mail provider shows a secret.
const FROM_ELSEWHERE: &[&str] = &[paths::UNSUBSCRIBE, paths::MAIL_RETURNED];

/// The layer; the state is our own origin, such as `https://wijkcall.example`.
pub async fn refuse_cross_site(State(ours): State<Arc<str>>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let exempt = FROM_ELSEWHERE.contains(&path);
    if exempt || is_ours(request.method(), request.headers(), &ours) {
        return next.run(request).await;
    }
    metrics::counter!("http_cross_site_refused_total").increment(1);
    page::answer(StatusCode::FORBIDDEN)
}

/// Reading is free. Anything else must come from a page of ours: by the browser's own word, or else by its `Origin`.
fn is_ours(method: &Method, headers: &HeaderMap, ours: &str) -> bool {
    if matches!(*method, Method::GET | Method::HEAD) {
        return true;
    }
    let says = |name: &str, wanted: &str| headers.get(name).map(|value| value.as_bytes().eq_ignore_ascii_case(wanted.as_bytes()));
    says("sec-fetch-site", "same-origin").or_else(|| says(header::ORIGIN.as_str(), ours)).unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn post(headers: &[(&'static str, &'static str)]) -> bool {
        let headers = headers.iter().map(|(name, value)| (http::HeaderName::from_static(name), HeaderValue::from_static(value)));
        is_ours(&Method::POST, &HeaderMap::from_iter(headers), "https://wijkcall.example")
    }

    #[test]
    fn only_our_own_pages_may_post() {
        assert!(post(&[("sec-fetch-site", "same-origin")]));
        assert!(post(&[("origin", "https://wijkcall.example")]));
        assert!(!post(&[]));
        assert!(!post(&[("origin", "https://elsewhere.example")]));
        assert!(!post(&[("origin", "null")]));
        for site in ["cross-site", "same-site", "none"] {
            assert!(!post(&[("sec-fetch-site", site)]), "{site}");
        }
        // The browser's own word counts before Origin.
        assert!(!post(&[("sec-fetch-site", "cross-site"), ("origin", "https://wijkcall.example")]));
        assert!(is_ours(&Method::GET, &HeaderMap::new(), "https://wijkcall.example"));
    }
}
