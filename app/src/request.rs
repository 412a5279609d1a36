//! The context of one request: who asks, in which language, at what time.
//!
//! [`middleware`] makes it once and puts it among the request's extensions, where pages ([`crate::ui::page::page`]), form posts ([`post`]) and plain axum
//! handlers find it.
//!
//! A form post answers with a redirect. What was wrong with its fields travels through the session ([`RequestCx::back_with`]), so that the page
//! shows the form again with all that was typed. Any other failure becomes an error page with its own status.

use std::{
    net::{IpAddr, Ipv4Addr},
    sync::{Arc, OnceLock},
};

use axum::{
    body::{Body, to_bytes},
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
};
use chrono::{DateTime, Utc};
use http::{header, request::Parts};
use leptos::{nonce::Nonce, prelude::use_context};
use serde::{Serialize, de::DeserializeOwned};
use tower_sessions::Session;

use crate::{
    accounts::model::{AccountId, Actor, Known, Person, SecondFactor},
    error::AppError,
    infra::{
        address,
        db::Db,
        i18n::{Locale, Texts},
        limits::Limit,
        session::key,
        tokens,
    },
    input::FieldErrors,
    parties::model::PartyId,
    paths,
    state::AppState,
};

/// Where the request comes from; the server puts it among the extensions after looking at trusted proxies.
#[derive(Clone, Copy, Debug)]
pub struct ClientAddress(pub IpAddr);

/// The path and query as the visitor sees them, without the language; the server puts it among the extensions when it takes the language off.
#[derive(Clone, Debug)]
pub struct VisiblePath(pub String);

/// Everything a page or a form post needs to know about its request. Cheap to clone.
#[derive(Clone)]
pub struct RequestCx {
    inner: Arc<Inner>,
}

struct Inner {
    state: AppState,
    locale: Locale,
    now: DateTime<Utc>,
    actor: Actor,
    half_signed_in: Option<Arc<Person>>,
    session: Session,
    path: String,
    client: IpAddr,
    user_agent: String,
    nonce: Nonce,
    failure: OnceLock<AppError>,
}

impl RequestCx {
    /// Gives the context of the request that leptos is working on.
    ///
    /// # Errors
    /// [`AppError::Internal`] outside a request.
    pub fn current() -> Result<Self, AppError> {
        use_context::<Parts>().and_then(|parts| parts.extensions.get::<Self>().cloned()).ok_or(AppError::Internal)
    }

    pub fn state(&self) -> &AppState {
        &self.inner.state
    }

    pub fn db(&self) -> &Db {
        &self.inner.state.db
    }

    pub fn now(&self) -> DateTime<Utc> {
        self.inner.now
    }

    /// Gives who makes the request; who still owes the second factor is nobody yet.
    pub fn actor(&self) -> &Actor {
        &self.inner.actor
    }

    /// Gives the person who took the first step of signing in and owes the code of the second factor.
    pub fn half_signed_in(&self) -> Option<&Arc<Person>> {
        self.inner.half_signed_in.as_ref()
    }

    /// Says what is asked of this visitor: the code instead of signing in, after the first step.
    pub fn asked(&self, error: AppError) -> AppError {
        match error {
            AppError::SignInRequired if self.inner.half_signed_in.is_some() => AppError::SecondFactorRequired,
            error => error,
        }
    }

    pub fn t(&self) -> Texts {
        Texts::new(self.inner.locale)
    }

    pub fn session(&self) -> &Session {
        &self.inner.session
    }

    /// Path and query without the language.
    pub fn path(&self) -> &str {
        &self.inner.path
    }

    pub fn client(&self) -> IpAddr {
        self.inner.client
    }

    /// What the browser says it is, cut off after 200 characters.
    pub fn user_agent(&self) -> &str {
        &self.inner.user_agent
    }

    pub fn nonce(&self) -> &Nonce {
        &self.inner.nonce
    }

    /// Counts a hit against a limit per client address.
    ///
    /// # Errors
    /// [`AppError::TooManyRequests`] above the limit.
    pub async fn limit(&self, limit: Limit) -> Result<(), AppError> {
        self.limit_for(limit, &self.inner.client.to_string()).await
    }

    /// Counts a hit against a limit per `subject`; only a signature of it is stored, from which nobody without our key finds an address back.
    ///
    /// # Errors
    /// [`AppError::TooManyRequests`] above the limit.
    pub async fn limit_for(&self, limit: Limit, subject: &str) -> Result<(), AppError> {
        let subject = tokens::sign(&self.state().settings.secret_key, "limit", subject);
        if limit.allows(self.db(), &subject, self.now()).await? { Ok(()) } else { Err(AppError::TooManyRequests) }
    }

    /// Shows a message (a text key) on the next page.
    ///
    /// # Errors
    /// When the session cannot be kept.
    pub async fn notify(&self, text_key: &'static str) -> Result<(), AppError> {
        Ok(self.session().insert(key::NOTICE, text_key).await?)
    }

    /// Takes the message that the last request left.
    ///
    /// # Errors
    /// When the session cannot be read.
    pub async fn take_notice(&self) -> Result<Option<String>, AppError> {
        if self.session().get_value(key::NOTICE).await?.is_none() {
            return Ok(None);
        }
        Ok(self.session().remove(key::NOTICE).await?)
    }

    /// Goes back to the page of a form, which shows what was typed and what is wrong with it.
    ///
    /// # Errors
    /// When the session cannot be kept.
    pub async fn back_with<T: Serialize>(&self, path: String, form: &str, typed: &T, errors: FieldErrors) -> Result<String, AppError> {
        let typed = serde_json::to_value(typed).map_err(|_| AppError::Internal)?;
        self.session().insert(key::FORM, (form, typed, errors)).await?;
        Ok(path)
    }

    /// Takes what was typed into that form the last time, if it came back with errors.
    ///
    /// # Errors
    /// When the session cannot be read.
    pub async fn kept_form<T: DeserializeOwned>(&self, form: &str) -> Result<Option<(T, FieldErrors)>, AppError> {
        let kept: Option<(String, serde_json::Value, FieldErrors)> = self.session().get(key::FORM).await?;
        let Some((name, typed, errors)) = kept else { return Ok(None) };
        if name != form {
            return Ok(None);
        }
        self.session().remove_value(key::FORM).await?;
        Ok(serde_json::from_value(typed).ok().map(|typed| (typed, errors)))
    }

    /// Notes why this request cannot be answered; [`middleware`] turns it into an error page.
    fn fail(&self, error: AppError) {
        let _ = self.inner.failure.set(error);
    }
}

/// Runs the work of a form post: it gives the path to go to, without the language.
///
/// # Errors
/// What the work refused.
pub async fn post<Work, Answer>(work: Work) -> Result<(), AppError>
where
    Work: FnOnce(RequestCx) -> Answer,
    Answer: Future<Output = Result<String, AppError>>,
{
    let cx = RequestCx::current()?;
    match work(cx.clone()).await {
        Ok(path) => {
            leptos_axum::redirect(&cx.t().href(path));
            Ok(())
        }
        Err(error) => {
            cx.fail(error);
            Err(error)
        }
    }
}

/// Runs the work of a post by a script of ours, which gets the answer as JSON.
///
/// # Errors
/// What the work refused; the script sees its status.
pub async fn answer<Told, Work, Answer>(work: Work) -> Result<Told, AppError>
where
    Work: FnOnce(RequestCx) -> Answer,
    Answer: Future<Output = Result<Told, AppError>>,
{
    let cx = RequestCx::current()?;
    work(cx.clone()).await.inspect_err(|error| cx.fail(*error))
}

/// Makes the context of the request, refuses one that holds no text, and makes the error page of a form post that failed.
pub async fn middleware(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let cx = match context(state, &parts).await {
        Ok(cx) => cx,
        Err(error) => return error.status().into_response(),
    };
    let wants_page =
        parts.headers.get(header::ACCEPT).and_then(|accept| accept.to_str().ok()).is_some_and(|accept| accept.contains("text/html"));
    parts.extensions.insert(cx.clone());
    let again = parts.clone();
    let response = match text_only(parts, body).await {
        Ok(request) => next.run(request).await,
        Err(error) => {
            cx.fail(error);
            error.status().into_response()
        }
    };
    match cx.inner.failure.get().map(|error| cx.asked(*error)) {
        None => response,
        Some(error) if !wants_page => error.status().into_response(),
        Some(AppError::SignInRequired) => Redirect::to(&cx.t().href(paths::SIGN_IN)).into_response(),
        Some(AppError::SecondFactorRequired) => Redirect::to(&cx.t().href(paths::SECOND_FACTOR)).into_response(),
        Some(error) => error_page(&cx, error, Request::from_parts(again, Body::empty())).await,
    }
}

/// Lets a request through whose path, query and form hold text.
async fn text_only(parts: Parts, body: Body) -> Result<Request, AppError> {
    if !address::is_path(parts.uri.path()) {
        return Err(AppError::NotFound);
    }
    if !address::is_form(parts.uri.query().unwrap_or_default().as_bytes()) {
        return Err(AppError::BadRequest);
    }
    let is_form = |kind: &http::HeaderValue| kind.as_bytes().starts_with(b"application/x-www-form-urlencoded");
    if !parts.headers.get(header::CONTENT_TYPE).is_some_and(is_form) {
        return Ok(Request::from_parts(parts, body));
    }
    // The layer around all routes limits its size.
    let form = to_bytes(body, usize::MAX).await.map_err(|_| AppError::BadRequest)?;
    if address::is_form(&form) { Ok(Request::from_parts(parts, Body::from(form))) } else { Err(AppError::BadRequest) }
}

/// Renders an error as a whole page with its own status.
pub async fn error_page(cx: &RequestCx, error: AppError, request: Request) -> Response {
    let context = {
        let cx = cx.clone();
        move || crate::routes::provide(&cx)
    };
    let shell = {
        let cx = cx.clone();
        move || crate::ui::layout::error_shell(cx.clone(), error)
    };
    let mut response = leptos_axum::render_app_async_with_context(context, shell)(request).await;
    *response.status_mut() = error.status();
    response
}

async fn context(state: AppState, parts: &Parts) -> Result<RequestCx, AppError> {
    let extensions = &parts.extensions;
    let session = extensions.get::<Session>().cloned().ok_or(AppError::Internal)?;
    let locale = extensions.get::<Locale>().copied().unwrap_or(Locale::Nl);
    let client = extensions.get::<ClientAddress>().map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |client| client.0);
    let path = extensions
        .get::<VisiblePath>()
        .map_or_else(|| parts.uri.path_and_query().map_or("/", |path| path.as_str()).to_owned(), |path| path.0.clone());
    let user_agent = parts.headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default();
    let user_agent = user_agent.chars().take(200).collect();
    let nonce = extensions.get::<Nonce>().cloned().unwrap_or_default();
    let now = state.clock.now();
    let (actor, half_signed_in) = match person(&session, now).await? {
        None => (Actor::Anonymous, None),
        Some(person) if person.second_factor == SecondFactor::Asked => (Actor::Anonymous, Some(Arc::new(person))),
        Some(person) => (Actor::Person(Arc::new(person)), None),
    };
    Ok(RequestCx {
        inner: Arc::new(Inner {
            state,
            locale,
            now,
            actor,
            half_signed_in,
            session,
            path,
            client,
            user_agent,
            nonce,
            failure: OnceLock::new(),
        }),
    })
}

/// Finds out who signed in, with or without the second factor. Costs nothing without a session cookie.
async fn person(session: &Session, now: DateTime<Utc>) -> Result<Option<Person>, AppError> {
    let Some(id) = session.get::<AccountId>(key::ACCOUNT).await? else { return Ok(None) };
    let known = session.get::<Known>(key::PERSON).await?;
    let acting_for = session.get::<PartyId>(key::ACTING_FOR).await?;
    let second_factor = session.get::<bool>(key::SECOND_FACTOR).await?.unwrap_or(false);
    // Writing once an hour keeps a used session alive without a write for each page.
    let seen = session.get::<i64>(key::SEEN).await?.unwrap_or(0);
    if now.timestamp() - seen > 3_600 {
        session.insert(key::SEEN, now.timestamp()).await?;
    }
    Ok(known.map(|known| Person::new(id, known, acting_for, second_factor)))
}
