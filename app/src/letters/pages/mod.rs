//! The pages of letters: the list, one letter, and releasing what a filter finds; at the desk and at a funder's call.

mod call;
mod desk;
mod letter;
mod list;
mod release;

pub use call::{CallLetterPage, CallLettersPage, CallReleasePage};
pub use desk::{DeskMailPage, DeskMailsPage, DeskReleasePage};
pub use letter::router;

use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};
use uuid::Uuid;

use super::{
    model::{Filter, Place},
    queries::Line,
};
use crate::{
    infra::{i18n::Texts, mail::outbox},
    notifications::{history::status_badge, model::Event},
    paths,
    request::RequestCx,
};

/// What the address of a list asks for; call it in the component's body.
struct Asked {
    filter: Filter,
    /// Whether the address says in which state; without that, the first that is not empty is shown.
    chosen: bool,
    after: Option<Uuid>,
}

fn asked() -> Asked {
    let query = use_query_map().get_untracked();
    let value = |name: &str| query.get(name).unwrap_or_default();
    Asked { filter: Filter::read(value), chosen: !value("staat").is_empty(), after: value("na").parse().ok() }
}

fn param(name: &str) -> String {
    use_params_map().get_untracked().get(name).unwrap_or_default()
}

/// Puts a page into the frame of its place.
fn framed(cx: &RequestCx, place: &Place, title: String, lead: String, body: AnyView) -> AnyView {
    let t = cx.t();
    match place {
        Place::Desk => crate::desk::frame::desk(cx, paths::DESK_MAILS, title, lead, body),
        Place::Call { slug, title: call } => view! {
            <nav class="wk-breadcrumb" aria-label=t.get("breadcrumb")><ol>
                <li><a href=t.href(paths::CALLS)>{t.get("nav-calls")}</a></li>
                <li><a href=t.href(paths::call(slug))>{call.clone()}</a></li>
                <li><a href=t.href(paths::call_proposals(slug))>{t.get("proposal-received-title")}</a></li>
                <li><a href=t.href(place.list()) aria-current="page">{t.get("letters-title")}</a></li>
            </ol></nav>
            <header class="wk-page-header"><p class="wk-eyebrow">{call.clone()}</p><h1>{title}</h1><p class="wk-lead">{lead}</p></header>
            {body}
        }
        .into_any(),
    }
}

fn badge(t: Texts, status: &str) -> Option<impl IntoView + use<>> {
    status.parse().ok().map(|status| status_badge(t, status))
}

fn kind_name(t: Texts, kind: &str) -> String {
    kind.parse::<Event>().map_or_else(|_| kind.to_owned(), |kind| t.get(kind.name_key()))
}

/// What kind of thing a mail is about.
fn subject_name(t: Texts, kind: &str) -> String {
    match kind {
        "account" => t.get("letters-about-account"),
        "assessment" => t.get("letters-about-assessment"),
        "call" => t.get("letters-about-call"),
        "introduction" => t.get("letters-about-introduction"),
        "listing" => t.get("letters-about-listing"),
        "party" => t.get("letters-about-party"),
        "proposal" => t.get("letters-about-proposal"),
        "report" => t.get("letters-about-report"),
        "saved_search" => t.get("letters-about-saved-search"),
        "segment" => t.get("letters-about-segment"),
        _ => String::new(),
    }
}

/// What became of it, in words.
fn outcome(t: Texts, line: &Line) -> Option<String> {
    match (line.sent_at, &line.discarded_reason, &line.last_error) {
        (Some(at), _, Some(error)) => Some(format!("{}. {}", t.moment(at), outbox::reason(t, error))),
        (Some(at), ..) => Some(t.moment(at)),
        (_, Some(reason), _) if !reason.is_empty() => Some(reason.clone()),
        (_, Some(_), _) => Some(t.get("letters-overtaken")),
        (.., Some(error)) => Some(outbox::reason(t, error)),
        (None, None, None) => None,
    }
}
