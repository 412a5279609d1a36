//! `/dev/mail`: every mail of the demo, as its reader would see it. Not there in production.

use axum::{
    Extension, Router,
    extract::Path,
    response::{Html, IntoResponse, Response},
    routing::get,
};
use http::{HeaderName, header};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};
use uuid::Uuid;

use super::super::{
    model::Event,
    queries::{self, MailLine, WholeMail},
    unsubscribe::mailbox_is_open,
};
use crate::{
    error::AppError,
    infra::i18n::Texts,
    paths,
    request::RequestCx,
    state::AppState,
    ui::page::{Page, page},
};

/// The list, the newest mail first.
#[component]
pub fn DevMailsPage() -> impl IntoView {
    let query = use_query_map().get_untracked();
    let q = query.get("q").unwrap_or_default().trim().to_owned();
    let before = query.get("voor").and_then(|id| id.parse::<Uuid>().ok());
    page(async move |cx| {
        if !mailbox_is_open(&cx) {
            return Err(AppError::NotFound);
        }
        let t = cx.t();
        let (lines, more) = queries::list_mails(cx.db().reader(), &q, before).await?;
        let next = lines.last().filter(|_| more).map(|line| {
            let q = percent_encoding::utf8_percent_encode(&q, percent_encoding::NON_ALPHANUMERIC).to_string();
            t.href(format!("{}?q={q}&voor={}", paths::DEV_MAIL, line.id))
        });
        Ok(Page::new(
            t.get("dev-mail-title"),
            view! {
                <header class="wk-page-header"><h1>{t.get("dev-mail-title")}</h1><p class="wk-lead">{t.get("dev-mail-lead")}</p></header>
                <form class="wk-search" role="search" method="get" action=t.href(paths::DEV_MAIL)>
                    <label class="wk-label" for="q">{t.get("dev-mail-search")}</label>
                    <div class="wk-search__row"><input class="wk-input" type="search" id="q" name="q" value=q/><button class="wk-button wk-button--primary">{t.get("dev-mail-find")}</button></div>
                </form>
                {if lines.is_empty() {
                    view! { <p class="wk-muted">{t.get("dev-mail-none")}</p> }.into_any()
                } else {
                    table(t, lines).into_any()
                }}
                {next.map(|href| view! { <nav class="wk-pagination" aria-label=t.get("dev-mail-title")><a rel="next" href=href>{t.get("dev-mail-older")}</a></nav> })}
            },
        ))
    })
}

fn table(t: Texts, lines: Vec<MailLine>) -> impl IntoView {
    let rows = lines
        .into_iter()
        .map(|line| {
            view! {
                <tr>
                    <th scope="row"><a href=t.href(paths::dev_mail(line.id))>{line.subject.clone()}</a></th>
                    <td data-label=t.get("dev-mail-to")>{line.to_address.clone()}</td>
                    <td data-label=t.get("dev-mail-kind")>{kind_name(t, &line.kind)}</td>
                    <td data-label=t.get("dev-mail-when")>{t.moment(line.created_at)}</td>
                    <td data-label=t.get("dev-mail-status")>{badge(t, &line.status)}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <div class="wk-table-wrap"><table class="wk-table wk-table--cards">
            <thead><tr>
                <th scope="col">{t.get("dev-mail-subject")}</th><th scope="col">{t.get("dev-mail-to")}</th><th scope="col">{t.get("dev-mail-kind")}</th>
                <th scope="col">{t.get("dev-mail-when")}</th><th scope="col">{t.get("dev-mail-status")}</th>
            </tr></thead>
            <tbody>{rows}</tbody>
        </table></div>
    }
}

fn kind_name(t: Texts, kind: &str) -> String {
    kind.parse::<Event>().map_or_else(|_| kind.to_owned(), |kind| t.get(kind.name_key()))
}

fn badge(t: Texts, status: &str) -> impl IntoView + use<> {
    let (tone, text) = match status {
        "sent" => ("positive", t.get("dev-mail-sent")),
        "failed" => ("negative", t.get("dev-mail-failed")),
        "suppressed" => ("neutral", t.get("dev-mail-suppressed")),
        _ => ("info", t.get("dev-mail-waiting")),
    };
    view! { <span class=format!("wk-badge wk-badge--{tone}")>{text}</span> }
}

/// One mail, with its HTML in a frame and its text below.
#[component]
pub fn DevMailPage() -> impl IntoView {
    let id = use_params_map().get_untracked().get("id").and_then(|id| id.parse::<Uuid>().ok());
    page(async move |cx| {
        let mail = whole(&cx, id).await?;
        let t = cx.t();
        let WholeMail { line, text, html: _, last_error } = mail;
        Ok(Page::new(
            line.subject.clone(),
            view! {
                <nav class="wk-breadcrumb" aria-label=t.get("breadcrumb")><ol>
                    <li><a href=t.href(paths::DEV_MAIL)>{t.get("dev-mail-title")}</a></li>
                    <li><a href=t.href(paths::dev_mail(line.id)) aria-current="page">{line.subject.clone()}</a></li>
                </ol></nav>
                <article class="wk-mail">
                    <header class="wk-mail__head">
                        <h1>{line.subject.clone()}</h1>
                        <dl class="wk-data">
                            <div><dt>{t.get("dev-mail-to")}</dt><dd>{line.to_name}" "{line.to_address}</dd></div>
                            <div><dt>{t.get("dev-mail-kind")}</dt><dd>{kind_name(t, &line.kind)}</dd></div>
                            <div><dt>{t.get("dev-mail-when")}</dt><dd>{t.moment(line.created_at)}</dd></div>
                            <div><dt>{t.get("dev-mail-status")}</dt><dd>{badge(t, &line.status)}" "{last_error}</dd></div>
                        </dl>
                    </header>
                    <iframe class="wk-mail__body" sandbox="allow-top-navigation-by-user-activation" title=t.get("dev-mail-body") src=paths::dev_mail_html(line.id)></iframe>
                </article>
                <details class="wk-details"><summary>{t.get("dev-mail-text")}</summary><pre class="wk-mail__text">{text}</pre></details>
            },
        ))
    })
}

async fn whole(cx: &RequestCx, id: Option<Uuid>) -> Result<WholeMail, AppError> {
    let id = id.filter(|_| mailbox_is_open(cx)).ok_or(AppError::NotFound)?;
    queries::mail(cx.db().reader(), &cx.state().post, id).await?.ok_or(AppError::NotFound)
}

/// The HTML of one mail, for the frame.
pub fn mail_html_router() -> Router<AppState> {
    Router::new().route("/dev/mail/{id}/html", get(mail_html))
}

async fn mail_html(Extension(cx): Extension<RequestCx>, Path(id): Path<String>) -> Response {
    match whole(&cx, id.parse().ok()).await {
        Ok(mail) => {
            // A link opens in the window around the frame; styles stand on the elements, as mail programs want it.
            let html = mail.html.replacen("<head>", "<head><base target=\"_top\">", 1);
            let policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'self'; frame-ancestors 'self'; sandbox allow-top-navigation-by-user-activation";
            let headers = [
                (header::CONTENT_SECURITY_POLICY, policy),
                (header::X_FRAME_OPTIONS, "SAMEORIGIN"),
                (HeaderName::from_static("x-robots-tag"), "noindex"),
            ];
            (headers, Html(html)).into_response()
        }
        Err(error) => error.status().into_response(),
    }
}
