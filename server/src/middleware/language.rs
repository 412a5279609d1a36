//! The language stands in the address: `/en/...` is English, everything else Dutch. It is taken off before a route is
//! chosen, so that routes know nothing of it.

use app::{infra::i18n::Locale, request::VisiblePath};
use axum::extract::Request;
use http::{Uri, uri::PathAndQuery};

/// Takes the language off the path and puts it in the request.
pub fn choose(mut request: Request) -> Request {
    let whole = request.uri().path_and_query().map_or("/", PathAndQuery::as_str);
    let (locale, path) = match without_english(whole) {
        Some(path) => (Locale::En, path),
        None => (Locale::Nl, one_slash(whole)),
    };
    // What a path and query is made of stays one; if ever not, the path stays as it came.
    if let Some(uri) = with_path(request.uri(), &path) {
        *request.uri_mut() = uri;
    }
    request.extensions_mut().insert(locale);
    request.extensions_mut().insert(VisiblePath(path));
    request
}

fn without_english(whole: &str) -> Option<String> {
    let rest = whole.strip_prefix("/en")?;
    let a_whole_segment = matches!(rest.chars().next(), None | Some('/' | '?'));
    a_whole_segment.then(|| one_slash(rest))
}

/// A path of this site starts with one slash: with two, a link to it would lead to another site.
fn one_slash(path: &str) -> String {
    format!("/{}", path.trim_start_matches('/'))
}

fn with_path(uri: &Uri, path: &str) -> Option<Uri> {
    let mut parts = uri.clone().into_parts();
    parts.path_and_query = Some(path.parse().ok()?);
    Uri::from_parts(parts).ok()
}

#[cfg(test)]
mod tests {
    use axum::body::Body;

    use super::*;

    fn chosen(path: &str) -> (Locale, String) {
        let request = choose(Request::builder().uri(path).body(Body::empty()).unwrap());
        let locale = *request.extensions().get::<Locale>().unwrap();
        assert_eq!(request.extensions().get::<VisiblePath>().unwrap().0, request.uri().to_string());
        (locale, request.uri().to_string())
    }

    #[test]
    fn only_a_whole_segment_is_a_language() {
        for (path, english) in [
            ("/en", "/"),
            ("/en/", "/"),
            ("/en?q=zon", "/?q=zon"),
            ("/en/calls/zon?q=1%202", "/calls/zon?q=1%202"),
            ("/en//elsewhere.example", "/elsewhere.example"),
        ] {
            assert_eq!(chosen(path), (Locale::En, english.to_owned()));
        }
        for (path, dutch) in
            [("/", "/"), ("/energie", "/energie"), ("/calls/en", "/calls/en"), ("//elsewhere.example/", "/elsewhere.example/")]
        {
            assert_eq!(chosen(path), (Locale::Nl, dutch.to_owned()));
        }
    }
}
