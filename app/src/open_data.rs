//! What the parts of the API share, by the NL API Design Rules: addresses, pages of a list, problems (RFC 9457). Read only, for everybody, and only what
//! everybody may see.

use axum::{
    Json,
    response::{IntoResponse, Response},
};
use http::{HeaderName, HeaderValue, StatusCode, header};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{error::AppError, state::Settings};

/// The version of the API as a whole.
pub const VERSION: &str = "1.0.0";

/// The most that one page of a list holds.
pub const MAX_PAGE_SIZE: u32 = 100;

/// Where a page of a list is, and the next.
#[derive(Debug, Serialize, ToSchema)]
pub struct PageLinks {
    #[serde(rename = "self")]
    own: Href,
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<Href>,
}

impl PageLinks {
    /// Links to the list at `path` as asked for by `query`, and to its next page, which has that parameter instead.
    pub fn new(settings: &Settings, path: &str, query: &str, next: Option<(&str, String)>) -> Self {
        let next = next.map(|(parameter, value)| {
            let others = pairs(query).filter(|(name, _)| name != parameter);
            let query: Vec<String> = others
                .chain([(parameter.to_owned(), value)])
                .map(|(name, value)| format!("{name}={}", utf8_percent_encode(&value, NON_ALPHANUMERIC)))
                .collect();
            Href::to(settings, &format!("{path}?{}", query.join("&")))
        });
        let own = if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") };
        Self { own: Href::to(settings, &own), next }
    }
}

/// An address.
#[derive(Debug, Serialize, ToSchema)]
pub struct Href {
    href: String,
}

impl Href {
    /// Gives the whole address of a path.
    pub fn to(settings: &Settings, path: &str) -> Self {
        Self { href: settings.absolute(path) }
    }
}

/// Eén ding in een lijst: waar het staat, en zijn pagina voor mensen.
#[derive(Debug, Serialize, ToSchema)]
pub struct ItemLinks {
    #[serde(rename = "self")]
    own: Href,
    pagina: Href,
}

impl ItemLinks {
    pub fn new(settings: &Settings, own: &str, page: &str) -> Self {
        Self { own: Href::to(settings, own), pagina: Href::to(settings, page) }
    }
}

/// Een gebied van het CBS.
#[derive(Debug, Serialize, ToSchema)]
pub struct Gebied {
    #[schema(example = "WK019311")]
    pub code: String,
    pub naam: String,
}

/// RFC 9457, with what is wrong with each parameter.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Problem {
    #[serde(rename = "type")]
    kind: &'static str,
    title: &'static str,
    status: u16,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    invalid_params: Vec<InvalidParam>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct InvalidParam {
    pub name: String,
    pub reason: String,
}

/// An answer of the API: its version, and the leave for pages of others to read it.
pub fn open(response: impl IntoResponse) -> Response {
    let mut response = response.into_response();
    let headers = response.headers_mut();
    headers.insert(HeaderName::from_static("api-version"), HeaderValue::from_static(VERSION));
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    headers.insert(HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("cross-origin"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=60"));
    response
}

/// Says what is wrong.
pub fn problem(status: StatusCode, invalid_params: Vec<InvalidParam>) -> Response {
    let title = match status {
        StatusCode::BAD_REQUEST => "De vraag klopt niet",
        StatusCode::NOT_FOUND => "Niet gevonden",
        _ => "Er ging iets mis",
    };
    let mut response = open((status, Json(Problem { kind: "about:blank", title, status: status.as_u16(), invalid_params })));
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// Says that it did not work, without the inside.
pub fn refused(error: impl Into<AppError>) -> Response {
    problem(error.into().status(), Vec::new())
}

/// Reads how many a page should hold.
///
/// # Errors
/// What a page can hold.
pub fn page_size(value: &str) -> Result<u32, String> {
    let size = value.parse().ok().filter(|size| (1..=MAX_PAGE_SIZE).contains(size));
    size.ok_or_else(|| format!("Een getal van 1 tot en met {MAX_PAGE_SIZE}"))
}

/// Finds a member of a closed list by its name.
///
/// # Errors
/// The names there are.
pub fn member<T: Copy>(value: &str, all: &[T], name: impl Fn(T) -> &'static str) -> Result<T, String> {
    all.iter().copied().find(|item| name(*item) == value).ok_or_else(|| {
        let names: Vec<&str> = all.iter().map(|item| name(*item)).collect();
        format!("Kies uit: {}", names.join(", "))
    })
}

/// Takes a query apart.
pub fn pairs(query: &str) -> impl Iterator<Item = (String, String)> {
    let decode = |text: &str| percent_encoding::percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned();
    query.split('&').filter(|pair| !pair.is_empty()).map(move |pair| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        (decode(name), decode(value))
    })
}
