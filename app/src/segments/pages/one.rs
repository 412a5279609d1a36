//! `/vandaag/schrijven/:id`

use axum::{
    Extension, Router,
    extract::Path,
    response::{Html, IntoResponse, Response},
    routing::get,
};
use http::{HeaderName, header};
use leptos::{prelude::*, server_fn::ServerFn};
use uuid::Uuid;

use super::{param, whom};
use crate::{
    accounts::model::Organiser,
    desk::frame::desk,
    error::AppError,
    paths,
    request::RequestCx,
    segments::{
        api::{QueueSegment, TrySegment},
        commands,
        model::{MOST, Segment},
        queries,
    },
    state::AppState,
    ui::{
        form::Hidden,
        page::{Page, page},
    },
};

async fn found(cx: &RequestCx, id: &str) -> Result<(Organiser, Segment), AppError> {
    let organiser = cx.actor().organiser()?;
    let id: Uuid = id.parse().map_err(|_| AppError::NotFound)?;
    Ok((organiser, queries::find(cx.db().reader(), id).await?.ok_or(AppError::NotFound)?))
}

/// One mail: whom it reaches, how it looks, trying it, and putting it aside.
#[component]
pub fn SegmentPage() -> impl IntoView {
    let id = param("id");
    page(async move |cx| {
        let t = cx.t();
        let (organiser, segment) = found(&cx, &id).await?;
        let (text, _) = commands::preview(cx.state(), &organiser, &segment);
        let who = whom(t, &segment.audience);
        let body = if segment.queued {
            let mails = t.href(format!("{}?staat=held&over=segment:{}", paths::DESK_MAILS, segment.id));
            view! { <div class="wk-alert wk-alert--info"><p>{t.with("segment-is-queued", &[("count", segment.people.into())])}</p><p><a href=mails>{t.get("segment-to-mails")}</a></p></div> }.into_any()
        } else {
            let reach = queries::reach(cx.db().reader(), &segment.audience).await?;
            let count = reach.people.len();
            let hidden = |mark: &str| {
                view! { <Hidden name="mail" value=segment.id.to_string()/><Hidden name="version" value=segment.version.to_string()/><Hidden name="mark" value=mark/> }
            };
            let left_out = [
                (reach.doubles, "segment-doubles"),
                (reach.unsubscribed, "segment-unsubscribed"),
                (reach.suppressed, "segment-suppressed"),
            ];
            let left_out = left_out
                .into_iter()
                .filter(|(count, _)| *count > 0)
                .map(|(count, key)| view! { <li>{t.with(key, &[("count", count.into())])}</li> })
                .collect_view();
            let go = if reach.too_many {
                view! { <div class="wk-alert wk-alert--warning"><p>{t.with("segment-too-many", &[("count", MOST.into())])}</p></div> }
                    .into_any()
            } else if count == 0 {
                view! { <div class="wk-alert wk-alert--warning"><p>{t.get("segment-nobody")}</p></div> }.into_any()
            } else {
                view! {
                    <form class="wk-form" method="post" action=t.href(QueueSegment::PATH)>
                        {hidden(&reach.mark)}<p>{t.get("segment-queue-text")}</p>
                        <div class="wk-actions"><button class="wk-button wk-button--primary" type="submit">{t.with("segment-queue", &[("count", count.into())])}</button></div>
                    </form>
                }
                .into_any()
            };
            view! {
                <section class="wk-panel"><p><strong>{t.with("segment-count", &[("count", count.into())])}</strong></p><ul>{left_out}</ul></section>
                {go}
                <form class="wk-form" method="post" action=t.href(TrySegment::PATH)>
                    {hidden("")}
                    <div class="wk-actions"><button class="wk-button wk-button--secondary" type="submit">{t.get("segment-try")}</button>
                        <a class="wk-button wk-button--subtle" href=t.href(paths::desk_segment_edit(segment.id))>{t.get("segment-edit")}</a></div>
                </form>
            }
            .into_any()
        };
        let title = segment.subject.clone();
        let all = view! {
            {body}
            <section class="wk-section"><h2>{t.get("letter-preview")}</h2>
                <div class="wk-grid wk-grid--2">
                    <iframe class="wk-mail__body" sandbox="" title=t.get("letter-preview-html") src=format!("{}/html", paths::desk_segment(segment.id))></iframe>
                    <div><h3 class="wk-h4">{t.get("letter-preview-text")}</h3><pre class="wk-mail__text" tabindex="0">{text}</pre></div>
                </div>
            </section>
        };
        Ok(Page::new(title.clone(), desk(&cx, paths::DESK_MAILS, title, who, all)))
    })
}

/// The HTML of a mail, for the frame.
pub fn router() -> Router<AppState> {
    Router::new().route("/vandaag/schrijven/{id}/html", get(html))
}

async fn html(Extension(cx): Extension<RequestCx>, Path(id): Path<String>) -> Response {
    match found(&cx, &id).await {
        Ok((organiser, segment)) => {
            let (_, html) = commands::preview(cx.state(), &organiser, &segment);
            let policy =
                "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox";
            let headers = [
                (header::CONTENT_SECURITY_POLICY, policy),
                (header::X_FRAME_OPTIONS, "SAMEORIGIN"),
                (header::CACHE_CONTROL, "private, no-store"),
                (HeaderName::from_static("x-robots-tag"), "noindex"),
            ];
            (headers, Html(html)).into_response()
        }
        Err(error) => cx.asked(error).status().into_response(),
    }
}
