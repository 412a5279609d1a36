//! `/partijen/{slug}`

use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_params_map;

use super::super::{
    api::{JoinParty, TakeBackVerification, VerifyParty},
    model::{Party, PartyKind},
    queries,
};
use crate::{
    accounts::model::Actor,
    areas,
    calls::{self, cards::call_card, model::may_fund},
    error::AppError,
    infra::i18n::Texts,
    notifications::{button::FollowButton, things::Thing},
    paths,
    ui::{
        form::Hidden,
        page::{Page, page},
    },
};

/// How the reader stands to the party.
enum Standing {
    Visitor,
    /// Signed in, and could ask to join.
    Outside,
    Asked,
    Member,
    Owner,
}

/// The public page of a party.
#[component]
pub fn PartyPage() -> impl IntoView {
    let slug = use_params_map().get_untracked().get("slug").unwrap_or_default();
    page(async move |cx| {
        let t = cx.t();
        let db = cx.db().reader();
        let party = queries::by_slug(db, &slug).await?.ok_or(AppError::NotFound)?;
        let (standing, follows) = match cx.actor() {
            Actor::Anonymous => (Standing::Visitor, None),
            Actor::Person(person) => {
                let queries::Relation { asked, followed } = queries::relation(db, party.id, person.id).await?;
                let standing = match person.membership(party.id) {
                    Some(_) if person.owns(party.id) => Standing::Owner,
                    Some(_) => Standing::Member,
                    None if asked => Standing::Asked,
                    None => Standing::Outside,
                };
                (standing, Some(followed))
            }
        };
        let follow = view! { <FollowButton t=t thing=Thing::Party(party.id) follows=follows back=paths::party(&party.slug)/> };
        let area = match &party.area {
            Some(code) => areas::queries::labels(db, std::slice::from_ref(code)).await?.remove(code).map(|label| (code.clone(), label)),
            None => None,
        };
        let newest = calls::queries::Filter { party: Some(party.id), sort: calls::queries::Sort::Newest, ..Default::default() };
        let published = calls::queries::list(db, &newest, cx.now()).await?.cards;
        let organiser = cx.actor().organiser().is_ok();
        let now = cx.now();
        let Party { slug, kind, name, description, website, kvk_number, verified, .. } = party;
        Ok(Page::new(
            name.clone(),
            view! {
                <header class="wk-page-header">
                    <p class="wk-eyebrow">{kind.label(t)}</p>
                    <h1>{name.clone()}</h1>
                    {if verified {
                        view! { <p><span class="wk-badge wk-badge--positive">{t.get("party-verified")}</span></p> }.into_any()
                    } else {
                        view! { <p><span class="wk-badge wk-badge--info">{t.get("party-unverified")}</span></p> }.into_any()
                    }}
                    {actions(t, &slug, &name, kind, standing)}
                    {follow}
                </header>
                <div class="wk-sidebar wk-sidebar--end">
                    <aside class="wk-panel">
                        <h2 class="wk-h3">{t.get("party-facts")}</h2>
                        <dl class="wk-data wk-data--stacked">
                            {area.map(|(code, label)| view! { <div><dt>{t.get("party-area")}</dt><dd><a href=t.href(paths::area(code))>{label}</a></dd></div> })}
                            {website.map(|url| (url.clone(), url)).map(|(href, url)| view! { <div><dt>{t.get("party-website")}</dt><dd><a href=href rel="nofollow noopener">{url}</a></dd></div> })}
                            {kvk_number.map(|number| view! { <div><dt>{t.get("party-kvk")}</dt><dd>{number}</dd></div> })}
                        </dl>
                        <p class="wk-note">{t.get("party-verified-explained")}</p>
                        {organiser.then(|| verification(t, &slug, verified))}
                    </aside>
                    <div class="wk-prose">
                        {description.split("\n\n").map(|part| view! { <p>{part.to_owned()}</p> }).collect_view()}
                    </div>
                </div>
                {(!published.is_empty()).then(|| view! {
                    <section class="wk-section">
                        <h2>{t.with("party-calls", &[("name", name.into())])}</h2>
                        <div class="wk-grid wk-grid--2">{published.into_iter().map(|card| call_card(t, card, now)).collect_view()}</div>
                    </section>
                })}
            },
        ))
    })
}

fn actions(t: Texts, slug: &str, name: &str, kind: PartyKind, standing: Standing) -> impl IntoView + use<> {
    let path = paths::party(slug);
    let join = view! {
        <form method="post" action=t.href(JoinParty::PATH)>
            <Hidden name="party" value=slug/>
            <button class="wk-button wk-button--secondary" type="submit">{t.get("party-join")}</button>
        </form>
    };
    let members = t.href(paths::party_members(slug));
    let letters = may_fund(kind).then(
        || view! { <a class="wk-button wk-button--secondary" href=t.href(paths::party_templates(slug))>{t.get("templates-title")}</a> },
    );
    match standing {
        _ if kind == PartyKind::Person && !matches!(standing, Standing::Owner) => None,
        Standing::Visitor => Some(
            view! { <p><a href=t.href(paths::sign_in(&path))>{t.with("party-join-sign-in", &[("name", name.to_owned().into())])}</a></p> }
                .into_any(),
        ),
        Standing::Outside => Some(view! { <div class="wk-actions">{join}</div> }.into_any()),
        Standing::Asked => Some(view! { <p class="wk-note">{t.get("party-join-waiting")}</p> }.into_any()),
        Standing::Member => Some(
            view! { <div class="wk-actions"><a class="wk-button wk-button--secondary" href=members>{t.get("party-members")}</a></div> }
                .into_any(),
        ),
        Standing::Owner => Some(
            view! {
                <div class="wk-actions">
                    <a class="wk-button wk-button--primary" href=t.href(paths::party_edit(slug))>{t.get("party-edit")}</a>
                    <a class="wk-button wk-button--secondary" href=members>{t.get("party-members")}</a>
                    {letters}
                </div>
            }
            .into_any(),
        ),
    }
}

/// What an organiser can do; verification is confirmed by opening the explanation first.
fn verification(t: Texts, slug: &str, verified: bool) -> impl IntoView + use<> {
    let (title, text, path, button) = if verified {
        (t.get("party-take-back"), t.get("party-take-back-text"), TakeBackVerification::PATH, "wk-button wk-button--danger")
    } else {
        (t.get("party-verify"), t.get("party-verify-text"), VerifyParty::PATH, "wk-button wk-button--primary")
    };
    view! {
        <details class="wk-details">
            <summary>{title.clone()}</summary>
            <p>{text}</p>
            <form method="post" action=t.href(path)>
                <Hidden name="party" value=slug/>
                <button class=button type="submit">{title}</button>
            </form>
        </details>
    }
}
