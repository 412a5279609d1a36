//! `/past-bij-mij/vragen`: the six questions.

use leptos::{prelude::*, server_fn::ServerFn};

use super::breadcrumb;
use crate::{
    areas::{
        self,
        fields::{AreaField, AreaSuggestions},
        model::AreaCode,
    },
    bakery::model::Resource,
    error::AppError,
    fits::{
        api::{ANSWERS_FORM, AnswerQuestions},
        model::AnswersForm,
        policy::{self, MayAnswer},
        queries,
    },
    infra::i18n::Texts,
    input::FieldErrors,
    parties::model::PartyKind,
    request::RequestCx,
    themes::Theme,
    ui::{
        form::{Choices, ErrorSummary, Fields, TextField},
        page::{Page, page},
    },
};

#[component]
pub fn QuestionsPage() -> impl IntoView {
    page(async |cx| {
        let may = policy::answer(cx.actor())?;
        let t = cx.t();
        let kept = cx.kept_form::<AnswersForm>(ANSWERS_FORM).await?;
        let answers = queries::answers(cx.db().reader(), may.whose()).await?;
        let again = answers.is_some();
        let (form, errors) = kept.unwrap_or_else(|| {
            let form = answers.map_or_else(
                || AnswersForm { kinds: vec![PartyKind::Person.as_str().to_owned()], ..AnswersForm::default() },
                |answers| AnswersForm::of(&answers),
            );
            (form, FieldErrors::default())
        });
        let areas = areas::queries::choices(cx.db().reader()).await?;
        let title = t.get(if again { "fits-change" } else { "fits-questions" });
        let lead = for_whom(&cx)?;
        Ok(Page::new(
            title.clone(),
            view! {
                {breadcrumb(t, Some(title.clone()))}
                <div class="wk-narrow">{questions(t, &may, form, errors, areas, title, lead)}</div>
            },
        ))
    })
}

/// Says for whom one answers.
fn for_whom(cx: &RequestCx) -> Result<String, AppError> {
    let (t, person) = (cx.t(), cx.actor().person()?);
    Ok(match person.acting() {
        Some(party) => t.with("fits-lead-party", &[("party", party.name.as_str().into())]),
        None => t.get("fits-lead-self"),
    })
}

fn questions(
    t: Texts,
    may: &MayAnswer,
    form: AnswersForm,
    errors: FieldErrors,
    areas: Vec<(AreaCode, String)>,
    title: String,
    lead: String,
) -> impl IntoView + use<> {
    let fields = Fields::new(t, errors);
    let kinds: Vec<(String, String)> = PartyKind::ALL.iter().map(|kind| (kind.as_str().to_owned(), kind.label(t))).collect();
    let themes = Theme::ALL.iter().map(|theme| (theme.as_str().to_owned(), theme.label(t))).collect();
    let resources: Vec<(String, String)> = Resource::ALL.iter().map(|resource| (resource.as_str().to_owned(), resource.label(t))).collect();
    let kind = match may.kind() {
        Some(kind) => {
            view! { <div class="wk-field"><p class="wk-label">{t.get("fits-who")}</p><p>{kind.label(t)}</p></div> }.into_any()
        }
        None => view! { <Choices fields=fields.clone() name="kinds" label=t.get("fits-who") hint=t.get("fits-who-hint") values=form.kinds options=kinds many=true/> }.into_any(),
    };
    view! {
        <ErrorSummary fields=fields.clone()/>
        <header class="wk-page-header"><h1>{title}</h1><p class="wk-lead">{lead}</p></header>
        <form class="wk-form" method="post" novalidate=true action=t.href(AnswerQuestions::PATH)>
            {kind}
            <Choices fields=fields.clone() name="themes" label=t.get("fits-themes") hint=t.get("fits-themes-hint") values=form.themes options=themes many=true/>
            <AreaSuggestions choices=areas/>
            <fieldset class="wk-fieldset">
                <legend class="wk-legend">{t.get("fits-where")}</legend>
                <AreaField fields=fields.clone() name="place" label=t.get("fits-place") hint=t.get("fits-place-hint") value=form.place/>
                <TextField fields=fields.clone() name="reach_km" label=t.get("fits-reach") hint=t.get("fits-reach-hint") value=form.reach_km optional=true size="short" inputmode="numeric"/>
            </fieldset>
            <Choices fields=fields.clone() name="brings" label=t.get("fits-brings") hint=t.get("fits-brings-hint") values=form.brings options=resources.clone() many=true/>
            <Choices fields=fields.clone() name="seeks" label=t.get("fits-seeks") hint=t.get("fits-seeks-hint") values=form.seeks options=resources many=true/>
            <fieldset class="wk-fieldset">
                <legend class="wk-legend">{t.get("fits-when")}</legend>
                <p class="wk-hint">{t.get("fits-when-hint")}</p>
                <div class="wk-field-row">
                    <TextField fields=fields.clone() name="starts_on" label=t.get("fits-starts") value=form.starts_on kind="date" size="medium" optional=true/>
                    <TextField fields=fields name="ends_on" label=t.get("fits-ends") value=form.ends_on kind="date" size="medium" optional=true/>
                </div>
            </fieldset>
            <div class="wk-actions"><button class="wk-button wk-button--primary" type="submit">{t.get("fits-show")}</button></div>
        </form>
    }
}
