//! `/vandaag/schrijven` and `/vandaag/schrijven/:id/bewerken`

use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_query_map;
use uuid::Uuid;

use super::param;
use crate::{
    areas::{
        self,
        fields::{AreaField, AreaSuggestions},
    },
    calls,
    desk::frame::desk,
    error::AppError,
    input::FieldErrors,
    parties::model::PartyKind,
    paths,
    proposals::model::ProposalState,
    request::RequestCx,
    segments::{
        api::{FORM, SaveSegment, SegmentForm},
        model::{Audience, STATES, Segment},
        queries,
    },
    themes::Theme,
    ui::{
        form::{Choices, ErrorSummary, Fields, Hidden, TextArea, TextField},
        page::{Page, page},
    },
};

/// A new mail; the address tells from which list somebody comes.
#[component]
pub fn WriteSegmentPage() -> impl IntoView {
    let query = use_query_map().get_untracked();
    let value = move |name: &str| query.get(name).unwrap_or_default().chars().take(120).collect::<String>();
    let chosen = SegmentForm {
        to: if value("call").is_empty() { "parties".to_owned() } else { "proposals".to_owned() },
        name: value("q"),
        kind: value("soort"),
        area: value("gebied"),
        call: value("call"),
        state: value("status"),
        ..SegmentForm::default()
    };
    page(async move |cx| form_page(&cx, chosen).await)
}

/// A mail that was not put aside yet.
#[component]
pub fn EditSegmentPage() -> impl IntoView {
    let id = param("id");
    page(async move |cx| {
        cx.actor().organiser()?;
        let id: Uuid = id.parse().map_err(|_| AppError::NotFound)?;
        let segment = queries::find(cx.db().reader(), id).await?.filter(|segment| !segment.queued).ok_or(AppError::NotFound)?;
        form_page(&cx, typed(segment)).await
    })
}

fn typed(segment: Segment) -> SegmentForm {
    let Segment { id, audience, dutch, english, version, .. } = segment;
    let english = english.unwrap_or_default();
    let form = SegmentForm {
        mail: id.to_string(),
        version: version.to_string(),
        subject: dutch.subject,
        body: dutch.body,
        english_subject: english.subject,
        english_body: english.body,
        ..SegmentForm::default()
    };
    match audience {
        Audience::Parties { text, kind, area } => SegmentForm {
            to: "parties".to_owned(),
            name: text,
            kind: kind.map(|kind| kind.as_str().to_owned()).unwrap_or_default(),
            area,
            ..form
        },
        Audience::Listings { side, theme, area } => SegmentForm {
            to: side.as_str().to_owned(),
            theme: theme.map(|theme| theme.as_str().to_owned()).unwrap_or_default(),
            area,
            ..form
        },
        Audience::Proposals { call, state } => SegmentForm { to: "proposals".to_owned(), call, state: state.as_str().to_owned(), ..form },
    }
}

async fn form_page(cx: &RequestCx, chosen: SegmentForm) -> Result<Page, AppError> {
    cx.actor().organiser()?;
    let t = cx.t();
    let db = cx.db().reader();
    let mail = chosen.mail.clone();
    let kept = cx.kept_form::<SegmentForm>(FORM).await?.filter(|(form, _)| form.mail == mail);
    let (form, errors) = kept.unwrap_or_else(|| (chosen, FieldErrors::default()));
    let fields = Fields::new(t, errors);
    let area_choices = areas::queries::choices(db).await?;
    let calls = calls::queries::latest(db).await?;
    let kinds = PartyKind::ALL
        .iter()
        .map(|kind| view! { <option value=kind.as_str() selected=kind.as_str() == form.kind>{kind.label(t)}</option> })
        .collect_view();
    let calls = calls
        .into_iter()
        .map(|(slug, title)| {
            let selected = slug == form.call;
            view! { <option value=slug selected=selected>{title}</option> }
        })
        .collect_view();
    let state: ProposalState = form.state.parse().unwrap_or(ProposalState::Submitted);
    let states =
        STATES.into_iter().map(|one| view! { <option value=one.as_str() selected=one == state>{one.label(t)}</option> }).collect_view();
    let themes = Theme::ALL
        .iter()
        .map(|theme| view! { <option value=theme.as_str() selected=theme.as_str() == form.theme>{theme.label(t)}</option> })
        .collect_view();
    let options = ["parties", "need", "offer", "proposals"].map(|to| {
        let label = match to {
            "parties" => "segment-to-parties",
            "need" => "segment-to-needs",
            "offer" => "segment-to-offers",
            _ => "segment-to-proposals",
        };
        (to.to_owned(), t.get(label))
    });
    let call_error = fields.error("call").map(|text| view! { <p class="wk-error" id="call-error">{text}</p> });
    let body = view! {
        <ErrorSummary fields=fields.clone()/>
        <form class="wk-form" method="post" novalidate=true action=t.href(SaveSegment::PATH)>
            <Hidden name="mail" value=form.mail/><Hidden name="version" value=form.version/>
            <Choices fields=fields.clone() name="to" label=t.get("segment-to") values=vec![form.to] options=options.to_vec()/>
            <section class="wk-form-section"><h2>{t.get("segment-to-parties")}</h2>
                <TextField fields=fields.clone() name="name" label=t.get("parties-filter-name") value=form.name optional=true/>
                <div class="wk-field"><label class="wk-label" for="kind">{t.get("party-kind")}</label>
                    <select class="wk-select" id="kind" name="form[kind]"><option value="">{t.get("parties-filter-any")}</option>{kinds}</select></div>
            </section>
            <section class="wk-form-section"><h2>{t.get("segment-to-listings")}</h2>
                <div class="wk-field"><label class="wk-label" for="theme">{t.get("segment-theme")}</label>
                    <select class="wk-select" id="theme" name="form[theme]"><option value="">{t.get("segment-any-theme")}</option>{themes}</select></div>
            </section>
            <section class="wk-form-section"><h2>{t.get("segment-where")}</h2>
                <AreaField fields=fields.clone() name="area" label=t.get("party-area") value=form.area hint=t.get("segment-where-hint") optional=true/>
            </section>
            <section class="wk-form-section"><h2>{t.get("segment-to-proposals")}</h2>
                <div class="wk-field"><label class="wk-label" for="call">{t.get("segment-call")}</label>{call_error}
                    <select class="wk-select" id="call" name="form[call]"><option value="">{t.get("segment-choose")}</option>{calls}</select></div>
                <div class="wk-field"><label class="wk-label" for="state">{t.get("segment-state")}</label>
                    <select class="wk-select" id="state" name="form[state]">{states}</select></div>
            </section>
            <section class="wk-form-section"><h2>{t.get("segment-mail")}</h2>
                <TextField fields=fields.clone() name="subject" label=t.get("desk-mail-subject") value=form.subject/>
                <TextArea fields=fields.clone() name="body" label=t.get("template-body") hint=t.get("segment-body-hint") value=form.body rows=10/>
            </section>
            <section class="wk-form-section"><h2>{t.get("segment-mail-english")}</h2><p>{t.get("segment-mail-english-text")}</p>
                <TextField fields=fields.clone() name="english_subject" label=t.get("segment-english-subject") value=form.english_subject optional=true/>
                <TextArea fields=fields name="english_body" label=t.get("segment-english-body") hint=t.get("segment-body-hint") value=form.english_body rows=10 optional=true/>
            </section>
            <div class="wk-actions"><button class="wk-button wk-button--primary" type="submit">{t.get("segment-next")}</button></div>
        </form>
        <AreaSuggestions choices=area_choices/>
    };
    let title = t.get("segment-title");
    Ok(Page::new(title.clone(), desk(cx, paths::DESK_MAILS, title, t.get("segment-lead"), body)))
}
