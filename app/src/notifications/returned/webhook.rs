//! `POST /api/mail/returned`: where the provider of the mail server tells of mails that came back. Off until an operator sets a secret.
//!
//! The body is JSON, `{"reports": [{"type": "bounce", "message_id": "<...>", "recipient": "a@voorbeeld.example", "status": "5.1.1", "diagnostic": "..."}]}`, with
//! `"type": "complaint"` for a complaint, or a whole mail (RFC 3464, RFC 5965) as `message/rfc822`. The answer says how many of the reports changed something.

use axum::{
    Extension, Json, Router,
    body::Bytes,
    extract::DefaultBodyLimit,
    response::{IntoResponse, Response},
    routing::post,
};
use http::{HeaderMap, StatusCode, header};
use serde::Deserialize;
use serde_json::json;
use subtle::ConstantTimeEq as _;

use super::commands::{self, Noted};
use crate::{
    error::AppError,
    infra::{
        mail::returned::{self, News, Report},
        tokens,
    },
    request::RequestCx,
    state::AppState,
};

/// The most that is read at once.
const MAX_BODY: usize = 512 * 1024;

/// The most reports at once; each of them is a transaction.
const MAX_REPORTS: usize = 500;

#[derive(Debug, Deserialize)]
struct Told {
    reports: Vec<ToldReport>,
}

#[derive(Debug, Deserialize)]
struct ToldReport {
    #[serde(rename = "type")]
    kind: Kind,
    message_id: String,
    #[serde(default)]
    recipient: String,
    #[serde(default)]
    status: String,
    #[serde(default)]
    diagnostic: String,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Kind {
    Bounce,
    Complaint,
}

impl From<ToldReport> for Report {
    fn from(told: ToldReport) -> Self {
        let ToldReport { kind, message_id, recipient, status, diagnostic } = told;
        let news = match kind {
            Kind::Bounce => News::failed(&status, &diagnostic),
            Kind::Complaint => News::Complaint,
        };
        Self { message_id, recipients: if recipient.is_empty() { Vec::new() } else { vec![recipient] }, news }
    }
}

pub fn router() -> Router<AppState> {
    Router::new().route("/api/mail/returned", post(take).layer(DefaultBodyLimit::max(MAX_BODY)))
}

async fn take(Extension(cx): Extension<RequestCx>, headers: HeaderMap, body: Bytes) -> Response {
    let Some(secret) = &cx.state().settings.mail.webhook_secret else { return AppError::NotFound.status().into_response() };
    if !shows(&headers, secret) {
        return (StatusCode::UNAUTHORIZED, [(header::WWW_AUTHENTICATE, "Bearer")]).into_response();
    }
    let content = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let reports = if content.starts_with("message/rfc822") {
        returned::read(&body)
    } else {
        match serde_json::from_slice::<Told>(&body) {
            Ok(told) if told.reports.len() <= MAX_REPORTS => told.reports.into_iter().map(Report::from).collect(),
            _ => return AppError::BadRequest.status().into_response(),
        }
    };
    let mut noted = 0;
    for report in &reports {
        match commands::note(cx.db(), report, cx.now()).await {
            Ok(Noted::Nothing) => {}
            Ok(Noted::Kept | Noted::AddressStopped | Noted::KindStopped) => noted += 1,
            Err(error) => {
                tracing::error!(%error, "what came of a mail cannot be noted");
                // What was noted stays so, and telling it again changes nothing.
                return StatusCode::SERVICE_UNAVAILABLE.into_response();
            }
        }
    }
    Json(json!({ "noted": noted, "ignored": reports.len() - noted })).into_response()
}

/// Says whether a request shows the secret; hashes of both are compared, so that neither content nor length can be measured.
fn shows(headers: &HeaderMap, secret: &str) -> bool {
    let shown = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()).and_then(|value| value.strip_prefix("Bearer "));
    shown.is_some_and(|shown| tokens::hash(shown).as_bytes().ct_eq(tokens::hash(secret).as_bytes()).into())
}
