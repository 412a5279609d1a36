//! The layers, around routes that do nothing but what a test needs.

use std::time::Duration;

use axum::{
    Router,
    body::{Body, Bytes},
    http::{HeaderMap, Method, Request, Response, StatusCode, header},
    routing::{get, post},
};
use http_body_util::BodyExt as _;
use server::{
    assets::Manifest,
    config::Limits,
    router::{Shell, wrap},
};
use tower::ServiceExt as _;

const OURS: &str = "https://wijkcall.example";

async fn slow() {
    tokio::time::sleep(Duration::from_secs(3600)).await;
}

async fn broken() {
    panic!("on purpose");
}

fn site(limits: Limits) -> Router {
    let pages = Router::new()
        .route("/page", get(async || "page ".repeat(1000)))
        .route("/form", post(async |body: Bytes| body.len().to_string()))
        .route("/slow", get(slow))
        .route("/broken", get(broken));
    let shell = Shell { public_url: OURS.to_owned(), proxies: Vec::new(), limits, tiles: None };
    wrap(pages, &Manifest::load().expect("the manifest can be read").router(), &shell)
}

async fn ask(site: &Router, request: Request<Body>) -> Response<Body> {
    site.clone().oneshot(request).await.expect("a router always answers")
}

fn request(method: Method, path: &str, headers: &[(&str, &str)], body: impl Into<Body>) -> Request<Body> {
    let builder = Request::builder().method(method).uri(path);
    headers.iter().fold(builder, |builder, (name, value)| builder.header(*name, *value)).body(body.into()).expect("a valid request")
}

async fn text(response: Response<Body>) -> String {
    let bytes = response.into_body().collect().await.expect("a body").to_bytes();
    String::from_utf8_lossy(&bytes).into_owned()
}

fn wall(headers: &HeaderMap) -> bool {
    let has = |name: &str, part: &str| headers.get(name).and_then(|value| value.to_str().ok()).is_some_and(|value| value.contains(part));
    has("content-security-policy", "default-src 'none'; script-src 'nonce-")
        && has("content-security-policy", "frame-ancestors 'none'")
        && !has("content-security-policy", "unsafe-inline")
        && has("strict-transport-security", "max-age=31536000")
        && has("x-content-type-options", "nosniff")
        && has("referrer-policy", "same-origin")
        && has("cross-origin-opener-policy", "same-origin")
        && has("cross-origin-resource-policy", "same-origin")
        && has("permissions-policy", "camera=()")
        && has("x-request-id", "-")
}

#[tokio::test]
async fn the_wall_stands_on_every_kind_of_answer() {
    let limits = Limits { request: Duration::from_millis(20), body_bytes: 10, ..Limits::default() };
    let site = site(limits);
    for (method, path, body, status) in [
        (Method::GET, "/page", "", 200),
        (Method::HEAD, "/page", "", 200),
        (Method::GET, "/nowhere", "", 404),
        (Method::PUT, "/page", "", 405),
        (Method::POST, "/form", "12345", 200),
        (Method::POST, "/form", "12345678901", 413),
        (Method::GET, "/broken", "", 500),
        (Method::GET, "/slow", "", 503),
        (Method::GET, "/healthz", "", 200),
    ] {
        let response =
            ask(&site, request(method.clone(), path, &[("origin", OURS), ("content-length", &body.len().to_string())], body)).await;
        assert_eq!(response.status().as_u16(), status, "{method} {path}");
        assert!(wall(response.headers()), "{method} {path}: {:#?}", response.headers());
    }
    let refused = ask(&site, request(Method::POST, "/form", &[], "1")).await;
    assert_eq!(refused.status(), StatusCode::FORBIDDEN);
    assert!(wall(refused.headers()));
}

#[tokio::test]
async fn every_answer_has_a_nonce_of_its_own() {
    let site = site(Limits::default());
    let mut seen = std::collections::BTreeSet::new();
    for _ in 0..10 {
        let response = ask(&site, request(Method::GET, "/page", &[], "")).await;
        seen.insert(response.headers()[header::CONTENT_SECURITY_POLICY].to_str().expect("text").to_owned());
    }
    assert_eq!(seen.len(), 10);
}

#[tokio::test]
async fn only_our_own_pages_may_post() {
    let site = site(Limits::default());
    let status = async |headers: &[(&str, &str)]| ask(&site, request(Method::POST, "/form", headers, "a=1")).await.status().as_u16();
    assert_eq!(status(&[("sec-fetch-site", "same-origin")]).await, 200);
    assert_eq!(status(&[("origin", OURS)]).await, 200);
    assert_eq!(status(&[]).await, 403);
    assert_eq!(status(&[("sec-fetch-site", "none"), ("origin", OURS)]).await, 403);
    assert_eq!(status(&[("sec-fetch-site", "same-site"), ("origin", OURS)]).await, 403);
    assert_eq!(status(&[("origin", "https://elsewhere.example")]).await, 403);
    assert_eq!(status(&[("origin", "null")]).await, 403);
    let page = ask(&site, request(Method::POST, "/form", &[("origin", "null")], "")).await;
    let page = text(page).await;
    assert!(page.contains("Dit formulier kwam niet van onze eigen pagina") && page.contains("This form did not come from our own page"));
}

#[tokio::test]
async fn a_body_without_an_announced_length_is_counted() {
    let site = site(Limits { body_bytes: 10, ..Limits::default() });
    let chunks = (0..4).map(|_| Ok::<_, std::io::Error>(Bytes::from_static(b"12345")));
    let body = Body::from_stream(futures::stream::iter(chunks));
    let response = ask(&site, request(Method::POST, "/form", &[("origin", OURS)], body)).await;
    assert_eq!(response.status(), StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn more_than_the_site_can_bear_is_sent_away_while_health_answers() {
    let site = site(Limits { in_flight: 1, ..Limits::default() });
    let busy = tokio::spawn(ask_owned(site.clone(), request(Method::GET, "/slow", &[], "")));
    tokio::task::yield_now().await;
    let response = ask(&site, request(Method::GET, "/page", &[], "")).await;
    assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(response.headers()[header::RETRY_AFTER], "5");
    assert_eq!(ask(&site, request(Method::GET, "/healthz", &[], "")).await.status(), StatusCode::OK);
    busy.abort();
    let _ = busy.await;
    assert_eq!(ask(&site, request(Method::GET, "/page", &[], "")).await.status(), StatusCode::OK);
}

async fn ask_owned(site: Router, request: Request<Body>) -> Response<Body> {
    ask(&site, request).await
}

#[tokio::test]
async fn a_page_is_compressed_for_who_can_read_it() {
    let site = site(Limits::default());
    let response = ask(&site, request(Method::GET, "/page", &[("accept-encoding", "gzip")], "")).await;
    assert_eq!(response.headers()[header::CONTENT_ENCODING], "gzip");
    assert_eq!(response.headers()[header::CACHE_CONTROL], "private, no-cache");
    let response = ask(&site, request(Method::GET, "/page", &[], "")).await;
    assert!(!response.headers().contains_key(header::CONTENT_ENCODING));
}
