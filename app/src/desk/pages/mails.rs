//! `/vandaag/mails`

use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_query_map;

use super::{desk, page_number, split_more};
use crate::{
    desk::{
        api::{LiftSuppression, ResendMail},
        queries::{self, MailRow},
    },
    infra::{
        i18n::Texts,
        mail::outbox::{
            Status,
            suppression::{self, Suppressed},
        },
    },
    notifications::model::Event,
    paths,
    ui::{
        find::pager,
        form::Hidden,
        page::{Page, page},
    },
};

#[component]
pub fn DeskMailsPage() -> impl IntoView {
    let number = page_number();
    let status: Status = use_query_map().get_untracked().get("staat").and_then(|status| status.parse().ok()).unwrap_or(Status::Failed);
    page(async move |cx| {
        cx.actor().organiser()?;
        let t = cx.t();
        let mut rows = queries::mails(cx.db().reader(), status.as_str(), number).await?;
        let more = split_more(&mut rows);
        let addresses = if status == Status::Suppressed { suppression::list(cx.db().reader()).await? } else { Vec::new() };
        let addresses = (!addresses.is_empty()).then(|| suppressed_addresses(t, addresses));
        let body = if rows.is_empty() {
            view! { <div class="wk-empty"><h2>{t.get("desk-mails-empty-title")}</h2><p>{t.get("desk-mails-empty-text")}</p></div> }
                .into_any()
        } else {
            let lines = rows.into_iter().map(|row| line(t, status, row)).collect_view();
            view! {
                <div class="wk-table-wrap" tabindex="0" role="region" aria-label=t.get("desk-mails")>
                    <table class="wk-table wk-table--cards">
                        <thead><tr><th scope="col">{t.get("desk-mail-subject")}</th><th scope="col">{t.get("desk-mail-to")}</th><th scope="col">{t.get("desk-mail-made")}</th><th scope="col">{t.get("desk-mail-attempts")}</th><th scope="col">{t.get("desk-mail-outcome")}</th></tr></thead>
                        <tbody>{lines}</tbody>
                    </table>
                </div>
            }
            .into_any()
        };
        let pager = pager(t, number, more, |page| t.href(format!("{}?staat={}&pagina={page}", paths::DESK_MAILS, status.as_str())));
        let title = t.get("desk-mails");
        let tabs = tabs(t, status);
        Ok(Page::new(
            title.clone(),
            desk(t, paths::DESK_MAILS, title, t.get("desk-mails-lead"), view! { {tabs} {addresses} {body} {pager} }),
        ))
    })
}

fn label(t: Texts, status: Status) -> String {
    t.get(match status {
        Status::Waiting => "mail-status-waiting",
        Status::Held => "mail-status-held",
        Status::Discarded => "mail-status-discarded",
        Status::Sending => "mail-status-sending",
        Status::Sent => "mail-status-sent",
        Status::Failed => "mail-status-failed",
        Status::Suppressed => "mail-status-suppressed",
    })
}

fn tabs(t: Texts, chosen: Status) -> impl IntoView {
    let tabs = [Status::Failed, Status::Waiting, Status::Sent, Status::Suppressed]
        .into_iter()
        .map(|status| {
            let href = t.href(format!("{}?staat={}", paths::DESK_MAILS, status.as_str()));
            view! { <li><a href=href aria-current=(status == chosen).then_some("page")>{label(t, status)}</a></li> }
        })
        .collect_view();
    view! { <nav class="wk-tabs" aria-label=t.get("listing-state")><ul>{tabs}</ul></nav> }
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

fn line(t: Texts, status: Status, row: MailRow) -> impl IntoView {
    let outcome = match (row.sent_at, row.error) {
        (Some(at), _) => t.moment(at),
        (None, Some(error)) if error == suppression::REASON => t.get("desk-mail-no-mailbox"),
        (None, Some(error)) => error,
        (None, None) => label(t, status),
    };
    let again = (status == Status::Failed).then(|| {
        view! {
            <form class="wk-inline-form" method="post" action=t.href(ResendMail::PATH)>
                <Hidden name="mail" value=row.id.to_string()/><button class="wk-button wk-button--secondary wk-button--small" type="submit">{t.get("desk-resend")}</button>
            </form>
        }
    });
    let kind = row.kind.parse::<Event>().map(|kind| t.get(kind.name_key())).unwrap_or(row.kind);
    view! {
        <tr>
            <th scope="row" data-label=t.get("desk-mail-subject")>{row.subject}<br/><span class="wk-muted">{kind}</span></th>
            <td data-label=t.get("desk-mail-to")>{row.to}</td>
            <td data-label=t.get("desk-mail-made")>{t.moment(row.created_at)}</td>
            <td data-label=t.get("desk-mail-attempts") class="wk-num">{row.attempts}</td>
            <td data-label=t.get("desk-mail-outcome")>{outcome}{again}</td>
        </tr>
    }
}
