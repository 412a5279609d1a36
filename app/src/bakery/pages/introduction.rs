//! `/kennismaking/:id/:side`: what the other side posted, and yes or no. The link in the mail works without signing in.

use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::{use_params_map, use_query_map};

use crate::{
    bakery::{
        api::AnswerIntroduction,
        cards::kind_mark,
        model::{Answer, IntroductionId, IntroductionState, LAPSE_AFTER_DAYS, Side},
        policy,
        queries::{self, Contact, IntroductionView, ListingView},
    },
    calls::cards::theme_links,
    error::AppError,
    infra::{clock::local_day, i18n::Texts},
    paths,
    ui::{
        form::Hidden,
        page::{Page, page},
    },
};

#[component]
pub fn IntroductionPage() -> impl IntoView {
    let params = use_params_map().get_untracked();
    let id: Option<IntroductionId> = params.get("id").and_then(|id| id.parse().ok());
    let side: Option<Side> = params.get("side").and_then(|side| side.parse().ok());
    let code = use_query_map().get_untracked().get("code").unwrap_or_default();
    page(async move |cx| {
        let t = cx.t();
        let (id, side) = (id.ok_or(AppError::NotFound)?, side.ok_or(AppError::NotFound)?);
        let introduction = queries::introduction(cx.db().reader(), id).await?.ok_or(AppError::NotFound)?;
        policy::answer(cx.actor(), &cx.state().settings.secret_key, &introduction, side, &code)?;
        let (own, other) = (introduction.listing(side), introduction.listing(side.opposite()));
        // An address is read only after both said yes.
        let contact = match introduction.answers.state {
            IntroductionState::BothYes => {
                let mut contacts = queries::contacts(cx.db().reader(), &[other.account_id]).await?;
                contacts.remove(&other.account_id)
            }
            _ => None,
        };
        let standing = standing(t, &introduction, side, contact, &code);
        let message = (!introduction.message.is_empty())
            .then(|| view! { <section class="wk-section"><h2>{t.get("introduction-message")}</h2><blockquote class="wk-quote"><p>{introduction.message.clone()}</p></blockquote></section> });
        let asked = introduction.answers.state == IntroductionState::Asked;
        let title = t.get(if asked { "introduction-title" } else { "introduction-title-answered" });
        Ok(Page::new(
            title.clone(),
            view! {
                <div class="wk-narrow">
                    <header class="wk-page-header">
                        <h1>{title}</h1>
                        <p class="wk-lead">{t.with("introduction-lead", &[("title", own.title.as_str().into())])}</p>
                    </header>
                    <div class="wk-stack wk-stack--l">
                        {other_post(t, other)}
                        {message}
                        {standing}
                    </div>
                </div>
            },
        ))
    })
}

fn other_post(t: Texts, other: &ListingView) -> impl IntoView + use<> {
    let who = other.party.as_ref().map_or_else(|| t.get("listing-by-person"), |party| party.name.clone());
    let contributions = other.contributions.iter().map(|part| view! { <li>{part.text(t)}</li> }).collect_view();
    let paragraphs =
        other.body.lines().filter(|line| !line.trim().is_empty()).map(|line| view! { <p>{line.to_owned()}</p> }).collect_view();
    view! {
        <article class="wk-card">
            {kind_mark(t, other.side)}
            <h2>{other.title.clone()}</h2>
            <p class="wk-meta"><span>{who}</span><span>{other.area.clone()}</span></p>
            {paragraphs}
            <ul>{contributions}</ul>
            {theme_links(t, &other.themes)}
        </article>
    }
}

fn standing(t: Texts, introduction: &IntroductionView, side: Side, contact: Option<Contact>, code: &str) -> AnyView {
    let own = introduction.answers.of(side);
    match (introduction.answers.state, own) {
        (IntroductionState::Asked, None) => question(t, introduction, side, code).into_any(),
        (IntroductionState::Asked, Some(_)) => {
            let until = local_day(introduction.asked_at + chrono::TimeDelta::days(LAPSE_AFTER_DAYS));
            let text = t.with("introduction-waiting-text", &[("date", t.date(until).into())]);
            view! { <div class="wk-alert wk-alert--ok" role="status"><h2 class="wk-alert__title">{t.get("introduction-waiting-title")}</h2><p>{text}</p></div> }
                .into_any()
        }
        (IntroductionState::BothYes, _) => both_yes(t, contact).into_any(),
        (IntroductionState::Declined, Some(Answer::No)) => told(t.get("introduction-said-no-title"), t.get("introduction-said-no-text")),
        (IntroductionState::Declined, _) => told(t.get("introduction-declined-title"), t.get("introduction-declined-text")),
        (IntroductionState::Lapsed, _) => told(t.get("introduction-lapsed-title"), t.get("introduction-lapsed-text")),
    }
}

fn told(title: String, text: String) -> AnyView {
    view! { <div class="wk-alert wk-alert--info" role="status"><h2 class="wk-alert__title">{title}</h2><p>{text}</p></div> }.into_any()
}

fn both_yes(t: Texts, contact: Option<Contact>) -> impl IntoView {
    let contact = contact.map(|contact| {
        let address = format!("mailto:{}", contact.email);
        view! {
            <dl class="wk-data">
                <div><dt>{t.get("contact-name")}</dt><dd>{contact.name}</dd></div>
                <div><dt>{t.get("contact-email")}</dt><dd><a href=address>{contact.email}</a></dd></div>
            </dl>
        }
    });
    view! {
        <div class="wk-alert wk-alert--ok" role="status"><h2 class="wk-alert__title">{t.get("introduction-both-title")}</h2><p>{t.get("introduction-both-text")}</p></div>
        {contact}
    }
}

fn question(t: Texts, introduction: &IntroductionView, side: Side, code: &str) -> impl IntoView + use<> {
    let button = |answer: Answer, class: &'static str, label: String| {
        view! {
            <form class="wk-inline-form" method="post" action=t.href(AnswerIntroduction::PATH)>
                <Hidden name="introduction" value=introduction.id.to_string()/><Hidden name="side" value=side.as_str()/>
                <Hidden name="code" value=code.to_owned()/><Hidden name="answer" value=answer.as_str()/>
                <button class=class type="submit">{label}</button>
            </form>
        }
    };
    view! {
        <section>
            <h2>{t.get("introduction-question")}</h2>
            <p>{t.get("introduction-question-text")}</p>
            <div class="wk-actions">
                {button(Answer::Yes, "wk-button wk-button--primary", t.get("introduction-yes"))}
                {button(Answer::No, "wk-button wk-button--secondary", t.get("introduction-no"))}
            </div>
            <p class="wk-meta"><a href=t.href(paths::listing(introduction.listing(side).id))>{t.get("introduction-own-post")}</a></p>
        </section>
    }
}
