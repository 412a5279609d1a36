//! `/bakkerij/nieuw` and `/bakkerij/:id/bewerken`

use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_query_map;

use super::listing_id;
use crate::{
    accounts::model::Person,
    alerts,
    areas::{
        self,
        fields::{AreaField, AreaSuggestions},
        model::AreaCode,
    },
    bakery::{
        api::{CHECK, ChangeListing, LISTING_FORM, PREVIEW, PostListing, parse},
        cards::kind_mark,
        model::{ContributionForm, DEFAULT_DAYS, ListingForm, ListingId, MAX_DAYS, Resource, Side, last_day},
        policy,
        queries::{self, ListingView},
    },
    calls::cards::theme_tags,
    error::AppError,
    infra::{clock::local_day, i18n::Texts},
    input::FieldErrors,
    paths,
    request::RequestCx,
    themes::Theme,
    ui::{
        form::{Choices, ErrorSummary, Fields, Hidden, Select, TextArea, TextField, Tick},
        page::{Page, page},
    },
};

/// Lines for contributions in an empty form.
const LINES: usize = 3;

#[component]
pub fn NewListingPage() -> impl IntoView {
    let side = use_query_map().get_untracked().get("soort").and_then(|side| side.parse().ok()).unwrap_or(Side::Need);
    page(async move |cx| {
        let person = cx.actor().person()?.clone();
        let kept = cx.kept_form::<ListingForm>(LISTING_FORM).await?.filter(|(form, _)| form.listing.is_empty());
        let (form, errors) = kept.unwrap_or_else(|| {
            let until = local_day(cx.now()) + chrono::TimeDelta::days(DEFAULT_DAYS);
            let form = ListingForm {
                side: side.as_str().to_owned(),
                party: person.acting_for.map(|party| party.to_string()).unwrap_or_default(),
                expires_on: until.to_string(),
                ..ListingForm::default()
            };
            (form, FieldErrors::default())
        });
        let areas = areas::queries::choices(cx.db().reader()).await?;
        let preview = preview(&cx, &person, None, &form).await?;
        let t = cx.t();
        let title = new_title(t, form.side.parse().unwrap_or(side));
        let body = form_view(t, &title, form, errors, areas, preview, Some(&person), t.href(PostListing::PATH));
        Ok(Page::new(title, body))
    })
}

#[component]
pub fn EditListingPage() -> impl IntoView {
    let id = listing_id();
    page(async move |cx| {
        let person = cx.actor().person()?.clone();
        let listing = queries::by_id(cx.db().reader(), id.ok_or(AppError::NotFound)?).await?.ok_or(AppError::NotFound)?;
        policy::edit(cx.actor(), &listing)?;
        let kept = cx.kept_form::<ListingForm>(LISTING_FORM).await?.filter(|(form, _)| form.listing == listing.id.to_string());
        let (form, errors) = kept.unwrap_or_else(|| (form_of(&listing), FieldErrors::default()));
        let areas = areas::queries::choices(cx.db().reader()).await?;
        let preview = preview(&cx, &person, Some(listing.id), &form).await?;
        let t = cx.t();
        let title = t.get(match listing.side {
            Side::Need => "listing-edit-need",
            Side::Offer => "listing-edit-offer",
        });
        let body = form_view(t, &title, form, errors, areas, preview, None, t.href(ChangeListing::PATH));
        Ok(Page::new(title, body))
    })
}

fn new_title(t: Texts, side: Side) -> String {
    t.get(match side {
        Side::Need => "listing-new-need",
        Side::Offer => "listing-new-offer",
    })
}

fn form_of(listing: &ListingView) -> ListingForm {
    let day = |day: Option<chrono::NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    ListingForm {
        listing: listing.id.to_string(),
        version: listing.version.to_string(),
        action: String::new(),
        side: listing.side.as_str().to_owned(),
        party: listing.party.as_ref().map(|party| party.id.to_string()).unwrap_or_default(),
        title: listing.title.clone(),
        body: listing.body.clone(),
        themes: listing.themes.iter().map(|theme| theme.as_str().to_owned()).collect(),
        resources: listing
            .contributions
            .iter()
            .map(|part| ContributionForm {
                kind: part.resource.as_str().to_owned(),
                quantity: part.quantity.map(|quantity| quantity.to_string()).unwrap_or_default(),
                unit: part.unit.clone(),
            })
            .collect(),
        area: listing.area.clone(),
        reach_km: listing.reach_km.map(|km| km.to_string()).unwrap_or_default(),
        online: if listing.online { "true".to_owned() } else { String::new() },
        starts_on: day(listing.starts_on),
        ends_on: day(listing.ends_on),
        expires_on: last_day(listing.expires_at).to_string(),
    }
}

/// The listing as it will be, and how many people hear of it; none before somebody asked for it.
async fn preview(cx: &RequestCx, person: &Person, id: Option<ListingId>, form: &ListingForm) -> Result<Option<AnyView>, AppError> {
    if form.action != CHECK {
        return Ok(None);
    }
    let Ok(draft) = parse(cx, form).await? else { return Ok(None) };
    let count = alerts::reach::of_listing(cx.state(), person, id, &draft, cx.now()).await?;
    let t = cx.t();
    let paragraphs =
        draft.body.lines().filter(|line| !line.trim().is_empty()).map(|line| view! { <p>{line.to_owned()}</p> }).collect_view();
    Ok(Some(
        view! {
            <section class="wk-panel wk-panel--tint wk-stack" id=PREVIEW tabindex="-1">
                <h2>{t.get("listing-preview")}</h2>
                <p>{kind_mark(t, draft.side)}</p>
                <h3>{draft.title.clone()}</h3>
                <div class="wk-prose">{paragraphs}</div>
                {theme_tags(t, &draft.themes)}
                <p><strong>{t.with("alerts-reach", &[("count", count.into())])}</strong></p>
            </section>
        }
        .into_any(),
    ))
}

/// The form; `poster` may choose in whose name a new listing stands.
fn form_view(
    t: Texts,
    title: &str,
    form: ListingForm,
    errors: FieldErrors,
    areas: Vec<(AreaCode, String)>,
    preview: Option<AnyView>,
    poster: Option<&Person>,
    action: String,
) -> impl IntoView + use<> {
    let fields = Fields::new(t, errors);
    let is_new = form.listing.is_empty();
    let sides = Side::ALL.iter().map(|side| (side.as_str().to_owned(), side_choice(t, *side))).collect();
    let themes = Theme::ALL.iter().map(|theme| (theme.as_str().to_owned(), theme.label(t))).collect();
    let side = if is_new {
        view! { <Choices fields=fields.clone() name="side" label=t.get("listing-side") values=vec![form.side.clone()] options=sides/> }
            .into_any()
    } else {
        view! { <Hidden name="side" value=form.side.clone()/> }.into_any()
    };
    let poster = poster.map(|person| name_choice(t, &fields, person, &form.party));
    let (body_label, body_hint) = match form.side.parse() {
        Ok(Side::Offer) => (t.get("listing-body-offer"), t.get("listing-body-offer-hint")),
        _ => (t.get("listing-body-need"), t.get("listing-body-need-hint")),
    };
    view! {
        <nav class="wk-breadcrumb" aria-label=t.get("breadcrumb")><ol><li><a href=t.href(paths::BAKERY)>{t.get("nav-bakery")}</a></li><li><a href=t.href(paths::BAKERY_OWN)>{t.get("own-title")}</a></li></ol></nav>
        <div class="wk-narrow">
            <ErrorSummary fields=fields.clone()/>
            <header class="wk-page-header"><h1>{title.to_owned()}</h1><p class="wk-lead">{t.get("listing-form-lead")}</p></header>
            {preview}
            <form class="wk-form" method="post" novalidate=true action=action>
                <Hidden name="listing" value=form.listing/>
                <Hidden name="version" value=form.version/>
                {side}
                {poster}
                <TextField fields=fields.clone() name="title" label=t.get("listing-title") hint=t.get("listing-title-hint") value=form.title/>
                <TextArea fields=fields.clone() name="body" label=body_label hint=body_hint value=form.body rows=7/>
                <Choices fields=fields.clone() name="themes" label=t.get("listing-themes") hint=t.get("listing-themes-hint") values=form.themes options=themes many=true/>
                {contribution_lines(t, &fields, form.resources)}
                <section class="wk-form-section"><h2>{t.get("listing-where")}</h2>
                    <AreaSuggestions choices=areas/>
                    <AreaField fields=fields.clone() name="area" label=t.get("listing-area") hint=t.get("listing-area-hint") value=form.area/>
                    <TextField fields=fields.clone() name="reach_km" label=t.get("listing-reach") hint=t.get("listing-reach-hint") value=form.reach_km optional=true size="short" inputmode="numeric"/>
                    <Tick fields=fields.clone() name="online" label=t.get("listing-online-tick") checked=!form.online.is_empty()/>
                </section>
                <section class="wk-form-section"><h2>{t.get("listing-when")}</h2>
                    <div class="wk-field-row">
                        <TextField fields=fields.clone() name="starts_on" label=t.get("listing-starts") value=form.starts_on kind="date" size="medium" optional=true/>
                        <TextField fields=fields.clone() name="ends_on" label=t.get("listing-ends") value=form.ends_on kind="date" size="medium" optional=true/>
                    </div>
                    <TextField fields=fields name="expires_on" label=t.get("listing-expires") hint=t.with("listing-expires-hint", &[("days", MAX_DAYS.into())]) value=form.expires_on kind="date" size="medium"/>
                </section>
                <div class="wk-actions">
                    <button class="wk-button wk-button--primary" type="submit">{if is_new { t.get("listing-post") } else { t.get("listing-save") }}</button>
                    <button class="wk-button wk-button--secondary" type="submit" name="form[do]" value=CHECK>{t.get("listing-check")}</button>
                </div>
            </form>
        </div>
    }
}

fn side_choice(t: Texts, side: Side) -> String {
    t.get(match side {
        Side::Need => "listing-side-need",
        Side::Offer => "listing-side-offer",
    })
}

/// In whose name: shown to people who may act for a party.
fn name_choice(t: Texts, fields: &Fields, person: &Person, chosen: &str) -> impl IntoView + use<> {
    let parties = person.memberships.iter().filter(|membership| person.may_edit_for(membership.party_id));
    let mut options: Vec<(String, String)> = parties.map(|membership| (membership.party_id.to_string(), membership.name.clone())).collect();
    if options.is_empty() {
        return ().into_any();
    }
    options.insert(0, (String::new(), t.get("listing-for-myself")));
    view! { <Choices fields=fields.clone() name="party" label=t.get("listing-for") values=vec![chosen.to_owned()] options=options/> }
        .into_any()
}

fn contribution_lines(t: Texts, fields: &Fields, mut lines: Vec<ContributionForm>) -> impl IntoView + use<> {
    let count = (lines.len() + 1).clamp(LINES, Resource::ALL.len());
    lines.resize_with(count.max(lines.len()), ContributionForm::default);
    let options: Vec<(String, String)> = Resource::ALL.iter().map(|kind| (kind.as_str().to_owned(), kind.label(t))).collect();
    let lines = lines
        .into_iter()
        .enumerate()
        .map(|(index, line)| {
            let name = |field: &str| format!("resources[{index}][{field}]");
            let later = index > 0;
            view! {
                <div class="wk-field-row">
                    <Select fields=fields.clone() name=name("kind") label=t.get("contribution-kind") value=line.kind options=options.clone() optional=later/>
                    <TextField fields=fields.clone() name=name("quantity") label=t.get("contribution-quantity") value=line.quantity optional=true inputmode="decimal"/>
                    <TextField fields=fields.clone() name=name("unit") label=t.get("contribution-unit") value=line.unit optional=true/>
                </div>
            }
        })
        .collect_view();
    view! { <section class="wk-form-section"><h2>{t.get("listing-contributions")}</h2><p class="wk-hint">{t.get("listing-contributions-hint")}</p>{lines}</section> }
}
