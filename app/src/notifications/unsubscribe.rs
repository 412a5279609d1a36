//! `POST /uitschrijven`: what a mail program sends when its reader presses "unsubscribe" (RFC 8058), and what the button of the page sends.
//!
//! The request comes from another site, without a cookie; the signed code in the address is the proof. A GET, such as a mail scanner makes, shows the page only.

use axum::{
    Extension, Router,
    body::Bytes,
    extract::Query,
    response::{IntoResponse, Redirect, Response},
    routing::post,
};
use serde::Deserialize;

use super::{
    commands::{self, Wanted},
    model::Event,
    things::{Thing, Wish},
};
use crate::{
    alerts::{
        self,
        model::{Rhythm, SavedSearchId},
    },
    error::AppError,
    infra::mail::Post,
    paths,
    request::RequestCx,
    state::{AppState, Environment},
};

/// What the address holds; see `Post::unsubscribe_url`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Link {
    pub adres: String,
    pub soort: String,
    pub code: String,
}

/// What a link stops.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stops {
    /// A kind of mail.
    Kind(Event),
    /// Following a thing.
    Thing(Thing),
    /// Hearing of a saved search, until now in that rhythm.
    Search(SavedSearchId, Rhythm),
}

impl Link {
    /// Gives what it stops, when the code is ours.
    pub fn stops(&self, post: &Post) -> Option<Stops> {
        let kind = || self.soort.parse::<Event>().ok().filter(|kind| kind.can_be_switched_off());
        let search = || alerts::model::of_link(&self.soort).map(|(id, rhythm)| Stops::Search(id, rhythm));
        let stops = Thing::of_link(&self.soort).map(Stops::Thing).or_else(search).or_else(|| kind().map(Stops::Kind))?;
        post.may_unsubscribe(&self.adres, &self.soort, &self.code).then_some(stops)
    }
}

pub fn router() -> Router<AppState> {
    Router::new().route("/uitschrijven", post(unsubscribe)).merge(super::pages::mail_html_router())
}

async fn unsubscribe(Extension(cx): Extension<RequestCx>, Query(link): Query<Link>, body: Bytes) -> Response {
    let Some(stops) = link.stops(&cx.state().post) else { return AppError::NotFound.status().into_response() };
    let has = |field: &str| body.split(|byte| *byte == b'&').any(|part| part == field.as_bytes());
    let on = has("aan=1");
    let (db, post, address, now) = (cx.db(), &cx.state().post, &link.adres, cx.now());
    let done = match stops {
        Stops::Kind(kind) => commands::switch(db, address, kind, if on { Wanted::Yes } else { Wanted::No }, now).await,
        Stops::Thing(thing) => commands::follow_by_link(db, post, address, &thing, if on { Wish::Start } else { Wish::Stop }, now).await,
        Stops::Search(id, rhythm) => {
            alerts::commands::switch_by_link(db, post, address, id, if on { rhythm } else { Rhythm::Off }, now).await
        }
    };
    if let Err(error) = done {
        return error.status().into_response();
    }
    if on || has("uit=1") {
        // From the page, which now says what has changed.
        let back = cx.state().post.unsubscribe_url(cx.t().locale, &link.adres, &link.soort);
        let path = back.strip_prefix(&cx.state().settings.public_url).unwrap_or(paths::HOME).to_owned();
        return Redirect::to(&path).into_response();
    }
    "ok".into_response()
}

/// Whether the pages that show every mail are there: where all people are invented.
pub fn mailbox_is_open(cx: &RequestCx) -> bool {
    cx.state().settings.environment != Environment::Production
}
