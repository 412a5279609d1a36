//! `/partijen/:slug/brieven/:kind/:locale`

use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_params_map;

use super::{breadcrumb, language};
use crate::{
    error::AppError,
    infra::{
        i18n::{Locale, Texts},
        mail::Block,
    },
    input::FieldErrors,
    templates::{
        api::{FORM, ResetTemplate, SaveTemplate, TemplateForm},
        model::{Template, TemplateKind, Values},
        policy::{self, MayWrite},
        queries,
    },
    ui::{
        form::{ErrorSummary, Fields, Hidden, TextArea, TextField},
        page::{Page, page},
    },
};

/// One text: to write it, what it may ask for, and what it looks like.
#[component]
pub fn TemplatePage() -> impl IntoView {
    let params = use_params_map().get_untracked();
    let param = |name: &str| params.get(name).unwrap_or_default();
    let (slug, kind, locale) = (param("slug"), param("kind"), param("locale"));
    page(async move |cx| {
        let t = cx.t();
        let may = policy::write(cx.actor(), &slug)?;
        let kind: TemplateKind = kind.parse().map_err(|_| AppError::NotFound)?;
        let locale: Locale = locale.parse().map_err(|_| AppError::NotFound)?;
        let stored = queries::find(cx.db().reader(), may.party(), kind, locale).await?;
        let is_own = stored.is_some();
        let stored = stored.unwrap_or_else(|| Template::ours(kind, locale));
        let typed =
            cx.kept_form::<TemplateForm>(FORM).await?.filter(|(form, _)| form.kind == kind.as_str() && form.locale == locale.as_str());
        let unsaved = typed.is_some();
        let (form, errors) = typed.unwrap_or_else(|| {
            let Template { subject, body, version } = stored;
            (TemplateForm { subject, body, version: version.to_string(), ..TemplateForm::default() }, FieldErrors::default())
        });
        let looks = errors.is_empty().then(|| looks(kind, locale, &form, may.name()));
        let fields = Fields::new(t, errors);
        let title = format!("{} ({})", kind.label(t), language(t, locale));
        let not_kept = (unsaved && looks.is_some())
            .then(|| view! { <div class="wk-alert wk-alert--info" role="status"><p>{t.get("template-not-kept")}</p></div> });
        let reset = is_own.then(|| reset_form(t, &may, kind, locale));
        Ok(Page::new(
            title.clone(),
            view! {
                <ErrorSummary fields=fields.clone()/>
                {breadcrumb(t, &may, Some(title.clone()))}
                <header class="wk-page-header"><h1>{title}</h1><p class="wk-lead">{t.get("template-lead")}</p></header>
                {not_kept}
                <div class="wk-sidebar wk-sidebar--end">
                    <form class="wk-form" method="post" novalidate=true action=t.href(SaveTemplate::PATH)>
                        {hidden(&may, kind, locale)}<Hidden name="version" value=form.version/>
                        <TextField fields=fields.clone() name="subject" label=t.get("desk-mail-subject") value=form.subject/>
                        <TextArea fields=fields name="body" label=t.get("template-body") hint=t.get("template-body-hint") value=form.body rows=16/>
                        <div class="wk-actions">
                            <button class="wk-button wk-button--primary" type="submit" name="form[do]" value="save">{t.get("template-save")}</button>
                            <button class="wk-button wk-button--secondary" type="submit" name="form[do]" value="preview">{t.get("template-preview")}</button>
                        </div>
                    </form>
                    <aside class="wk-panel" aria-label=t.get("template-words")>{words(t, kind, locale)}</aside>
                </div>
                {looks}
                {reset}
            },
        ))
    })
}

fn hidden(may: &MayWrite, kind: TemplateKind, locale: Locale) -> impl IntoView + use<> {
    view! { <Hidden name="party" value=may.slug()/><Hidden name="kind" value=kind.as_str()/><Hidden name="locale" value=locale.as_str()/> }
}

/// What the text may ask for.
fn words(t: Texts, kind: TemplateKind, locale: Locale) -> impl IntoView {
    let words = kind
        .placeholders()
        .iter()
        .map(|placeholder| {
            let needed = kind.obligatory().contains(placeholder).then(|| view! { " "<strong>{t.get("template-obligatory")}</strong> });
            view! { <div><dt><code>{placeholder.written(locale)}</code></dt><dd>{placeholder.explained(t)}{needed}</dd></div> }
        })
        .collect_view();
    view! { <h2 class="wk-h3">{t.get("template-words")}</h2><p>{t.get("template-words-text")}</p><dl class="wk-data wk-data--stacked">{words}</dl> }
}

/// What the text looks like, with invented values, in its own language.
fn looks(kind: TemplateKind, locale: Locale, form: &TemplateForm, party: &str) -> impl IntoView + use<> {
    let t = Texts::new(locale);
    let template = Template { subject: form.subject.clone(), body: form.body.clone(), version: 0 };
    let (subject, blocks) = template.fill(kind, locale, &Values::example(kind, t, party));
    let parts = blocks
        .into_iter()
        .map(|block| match block {
            Block::Text(words) => words.lines().map(|line| view! { <p>{line.to_owned()}</p> }).collect_view().into_any(),
            Block::Quote(words) => view! { <blockquote class="wk-quote"><p>{words}</p></blockquote> }.into_any(),
            Block::Facts(facts) => {
                let facts = facts.into_iter().map(|(name, value)| view! { <div><dt>{name}</dt><dd>{value}</dd></div> }).collect_view();
                view! { <dl class="wk-data">{facts}</dl> }.into_any()
            }
            Block::Contact { .. } | Block::Link { .. } => ().into_any(),
        })
        .collect_view();
    view! {
        <section class="wk-section"><h2>{t.get("template-looks")}</h2>
            <div class="wk-panel" lang=locale.as_str()><h3>{subject}</h3><p>{t.with("mail-greeting-name", &[("name", "Fatima Bakker".into())])}</p>{parts}</div>
        </section>
    }
}

fn reset_form(t: Texts, may: &MayWrite, kind: TemplateKind, locale: Locale) -> impl IntoView + use<> {
    view! {
        <details class="wk-details">
            <summary>{t.get("template-reset")}</summary>
            <p>{t.get("template-reset-text")}</p>
            <form method="post" action=t.href(ResetTemplate::PATH)>
                {hidden(may, kind, locale)}
                <button class="wk-button wk-button--danger" type="submit">{t.get("template-reset")}</button>
            </form>
        </details>
    }
}
