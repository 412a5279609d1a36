//! `/account`

use leptos::{prelude::*, server_fn::ServerFn};

use super::super::{
    api::{AddressForm, AskAddress, ChangeProfile, EndOtherSessions, EndSession, ProfileForm, SetPassword, SetPasswordForm},
    model::{Membership, Person, device},
    queries::{self, OpenSession},
};
use crate::{
    error::AppError,
    infra::{
        i18n::{Locale, Texts},
        session::row_id,
    },
    input::FieldErrors,
    paths,
    ui::{
        form::{Choices, ErrorSummary, Fields, Hidden, TextField},
        page::{Page, page},
    },
};

/// The own account: profile, parties, password, second factor, sessions.
#[component]
pub fn AccountPage() -> impl IntoView {
    page(async |cx| {
        let t = cx.t();
        let person = cx.actor().person()?.clone();
        let account = queries::by_id(cx.db().reader(), person.id).await?.ok_or(AppError::SignInRequired)?;
        let row = row_id(cx.session());
        let sessions = queries::list_sessions(cx.db().reader(), person.id, row.as_deref(), cx.now()).await?;
        let (profile, profile_errors) = cx.kept_form("profile").await?.unwrap_or_else(|| {
            (ProfileForm { name: person.name.clone(), locale: person.locale.as_str().to_owned() }, FieldErrors::default())
        });
        let (_, password_errors): (SetPasswordForm, FieldErrors) = cx.kept_form("password").await?.unwrap_or_default();
        let (address, address_errors): (AddressForm, FieldErrors) = cx.kept_form("address").await?.unwrap_or_default();
        let has_password = account.password_hash.is_some();
        let address_fields = Fields::new(t, address_errors);
        let profile_fields = Fields::new(t, profile_errors);
        let password_fields = Fields::new(t, password_errors);
        let title = t.get("nav-account");
        Ok(Page::new(
            title.clone(),
            view! {
                <div class="wk-narrow">
                    <ErrorSummary fields=profile_fields.clone()/>
                    <ErrorSummary fields=address_fields.clone()/>
                    <ErrorSummary fields=password_fields.clone()/>
                    <header class="wk-page-header"><h1>{title}</h1><p class="wk-lead">{t.with("account-lead", &[("email", person.email.clone().into())])}</p></header>
                </div>
                {ways_on(t)}
                <div class="wk-narrow">
                    {parties(t, &person)}
                    {profile_form(t, profile_fields, profile)}
                    {address_form(t, address_fields, address, has_password)}
                    {password_form(t, password_fields, has_password)}
                    {second_factor(t, account.totp_enabled_at.is_some())}
                    {sessions_table(t, sessions)}
                </div>
            },
        ))
    })
}

/// What people come here for most.
fn ways_on(t: Texts) -> impl IntoView {
    let cards = [
        (paths::PROPOSALS, t.get("proposal-own-title"), t.get("account-to-proposals")),
        (paths::BAKERY_OWN, t.get("own-title"), t.get("account-to-listings")),
        (paths::MAILS, t.get("mails-title"), t.get("account-to-mails")),
        (paths::SAVED_SEARCHES, t.get("alerts-title"), t.get("account-to-searches")),
    ]
    .map(|(path, title, text)| {
        view! { <li class="wk-card"><h2 class="wk-card__title wk-h4"><a href=t.href(path)>{title}</a></h2><p>{text}</p></li> }
    });
    view! { <ul class="wk-grid wk-grid--ways" role="list">{cards.collect_view()}</ul> }
}

fn parties(t: Texts, person: &Person) -> impl IntoView + use<> {
    let list = person
        .memberships
        .iter()
        .map(|Membership { slug, name, role, kind, .. }| {
            view! {
                <li><div><a href=t.href(paths::party(slug))>{name.clone()}</a><p class="wk-meta"><span>{kind.label(t)}</span></p></div>
                <span class="wk-badge">{role.label(t)}</span></li>
            }
        })
        .collect_view();
    view! {
        <section class="wk-section">
            <h2>{t.get("account-parties-title")}</h2>
            {person.memberships.is_empty().then(|| view! { <p>{t.get("account-parties-none")}</p> })}
            {(!person.memberships.is_empty()).then(|| view! { <ul class="wk-worklist" role="list">{list}</ul> })}
            <div class="wk-actions">
                <a class="wk-button wk-button--secondary" href=t.href(paths::NEW_PARTY)>{t.get("account-party-new")}</a>
                <a class="wk-button wk-button--subtle" href=t.href(paths::PARTIES)>{t.get("account-party-find")}</a>
            </div>
        </section>
    }
}

fn profile_form(t: Texts, fields: Fields, form: ProfileForm) -> impl IntoView {
    let languages = [Locale::Nl, Locale::En].map(|locale| (locale.as_str().to_owned(), Texts::new(locale).get("language-name")));
    view! {
        <section class="wk-section">
            <h2>{t.get("account-profile-title")}</h2>
            <form class="wk-form" method="post" novalidate=true action=t.href(ChangeProfile::PATH)>
                <TextField fields=fields.clone() name="name" label=t.get("account-name") hint=t.get("account-name-hint") value=form.name autocomplete="name"/>
                <Choices fields=fields name="locale" label=t.get("account-language") hint=t.get("account-language-hint") values=vec![form.locale] options=languages.to_vec()/>
                <div class="wk-actions"><button class="wk-button wk-button--primary" type="submit">{t.get("form-save")}</button></div>
            </form>
        </section>
    }
}

fn address_form(t: Texts, fields: Fields, form: AddressForm, has_password: bool) -> impl IntoView {
    view! {
        <section class="wk-section">
            <h2>{t.get("account-address-title")}</h2>
            <p>{t.get("account-address-text")}</p>
            <form class="wk-form" method="post" novalidate=true action=t.href(AskAddress::PATH)>
                <TextField fields=fields.clone() name="email" label=t.get("account-address-new") value=form.email kind="email" autocomplete="email"/>
                {has_password.then(|| view! {
                    <TextField fields=fields name="password_now" label=t.get("account-password-current") value="" kind="password" autocomplete="current-password"/>
                })}
                <div class="wk-actions"><button class="wk-button wk-button--secondary" type="submit">{t.get("account-address-button")}</button></div>
            </form>
        </section>
    }
}

fn password_form(t: Texts, fields: Fields, has_one: bool) -> impl IntoView {
    let (title, text) = if has_one {
        (t.get("account-password-change-title"), t.get("account-password-change-text"))
    } else {
        (t.get("account-password-set-title"), t.get("account-password-set-text"))
    };
    view! {
        <section class="wk-section">
            <h2>{title}</h2>
            <p>{text}</p>
            <form class="wk-form" method="post" novalidate=true action=t.href(SetPassword::PATH)>
                {has_one.then(|| view! {
                    <TextField fields=fields.clone() name="current" label=t.get("account-password-current") value="" kind="password" autocomplete="current-password"/>
                })}
                <TextField fields=fields name="password" label=t.get("account-password-new") hint=t.get("account-password-hint") value="" kind="password" autocomplete="new-password"/>
                <div class="wk-actions"><button class="wk-button wk-button--secondary" type="submit">{t.get("account-password-button")}</button></div>
            </form>
        </section>
    }
}

fn second_factor(t: Texts, on: bool) -> impl IntoView {
    let (text, link) = if on {
        (t.get("account-second-factor-is-on"), t.get("account-second-factor-remove"))
    } else {
        (t.get("account-second-factor-is-off"), t.get("account-second-factor-set-up"))
    };
    view! {
        <section class="wk-section">
            <h2>{t.get("account-second-factor-title")}</h2>
            <p>{text}</p>
            <div class="wk-actions"><a class="wk-button wk-button--secondary" href=t.href(paths::SECOND_FACTOR_SETUP)>{link}</a></div>
        </section>
    }
}

fn sessions_table(t: Texts, sessions: Vec<OpenSession>) -> impl IntoView {
    let others = sessions.iter().any(|session| !session.current);
    let rows = sessions
        .into_iter()
        .map(|OpenSession { public_id, user_agent, signed_in_at, last_seen_at, current }| {
            let name = match device(&user_agent) {
                (Some(browser), Some(system)) => t.with("account-device", &[("browser", browser.into()), ("system", system.into())]),
                (Some(name), None) | (None, Some(name)) => name.to_owned(),
                (None, None) => t.get("account-device-unknown"),
            };
            let action = if current {
                view! { <span class="wk-badge wk-badge--positive">{t.get("account-session-current")}</span> }.into_any()
            } else {
                view! {
                    <form class="wk-inline-form" method="post" action=t.href(EndSession::PATH)>
                        <Hidden name="id" value=public_id.to_string()/>
                        <button class="wk-button wk-button--secondary wk-button--small" type="submit">
                            {t.get("account-session-end")}<span class="wk-visually-hidden">": "{name.clone()}</span>
                        </button>
                    </form>
                }
                .into_any()
            };
            view! {
                <tr>
                    <th scope="row" data-label=t.get("account-session-device")>{name}</th>
                    <td data-label=t.get("account-session-since")>{t.moment(signed_in_at)}</td>
                    <td data-label=t.get("account-session-seen")>{t.moment(last_seen_at)}</td>
                    <td class="wk-table__actions">{action}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <section class="wk-section">
            <h2>{t.get("account-sessions-title")}</h2>
            <p>{t.get("account-sessions-text")}</p>
            <div class="wk-table-wrap"><table class="wk-table wk-table--cards">
                <caption class="wk-visually-hidden">{t.get("account-sessions-title")}</caption>
                <thead><tr>
                    <th scope="col">{t.get("account-session-device")}</th>
                    <th scope="col">{t.get("account-session-since")}</th>
                    <th scope="col">{t.get("account-session-seen")}</th>
                    <td></td>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table></div>
            {others.then(|| view! {
                <form method="post" action=t.href(EndOtherSessions::PATH)>
                    <div class="wk-actions"><button class="wk-button wk-button--secondary" type="submit">{t.get("account-sessions-end-others")}</button></div>
                </form>
            })}
        </section>
    }
}
