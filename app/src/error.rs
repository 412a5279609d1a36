//! What a visitor may be told when something does not work.
//!
//! A closed list without free text: causes are logged once, where they are turned into an [`AppError`], and never shown.
//! "Not yours" and "not there" are the same answer, so that nobody learns what exists.

use http::StatusCode;
use leptos::server_fn::{
    codec::JsonEncoding,
    error::{FromServerFnError, ServerFnErrorErr},
};
use serde::{Deserialize, Serialize};

/// Everything that can be wrong from a visitor's point of view.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum AppError {
    /// There is no such thing, or it is not yours.
    NotFound,
    /// Only for people who are signed in; pages turn this into the sign-in page.
    SignInRequired,
    /// Only after the second factor; pages turn this into the code page.
    SecondFactorRequired,
    /// The request could not be read.
    BadRequest,
    /// Somebody else changed the same thing meanwhile, or its state does not allow this any more.
    Conflict,
    /// Too many tries from one place.
    TooManyRequests,
    /// Something of ours failed.
    Internal,
}

impl AppError {
    /// Gives the HTTP status that goes with it.
    pub fn status(self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::SignInRequired => StatusCode::UNAUTHORIZED,
            Self::SecondFactorRequired => StatusCode::FORBIDDEN,
            Self::BadRequest => StatusCode::BAD_REQUEST,
            Self::Conflict => StatusCode::CONFLICT,
            Self::TooManyRequests => StatusCode::TOO_MANY_REQUESTS,
            Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// Gives the keys of its title and its explanation.
    pub fn text_keys(self) -> (&'static str, &'static str) {
        match self {
            Self::NotFound => ("error-not-found-title", "error-not-found-text"),
            Self::SignInRequired => ("error-sign-in-title", "error-sign-in-text"),
            Self::SecondFactorRequired => ("error-second-factor-title", "error-second-factor-text"),
            Self::BadRequest => ("error-bad-request-title", "error-bad-request-text"),
            Self::Conflict => ("error-conflict-title", "error-conflict-text"),
            Self::TooManyRequests => ("error-too-many-title", "error-too-many-text"),
            Self::Internal => ("error-internal-title", "error-internal-text"),
        }
    }
}

impl From<sea_orm::DbErr> for AppError {
    fn from(error: sea_orm::DbErr) -> Self {
        tracing::error!(%error, "the database refused");
        Self::Internal
    }
}

impl From<tower_sessions::session::Error> for AppError {
    fn from(error: tower_sessions::session::Error) -> Self {
        tracing::error!(%error, "the session store refused");
        Self::Internal
    }
}

impl FromServerFnError for AppError {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            ServerFnErrorErr::Args(_) | ServerFnErrorErr::MissingArg(_) | ServerFnErrorErr::Deserialization(_) => Self::BadRequest,
            other => {
                tracing::error!(error = %other, "a server function failed");
                Self::Internal
            }
        }
    }
}
