//! One letter: how it will look, and what can be done with it.

use axum::{
    Extension, Router,
    extract::Path,
    response::{IntoResponse, Response},
    routing::get,
};
use leptos::{prelude::*, server_fn::ServerFn};
use uuid::Uuid;

use super::{badge, framed, kind_name, outcome};
use crate::{
    error::AppError,
    infra::{
        i18n::Texts,
        mail::{Block, kept::Kept, outbox::Status},
    },
    input::FieldErrors,
    letters::{
        api::{DISCARD_FORM, DiscardLetter, EDIT_FORM, EditForm, EditLetter, HoldLetter, LetterForm, ReleaseLetter},
        model::Place,
        policy::{self, MayRead},
        queries::{self, Letter},
    },
    notifications::model::Event,
    proposals::access,
    request::RequestCx,
    state::AppState,
    ui::{
        form::{ErrorSummary, Fields, Hidden, TextArea, TextField},
        mail::{MailPreview, framed as framed_mail},
        page::Page,
    },
};

async fn found(cx: &RequestCx, may: &MayRead, id: &str) -> Result<Letter, AppError> {
    let id: Uuid = id.parse().map_err(|_| AppError::NotFound)?;
    queries::find(cx.db().reader(), &cx.state().post, may.scope(), id).await?.ok_or(AppError::NotFound)
}

pub(super) async fn page_of(cx: &RequestCx, place: &Place, may: &MayRead, id: &str) -> Result<Page, AppError> {
    let t = cx.t();
    let letter = found(cx, may, id).await?;
    let status: Option<Status> = letter.line.status.parse().ok();
    let is_decision = letter.line.event() == Some(Event::Decision);
    let actions = match (may.act(), status) {
        (Some(_), Some(Status::Held)) => Some(held(cx, place, &letter, is_decision).await?),
        (Some(_), Some(Status::Waiting)) if letter.says.is_some() => Some(waiting(t, place, &letter)),
        _ => None,
    };
    let Letter { line, version: _, says, people, told, about } = letter;
    let untold = (is_decision && !told && status == Some(Status::Held))
        .then(|| view! { <div class="wk-alert wk-alert--warning"><p>{t.get("letter-untold")}</p></div> });
    let preview = match says {
        Some((_, _, text, _)) => view! {
            <MailPreview
                t=t
                title=t.get("letter-preview")
                frame=t.get("letter-preview-html")
                source=format!("{}/html", place.letter(line.id))
                text=text
                note=t.get("letter-preview-note")
            />
        }
        .into_any(),
        None if line.event().is_some_and(Event::is_a_key) => {
            view! { <div class="wk-alert wk-alert--info"><p>{t.get("letter-is-a-key")}</p></div> }.into_any()
        }
        None => view! { <div class="wk-alert wk-alert--info"><p>{t.get("letter-forgotten")}</p></div> }.into_any(),
    };
    let about = about.map(|about| {
        let name = match about.path {
            Some(path) => view! { <a href=t.href(path)>{about.name}</a> }.into_any(),
            None => about.name.into_any(),
        };
        view! { <div><dt>{t.get("letters-about")}</dt><dd>{name}</dd></div> }
    });
    let people = (people > 1).then(|| view! { <div><dt>{t.get("letter-people")}</dt><dd>{people}</dd></div> });
    let outcome = outcome(t, &line).map(|text| view! { " "{text} });
    let body = view! {
        {untold}
        <dl class="wk-data">
            <div><dt>{t.get("desk-mail-to")}</dt><dd>{line.to_name.clone()}" "{line.to_address.clone()}</dd></div>
            {people}
            <div><dt>{t.get("letters-kind")}</dt><dd>{kind_name(t, &line.kind)}</dd></div>
            {about}
            <div><dt>{t.get("desk-mail-made")}</dt><dd>{t.moment(line.created_at)}</dd></div>
            <div><dt>{t.get("desk-mail-outcome")}</dt><dd>{badge(t, &line.status)}{outcome}</dd></div>
        </dl>
        {actions}
        {preview}
        <p><a href=t.href(place.list())>{t.get("letters-back")}</a></p>
    };
    Ok(Page::new(line.subject.clone(), framed(cx, place, line.subject, String::new(), body.into_any())))
}

/// What goes along with every form about a letter.
fn hidden(place: &Place, letter: &Letter) -> impl IntoView + use<> {
    view! { <Hidden name="mail" value=letter.line.id.to_string()/><Hidden name="call" value=place.call()/><Hidden name="version" value=letter.version.to_string()/> }
}

/// What can be done with a letter that waits.
fn waiting(t: Texts, place: &Place, letter: &Letter) -> AnyView {
    view! {
        <form class="wk-form" method="post" action=t.href(HoldLetter::PATH)>
            {hidden(place, letter)}
            <p>{t.get("letter-hold-text")}</p>
            <div class="wk-actions"><button class="wk-button wk-button--secondary" type="submit">{t.get("letter-hold")}</button></div>
        </form>
    }
    .into_any()
}

/// What can be done with a letter that is held: release, change, discard.
async fn held(cx: &RequestCx, place: &Place, letter: &Letter, is_decision: bool) -> Result<AnyView, AppError> {
    let t = cx.t();
    let count = [("count", letter.people.into())];
    let release = view! {
        <form class="wk-form" method="post" action=t.href(ReleaseLetter::PATH)>
            {hidden(place, letter)}
            <p>{t.with("letter-release-text", &count)}</p>
            <div class="wk-actions"><button class="wk-button wk-button--primary" type="submit">{t.get("letter-release")}</button></div>
        </form>
    };
    let edit = match &letter.says {
        Some((_, kept, ..)) => Some(edit_form(cx, place, letter, kept).await?),
        None => None,
    };
    // A decision that is known is told by its letter too.
    let discard = if is_decision && letter.told { None } else { Some(discard_form(cx, place, letter, is_decision).await?) };
    Ok(view! { {release}{edit}{discard} }.into_any())
}

async fn edit_form(cx: &RequestCx, place: &Place, letter: &Letter, kept: &Kept) -> Result<AnyView, AppError> {
    let t = cx.t();
    let wording = kept.wording();
    let typed = cx.kept_form::<EditForm>(EDIT_FORM).await?.filter(|(form, _)| form.mail == letter.line.id.to_string());
    let open = typed.is_some();
    let (form, errors) = typed.unwrap_or_else(|| {
        (EditForm { subject: wording.subject.clone(), texts: wording.texts.clone(), ..EditForm::default() }, FieldErrors::default())
    });
    let fields = Fields::new(t, errors);
    let mut texts = form.texts.into_iter();
    let mut number = 0;
    let parts = kept
        .blocks
        .iter()
        .map(|block| match block {
            Block::Text(_) => {
                let at = number;
                number += 1;
                let label = t.with("letter-paragraph", &[("number", number.into())]);
                let value = texts.next().unwrap_or_default();
                view! { <TextArea fields=fields.clone() name=format!("texts[{at}]") label=label value=value rows=4 optional=true/> }
                    .into_any()
            }
            Block::Quote(words) => view! { <blockquote class="wk-quote"><p>{words.clone()}</p></blockquote> }.into_any(),
            Block::Facts(facts) => {
                let facts =
                    facts.iter().map(|(name, value)| view! { <div><dt>{name.clone()}</dt><dd>{value.clone()}</dd></div> }).collect_view();
                view! { <dl class="wk-data">{facts}</dl> }.into_any()
            }
            Block::Contact { name, .. } => view! { <p class="wk-muted">{name.clone()}</p> }.into_any(),
            Block::Link { label, .. } => view! { <p class="wk-muted">{label.clone()}</p> }.into_any(),
        })
        .collect_view();
    Ok(view! {
        <ErrorSummary fields=fields.clone()/>
        <details class="wk-details" open=open>
            <summary>{t.get("letter-edit")}</summary>
            <p>{t.get("letter-edit-text")}</p>
            <form class="wk-form wk-panel" method="post" novalidate=true action=t.href(EditLetter::PATH)>
                {hidden(place, letter)}
                <TextField fields=fields name="subject" label=t.get("desk-mail-subject") value=form.subject/>
                {parts}
                <div class="wk-actions"><button class="wk-button wk-button--secondary" type="submit">{t.get("letter-save")}</button></div>
            </form>
        </details>
    }
    .into_any())
}

async fn discard_form(cx: &RequestCx, place: &Place, letter: &Letter, is_decision: bool) -> Result<AnyView, AppError> {
    let t = cx.t();
    let typed = cx.kept_form::<LetterForm>(DISCARD_FORM).await?.filter(|(form, _)| form.mail == letter.line.id.to_string());
    let open = typed.is_some();
    let (form, errors) = typed.unwrap_or_default();
    let fields = Fields::new(t, errors);
    let (text, button) = if is_decision {
        (t.get("letter-take-back-text"), t.get("letter-take-back"))
    } else {
        (t.with("letter-discard-text", &[("count", letter.people.into())]), t.get("letter-discard"))
    };
    Ok(view! {
        <ErrorSummary fields=fields.clone()/>
        <details class="wk-details" open=open>
            <summary>{button.clone()}</summary>
            <p>{text}</p>
            <form class="wk-form wk-panel" method="post" novalidate=true action=t.href(DiscardLetter::PATH)>
                {hidden(place, letter)}
                <TextField fields=fields name="reason" label=t.get("letter-discard-reason") hint=t.get("letter-discard-hint") value=form.reason/>
                <div class="wk-actions"><button class="wk-button wk-button--danger" type="submit">{button}</button></div>
            </form>
        </details>
    }
    .into_any())
}

/// The HTML of a letter, for the frame.
pub fn router() -> Router<AppState> {
    Router::new().route("/vandaag/mails/{id}/html", get(at_the_desk)).route("/calls/{slug}/brieven/{id}/html", get(at_the_call))
}

async fn at_the_desk(Extension(cx): Extension<RequestCx>, Path(id): Path<String>) -> Response {
    let may = cx.actor().organiser().map(|organiser| policy::organiser_reads(&organiser));
    answer(&cx, may, &id).await
}

async fn at_the_call(Extension(cx): Extension<RequestCx>, Path((slug, id)): Path<(String, String)>) -> Response {
    let may = access::funder_reader(&cx, &slug).await.map(|funder| policy::funder_reads(&funder));
    answer(&cx, may, &id).await
}

async fn answer(cx: &RequestCx, may: Result<MayRead, AppError>, id: &str) -> Response {
    match html(cx, may, id).await {
        Ok(html) => framed_mail(html),
        Err(error) => cx.asked(error).status().into_response(),
    }
}

async fn html(cx: &RequestCx, may: Result<MayRead, AppError>, id: &str) -> Result<String, AppError> {
    let letter = found(cx, &may?, id).await?;
    letter.says.map(|(_, _, _, html)| html).ok_or(AppError::NotFound)
}
