//! `/vandaag/schrijven/:id`

use axum::{
    Extension, Router,
    extract::{Path, Query},
    response::{IntoResponse, Response},
    routing::get,
};
use leptos::{prelude::*, server_fn::ServerFn};
use serde::Deserialize;
use uuid::Uuid;

use super::{param, whom};
use crate::{
    accounts::model::Organiser,
    desk::frame::desk,
    error::AppError,
    infra::i18n::Locale,
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
        mail::{MailPreview, framed},
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
        let previews = segment.languages().into_iter().map(|locale| preview(&cx, &organiser, &segment, locale)).collect_view();
        let who = whom(t, &segment.audience);
        let body = if segment.queued {
            let mails = t.href(format!("{}?staat=held&over=segment:{}", paths::DESK_MAILS, segment.id));
            view! { <div class="wk-alert wk-alert--info"><p>{t.with("segment-is-queued", &[("count", segment.people.into())])}</p><p><a href=mails>{t.get("segment-to-mails")}</a></p></div> }.into_any()
        } else {
            let reach = queries::reach(cx.db().reader(), &segment.audience, cx.now()).await?;
            let count = reach.people.len();
            let in_english = reach.people.iter().filter(|person| person.locale == Locale::En).count();
            let english = (in_english > 0).then(|| {
                let key = if segment.english.is_some() { "segment-in-english" } else { "segment-no-english" };
                view! { <p>{t.with(key, &[("count", in_english.into())])}</p> }
            });
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
                <section class="wk-panel"><p><strong>{t.with("segment-count", &[("count", count.into())])}</strong></p>{english}<ul>{left_out}</ul></section>
                {go}
                <form class="wk-form" method="post" action=t.href(TrySegment::PATH)>
                    {hidden("")}
                    <div class="wk-actions"><button class="wk-button wk-button--secondary" type="submit">{t.get("segment-try")}</button>
                        <a class="wk-button wk-button--subtle" href=t.href(paths::desk_segment_edit(segment.id))>{t.get("segment-edit")}</a></div>
                </form>
            }
            .into_any()
        };
        let title = segment.dutch.subject.clone();
        let all = view! { {body} {previews} };
        Ok(Page::new(title.clone(), desk(&cx, paths::DESK_MAILS, title, who, all)))
    })
}

/// Shows the mail as a reader of that language gets it.
fn preview(cx: &RequestCx, organiser: &Organiser, segment: &Segment, locale: Locale) -> impl IntoView + use<> {
    let t = cx.t();
    let (text, _) = commands::preview(cx.state(), organiser, segment, locale);
    let (title, frame) = match (locale, &segment.english) {
        (_, None) => (t.get("letter-preview"), t.get("letter-preview-html")),
        (Locale::Nl, Some(_)) => (t.get("segment-preview-dutch"), t.get("segment-preview-dutch")),
        (Locale::En, Some(_)) => (t.get("segment-preview-english"), t.get("segment-preview-english")),
    };
    let source = format!("{}/html?taal={}", paths::desk_segment(segment.id), locale.as_str());
    view! {
        <MailPreview t=t title=title frame=frame source=source text=text/>
    }
}

/// In which language a preview is asked for.
#[derive(Debug, Deserialize)]
struct Language {
    taal: Option<String>,
}

/// The HTML of a mail, for the frame.
pub fn router() -> Router<AppState> {
    Router::new().route("/vandaag/schrijven/{id}/html", get(html))
}

async fn html(Extension(cx): Extension<RequestCx>, Path(id): Path<String>, Query(Language { taal }): Query<Language>) -> Response {
    let locale = taal.and_then(|taal| taal.parse().ok()).unwrap_or(Locale::Nl);
    match found(&cx, &id).await {
        Ok((organiser, segment)) => {
            let (_, html) = commands::preview(cx.state(), &organiser, &segment, locale);
            framed(html)
        }
        Err(error) => cx.asked(error).status().into_response(),
    }
}
