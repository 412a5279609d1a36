//! The pages that are shown when the product itself cannot answer: too busy, too large, from elsewhere, broken. They need
//! no database, no session and no language, so they say it in Dutch and in English.

use std::sync::OnceLock;

use axum::{
    extract::Request,
    middleware::Next,
    response::{Html, IntoResponse as _, Response},
};
use http::{HeaderValue, StatusCode, header};

use crate::assets::Manifest;

/// Seconds after which a visitor may try again.
const RETRY_AFTER: HeaderValue = HeaderValue::from_static("5");

struct Words {
    title: &'static str,
    text: &'static str,
}

fn words(status: StatusCode) -> [Words; 2] {
    match status {
        StatusCode::FORBIDDEN => [
            Words {
                title: "Dit formulier kwam niet van onze eigen pagina",
                text: "Om je te beschermen nemen we het dan niet aan. Ga naar de pagina met het formulier en verstuur het daar opnieuw.",
            },
            Words {
                title: "This form did not come from our own page",
                text: "To protect you we do not accept it. Go to the page with the form and send it again from there.",
            },
        ],
        StatusCode::PAYLOAD_TOO_LARGE => [
            Words {
                title: "Dit is te groot",
                text: "Wat je verstuurde is groter dan we aannemen. Maak het kleiner of verstuur het in delen.",
            },
            Words { title: "This is too large", text: "What you sent is larger than we accept. Make it smaller or send it in parts." },
        ],
        StatusCode::METHOD_NOT_ALLOWED => [
            Words {
                title: "Hier is geen pagina",
                text: "Dit adres hoort bij een formulier. Ga terug naar de pagina met het formulier en verstuur het daar opnieuw.",
            },
            Words {
                title: "There is no page here",
                text: "This address belongs to a form. Go back to the page with the form and send it again from there.",
            },
        ],
        StatusCode::SERVICE_UNAVAILABLE => [
            Words { title: "Het is nu even te druk", text: "Wacht een paar seconden en probeer het dan opnieuw." },
            Words { title: "It is too busy just now", text: "Wait a few seconds and then try again." },
        ],
        _ => [
            Words { title: "Er ging iets mis bij ons", text: "Dit ligt niet aan jou. Probeer het over een paar minuten opnieuw." },
            Words { title: "Something went wrong on our side", text: "It is not your fault. Please try again in a few minutes." },
        ],
    }
}

/// Gives a visitor who asks for the address of a form, or posts to a page, a page instead of nothing. Programs get what they got.
pub async fn instead_of_nothing(request: Request, next: Next) -> Response {
    let program = request.uri().path().starts_with("/api/");
    let response = next.run(request).await;
    if program || response.status() != StatusCode::METHOD_NOT_ALLOWED || response.headers().contains_key(header::CONTENT_TYPE) {
        return response;
    }
    let mut page = answer(StatusCode::METHOD_NOT_ALLOWED);
    if let Some(allow) = response.headers().get(header::ALLOW) {
        page.headers_mut().insert(header::ALLOW, allow.clone());
    }
    page
}

/// The page for this status, with `Retry-After` when trying again makes sense.
pub fn answer(status: StatusCode) -> Response {
    static CSS: OnceLock<Option<String>> = OnceLock::new();
    let css = CSS.get_or_init(|| Manifest::load().ok().and_then(|manifest| manifest.css));
    let style = css.as_ref().map(|path| format!("<link rel=\"stylesheet\" href=\"{path}\">")).unwrap_or_default();
    let [nl, en] = words(status);
    let html = format!(
        "<!DOCTYPE html>\n<html lang=\"nl\" class=\"wijkcall-theme\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>{nl_title} - Wijkcall</title>{style}</head>\
         <body class=\"wk-page\"><main class=\"wk-main\"><div class=\"wk-error-page wk-narrow\">\
         <p class=\"wk-error-page__code\">{code}</p><h1>{nl_title}</h1><p class=\"wk-lead\">{nl_text}</p>\
         <div class=\"wk-actions\"><a class=\"wk-button wk-button--primary\" href=\"/\">Naar de startpagina</a></div>\
         <section lang=\"en\"><h2>{en_title}</h2><p>{en_text}</p><p><a href=\"/en\">To the start page</a></p></section>\
         </div></main></body></html>",
        code = status.as_u16(),
        nl_title = nl.title,
        nl_text = nl.text,
        en_title = en.title,
        en_text = en.text,
    );
    let mut response = (status, Html(html)).into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if status == StatusCode::SERVICE_UNAVAILABLE {
        response.headers_mut().insert(header::RETRY_AFTER, RETRY_AFTER);
    }
    response
}
