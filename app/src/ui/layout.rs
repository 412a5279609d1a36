//! The frame around every page: head, header, notice, footer.

use leptos::{hydration::HydrationScripts, prelude::*, server_fn::ServerFn};
use leptos_meta::{MetaTags, Title, provide_meta_context};

use super::{form::Hidden, page::Page};
use crate::{
    accounts::{
        api::{ActFor, SignOut},
        model::{AccountRole, Actor, Person},
    },
    error::AppError,
    infra::i18n::{Locale, Texts},
    paths,
    request::RequestCx,
    state::Environment,
};

const LOGO: &str = include_str!("../../assets/logo.svg");

/// What every document's head holds.
pub fn head(cx: Option<&RequestCx>) -> impl IntoView + use<> {
    let assets = cx.map(|cx| cx.state().assets.clone()).unwrap_or_default();
    view! {
        <meta charset="utf-8"/>
        <meta name="viewport" content="width=device-width, initial-scale=1"/>
        <meta name="color-scheme" content="light dark"/>
        {assets.font.clone().map(|href| view! { <link rel="preload" href=href r#as="font" r#type="font/woff2" crossorigin=""/> })}
        {assets.stylesheet.clone().map(|href| view! { <link rel="stylesheet" href=href/> })}
        {assets.favicon.clone().map(|href| view! { <link rel="icon" href=href r#type="image/svg+xml"/> })}
    }
}

/// A whole document that shows an error, for requests that are not pages.
pub fn error_shell(cx: RequestCx, error: AppError) -> impl IntoView {
    provide_meta_context();
    let page = super::error::page_of(&cx, error);
    view! {
        <!DOCTYPE html>
        <html lang=cx.t().locale.as_str() class="wijkcall-theme">
            <head>{head(Some(&cx))}<MetaTags/></head>
            <body class="wk-page">{layout(&cx, page, None)}</body>
        </html>
    }
}

/// Puts a page into the frame.
pub fn layout(cx: &RequestCx, page: Page, notice: Option<String>) -> impl IntoView + use<> {
    let t = cx.t();
    let Page { title, body, islands } = page;
    let scripts = (islands && cx.state().assets.islands.is_some())
        .then(|| view! { <HydrationScripts options=cx.state().leptos.clone() islands=true/> });
    view! {
        <Title text=format!("{title} - Wijkcall")/>
        <a class="wk-skip-link" href="#inhoud">{t.get("layout-skip")}</a>
        {header(cx)}
        {(cx.state().settings.environment == Environment::Demo).then(|| view! { <aside class="wk-banner" aria-label=t.get("layout-demo-label")><p>{t.get("layout-demo")}" "<a href=t.href(paths::DEV_MAIL)>{t.get("layout-demo-mail")}</a></p></aside> })}
        <main class="wk-main" id="inhoud" tabindex="-1">
            {notice.map(|key| view! { <div class="wk-alert wk-alert--ok" role="status"><p>{t.get(&key)}</p></div> })}
            {body}
        </main>
        {footer(t)}
        {scripts}
    }
}

fn header(cx: &RequestCx) -> impl IntoView + use<> {
    let t = cx.t();
    let organiser = matches!(cx.actor(), Actor::Person(person) if person.role != AccountRole::Member);
    let mut links = vec![(paths::CALLS, t.get("nav-calls")), (paths::BAKERY, t.get("nav-bakery")), (paths::PARTIES, t.get("nav-parties"))];
    if organiser {
        links.push((paths::DESK, t.get("nav-desk")));
    }
    let here = cx.path().split('?').next().unwrap_or("/").to_owned();
    let links = links
        .into_iter()
        .map(|(path, label)| {
            let current =
                if here == path { Some("page") } else { here.strip_prefix(path).filter(|rest| rest.starts_with('/')).map(|_| "true") };
            view! { <li><a href=t.href(path) aria-current=current>{label}</a></li> }
        })
        .collect_view();
    let other = Texts::new(if t.locale == Locale::Nl { Locale::En } else { Locale::Nl });
    let tools = match cx.actor() {
        Actor::Anonymous => {
            view! { <a class="wk-button wk-button--secondary wk-button--small" href=t.href(paths::SIGN_IN)>{t.get("nav-sign-in")}</a> }
                .into_any()
        }
        Actor::Person(person) => view! { {bell(t, person.unread)} {account_menu(cx, person)} }.into_any(),
    };
    view! {
        <header class="wk-header"><div class="wk-header__inner">
            <a class="wk-logo" href=t.href(paths::HOME)><span aria-hidden="true" inner_html=LOGO></span><span>"Wijkcall"</span></a>
            <nav class="wk-nav" aria-label=t.get("nav-main")><ul>{links}</ul></nav>
            <div class="wk-header__tools">
                <a class="wk-lang" href=other.href(cx.path().to_owned()) lang=other.locale.as_str() hreflang=other.locale.as_str()>{other.get("language-name")}</a>
                {tools}
            </div>
        </div></header>
    }
}

/// The way to the notices, with how many are new.
fn bell(t: Texts, unread: i64) -> impl IntoView {
    let count = (unread > 0).then(|| view! { <span class="wk-bell__count" aria-hidden="true">{if unread > 99 { "99+".to_owned() } else { unread.to_string() }}</span> });
    view! {
        <a class="wk-bell" href=t.href(paths::NOTICES)>
            <svg viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d="M6 10a6 6 0 0 1 12 0c0 5 2 6 2 7H4c0-1 2-2 2-7m4 10a2 2 0 0 0 4 0"/></svg>
            {count}<span class="wk-visually-hidden">{t.with("nav-notices", &[("count", unread.into())])}</span>
        </a>
    }
}

fn account_menu(cx: &RequestCx, person: &Person) -> impl IntoView + use<> {
    let t = cx.t();
    let initials: String = person.name.split_whitespace().filter_map(|word| word.chars().next()).take(2).collect();
    let acting = person.acting().map(|membership| membership.name.clone());
    view! {
        <details class="wk-menu">
            <summary><span class="wk-avatar" aria-hidden="true">{initials}</span>" "{person.name.clone()}</summary>
            <div class="wk-menu__panel">
                {acting.map(|name| view! { <p class="wk-menu__note">{t.get("nav-acting-for")}" "<strong>{name}</strong></p> })}
                {act_for(cx, person)}
                <ul>
                    {(person.to_assess > 0).then(|| view! { <li><a href=t.href(paths::ASSESSMENTS)>{t.with("nav-assessments", &[("count", person.to_assess.into())])}</a></li> })}
                    <li><a href=t.href(paths::PROPOSALS)>{t.get("proposal-own-title")}</a></li>
                    <li><a href=t.href(paths::BAKERY_OWN)>{t.get("own-title")}</a></li>
                    <li><a href=t.href(paths::FITS)>{t.get("fits-title")}</a></li>
                    <li><a href=t.href(paths::ACCOUNT)>{t.get("nav-account")}</a></li>
                    <li><form method="post" action=t.href(SignOut::PATH)><button type="submit">{t.get("account-sign-out")}</button></form></li>
                </ul>
            </div>
        </details>
    }
}

/// The other parties for which the person can act, and the person alone.
fn act_for(cx: &RequestCx, person: &Person) -> impl IntoView + use<> {
    let t = cx.t();
    let mut choices: Vec<(String, String)> = person
        .memberships
        .iter()
        .filter(|membership| person.acting_for != Some(membership.party_id))
        .map(|membership| (membership.party_id.to_string(), membership.name.clone()))
        .collect();
    if person.acting_for.is_some() {
        choices.push((String::new(), t.get("account-act-as-self")));
    }
    let here = cx.path().to_owned();
    (!choices.is_empty()).then(|| {
        let choices = choices
            .into_iter()
            .map(|(id, name)| {
                view! {
                    <li><form method="post" action=t.href(ActFor::PATH)>
                        <Hidden name="id" value=id/><Hidden name="next" value=here.clone()/>
                        <button type="submit">{name}</button>
                    </form></li>
                }
            })
            .collect_view();
        view! { <p class="wk-menu__note">{t.get("nav-act-for")}</p><ul>{choices}</ul> }
    })
}

fn footer(t: Texts) -> impl IntoView {
    let links = [(paths::ABOUT, "nav-about"), (paths::ACCESSIBILITY, "nav-accessibility"), (paths::PRIVACY, "nav-privacy")];
    view! {
        <footer class="wk-footer"><div class="wk-footer__inner">
            <div><h2 class="wk-footer__title">"Wijkcall"</h2><p>{t.get("footer-text")}</p></div>
            <nav aria-label=t.get("footer-title")>
                <h2 class="wk-footer__title">{t.get("footer-title")}</h2>
                <ul>{links.into_iter().map(|(path, key)| view! { <li><a href=t.href(path)>{t.get(key)}</a></li> }).collect_view()}</ul>
            </nav>
        </div></footer>
    }
}
