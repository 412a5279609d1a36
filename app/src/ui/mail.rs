//! A mail as it will look: its HTML in a frame in which nothing runs and nothing is loaded, and its text beside it.

use axum::response::{Html, IntoResponse, Response};
use http::{HeaderName, header};
use leptos::prelude::*;

use crate::infra::i18n::Texts;

/// Shows a mail; `source` is the path that answers with [`framed`].
#[component]
pub fn MailPreview(
    t: Texts,
    title: String,
    /// Names the frame.
    frame: String,
    source: String,
    text: String,
    #[prop(optional)] note: Option<String>,
) -> impl IntoView {
    view! {
        <section class="wk-section"><h2>{title}</h2>
            <div class="wk-grid wk-grid--2">
                <iframe class="wk-mail__body" sandbox="" title=frame src=source></iframe>
                <div><h3 class="wk-h4">{t.get("letter-preview-text")}</h3><pre class="wk-mail__text" tabindex="0">{text}</pre></div>
            </div>
            {note.map(|note| view! { <p class="wk-note">{note}</p> })}
        </section>
    }
}

/// Answers with the HTML of a mail, for that frame.
pub fn framed(html: String) -> Response {
    let policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox";
    let headers = [
        (header::CONTENT_SECURITY_POLICY, policy),
        (header::X_FRAME_OPTIONS, "SAMEORIGIN"),
        (header::CACHE_CONTROL, "private, no-store"),
        (HeaderName::from_static("x-robots-tag"), "noindex"),
    ];
    (headers, Html(html)).into_response()
}
