//! `/account/mails`

use leptos::{prelude::*, server_fn::ServerFn};

use super::super::{
    api::{ChooseMails, MAILS_FORM, MailsForm, NEVER, OWN, party_key},
    model::Event,
    queries::{self, Chosen},
};
use crate::{
    accounts::model::Person,
    alerts::model::Rhythm,
    infra::i18n::Texts,
    input::FieldErrors,
    paths,
    ui::{
        form::{ErrorSummary, Fields, Select},
        page::{Page, page},
    },
};

/// Which mails one gets, and when.
#[component]
pub fn MailsPage() -> impl IntoView {
    page(async |cx| {
        let t = cx.t();
        let person = cx.actor().person()?.clone();
        let db = cx.db().reader();
        let chosen = queries::chosen(db, person.id).await?;
        let kept = cx.kept_form::<MailsForm>(MAILS_FORM).await?;
        let (typed, errors) = kept.unwrap_or_else(|| (stored(&chosen), FieldErrors::default()));
        let mails = Fields::new(t, errors);
        Ok(Page::new(
            t.get("mails-title"),
            view! {
                <ErrorSummary fields=mails.clone()/>
                <div class="wk-narrow">
                    <nav class="wk-breadcrumb" aria-label=t.get("breadcrumb")><ol>
                        <li><a href=t.href(paths::ACCOUNT)>{t.get("nav-account")}</a></li>
                        <li><a href=t.href(paths::MAILS) aria-current="page">{t.get("mails-title")}</a></li>
                    </ol></nav>
                    <header class="wk-page-header">
                        <h1>{t.get("mails-title")}</h1>
                        <p class="wk-lead">{t.with("mails-lead", &[("address", person.email.clone().into())])}</p>
                    </header>
                    <p class="wk-cluster"><a href=t.href(paths::FOLLOWING)>{t.get("following-title")}</a><a href=t.href(paths::SAVED_SEARCHES)>{t.get("alerts-title")}</a></p>
                    <form class="wk-form" method="post" novalidate=true action=t.href(ChooseMails::PATH)>
                        {hours(&mails, &typed)}
                        {kinds(t, &typed)}
                        {for_parties(t, &person, &typed)}
                        <div class="wk-actions"><button class="wk-button wk-button--primary" type="submit">{t.get("mails-save")}</button></div>
                    </form>
                    {always(t)}
                </div>
            },
        ))
    })
}

/// The form as it was stored.
fn stored(chosen: &Chosen) -> MailsForm {
    let Chosen { habits, kinds, parties } = chosen;
    let (from, until) = habits.quiet.map_or((NEVER.to_owned(), 7), |quiet| (quiet.hours().0.to_string(), quiet.hours().1));
    MailsForm {
        rhythms: kinds.iter().map(|(kind, rhythm)| (kind.as_str().to_owned(), rhythm.as_str().to_owned())).collect(),
        parties: parties.iter().map(|(party, rhythm)| (party_key(*party), rhythm.as_str().to_owned())).collect(),
        weekday: habits.weekday.number_from_monday().to_string(),
        quiet_from: from,
        quiet_until: until.to_string(),
    }
}

const WEEKDAYS: [&str; 7] =
    ["weekday-monday", "weekday-tuesday", "weekday-wednesday", "weekday-thursday", "weekday-friday", "weekday-saturday", "weekday-sunday"];

/// On which day what comes weekly comes, and when nothing comes.
fn hours(fields: &Fields, form: &MailsForm) -> impl IntoView + use<> {
    let t = fields.t;
    let days = WEEKDAYS.iter().zip(1..).map(|(key, number): (_, i32)| (number.to_string(), t.get(key))).collect::<Vec<_>>();
    let hours = || (0..24).map(|hour: i32| (hour.to_string(), format!("{hour}:00")));
    let from = std::iter::once((NEVER.to_owned(), t.get("mails-quiet-never"))).chain(hours()).collect::<Vec<_>>();
    view! {
        <fieldset class="wk-fieldset">
            <legend class="wk-legend">{t.get("mails-moments")}</legend>
            <Select fields=fields.clone() name="weekday" label=t.get("mails-weekday") hint=t.get("mails-weekday-hint") value=form.weekday.clone() options=days/>
            <Select fields=fields.clone() name="quiet_from" label=t.get("mails-quiet-from") hint=t.get("mails-quiet-hint") value=form.quiet_from.clone() options=from/>
            <Select fields=fields.clone() name="quiet_until" label=t.get("mails-quiet-until") value=form.quiet_until.clone() options=hours().collect()/>
        </fieldset>
    }
}

/// How often, for each party that somebody belongs to.
fn for_parties(t: Texts, person: &Person, form: &MailsForm) -> Option<impl IntoView + use<>> {
    let choices = person
        .memberships
        .iter()
        .map(|membership| {
            let id = format!("party-{}", membership.party_id);
            let now = form.parties.get(&party_key(membership.party_id)).map_or(OWN, String::as_str).to_owned();
            let own = std::iter::once((OWN, t.get("mails-party-own")));
            let options = own
                .chain(Rhythm::ALL.iter().map(|rhythm| (rhythm.as_str(), rhythm.label(t))))
                .map(|(value, text)| view! { <option value=value selected=value == now>{text}</option> })
                .collect_view();
            view! {
                <div class="wk-field">
                    <label class="wk-label" for=id.clone()>{membership.name.clone()}</label>
                    <select class="wk-select" id=id.clone() name=format!("form[parties][{}]", party_key(membership.party_id))>{options}</select>
                </div>
            }
        })
        .collect_view();
    (!person.memberships.is_empty()).then(|| {
        view! {
            <fieldset class="wk-fieldset">
                <legend class="wk-legend">{t.get("mails-parties")}</legend>
                <p class="wk-hint">{t.get("mails-parties-hint")}</p>
                {choices}
            </fieldset>
        }
    })
}

fn kinds(t: Texts, form: &MailsForm) -> impl IntoView + use<> {
    let choices = Event::switchable()
        .map(|kind| {
            let id = format!("kind-{}", kind.as_str());
            let now = form.rhythms.get(kind.as_str()).and_then(|rhythm| rhythm.parse().ok()).unwrap_or(kind.usual_rhythm());
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
    view! {
        <fieldset class="wk-fieldset">
            <legend class="wk-legend">{t.get("mails-kinds")}</legend>
            {choices}
        </fieldset>
    }
}

/// The kinds that nobody can switch off.
fn always(t: Texts) -> impl IntoView {
    let always = Event::ALL
        .iter()
        .filter(|kind| !kind.can_be_switched_off() && **kind != Event::Test)
        .map(|kind| view! { <li>{t.get(kind.name_key())}</li> })
        .collect_view();
    view! { <details class="wk-details"><summary>{t.get("mails-always")}</summary><p>{t.get("mails-always-text")}</p><ul>{always}</ul></details> }
}

/// When that mail comes.
fn explanation(kind: Event) -> &'static str {
    match kind {
        Event::CallPublished => "mails-when-call-published",
        Event::DeadlineSoon => "mails-when-deadline-soon",
        Event::CallChanged => "mails-when-call-changed",
        Event::ListingPosted => "mails-when-listing-posted",
        Event::ProposalNews => "mails-when-proposal-news",
        Event::DraftWaiting => "mails-when-draft-waiting",
        Event::CallWaiting => "mails-when-call-waiting",
        Event::AssessmentWaiting => "mails-when-assessment-waiting",
        Event::ReportDue => "mails-when-report-due",
        Event::NewMatch => "mails-when-new-match",
        Event::SearchAlert => "mails-when-search-alert",
        Event::SearchDigest => "mails-when-search-digest",
        Event::IntroductionAsked => "mails-when-introduction-asked",
        Event::IntroductionReminder => "mails-when-introduction-reminder",
        Event::IntroductionBothYes => "mails-when-introduction-both-yes",
        Event::IntroductionDeclined => "mails-when-introduction-declined",
        Event::IntroductionEnded => "mails-when-introduction-ended",
        Event::Digest => "mails-when-digest",
        Event::Segment => "mails-when-segment",
        _ => "mails-when-listing-expires",
    }
}
