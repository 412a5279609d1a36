//! `/partijen/nieuw` and `/partijen/{slug}/bewerken`

use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_params_map;

use super::super::{
    api::{ChangeParty, PartyForm, RegisterParty},
    model::{Party, PartyKind},
    policy, queries,
};
use crate::{
    areas::{
        self,
        fields::{AreaField, AreaSuggestions},
        model::AreaCode,
    },
    infra::i18n::Texts,
    input::FieldErrors,
    paths,
    ui::{
        form::{Choices, ErrorSummary, Fields, Hidden, TextArea, TextField},
        page::{Page, page},
    },
};

/// Registers a party.
#[component]
pub fn NewPartyPage() -> impl IntoView {
    page(async |cx| {
        let t = cx.t();
        cx.actor().person()?;
        let (form, errors): (PartyForm, FieldErrors) = cx.kept_form("party").await?.unwrap_or_default();
        let choices = areas::queries::choices(cx.db().reader()).await?;
        let title = t.get("party-new-title");
        Ok(Page::new(
            title.clone(),
            view! {
                <div class="wk-narrow">{party_form(t, title, t.get("party-new-lead"), RegisterParty::PATH, form, errors, choices, t.get("party-register"))}</div>
            },
        ))
    })
}

/// Changes what a party's page says.
#[component]
pub fn EditPartyPage() -> impl IntoView {
    let slug = use_params_map().get_untracked().get("slug").unwrap_or_default();
    page(async move |cx| {
        let t = cx.t();
        let db = cx.db().reader();
        let may = policy::run(cx.actor(), queries::by_slug(db, &slug).await?)?;
        let choices = areas::queries::choices(db).await?;
        let (form, errors) = match cx.kept_form("party").await? {
            Some(kept) => kept,
            None => (filled_in(may.party(), &choices), FieldErrors::default()),
        };
        let title = t.get("party-edit-title");
        Ok(Page::new(
            title.clone(),
            view! {
                <div class="wk-narrow">
                    <nav class="wk-breadcrumb" aria-label=t.get("breadcrumb")><ol>
                        <li><a href=t.href(paths::PARTIES)>{t.get("nav-parties")}</a></li>
                        <li><a href=t.href(paths::party(&slug))>{may.party().name.clone()}</a></li>
                    </ol></nav>
                    {party_form(t, title, t.get("party-edit-lead"), ChangeParty::PATH, form, errors, choices, t.get("form-save"))}
                </div>
            },
        ))
    })
}

fn filled_in(party: &Party, choices: &[(AreaCode, String)]) -> PartyForm {
    let Party { id: _, slug, kind, name, description, area, website, kvk_number, verified: _, version } = party.clone();
    let area = area.and_then(|code| choices.iter().find(|(known, _)| *known == code)).map(|(_, label)| label.clone());
    PartyForm {
        party: slug,
        version: version.to_string(),
        kind: kind.as_str().to_owned(),
        name,
        description,
        area: area.unwrap_or_default(),
        website: website.unwrap_or_default(),
        kvk_number: kvk_number.unwrap_or_default(),
    }
}

fn party_form(
    t: Texts,
    title: String,
    lead: String,
    path: &'static str,
    form: PartyForm,
    errors: FieldErrors,
    choices: Vec<(AreaCode, String)>,
    button: String,
) -> impl IntoView {
    let fields = Fields::new(t, errors);
    let kinds =
        PartyKind::ALL.iter().filter(|kind| **kind != PartyKind::Person).map(|kind| (kind.as_str().to_owned(), kind.label(t))).collect();
    view! {
        <ErrorSummary fields=fields.clone()/>
        <header class="wk-page-header"><h1>{title}</h1><p class="wk-lead">{lead}</p></header>
        <form class="wk-form" method="post" novalidate=true action=t.href(path)>
            <Hidden name="party" value=form.party/>
            <Hidden name="version" value=form.version/>
            <Choices fields=fields.clone() name="kind" label=t.get("party-kind-question") values=vec![form.kind] options=kinds/>
            <TextField fields=fields.clone() name="name" label=t.get("party-name") hint=t.get("party-name-hint") value=form.name autocomplete="organization"/>
            <TextArea fields=fields.clone() name="description" label=t.get("party-description") hint=t.get("party-description-hint") value=form.description/>
            <AreaField fields=fields.clone() name="area" label=t.get("party-area") hint=t.get("party-area-hint") value=form.area optional=true/>
            <TextField fields=fields.clone() name="website" label=t.get("party-website") value=form.website optional=true inputmode="url" autocomplete="url"/>
            <TextField fields=fields name="kvk_number" label=t.get("party-kvk") hint=t.get("party-kvk-hint") value=form.kvk_number optional=true size="short" inputmode="numeric"/>
            <AreaSuggestions choices=choices/>
            <div class="wk-actions"><button class="wk-button wk-button--primary" type="submit">{button}</button></div>
        </form>
    }
}
