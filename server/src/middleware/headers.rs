//! The browser wall: headers that make a browser refuse what we never do, on every answer.
//!
//! A handler that needs another content security policy (a download, a mail shown in a frame) sets its own; everything
//! else gets this one. The nonce is made here and put in the request, so that the page can mark its one script with it.

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::Response,
};
use http::{HeaderName, HeaderValue, header};
use leptos::nonce::Nonce;

/// The headers that are the same each time.
#[derive(Debug, Clone)]
pub struct Wall {
    headers: Arc<[(HeaderName, HeaderValue)]>,
    /// What stands in the policy for pictures from elsewhere: nothing, or a space and the one host of the map's tiles.
    pictures: Arc<str>,
}

impl Wall {
    /// `https`: visitors come by https, so their browsers may be told to come in no other way. `tiles` is the host of the map's tiles.
    #[must_use]
    pub fn new(public_url: &str, tiles: Option<&str>) -> Self {
        let mut headers = vec![
            (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
            (header::X_FRAME_OPTIONS, "DENY"),
            // With `no-referrer` our own forms would lose their Origin.
            (header::REFERRER_POLICY, "same-origin"),
            (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
            (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
            (
                HeaderName::from_static("permissions-policy"),
                "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
            ),
        ];
        if public_url.starts_with("https://") {
            headers.push((header::STRICT_TRANSPORT_SECURITY, "max-age=31536000; includeSubDomains"));
        }
        Self {
            headers: headers.into_iter().map(|(name, value)| (name, HeaderValue::from_static(value))).collect(),
            pictures: tiles.map(|host| format!(" {host}")).unwrap_or_default().into(),
        }
    }
}

/// `strict-dynamic`: the one script with the nonce may load the islands, and nothing else may.
fn policy(nonce: &str, pictures: &str) -> String {
    format!(
        "default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:{pictures}; font-src 'self'; \
         connect-src 'self'; manifest-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
}

/// The layer.
pub async fn add(State(wall): State<Wall>, mut request: Request, next: Next) -> Response {
    let nonce = Nonce::new();
    let policy = policy(&nonce, &wall.pictures);
    request.extensions_mut().insert(nonce);
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    if !headers.contains_key(header::CONTENT_SECURITY_POLICY)
        && let Ok(policy) = HeaderValue::from_str(&policy)
    {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    for (name, value) in wall.headers.iter() {
        // A handler may open one of these for its own answer, with its reason there.
        headers.entry(name).or_insert_with(|| value.clone());
    }
    // What depends on who asks must not be kept for somebody else.
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("private, no-cache"));
    response
}
