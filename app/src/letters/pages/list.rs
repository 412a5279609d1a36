//! The list of letters, by state.

use leptos::{prelude::*, server_fn::ServerFn};

use super::{Asked, badge, framed, kind_name, outcome, subject_name};
use crate::{
    error::AppError,
    infra::{
        i18n::Texts,
        mail::outbox::{
            Status,
            suppression::{self, Suppressed},
        },
    },
    letters::{
        api::{LiftSuppression, ResendMail},
        model::{Filter, Place, STATES, SUBJECTS},
        policy::MayRead,
        queries::{self, Counts, Line},
    },
    notifications::{history::status_label, model::Event},
    paths,
    request::RequestCx,
    ui::{form::Hidden, page::Page},
};

pub(super) async fn page_of(cx: &RequestCx, place: &Place, may: &MayRead, asked: Asked) -> Result<Page, AppError> {
    let t = cx.t();
    let db = cx.db().reader();
    let Asked { mut filter, chosen, after } = asked;
    let counts = queries::counts(db, may.scope(), &filter).await?;
    if !chosen {
        filter.status = counts.first();
    }
    let (lines, more) = queries::list(db, may.scope(), &filter, after).await?;
    let desk = *place == Place::Desk;
    let addresses = if desk && filter.status == Status::Suppressed && after.is_none() { suppression::list(db).await? } else { Vec::new() };
    let addresses = (!addresses.is_empty()).then(|| suppressed_addresses(t, addresses));
    let next = lines.last().filter(|_| more).map(|line| t.href(format!("{}&na={}", place.found(&filter), line.id)));
    let count = counts.of(Status::Held);
    let release = (filter.status == Status::Held && count > 0 && may.act().is_some()).then(|| {
        view! {
            <div class="wk-actions"><a class="wk-button wk-button--primary" href=t.href(place.confirm(&filter))>{t.with("letters-release-all", &[("count", count.into())])}</a></div>
        }
    });
    let body = if lines.is_empty() {
        let text = if filter.status == Status::Held { t.get("letters-none-held") } else { t.get("desk-mails-empty-text") };
        view! { <div class="wk-empty"><h2>{t.get("desk-mails-empty-title")}</h2><p>{text}</p></div> }.into_any()
    } else {
        table(t, place, filter.status, lines).into_any()
    };
    let write = desk.then(|| view! { <p><a href=t.href(paths::DESK_SEGMENT)>{t.get("segment-title")}</a></p> });
    let (title, lead) =
        if desk { (t.get("desk-mails"), t.get("desk-mails-lead")) } else { (t.get("letters-title"), t.get("letters-lead")) };
    let tabs = tabs(t, place, &filter, &counts);
    let find = desk.then(|| find(t, place, &filter));
    let pager = (after.is_some() || next.is_some()).then(|| {
        let first = after.is_some().then(|| view! { <a href=t.href(place.found(&filter))>{t.get("letters-first")}</a> });
        view! { <nav class="wk-pagination" aria-label=t.get("pager")>{first}{next.map(|href| view! { <a rel="next" href=href>{t.get("pager-next")}</a> })}</nav> }
    });
    let all = view! { <div class="wk-stack">{write}{find}{tabs}</div>{release}{addresses}{body}{pager} }.into_any();
    Ok(Page::new(title.clone(), framed(cx, place, title, lead, all)))
}

fn tabs(t: Texts, place: &Place, filter: &Filter, counts: &Counts) -> impl IntoView + use<> {
    let desk = *place == Place::Desk;
    let tabs = STATES
        .into_iter()
        .filter(|status| desk || *status != Status::Suppressed)
        .map(|status| {
            let href = t.href(place.found(&Filter { status, ..filter.clone() }));
            view! { <li><a href=href aria-current=(status == filter.status).then_some("page")>{status_label(t, status)}" "<span class="wk-counter">{counts.of(status)}</span></a></li> }
        })
        .collect_view();
    view! { <nav class="wk-tabs" aria-label=t.get("listing-state")><ul>{tabs}</ul></nav> }
}

fn find(t: Texts, place: &Place, filter: &Filter) -> impl IntoView + use<> {
    let kinds = Event::ALL
        .iter()
        .filter(|kind| **kind != Event::Test)
        .map(|kind| view! { <option value=kind.as_str() selected=filter.kind == Some(*kind)>{t.get(kind.name_key())}</option> })
        .collect_view();
    let subjects = SUBJECTS
        .into_iter()
        .map(|kind| view! { <option value=kind selected=filter.about == Some((kind, None))>{subject_name(t, kind)}</option> })
        .collect_view();
    // One thing, chosen by a link from its page.
    let one = filter.about.and_then(|(kind, id)| id.map(|id| (kind, format!("{kind}:{id}")))).map(|(kind, value)| {
        view! { <option value=value selected=true>{t.with("letters-about-one", &[("kind", subject_name(t, kind).into())])}</option> }
    });
    let clear = filter.is_narrow().then(|| view! { <a href=t.href(place.list())>{t.get("filters-clear")}</a> });
    view! {
        <details class="wk-filters" open=filter.is_narrow()>
            <summary>{t.get("filters")}</summary>
            <form method="get" action=t.href(place.list())>
                <input type="hidden" name="staat" value=filter.status.as_str()/>
                <div class="wk-field-row">
                    <div class="wk-field"><label class="wk-label" for="q">{t.get("letters-find")}</label><input class="wk-input" type="search" id="q" name="q" value=filter.text.clone()/></div>
                    <div class="wk-field"><label class="wk-label" for="soort">{t.get("letters-kind")}</label>
                        <select class="wk-select" id="soort" name="soort"><option value="">{t.get("letters-any")}</option>{kinds}</select></div>
                    <div class="wk-field"><label class="wk-label" for="over">{t.get("letters-about")}</label>
                        <select class="wk-select" id="over" name="over"><option value="">{t.get("letters-any")}</option>{one}{subjects}</select></div>
                </div>
                <div class="wk-actions"><button class="wk-button wk-button--secondary" type="submit">{t.get("filters-apply")}</button>{clear}</div>
            </form>
        </details>
    }
}

fn table(t: Texts, place: &Place, status: Status, lines: Vec<Line>) -> impl IntoView + use<> {
    let desk = *place == Place::Desk;
    let rows = lines
        .into_iter()
        .map(|line| {
            let again = (desk && status == Status::Failed).then(|| {
                view! {
                    <form class="wk-inline-form" method="post" action=t.href(ResendMail::PATH)>
                        <Hidden name="mail" value=line.id.to_string()/><button class="wk-button wk-button--secondary wk-button--small" type="submit">{t.get("desk-resend")}<span class="wk-visually-hidden">{format!(": {}", line.subject)}</span></button>
                    </form>
                }
            });
            let outcome = outcome(t, &line);
            view! {
                <tr>
                    <th scope="row" data-label=t.get("desk-mail-subject")><div><a href=t.href(place.letter(line.id))>{line.subject.clone()}</a><p class="wk-meta"><span>{kind_name(t, &line.kind)}</span></p></div></th>
                    <td data-label=t.get("desk-mail-to")><div>{line.to_name.clone()}<p class="wk-meta"><span>{line.to_address.clone()}</span></p></div></td>
                    <td data-label=t.get("desk-mail-made")>{t.moment(line.created_at)}</td>
                    <td data-label=t.get("desk-mail-outcome")><div>{badge(t, &line.status)}{outcome.map(|text| view! { <p class="wk-meta"><span>{text}</span></p> })}{again}</div></td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <div class="wk-table-wrap" tabindex="0" role="region" aria-label=t.get("desk-mails")>
            <table class="wk-table wk-table--cards">
                <thead><tr><th scope="col">{t.get("desk-mail-subject")}</th><th scope="col">{t.get("desk-mail-to")}</th><th scope="col">{t.get("desk-mail-made")}</th><th scope="col">{t.get("desk-mail-outcome")}</th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

/// Addresses to which nothing goes any more.
fn suppressed_addresses(t: Texts, addresses: Vec<Suppressed>) -> impl IntoView {
    let rows = addresses
        .into_iter()
        .map(|Suppressed { id, address, answer, since }| {
            view! {
                <tr>
                    <th scope="row" data-label=t.get("desk-mail-to")>{address.clone()}</th>
                    <td data-label=t.get("desk-suppressed-since")>{t.moment(since)}</td>
                    <td data-label=t.get("desk-suppressed-answer")>{answer}</td>
                    <td><form class="wk-inline-form" method="post" action=t.href(LiftSuppression::PATH)>
                        <Hidden name="mail" value=id.to_string()/>
                        <button class="wk-button wk-button--secondary wk-button--small" type="submit">{t.get("desk-lift")}<span class="wk-visually-hidden">{format!(": {address}")}</span></button>
                    </form></td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <section class="wk-section">
            <h2>{t.get("desk-suppressed-title")}</h2>
            <p>{t.get("desk-suppressed-text")}</p>
            <div class="wk-table-wrap" tabindex="0" role="region" aria-label=t.get("desk-suppressed-title")>
                <table class="wk-table wk-table--cards">
                    <thead><tr><th scope="col">{t.get("desk-mail-to")}</th><th scope="col">{t.get("desk-suppressed-since")}</th><th scope="col">{t.get("desk-suppressed-answer")}</th><th scope="col">{t.get("desk-suppressed-act")}</th></tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    }
}
