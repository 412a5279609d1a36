//! The files that a browser asks for by name: style, fonts, wasm, icons. They are inside the binary, each also in a brotli
//! and a gzip form made at build time, so that serving one costs no compression and no disk.
//!
//! `target/site/manifest.json`, written by `style/build.mjs`, says which files there are. A name with a hash in it never
//! changes its content and may be kept for a year. In a debug build the files are read from `target/site` at each request.

use std::{borrow::Cow, collections::BTreeMap};

use app::state::{Assets, MapAssets};
use axum::{
    Router,
    body::Body,
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use rust_embed::RustEmbed;
use serde::Deserialize;

#[derive(RustEmbed)]
#[folder = "../target/site"]
#[allow_missing = true]
struct Site;

/// What the style build wrote.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Manifest {
    /// The path of the style sheet.
    pub css: Option<String>,
    /// The path of the font that the first screen needs.
    pub font: Option<String>,
    pub favicon: Option<String>,
    /// The name under `/pkg/` of the script and the wasm: `NAME.js`, `NAME_bg.wasm`. None: built without islands.
    pub pkg: Option<String>,
    /// The paths of the script and the style of the map.
    pub map_js: Option<String>,
    pub map_css: Option<String>,
    files: BTreeMap<String, File>,
}

#[derive(Debug, Clone, Deserialize)]
struct File {
    #[serde(rename = "type")]
    content_type: String,
    immutable: bool,
}

impl Manifest {
    /// Reads the manifest in this binary. A build without assets has none: pages then come without style.
    ///
    /// # Errors
    /// When there is one and it cannot be read, which is a fault of the build.
    pub fn load() -> anyhow::Result<Self> {
        let mut manifest: Self = match Site::get("manifest.json") {
            Some(file) => serde_json::from_slice(&file.data)?,
            None => Self::default(),
        };
        manifest.prefer_watched();
        Ok(manifest)
    }

    /// `cargo leptos watch` writes the islands under names without a hash; it is never used for a release.
    fn prefer_watched(&mut self) {
        if cfg!(debug_assertions) && Site::get("pkg/app.wasm").is_some() {
            self.pkg = Some("app".to_owned());
            for (path, content_type) in [("/pkg/app.js", "text/javascript"), ("/pkg/app.wasm", "application/wasm")] {
                self.files.insert(path.to_owned(), File { content_type: content_type.to_owned(), immutable: false });
            }
        }
    }

    /// The names that pages put in their head.
    #[must_use]
    pub fn names(self) -> Assets {
        let map = self.map_js.zip(self.map_css).map(|(script, stylesheet)| MapAssets { script, stylesheet });
        Assets { stylesheet: self.css, font: self.font, favicon: self.favicon, islands: self.pkg, map }
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// One route for each file.
    pub fn router(&self) -> Router {
        self.files.iter().fold(Router::new(), |router, (path, file)| {
            let (name, file) = (path.trim_start_matches('/').to_owned(), file.clone());
            router.route(path, get(move |headers: HeaderMap| std::future::ready(serve(&name, &file, &headers))))
        })
    }
}

/// The forms of a file, the smallest first.
const ENCODINGS: [(&str, &str); 2] = [("br", ".br"), ("gzip", ".gz")];

fn serve(name: &str, file: &File, headers: &HeaderMap) -> Response {
    let encoded = ENCODINGS
        .iter()
        .filter(|(encoding, _)| accepts(headers, encoding))
        .find_map(|(encoding, suffix)| Some((Some(*encoding), Site::get(&format!("{name}{suffix}"))?)));
    let Some((encoding, found)) = encoded.or_else(|| Some((None, Site::get(name)?))) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let hash: String = found.metadata.sha256_hash()[..12].iter().map(|byte| format!("{byte:02x}")).collect();
    let etag = format!("\"{hash}\"");
    let keep = if file.immutable { "public, max-age=31536000, immutable" } else { "public, max-age=3600" };

    let known = headers.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    let unchanged = known.flat_map(|tags| tags.split(',')).any(|tag| tag.trim().trim_start_matches("W/") == etag);
    let mut response = if unchanged {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let body = match found.data {
            Cow::Borrowed(bytes) => Body::from(bytes),
            Cow::Owned(bytes) => Body::from(bytes),
        };
        let mut response = Response::new(body);
        set(&mut response, header::CONTENT_TYPE, &file.content_type);
        if let Some(encoding) = encoding {
            set(&mut response, header::CONTENT_ENCODING, encoding);
        }
        response
    };
    set(&mut response, header::CACHE_CONTROL, keep);
    set(&mut response, header::ETAG, &etag);
    set(&mut response, header::VARY, "accept-encoding");
    response
}

fn set(response: &mut Response, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(name, value);
    }
}

/// Whether the visitor's `Accept-Encoding` names this form, and not with a weight of zero.
fn accepts(headers: &HeaderMap, encoding: &str) -> bool {
    let values = headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split(',')).any(|part| {
        let mut pieces = part.split(';').map(str::trim);
        let named = pieces.next().is_some_and(|name| name.eq_ignore_ascii_case(encoding));
        let weight = pieces.find_map(|piece| piece.strip_prefix("q=")).and_then(|weight| weight.parse::<f32>().ok());
        named && weight.unwrap_or(1.0) > 0.0
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_encoding_is_used_when_it_is_named_with_a_weight() {
        let headers = |value: &str| HeaderMap::from_iter([(header::ACCEPT_ENCODING, HeaderValue::from_str(value).unwrap())]);
        assert!(accepts(&headers("gzip, deflate, br;q=0.8"), "br"));
        assert!(!accepts(&headers("gzip, br;q=0"), "br"));
        assert!(!accepts(&headers("brotli"), "br"));
        assert!(!accepts(&HeaderMap::new(), "gzip"));
    }
}
