//! `/calls/:slug/bewerken`

use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_params_map;

use crate::{
    areas::{
        self,
        fields::{AreaSuggestions, AreasField},
        model::AreaCode,
    },
    calls::{
        api::{CloseCall, KeepCall, SaveCall, WITHDRAW_FORM, WithdrawCall, WithdrawForm, edit_form},
        form::{CallForm, QuestionForm},
        model::{Call, CallState, DEFAULT_WORDS, Phase, QuestionKind},
        policy, queries,
    },
    error::AppError,
    infra::i18n::Texts,
    input::FieldErrors,
    islands::{AutoSave, LiveCounts},
    parties::model::PartyKind,
    paths,
    request::RequestCx,
    themes::Theme,
    ui::{
        breadcrumb::breadcrumb,
        form::{Choices, ErrorSummary, Fields, Hidden, Select, TextArea, TextField, Tick},
        page::{Page, page},
    },
};

/// The id of the form, which the island looks for.
const FORM: &str = "call-form";

#[component]
pub fn EditCallPage() -> impl IntoView {
    let slug = use_params_map().get_untracked().get("slug").unwrap_or_default();
    page(async move |cx| {
        let may = policy::edit(cx.actor(), queries::by_slug(cx.db().reader(), &slug).await?)?;
        let call = may.call().clone();
        if call.life.state == CallState::Withdrawn {
            return Err(AppError::Conflict);
        }
        show(&cx, call).await
    })
}

async fn show(cx: &RequestCx, call: Call) -> Result<Page, AppError> {
    let t = cx.t();
    let db = cx.db().reader();
    let (form, errors) = match cx.kept_form::<CallForm>(&edit_form(&call.slug)).await? {
        Some(kept) => kept,
        None => (CallForm::of(t, &call, queries::content(db, &call).await?), FieldErrors::default()),
    };
    let choices = areas::queries::choices(db).await?;
    let fields = Fields::new(t, errors);
    let phase = call.phase(cx.now());
    let draft = phase == Phase::Draft;
    let end = if draft { None } else { Some(ending(cx, &call, phase).await?) };
    let title = t.get(if draft { "calls-edit-draft" } else { "calls-edit-published" });
    let note = if draft { t.get("calls-edit-draft-note") } else { t.get("calls-edit-published-note") };
    let buttons = if draft { draft_buttons(t).into_any() } else { published_buttons(t, &call).into_any() };
    let islands = draft.then(|| view! { <AutoSave form=FORM.to_owned() url=t.href(KeepCall::PATH) failed=t.get("form-not-saved")/> });
    Ok(Page::new(
        title.clone(),
        view! {
            {breadcrumb(t, vec![(t.get("calls-title"), paths::CALLS.to_owned()), (t.get("calls-manage"), paths::CALLS_MANAGE.to_owned())], call.title.clone())}
            <div class="wk-narrow">
                <ErrorSummary fields=fields.clone()/>
                <header class="wk-page-header"><h1>{title}</h1><p class="wk-lead">{note}</p></header>
                <form class="wk-form" id=FORM method="post" novalidate=true action=t.href(SaveCall::PATH)>
                    // Enter in a field presses the first button of a form: that one saves.
                    <button class="wk-visually-hidden" type="submit" tabindex="-1" aria-hidden="true">{t.get("calls-save")}</button>
                    <Hidden name="slug" value=form.slug.clone()/>
                    <Hidden name="version" value=form.version.clone()/>
                    {basics(&fields, &form)}
                    {money(&fields, &form)}
                    {dates(&fields, &form, phase)}
                    {audience(&fields, &form, choices)}
                    {questions(&fields, form.questions, draft)}
                    {islands}
                    {buttons}
                </form>
                {end}
            </div>
            <LiveCounts/>
        },
    )
    .with_islands())
}

fn basics(fields: &Fields, form: &CallForm) -> impl IntoView + use<> {
    let t = fields.t;
    view! {
        <section class="wk-form-section">
            <h2>{t.get("calls-section-basics")}</h2>
            <TextField fields=fields.clone() name="title" label=t.get("calls-part-title") hint=t.get("calls-title-hint") value=form.title.clone()/>
            <TextArea fields=fields.clone() name="summary" label=t.get("calls-part-summary") hint=t.get("calls-summary-hint") value=form.summary.clone() rows=3/>
            <TextArea fields=fields.clone() name="body" label=t.get("calls-part-body") hint=t.get("calls-body-hint") value=form.body.clone() rows=14/>
            <TextArea fields=fields.clone() name="conditions" label=t.get("calls-part-conditions") hint=t.get("calls-conditions-hint") value=form.conditions.clone() rows=8 optional=true/>
        </section>
    }
}

fn money(fields: &Fields, form: &CallForm) -> impl IntoView + use<> {
    let t = fields.t;
    view! {
        <section class="wk-form-section">
            <h2>{t.get("calls-section-money")}</h2>
            <TextField fields=fields.clone() name="ceiling" label=t.get("calls-part-ceiling") hint=t.get("calls-ceiling-hint") value=form.ceiling.clone() size="medium" inputmode="decimal" before="€" optional=true/>
            <TextField fields=fields.clone() name="max" label=t.get("calls-part-max") hint=t.get("calls-max-hint") value=form.max.clone() size="medium" inputmode="decimal" before="€" optional=true/>
        </section>
    }
}

fn dates(fields: &Fields, form: &CallForm, phase: Phase) -> impl IntoView + use<> {
    let t = fields.t;
    let opens = matches!(phase, Phase::Draft | Phase::Scheduled).then(|| {
        view! {
            <div class="wk-field-row">
                <TextField fields=fields.clone() name="opens_date" label=t.get("calls-opens-date") hint=t.get("calls-opens-hint") value=form.opens_date.clone() kind="date" size="medium" optional=true/>
                <TextField fields=fields.clone() name="opens_time" label=t.get("calls-opens-time") value=form.opens_time.clone() kind="time" size="short" optional=true/>
            </div>
        }
    });
    let closes = (phase != Phase::Closed).then(|| {
        view! {
            <div class="wk-field-row">
                <TextField fields=fields.clone() name="closes_date" label=t.get("calls-closes-date") hint=t.get("calls-closes-hint") value=form.closes_date.clone() kind="date" size="medium"/>
                <TextField fields=fields.clone() name="closes_time" label=t.get("calls-closes-time") value=form.closes_time.clone() kind="time" size="short" optional=true/>
            </div>
        }
    });
    (opens.is_some() || closes.is_some()).then(|| {
        view! { <section class="wk-form-section"><h2>{t.get("calls-section-dates")}</h2>{opens}{closes}</section> }
    })
}

fn audience(fields: &Fields, form: &CallForm, choices: Vec<(AreaCode, String)>) -> impl IntoView + use<> {
    let t = fields.t;
    let kinds = PartyKind::ALL.iter().map(|kind| (kind.as_str().to_owned(), kind.label(t))).collect();
    let themes = Theme::ALL.iter().map(|theme| (theme.as_str().to_owned(), theme.label(t))).collect();
    view! {
        <section class="wk-form-section">
            <h2>{t.get("calls-section-audience")}</h2>
            <Choices fields=fields.clone() name="who_may_apply" label=t.get("calls-who") hint=t.get("calls-who-hint") values=form.who_may_apply.clone() options=kinds many=true/>
            <Choices fields=fields.clone() name="themes" label=t.get("calls-part-themes") values=form.themes.clone() options=themes many=true/>
            <AreasField fields=fields.clone() name="areas" label=t.get("calls-part-areas") hint=t.get("calls-areas-hint") values=form.areas.clone()/>
            <AreaSuggestions choices=choices/>
        </section>
    }
}

fn questions(fields: &Fields, questions: Vec<QuestionForm>, draft: bool) -> impl IntoView + use<> {
    let t = fields.t;
    let count = questions.len();
    let blocks = questions.into_iter().enumerate().map(|(index, form)| question(fields, index, count, form, draft)).collect_view();
    let add = draft.then(|| {
        view! { <button class="wk-button wk-button--secondary" type="submit" name="form[do]" value="add_question">{t.get("calls-question-add")}</button> }
    });
    (draft || count > 0).then(|| {
        view! {
            <section class="wk-form-section" id="vragen">
                <h2>{t.get("calls-questions-title")}</h2>
                <p class="wk-hint">{if draft { t.get("calls-questions-hint") } else { t.get("calls-questions-fixed") }}</p>
                {blocks}
                {add}
            </section>
        }
    })
}

fn question(fields: &Fields, index: usize, count: usize, form: QuestionForm, draft: bool) -> impl IntoView + use<> {
    let t = fields.t;
    let name = |field: &str| format!("questions[{index}][{field}]");
    let number = index + 1;
    let kinds = QuestionKind::ALL.iter().map(|kind| (kind.as_str().to_owned(), kind.label(t))).collect();
    let how = draft.then(|| {
        view! {
            <Select fields=fields.clone() name=name("kind") label=t.get("calls-question-kind") value=form.kind.clone() options=kinds/>
            <TextField fields=fields.clone() name=name("word_limit") label=t.get("calls-question-limit") hint=t.with("calls-question-limit-hint", &[("count", DEFAULT_WORDS.into())]) value=form.word_limit.clone() size="short" inputmode="numeric" optional=true/>
            <TextArea fields=fields.clone() name=name("options") label=t.get("calls-question-options") hint=t.get("calls-question-options-hint") value=form.options.clone() rows=3 optional=true/>
            <Tick fields=fields.clone() name=name("required") label=t.get("calls-question-required") checked=!form.required.is_empty()/>
        }
    });
    let button = |action: &str, key: &'static str| {
        let label = t.with("calls-question-button", &[("action", t.get(key).into()), ("number", number.into())]);
        view! { <button class="wk-button-link" type="submit" name="form[do]" value=format!("{action}:{index}") aria-label=label>{t.get(key)}</button> }
    };
    let buttons = draft.then(|| {
        view! {
            <p class="wk-cluster">
                {(index > 0).then(|| button("up", "calls-question-up"))}
                {(number < count).then(|| button("down", "calls-question-down"))}
                {button("remove_question", "calls-question-remove")}
            </p>
        }
    });
    view! {
        <div class="wk-panel" id=format!("vraag-{number}")>
            <h3>{t.with("calls-question-number-n", &[("number", number.into())])}</h3>
            <Hidden name=name("id") value=form.id/>
            <TextField fields=fields.clone() name=name("label") label=t.get("calls-question-label") value=form.label/>
            <TextField fields=fields.clone() name=name("help") label=t.get("calls-question-help") value=form.help optional=true/>
            {how}
            {buttons}
        </div>
    }
}

fn draft_buttons(t: Texts) -> impl IntoView {
    view! {
        <div class="wk-actions">
            <button class="wk-button wk-button--primary" type="submit" name="form[do]" value="publish">{t.get("calls-publish")}</button>
            <button class="wk-button wk-button--secondary" type="submit" name="form[do]" value="preview">{t.get("calls-preview")}</button>
            <button class="wk-button wk-button--secondary" type="submit" name="form[do]" value="save">{t.get("calls-save")}</button>
        </div>
    }
}

fn published_buttons(t: Texts, call: &Call) -> impl IntoView + use<> {
    view! {
        <div class="wk-actions">
            <button class="wk-button wk-button--primary" type="submit" name="form[do]" value="save">{t.get("calls-save-change")}</button>
            <a class="wk-button wk-button--subtle" href=t.href(paths::call(&call.slug))>{t.get("calls-cancel")}</a>
        </div>
    }
}

/// Closing early and withdrawing.
async fn ending(cx: &RequestCx, call: &Call, phase: Phase) -> Result<impl IntoView + use<>, AppError> {
    let t = cx.t();
    let kept = cx.kept_form::<WithdrawForm>(WITHDRAW_FORM).await?.filter(|(form, _)| form.slug == call.slug);
    let open = kept.is_some();
    let (form, errors) = kept.unwrap_or_default();
    let fields = Fields::new(t, errors);
    let close = (phase == Phase::Open).then(|| {
        view! {
            <details class="wk-details">
                <summary>{t.get("calls-close-early")}</summary>
                <p>{t.get("calls-close-early-text")}</p>
                <form class="wk-form" method="post" novalidate=true action=t.href(CloseCall::PATH)>
                    <Hidden name="slug" value=call.slug.clone()/>
                    <button class="wk-button wk-button--danger" type="submit">{t.get("calls-close-now")}</button>
                </form>
            </details>
        }
    });
    Ok(view! {
        <section class="wk-section">
            <h2>{t.get("calls-end-title")}</h2>
            <ErrorSummary fields=fields.clone()/>
            {close}
            <details class="wk-details" open=open>
                <summary>{t.get("calls-withdraw")}</summary>
                <p>{t.get("calls-withdraw-text")}</p>
                <form class="wk-form" method="post" novalidate=true action=t.href(WithdrawCall::PATH)>
                    <Hidden name="slug" value=call.slug.clone()/>
                    <TextArea fields=fields.clone() name="reason" label=t.get("calls-withdraw-reason") hint=t.get("calls-withdraw-reason-hint") value=form.reason rows=4/>
                    <button class="wk-button wk-button--danger" type="submit">{t.get("calls-withdraw-now")}</button>
                </form>
            </details>
        </section>
    })
}
