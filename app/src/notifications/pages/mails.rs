//! `/account/mails`

use std::collections::HashMap;

use leptos::{prelude::*, server_fn::ServerFn};

use super::super::{
    api::{AreaForm, ChooseMails, FOLLOW_FORM, FollowArea, UnfollowArea, UnfollowCall},
    model::Event,
    queries::{self, Followed},
};
use crate::{
    alerts::model::Rhythm,
    areas::{
        self,
        fields::{AreaField, AreaSuggestions},
    },
    infra::i18n::Texts,
    paths,
    ui::{
        form::{ErrorSummary, Fields, Hidden},
        page::{Page, page},
    },
};

/// Which mails one gets, and what one follows.
#[component]
pub fn MailsPage() -> impl IntoView {
    page(async |cx| {
        let t = cx.t();
        let person = cx.actor().person()?.clone();
        let db = cx.db().reader();
        let chosen = queries::rhythms(db, &person.email).await?;
        let followed = queries::followed(db, person.id).await?;
        let choices = areas::queries::choices(db).await?;
        let (form, errors) = cx.kept_form::<AreaForm>(FOLLOW_FORM).await?.unwrap_or_default();
        let fields = Fields::new(t, errors);
        Ok(Page::new(
            t.get("mails-title"),
            view! {
                <ErrorSummary fields=fields.clone()/>
                <div class="wk-narrow">
                    <nav class="wk-breadcrumb" aria-label=t.get("breadcrumb")><ol>
                        <li><a href=t.href(paths::ACCOUNT)>{t.get("nav-account")}</a></li>
                        <li><a href=t.href(paths::MAILS) aria-current="page">{t.get("mails-title")}</a></li>
                    </ol></nav>
                    <header class="wk-page-header">
                        <h1>{t.get("mails-title")}</h1>
                        <p class="wk-lead">{t.with("mails-lead", &[("address", person.email.clone().into())])}</p>
                    </header>
                    <p><a href=t.href(paths::SAVED_SEARCHES)>{t.get("alerts-title")}</a></p>
                    {kinds(t, &chosen)}
                    {follows(t, followed)}
                    <AreaSuggestions choices=choices/>
                    <form class="wk-form" method="post" novalidate=true action=t.href(FollowArea::PATH)>
                        <AreaField fields=fields name="area" label=t.get("mails-follow-label") value=form.area hint=t.get("mails-follow-hint")/>
                        <div class="wk-actions"><button class="wk-button wk-button--secondary" type="submit">{t.get("mails-follow-button")}</button></div>
                    </form>
                </div>
            },
        ))
    })
}

fn kinds(t: Texts, chosen: &HashMap<Event, Rhythm>) -> impl IntoView + use<> {
    let choices = Event::switchable()
        .map(|kind| {
            let id = format!("kind-{}", kind.as_str());
            let now = chosen.get(&kind).copied().unwrap_or(Rhythm::Direct);
            let options = kind
                .rhythms()
                .iter()
                .map(|rhythm| view! { <option value=rhythm.as_str() selected=*rhythm == now>{rhythm.label(t)}</option> })
                .collect_view();
            view! {
                <div class="wk-field">
                    <label class="wk-label" for=id.clone()>{t.get(kind.name_key())}</label>
                    <p class="wk-hint" id=format!("{id}-hint")>{t.get(explanation(kind))}</p>
                    <select class="wk-select" id=id.clone() name=format!("form[rhythms][{}]", kind.as_str()) aria-describedby=format!("{id}-hint")>{options}</select>
                </div>
            }
        })
        .collect_view();
    let always = Event::ALL
        .iter()
        .filter(|kind| !kind.can_be_switched_off() && **kind != Event::Test)
        .map(|kind| view! { <li>{t.get(kind.name_key())}</li> })
        .collect_view();
    view! {
        <form class="wk-form" method="post" novalidate=true action=t.href(ChooseMails::PATH)>
            <fieldset class="wk-fieldset">
                <legend class="wk-legend">{t.get("mails-kinds")}</legend>
                {choices}
            </fieldset>
            <details class="wk-details"><summary>{t.get("mails-always")}</summary><p>{t.get("mails-always-text")}</p><ul>{always}</ul></details>
            <div class="wk-actions"><button class="wk-button wk-button--primary" type="submit">{t.get("mails-save")}</button></div>
        </form>
    }
}

/// When that mail comes.
fn explanation(kind: Event) -> &'static str {
    match kind {
        Event::CallPublished => "mails-when-call-published",
        Event::DeadlineSoon => "mails-when-deadline-soon",
        Event::NewMatch => "mails-when-new-match",
        Event::SearchAlert => "mails-when-search-alert",
        Event::SearchDigest => "mails-when-search-digest",
        Event::IntroductionAsked => "mails-when-introduction-asked",
        Event::IntroductionReminder => "mails-when-introduction-reminder",
        Event::IntroductionBothYes => "mails-when-introduction-both-yes",
        Event::IntroductionDeclined => "mails-when-introduction-declined",
        Event::IntroductionEnded => "mails-when-introduction-ended",
        Event::Digest => "mails-when-digest",
        _ => "mails-when-listing-expires",
    }
}

fn follows(t: Texts, followed: Followed) -> impl IntoView {
    let Followed { areas, calls } = followed;
    let nothing = areas.is_empty() && calls.is_empty();
    let areas = areas
        .into_iter()
        .map(|(code, label)| {
            view! { <li><div>{label.clone()}</div>
            <form class="wk-inline-form" method="post" action=t.href(UnfollowArea::PATH)>
                <Hidden name="area" value=code.to_string()/>
                <button class="wk-button-link" type="submit">{t.get("mails-stop")}<span class="wk-visually-hidden">{format!(": {label}")}</span></button>
            </form></li> }
        })
        .collect_view();
    let calls = calls
        .into_iter()
        .map(|call| {
            let title = call.title.clone();
            view! { <li><div><a href=t.href(paths::call(&call.slug))>{call.title}</a><p class="wk-meta"><span>{t.get("mails-a-call")}</span></p></div>
            <form class="wk-inline-form" method="post" action=t.href(UnfollowCall::PATH)>
                <Hidden name="call" value=call.id.to_string()/>
                <button class="wk-button-link" type="submit">{t.get("mails-stop")}<span class="wk-visually-hidden">{format!(": {title}")}</span></button>
            </form></li> }
        })
        .collect_view();
    view! {
        <section class="wk-section">
            <h2>{t.get("mails-following")}</h2>
            {if nothing {
                view! { <p class="wk-muted">{t.get("mails-following-nothing")}</p> }.into_any()
            } else {
                view! { <ul class="wk-worklist">{areas}{calls}</ul> }.into_any()
            }}
        </section>
    }
}
